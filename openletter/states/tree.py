"""The texts that were accepted for one key, as a tree: each hangs on the one that it replaced.

A node with several children is a conflict: people went on from the same text without knowing of each other.
One child wins, by a rule that looks at what is below it and can only be strengthened by what is added there.
Since whatever is written later is written on the winning text, a decision never turns over by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from openletter.model import Event, Kind


class Tree:
    """The tree of `nodes`, by id. `parent` gives the id of the text that each replaced, "" for none.

    A circle, which no honest journal has, is cut at its smallest id.
    """

    def __init__(
        self, nodes: Mapping[str, Event], parent: Mapping[str, str], person: Callable[[str], str]
    ) -> None:
        self.nodes = nodes
        self.parent = dict(parent)
        self.children: dict[str, list[str]] = {}
        for node in sorted(nodes):
            self.children.setdefault(self.parent[node], []).append(node)
        self.order: list[str] = []
        self._walk()
        self.place = {node: number for number, node in enumerate(self.order)}
        self.size: dict[str, int] = {}
        self._strength: dict[str, tuple[int, bool, str, str]] = {}
        self._measure(person)
        self.chain = self._winning()

    def _walk(self) -> None:
        """Puts every node into `order`: before what hangs on it, subtrees in one piece."""
        seen: set[str] = set()
        self._descend(self.children.get("", ()), seen)
        for node in sorted(self.nodes):
            if node not in seen:
                self.children[self.parent[node]].remove(node)
                self.parent[node] = ""
                self.children.setdefault("", []).append(node)
                self._descend((node,), seen)

    def _descend(self, roots: Iterable[str], seen: set[str]) -> None:
        stack = list(roots)
        while stack:
            node = stack.pop()
            seen.add(node)
            self.order.append(node)
            stack.extend(child for child in self.children.get(node, ()) if child not in seen)

    def _measure(self, person: Callable[[str], str]) -> None:
        """For each node: how many nodes hang on it, itself included, and how strong its side is.

        Strength: distinct people on that side; whether it is more than a machine's draft; the later day; id.
        """
        people: dict[str, set[str]] = {}
        for node in reversed(self.order):
            event = self.nodes[node]
            below = self.children.get(node, ())
            sets = sorted((people.pop(child) for child in below), key=len)
            union = sets.pop() if sets else set()
            union.update(*sets)
            if event.by:
                union.add(person(event.by))
            people[node] = union
            self.size[node] = 1 + sum(self.size[child] for child in below)
            words = event.kind is not Kind.DRAFT or any(self._strength[child][1] for child in below)
            self._strength[node] = (len(union), words, event.at, node)

    def _winning(self) -> list[str]:
        """The ids from the root to the text that holds now."""
        chain: list[str] = []
        below = self.children.get("", [])
        while below:
            chain.append(max(below, key=self._strength.__getitem__))
            below = self.children.get(chain[-1], [])
        return chain

    def on_way_to(self, node: str, later: str) -> bool:
        """Whether `later` is `node` itself or was written on top of it."""
        return bool(later) and self.place[node] <= self.place[later] < self.place[node] + self.size[node]

    def lost(self) -> list[tuple[str, int]]:
        """The ends of the sides that did not win, with the length of the chain up to the parting."""
        position = {node: number + 1 for number, node in enumerate(self.chain)}
        parting: dict[str, int] = {"": 0}
        ends = []
        for node in self.order:
            parting[node] = position.get(node) or parting[self.parent[node]]
            if node not in position and not self.children.get(node):
                ends.append((node, parting[node]))
        return ends

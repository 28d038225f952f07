"""What a letter holds that would be lost or misread: findings on the source, each with its line. Pure."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from openletter import tree
from openletter.model import Finding, Node, Place, Severity

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.M)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINED = re.compile(
    r"^ {0,3}\[\^[^\]\s]+\]:.*"
    r"(?:\n(?!\s*$| {0,3}\[\^).*|(?:\n[ \t]*)+\n(?: {4}|\t).*)*",
    re.M,
)
"""A note as a whole: its first paragraph, and what is indented after it."""
_METADATA = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.M | re.S)
_INLINE_NOTE = re.compile(r"\^\[")
_CAPTION = re.compile(r"^(?:Table)?: ", re.M)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1", re.M | re.S)


def of_source(text: str, blocks: Sequence[Node], path: str) -> list[Finding]:
    """Findings about a letter's text (line ends are \\n) and its tree with positions."""
    prose = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [
        *_footnotes(prose, path),
        *_inline_notes(prose, path),
        *_captions(prose, path),
        *_in_tree(text, blocks, path),
    ]


def _warning(code: str, path: str, line: int, what: str, hint: str) -> Finding:
    return Finding(code, Severity.WARNING, Place(path, line), what, hint)


def _line(text: str, position: int) -> int:
    return bisect_left(_ends(text), position) + 1


@functools.lru_cache(maxsize=1)
def _ends(text: str) -> list[int]:
    """Where the lines of a text end: a letter with very many findings is counted through once."""
    return [found.start() for found in re.finditer("\n", text)]


def _footnotes(text: str, path: str) -> Iterator[Finding]:
    cited = {found[1].casefold() for found in _REFERENCE.finditer(text)}
    defined = {found[1].casefold() for found in _DEFINITION.finditer(text)}
    for found in _DEFINITION.finditer(text):
        if found[1].casefold() not in cited:
            yield _warning(
                "note-unreferenced",
                path,
                _line(text, found.start()),
                f"footnote [^{found[1]}] is never referred to, so it is not printed",
                f"put [^{found[1]}] where the note belongs, or delete the note",
            )
    for found in _REFERENCE.finditer(text):
        if found[1].casefold() not in defined:
            yield _warning(
                "note-undefined",
                path,
                _line(text, found.start()),
                f"footnote [^{found[1]}] has no text, so “[^{found[1]}]” is printed as it stands",
                f"add a paragraph that begins with [^{found[1]}]:",
            )
    yield from _misplaced(text, path, defined)


def _misplaced(text: str, path: str, defined: Collection[str]) -> Iterator[Finding]:
    """References to notes from where a note cannot be."""
    places = [
        (_METADATA, "note-in-metadata", "is in the metadata, so “[^{}]” is printed as it stands"),
        (_DEFINED, "note-in-note", "is in another note, so neither it nor its text is printed"),
    ]
    for place, code, what in places:
        for whole in place.finditer(text):
            for found in _REFERENCE.finditer(whole[0]):
                if found[1].casefold() in defined:
                    yield _warning(
                        code,
                        path,
                        _line(text, whole.start() + found.start()),
                        f"the reference to footnote [^{found[1]}] {what.format(found[1])}",
                        f"put [^{found[1]}] into a heading or paragraph of the letter",
                    )


def _inline_notes(text: str, path: str) -> Iterator[Finding]:
    for found in _INLINE_NOTE.finditer(text):
        yield _warning(
            "note-inline",
            path,
            _line(text, found.start()),
            "a note written as ^[…] is printed as it stands",
            "write [^1] here, and the note as a paragraph that begins with [^1]:",
        )


def _captions(text: str, path: str) -> Iterator[Finding]:
    lines = text.split("\n")
    for caption in _CAPTION.finditer(text):
        number = _line(text, caption.start())
        near = [lines[at] for at in (number - 3, number - 2, number, number + 1) if 0 <= at < len(lines)]
        if any(one.lstrip().startswith("|") for one in near):
            yield _warning(
                "table-caption",
                path,
                number,
                "the caption of a table is printed as a paragraph of its own",
                "write it as a sentence before the table",
            )


def _in_tree(text: str, blocks: Sequence[Node], path: str) -> list[Finding]:
    """What only the tree tells; a text without `<`, `[^` and odd addresses has nothing of it."""
    if "<" not in text and "[^" not in text and not _ODD_ADDRESS.search(text):
        return []
    found: list[tuple[Node, int]] = []
    _gather(blocks, 0, found)
    return [*_raw_code(found, path), *_cited_twice(found, path), *_links(found, blocks, path)]


def _raw_code(found: Sequence[tuple[Node, int]], path: str) -> Iterator[Finding]:
    for node, line in found:
        if node["t"] in ("RawInline", "RawBlock") and not node["c"][1].startswith("<!--"):
            yield _warning(
                "raw-code",
                path,
                line,
                f"raw {node['c'][0]} is not printed: {' '.join(node['c'][1].split())[:60]}",
                "write it in Markdown; put \\ before < if it is meant to be read",
            )


_SOUGHT = frozenset(("RawInline", "RawBlock", "Note", "Link"))
_ODD_ADDRESS = re.compile(rf"\]\(\s*(?!(?:{'|'.join(sorted(tree.SCHEMES))}):)|\[[^\]\n]+\]:", re.M)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def _links(found: Sequence[tuple[Node, int]], blocks: Sequence[Node], path: str) -> Iterator[Finding]:
    """Links of which the words alone are printed."""
    known = ", ".join(sorted(tree.SCHEMES))
    links = [(node["c"][2][0], line) for node, line in found if node["t"] == "Link"]
    names = _names(blocks) if any(target.startswith("#") for target, _ in links) else set[str]()
    for target, line in links:
        scheme = _SCHEME.match(target)
        if scheme and scheme[1].lower() not in tree.SCHEMES:
            what = f"the link to {target[:60]} is printed as plain words: only {known} are published"
            yield _warning("link-scheme", path, line, what, "link to a page on the web, or delete the link")
        elif target.startswith("#") and target[1:] not in names:
            what = f"the link to {target[:60]} leads nowhere, so its words alone are printed"
            hint = "give the heading that it leads to this name: ## Heading {#name}"
            yield _warning("link-nowhere", path, line, what, hint)


def _names(blocks: Sequence[Node]) -> set[str]:
    """Every identifier that something in a tree has."""
    found: set[str] = set()
    waiting: list[object] = list(blocks)
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            if len(item) == 3 and isinstance(item[0], str) and isinstance(item[1], list):
                found.add(item[0])
            waiting += item
    return found - {""}


def _gather(nodes: Sequence[Node], line: int, found: list[tuple[Node, int]]) -> None:
    """The raw code and notes below `nodes`, in document order, each with its line."""
    for item in nodes:
        kind = type(item)
        if kind is list:
            _gather(item, line, found)
        elif kind is dict and item["t"] not in tree.LEAVES:
            here = tree.line(item) or line
            if item["t"] in _SOUGHT:
                found.append((item, here))
            if type(item.get("c")) is list:
                _gather(item["c"], here, found)


def _cited_twice(found: Sequence[tuple[Node, int]], path: str) -> Iterator[Finding]:
    seen: set[int] = set()
    for node, line in found:
        if node["t"] == "Note" and node["c"]:
            first = tree.line(node["c"][0])
            if first and first in seen:
                yield _warning(
                    "note-cited-twice",
                    path,
                    line,
                    f"the footnote of line {first} is referred to twice, so it is printed twice",
                    "write a second note, such as “See note 1.”",
                )
            seen.add(first)

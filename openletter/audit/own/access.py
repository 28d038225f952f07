"""The accessibility tree that Chromium gives to a screen reader: as text, and held against the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openletter.audit.own import parts
from openletter.audit.own.opened import Problem, Problems, Subject
from openletter.conventions import text

Ax = Mapping[str, Any]

_SILENT = frozenset(("none", "generic", "InlineTextBox", "LineBreak", "Section"))
"""What no screen reader names; what is within is read."""
_STATES = ("level", "current", "focusable")


def nodes(page: Any) -> list[Ax]:
    """The whole tree, as Chromium's DevTools protocol gives it."""
    session = page.context.new_cdp_session(page)
    try:
        found: list[Ax] = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    return found


def transcript(found: list[Ax]) -> str:
    """The tree as text: a line per part, with role, name, level, and words as they are read.

    Parts without a meaning of their own are left out; what is within them is not.
    """
    by_id = {node["nodeId"]: node for node in found}
    return "\n".join(_lines(by_id, found[0], 0)) + "\n"


def _lines(by_id: Mapping[str, Ax], node: Ax, depth: int) -> Iterator[str]:
    role, name = _value(node, "role"), _value(node, "name")
    if role == "InlineTextBox":
        return
    shown = not node.get("ignored") and role not in _SILENT
    kids = [by_id[kid] for kid in node.get("childIds", ()) if kid in by_id]
    if shown:
        alone = role == "StaticText"
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        states = "".join(f" [{key}={properties[key]}]" for key in _STATES[:2] if properties.get(key))
        named = f" “{parts.squeezed(name)}”" if name.strip() else ""
        if not alone or name.strip():
            yield "  " * depth + ("text" if alone else role) + states + named
        if alone or (kids and all(_value(kid, "role") == "StaticText" for kid in kids) and _told(name, kids)):
            return
    for kid in kids:
        yield from _lines(by_id, kid, depth + shown)


def _told(name: str, kids: list[Ax]) -> bool:
    """Whether a name says already what the words within say."""
    return parts.squeezed(name) == parts.squeezed("".join(_value(kid, "name") for kid in kids))


def _value(node: Ax, key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def tree(page: Any, subject: Subject) -> Problems:
    """What a screen reader gets is the letter, in its order, nothing twice, its notes labelled."""
    found = nodes(page)
    by_id = {node["nodeId"]: node for node in found}
    yield from _names(found, subject)
    mains = [node for node in found if _value(node, "role") == "main" and not node.get("ignored")]
    if len(mains) != 1:
        yield Problem("access-main", f"a screen reader is given {len(mains)} main parts")
        return
    if subject.expected is None:
        return
    wanted = _letters(re.sub(r"\[\d+\]", "", "".join(parts.lines(_without_notes(subject.expected)))))
    heard = _letters("".join(_heard(by_id, mains[0])))
    if heard != wanted:
        at = next(
            (n for n, (a, b) in enumerate(zip(heard, wanted, strict=False)) if a != b),
            min(len(heard), len(wanted)),
        )
        yield Problem(
            "access-text",
            f"a screen reader is given “{heard[max(0, at - 20) : at + 40]}”"
            f" where the letter has “{wanted[max(0, at - 20) : at + 40]}”",
        )


def _letters(text: str) -> str:
    return "".join(parts.squeezed(text).split())


def _without_notes(letter: parts.Part) -> parts.Part:
    """The letter with its notes before the notice in full, as the page has them."""
    notes = [kid for kid in letter.kids if isinstance(kid, parts.Part) and kid.kind == "note"]
    rest = [kid for kid in letter.kids if not (isinstance(kid, parts.Part) and kid.kind == "note")]
    return parts.Part("document", "", (*rest, *notes), letter.lang, letter.dir)


def _heard(by_id: Mapping[str, Ax], node: Ax) -> Iterator[str]:
    """The words within a part, in order: those of the letter first, then of its notes."""
    main: list[str] = []
    notes: list[str] = []
    _gather(by_id, node, main, notes, False)
    yield from (*main, *notes)


def _gather(by_id: Mapping[str, Ax], node: Ax, main: list[str], notes: list[str], in_notes: bool) -> None:
    role = _value(node, "role")
    if role in ("doc-noteref", "doc-backlink", "InlineTextBox", "ListMarker") or _is_left_out(
        role, node, in_notes
    ):
        return
    if role in ("StaticText", "image", "img"):
        if role == "StaticText":
            (notes if in_notes else main).append(_value(node, "name"))
        return
    in_notes = in_notes or role == "doc-endnotes"
    in_notice = role == "note"
    for kid in node.get("childIds", ()):
        if kid in by_id and not (in_notice and _value(by_id[kid], "role") == "link"):
            _gather(by_id, by_id[kid], main, notes, in_notes)


def _is_left_out(role: str, node: Ax, in_notes: bool) -> bool:
    """The heading of the notes, which the letter does not have."""
    return role == "heading" and in_notes


def _names(found: list[Ax], subject: Subject) -> Problems:
    c = subject.conventions
    shown = [node for node in found if not node.get("ignored")]
    for role, message in (
        ("doc-noteref", "Note {number}"),
        ("doc-backlink", "Back to the text, note {number}"),
    ):
        names = [_value(node, "name") for node in shown if _value(node, "role") == role]
        wanted = [text(c, message, number=n) for n in range(1, len(names) + 1)]
        if names != wanted:
            yield Problem("access-names", f"a screen reader names the links of the notes {names}")
    for node in shown:
        role = _value(node, "role")
        if role in ("link", "navigation", "region", "image", "button") and not _value(node, "name").strip():
            yield Problem("access-names", f"a screen reader is given a part without a name: {role}")

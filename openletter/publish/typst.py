"""An edition → Typst source. All text goes in as string literals of Typst's code mode: none is ever markup.

Beside the source come the runs: every text in the order of the tag tree, against which
`openletter.publish.actualtext` holds the finished PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from openletter import tree
from openletter.conventions import dateline, text
from openletter.model import Asset, Edition, Node
from openletter.publish import notice
from openletter.publish.typst_text import Run, language, literal, look, printable
from openletter.publish.typst_tree import TreeWriter, block_of

_UNITS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Source:
    """Typst's input: its code, the files that it names, and the text that it prints, in tag order."""

    code: str
    files: Mapping[str, bytes]
    runs: tuple[Run, ...]


def source(edition: Edition, assets: Sequence[Asset] = ()) -> Source:
    """The Typst source of an edition; it imports `letter.typ`."""
    writer = TreeWriter(edition.conventions, assets, frozenset(_targets(edition.blocks)))
    # In the order of the text: the runs are noted as they are written.
    dated = _dateline(edition, writer)
    title = writer.inlines(edition.title)
    subtitle = f"par({writer.inlines(edition.subtitle)})" if edition.subtitle else "none"
    short = notice.short(edition)
    noticed = f"par({writer.string(short)})" if short else "none"
    body = _body(edition, writer)
    arguments = {
        **_metadata(edition, short),
        "dateline": dated,
        "heading-text": title,
        "subtitle": subtitle,
        "notice": noticed,
        "about": _about(edition, writer),
    }
    call = ",\n  ".join(f"{name}: {value}" for name, value in arguments.items())
    code = f'#import "letter.typ": *\n#letter(\n  {call},\n  {body},\n)\n'
    return Source(code, writer.files, tuple(writer.runs))


def _dateline(edition: Edition, writer: TreeWriter) -> str:
    line = dateline(edition.conventions, edition.place, edition.date, edition.date_text)
    return f"par({writer.string(line)})" if line else "none"


def _metadata(edition: Edition, short: str) -> Mapping[str, str]:
    c = edition.conventions
    moment = datetime.fromtimestamp(edition.epoch, UTC)
    lang, region = language(c.tag)
    names = "".join(literal(printable(name)) + ", " for name in edition.organisations)
    return {
        "title": literal(printable(edition.title_text)),
        "description": literal(printable(" ".join(filter(None, [edition.description, short])))),
        "authors": f"({names})",
        "date": f"datetime({', '.join(f'{unit}: {getattr(moment, unit)}' for unit in _UNITS)})",
        "lang": literal(lang),
        "region": literal(c.region) if c.region else region,
        "dir": c.direction,
        "script": literal(look(c.tag)),
    }


def _body(edition: Edition, writer: TreeWriter) -> str:
    blocks = edition.blocks
    if not _ends_with_signatories(blocks, len(edition.organisations)):
        return writer.blocks(blocks)
    before = [writer.block(block) for block in blocks[:-2]]
    closing = writer.block(blocks[-2])
    # As paragraphs, so that a name of two lines hangs.
    names = [[{"t": "Para", "c": block["c"]} for block in item] for item in blocks[-1]["c"]]
    signed = f"signatories({len(names)}, {writer.items('list.item', names)})"
    return block_of([*before, f"block(sticky: true, {closing})", signed])


def _about(edition: Edition, writer: TreeWriter) -> str:
    paragraphs = notice.full(edition)
    if not paragraphs:
        return "none"
    heading = f"heading(level: 2, {writer.string(text(edition.conventions, 'About this translation'))})"
    return block_of([heading, *(f"par({writer.string(paragraph)})" for paragraph in paragraphs)])


def _ends_with_signatories(blocks: Sequence[Node], organisations: int) -> bool:
    """Whether the last block lists as many names as the letter has organisations, after a closing line."""
    if len(blocks) < 2 or organisations == 0 or blocks[-1]["t"] != "BulletList" or blocks[-2]["t"] != "Para":
        return False
    items = blocks[-1]["c"]
    return len(items) == organisations and all(
        len(item) == 1 and item[0]["t"] in ("Plain", "Para") for item in items
    )


def _targets(nodes: object) -> Iterator[str]:
    """The identifiers of headings that links in the letter point to. Headings in notes are none."""
    headings, links = set[str](), set[str]()
    stack: list[tuple[object, bool]] = [(nodes, False)]
    while stack:
        node, in_note = stack.pop()
        if isinstance(node, dict):
            kind = node.get("t")
            if kind == "Header" and not in_note and tree.stringify(node["c"][2]).strip():
                headings.add(node["c"][1][0])
            elif kind == "Link":
                links.add(node["c"][2][0].removeprefix("#"))
            stack.append((node.get("c"), in_note or kind == "Note"))
        elif isinstance(node, list | tuple):
            stack.extend((item, in_note) for item in node)
    return iter(headings & links - {""})

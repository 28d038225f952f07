"""A document and the standings of its translations → an edition, ready for the writers. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from openletter import conventions as words
from openletter import localize, tree
from openletter.errors import SourceError
from openletter.model import Conventions, Document, Edition, Key, Node, Place, Sibling, Standing, State
from openletter.publish import prepare
from openletter.source import meta_text, meta_value

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The time that stands in the artifacts of a letter without a date: the earliest that a ZIP file can hold."""

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an edition takes from outside its letter."""

    documents: Mapping[str, frozenset[str]]
    """Symbols of UN documents → the languages in which each exists."""
    siblings: tuple[Sibling, ...] = ()
    formats: tuple[str, ...] = ("html", "epub", "pdf")
    epoch: int | None = None
    """SOURCE_DATE_EPOCH, for a letter without a date."""
    base: str = ""
    """The address of the output on the web."""


def build(
    document: Document,
    standings: Mapping[Key, Standing],
    conventions: Conventions,
    around: Surroundings,
) -> Edition:
    """The edition of `document` in the language of `conventions`.

    Passages without a text of their own stand in the source language, marked with it. `standings` is
    empty for the source language. Raises SourceError for a letter without title or with a wrong date.
    """
    texts = {key: one.msgstr for key, one in standings.items() if one.msgstr}
    source = words.load(document.lang)
    meta, blocks = localize.localize(document, texts, _marked(source) if standings else _same)
    blocks = prepare.blocks(blocks, conventions, around.documents)
    title, blocks = _title(document, meta, blocks, conventions)
    iso = _date(document)
    place = meta_text(meta, "place")
    return Edition(
        letter=document.letter,
        lang=conventions.lang,
        conventions=conventions,
        title=tuple(title),
        title_text=tree.stringify(title).strip(),
        subtitle=tuple(prepare.inlines(_meta_inlines(meta, "subtitle"), conventions, {})),
        description=meta_text(meta, "description"),
        place=place,
        date=iso,
        date_text=words.long_date(conventions, iso) if iso else "",
        identifier=_identifier(document, conventions.lang),
        rights=meta_text(meta, "rights"),
        organisations=tuple(texts.get(("", name), name) for name in _organisations(document)),
        blocks=tuple(prepare.heading_levels(blocks)),
        source_lang=document.lang,
        counts=_counts(standings),
        siblings=around.siblings,
        epoch=_epoch(iso, around.epoch),
        formats=around.formats,
        base=around.base,
    )


def _same(_: str, inlines: list[Node]) -> list[Node]:
    return inlines


def _marked(source: Conventions) -> Callable[[str, list[Node]], list[Node]]:
    """Source words in an edition of another language, marked with their language and direction.

    Notes stay outside the mark: they are translated on their own.
    """

    def mark(_: str, inlines: list[Node]) -> list[Node]:
        result: list[Node] = []
        run: list[Node] = []
        for node in [*inlines, None]:
            if node is None or node["t"] == "Note":
                if run:
                    result.append(tree.span(run, [("lang", source.tag), ("dir", source.direction)]))
                result += [node] if node else []
                run = []
            else:
                run.append(node)
        return result

    return mark


def _counts(standings: Mapping[Key, Standing]) -> dict[State, int]:
    counts = dict.fromkeys(State, 0) if standings else {}
    for one in standings.values():
        counts[one.state] += 1
    return counts


def _meta_inlines(meta: Mapping[str, Node], key: str) -> list[Node]:
    value = meta.get(key)
    if value and value["t"] == "MetaInlines":
        return list(value["c"])
    return tree.words(meta_value(value)) if value else []


def _title(
    document: Document, meta: Mapping[str, Node], blocks: list[Node], c: Conventions
) -> tuple[list[Node], list[Node]]:
    """The title, and the blocks without it: from the metadata, else the first heading."""
    title = prepare.inlines(_meta_inlines(meta, "title"), c, {})
    if tree.stringify(title).strip():
        return title, blocks
    for at, block in enumerate(blocks):
        if block["t"] == "Header" and tree.stringify(block["c"][2]).strip():
            return block["c"][2], blocks[1:] if at == 0 else blocks
    raise SourceError(
        "the letter has no title",
        where=Place(document.path, 1),
        hint="begin it with a line such as “# Open letter to …”",
        code="no-title",
    )


def _date(document: Document) -> str:
    iso = meta_text(document.meta, "date")
    try:
        if iso:
            _day(iso)
    except ValueError as error:
        raise SourceError(
            f"“{iso}” is no date that can be written in every language",
            where=Place(document.path, document.meta_lines.get("date", 0)),
            hint="write the date as year-month-day, such as 2014-12-09",
            code="date",
        ) from error
    return iso


def _day(iso: str) -> datetime:
    """The first moment of `2014-12-09`, `2014-12` or `2014`. Raises ValueError for anything else."""
    if not _ISO.fullmatch(iso):
        raise ValueError
    return datetime.fromisoformat(iso + "-01-01"[len(iso) - 4 :] if len(iso) < 10 else iso).replace(
        tzinfo=UTC
    )


def _epoch(iso: str, given: int | None) -> int:
    if iso:
        return int(_day(iso).timestamp())
    return int(UNDATED.timestamp()) if given is None else given


def _identifier(document: Document, lang: str) -> str:
    """The letter's own identifier makes that of each edition; without one, the letter's name does."""
    name = meta_text(document.meta, "identifier") or f"openletter:{document.letter}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name}#{lang}')}"


def _organisations(document: Document) -> list[str]:
    value = document.meta.get("organisations")
    if not value:
        return []
    items = value["c"] if value["t"] == "MetaList" else [value]
    return [text for item in items if (text := meta_value(item).strip())]

"""The project's tables of terms, quotations and documents: `locales/*.tsv`, and what the checks take of them.

A table is UTF-8, one row a line, fields divided by tabs, the first row naming the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openletter.errors import DamagedError
from openletter.model import Place, Quotation, Term

FOLDER = "locales"
FILES = ("terms.tsv", "quotations.tsv", "documents.tsv")

Row = Mapping[str, str]


def table(path: Path, name: str = "") -> tuple[Row, ...]:
    """The rows of a table; none where there is no file. Raises DamagedError for one that is no table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise DamagedError("the table is not in UTF-8", where=Place(name or str(path))) from error
    lines = text.splitlines()
    head = lines[0].split("\t") if lines else []
    return tuple(
        _row(head, line, Place(name or str(path), at)) for at, line in enumerate(lines[1:], 2) if line
    )


def _row(head: Sequence[str], line: str, where: Place) -> Row:
    fields = line.split("\t")
    if len(fields) > len(head):
        raise DamagedError(
            f"the row has {len(fields)} fields, but there are {len(head)} columns",
            where=where,
            hint="take the extra tab out",
        )
    return dict(
        zip(head, [field.strip() for field in fields] + [""] * (len(head) - len(fields)), strict=True)
    )


def _rows(project: Path, file: str) -> tuple[Row, ...]:
    return table(project / FOLDER / file, f"{FOLDER}/{file}")


def terms(project: Path, lang: str, source_lang: str = "en") -> tuple[Term, ...]:
    """The terms that have a form in both languages."""
    return tuple(
        Term(row[source_lang], row[lang], row.get("translate", "yes") != "no")
        for row in _rows(project, "terms.tsv")
        if row.get(source_lang) and row.get(lang)
    )


def quotations(project: Path, lang: str) -> tuple[Quotation, ...]:
    """The quotations whose official wording in `lang` is known."""
    return tuple(
        Quotation(row.get("document", ""), row.get("msgid_excerpt", ""), row[lang])
        for row in _rows(project, "quotations.tsv")
        if row.get(lang)
    )


def documents(project: Path) -> Mapping[str, frozenset[str]]:
    """Each UN document's symbol → the languages in which it exists."""
    return {
        row["symbol"]: frozenset(row.get("languages", "").split())
        for row in _rows(project, "documents.tsv")
        if row.get("symbol")
    }


# From and for other programs


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a termbase: its terms by language, the preferred one first."""

    terms: Mapping[str, tuple[str, ...]]
    translate: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """A table of terms with concepts taken in."""

    text: str
    added: int
    """Rows that are new."""
    filled: int
    """Fields that were empty in rows that were there."""
    differ: tuple[tuple[int, str], ...]
    """(Line, what) for terms that were not taken, since the table has others."""


HEAD = ("en", "ar", "zh", "fr", "ru", "es")


def languages(head: Iterable[str]) -> tuple[str, ...]:
    """The columns that hold terms; that of the source language is the first."""
    return tuple(column for column in head if re.fullmatch("[a-z]{2}", column))


def concepts(project: Path) -> tuple[Concept, ...]:
    """Each row of the termbase as a concept."""
    return tuple(
        Concept(
            {lang: forms for lang in languages(row) if (forms := _forms(row[lang]))},
            row.get("translate") != "no",
        )
        for row in _rows(project, "terms.tsv")
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())


def merged(text: str, found: Iterable[Concept]) -> Merged:
    """The table with concepts: empty fields are filled, new terms get rows; what is there does not change.

    What is filled in is `unverified`. A second term for a thing in the source language gets its own row.
    """
    lines = text.removeprefix("\ufeff").splitlines() or ["\t".join((*HEAD, "translate"))]
    head = lines[0].split("\t")
    source, *others = languages(head)
    rows = [dict(_row(head, line, Place(FILES[0], at))) for at, line in enumerate(lines[1:], 2) if line]
    known = {form.casefold(): row for row in rows for form in _forms(row[source])}
    changed: dict[int, dict[str, str]] = {}
    added = filled = 0
    differ: list[tuple[int, str]] = []
    for concept in found:
        for term in concept.terms.get(source, ()):
            row = known.get(term.casefold())
            if row is None:
                row = known[term.casefold()] = dict.fromkeys(head, "") | {source: term}
                row |= {"translate": "yes" if concept.translate else "no"} if "translate" in head else {}
                rows.append(row)
                added += 1
                _fill(row, others, concept)
            else:
                filled += _fill(row, others, concept)
                differ += _differences(row, term, others, concept)
            changed[id(row)] = row
    written = iter(rows)
    result = [lines[0]]
    for line in filter(None, lines[1:]):
        row = next(written)
        result.append("\t".join(row[column] for column in head) if id(row) in changed else line)
    result += ["\t".join(row[column] for column in head) for row in written]
    return Merged("\n".join([*result, ""]), added, filled, tuple(differ))


def _fill(row: dict[str, str], others: Iterable[str], concept: Concept) -> int:
    """Fills the fields of a row that are empty; how many."""
    filled = 0
    for lang in others:
        if not row[lang] and concept.terms.get(lang):
            row[lang] = "|".join(concept.terms[lang])
            if f"{lang}_status" in row:
                row[f"{lang}_status"] = "unverified"
            filled += 1
    return filled


def _differences(
    row: Mapping[str, str], term: str, others: Iterable[str], concept: Concept
) -> list[tuple[int, str]]:
    found = []
    for lang in others:
        have = {form.casefold() for form in _forms(row[lang])}
        new = [form for form in concept.terms.get(lang, ()) if form.casefold() not in have]
        if new:
            what = f"{lang}: “{term}” is “{row[lang]}” in the termbase, “{'”, “'.join(new)}” in the file"
            found.append((concept.line, what))
    return found

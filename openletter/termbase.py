"""The project's tables of terms, quotations and documents: `locales/*.tsv`, and what the checks take of them.

A table is UTF-8, one row a line, fields divided by tabs, the first row naming the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openletter.checks import Quotation, Term
from openletter.errors import DamagedError
from openletter.model import Place

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

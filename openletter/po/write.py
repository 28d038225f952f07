"""The writer of PO files. Pure: a catalog to bytes, in one style.

The style is that of GNU gettext: order of comments, wrapping, obsolete entries last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from openletter.model import Catalog, Entry
from openletter.po.draft import odd_characters
from openletter.po.limits import RAW_CONTROL, UNUSUAL
from openletter.po.wrap import COLUMNS, width, wrap


def serialize(catalog: Catalog, text_of: Callable[[Entry], str] | None = None) -> bytes:
    """The bytes of a catalog; `text_of` gives those of an entry, for who remembers them (else `entry_text`).

    Raises ValueError for a translation that holds what `parse` would refuse.
    """
    fields = "".join(f"{name}: {value}\n" for name, value in catalog.header.items())
    head = 'msgid ""\n' + wrap("msgstr", fields) + "\n"
    entries = sorted(catalog.entries, key=lambda entry: entry.obsolete)
    return "\n".join([head, *map(text_of or entry_text, entries)]).encode()


def entry_text(entry: Entry) -> str:
    """One entry, with its line feed."""
    fault = odd_characters(entry.msgstr) if UNUSUAL.search(entry.msgstr) else None
    if fault or "\0" in entry.msgid:
        raise ValueError(fault.what if fault else "a message holds a zero byte")
    lines = [f"# {_one_line(comment)}" if comment else "#" for comment in entry.comments]
    lines += [f"#. {_one_line(comment)}" if comment else "#." for comment in entry.extracted]
    lines += _references(entry.references)
    # gettext joins a comment that ends with a backslash and the next line
    lines = [f"{line} " if line.endswith("\\") else line for line in lines]
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    prefix = "#~ " if entry.obsolete else ""
    if entry.previous is not None:
        mark = "#~| " if entry.obsolete else "#| "
        if entry.previous[0]:
            lines += _prefixed(mark, wrap("msgctxt", entry.previous[0]))
        lines += _prefixed(mark, wrap("msgid", entry.previous[1]))
    if entry.msgctxt:
        lines += _prefixed(prefix, wrap("msgctxt", entry.msgctxt))
    lines += _prefixed(prefix, wrap("msgid", entry.msgid))
    lines += _prefixed(prefix, wrap("msgstr", entry.msgstr))
    return "\n".join(lines) + "\n"


def _prefixed(prefix: str, text: str) -> list[str]:
    return [prefix + line for line in text.split("\n")] if prefix else [text]


def _one_line(comment: str) -> str:
    return RAW_CONTROL.sub(" ", comment.replace("\n", " "))


def _references(references: tuple[str, ...]) -> Iterator[str]:
    """As many references to a line as fit; those with spaces between isolates, as gettext 0.22 does."""
    line = "#:"
    for reference in references:
        if " " in reference or "\t" in reference:
            reference = f"\u2068{reference}\u2069"
        if len(line) > 2 and width(line) + 1 + width(reference) > COLUMNS:
            yield line
            line = "#:"
        line = f"{line} {reference}"
    if references:
        yield line

"""Checks of translations: pure functions in a table, each with a stable code and a severity.

`check` runs the table over one entry, `check_catalog` what needs several. A check yields problems; nothing
here raises for what a translation holds, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from openletter.checks import (
    addresses,
    catalog,
    characters,
    dates,
    lookalikes,
    negation,
    numbers,
    opposite,
    quotes,
    scripts,
    structure,
    symbols,
    tags,
    terms,
    typography,
    units,
)
from openletter.checks.base import (
    CatalogCheckRow,
    Check,
    Context,
    Pair,
    Problem,
    finding,
)
from openletter.model import Finding, Place, Quotation, Segment, Severity, Term

__all__ = [
    "CATALOG_CHECKS",
    "CHECKS",
    "Check",
    "Context",
    "Problem",
    "Quotation",
    "Term",
    "check",
    "check_catalog",
]

REFUSE, HOLD, WARNING = Severity.REFUSE, Severity.HOLD, Severity.WARNING

CHECKS: tuple[Check, ...] = (
    Check("tag", REFUSE, tags.tags, "Each tag of the source stands in the translation exactly once, nested."),
    Check("tag-empty", REFUSE, tags.empty, "No words stand between a pair of tags."),
    Check("note-order", HOLD, tags.note_order, "The footnotes stand in another order than in the source."),
    Check("markup-html", REFUSE, lookalikes.html, "HTML in the text."),
    Check("markup-entity", REFUSE, lookalikes.entity, "An HTML entity in the text."),
    Check("markup-link", REFUSE, lookalikes.link, "A link or image of Markdown in the text."),
    Check("markup-note", REFUSE, lookalikes.note, "A footnote of Markdown, or a number in square brackets."),
    Check("markup-attributes", REFUSE, lookalikes.attributes, "Braces: attributes, raw code, templates."),
    Check("markup-block", REFUSE, lookalikes.block, "A heading, list, quotation, rule, table or code block."),
    Check("markup-enumerator", REFUSE, lookalikes.enumerator, "A letter or number of a list at the start."),
    Check("markup-code", REFUSE, lookalikes.code, "Backticks."),
    Check("markup-emphasis", REFUSE, lookalikes.emphasis, "Stars, underscores or tildes around words."),
    Check("markup-math", REFUSE, lookalikes.math, "A formula between dollar signs."),
    Check("markup-backslash", REFUSE, lookalikes.backslash, "A backslash: an escape, a line break or TeX."),
    Check("markup-program", REFUSE, lookalikes.program, "What looks like a call in Typst or a program."),
    Check("flood", REFUSE, lookalikes.flood, "The same mark four times or more in a row."),
    Check("address", REFUSE, addresses.address, "A web or mail address or a host's name not in the source."),
    Check("control-character", REFUSE, characters.control, "A control character."),
    Check("line-break", REFUSE, characters.line_break, "A line break that the source does not have."),
    Check("bidi-control", REFUSE, characters.bidi, "An embedding or override, or an isolate left open."),
    Check("direction-mark", HOLD, characters.direction_mark, "An invisible mark of direction."),
    Check(
        "invisible-character", REFUSE, characters.invisible, "A zero-width, tag or other unseen character."
    ),
    Check("private-character", REFUSE, characters.private, "A private-use character or a noncharacter."),
    Check("mojibake", REFUSE, characters.mojibake, "Letters spoiled by a wrong encoding: Ã© for é."),
    Check("stacked-marks", REFUSE, characters.stacked, "Several marks heaped on one letter."),
    Check(
        "unusual-character",
        HOLD,
        characters.unusual,
        "Lone combining marks, ligatures, raised digits, pictures.",
    ),
    Check("script-mixed", REFUSE, scripts.mixed, "A word with letters of several alphabets."),
    Check("script-foreign", HOLD, scripts.foreign, "A word in a script of neither language nor source."),
    Check("language", HOLD, scripts.language, "A text in another language than the catalog's."),
    Check("symbol", REFUSE, symbols.symbol, "The document symbols are those of the source, unchanged."),
    Check("task-box", REFUSE, structure.box, "A task of a list is done or not done, as in the source."),
    Check("number", REFUSE, numbers.number, "The numbers are those of the source, in any digits."),
    Check("number-order", HOLD, numbers.order, "The numbers outside of dates come in another order."),
    Check("unit", REFUSE, units.unit, "Per cent and money in the unit of the source."),
    Check("number-word", HOLD, units.said, "A number said in a word became another."),
    Check("date", HOLD, dates.date, "Days, months and years belong together as in the source."),
    Check("negation", HOLD, negation.negation, "A denial seems lost or added."),
    Check("opposite", HOLD, opposite.opposite, "At least for at most, before for after, some for all."),
    Check("untranslated", HOLD, structure.untranslated, "The translation is the same as the source."),
    Check("length", HOLD, structure.length, "The translation is far shorter or longer than is usual."),
    Check("too-long", REFUSE, structure.too_long, "More than twenty times as long as is usual."),
    Check("trailing-text", HOLD, structure.trailing, "Text after the end of the source."),
    Check("brackets", HOLD, quotes.brackets, "A bracket without its partner."),
    Check("quotes", HOLD, quotes.quotes, "A quotation mark without its partner."),
    Check("quotation-lost", HOLD, quotes.quotations, "Fewer quotations than in the source."),
    Check("quotation-added", WARNING, quotes.more_quotations, "More quotations than in the source."),
    Check("repeated-word", WARNING, structure.repeated, "The same word twice in a row."),
    Check("ending", WARNING, structure.ending, "Another mark at the end than in the source."),
    Check("spaces", WARNING, structure.space, "Spaces at an end, or several in a row."),
    Check("typography-ar", WARNING, typography.arabic, "Arabic punctuation, quotation marks, no tatweel."),
    Check("typography-es", WARNING, typography.spanish, "Spanish marks that open, quotation marks, spaces."),
    Check("typography-fr", WARNING, typography.french, "French no-break spaces, apostrophes, ordinals."),
    Check(
        "typography-ru", WARNING, typography.russian, "Russian dashes, quotation marks, endings of numerals."
    ),
    Check("typography-zh", WARNING, typography.chinese, "Chinese full-width punctuation, no spaces."),
    Check("term", WARNING, terms.term, "A term is not rendered as the termbase has it."),
    Check("official-wording", WARNING, terms.official, "A quotation is not in its known official wording."),
)

CATALOG_CHECKS: tuple[CatalogCheckRow, ...] = (
    CatalogCheckRow(
        "same-text", HOLD, catalog.same_text, "One translation stands for two different sources."
    ),
    CatalogCheckRow("exchanged", HOLD, catalog.exchanged, "Two entries seem to have each other's texts."),
    CatalogCheckRow(
        "inconsistent", WARNING, catalog.inconsistent, "The same source is translated in two ways."
    ),
)


def check(segment: Segment, msgstr: str, context: Context, where: Place) -> list[Finding]:
    """Everything that the checks see in one translation, in the order of the table.

    `where` is the entry's place in the file that was handed in. An empty translation has no findings.
    """
    if not msgstr:
        return []
    if structure.far_too_long(segment, msgstr, context):  # the other checks would only take their time
        rows = [row for row in CHECKS if row.code in ("too-long", "tag", "bidi-control")]
    else:
        rows = list(CHECKS)
    return [
        finding(problem, row.code, row.severity, where, segment, context)
        for row in rows
        for problem in row.run(segment, msgstr, context)
    ]


def check_catalog(
    pairs: Sequence[Pair], context: Context, where: Sequence[Place] | None = None
) -> list[Finding]:
    """What can be seen only over several entries of one language, `where` giving each pair's place."""
    places = where or [segment.places[0] if segment.places else Place("") for segment, _ in pairs]
    return [
        finding(problem, row.code, row.severity, places[number], pairs[number][0], context)
        for row in CATALOG_CHECKS
        for number, problem in row.run(pairs, context)
    ]

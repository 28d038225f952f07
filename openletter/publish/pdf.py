"""An edition → PDF: A4, PDF/UA-1 and PDF/A-2a, by Typst."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openletter.errors import SourceError
from openletter.model import Asset, Edition, Place, Written
from openletter.publish import actualtext, fonts, typst, typst_run


def write(edition: Edition, assets: Sequence[Asset] = ()) -> Written:
    """The PDF of an edition. Equal arguments give equal bytes.

    Raises SourceError where a letter cannot become an accessible PDF: a character that no font has, an image
    that cannot be read, or text whose order in the file would not be that of the letter.
    """
    source = typst.source(edition, assets)
    pdf = compile_source(edition, source)
    return Written(actualtext.apply(pdf, source.runs, edition))


def compile_source(edition: Edition, source: typst.Source) -> bytes:
    """Typst's PDF of a source. Typst sees these files, and fonts."""
    from typst import TypstError

    text = "".join(run.text for run in source.runs)
    made = fonts.pdf_fonts(text, edition.conventions)
    standards = ["ua-1", "a-2a"]
    try:
        return typst_run.run(
            source.code, source.files, made, format="pdf", pdf_standards=standards, timestamp=edition.epoch
        )
    except TypstError as error:
        raise _explained(edition, text, error) from error


def _explained(edition: Edition, text: str, error: Exception) -> SourceError:
    place = Place(f"source/{edition.letter}.md")
    tofu = re.search(r'the text `"(.+?)"` could not be displayed', str(error))
    if tofu:
        missing = fonts.missing(text, edition.conventions) or tofu[1]
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8])
        return SourceError(
            f"the PDF in {edition.lang} cannot print {named}: no font has it",
            hint="write it otherwise, or leave pdf out with --format html,epub",
            where=place,
            code="no-glyph",
        )
    what = f"Typst cannot set the letter in {edition.lang}: {error}"
    return SourceError(what, where=place, code="typst-failed")

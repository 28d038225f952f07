"""An edition → PDF: A4, PDF/UA-1 and PDF/A-2a, by Typst."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from openletter.errors import SourceError
from openletter.model import Asset, Edition, Place, Written
from openletter.publish import actualtext, fonts, typst


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
    import typst as compiler

    files = {"main.typ": source.code.encode(), "letter.typ": _template(), **source.files}
    text = "".join(run.text for run in source.runs)
    made = fonts.pdf_fonts(text, edition.conventions)
    files |= {f"{number}.ttf": data for number, data in enumerate(made)}
    with tempfile.TemporaryDirectory(prefix="openletter-") as fresh:
        for name, data in files.items():
            Path(fresh, name).write_bytes(data)
        folders = [fresh, *map(str, fonts.pdf_folders())]
        try:
            run = compiler.Compiler(
                f"{fresh}/main.typ", root=fresh, font_paths=folders, ignore_system_fonts=True
            )
            pdf = run.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=edition.epoch)
        except compiler.TypstError as error:
            raise _explained(edition, text, error) from error
    return cast("bytes", pdf)


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


@cache
def _template() -> bytes:
    return resources.files("openletter.publish").joinpath("templates/letter.typ").read_bytes()

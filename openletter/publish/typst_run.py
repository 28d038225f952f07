"""Typst, run on files and fonts that are given: nothing else of the machine is seen."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from openletter.publish import fonts

MAIN = "main.typ"


def run(files: Mapping[str, bytes], made: Sequence[bytes], **output: Any) -> bytes:
    """What Typst makes of `files`, of which `MAIN` comes first, with the shipped fonts and those `made`.

    `output` goes to `typst.Compiler.compile`. Equal arguments give equal bytes. Raises typst.TypstError.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="openletter-") as fresh:
        for name, data in files.items():
            Path(fresh, name).write_bytes(data)
        known = _fonts(_written(Path(fresh, "fonts"), made)) if made else _shipped()
        compiler = typst.Compiler(f"{fresh}/{MAIN}", root=fresh, font_paths=known, ignore_system_fonts=True)
        return cast("bytes", compiler.compile(**output))


def _written(folder: Path, made: Sequence[bytes]) -> str:
    """The fonts in a folder of a folder, for Typst lists whatever lies beside the one that it is given."""
    folder.mkdir()
    for number, data in enumerate(made):
        (folder / f"{number}.ttf").write_bytes(data)
    return str(folder)


@cache
def _shipped() -> Any:
    """The shipped fonts alone. To look through them takes longer than to draw a cover, so it is done once."""
    return _fonts()


def _fonts(*folders: str) -> Any:
    import typst

    paths = [*folders, *map(str, fonts.pdf_folders())]
    return typst.Fonts(include_system_fonts=False, font_paths=paths)

"""Typst, run on a source, files and fonts that are given: nothing else of the machine is seen."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from openletter.publish import fonts

TEMPLATES = Path(__file__).parent / "templates"
LIBRARY = "letter.typ"
"""Of the templates, the one that a source may import."""

_local = threading.local()


def run(source: str, files: Mapping[str, bytes], made: Sequence[bytes], **output: Any) -> bytes:
    """What Typst makes of `source`, with `LIBRARY` and `files` beside it, the shipped fonts and those `made`.

    `output` goes to `typst.Compiler.compile`. Equal arguments give equal bytes. Raises typst.TypstError.
    """
    if not files and not made:
        return cast("bytes", _compiler().compile(source.encode(), **output))
    with tempfile.TemporaryDirectory(prefix="openletter-") as fresh:
        for name, data in {LIBRARY: (TEMPLATES / LIBRARY).read_bytes(), **files}.items():
            Path(fresh, name).write_bytes(data)
        known = _fonts(_written(Path(fresh, "fonts"), made)) if made else _shipped()
        return cast("bytes", _new(fresh, known).compile(source.encode(), **output))


def _compiler() -> Any:
    """This thread's compiler for what needs no files of its own; with one for all it need not begin anew."""
    if not hasattr(_local, "compiler"):
        _local.compiler = _new(str(TEMPLATES), _shipped())
    return _local.compiler


def _new(root: str, known: Any) -> Any:
    import typst

    return typst.Compiler(b"", root=root, font_paths=known, ignore_system_fonts=True)


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

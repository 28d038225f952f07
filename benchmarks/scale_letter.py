"""The letter's 18 editions against Translate Toolkit, pandoc and WeasyPrint; ratios from one run.

    pip install 'translate-toolkit[markdown]' weasyprint
    python benchmarks/scale_letter.py [--times 3]

Both begin with the same source and the same five catalogs, with nothing made yet, and end with six languages
as HTML, EPUB 3 and PDF/UA-1. The peers: `po2md` for each language (with our catalogs as they are: po2md finds
few of their messages, which only spares it work), then pandoc for HTML and EPUB, and pandoc's HTML through
WeasyPrint with `pdf/ua-1`. Then: nothing to do, and one changed translation.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from timing import NOTHING, ROOT, Took, in_turn, openletter, run, tell, tool

LANGUAGES = ("ar", "zh", "fr", "ru", "es")


def project(folder: Path) -> Path:
    for name in ("source", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def cold(folder: Path) -> Took:
    shutil.rmtree(folder / "output", ignore_errors=True)
    return openletter(folder, "publish")


def changed(folder: Path) -> Took:
    """One French text changes; what is made again is held to be French alone."""
    catalog = folder / "locales/fr/LC_MESSAGES/letter.po"
    text = catalog.read_text("utf-8")
    before = stamps(folder)
    catalog.write_text(text.replace("’", "'") if "’" in text else text.replace("'", "’"), "utf-8")
    took = openletter(folder, "publish", codes=(0, 1))
    made = {path.split("/")[0] for path, stamp in stamps(folder).items() if before.get(path) != stamp}
    assert made == {"fr"}, made
    return took


def stamps(folder: Path) -> dict[str, str]:
    found = json.loads((folder / "output/manifest.json").read_bytes())
    return {one["path"]: one["digest"] for one in found["artifacts"]}


def peers(folder: Path) -> Took:
    """The same work with tools that exist."""
    made = folder / "peers"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    source = folder / "source/letter.md"
    took = editions(source, made / "en", "en")
    for lang in LANGUAGES:
        text = made / f"{lang}.md"
        catalog = folder / f"locales/{lang}/LC_MESSAGES/letter.po"
        took += run([tool("po2md"), "--fuzzy", "-t", source, "-i", catalog, "-o", text])
        took += editions(text, made / lang, lang)
    return took


def editions(text: Path, base: Path, lang: str) -> Took:
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    page, book, paper = (base.with_suffix(end) for end in (".html", ".epub", ".pdf"))
    took = NOTHING
    about = ["-f", "commonmark_x", "--metadata", f"lang={lang}", "--metadata", "title=Open letter"]
    took += run([pandoc, *about, "-s", "-o", page, text])
    took += run([pandoc, *about, "-t", "epub3", "-o", book, text])
    took += run([tool("weasyprint"), "--pdf-variant", "pdf/ua-1", page, paper])
    return took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name))
        ways = {"openletter": lambda: cold(folder), "po2md, pandoc, WeasyPrint": lambda: peers(folder)}
        tell("18 editions, cold", in_turn(ways, times))
        cold(folder)
        again = in_turn({"openletter": lambda: openletter(folder, "publish")}, times)
        tell("nothing to do", again)
        once = in_turn({"openletter": lambda: changed(folder)}, times)
        tell("one changed translation (one language made again)", once)


if __name__ == "__main__":
    main()

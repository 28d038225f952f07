"""10, 100 and 1,000 letters in six languages and three formats: time, memory, nothing to do, one change.

    python benchmarks/scale_many.py [--letters 10,100,1000] [--jobs 2]

Each letter is a part of the letter under source/, with its catalogs and journals. A straight line means that
the time for each letter stays the same; memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from timing import ROOT, openletter

LANGUAGES = ("ar", "zh", "fr", "ru", "es")


def project(folder: Path, letters: int) -> Path:
    """A project with so many letters, each with its own date and paragraphs."""
    text = (ROOT / "source/letter.md").read_text("utf-8")
    _, head, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
    title = next(line for line in [*head.splitlines(), *body.splitlines()] if re.match(r"title:|# ", line))
    head = "\n".join(line for line in head.splitlines() if not line.startswith(("date:", "identifier:")))
    whole = [one for one in body.split("\n\n") if one.strip() and one[0].isalpha() and "[^" not in one]
    for number in range(letters):
        name = f"{1900 + number % 100}/letter-{number}"
        parts = [whole[(number + step) % len(whole)] for step in range(3)]
        heading = "" if title.startswith("title:") else f"{title}\n\n"
        date = f"date: {1900 + number % 100}-{number // 100 % 12 + 1:02}-{number % 28 + 1:02}"
        write(folder / f"source/{name}.md", f"---\n{head}\n{date}\n---\n\n{heading}" + "\n\n".join(parts))
        for lang in LANGUAGES:
            for part, end in (("LC_MESSAGES", "po"), ("reviews", "jsonl")):
                here = ROOT / f"locales/{lang}/{part}/letter.{end}"
                there = folder / f"locales/{lang}/{part}/{name}.{end}"
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(here, there)
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", default="10,100,1000")
    parser.add_argument("--jobs", default="2")
    given = parser.parse_args()
    for letters in map(int, given.letters.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = project(Path(name), letters)
            took = openletter(folder, "publish", "--jobs", given.jobs)
            made = len(list((folder / "output").rglob("*.*"))) - 2
            print(f"{letters} letters, {made} files\n  cold                 {took}")
            each, work = took.wall / letters, took.cpu / letters
            print(f"    for each letter    {each:7.3f} s   {work:7.3f} s of processor")
            print(f"  nothing to do        {openletter(folder, 'publish')}")
            catalog = next((folder / "locales/fr/LC_MESSAGES").rglob("letter-0.po"))
            catalog.write_text(catalog.read_text("utf-8") + "\n# changed\n", "utf-8")
            print(f"  one catalog changed  {openletter(folder, 'publish')}", flush=True)


if __name__ == "__main__":
    main()

"""A catalog of 100,000 entries, read, merged with its letter and written, against polib; ratios from one run.

    pip install polib
    python benchmarks/scale_catalog.py [--entries 100000]

Each way has a process of its own, so that memory is its own. One entry in ten is new in the template, so that
the merge has something to do; polib's merge marks none as stale and looks for no near ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from timing import ROOT, in_turn, run, tell

WORDS = (ROOT / "source/letter.md").read_text("utf-8").replace('"', "").replace("\\", "").split()

OURS = """
import sys
from pathlib import Path
from openletter import merge, po
from openletter.model import Place, Segment
old, new, out = map(Path, sys.argv[1:])
limits = po.OWN
catalog = po.parse(old.read_bytes(), "old.po", limits=limits)
template = po.parse(new.read_bytes(), "new.pot", limits=limits)
segments = [Segment(e.msgctxt, e.msgid, (Place("letter.md", e.line),), ((),)) for e in template.entries]
merged, counts = merge.merge(catalog, segments)
out.write_bytes(po.serialize(merged))
"""

POLIB = """
import sys, polib
old, new, out = sys.argv[1:]
catalog, template = polib.pofile(old), polib.pofile(new)
catalog.merge(template)
catalog.save(out)
"""


def sentence(chosen: random.Random, number: int) -> str:
    return f"{number} " + " ".join(chosen.choices(WORDS, k=12))


def entries(path: Path, msgids: list[str], translated: bool) -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    body = (f'\nmsgid "{one}"\nmsgstr "{one[::-1] if translated else ""}"\n' for one in msgids)
    path.write_text(head + "".join(body), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args()
    chosen = random.Random(1)
    old = [sentence(chosen, number) for number in range(given.entries)]
    new = [one if number % 10 else sentence(chosen, number + given.entries) for number, one in enumerate(old)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entries(folder / "old.po", old, translated=True)
        entries(folder / "new.pot", new, translated=False)
        files = [folder / "old.po", folder / "new.pot", folder / "out.po"]
        ways = {
            "openletter": lambda: run([sys.executable, "-P", "-c", OURS, *files]),
            "polib": lambda: run([sys.executable, "-P", "-c", POLIB, *files]),
        }
        tell(f"{given.entries:,} entries, read, merged, written", in_turn(ways, given.times))


if __name__ == "__main__":
    main()

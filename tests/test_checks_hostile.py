"""The hostile files, entry by entry: refused or held as expected or more strictly, the controls taken.

What concerns the file as a whole (classes po, overwrite, page, name, xliff) is tested where files are read.
"""

from __future__ import annotations

import csv
import time

import pytest
from checks_data import DATA, Pair, read_po, segment

from openletter.checks import Context, check, check_catalog
from openletter.model import Finding, Place, Severity

FOLDER = DATA / "hostile"
CLASSES = {"markup", "link", "structure", "unicode", "facts", "size", "control"}
ROWS = [
    row
    for row in csv.DictReader((FOLDER / "EXPECT.tsv").open(encoding="utf-8"), delimiter="\t")
    if row["class"] in CLASSES and (FOLDER / row["file"]).exists() and row["expected"] != "REFUSE-FILE"
]


def findings(file: str) -> list[Finding]:
    """What the checks refuse or hold in a file."""
    lang = file.split(".")[-2]
    entries = read_po(FOLDER / file)
    assert len(entries) >= 7
    pairs = [Pair(str(line), lang, segment(msgid), msgstr) for line, msgid, msgstr in entries]
    found: list[Finding] = []
    for pair in pairs:
        found += check(pair.segment, pair.msgstr, Context(lang), Place(file, int(pair.name)))
    places = [Place(file, int(pair.name)) for pair in pairs]
    found += check_catalog([(p.segment, p.msgstr) for p in pairs], Context(lang), places)
    return [f for f in found if f.severity is not Severity.WARNING]


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_hostile_file(row: dict[str, str]) -> None:
    start = time.process_time()
    found = findings(row["file"])
    assert time.process_time() - start < 5
    if row["class"] == "control":
        assert found == [] or row["expected"] == "ACCEPT-OR-HOLD"
        return
    here = {f.severity for f in found if f.where.line == int(row["line"])}
    assert here, found
    if row["expected"] == "REFUSE-ENTRY":
        assert Severity.REFUSE in here, found
    others = {f.where.line for f in found} - {int(row["line"])}
    assert not others or row["attack"].startswith("two entries"), found


def test_the_sample_is_whole() -> None:
    assert len(ROWS) >= 50

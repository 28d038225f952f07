"""A large submission costs in proportion to its entries: nothing in it looks at each for each, or waits for
the disk once for each. Calls are counted, not seconds.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

from openletter import po
from openletter.model import Catalog, Entry
from openletter.review import many
from openletter.review.letters import Letters
from openletter.review.submit import Answer, Sender, submit
from openletter.review.words import Words
from openletter.settings import Settings
from openletter.store import Store

PLACES = (("Geneva", "Genève"), ("Vienna", "Vienne"), ("Beirut", "Beyrouth"), ("Paris", "Paris"))


def project(folder: Path, count: int, fault: str) -> Path:
    """A project with a letter of so many paragraphs, and its translation, `fault` at the end of each text."""
    (folder / "source").mkdir(parents=True)
    paragraphs, entries = [], []
    for number in range(100, 100 + count):
        here, there = PLACES[number % 4]
        paragraphs.append(f"In {here}, {number} people wrote to the *Council* (A/69/{number}).")
        text = f"À {there}, {number} personnes ont écrit au <em1>Conseil</em1> (A/69/{number})."
        msgid = paragraphs[-1].replace("*Council*", "<em1>Council</em1>")
        entries.append(Entry("", msgid, text + fault))
    (folder / "source" / "letter.md").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    catalog = Catalog(po.header("letter", "fr"), tuple(entries))
    (folder / "letter.fr.po").write_bytes(po.serialize(catalog))
    return folder


def counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Answer, Counter[str], int]:
    """The answer to a submission, how often each function of the package was called, and fsync."""
    calls: Counter[str] = Counter()
    waits: list[int] = []
    fsync = os.fsync

    def wait(descriptor: int) -> None:
        waits.append(descriptor)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", wait)
    monkeypatch.setattr(many, "MANY", sys.maxsize)  # calls in other processes cannot be counted

    def call(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and "openletter" in frame.f_code.co_filename:
            calls[f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}"] += 1

    letters, store = Letters(folder, Settings()), Store(folder)
    letters.get("letter")
    sys.setprofile(call)
    try:
        answer = submit(folder / "letter.fr.po", Sender("Ana"), letters, store, Words("en"))
    finally:
        sys.setprofile(None)
        monkeypatch.undo()
    return answer, calls, len(waits)


@pytest.mark.parametrize("fault", ["", " evil.example/now"], ids=["good", "faulty"])
def test_three_times_the_entries_are_three_times_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    small, less, few = counted(project(tmp_path / "small", 150, fault), monkeypatch)
    large, more, some = counted(project(tmp_path / "large", 450, fault), monkeypatch)
    assert (small.taken, large.taken) == ((150, 450) if not fault else (0, 0))
    assert len({one.where.line for one in large.refused}) == (450 if fault else 0)
    assert few == some < 12, "the disk is waited for as often, however many entries there are"
    # a little more than three times: the first entries find nothing in the caches
    grown = {name: (less[name], count) for name, count in more.items() if count > 3.4 * less[name] + 60}
    assert not grown
    assert more.total() < 3.4 * less.total()

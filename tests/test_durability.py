"""What was acknowledged is never lost, whatever happens to the program or the disk.

Shortened by default; `--full` runs 200 kills (so does CI) and 1,000 rounds of two submitters (some minutes).
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile import FOLDER, catalog, good, project
from test_store import CALLS

from openletter import po, segment, settings, source
from openletter.cli import main
from openletter.model import Event, Kind, Segment
from openletter.review.approve import approvals
from openletter.review.choose import everything
from openletter.review.letters import Letter, Letters
from openletter.review.packet import BASE
from openletter.review.submit import Sender, submit
from openletter.review.words import Words
from openletter.segment import digest
from openletter.store import Store

PASSAGE = "The Committee did not say that secret detention is lawful."
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork; run on Linux or macOS")


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """The letter, read once, so that a process of a test need not start pandoc."""
    folder = project(tmp_path_factory.mktemp("durable") / "project", reviewed=False)
    document = source.read(folder, "letter")
    return Letter(document, segment.segments(document))


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "project", reviewed=False)


class Read(Letters):
    """The letters of a project, of which one has been read already."""

    def __init__(self, project_: Path, letter: Letter) -> None:
        super().__init__(project_, settings.Settings())
        self.letter = letter

    def get(self, name: str) -> Letter:
        return self.letter


def write(path: Path, text: str) -> Path:
    base = catalog("c_good.fr.po")
    entries = tuple(replace(e, msgstr=text) if e.msgid == PASSAGE else e for e in base.entries)
    path.write_bytes(po.serialize(replace(base, entries=entries)))
    return path


def text(by: str, number: int) -> str:
    """A good French text that differs for each person and round."""
    ways = ("pas", "jamais", "point", "nullement", "aucunement", "guère")
    words = " ".join(ways[(number // len(ways) ** place) % len(ways)] for place in range(4))
    return f"Le Comité n’a {words} dit que la détention secrète {'de ' + by if by else ''} est licite."


def readable(folder: Path, letter: Letter) -> tuple[Event, ...]:
    """Everything can be read, and the next writing leaves nothing behind."""
    store = Store(folder)
    events = store.events("letter", "fr")
    before = store.standings("letter", "fr", letter.segments)
    store.apply("letter", "fr", letter.segments, [])
    assert store.standings("letter", "fr", letter.segments) == before
    words = {e.key: e.msgstr for e in store.catalog("letter", "fr").entries if not e.obsolete}
    assert {key: one.msgstr for key, one in before.items()} == words
    assert not [path for path in folder.rglob("*") if path.name.endswith(".openletter-tmp")]
    return events


# Kills


def work(folder: Path, letter: Letter, chance: random.Random, tell: int) -> None:
    """Submits, approves and extracts without end; tells each id once it is acknowledged."""
    store = Store(folder)
    number = 0
    while True:
        number += 1
        by = chance.choice(["Ana", "Ben", "Carla"])
        if chance.random() < 0.2:
            store.extract("letter", letter.segments, ["fr", "ru"])
            continue
        known = {event.id for event in store.events("letter", "fr")}
        if chance.random() < 0.3:
            now = store.standings("letter", "fr", letter.segments)
            chosen = approvals(everything(letter.segments), now, by, named=False)
            taken = store.apply("letter", "fr", letter.segments, chosen.events)
        else:
            path = write(folder.parent / "x.fr.po", text(by, chance.randrange(10**6)))
            answer = submit(path, Sender(by), Read(folder, letter), store, Words())
            assert answer.error is None
            taken = tuple(e for e in store.events("letter", "fr") if e.id not in known)
        os.write(tell, b"".join(event.id.encode() + b"\n" for event in taken))


@forks
def test_killed_at_random_moments(folder: Path, letter: Letter, full: bool) -> None:
    """Processes that submit, approve and extract are killed; what they had told is there, all can be read."""
    chance = random.Random(5)
    acknowledged: set[str] = set()
    kills = 200 if full or os.environ.get("CI") == "true" else 25
    round_ = 0
    while round_ < kills or len(acknowledged) <= 20:  # a slow machine gets more of them
        round_ += 1
        assert round_ < 1000, "hardly anything is ever done"
        reading, telling = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reading)
                work(folder, letter, random.Random(round_), telling)
            finally:
                os._exit(1)
        os.close(telling)
        time.sleep(chance.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as told:
            lines = told.read().split(b"\n")
        assert os.WIFSIGNALED(status), "the worker ended by itself"
        acknowledged |= {line.decode() for line in lines[:-1]}
        assert acknowledged <= {event.id for event in readable(folder, letter)}


@forks
def test_the_command_line_killed_at_random_moments(folder: Path) -> None:
    """The whole command, as a person runs it: after the kill it is done, or not at all."""
    chance = random.Random(7)
    root = Path(__file__).resolve().parent.parent
    for round_ in range(4):
        path = write(folder.parent / "x.fr.po", text("", round_))
        words = [sys.executable, "-m", "openletter.cli", "review", "submit", str(path), "--by", f"P{round_}"]
        process = subprocess.Popen([*words, "--project", str(folder)], cwd=root, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.0))
        process.kill()
        process.wait()
        assert main(["review", "status", "--project", str(folder), "--quiet"]) == 0
        by = [e.by for e in Store(folder).events("letter", "fr")]
        assert by.count(f"P{round_}") in (0, 7)


# Faults of the disk


def breaking(monkeypatch: pytest.MonkeyPatch, at: int, error: OSError, inside: Path) -> list[str]:
    """Makes the call number `at` of those that change files raise, a write after half of its bytes."""
    calls: list[str] = []

    def wrap(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if name == "open" and not (len(arguments) > 1 and arguments[1] & (os.O_WRONLY | os.O_RDWR)):
                return original(*arguments, **named)
            calls.append(name)
            if len(calls) == at:
                if name == "write":
                    original(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise error
            return original(*arguments, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, wrap(name, getattr(os, name)))
    return calls


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_fault_at_every_call_leaves_old_or_new(
    tmp_path: Path, letter: Letter, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Old or new, never mixed; the error names a path of the project; the next try works."""
    model = project(tmp_path / "model", reviewed=False)
    first = write(tmp_path / "first.po", text("", 1))
    second = write(tmp_path / "second.po", text("", 2))
    submit(first, Sender("Ana", "letter", "fr"), Read(model, letter), Store(model), Words())
    for at in range(1, 100):
        folder = tmp_path / f"p{at}"
        shutil.copytree(model, folder)
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, OSError(number, os.strerror(number)), folder)
            sender = Sender("Ana", "letter", "fr")
            answer = submit(second, sender, Read(folder, letter), Store(folder), Words())
        if at > len(calls):
            assert answer.error is None
            assert at > 8, "too few calls were seen"
            return
        if answer.error:
            assert answer.error.where
            assert str(folder) in str(answer.error.where)
            assert answer.error.hint
        events = readable(folder, letter)
        held = {event.msgstr for event in events if event.msgid == PASSAGE}
        assert held in ({text("", 1)}, {text("", 1), text("", 2)})
        again = submit(second, Sender("Ana", "letter", "fr"), Read(folder, letter), Store(folder), Words())
        assert (again.error, again.taken) == (None, 7)
        assert readable(folder, letter)[-1].msgstr == text("", 2)
        shutil.rmtree(folder)
    pytest.fail("never ran to its end")


def test_a_full_disk(tmp_path: Path, letter: Letter) -> None:
    """A file system of its own, filled to the last byte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    mounted = shutil.which("mount") and subprocess.run(words, capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("no file system can be mounted here: run as root on Linux, with CAP_SYS_ADMIN")
    try:
        folder = project(disk / "project", reviewed=False)
        path = write(tmp_path / "x.po", text("", 1))
        before = {p: p.read_bytes() for p in (folder / "locales").rglob("*") if p.is_file()}
        with (disk / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(b"x" * 4096)
            except OSError:
                pass
        sender = Sender("Ana", "letter", "fr")
        answer = submit(path, sender, Read(folder, letter), Store(folder), Words())
        assert answer.error
        assert (answer.error.code, answer.error.exit_code) == ("cannot-write", 1)
        assert str(folder) in str(answer.error.where)
        assert {p: p.read_bytes() for p in before} == before
        assert not [p for p in folder.rglob("*") if p.name.endswith((".jsonl", "-tmp")) and p.stat().st_size]
        (disk / "ballast").unlink()
        assert submit(path, sender, Read(folder, letter), Store(folder), Words()).taken == 7
        readable(folder, letter)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_written_is_named(
    folder: Path, letter: Letter, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = folder / "locales/fr/reviews"
    blocked.write_bytes(b"")  # not even root can make a folder of it
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    answer = submit(FOLDER / "c_good.fr.po", Sender("Ana"), Read(folder, letter), Store(folder), Words())
    assert answer.error
    assert str(blocked.relative_to(folder)) in str(answer.error.where)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == {
        **before,
        folder / ".openletter/lock": (folder / ".openletter/lock").read_bytes(),
    }


@pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="this system knows no such users; run on Linux or macOS"
)
def test_a_read_only_folder_is_named(letter: Letter) -> None:
    """Tried as a user who may not write there; root may write everywhere."""
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o755)
        folder = project(Path(temporary) / "project", reviewed=False)
        path = write(Path(temporary) / "x.po", text("", 1))
        sender = Sender("Ana", "letter", "fr")
        # once without, so that nothing has to be imported as the other user
        assert submit(path, replace(sender, dry_run=True), Read(folder, letter), Store(folder), Words()).taken
        before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        blocked = folder / "locales/fr"
        for part in (folder / ".openletter", *(folder / ".openletter").iterdir()):
            part.chmod(0o777)
        for part in (blocked, *blocked.rglob("*")):
            part.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            answer = submit(path, sender, Read(folder, letter), Store(folder), Words())
        finally:
            if root:
                os.seteuid(0)
            for part in (blocked, *blocked.rglob("*")):
                part.chmod(0o755)
        assert answer.error
        assert (answer.error.code, answer.error.exit_code) == ("cannot-write", 1)
        assert str(blocked) in str(answer.error.where)
        assert {p: p.read_bytes() for p in before} == before


# Two at once


@forks
def test_two_submitters_at_once(tmp_path: Path, letter: Letter, full: bool) -> None:
    """Both start from the same text and change it: nothing is lost, and every conflict is shown."""
    people = ("Ana", "Ben")
    passage = next(one for one in letter.segments if one.msgid == PASSAGE)
    for number in range(20 if full else 1):
        # a journal does not get as long as a thousand conflicts about one sentence
        folder = project(tmp_path / f"p{number}", reviewed=False)
        submit(FOLDER / "c_good.fr.po", Sender("Eva"), Read(folder, letter), Store(folder), Words())
        for round_ in range(1, 51):
            seen = Store(folder).standings("letter", "fr", letter.segments)[passage.key].msgstr
            texts = [text(by, round_) for by in people]
            paths = [
                _packet(folder.parent / f"{by}.po", passage, seen, words)
                for by, words in zip(people, texts, strict=True)
            ]
            children = [_submitting(path, by, folder, letter) for path, by in zip(paths, people, strict=True)]
            answers = [_answer(*child) for child in children]
            after = Store(folder).standings("letter", "fr", letter.segments)[passage.key]
            shown = {after.msgstr, *(event.msgstr for event in after.pending)}
            assert set(texts) <= shown, f"round {round_}: {set(texts) - shown} is not shown"
            assert sum("conflict" in codes for codes in answers) == 1, f"round {round_}: {answers}"
            _settle(folder, letter, after.pending)
        assert len({e.msgstr for e in readable(folder, letter) if e.msgid == PASSAGE}) == 1 + 2 * 50


def _packet(path: Path, passage: Segment, seen: str, words: str) -> Path:
    """A file with one passage, which went out with the text `seen` and comes back with `words`."""
    entry = next(e for e in catalog("c_good.fr.po").entries if e.msgid == PASSAGE)
    entry = replace(entry, msgstr=words, extracted=(BASE + digest(passage, seen),))
    path.write_bytes(po.serialize(replace(catalog("c_good.fr.po"), entries=(entry,))))
    return path


def _submitting(path: Path, by: str, folder: Path, letter: Letter) -> tuple[int, int]:
    reading, telling = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        return child, reading
    try:
        answer = submit(path, Sender(by, "letter", "fr"), Read(folder, letter), Store(folder), Words())
        found = [one.code for one in (*answer.held, *answer.warned)]
        os.write(telling, json.dumps([str(answer.error)] if answer.error else found).encode())
    finally:
        os._exit(0)


def _answer(child: int, reading: int) -> list[str]:
    with os.fdopen(reading, "rb") as told:
        found: list[str] = json.loads(told.read())
    os.waitpid(child, 0)
    return found


def _settle(folder: Path, letter: Letter, pending: tuple[Event, ...]) -> None:
    """A publisher decides, so that the next round begins with one text."""
    rejected = [
        Event("", "", Kind.REJECT, "Eva", *event.key, event.msgstr, event.digest, was=event.id)
        for event in pending
    ]
    Store(folder).apply("letter", "fr", letter.segments, rejected)


# Two branches


def git(folder: Path, *words: str) -> str:
    settings_ = ("-c", "user.name=x", "-c", "user.email=x", "-c", "commit.gpgsign=false")
    ended = subprocess.run(
        ["git", *settings_, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, f"{words}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


@pytest.fixture
def repository(folder: Path) -> Iterator[Path]:
    if not shutil.which("git"):
        pytest.skip("git is missing: apt install git")
    shutil.copy(Path(__file__).parent.parent / ".gitattributes", folder / ".gitattributes")
    (folder / ".gitignore").write_text("/.openletter/\n")
    assert (
        main(["review", "submit", str(FOLDER / "c_good.fr.po"), "--by", "Eva", "--project", str(folder)]) == 0
    )
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    return folder


def test_two_branches_merge_cleanly_and_mean_the_same(repository: Path, letter: Letter) -> None:
    """One branch reviews some passages and the other others, both change one: git needs nobody's help with
    the journals, and the catalogs that follow are the same, whichever branch was merged into which."""
    good_texts = good("fr")
    changed = {"Ana": (1, 4), "Ben": (4, 5)}
    for by, (first, last) in changed.items():
        git(repository, "checkout", "-q", "-b", by, "main")
        base = catalog("c_good.fr.po")
        entries = tuple(
            replace(one, msgstr=text(by, 1)) if one.msgid == PASSAGE else one
            for one in base.entries
            if one.msgid in [s.msgid for s in letter.segments[first - 1 : last]]
        )
        path = repository.parent / f"{by}.po"
        path.write_bytes(po.serialize(replace(base, entries=entries)))
        answer = submit(
            path, Sender(by, "letter", "fr"), Read(repository, letter), Store(repository), Words()
        )
        assert answer.error is None
        git(repository, "commit", "-q", "-a", "-m", by)
    results = []
    for one, other in (("Ana", "Ben"), ("Ben", "Ana")):
        git(repository, "checkout", "-q", "-B", "merged", one)
        # the journals merge by themselves; a catalog in conflict is made anew from them
        words = ["merge", "-q", "-m", "both", other]
        ended = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x", *words], cwd=repository, capture_output=True
        )
        conflicts = git(repository, "diff", "--name-only", "--diff-filter=U").split()
        assert conflicts in ([], ["locales/fr/LC_MESSAGES/letter.po"])
        assert (ended.returncode != 0) == bool(conflicts)
        assert main(["review", "rebuild", "--lang", "fr", "--project", str(repository), "--quiet"]) == 0
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "--allow-empty", "-m", "merged")
        store = Store(repository)
        standings = store.standings("letter", "fr", letter.segments)
        events = {event.id for event in store.events("letter", "fr")}
        results.append((standings, events, (repository / "locales/fr/LC_MESSAGES/letter.po").read_bytes()))
    assert results[0] == results[1]
    now = results[0][0]["", PASSAGE]
    assert {now.msgstr, *(event.msgstr for event in now.pending)} == {text("Ana", 1), text("Ben", 1)}
    assert [one.people for one in results[0][0].values()].count(("Ana", "Eva")) == 3
    assert good_texts[letter.segments[4].msgid] in {one.msgstr for one in results[0][0].values()}


def test_the_texts_of_this_test_pass_the_checks(folder: Path, letter: Letter) -> None:
    for number in (1, 77):
        path = write(folder.parent / "x.po", text("Ana", number))
        answer = submit(path, Sender("Ana", "letter", "fr"), Read(folder, letter), Store(folder), Words())
        assert (answer.taken, answer.held, answer.refused) == (7, [], [])

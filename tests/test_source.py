"""Reading letters: the transcription, other people's letters, and everything that can be wrong with one."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from documents import DATA, document

from openletter import findings, pandoc, source, tree
from openletter.errors import OpenletterError, SourceError, UsageError

ROOT = Path(__file__).parent.parent


def words(text: str) -> list[str]:
    return re.findall(r"[^\s]+", unicodedata.normalize("NFC", text))


def test_the_letter_has_the_words_of_its_source_copy() -> None:
    """Every word of the copy stands in the letter, in order; note 5, which it lacks, is the editor's."""
    seed = (DATA / "seed-letter.txt").read_text("utf-8")
    body, notes = split_seed(seed)
    letter = source.read(ROOT, "letter")
    text = " ".join(block_texts(letter.blocks))
    title, place = source.meta_text(letter.meta, "title"), source.meta_text(letter.meta, "place")
    assert source.meta_text(letter.meta, "date") == "2014-12-09"
    assert words(f"{title} {place}, December 9, 2014 {text}") == words(body)
    written = [
        " ".join(block_texts(note["c"])) for note in tree.walk(list(letter.blocks)) if note["t"] == "Note"
    ]
    assert len(written) == 6
    assert written[4].startswith("[Editor’s note:")
    assert [words(one) for one in written[:4] + written[5:]] == [words(one) for one in notes]


def split_seed(seed: str) -> tuple[str, list[str]]:
    """The copy's running text without page furniture and note marks, and its notes in order.

    In the copy a page's notes follow its text: those of the first page stand in the middle of a sentence.
    """
    first, second = seed.index(" " * 40), seed.index("\n 6 Commission")
    after = seed.index(" community as embodied")
    notes = re.split(r"^ *[1-6] ", seed[first:after], flags=re.M)[1:] + [seed[second:].split("6 ", 1)[1]]
    body = seed[:first] + seed[after:second]
    body = re.sub(r"(?<=[.”])\n[1-6]\n", "\n", body)
    return re.sub(r"(?<=\w—)\s+", "", body), notes


def block_texts(blocks: object) -> list[str]:
    texts: list[str] = []
    tree.map_inlines(list(blocks), lambda inlines, _: texts.append(tree.stringify(inlines)) or inlines)  # type: ignore[call-overload, func-returns-value]
    return texts


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 0),
        (b" \n\n", "empty", 0),
        ("# Élan\n\nJos\xe9".encode("latin-1"), "not-utf-8", 1),
        (b"a\n\nb\xff", "not-utf-8", 3),
        ("# A".encode("utf-16"), "not-utf-8", 1),
        (b"a\nb\0c", "control-character", 2),
        (b"x" * (source.SIZE + 1), "too-large", 0),
        (b"---\ntitle: a: b\n---\n\nText", "unreadable", 1),
        (b"---\ntitle: T\nlang: tlh\n---\n\nText", "language", 3),
        (b">" * 5000 + b" a", "too-deep", 0),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(data: bytes, code: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        source.document("some/letter", data)
    error: OpenletterError = caught.value
    assert (error.code, error.where and error.where.file) == (code, "source/some/letter.md")
    assert error.where is not None
    assert error.where.line == line
    assert error.hint


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    text = "# Title\n\nOne\ntwo.\n"
    plain = document(text)
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        assert source.document("letter", data).blocks == plain.blocks


@pytest.mark.parametrize("lang", ["ar", "zh", "en", "fr", "ru", "es"])
def test_each_language_can_be_the_source(lang: str) -> None:
    assert document(f"---\ntitle: T\nlang: {lang}\n---\n\nText\n").lang == lang


def test_region_and_script_of_a_language_are_understood() -> None:
    assert document("---\ntitle: T\nlang: zh-Hans-CN\n---\n\n文\n").lang == "zh"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("A.[^1]\n\nB.[^1]\n\n[^1]: N.\n", "note-cited-twice", 3),
        ("A.\n\n[^1]: N.\n", "note-unreferenced", 3),
        ("A.[^9]\n", "note-undefined", 1),
        ("A.[^1]\n\n[^1]: N\nmore[^2].\n\n[^2]: M.\n", "note-in-note", 4),
        ("A.[^1]\n\n[^1]: N.\n\n    More.\n\n    And[^2].\n\n[^2]: M.\n", "note-in-note", 7),
        ("---\ntitle: T[^1]\n---\n\nA.\n\n[^1]: N.\n", "note-in-metadata", 2),
        ("A.\n\nB^[inline].\n", "note-inline", 3),
        ("A.\n\nB <b>c</b>.\n", "raw-code", 3),
        ("A.\n\n<div>\nx\n</div>\n", "raw-code", 3),
        ("A.\n\nB [c](javascript:alert%281%29).\n", "link-scheme", 3),
        ("A.\n\nB [c][d].\n\n[d]: data:text/html,x\n", "link-scheme", 3),
        ("A.\n\nB [c](#nowhere).\n", "link-nowhere", 3),
        ("A.\n\nB [c](#).\n", "link-nowhere", 3),
        ("A.\n\nB [c][d].\n\n> [d]: foo:bar\n", "link-scheme", 3),
        ("A.\n\n| a |\n|---|\n| b |\n\nTable: caption\n", "table-caption", 7),
    ],
)
def test_what_would_be_lost_is_a_finding_with_its_line(text: str, code: str, line: int) -> None:
    found = [(one.code, one.where.line) for one in document(text).findings]
    assert (code, line) in found


def test_the_names_of_a_letter_are_gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand headings that are linked to take one walk over the letter, not a thousand."""
    calls: list[object] = []
    really = findings._names
    monkeypatch.setattr(findings, "_names", lambda blocks: (calls.append(1), really(blocks))[1])
    text = "\n\n".join(f"## H {n} {{#h{n}}}\n\n[to {n}](#h{n})" for n in range(50))
    assert document(text).findings == ()
    assert len(calls) == 1


def test_a_good_letter_has_no_findings() -> None:
    assert document("A.[^1]\n\n```\n^[x] [^2] <b>\n```\n\n<!-- remark -->\n\n[^1]: N.\n").findings == ()
    assert (
        document("## A {#a}\n\n[b](#a) [c](https://example.org) [d](other.html) <mailto:a@b.org>\n").findings
        == ()
    )
    assert source.read(ROOT, "letter").findings == ()


def test_letters_are_found_in_nested_folders(tmp_path: Path) -> None:
    for name in ("a.md", "x/a.md", "y/a.md", ".hidden/b.md", "x/notes.txt"):
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# A\n", "utf-8")
    assert source.letters(tmp_path) == ("a", "x/a", "y/a")
    assert source.letters(tmp_path, ["x/a"]) == ("x/a",)
    assert source.letters(tmp_path, ["source/y/a.md", "a"]) == ("y/a", "a")
    with pytest.raises(UsageError):
        source.letters(tmp_path, ["z"])


def test_a_project_without_letters_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no letter"):
        source.letters(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000 + "a",
        "*a " * 20000,
        "`" + " `".join("`" * n for n in range(1, 400)),
        "a\n" * 20000,
        "(" * 50000,
    ],
)
def test_no_text_makes_reading_hang(text: str) -> None:
    document(text)


def test_many_letters_come_in_order_with_what_is_wrong_with_some(tmp_path: Path) -> None:
    texts = {
        f"{n:02}": f"---\ntitle: T{n}\n---\n\nText {n}.[^1]\n\n[^1]: {'word ' * n * 900}\n" for n in range(12)
    }
    bad = {"03": b"", "04": b"\xff", "07": b"---\na: [\n---\n", "09": b"> " * 3000 + b"a", "11": b"a\x00"}
    (tmp_path / "source").mkdir()
    for name, text in texts.items():
        (tmp_path / f"source/{name}.md").write_bytes(bad.get(name, text.encode()))
    for placed in (True, False):
        found = list(source.read_all(tmp_path, sorted(texts), placed))
        assert [letter for letter, _ in found] == sorted(texts)
        for letter, one in found:
            if letter in bad:
                assert isinstance(one, SourceError), letter
                assert one.where is not None
                assert one.where.file == f"source/{letter}.md"
            else:
                assert one == source.read(tmp_path, letter, placed)


@pytest.mark.parametrize("when", range(4))
def test_a_worker_that_dies_while_it_reads_ahead_loses_nothing(when: int) -> None:
    texts = ["one", "two", "three", "four"]
    ready = []
    with pandoc.Worker() as worker:
        for text in texts:
            assert worker.has_room(text)
            worker.send(text)
        assert not worker.has_room("five")
        for number in range(len(texts)):
            if number == when:
                worker._process.kill()  # type: ignore[union-attr]
            ready.append(tree.unwrap(json.loads(worker.receive())["blocks"]))
        assert worker.has_room("x" * pandoc.PIPE)
    assert [[tree.stringify(block["c"]) for block in tree.without_positions(one)] for one in ready] == [
        [t] for t in texts
    ]


def test_long_and_short_texts_read_ahead_never_wait_for_each_other() -> None:
    texts = [("word " * 9_000 if number % 3 == 0 else "short ") + str(number) for number in range(12)]
    for jobs in (1, 2, 3):
        found = [one() for one in pandoc.read_ahead(texts, jobs=jobs)]
        assert [tree.stringify(one["blocks"][0]["c"][1][0]["c"]) for one in found] == texts


def test_a_text_that_takes_too_long_is_an_error_and_the_next_is_read() -> None:
    with pandoc.Worker(seconds=0.05) as worker:
        with pytest.raises(SourceError, match="gave up"):
            worker.read("*a " * 200_000)
        worker.seconds = 30
        assert worker.read("b")["blocks"]

"""A long letter read in parts is the letter read in one piece; its messages are kept once they were read."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from openletter import pandoc, parts, positions, segment, source
from openletter.cli import main
from openletter.review import remembered

WORDS = "we ask *you* to act [now](https://example.org) so that **all** people may live `in` peace é".split()
BLOCKS = (
    *("- a\n- b\n\n  c", "1. one\n2. two[^n1]", "> quote *x*\n> y", "| a | b |\n|---|---|\n| 1 | 2 |"),
    *("Heading\n-------", "# H {#id .c}", "***", "    code block", "{.attr}\nPara with attrs", "a\\\nb"),
    *("Term again", "*A* starts[^n2]", '![img](x.png "t")', "{.far}\n\nBehind attributes", "- [ ] a task"),
    *("[x]{.y lang=fr}", "A ~~line~~\nof two", "Setext\n===", "<b>raw</b> code", "A | b\n--|--\n1 | 2"),
)


def letter(seed: int, *, size: int, blocks: tuple[str, ...] = BLOCKS[:-2]) -> str:
    draw = random.Random(seed)
    made, notes = ["---\ntitle: A *title*\nlang: en\n---", "# T"], []
    while sum(map(len, made)) < size:
        text = " ".join(draw.choices(WORDS, k=draw.randrange(5, 60))).capitalize()
        if draw.random() < 0.2:
            name = f"k{len(notes)}"
            notes.append(
                f"[^{name}]: Note {draw.random()}[^{draw.choice(('n1', 'n2'))}]\n\n    more of it\n    *here*"
            )
            text += f"[^{name}]"
            if draw.random() < 0.5:
                made.append(notes[-1])
        made.append(text)
        if draw.random() < 0.3:
            made.append(draw.choice(blocks))
    last = [note for note in notes if note not in made]
    return "\n\n".join([*made, "[^n1]: First[^n2]", "[^n2]: lazy\nline", *last]) + "\n"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LONG", 2_000)
    monkeypatch.setattr(parts, "PART", 1_000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("positions", [True, False])
def test_parts_make_the_whole(seed: int, positions: bool) -> None:
    text = letter(seed, size=9_000)
    assert len(parts.divided(text)) > 3
    assert parts.read(text, positions) == pandoc.read(text, positions)


@pytest.mark.parametrize(
    "text",
    [
        "```\na\n\nb\n```",
        "<pre>\n\na",
        "::: x\n\na\n\n:::",
        "A\n\n: b",
        "[a]: http://b",
        "x\n[^a]: y",
        "a\tb",
    ],
)
@pytest.mark.usefixtures("small")
def test_what_reaches_further_is_read_in_one_piece(text: str) -> None:
    whole = letter(1, size=4_000).replace("# T", f"# T\n\n{text}", 1)
    assert parts.divided(whole) == []
    assert parts.read(whole) == pandoc.read(whole)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.md").write_text(letter(3, size=9_000), "utf-8")
    return tmp_path


@pytest.mark.usefixtures("small")
def test_the_messages_are_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = source.read(project, "a")
    wanted = (replace(document, blocks=(), findings=(), meta={}, meta_lines={}), segment.segments(document))
    first = remembered.read(project, "a")
    assert (replace(first[0], meta={}, meta_lines={}), first[1]) == wanted
    monkeypatch.setattr(parts, "read_lines", None)  # now nothing is read any more
    assert remembered.read(project, "a") == wanted
    (project / "source/a.md").write_text(letter(4, size=9_000), "utf-8")
    with pytest.raises(TypeError):
        remembered.read(project, "a")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("broken", [b"", b"{}", b'{"letter": "a"}', b"[" * 100_000, b"\xff"])
def test_what_is_damaged_is_read_anew(project: Path, broken: bytes) -> None:
    first = remembered.read(project, "a")
    (kept,) = (project / remembered.FOLDER).iterdir()
    kept.write_bytes(broken)
    again = remembered.read(project, "a")
    assert again[1] == first[1]
    assert kept.read_bytes() != broken


@pytest.mark.usefixtures("small")
def test_no_more_than_some_letters_are_kept(project: Path) -> None:
    for seed in range(remembered.MOST + 3):
        (project / "source/a.md").write_text(letter(seed, size=3_000), "utf-8")
        remembered.read(project, "a")
    assert len([*(project / remembered.FOLDER).iterdir()]) == remembered.MOST


@pytest.mark.usefixtures("small")
def test_an_extract_is_enough(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["extract", "--project", str(project), "--quiet"]) == 0
    document = source.read(project, "a")
    monkeypatch.setattr(parts, "read_lines", None)
    assert remembered.read(project, "a")[1] == segment.segments(document)


@pytest.mark.usefixtures("small")
def test_long_and_short_letters_are_read_in_turn(project: Path) -> None:
    (project / "source/b.md").write_text("# Short\n\nIt is.\n", "utf-8")
    (project / "source/c.md").write_text(letter(8, size=5_000), "utf-8")
    found = dict(source.read_all(project, ("a", "b", "c")))
    assert found == {name: source.read(project, name) for name in ("a", "b", "c")}


def test_a_short_letter_is_not_kept(project: Path) -> None:
    assert main(["extract", "--project", str(project), "--quiet"]) == 0
    remembered.read(project, "a")
    assert not (project / remembered.FOLDER).exists()


DATA = Path(__file__).parent / "data/parts"
PLAIN = "We ask *you* to act [now](https://example.org) so that **all** people may live é “here” 人".split()
PLAINLY = (DATA / "plain.txt").read_text("utf-8").removesuffix("\n").split("\n%\n")
"""Blocks whose lines can be told from the text …"""
ODD = [*PLAINLY, *(DATA / "odd.txt").read_text("utf-8").removesuffix("\n").split("\n%\n")]
"""… and others that are like them."""
NOTES = (
    *("First", "Note *with* [a link](http://y)", "It says[^n0]", "“Q”", "- list", "two\nlines"),
    *("one\n\n    more", "`code`"),
)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(100))
def test_lines_are_those_of_the_positions(seed: int, tmp_path: Path) -> None:
    """Whichever parts are read without positions: the messages, their order and their lines are the same."""
    draw = random.Random(seed)
    made = ["---\ntitle: T\nlang: en\n---"] * draw.randrange(2)
    share = draw.choice((0.0, 0.05, 0.3))
    while sum(map(len, made)) < 6_000:
        text = " ".join(draw.choices(PLAIN, k=draw.randrange(5, 40))).capitalize()
        if draw.random() < 0.3:
            text += f"[^n{draw.randrange(1, 4)}]"
        made.append(text)
        if draw.random() < share:
            made.append(draw.choice(ODD))
        if draw.random() < 0.2:
            made.append(f"[^k{len(made)}]: {draw.choice(NOTES[: 8 if share else 4])}")
            made[-2] += f"[^k{len(made) - 1}]"
    made += [f"[^n{number}]: {draw.choice(NOTES[: 8 if share else 4])}" for number in range(1, 4)]
    made.append("[^n0]: Last")
    data = ("\n\n".join(made) + "\n").encode()
    assert remembered._gathered("letter", data)[1] == segment.segments(source.document("letter", data))


def test_what_the_lines_tell_is_what_pandoc_tells() -> None:
    """Two odd blocks side by side, between plain ones: where the lines tell anything, it is the same."""
    draw = random.Random(11)
    told = 0
    for _ in range(2_000):
        made = ["Plain one[^n3]", draw.choice((*ODD, *PLAINLY)), draw.choice((*ODD, *PLAINLY)), "Plain two"]
        notes = [f"[^n{number}]: {draw.choice(NOTES[:4])}" for number in (1, 2, 3)]
        text = "\n\n".join([*made, *notes, "[^n0]: Last", ""])
        lines = text.split("\n")
        found = positions.stretches(lines, range(1, len(lines) + 1))
        blocks = positions.placed(pandoc.read(text, False)["blocks"], found) if found else None
        if blocks is not None:
            told += 1
            whole = source.document("letter", text.encode())
            assert segment.segments(replace(whole, blocks=tuple(blocks))) == segment.segments(whole), text
    assert told > 250


@pytest.mark.usefixtures("small")
def test_a_plain_letter_is_read_without_positions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    read = pandoc.Worker.read

    def watched(self: pandoc.Worker, text: str, positions: bool = True) -> object:
        asked.append(positions)
        return read(self, text, positions)

    monkeypatch.setattr(pandoc.Worker, "read", watched)
    plain = "\n\n".join(
        ["# One", *(f"Paragraph {n} of *many*.[^{n}]\n\n[^{n}]: Its note." for n in range(200))]
    )
    assert len(list(parts.read_lines(plain + "\n"))) > 3
    assert asked == [False] * len(asked)

"""Incremental and true: after any edits, what is published is byte for byte what a clean build makes."""

from __future__ import annotations

import random
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from openletter import cli

WORDS = "we ask you to act now so that all people may live in peace and dignity A/HRC/25/63".split()
Edit = Callable[["Project"], None]


def picture(shade: int) -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes([0, shade])))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


class Project:
    """A project that random edits change."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.counter = 0
        self.formats = "html,epub" if seed else "html,epub,pdf"
        self.settings({"languages": ["en", "fr"]})
        for _ in range(2):
            self.add()

    def run(self, *arguments: str) -> None:
        code = cli.main([*arguments, "--project", str(self.folder), "--quiet"])
        assert code == 0, arguments

    def publish(self, *arguments: str) -> None:
        self.run("publish", "--jobs", "1", "--require", "missing", "--prune", *arguments)

    def settings(self, values: dict[str, object]) -> None:
        lines = [f"{name} = {value!r}" for name, value in values.items()]
        (self.folder / "openletter.toml").write_text("\n".join(lines) + "\n", "utf-8")

    def sentence(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(3, 9))).capitalize() + "."

    def letters(self) -> list[Path]:
        return sorted((self.folder / "source").rglob("*.md"))

    def letter(self) -> Path:
        return self.random.choice(self.letters())

    def add(self) -> None:
        self.counter += 1
        below = self.random.choice(["", "deep/"])
        path = self.folder / f"source/{below}letter-{self.counter}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\ntitle: {self.sentence()}\ndate: 2014-12-09\n---\n\n{self.sentence()}\n", "utf-8"
        )
        self.run("extract")

    def remove(self) -> None:
        if len(self.letters()) > 1:
            self.letter().unlink()

    def write(self) -> None:
        """Another paragraph, or another last one."""
        path = self.letter()
        paragraphs = path.read_text("utf-8").rstrip().split("\n\n")
        kept = paragraphs[:-1] if len(paragraphs) > 2 and self.random.random() < 0.5 else paragraphs
        path.write_text("\n\n".join([*kept, self.sentence()]) + "\n", "utf-8")

    def draw(self) -> None:
        """An image, or other bytes for one that is there."""
        path = self.letter()
        (path.parent / "picture.png").write_bytes(picture(self.random.randrange(256)))
        if "picture.png" not in path.read_text("utf-8"):
            with path.open("a", encoding="utf-8") as file:
                file.write("\n![A picture](picture.png)\n")

    def translate(self) -> None:
        """Words for one message of a catalog, put there by hand."""
        self.run("extract")
        catalogs = sorted((self.folder / "locales/fr/LC_MESSAGES").rglob("*.po"))
        path = self.random.choice(catalogs)
        text = path.read_text("utf-8")
        blanks = text.split('\nmsgstr ""\n')
        if len(blanks) > 2:
            at = self.random.randrange(1, len(blanks) - 1)
            done, rest = '\nmsgstr ""\n'.join(blanks[: at + 1]), '\nmsgstr ""\n'.join(blanks[at + 1 :])
            path.write_text(
                f'{done}\nmsgstr "Nous demandons la paix, {self.random.choice(WORDS[:8])}."\n{rest}', "utf-8"
            )

    def forget(self) -> None:
        """A catalog that is gone."""
        catalogs = sorted((self.folder / "locales/fr/LC_MESSAGES").rglob("*.po"))
        self.random.choice(catalogs).unlink()
        self.run("extract")

    def decide(self) -> None:
        chosen = self.random.choice([["en", "fr"], ["en", "es", "fr"], ["fr", "en"]])
        self.settings({"languages": chosen, "people": self.random.choice([1, 2, 3])})

    def table(self) -> None:
        rows = self.random.choice(["A/HRC/25/63\ten fr\t\n", "A/HRC/25/63\ten\t\n"])
        (self.folder / "locales/documents.tsv").write_text("symbol\tlanguages\tseen\n" + rows, "utf-8")

    def a_part(self) -> None:
        """A publication of a part alone."""
        letter = self.letter().relative_to(self.folder / "source").with_suffix("").as_posix()
        option = self.random.choice(
            [["--format", "html"], ["--lang", "en"], [letter], ["--format", "epub,html"]]
        )
        self.publish(*([] if "--format" in option else ["--format", self.formats]), *option)


EDITS: list[Edit] = [
    *(Project.add, Project.remove, Project.write, Project.write, Project.draw, Project.translate),
    *(Project.translate, Project.forget, Project.decide, Project.table, Project.a_part),
]


def published(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_give_what_a_clean_build_gives(tmp_path: Path, seed: int) -> None:
    project = Project(tmp_path, seed)
    formats = project.formats
    for _ in range(3 if formats.endswith("pdf") else 7):
        story = project.random.choices(EDITS, k=project.random.randint(1, 3))
        for edit in story:
            edit(project)
        project.publish("--format", formats)
        found = published(tmp_path / "output")
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        project.publish("--format", formats, "--output", str(tmp_path / "clean"))
        clean = published(tmp_path / "clean")
        told = [edit.__name__ for edit in story]
        assert sorted(found) == sorted(clean), told
        assert [path for path in found if found[path] != clean[path]] == [], told


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path, 1)
    project.publish()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    project.publish()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")} == before


def test_many_processes_give_the_bytes_of_one(tmp_path: Path) -> None:
    project = Project(tmp_path, 2)
    for _ in range(3):
        project.add()
    project.publish("--format", "html,epub")
    project.run(
        *("publish", "--require", "missing", "--format", "html,epub", "--jobs", "2"),
        *("--output", str(tmp_path / "other")),
    )
    assert published(tmp_path / "output") == published(tmp_path / "other")

"""Makes docs/pictures/, what a reviewer sees in Poedit and OmegaT: `python3 tools/review_pictures.py`.

Needs the test tools, and `apt-get install poedit omegat xvfb openbox xdotool imagemagick` (Poedit 3.2 and
OmegaT 3.6, as in Debian 12). Works on a copy of the letters, on a screen and in a home folder of its own. It
clicks at places counted on that screen: with other versions of the programs, look at every picture. It takes
some minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SCREEN = ":77"
TEXT = "Mesdames et Messieurs les Ambassadeurs,"
READY = "<em1>يجب</em1> على المجلس أن يتحرك <strong1>الآن</strong1>، وألا يغض الطرف{}."
LINK = "اقرأ <link1>تقرير لجنة التحقيق{}.<note1/>"
APPEAL = """\
---
title: An appeal
lang: en
date: 2015-01-20
---

Dear Ambassador,

The Council *must* act **now**, and it must not look away.

Read [the report of the commission of inquiry](https://www.ohchr.org/en/hr-bodies/hrc/co-idprk/).[^1]

[^1]: UN document *A/HRC/25/63*, February 7, 2014.
"""
ARABIC = {
    "An appeal": "نداء",
    "Dear Ambassador,": "سعادة السفير،",
    "The Council <em1>must</em1> act <strong1>now</strong1>, and it must not look away.": READY.format(""),
    "Read <link1>the report of the commission of inquiry</link1>.<note1/>": LINK.format("</link1>"),
}


def packets(folder: Path) -> None:
    """Writes letter.fr.po, and appeal.ar.po with a passage whose source has changed."""
    sys.path.insert(0, str(ROOT))
    from openletter import po
    from openletter.cli import main

    for part in ("source", "locales"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pyproject.toml", folder)
    appeal, out = folder / "source" / "appeal.md", folder / "appeal.ar.po"
    appeal.write_text(APPEAL, "utf-8")
    at = ["--project", str(folder), "--quiet"]
    export = ["review", "export", "appeal", "--lang", "ar", "--to", str(out), *at]
    main(["extract", "appeal", *at])
    main(export)
    text = out.read_text("utf-8")
    for entry in po.parse(out.read_bytes(), str(out)).entries:
        if entry.msgid in ARABIC:
            head, tail = text.split(f"#. base: {_base(entry.extracted)}", 1)
            text = f"{head}#. base: {_base(entry.extracted)}" + tail.replace(
                'msgstr ""', f'msgstr "{ARABIC[entry.msgid]}"', 1
            )
    out.write_text(text, "utf-8")
    main(["review", "submit", str(out), "--by", "nakhla", *at])
    appeal.write_text(APPEAL.replace("must not look", "must never look"), "utf-8")
    main(["extract", "appeal", *at])
    main(export)
    main(["review", "export", "letter", "--lang", "fr", "--to", str(folder / "letter.fr.po"), *at])


def _base(lines: tuple[str, ...]) -> str:
    return next(line.removeprefix("base: ") for line in lines if line.startswith("base: "))


@contextmanager
def running(*command: str, wait: float, **more: str) -> Iterator[None]:
    """A program on the screen, ended afterwards."""
    program = subprocess.Popen(
        command,
        env={**os.environ, "DISPLAY": SCREEN, "LANG": "C.UTF-8", **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(wait)
    try:
        yield
    finally:
        os.killpg(program.pid, 15)
        program.wait()


def do(*words: str | int, wait: float = 0.6) -> str:
    """One xdotool command."""
    ended = subprocess.run(
        ["xdotool", *map(str, words)],
        env={**os.environ, "DISPLAY": SCREEN},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    time.sleep(wait)
    return ended.stdout.split("\n")[0]


def click(x: int, y: int, times: int = 1) -> None:
    do("mousemove", x, y, "sleep", "0.1", "click", "--repeat", times, "--delay", 80, 1)


def write(text: str) -> None:
    """Replaces what stands in a field."""
    do("key", "ctrl+a")
    do("type", "--delay", 120, text, wait=1)


def picture(name: str, crop: str) -> None:
    """Takes a part of the screen, `WIDTHxHEIGHT+X+Y`."""
    PICTURES.mkdir(exist_ok=True)
    shot = PICTURES / f"{name}.png"
    end = ["+dither", "-colors", "96", "-strip", "-define", "png:compression-level=9", f"PNG8:{shot}"]
    subprocess.run(["convert", "-display", SCREEN, "x:root", "-crop", crop, "+repage", *end], check=True)


def poedit(folder: Path, home: str) -> None:
    whole = "960x716+160+72"
    Path(home, "again").mkdir()  # one that was ended without saving hinders the next
    with running("dbus-run-session", "poedit", str(folder / "letter.fr.po"), wait=8, HOME=home):
        click(1108, 183)  # what it says of dictionaries
        click(300, 275)
        picture("poedit-open", whole)
        click(500, 720)
        write(TEXT)
        picture("poedit-changed", whole)
        click(300, 350)
        picture("poedit-tag", whole)
    with running("dbus-run-session", "poedit", str(folder / "appeal.ar.po"), wait=8, HOME=f"{home}/again"):
        click(1108, 183)
        click(300, 250)
        picture("poedit-arabic", whole)
        click(300, 275)
        picture("poedit-arabic-right", "400x32+416+636")
        click(500, 740)
        write(LINK.format("<link1/>"))
        picture("poedit-arabic-wrong", "400x32+416+636")


def omegat(folder: Path, home: str) -> None:
    whole, java = "1100x784+0+0", {"JAVA_TOOL_OPTIONS": f"-Duser.home={home}"}
    fr, ar = folder / "review-fr", folder / "review-ar"
    with running("omegat", wait=20, **java):
        _size()
        do("key", "ctrl+shift+n", wait=2)
        do("type", "--delay", 30, str(fr))
        do("key", "Return", wait=2)
        for place, lang in ((183, "FR"), (136, "EN")):
            click(300, place, 3)
            write(lang)
            do("key", "Tab")
        click(191, 239)
        picture("omegat-new", "766x340+168+0")
        click(824, 783)
        time.sleep(3)
        shutil.copy(folder / "letter.fr.po", fr / "source")
        _only_editor()
        do("key", "F5", wait=4)
        _only_editor()
        for _ in range(4):
            do("key", "ctrl+n")
        picture("omegat-open", whole)
        do("key", "ctrl+r", wait=1)
        write(TEXT)
        do("key", "Return", wait=1)
        do("key", "ctrl+r", wait=1)
        picture("omegat-kept", whole)
        do("key", "Return", wait=1)
        do("key", "ctrl+s", wait=2)
        do("key", "ctrl+d", wait=4)
        picture("omegat-done", whole)
    for part in ("dictionary", "glossary", "omegat", "source", "target", "tm"):
        (ar / part).mkdir(parents=True)
    settings = (fr / "omegat.project").read_text("utf-8").replace(">FR<", ">AR<").replace("French", "Arabic")
    (ar / "omegat.project").write_text(settings, "utf-8")
    shutil.copy(folder / "appeal.ar.po", ar / "source")
    with running("omegat", str(ar), wait=20, **java):
        _size()
        _only_editor()
        for _ in range(3):
            do("key", "ctrl+n")
        do("key", "ctrl+r", wait=1)
        click(478, 735)
        picture("omegat-arabic", whole)


def _window(name: str) -> str:
    return do("search", "--onlyvisible", "--name", name)


def _size() -> None:
    do("windowsize", _window("OmegaT 3"), 1100, 760, wait=1)


def _only_editor() -> None:
    files = _window("Project Files")
    if files:
        do("windowactivate", files)
        do("key", "Escape")
    do("windowactivate", _window("OmegaT 3"))


def main(which: set[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "letters"
        folder.mkdir()
        packets(folder)
        with running("Xvfb", SCREEN, "-screen", "0", "1280x860x24", wait=2), running("openbox", wait=1):
            for program in (poedit, omegat):
                if not which or program.__name__ in which:
                    program(folder, name)
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))

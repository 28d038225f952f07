"""A real screen reader: what Orca says when it reads a letter in Chromium, without a screen or a sound card.

What it says is golden text, tests/golden/screenreader/LANG.txt, each line after the language in which Orca
asks for a voice; read it when it changes. Other versions of Orca word some things otherwise: they must only
keep the laws. Arabic alone by default; all of LANGS with --full and in CI.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import needs
import pytest
from own_editions import TITLES, put

from openletter.conventions import load, text

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "screenreader"
GOLDEN_VERSION = "43"
LANGS = ("ar", "en", "zh")
INSTALL = "sudo apt-get install --no-install-recommends orca openbox xdotool xvfb at-spi2-core dbus chromium"
PROGRAMS = ("orca", "openbox", "xdotool", "Xvfb", "dbus-run-session", "chromium")
OTHERS = {"ar": "English", "en": "Français", "zh": "Français"}
"""The language that a reader goes on to."""
NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}

Said = list[tuple[str, str]]


def steps(lang: str) -> tuple[tuple[str, str], ...]:
    """What a reader does, and the key that does it."""
    c = load(lang)
    note = text(c, "Note {number}", number=1)
    back = text(c, "Back to the text, note {number}", number=1)
    return (
        ("to the top", "control+Home"),
        ("read everything", f".KP_Add~{text(c, 'Choose a language')}"),
        ("to the top", "control+Home"),
        ("next heading", "h"),
        ("next heading", "h"),
        ("heading before", "shift+h"),
        ("next link, until the first note", f"k~{note}"),
        ("follow it", "Return"),
        ("next link, until the way back", f"k~{back}"),
        ("follow it", "Return"),
        ("next line", "Down"),
        ("to the top", "control+Home"),
        ("next list: the languages", "l"),
        ("next link, until another language", f"k~{OTHERS[lang]}"),
        ("follow it", "Return"),
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small letter in all languages, so that the way to another is open."""
    folder = tmp_path_factory.mktemp("heard")
    for lang in NAMES:
        put(folder, lang)
    return folder


@pytest.fixture(scope="module")
def heard(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Said]]:
    """What Orca says at the start, and at each of the steps."""
    for program in PROGRAMS:
        needs.program(program, INSTALL)
    known: dict[str, list[Said]] = {}

    def listen(lang: str) -> list[Said]:
        if lang not in known:
            command = ["dbus-run-session", "--", sys.executable, str(HERE / "screenreader" / "session.py")]
            command += [str(tmp_path_factory.mktemp("orca")), (pages / lang / "letter.html").as_uri()]
            command += [key for _, key in steps(lang)]
            ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=400)
            assert ended.returncode == 0, ended.stderr
            known[lang] = json.loads(ended.stdout)
        return known[lang]

    return listen


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    whole = request.config.getoption("--full") or os.environ.get("CI")
    if request.param != LANGS[0] and not whole:
        pytest.skip("a minute for each language; run pytest with --full")
    return str(request.param)


def test_a_screen_reader_reads_the_letter(
    lang: str, heard: Callable[[str], list[Said]], golden: Callable[[Path, str], None]
) -> None:
    said = heard(lang)
    print(transcript(lang, said))  # shown where a law is broken
    keeps_the_laws(lang, said)
    if version() == GOLDEN_VERSION:
        golden(GOLDEN / f"{lang}.txt", transcript(lang, said))


def keeps_the_laws(lang: str, said: list[Said]) -> None:
    """What must be heard, whichever the version and its wording."""
    c = load(lang)
    (
        _loaded,
        _top,
        start,
        _top,
        first,
        second,
        before,
        note,
        in_note,
        back,
        again,
        line,
        _,
        languages,
        link,
        other,
    ) = said
    aloud = [words for _, words in start]
    assert text(c, "Choose a language") in aloud, "everything is read, to the end"
    assert aloud.index(TITLES[lang]) < aloud.index(text(c, "Notes"))
    assert aloud.index(TITLES[lang], 1) + 1 == aloud.index("heading level 1"), "the title is the main heading"
    for autonym, tag in NAMES.items():
        asked = {language for language, words in start if words == tag}
        assert asked == {autonym}, f"{tag} is read in {asked}"
    assert TITLES[lang] in told(first)
    assert "heading level 1" in told(first)
    assert "heading level 2" in told(second)
    assert told(before) == told(first)
    assert text(c, "Note {number}", number=1) in told(note)
    assert "S/2014/872" in told([*in_note, *back]), "the text of the note is heard"
    assert text(c, "Back to the text, note {number}", number=1) in told(back)
    assert text(c, "Note {number}", number=1) in told(again), "the way back leads to the place of the note"
    assert told(line)
    assert NAMES[lang] in told(languages)
    assert OTHERS[lang] in told(link)
    there = next(tag for tag, name in NAMES.items() if name == OTHERS[lang])
    assert text(load(there), "Skip to the letter") in told(other), "the other language's page has opened"


def told(said: Said) -> str:
    return " ".join(words for _, words in said)


def version() -> str:
    """The first number of Orca's version."""
    run = subprocess.run(["orca", "--version"], capture_output=True, encoding="utf-8", timeout=60)
    found = re.search(r"\d+", run.stdout + run.stderr)
    return found[0] if found else ""


def transcript(lang: str, said: list[Said]) -> str:
    """As text; without what Orca says of the window and of loading, which depends on how fast it was."""
    whole = ["# the page has opened", *spoken(settled(said[0]))]
    for (what, key), words in zip(steps(lang), said[1:], strict=True):
        name = key.partition("~")[0].lstrip(".")
        whole += ["", f"# {what} ({name})", *spoken(settled(words))]
    return "\n".join(whole) + "\n"


def settled(said: Said) -> Said:
    """From the words on that follow a page's loading."""
    last = max((n for n, (_, words) in enumerate(said) if words.startswith("Finished loading")), default=-1)
    return said[last + 1 :]


def spoken(said: Said) -> list[str]:
    return [f"{lang or '-':<7} {words}" for lang, words in said]


FAULTS = (
    ("fr      Français", "en      Français"),
    ("heading level 1", "heading level 2"),
    ("Note 1 link", "1 link"),
    ("Back to the text, note 1", "Back"),
    ("S/2014/872", "S/2014/873"),
    ("Choose a language", ""),
    ("Letter to the Members of the Security Council", "Letter"),
    ("Français link.", "link."),
)


@pytest.mark.parametrize("lang", LANGS)
def test_the_transcripts_keep_the_laws(lang: str) -> None:
    keeps_the_laws(lang, parsed((GOLDEN / f"{lang}.txt").read_text("utf-8")))


@pytest.mark.parametrize(("right", "wrong"), FAULTS)
def test_the_laws_notice_what_would_be_missed(right: str, wrong: str) -> None:
    text = (GOLDEN / "en.txt").read_text("utf-8")
    assert right in text
    with pytest.raises((AssertionError, ValueError)):
        keeps_the_laws("en", parsed(text.replace(right, wrong)))


def parsed(transcript: str) -> list[Said]:
    """What was said at each step, out of a transcript."""
    found: list[Said] = []
    for part in re.split("^# .*\n", transcript, flags=re.MULTILINE)[1:]:
        lines = [line.partition(" ") for line in part.splitlines() if line]
        found.append([(lang.strip("-"), words.strip()) for lang, _, words in lines])
    return found

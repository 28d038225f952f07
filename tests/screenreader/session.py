"""One run of Orca and Chromium without a screen: keys go in, what is spoken comes out as JSON.

Runs by itself within `dbus-run-session`, so that the accessibility bus that it starts is its own:

    dbus-run-session -- python3 session.py FOLDER ADDRESS KEYS…

Each of KEYS is what xdotool calls a key (`h`, `shift+Tab`). With words behind it (`k~Note 1`) it is pressed
until Orca says them, a dozen times at most; with a full stop before it (`.KP_Add~End`) it is pressed once.
The answer is a list with an entry for the start and one for each of KEYS: what Orca said, and in which
language it asked for a voice ("" where its log leaves that open). Orca's log is the ear; see voice.py.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import voice

Said = tuple[str, str]
"""The language of the voice that is asked for, and what it is to say."""

_BUS = ("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method")
_SET = ("org.freedesktop.DBus.Properties.Set", "org.a11y.Status")
_SPEAKING = re.compile(
    r"default voice requested with language='(?P<lang>[\w-]*)'"
    r"|SPEECH DISPATCHER: Speaking '<speak>(?P<words>.*?)</speak>' \n",
    re.DOTALL,
)
_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--force-renderer-accessibility",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-smooth-scrolling",
    "--lang=en-US",
    "--window-position=0,0",
    "--window-size=1280,900",
)
_PREFERENCES = '{"translate": {"enabled": false}}'
"""No bubble that asks whether to translate the page."""
_CUSTOMS = """from orca import debug, settings
debug.debugFile.reconfigure(line_buffering=True)
settings.enableKeyEcho = False
settings.sayAllOnLoad = False
"""
"""Orca runs this when it starts: its log must not lag behind, and it reads when it is asked to."""
QUIET = 1.5
"""Seconds without a new line in Orca's log: it has said what it has to say."""
PATIENCE = 40.0


def main(folder: Path, address: str, keys: list[str]) -> list[list[Said]]:
    with ExitStack() as stack:
        environment = surroundings(folder)

        def run(name: str, *command: str, **more: object) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            return stack.enter_context(started(command, environment, log))

        environment["DISPLAY"] = display(stack, environment)
        run("openbox", "openbox")
        run("at-spi", "/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        time.sleep(1)
        for name in ("ScreenReaderEnabled", "IsEnabled"):
            subprocess.run([*_BUS, *_SET, name, "<true>"], env=environment, capture_output=True, check=True)
        speech = stack.enter_context(voice.server(folder / "run" / "speech-dispatcher" / "speechd.sock"))
        threading.Thread(target=speech.serve_forever, daemon=True).start()
        debug = folder / "orca.debug"
        run("orca", "orca", "-u", str(folder / "orca"), "--debug-file", str(debug), "-e", "speech")
        ear = Ear(debug)
        ear.listen("Screen reader on")
        run("chromium", "chromium", *_CHROMIUM, f"--user-data-dir={folder / 'profile'}", f"--app={address}")
        said = [ear.listen("document web", 2 * QUIET)]
        for step in keys:
            key, _, goal = step.partition("~")
            once = key.startswith(".")
            said.append([])
            for _try in range(12 if goal and not once else 1):
                pressed = ["xdotool", "key", "--clearmodifiers", key.lstrip(".")]
                subprocess.run(pressed, env=environment, check=True)
                said[-1] += ear.listen(goal if once else "")
                if any(goal in words for _lang, words in said[-1]):
                    break
        return said


def surroundings(folder: Path) -> dict[str, str]:
    """An environment in which every program keeps what it writes in the folder."""
    places = {"HOME": folder, "XDG_RUNTIME_DIR": folder / "run", "XDG_CONFIG_HOME": folder / "config"}
    places |= {"XDG_DATA_HOME": folder / "data", "XDG_CACHE_HOME": folder / "cache"}
    default = folder / "profile" / "Default"
    for place in (*places.values(), folder / "orca", default):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "orca" / "orca-customizations.py").write_text(_CUSTOMS, "utf-8")
    (default / "Preferences").write_text(_PREFERENCES, "utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "DBUS_SESSION_BUS_ADDRESS") if name in os.environ}
    return (
        kept | {name: str(place) for name, place in places.items()} | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    )


def display(stack: ExitStack, environment: Mapping[str, str]) -> str:
    """The name of a display of an X server without a screen, which picks a free number itself."""
    reading, writing = os.pipe()
    with open(reading, "rb") as number:
        command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp")
        stack.enter_context(started(command, environment, subprocess.DEVNULL, (writing,)))
        os.close(writing)
        return f":{int(number.readline())}"


@contextmanager
def started(
    command: tuple[str, ...], environment: Mapping[str, str], log: IO[bytes] | int, keep: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, which ends with the block."""
    process = subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, pass_fds=keep, start_new_session=True
    )
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
            except ProcessLookupError:
                break
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                continue


class Ear:
    """What Orca's log says that it spoke, since the last time."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._heard = 0

    def listen(self, until: str = "", quiet: float = QUIET) -> list[Said]:
        """What is said until Orca is quiet, and has said the words `until`."""
        end, size, since = time.monotonic() + PATIENCE, -1, time.monotonic()
        while time.monotonic() < end:
            time.sleep(0.1)
            now = self._log.stat().st_size if self._log.exists() else 0
            if now != size:
                size, since = now, time.monotonic()
            elif time.monotonic() - since > quiet and until in self._new():
                break
        new = self._new()
        self._heard += len(new)
        return heard(new)

    def _new(self) -> str:
        return self._log.read_text("utf-8", "replace")[self._heard :] if self._log.exists() else ""


def heard(log: str) -> list[Said]:
    """What a part of Orca's log says that it spoke."""
    said: list[Said] = []
    lang, asked = "", set[str]()
    for found in _SPEAKING.finditer(log):
        if found["words"] is None:
            asked |= {found["lang"]} - {"None"}
            continue
        if asked:
            lang = asked.pop() if len(asked) == 1 else ""
            asked.clear()
        said.append((lang, words(found["words"])))
    return said


def words(markup: str) -> str:
    """What Orca sends, without its marks."""
    plain = re.sub(r"<[^<>]*>", "", markup)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, sign)
    return " ".join(plain.split())


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]), ensure_ascii=False))

"""Whoever typed something finds it again: killed servers, broken networks, closed windows, conflicts.

The server is killed at random moments, 4 times (with --full 40); the rest happens in a real Chromium.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page_stage
import pytest
from page_client import Client, come_in

from openletter import po
from openletter.page.database import Database
from openletter.page.desk import passage_id
from openletter.page.guard import Rates
from openletter.page.kept import Kept
from openletter.review.letters import Letters
from openletter.settings import Settings
from openletter.store import Store

RIVER = "The river belongs"
LE_FLEUVE = page_stage.TEXTS["fr"]["The river belongs to all who drink from it."]

# Killed at random


class Server:
    """The command as people start it."""

    def __init__(self, project: Path) -> None:
        command = [sys.executable, "-m", "openletter.cli", "review", "serve", "--port", "0", "--json"]
        self.process = subprocess.Popen(
            [*command, "--project", str(project)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.home = json.loads(self.process.stdout.readline())["address"].rstrip("/")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


class Typist(threading.Thread):
    """Types and sends until the server is gone, and remembers what the server has confirmed."""

    def __init__(self, home: str, name: str, ids: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.home, self.name_, self.ids = home, name, ids
        self.chance = random.Random(seed)
        self.typed: dict[tuple[str, str], list[str]] = {}
        """Each passage → the texts that may stand there: the last that was confirmed ("": none), or later."""
        self.sent: list[str] = []
        self.confirmed: list[str] = []
        self.fault = ""

    def run(self) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            client = come_in(self.home, self.name_)
            while not self.fault:
                time.sleep(0.2)  # nobody is so fast that the page turns them away
                self._passage(client, self.chance.choice(self.ids))

    def _passage(self, client: Client, id_: str) -> None:
        fields = client.open("fr", id_)
        key = (fields["ctx"], fields["id"])
        start = fields["text"].split(" ~")[0]
        for _ in range(self.chance.randint(1, 4)):
            fields["text"] = f"{start} ~{self.name_} {self.chance.randrange(10**9)}"
            self.typed.setdefault(key, [""]).append(fields["text"])
            told = client.post("/live/fr/letter?live=1", **fields)
            if told.status != 200:
                self.fault = told.text
                return
            fields["version"] = str(json.loads(told.text)["version"])
            self.typed[key] = [fields["text"]]
            self.confirmed.append(fields["text"])
        if self.chance.random() < 0.5:
            sent = client.post(f"/review/fr/letter?at={id_}", **{**fields, "do": "send", "sure": "1"})
            if sent.status == 303:
                self.sent.append(fields["text"])
                self.confirmed.append(fields["text"])
                del self.typed[key]
            elif sent.status not in (409, 422):
                self.fault = sent.text


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_what_was_confirmed_outlives_a_server_that_is_killed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    project = page_stage.project(tmp_path)
    chance = random.Random(7)
    segments = Letters(project, Settings()).get("letter").segments
    ids = [passage_id(one.key) for one in segments]
    confirmed = 0
    for turn in range(40 if request.config.getoption("--full") else 4):
        server = Server(project)
        typists = [Typist(server.home, f"T{turn}-{one}", ids, 10 * turn + one) for one in range(3)]
        for one in typists:
            one.start()
        until(lambda one=typists: sum(len(each.confirmed) for each in one) > 3, 60)
        time.sleep(chance.uniform(0, 1.5))
        server.kill()
        for one in typists:
            one.join(30)
            assert not one.is_alive()
            assert not one.fault, one.fault
        confirmed += _nothing_is_lost(project, typists)
    assert confirmed > 20


def _nothing_is_lost(project: Path, typists: list[Typist]) -> int:
    letter = Letters(project, Settings()).get("letter")
    store = Store(project)
    journal = {(one.by, one.msgstr) for one in store.events("letter", "fr")}
    store.standings("letter", "fr", letter.segments)
    po.parse((project / "locales/fr/LC_MESSAGES/letter.po").read_bytes(), "letter.po", limits=po.OWN)
    database, count = Database(project), 0
    for one in typists:
        typed = Kept(database).typed(one.name_.casefold(), ("letter", "fr"))
        for text in one.sent:
            assert (one.name_, text) in journal, f"sent and lost: {text}"
            count += 1
        for key, texts in one.typed.items():
            if "" in texts:
                continue
            there = {typed[key].text} if key in typed else set()
            there |= {text for by, text in journal if by == one.name_}
            assert there & set(texts), f"typed and lost: {texts}"
            count += 1
    database.close()
    return count


# In a browser


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(tmp_path)) as found:
        found.site.rates = Rates(each=1000, burst=100_000)
        yield found


def context(chrome: Any, stage: page_stage.Stage, name: str) -> Any:
    found = chrome.new_context()
    found.add_cookies([stage.cookie(name, "en")])
    return found


def open_(tab: Any, stage: page_stage.Stage, source: str = RIVER) -> Any:
    tab.goto(f"{stage.home}/review/fr/letter?at={stage.at(source)}#open")
    return tab.locator("textarea[name=text]")


def standing_text(stage: page_stage.Stage) -> str:
    """What holds at the passage of the river, as a new process reads it."""
    letter = Letters(stage.site.desk.project, Settings()).get("letter")
    found = Store(stage.site.desk.project).standings("letter", "fr", letter.segments)
    return next(one.msgstr for key, one in found.items() if key[1].startswith(RIVER))


def typed(stage: page_stage.Stage, name: str) -> str:
    found = stage.site.kept.typed(name, ("letter", "fr"))
    return next((one.text for key, one in found.items() if key[1].startswith(RIVER)), "")


def until(what: Any, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)


def test_what_is_typed_is_kept_without_pressing_anything(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        open_(tab, stage).fill("Le fleuve, et moi.")
        until(lambda: typed(stage, "ana") == "Le fleuve, et moi.")


def test_a_window_that_is_closed_at_once_loses_nothing(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        open_(tab, stage).press_sequentially("X")
        tab.close(run_before_unload=True)
        again = one.new_page()
        assert "X" in open_(again, stage).input_value()


def test_a_network_that_drops_loses_nothing(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        field = open_(tab, stage)
        one.set_offline(True)
        field.fill("Typed in a tunnel.")
        time.sleep(1.5)
        assert typed(stage, "ana") == ""
        one.set_offline(False)
        until(lambda: typed(stage, "ana") == "Typed in a tunnel.")


def test_a_window_closed_without_a_network_loses_nothing(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        field = open_(tab, stage)
        one.set_offline(True)
        field.fill("Typed in a tunnel, and closed.")
        time.sleep(1.5)
        tab.close()
        one.set_offline(False)
        again = one.new_page()
        assert open_(again, stage).input_value() == "Typed in a tunnel, and closed."
        until(lambda: typed(stage, "ana") == "Typed in a tunnel, and closed.")


def test_two_people_at_one_passage_both_find_their_words(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one, context(chrome, stage, "Boris") as other:
        ana, boris = one.new_page(), other.new_page()
        field = open_(ana, stage)
        open_(boris, stage).fill("Le fleuve est à nous tous.")
        with boris.expect_navigation():
            boris.locator("button[value=send]").click()
        assert "nous tous" in standing_text(stage), boris.locator("main").inner_text()
        field.fill("Le fleuve est aux riverains.")
        until(lambda: typed(stage, "ana") == "Le fleuve est aux riverains.")
        ana.reload()
        assert ana.locator("textarea[name=text]").input_value() == "Le fleuve est aux riverains."
        assert "nous tous" in ana.locator(".conflict").inner_text()


def test_the_source_changes_under_somebody_s_hands(chrome: Any, stage: page_stage.Stage) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        field = open_(tab, stage)
        path = stage.site.desk.project / "source/letter.md"
        path.write_text(path.read_text("utf-8").replace("The river belongs", "The lake belongs"), "utf-8")
        field.fill("Le fleuve est aux riverains.")
        until(lambda: typed(stage, "ana") == "Le fleuve est aux riverains.")
        tab.goto(f"{stage.home}/review/fr/letter")
        assert "Le fleuve est aux riverains." in tab.locator("main").inner_text()


def test_a_server_that_comes_back_takes_what_was_typed_meanwhile(
    chrome: Any, stage: page_stage.Stage
) -> None:
    with context(chrome, stage, "Ana") as one:
        tab = one.new_page()
        field = open_(tab, stage)
        tab.route("**/live/**", lambda route: route.abort("connectionrefused"))
        field.fill("While it was down.")
        time.sleep(1.5)
        assert typed(stage, "ana") == ""
        tab.unroute("**/live/**")
        until(lambda: typed(stage, "ana") == "While it was down.")

"""Every address of the page with whatever may come: no answer is ever a fault of ours, and nothing is broken.

Three seconds; with --full, and in continuous integration, a minute. The seed is printed when it fails.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from pathlib import Path
from urllib.parse import quote

import page_stage
import pytest
from page_client import Client, come_in

from openletter.model import State
from openletter.page.actions import ACTIONS
from openletter.page.app import ROUTES
from openletter.page.guard import Rates
from openletter.page.passage import FILTERS
from openletter.review.letters import Letters
from openletter.settings import Settings
from openletter.store import Store

WORDS = [
    *(
        "",
        " ",
        "0",
        "-1",
        "9" * 40,
        "letter",
        "fr",
        "ar",
        "en",
        "xx",
        "all",
        "open",
        "html",
        "pdf",
        "1",
        "on",
    ),
    *(
        "é",
        "\u202e",
        "\u2067",
        "\ufeff",
        "\ud7ff",
        "\U0010ffff",
        "\x00",
        "\x1b[31m",
        "\r\n",
        "\n",
        "\t",
        "\u2028",
    ),
    *(
        "<script>",
        "&amp;",
        "{{ 7*7 }}",
        "{% raw %}",
        "%s%n",
        "%00",
        "' OR 1=1 --",
        '"><i>',
        "../..",
        "\\",
        "|",
    ),
    *("<em1>", "</em1>", "<note1/>", "<link1>x</link1>", "\\<em1>", "<em1" + "1" * 30 + ">", "<em1>" * 60),
    *(
        "a@b.example",
        "x" * 3000,
        "ب" * 500,
        "v1:" + "0" * 64,
        "title",
        "The river belongs to all who drink from it.",
    ),
]
FIELDS = [
    *(
        "csrf",
        "do",
        "ctx",
        "id",
        "base",
        "version",
        "text",
        "sure",
        "event",
        "why",
        "comment",
        "remark",
        "aside",
    ),
    *(
        "format",
        "name",
        "role",
        "days",
        "lang-fr",
        "revoke",
        "lang",
        "back",
        "at",
        "show",
        "q",
        "again",
        "live",
    ),
]


class Fuzzer:
    def __init__(self, stage: page_stage.Stage, seed: int) -> None:
        self.stage = stage
        self.chance = random.Random(seed)
        self.known = [*WORDS, *ACTIONS, *FILTERS, *self.ids()]
        self.client = come_in(stage.home, "Fuzz")

    def ids(self) -> list[str]:
        """The passages of the letter."""
        read = self.stage.site.desk.read("letter")
        return list(read.ids) if read else []

    def word(self) -> str:
        words = [self.chance.choice(self.known) for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        return "".join(words)

    def path(self) -> str:
        pattern = self.chance.choice(ROUTES)[0]
        if pattern == "/leave" and self.chance.random() < 0.9:
            pattern = "/review/{lang}/{letter:path}"

        def fill(found: re.Match[str]) -> str:
            usual = {"lang": "fr", "letter:path": "letter"}.get(found[1])
            if usual and self.chance.random() < 0.8:
                return usual
            return quote(self.word(), safe=self.chance.choice(("", "/%")))

        path = re.sub(r"\{([^}]*)\}", fill, pattern)
        query = "&".join(f"{self.field()}={self.encoded()}" for _ in range(self.chance.randint(0, 3)))
        return f"{path}?{query}" if query else path

    def field(self) -> str:
        return self.chance.choice(FIELDS) if self.chance.random() < 0.95 else quote(self.word())

    def encoded(self) -> str:
        if self.chance.random() < 0.05:
            return self.chance.choice(("%ff%fe", "%", "%zz", "%ed%a0%80", "&&==", "a;b", "+%2B"))
        return quote(self.word(), safe="")

    def once(self) -> None:
        method = self.chance.choice(("GET", "POST", "POST"))
        body = b""
        if method == "POST":
            fields = [f"{self.field()}={self.encoded()}" for _ in range(self.chance.randint(0, 8))]
            if self.chance.random() < 0.7 and self.sound:
                fields += [f"{name}={quote(value, safe='')}" for name, value in self.sound.items()]
                fields += [f"do={self.chance.choice(list(ACTIONS))}"]
            self.chance.shuffle(fields)
            if self.chance.random() < 0.95:
                fields += [f"csrf={quote(self.csrf, safe='')}"]
            body = "&".join(fields).encode()
        path = self.path()
        answer = self.client.request(method, path, body)
        assert answer.status < 500, f"{method} {path} {body!r}: {answer.status} {answer.text[:200]}"
        assert "Traceback" not in answer.text
        if method == "POST" and (path.startswith(("/leave", "/name", "/join"))):
            self.renew()

    def renew(self) -> None:
        if self.client.request("GET", "/").text.count('name="name"'):
            self.client = come_in(self.stage.home, "Fuzz")
        id_ = self.chance.choice(
            [self.stage.at(one) for one in page_stage.TEXTS["fr"] if "public" not in one]
        )
        self.sound = self.client.open("fr", id_)
        self.csrf = self.client.csrf


def test_nothing_that_comes_breaks_it(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    seconds = 60 if request.config.getoption("--full") or os.environ.get("CI") == "true" else 3
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    with page_stage.stage(page_stage.project(tmp_path)) as stage:
        stage.site.rates = Rates(each=1e6, burst=1e9)
        fuzzer, count = Fuzzer(stage, seed), 0
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if count % 40 == 0:
                fuzzer.renew()
            fuzzer.once()
            count += 1
        print(f"{count} requests")
    letter = Letters(tmp_path, Settings()).get("letter")
    for lang in ("ar", "fr"):
        found = Store(tmp_path).standings("letter", lang, letter.segments)
        assert len(found) == len(letter.segments)
        assert all(one.state is not State.DRAFT or one.msgstr for one in found.values())
        for line in (tmp_path / f"locales/{lang}/reviews/letter.jsonl").read_bytes().splitlines():
            json.loads(line)
    names = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    odd = {one for one in names if not one.startswith(("locales/", "source/letter.md", ".openletter/"))}
    assert not odd, "no request makes a file of its own"


def test_broken_requests_are_answered_or_closed(tmp_path: Path) -> None:
    import socket

    with page_stage.stage(page_stage.project(tmp_path)) as stage:
        host, _, port = stage.home.removeprefix("http://").partition(":")
        for data in (
            b"\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET http://evil/ HTTP/1.1\r\nHost: evil\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
            bytes(range(256)) * 20,
        ):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                try:
                    connection.sendall(data)
                    connection.shutdown(socket.SHUT_WR)
                    answer = connection.recv(100)
                except (ConnectionResetError, BrokenPipeError):
                    continue
                assert not answer or answer.split()[1] in (b"400", b"404", b"421", b"431"), answer
        assert Client(stage.home).get("/").status == 200

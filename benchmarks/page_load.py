"""How fast the page answers when many people review at once: `python benchmarks/page_load.py`.

Makes a letter of 2,000 passages with a machine's drafts, serves it, and lets reviewers work on it: each opens
a passage, types (the script's autosave, twice), sends the text, and takes the next. Prints the time of each
kind of request as a browser on the same machine waits for it, how many requests came, and the processor time
and memory of the server. The reviewers share the processor with the server. With 50 people, who take ten
seconds for a passage of four requests, that is at most 20 requests a second; real reviewers read for longer.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openletter import segment, source
from openletter.model import Event, Kind
from openletter.page.desk import passage_id
from openletter.store import Store

WORDS = (
    "the States must protect every person who faces torture and hold to account those that ordered it "
    "members of this Council should discuss in public what was reported to them last year"
).split()
TIMES: dict[str, list[float]] = defaultdict(list)
FAULTS: list[str] = []


def letter(passages: int) -> str:
    """A letter of that many passages, a heading before every twentieth, with links and notes."""
    chance = random.Random(1)
    lines = ["# Open letter", ""]
    for number in range(1, passages):
        if number % 20 == 1:
            lines += [f"## Part {number // 20 + 1}", ""]
            continue
        words = " ".join(chance.choices(WORDS, k=chance.randint(12, 50)))
        lines += [f"In {1900 + number} {words} [a report](https://example.org/{number}).", ""]
    return "\n".join(lines)


def project(folder: Path, passages: int) -> tuple[str, ...]:
    """The letter with a draft for each passage; returns the ids of its passages."""
    (folder / "source").mkdir()
    (folder / "source" / "letter.md").write_text(letter(passages), encoding="utf-8")
    segments = segment.segments(source.read(folder, "letter"))
    drafts = [
        Event("", "", Kind.DRAFT, "", *one.key, one.msgid.replace(" the ", " les "), "", origin="argos")
        for one in segments
    ]
    Store(folder).apply("letter", "fr", segments, drafts)
    return tuple(passage_id(one.key) for one in segments)


class Browser:
    """One reviewer's connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, kind: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text, and where it leads; the time is noted under `kind`."""
        body = urlencode(form).encode() if form is not None else b""
        head = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        head += [f"Cookie: {self.cookie}"] if self.cookie else []
        if form is not None:
            head += [f"Origin: http://127.0.0.1:{self.port}", f"Content-Length: {len(body)}"]
            head += ["Content-Type: application/x-www-form-urlencoded"]
        began = time.perf_counter()
        answer = await self._exchange("\r\n".join([*head, "", ""]).encode() + body)
        TIMES[kind].append(time.perf_counter() - began)
        return answer

    async def _exchange(self, data: bytes) -> tuple[int, str, str]:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._reader is not None
        try:
            self._writer.write(data)
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, ConnectionResetError):  # the server closed an idle connection
            self._writer = None
            return await self._exchange(data)
        headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in head.split("\r\n")[1:])}
        text = (await self._reader.readexactly(int(headers.get("content-length", 0)))).decode()
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].split(";")[0]
        return int(head.split()[1]), text, headers.get("location", "")


def fields(text: str) -> dict[str, str]:
    """The fields of the form in which a text is written: the hidden ones, and the text."""
    form = next(one for one in text.split("<form ") if 'name="text"' in one).split("</form>")[0]
    tags = re.findall(r"<input\b[^>]*type=\"hidden\"[^>]*>", form)
    found = {re.search(r'name="([^"]*)', tag)[1]: re.search(r'value="([^"]*)', tag)[1] for tag in tags}
    found["text"] = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', form, re.DOTALL)[1]
    return {name: html.unescape(value) for name, value in found.items()}


async def reviewer(number: int, port: int, ids: tuple[str, ...], until: float, think: float) -> None:
    browser, chance = Browser(port), random.Random(number)
    _, text, _ = await browser.ask("coming in", "/")
    token = re.findall(r'name="csrf" value="([^"]+)"', text)[0]
    await browser.ask("coming in", "/name", {"csrf": token, "name": f"Reviewer {number}"})
    await asyncio.sleep(chance.random() * think)
    place = number * len(ids) // 50
    while time.perf_counter() < until:
        id_ = ids[place % len(ids)]
        path = f"/review/fr/letter?at={id_}"
        status, text, _ = await browser.ask("open", path)
        if status != 200:
            FAULTS.append(f"open: {status}")
            continue
        form = fields(text)
        old = form["text"]
        for part in ("", " et"):
            await asyncio.sleep(chance.expovariate(3 / think))
            form["text"] = f"{old}{part}"
            status, text, _ = await browser.ask("keep what is typed", "/live/fr/letter?live=1", form)
            if status != 200:
                FAULTS.append(f"live: {status} {text[:80]}")
                continue
            form["version"] = str(json.loads(text)["version"])
        await asyncio.sleep(chance.expovariate(3 / think))
        form |= {"do": "send", "sure": "1", "text": old.replace("In ", "En ", 1)}
        status, text, _ = await browser.ask("send", path, form)
        if status != 303:
            FAULTS.append(f"send: {status}")
        place += 1


def memory(process: int) -> float:
    """Resident memory in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def processor(process: int) -> float:
    """Seconds of processor time that a process has used."""
    parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def run(people: int, port: int, ids: tuple[str, ...], seconds: float, think: float) -> None:
    first = Browser(port)
    _, text, _ = await first.ask("the first of all", "/")
    token = re.findall(r'name="csrf" value="([^"]+)"', text)[0]
    await first.ask("the first of all", "/name", {"csrf": token, "name": "First"})
    await first.ask("the first of all", "/review/fr/letter")
    until = time.perf_counter() + seconds
    await asyncio.gather(*(reviewer(one, port, ids, until, think) for one in range(people)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=10, help="seconds that a reviewer takes for a passage")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ids = project(folder, given.passages)
        command = [sys.executable, "-m", "openletter.cli", "review", "serve", "--port", "0", "--json"]
        server = subprocess.Popen([*command, "--project", name], stdout=subprocess.PIPE, text=True)
        try:
            address = json.loads(server.stdout.readline())["address"]
            port = int(address.rstrip("/").rpartition(":")[2])
            before = processor(server.pid)
            asyncio.run(run(given.people, port, ids, given.seconds, given.think))
            print(
                f"{given.people} people, {len(ids)} passages, {given.think:g} s each, {os.cpu_count()} cores"
            )
            for kind, times in TIMES.items():
                cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
                print(
                    f"  {kind:20} {len(times):5} requests, median {statistics.median(times) * 1000:6.0f} ms, "
                    f"95 % {cuts[18] * 1000:6.0f} ms, longest {max(times) * 1000:6.0f} ms"
                )
            used, load = processor(server.pid) - before, os.getloadavg()[0]
            asked = sum(map(len, TIMES.values()))
            each = used / asked * 1000
            print(f"  {asked / given.seconds:.1f} requests a second, {each:.0f} ms of processor each")
            print(
                f"  processor of the server: {used:.0f} s in all; load of the machine at the end: {load:.1f}"
            )
            print(f"  memory of the server: {memory(server.pid):.0f} MB; faults: {len(FAULTS)} {FAULTS[:3]}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

"""From nothing to an e-book: init, new, preview."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from judged import need

from openletter import cli, start
from openletter.audit import browser as chromium
from openletter.preview import server as serving
from openletter.preview.build import Builder


def run(*arguments: str) -> int:
    return cli.main([*arguments])


def test_from_nothing_to_an_e_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my letters · رسائل"
    assert run("init", str(folder)) == 0
    assert f'preview --project "{folder}"' in capsys.readouterr().out
    assert run("publish", "--project", str(folder)) == 0
    made = {path.name for path in (folder / "output/en").iterdir()}
    assert made == {"letter.html", "letter.epub", "letter.pdf"}
    assert run("new", "A “second” letter: on C:\\ and more", "--project", str(folder)) == 0
    assert run("publish", "--format", "html", "--project", str(folder)) == 0
    page = (folder / "output/en/a-second-letter-on-c-and-more.html").read_text("utf-8")
    assert "<title>A “second” letter: on C:\\ and more</title>" in page


def test_init_keeps_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")
    assert run("init", str(tmp_path)) == 0
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"
    assert run("init", str(tmp_path)) == 2
    assert "has letters already" in capsys.readouterr().err


def test_two_letters_of_one_title_have_two_names(tmp_path: Path) -> None:
    assert start.letter(tmp_path, "Index", "en", "2014-12-09") == "source/index-2.md"
    assert [start.letter(tmp_path, "公开信", "zh", "2014-12-09") for _ in range(2)] == [
        "source/letter.md",
        "source/letter-2.md",
    ]


@pytest.mark.parametrize(
    ("title", "lang", "said"), [("  ", "en", "needs a title"), ("T", "fr", "does not publish in fr")]
)
def test_new_says_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], title: str, lang: str, said: str
) -> None:
    run("init", str(tmp_path))
    assert run("new", title, "--lang", lang, "--project", str(tmp_path)) == 2
    assert said in capsys.readouterr().err


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A project, and the address of its preview."""
    run("init", str(tmp_path), "--quiet")
    builder, stop = Builder(tmp_path), threading.Event()
    made = serving.server(builder, 0)
    threads = [
        threading.Thread(target=builder.watch, args=(stop,)),
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}),
    ]
    for thread in threads:
        thread.start()
    builder.wait(0, 60)
    yield tmp_path, f"http://127.0.0.1:{made.server_address[1]}"
    stop.set()
    made.shutdown()
    made.server_close()
    for thread in threads:
        thread.join()


def get(address: str, host: str = "") -> str:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


def number(address: str, seen: int = -1) -> int:
    return int(
        json.loads(get(f"{address}/.preview/state?{seen}" if seen >= 0 else f"{address}/.preview/state?99"))[
            "number"
        ]
    )


def test_a_change_is_on_the_page_within_a_second(preview: tuple[Path, str]) -> None:
    folder, address = preview
    assert 'data-number="1"' in get(f"{address}/en/letter.html")
    letter = folder / "source/letter.md"
    seconds = []
    for step in range(3):
        before = number(address)
        letter.write_text(letter.read_text("utf-8") + f"\nStep {step}.\n", "utf-8")
        started = time.monotonic()
        assert number(address, before) == before + 1
        seconds.append(time.monotonic() - started)
        assert f"Step {step}." in get(f"{address}/en/letter.html")
    assert min(seconds) < 1, seconds


def test_a_browser_loads_the_page_again_by_itself(preview: tuple[Path, str]) -> None:
    need("openletter-browser")
    folder, address = preview
    letter = folder / "source/letter.md"
    good = letter.read_text("utf-8")
    with chromium.browser() as chrome:
        page = chrome.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.goto(f"{address}/en/letter.html")
        panel = page.locator("#openletter-preview")
        seconds = []
        for step, (text, said) in enumerate(
            [
                (f"{good}\nThis is quite new.\n", ""),
                (f"{good}\n<script>alert(1)</script>\n", "source/letter.md"),
                (f"{good}\nMended at last.\n", ""),
                ("---\ntitle: [\n---\n", "source/letter.md"),
                (f"{good}\nMended for good.\n", ""),
            ],
            2,
        ):
            letter.write_text(text, "utf-8")
            started = time.monotonic()
            page.wait_for_selector(f'script[data-number="{step}"]', state="attached", timeout=60_000)
            seconds.append(time.monotonic() - started)
            assert panel.is_visible() == bool(said)
            assert not said or said in panel.inner_text()
            last = text.strip().splitlines()[-1]
            assert (last in page.locator("main").inner_text()) == (not said)
    assert min(seconds) < 2, seconds
    assert not faults


def test_findings_and_errors_are_on_the_page_and_go_when_mended(preview: tuple[Path, str]) -> None:
    folder, address = preview
    letter, page = folder / "source/letter.md", f"{address}/en/letter.html"
    good = letter.read_text("utf-8")
    for bad, said in [
        (good + "\n<script>alert(1)</script>\n", "raw html is not printed: &lt;script&gt;"),
        ("---\ntitle: [\n---\n", "source/letter.md"),
        (good.replace("date: ", "date: never "), "is no date"),
    ]:
        before = number(address)
        letter.write_text(bad, "utf-8")
        number(address, before)
        assert said in get(page)
        assert "<script>alert" not in get(page)
    before = number(address)
    letter.write_text(good, "utf-8")
    number(address, before)
    assert "To mend" not in get(page)
    before = number(address)
    (folder / "openletter.toml").write_text("people = 0\n", "utf-8")
    number(address, before)
    assert "must be a whole number" in get(page)


def test_nobody_but_this_machine_reads_it(preview: tuple[Path, str]) -> None:
    _, address = preview
    for path, host in [
        ("/", "evil.example"),
        ("/.preview/state?0", "evil.example"),
        ("/en/letter.html", "1.2.3.4"),
    ]:
        with pytest.raises(urllib.error.HTTPError, match="403"):
            get(address + path, host)
    for path in (
        "/../openletter.toml",
        "/%2e%2e/%2e%2e/openletter.toml",
        "/..%2f..%2fsource/letter.md",
        "/fonts/",
    ):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(address + path)
    assert re.match(r"http://127\.0\.0\.1:\d+$", address)


def test_what_is_published_has_no_script(preview: tuple[Path, str]) -> None:
    folder, _ = preview
    assert run("publish", "--format", "html", "--project", str(folder), "--quiet") == 0
    assert "<script" not in (folder / "output/en/letter.html").read_text("utf-8")
    assert "<script" not in (folder / ".openletter/preview/en/letter.html").read_text("utf-8")


def test_a_port_that_is_taken(preview: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, address = preview
    assert run("preview", "--port", address.rsplit(":", 1)[1], "--project", str(folder)) == 2
    assert "name another with --port" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["99999999", "-1", "65536"])
@pytest.mark.parametrize("command", [["preview"], ["review", "serve"]])
def test_a_number_that_is_no_port(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], port: str
) -> None:
    assert run("init", str(tmp_path), "--quiet") == 0
    assert run(*command, f"--port={port}", "--json", "--project", str(tmp_path)) == 2
    out, err = capsys.readouterr()
    assert f"{port} is no port" in err
    assert "0 to 65535" in json.loads(out)["error"]["what"]


def test_a_port_of_another_program_or_of_the_system(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", str(tmp_path), "--quiet") == 0
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in (["preview"], ["review", "serve"]):
            assert run(*command, "--port", port, "--project", str(tmp_path)) == 2
            assert "another program listens there" in capsys.readouterr().err

    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "bind", refuse)
        for command in (["preview"], ["review", "serve"]):
            assert run(*command, "--port", "80", "--project", str(tmp_path)) == 2
            assert "rights that you do not have" in capsys.readouterr().err

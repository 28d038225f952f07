"""Models: fetched from a server with the layout of Argos' index, imported, unpacked without trust, pinned."""

from __future__ import annotations

import http.server
import io
import json
import os
import shutil
import socket
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openletter import cli, models
from openletter.errors import MissingToolError, OpenletterError
from openletter.models import download, folder, lock, unpack

DATA = Path(__file__).parent / "data" / "models"
PACKAGES = sorted(DATA.glob("*.argosmodel"))
FRENCH = DATA / "translate-en_fr-0_1.argosmodel"
LETTER = "---\ntitle: A letter\n---\n\nDear Ambassador,\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and an empty place for models of its own."""
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "models"))
    folder = tmp_path / "project"
    (folder / "source").mkdir(parents=True)
    (folder / "source" / "letter.md").write_text(LETTER, "utf-8")
    return folder


@pytest.fixture
def place(project: Path) -> Path:
    return models.models_folder()


# ── a server ─────────────────────────────────────────────────────────────────────────────────────────


class Server(http.server.ThreadingHTTPServer):
    """Serves the index and the packages. `fault` may spoil an answer; `asked` notes what was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {f"/v1/{path.name}": path.read_bytes() for path in PACKAGES}
        self.files["/index.json"] = json.dumps([self.row(path.name) for path in PACKAGES]).encode()
        self.asked: list[tuple[str, str]] = []
        self.cut: list[int] = []
        """Bytes after which each of the next answers with a model ends."""
        self.answers: list[int] = []
        """Codes with which the next requests are refused."""
        self.ranges = True
        self.redirect = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def row(self, name: str) -> dict[str, Any]:
        pair = name.split("-")[1]
        source, target = pair.split("_")
        codes = {"from_code": source, "to_code": target, "from_name": source, "to_name": target}
        version = {"package_version": "0.1", "argos_version": "1.9", "code": f"translate-{pair}"}
        return {"type": "translate", **version, **codes, "links": [f"{self.url}/v1/{name}"]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range", "")))
        self.close_connection = True
        if self.server.answers:
            self.send_error(self.server.answers.pop(0))
            return
        if self.server.redirect and self.path.startswith("/v1/"):
            self.send_response(302)
            self.send_header("Location", self.server.redirect)
            self.end_headers()
            return
        data = self.server.files.get(self.path)
        if data is None:
            self.send_error(404)
            return
        start = 0
        asked = self.headers.get("Range", "")
        etag = f'"{hash(data)}"'
        if asked and self.server.ranges and self.headers.get("If-Range") == etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        rest = data[start:]
        cut = self.server.cut if self.path.startswith("/v1/") else []
        self.wfile.write(rest[: cut.pop(0)] if cut else rest)


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield one
    one.shutdown()
    one.server_close()


def run(project: Path, *arguments: str) -> int:
    return cli.main(["models", *arguments, "--project", str(project)])


def install(project: Path, server: Server, *arguments: str) -> int:
    return run(project, "install", *arguments, "--index", f"{server.url}/index.json")


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


# ── from the index ───────────────────────────────────────────────────────────────────────────────────


def test_the_models_of_the_projects_languages_are_installed_and_pinned(
    project: Path, place: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(project, server, "--json") == 0
    rows = told(capsys)["models"]
    assert {row["pair"] for row in rows} == {"en_ar", "en_es", "en_fr", "en_ru", "en_zh"}
    assert all(set(row) == {"pair", "version", "size", "sha256", "installed"} for row in rows)
    pinned = lock.read(project)["en_fr"]
    assert pinned.url == f"{server.url}/v1/{FRENCH.name}"
    assert (pinned.version, pinned.size) == ("0.1", FRENCH.stat().st_size)
    assert pinned.sha256 == folder.sha256_of(FRENCH)
    assert len(models.chosen(project, place)) == 5
    assert not list((place / "downloads").iterdir())


def test_what_is_there_is_not_fetched_again(project: Path, server: Server) -> None:
    assert install(project, server) == 0
    server.asked.clear()
    assert install(project, server) == 0
    assert server.asked == []


def test_another_machine_gets_the_same_without_the_index(project: Path, place: Path, server: Server) -> None:
    assert install(project, server, "en-fr") == 0
    shutil.rmtree(place)
    server.asked.clear()
    assert install(project, server, "en_fr") == 0
    assert [path for path, _ in server.asked] == [f"/v1/{FRENCH.name}"]


def test_a_changed_model_is_refused(
    project: Path, place: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(project, server, "en_fr") == 0
    shutil.rmtree(place)
    server.files[f"/v1/{FRENCH.name}"] = archive({"README.md": b"altered"}).getvalue()
    assert install(project, server, "en_fr") == 1
    assert "is not the one that this project uses" in capsys.readouterr().err
    assert models.installed(place) == ()
    assert install(project, server, "en_fr", "--update") == 0
    assert lock.read(project)["en_fr"].sha256 != folder.sha256_of(FRENCH)


def test_a_pair_without_a_model_goes_through_english(project: Path) -> None:
    assert models.wanted(["fr"], ["fr", "en", "ru"], ["fr_en", "en_ru"]) == ["fr_en", "en_ru"]
    assert models.wanted(["fr"], ["ru"], ["fr_ru"]) == ["fr_ru"]


def test_an_unknown_pair_is_a_usage_error(
    project: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(project, server, "en_de") == 2
    assert install(project, server, "../x") == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("cuts", [[1000], [0, 700_000, 700_001], [5] * 4])
def test_a_broken_download_goes_on_where_it_broke(project: Path, server: Server, cuts: list[int]) -> None:
    url = f"{server.url}/v1/{FRENCH.name}"
    path = project / "file"
    server.cut = list(cuts)
    download.file(url, path, lambda done, total: None)
    assert path.read_bytes() == FRENCH.read_bytes()
    assert any(asked for _, asked in server.asked) == any(cuts)


def test_an_interrupted_download_is_resumed_by_the_next_command(
    project: Path, place: Path, server: Server
) -> None:
    server.cut = [900_000] + [0] * download.TRIES
    assert install(project, server, "en_fr") == 3
    partial = place / "downloads" / "en_fr-0.1.argosmodel"
    assert partial.stat().st_size == 900_000
    server.asked.clear()
    server.cut = []
    assert install(project, server, "en_fr") == 0
    assert server.asked[-1] == (f"/v1/{FRENCH.name}", "bytes=900000-")


def test_a_part_of_another_version_is_never_completed(project: Path, server: Server) -> None:
    url, path = f"{server.url}/v1/{FRENCH.name}", project / "file"
    server.cut = [900_000] + [0] * download.TRIES
    with pytest.raises(MissingToolError):
        download.file(url, path, lambda done, total: None)
    server.cut = []
    server.files[f"/v1/{FRENCH.name}"] = new = b"other" * 300_000
    download.file(url, path, lambda done, total: None)
    assert path.read_bytes() == new


def test_a_server_without_ranges_is_asked_from_the_start(project: Path, server: Server) -> None:
    server.ranges, server.cut = False, [1000]
    download.file(f"{server.url}/v1/{FRENCH.name}", project / "file", lambda done, total: None)
    assert (project / "file").read_bytes() == FRENCH.read_bytes()


def test_progress_is_told(project: Path, server: Server) -> None:
    seen: list[tuple[int, int]] = []
    download.file(f"{server.url}/v1/{FRENCH.name}", project / "file", lambda *at: seen.append(at))
    assert seen[-1] == (FRENCH.stat().st_size, FRENCH.stat().st_size)


def test_a_busy_server_is_asked_again_and_a_refusal_is_final(project: Path, server: Server) -> None:
    server.answers = [503, 429]
    download.file(f"{server.url}/v1/{FRENCH.name}", project / "file", lambda done, total: None)
    server.answers = [403]
    with pytest.raises(OpenletterError, match="403"):
        download.file(f"{server.url}/v1/{FRENCH.name}", project / "other", lambda done, total: None)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x"])
def test_nothing_but_http_is_followed(project: Path, server: Server, target: str) -> None:
    server.redirect = target
    with pytest.raises(OpenletterError):
        download.file(f"{server.url}/v1/{FRENCH.name}", project / "file", lambda done, total: None)
    with pytest.raises(OpenletterError, match="no address"):
        download.file(target, project / "file", lambda done, total: None)
    assert not (project / "file").exists()


def test_a_download_is_no_larger_than_it_may_be(project: Path, server: Server) -> None:
    with pytest.raises(OpenletterError, match="more than 1000"):
        download.file(f"{server.url}/v1/{FRENCH.name}", project / "f", lambda done, total: None, most=1000)
    assert not (project / "f").exists()


def test_a_silent_server_is_given_up(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        with pytest.raises(MissingToolError, match="cannot be reached"):
            download.file(url, project / "file", lambda done, total: None, timeout=0.05)
        with pytest.raises(MissingToolError):
            download.text(url, "the index", 10, timeout=0.05)


def test_offline_there_is_one_clear_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert run(project, "install", "--index", f"http://127.0.0.1:{port}/index.json") == 3
    err = capsys.readouterr().err
    assert err.count("cannot be reached") == 1
    assert "models import FILE" in err


@pytest.mark.parametrize("index", [b"", b"{}", b"[" * 10_000, b'"x"', b"\xff", b"null"])
def test_a_bad_index_is_an_error_and_bad_rows_are_none(project: Path, server: Server, index: bytes) -> None:
    server.files["/index.json"] = index
    assert install(project, server, "en_fr") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"from_code": "../../x"},
        {"package_version": "1/../../x"},
        {"links": ["file:///etc/passwd"]},
        {"links": None},
        {"type": "sbd"},
        {"to_code": 7},
    ],
)
def test_a_row_that_is_no_model_is_passed_over(project: Path, server: Server, change: dict[str, Any]) -> None:
    server.files["/index.json"] = json.dumps([{**server.row(FRENCH.name), **change}, 5, None]).encode()
    assert models.available(f"{server.url}/index.json") == {}


def test_the_newest_version_is_taken(project: Path, server: Server) -> None:
    rows = [{**server.row(FRENCH.name), "package_version": version} for version in ("1.9", "1.10", "1.2")]
    server.files["/index.json"] = json.dumps(rows).encode()
    assert models.available(f"{server.url}/index.json")["en_fr"].version == "1.10"


# ── from files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.stem)
def test_a_package_is_imported_without_a_network(project: Path, place: Path, package: Path) -> None:
    assert run(project, "import", str(package)) == 0
    ((model, path),) = models.installed(place)
    assert model.sha256 == folder.sha256_of(package)
    assert {p.name for p in path.rglob("*") if p.is_file()} == {
        *("metadata.json", "README.md", "sentencepiece.model", "config.json", "model.bin"),
        *("shared_vocabulary.json", "openletter.json"),
    }
    assert run(project, "verify") == 0


def test_what_the_index_brought_and_what_a_file_brings_are_the_same(project: Path, server: Server) -> None:
    assert install(project, server, "en_fr") == 0
    before = (project / lock.NAME).read_bytes()
    assert run(project, "import", str(FRENCH)) == 0
    assert (project / lock.NAME).read_bytes() == before


def test_two_projects_keep_their_own_versions(project: Path, place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    changed = write(tmp_path, archive({"README.md": b"another"}))
    assert run(project, "import", str(FRENCH)) == 0
    assert run(other, "import", str(changed)) == 0
    assert models.chosen(project, place)["en_fr"][0].sha256 == folder.sha256_of(FRENCH)
    assert models.chosen(other, place)["en_fr"][0].sha256 == folder.sha256_of(changed)


def test_verify_sees_every_change(project: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "import", str(FRENCH)) == 0
    ((_, path),) = models.installed(place)
    (path / "model" / "model.bin").write_bytes(b"x" + (path / "model" / "model.bin").read_bytes()[1:])
    capsys.readouterr()
    assert run(project, "verify", "--json") == 1
    (row,) = told(capsys)["models"]
    assert row["installed"] is False
    assert row["damaged"] == ["model/model.bin"]
    assert run(project, "import", str(FRENCH)) == 0
    assert run(project, "verify") == 0
    (path / "stray").write_text("x")
    assert run(project, "verify") == 1
    shutil.rmtree(path)
    assert run(project, "verify") == 3


def test_a_damaged_lock_is_told(project: Path) -> None:
    for text in ("{", "[]", '{"models": [{"pair": "../x"}]}', '{"models": 5}'):
        (project / lock.NAME).write_text(text)
        assert run(project, "list") == 4


# ── archives that are not what they should be ────────────────────────────────────────────────────────

Spoil = Callable[[zipfile.ZipFile], None]


def archive(changes: dict[str, bytes | None] | None = None, spoil: Spoil | None = None) -> io.BytesIO:
    """The French package with files changed, added, or left out, and whatever `spoil` adds."""
    result = io.BytesIO()
    with zipfile.ZipFile(FRENCH) as old, zipfile.ZipFile(result, "w") as new:
        top = old.namelist()[0].split("/")[0]
        whole = {name.partition("/")[2]: old.read(name) for name in old.namelist() if not name.endswith("/")}
        for name, data in {**whole, **(changes or {})}.items():
            if data is not None:
                new.writestr(f"{top}/{name}", data)
        if spoil:
            spoil(new)
    result.seek(0)
    return result


def write(folder: Path, data: io.BytesIO) -> Path:
    path = folder / "spoilt.argosmodel"
    path.write_bytes(data.getvalue())
    return path


TOP = "translate-en_fr-0_1"


def added(name: str, data: bytes = b"x", mode: int = stat.S_IFREG | 0o644) -> Spoil:
    def add(new: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        new.writestr(info, data)

    return add


def test_what_a_model_does_not_need_stays_in_the_archive(project: Path, place: Path, tmp_path: Path) -> None:
    def spoil(new: zipfile.ZipFile) -> None:
        for name in (
            "stanza/en/tokenize/ewt.pt",
            "minisbd/en.onnx",
            "setup.py",
            "model/evil.py",
            "model/a/b",
        ):
            new.writestr(f"{TOP}/{name}", b"x")
        new.writestr("__MACOSX/._x", b"x")

    assert run(project, "import", str(write(tmp_path, archive(spoil=spoil)))) == 0
    ((_, path),) = models.installed(place)
    assert sorted(p.relative_to(path).as_posix() for p in path.rglob("*")) == [
        *("README.md", "metadata.json", "model", "model/config.json", "model/model.bin"),
        *("model/shared_vocabulary.json", "openletter.json", "sentencepiece.model"),
    ]


SPOILS = {
    "parent": added(f"{TOP}/../../escaped"),
    "absolute": added("/tmp/escaped"),
    "backslash": added(f"{TOP}\\..\\..\\escaped"),
    "drive": added("C:/escaped"),
    "dot": added(f"{TOP}/./metadata.json"),
    "empty part": added(f"{TOP}//metadata.json"),
    "link": added(f"{TOP}/model/link", b"/etc", stat.S_IFLNK | 0o777),
    "needed file as a link": added(f"{TOP}/bpe.model", b"/etc/passwd", stat.S_IFLNK | 0o777),
    "device": added(f"{TOP}/device", b"", stat.S_IFCHR | 0o666),
    "second folder": added("translate-en_es-1_0/metadata.json"),
    "stray file": added("stray.txt"),
    "twice": added(f"{TOP}/metadata.json"),
    "control character": added(f"{TOP}/a\nb"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=list(SPOILS))
def test_an_archive_that_leaves_its_folder_is_refused_as_a_whole(
    project: Path, place: Path, tmp_path: Path, spoil: Spoil
) -> None:
    refused(project, place, tmp_path, archive(spoil=spoil))


METADATA = json.loads(zipfile.ZipFile(FRENCH).read(f"{TOP}/metadata.json"))
CONTENTS: dict[str, dict[str, bytes | None]] = {
    "no model": {"model/model.bin": None},
    "no tokenizer": {"sentencepiece.model": None},
    "no metadata": {"metadata.json": None},
    "metadata no JSON": {"metadata.json": b"{"},
    "metadata nested": {"metadata.json": b"[" * 100_000},
    "metadata a list": {"metadata.json": b"[]"},
    "metadata not UTF-8": {"metadata.json": b"\xff"},
    "language a path": {"metadata.json": json.dumps({**METADATA, "from_code": "../x"}).encode()},
    "version a path": {"metadata.json": json.dumps({**METADATA, "package_version": "../../x"}).encode()},
    "no translation": {"metadata.json": json.dumps({**METADATA, "type": "sbd"}).encode()},
}


@pytest.mark.parametrize("changes", CONTENTS.values(), ids=list(CONTENTS))
def test_an_archive_without_a_model_is_refused(
    project: Path, place: Path, tmp_path: Path, changes: dict[str, bytes | None]
) -> None:
    refused(project, place, tmp_path, archive(changes))


def test_a_truncated_archive_is_refused_wherever_it_ends(project: Path, place: Path, tmp_path: Path) -> None:
    data = FRENCH.read_bytes()
    for size in (0, 3, 100, len(data) // 2, len(data) - 30, len(data) - 1):
        refused(project, place, tmp_path, io.BytesIO(data[:size]))


def test_an_altered_archive_is_refused(project: Path, place: Path, tmp_path: Path) -> None:
    """A flipped byte in the compressed model: the archive's own checksum tells."""
    data = bytearray(FRENCH.read_bytes())
    with zipfile.ZipFile(FRENCH) as whole:
        info = whole.getinfo(f"{TOP}/model/model.bin")
    data[info.header_offset + 1000 + info.compress_size // 2] ^= 0xFF
    refused(project, place, tmp_path, io.BytesIO(bytes(data)))


def test_an_oversized_archive_is_refused(
    project: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MOST", 1_000_000)
    refused(project, place, tmp_path, archive())
    monkeypatch.undo()
    monkeypatch.setenv("OPENLETTER_MODELS", str(place))
    refused(project, place, tmp_path, archive({"README.md": b"x" * (2**20 + 1)}))


def test_an_archive_that_lies_about_its_size_is_refused(project: Path, place: Path, tmp_path: Path) -> None:
    """A bomb that claims to be small: the bytes that come out are counted, not believed."""
    data = archive({"README.md": b"\0" * (40 * 2**20)}).getvalue()
    lying = data.replace((40 * 2**20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    refused(project, place, tmp_path, io.BytesIO(lying))


def refused(project: Path, place: Path, tmp_path: Path, data: io.BytesIO) -> None:
    """The archive is refused with exit code 1, and nothing has changed anywhere."""
    path = write(tmp_path, data)
    before = snapshot(tmp_path)
    assert run(project, "import", str(path)) == 1
    assert models.installed(place) == ()
    assert not (project / lock.NAME).exists()
    assert {p for p in snapshot(tmp_path) - before if ".openletter" not in p} <= {"models", "models/argos"}


def snapshot(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_no_file_is_a_usage_error(project: Path) -> None:
    assert run(project, "import", "no-such.argosmodel") == 2


# ── where they lie ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("system", "environ", "expected"),
    [
        ("linux", {}, ".local/share/openletter/models"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/openletter/models"),
        ("darwin", {}, "Library/Application Support/openletter/models"),
        ("win32", {}, "AppData/Local/openletter/models"),
    ],
)
def test_models_lie_in_the_users_data_folder(system: str, environ: dict[str, str], expected: str) -> None:
    assert models.models_folder(environ, system) == Path.home() / expected


def test_the_list_names_what_is_here_pinned_and_offered(
    project: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, "import", str(FRENCH)) == 0
    capsys.readouterr()
    assert run(project, "list", "--json") == 0
    assert [row["pair"] for row in told(capsys)["models"]] == ["en_fr"]
    assert run(project, "list", "--available", "--index", f"{server.url}/index.json", "--json") == 0
    rows = {row["pair"]: row["installed"] for row in told(capsys)["models"]}
    assert rows == {"en_ar": False, "en_es": False, "en_fr": True, "en_ru": False, "en_zh": False}


def test_a_model_is_never_seen_half_installed(
    project: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", fail)
    assert run(project, "import", str(FRENCH)) == 1
    assert models.installed(place) == ()
    assert list((place / "argos").iterdir()) == []


def test_a_damaged_model_is_fetched_anew(project: Path, place: Path, server: Server) -> None:
    assert run(project, "install", "en_fr", "--index", f"{server.url}/index.json") == 0
    ((_, path),) = models.installed(place)
    (path / "model" / "model.bin").write_bytes((path / "model" / "model.bin").read_bytes()[:1000])
    assert run(project, "verify") == 1
    assert run(project, "install", "en_fr", "--index", f"{server.url}/index.json") == 0
    assert run(project, "verify") == 0
    asked = len(server.asked)
    assert run(project, "install", "en_fr", "--index", f"{server.url}/index.json") == 0
    assert len(server.asked) == asked

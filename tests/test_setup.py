"""build.py on a machine that has Python and nothing else; the package as pip builds it; the lock files."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tools import environment, pipwheel

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LEFT_OUT = (".git", ".venv", "node_modules", "output", ".openletter", "*_cache", "__pycache__", ".hypothesis")
UNREACHABLE = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


def run(*command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, **environ}
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, encoding="utf-8", cwd=cwd, env=whole, timeout=600)


def copy(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


# ── a fresh copy, for real and once ──────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A copy whose path has a space, after its first `build.py`, run without any installed package."""
    folder = copy(tmp_path_factory.mktemp("fresh") / "an open letter")
    return folder, bare_python(folder)


def bare_python(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    python = getattr(sys, "_base_executable", sys.executable)
    return run(python, "-I", "-S", folder / "build.py", *arguments, cwd=folder, **environ)


def test_one_command_gives_eighteen_files(fresh: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, ended = fresh
    assert ended.returncode == 0, ended.stderr
    assert str(folder / ".venv") in ended.stderr
    assert "MB" in ended.stderr
    made = [p for p in (folder / "output").rglob("*") if p.suffix in (".html", ".epub", ".pdf")]
    assert len([p for p in made if p.name != "index.html"]) == 18
    assert (folder / "output" / "index.html") in made


def test_the_next_run_sets_nothing_up(fresh: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = fresh
    began = time.monotonic()
    ended = bare_python(folder, "publish", "--json", **UNREACHABLE)
    assert ended.returncode == 0, ended.stderr
    assert ".venv" not in ended.stderr
    assert len(json.loads(ended.stdout)["artifacts"]) == 18
    assert time.monotonic() - began < 20


def test_the_working_tree_stays_clean(fresh: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = fresh
    new = {p.name for p in folder.iterdir()} - {p.name for p in ROOT.iterdir()}
    assert new <= {".venv", ".openletter", "output", "__pycache__"}


def test_pip_comes_where_ensurepip_is_missing(tmp_path: Path) -> None:
    venv.create(tmp_path / "v", with_pip=False)
    python = environment.Venv(tmp_path / "v").python
    pipwheel.bring_pip(python)
    version = pipwheel.WHEEL.split("-")[1]
    assert f"pip {version} " in run(python, "-m", "pip", "--version", cwd=tmp_path).stdout


# ── the rules of the set-up, with stand-ins for what is slow ─────────────────────────────────────────


class Stage:
    """An environment under `folder` whose making and filling are recorded, not done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.venv = environment.Venv(folder / ".venv")
        self.did: list[str] = []
        self.fault: BaseException | None = None
        (folder / "requirements.lock").write_text("one")
        (folder / "requirements-argos.lock").write_text("more")
        (folder / "requirements-test.lock").write_text("two")
        (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
        monkeypatch.setattr(environment, "ROOT", folder)
        monkeypatch.setattr(environment, "VENV", self.venv)
        monkeypatch.setattr(environment, "importable", lambda lock: False)
        monkeypatch.setattr(environment, "make_venv", self.make)
        monkeypatch.setattr(environment, "install", self.install)

    def make(self) -> None:
        self.did.append("make")
        shutil.rmtree(self.venv.path, ignore_errors=True)
        self.venv.python.parent.mkdir(parents=True)
        self.venv.python.write_text("")

    def install(self, lock: environment.Lock, held: int) -> None:
        self.did.append(lock.name)
        if self.fault:
            raise self.fault

    def prepare(self, lock: environment.Lock = environment.RUN) -> list[str]:
        """What a run does to the environment."""
        self.did = []
        assert environment.prepare(lock) == self.venv.python
        return self.did


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(tmp_path, monkeypatch)


def test_set_up_happens_once(stage: Stage) -> None:
    assert stage.prepare() == ["make", "requirements.lock"]
    assert stage.prepare() == []


def test_test_tools_are_added_once(stage: Stage) -> None:
    stage.prepare()
    assert stage.prepare(environment.TEST) == ["requirements-test.lock"]
    assert stage.prepare(environment.TEST) == []
    assert stage.prepare() == []


def test_what_drafting_needs_is_added_when_it_is_needed(stage: Stage) -> None:
    stage.prepare()
    assert stage.prepare(environment.needed(["draft", "--lang", "fr"])) == ["requirements-argos.lock"]
    assert stage.prepare(environment.needed(["draft"])) == []
    assert stage.prepare(environment.needed(["publish"])) == []


def test_the_test_tools_hold_what_drafting_needs(stage: Stage) -> None:
    stage.prepare(environment.TEST)
    assert stage.prepare(environment.ARGOS) == []


@pytest.mark.parametrize(
    "words",
    [
        ["publish"],
        ["draft", "--from", "a.po"],
        ["draft", "--engine", "firefox"],
        ["draft", "--help"],
        ["models"],
    ],
)
def test_only_drafts_by_argos_need_its_packages(words: list[str]) -> None:
    assert environment.needed(words) is environment.RUN


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), environment.SetupError("no network")])
def test_an_interrupted_set_up_is_redone(stage: Stage, fault: BaseException) -> None:
    stage.fault = fault
    with pytest.raises(type(fault)):
        stage.prepare()
    stage.fault = None
    assert stage.prepare() == ["make", "requirements.lock"]


def test_an_interrupted_update_is_redone_from_the_start(stage: Stage) -> None:
    stage.prepare()
    stage.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        stage.prepare(environment.TEST)
    stage.fault = None
    assert stage.prepare() == ["make", "requirements.lock"]


def test_a_changed_lock_updates(stage: Stage) -> None:
    stage.prepare()
    environment.RUN.path.write_text("three")
    assert stage.prepare() == ["requirements.lock"]
    assert stage.prepare() == []


def test_an_environment_without_its_python_is_redone(stage: Stage) -> None:
    stage.prepare()
    stage.venv.python.unlink()
    assert stage.prepare() == ["make", "requirements.lock"]


def test_a_moved_environment_is_redone(stage: Stage) -> None:
    stage.prepare()
    stamp = json.loads(stage.venv.stamp.read_text("utf-8"))
    stage.venv.stamp.write_text(json.dumps({**stamp, "place": "/elsewhere/.venv"}), "utf-8")
    assert stage.prepare() == ["make", "requirements.lock"]


def test_a_venv_of_somebody_else_is_never_changed(stage: Stage) -> None:
    (stage.venv.path / "own").mkdir(parents=True)
    with pytest.raises(environment.SetupError, match="was not made by"):
        stage.prepare()
    stage.venv.python.parent.mkdir(exist_ok=True)
    stage.venv.python.write_text("")
    assert stage.prepare() == []
    assert (stage.venv.path / "own").is_dir()


def test_dependencies_that_are_there_are_used(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "importable", lambda lock: lock is environment.RUN)
    assert environment.prepare(environment.RUN) is None
    assert not stage.venv.path.exists()


def test_this_python_has_the_test_tools() -> None:
    assert environment.importable(environment.TEST)
    assert not environment.present("pytest>=9999")


def test_a_full_disk_is_told_before_anything_is_made(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ROOT)._replace(free=1_000_000)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(environment.SetupError, match="1 MB left"):
        stage.prepare()
    assert not stage.venv.path.exists()


def test_two_runs_wait_for_each_other(stage: Stage) -> None:
    with environment.one_at_a_time(), open(environment.ROOT / ".openletter/setup.lock", "a+b") as second:
        assert not environment.try_lock(second)
    with open(environment.ROOT / ".openletter/setup.lock", "a+b") as second:
        assert environment.try_lock(second)


def test_pip_stays_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    found = environment.pip_environment()
    assert found["PIP_USER"] == "0"
    assert "PIP_TARGET" not in found
    assert found["PIP_INDEX_URL"] == "https://index.example/simple"


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main = runpy.run_path(str(ROOT / "build.py"))["main"]
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    assert main([]) == 3
    assert "needs Python 3.11 or newer; this is Python 3.9" in capsys.readouterr().err


def test_the_index_of_pip_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://index.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    assert pipwheel.index() == "https://index.example/simple"
    assert pipwheel.bare("https://me:secret@index.example/simple") == "https://index.example/simple"


def test_a_wrong_pip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / pipwheel.WHEEL).write_bytes(b"something else")
    with pytest.raises(ValueError, match="SHA-256"):
        pipwheel.fetch((tmp_path / pipwheel.WHEEL).as_uri())
    page = f'<a href="../files/{pipwheel.WHEEL}#sha256=00">x</a>'.encode()
    monkeypatch.setattr(pipwheel, "get", lambda address: page)
    assert pipwheel.link("https://a.example/simple/") == f"https://a.example/simple/files/{pipwheel.WHEEL}"


# ── lock files ───────────────────────────────────────────────────────────────────────────────────────


LOCKS = [environment.RUN, environment.ARGOS, environment.TEST]


def pins(name: str) -> set[tuple[str, str]]:
    """The packages of a lock with their versions; one may have several, for several systems."""
    found = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {(normal(package), version) for package, version in found}


def normal(package: str) -> str:
    """A package's name as the package index compares it."""
    return re.sub(r"[-_.]+", "-", package.strip().lower())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_hold_what_pyproject_asks_for(lock: environment.Lock) -> None:
    wanted = PROJECT["dependencies"] + (PROJECT["optional-dependencies"][lock.extra] if lock.extra else [])
    locked = dict(pins(lock.name))
    for requirement in wanted:
        package, _, lowest = requirement.partition(";")[0].partition(">=")
        found = locked[normal(package)]
        assert environment.numbers(found) >= environment.numbers(lowest), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_those_that_it_says_it_holds(lock: environment.Lock) -> None:
    for other in lock.holds:
        assert pins(other) <= pins(lock.name)


@pytest.mark.parametrize("name", [lock.name for lock in LOCKS])
def test_each_pin_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in pin for pin in re.split(r"\n(?=\S)", text.strip()))


def test_npm_lock_has_digests_and_one_registry_at_most() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for path, package in packages.items():
        assert not path or package["integrity"].startswith("sha512-")
        assert package.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        )


# ── the package ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the source archive that `python -m build` makes."""
    folder = copy(tmp_path_factory.mktemp("built") / "project")
    ended = run(sys.executable, "-m", "build", "--no-isolation", folder, cwd=folder)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder / "dist"


def data_files() -> list[str]:
    """Every file of the package that is no Python."""
    files = (p for p in (ROOT / "openletter").rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return [p.relative_to(ROOT).as_posix() for p in files if p.suffix not in (".py", ".pyc")]


def test_the_wheel_holds_all_data(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        entries = next(name for name in names if name.endswith("entry_points.txt"))
        assert "openletter = openletter.cli:main" in wheel.read(entries).decode()
    assert set(data_files()) <= names
    assert "openletter/worker.lua" in names
    assert {f"openletter/locale/{lang}/LC_MESSAGES/openletter.mo" for lang in ("ar", "zh", "fr")} <= names
    assert not [name for name in names if name.startswith(("tests", "tools", "source", "locales"))]
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_source_archive_holds_what_a_build_needs(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"build.py", "tools/environment.py", "requirements.lock", "source/letter.md"} <= names
    assert not [name for name in names if name.startswith((".venv", "output", "node_modules"))]


def test_catalogs_load_from_the_wheel(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from openletter import conventions as c;"
        "assert c.__file__.startswith(sys.argv[1]), c.__file__; print(len(c.load('fr').words))"
    )
    ended = run(sys.executable, "-I", "-c", code, tmp_path, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 5


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    ended = run(sys.executable, "-m", "openletter", "init", tmp_path / "new", cwd=ROOT)
    assert ended.returncode == 0, ended.stderr
    assert "python3 -m openletter preview" in ended.stdout


def test_the_licence_is_the_whole_agpl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.count("\n") > 600
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "END OF TERMS AND CONDITIONS" in text


def test_a_set_up_that_fails_is_told_as_json_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(lock: environment.Lock) -> None:
        raise environment.SetupError("no network")

    monkeypatch.setattr(environment, "prepare", fail)
    assert environment.run(["--json", "publish"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["what"] == "no network"
    assert "no network" in err
    assert environment.run(["publish"]) == 3
    assert capsys.readouterr().out == ""

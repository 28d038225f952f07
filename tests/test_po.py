"""Reading and writing PO files, with polib and GNU gettext as oracles."""

from __future__ import annotations

import contextlib
import shutil
import string
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import po
from openletter.errors import SubmissionError
from openletter.model import Catalog, Entry, Finding

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

DATA = Path(__file__).parent / "data" / "po"
HEAD = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")


def parse(body: str, problems: list[Finding] | None = None) -> Catalog:
    return po.parse(HEAD + body.encode(), "f.po", problems=problems)


# What is refused


@pytest.mark.parametrize("path", sorted((DATA / "refuse").iterdir()), ids=lambda path: path.name)
def test_a_file_is_refused_with_its_code_and_line(path: Path) -> None:
    problems: list[Finding] = []
    with pytest.raises(SubmissionError) as caught:
        po.parse(path.read_bytes(), path.name, problems=problems)
    error = caught.value
    assert error.code == path.name.split(".")[0]
    assert error.where
    assert (error.where.file, error.where.line) == (path.name, int(path.name.split(".")[-2]))
    assert error.what
    assert error.hint


@pytest.mark.parametrize("path", sorted((DATA / "entry").iterdir()), ids=lambda path: path.name)
def test_an_entry_is_refused_and_the_others_taken(path: Path) -> None:
    problems: list[Finding] = []
    data = path.read_bytes() + b'\nmsgid "good"\nmsgstr "bon"\n'
    catalog = po.parse(data, path.name, problems=problems)
    assert [entry.msgid for entry in catalog.entries] == ["good"]
    assert [(found.code, found.where.file) for found in problems] == [(path.name.split(".")[0], path.name)]
    assert data.split(b"\n")[problems[0].where.line - 1].startswith((b"msgid", b"msgctxt"))
    with pytest.raises(SubmissionError) as caught:
        po.parse(path.read_bytes(), path.name)
    assert caught.value.code == problems[0].code
    assert caught.value.where == problems[0].where


def test_everything_that_the_grammar_has_is_taken() -> None:
    catalog = po.parse((DATA / "take" / "everything.po").read_bytes())
    first, second, third, gone = catalog.entries
    assert first.key == ("title", "One two")
    assert first.msgstr == 'tab\there "quoted" \\ back <A\nsecond line\n'
    assert first.previous == ("older", "Old words")
    assert first.flags == ("fuzzy", "no-wrap")
    assert first.comments == ("translator", "without a space", "")
    assert first.extracted == ("", "extracted")
    assert first.references == ("source/letter.md:3", "source/letter.md:9", "a b.md:4")
    assert (first.line, first.msgstr_line) == (20, 24)
    assert (second.msgid, second.msgstr) == (
        "spaces before",
        "the string on a line of its own and two on one",
    )
    assert (third.msgid, third.msgstr) == ("no blank line before", "isolated words")
    assert (gone.key, gone.msgstr) == (("", "Gone"), "Parti")
    assert gone.obsolete
    assert gone.fuzzy
    assert gone.previous == ("", "Older")


@needs_gettext
def test_gettext_takes_the_same_file(tmp_path: Path) -> None:
    """The file of all grammar is not our own idea of the grammar: msgcat reads it, and polib's reading of
    what msgcat makes of it agrees with ours."""
    source = DATA / "take" / "everything.po"
    made = subprocess.run(["msgcat", "--no-wrap", source], capture_output=True, check=True).stdout
    (tmp_path / "f.po").write_bytes(made)
    theirs = {(e.msgctxt or "", e.msgid): e.msgstr for e in polib.pofile(str(tmp_path / "f.po"))}
    assert theirs == {
        (e.msgctxt, e.msgid): e.msgstr.replace("isolated", "\u2067isolated\u2069")
        for e in po.parse(source.read_bytes()).entries
    }


def test_gettext_does_not_join_a_comment_to_the_next_line() -> None:
    catalog = Catalog(po.header("l"), (Entry("", "x", "", extracted=("C:\\",), references=("\\",)),))
    assert b"\\\n" not in po.serialize(catalog)
    assert po.bare(po.parse(po.serialize(catalog))) == catalog


def test_crlf_is_taken() -> None:
    data = (DATA / "take" / "everything.po").read_bytes()
    assert po.parse(data.replace(b"\n", b"\r\n")) == po.parse(data)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ('msgid "x"\nmsgstr ""\n' + '""\n' * 10_001, "too-large", 6),
        ('msgid "x"\nmsgstr "' + "y" * (1 << 20) + '"\n', "too-large", 6),
        ("#" + "y" * (10 << 20), "too-large", 0),
    ],
)
def test_a_file_beyond_the_limits_is_refused(body: str, code: str, line: int) -> None:
    with pytest.raises(SubmissionError) as caught:
        parse(body, [])
    assert caught.value.where
    assert (caught.value.code, caught.value.where.line) == (code, line)


def test_a_text_beyond_the_limits_is_refused_as_an_entry() -> None:
    problems: list[Finding] = []
    body = 'msgid "x"\nmsgstr "' + "y" * (64 * 1024 + 1) + '"\n\nmsgid "z"\nmsgstr "z"\n'
    assert [entry.msgid for entry in parse(body, problems).entries] == ["z"]
    assert [found.code for found in problems] == ["too-large"]
    assert len(po.parse(HEAD + body.encode(), limits=po.OWN).entries) == 2


@pytest.mark.parametrize(
    "piece",
    [
        "#: a:1 b:2\n",
        '""\n',
        "\\\\",
        "#| msgid\n",
        '#| msgid "a"\n',
        "\u2067",
        "\\x41",
        '" "',
        "\\1",
        "#, a,\n",
    ],
)
def test_no_input_takes_quadratic_time(piece: str) -> None:
    """Ten times as much takes about ten times as long, not a hundred times."""

    def seconds(times: int) -> float:
        body = f'msgid "x"\nmsgstr "{piece * times}"\n' if "\n" not in piece else piece * times
        data = HEAD + body.encode()
        start = time.process_time()
        with contextlib.suppress(SubmissionError):
            po.parse(data, problems=[], limits=po.OWN)
        return time.process_time() - start

    assert seconds(200_000) < max(40 * min(seconds(20_000) for _ in range(3)), 0.5)


# Laws

alphabet = st.one_of(
    st.sampled_from(' \\"\n\t<>/n1x#~|é文本،。‘’“”'),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\ufeff"),
)
texts = st.text(alphabet, max_size=200).map(
    lambda text: "".join(c for c in text if not "\u2066" <= c <= "\u2069")
)
lines_ = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60).map(str.rstrip)
references = st.lists(st.text(string.ascii_letters + "/.:é\\", min_size=1), max_size=4).map(tuple)
keys = st.tuples(st.sampled_from(["", "title", "alt"]), texts.filter(bool))


@st.composite
def entries(draw: st.DrawFn, key: tuple[str, str]) -> Entry:
    obsolete = draw(st.booleans())
    return Entry(
        *key,
        draw(texts),
        flags=draw(st.sampled_from([(), ("fuzzy",), ("fuzzy", "ignore-xml-tags")])),
        comments=tuple(draw(st.lists(lines_, max_size=2))),
        extracted=() if obsolete else tuple(draw(st.lists(lines_, max_size=2))),
        references=() if obsolete else draw(references),
        previous=draw(st.none() | keys),
        obsolete=obsolete,
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    drawn = [draw(entries(key)) for key in draw(st.lists(keys, unique=True, max_size=6))]
    lang = draw(st.sampled_from(["ar", "zh", "fr", "ru", "es", "de", ""]))
    return Catalog(po.header("letter", lang), tuple(sorted(drawn, key=lambda entry: entry.obsolete)))


@given(catalogs())
def test_what_is_written_reads_back(catalog: Catalog) -> None:
    data = po.serialize(catalog)
    again = po.parse(data, "x.po")
    assert po.bare(again) == catalog
    assert po.serialize(again) == data


@given(catalogs())
def test_lines_are_those_of_the_keywords(catalog: Catalog) -> None:
    data = po.serialize(catalog)
    lines = data.decode().split("\n")
    for entry in po.parse(data).entries:
        assert lines[entry.line - 1].removeprefix("#~ ").startswith(("msgctxt ", "msgid "))
        assert lines[entry.msgstr_line - 1].removeprefix("#~ ").startswith("msgstr ")


def plain(text: str) -> str:
    """polib ends a line where str.splitlines does (known fault)."""
    return "".join(c for c in text if c not in "\u2028\u2029")


@given(catalogs())
def test_polib_reads_what_we_write(catalog: Catalog) -> None:
    kept = [
        Entry(e.msgctxt, plain(e.msgid), plain(e.msgstr), flags=e.flags, obsolete=e.obsolete)
        for e in catalog.entries
        if plain(e.msgid).strip()
    ]
    kept = list({e.key: e for e in kept}.values())
    theirs = polib.pofile(po.serialize(Catalog(catalog.header, tuple(kept))).decode())
    assert {(e.msgctxt or "", e.msgid, e.msgstr, bool(e.obsolete)) for e in theirs} == {
        (*e.key, e.msgstr, e.obsolete) for e in kept
    }


def seen(entry: Entry) -> tuple[object, ...]:
    """What msgcat keeps of an entry: it takes fuzzy from a blank one."""
    fuzzy = entry.fuzzy and bool(entry.msgstr)
    return entry.key, entry.msgstr, entry.previous, fuzzy, entry.obsolete


@needs_gettext
@settings(max_examples=40, deadline=None)
@given(catalogs())
def test_gettext_reads_what_we_write(catalog: Catalog) -> None:
    """msgcat gives every text back; msgfmt --check has no error to report but for its rule that msgid and
    msgstr begin and end with a line feed alike, which is the checks' business."""
    kept = tuple(e for e in catalog.entries if e.msgstr or not e.obsolete)  # msgcat drops blank obsolete ones
    data = po.serialize(Catalog(catalog.header, kept))
    made = subprocess.run(["msgcat", "--force-po", "-"], input=data, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    again = po.parse(made.stdout)
    assert [seen(e) for e in again.entries] == [seen(e) for e in kept]
    checked = subprocess.run(
        ["msgfmt", "--check", "-o", "-", "-"], input=data, capture_output=True, check=False
    )
    errors = [
        line
        for line in checked.stderr.decode().splitlines()
        if "warning" not in line
        and "both begin" not in line
        and "both end" not in line
        and "fatal" not in line
    ]
    assert not errors


@given(
    catalogs(),
    st.sampled_from([*HEAD.split(b"\n"), b'"', b"#~", b"#| ", b"msgid", b"\\", b"\0", b"\xff"]),
    st.data(),
)
def test_whatever_comes_in_is_read_or_refused(catalog: Catalog, piece: bytes, data: st.DataObject) -> None:
    whole = po.serialize(catalog)
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 30))
    try:
        read = po.parse(whole[:at] + piece + whole[at + cut :], problems=[])
    except SubmissionError:
        return
    assert po.bare(po.parse(po.serialize(read))) == po.bare(read)


# Style


def test_the_style(golden: Callable[[Path, str], None]) -> None:
    long = (
        "Les États ne doivent <em1>pas</em1> renvoyer quiconque vers un lieu où il risque la torture.<note1/>"
    )
    catalog = Catalog(
        po.header("letter", "zh"),
        (
            Entry("title", "A", "甲", references=("source/letter.md:1",)),
            Entry(
                "",
                long,
                "各国不得将任何人送回面临酷刑危险的地方,这一点没有例外,也不取决于该人做过什么。" * 2,
                flags=("ignore-xml-tags",),
                extracted=("<note1/>: footnote",),
            ),
            Entry("", "two\nlines", "deux\nlignes", comments=("draft: argos en_fr 1.9",)),
            Entry("", "Gone", "Parti", obsolete=True),
        ),
    )
    golden(DATA / "style.po", po.serialize(catalog).decode())


@given(texts)
def test_no_line_that_could_be_divided_is_too_wide(text: str) -> None:
    from openletter.po.wrap import COLUMNS, width

    data = po.serialize(Catalog(po.header("l"), (Entry("", "x", text),))).decode()
    for line in data.split("\n"):
        assert width(line) <= COLUMNS or " " not in line.strip('"').rstrip(" ")[7:] or len(line.split()) < 3


@pytest.mark.parametrize("lang", ["ar", "zh", "en", "fr", "ru", "es", "de", "pl", "xx", ""])
def test_the_header_is_read_back_and_has_no_names_and_no_times(lang: str) -> None:
    header = po.header("folder/letter", lang)
    assert po.parse(po.serialize(Catalog(header, ()))).header == header
    assert not [name for name in header if name.startswith("X-") or "Date" in name or "Team" in name]
    assert "Last-Translator" not in header


@pytest.mark.parametrize("text", ["a\x85", "\x1b", "\r", "\u202e", "\u2067", "\u2067a\u2069", "\ufeff"])
def test_a_translation_that_could_not_be_read_cannot_be_written(text: str) -> None:
    if text == "\u2067a\u2069":
        assert po.bare(po.parse(po.serialize(Catalog(po.header("l"), (Entry("", "a", text),))))).entries == (
            Entry("", "a", "a"),
        )
        return
    with pytest.raises(ValueError, match=r"translation holds|opens or closes"):
        po.serialize(Catalog(po.header("l"), (Entry("", "a", text),)))


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_a_letter_may_hold_any_character(msgid: str) -> None:
    catalog = Catalog(po.header("l"), (Entry("", msgid, "x"),))
    assert po.bare(po.parse(po.serialize(catalog))) == catalog

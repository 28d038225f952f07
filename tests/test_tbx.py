"""TBX read and written, and what of it comes into the termbase."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from openletter import tbx, termbase
from openletter.cli import main
from openletter.errors import SubmissionError
from openletter.termbase import Concept

CANARY = "MARIE-CANARY"
WHO = f"""<transacGrp><transac type="transactionType">origination</transac>
<transacNote type="responsibility" target="{CANARY}">{CANARY}</transacNote>
<date>2014-12-09</date></transacGrp>
<admin type="source">{CANARY}</admin><note>{CANARY}</note>"""

V3_DCA = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="https://raw.githubusercontent.com/x/TBXcoreStructV03.rng"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>{CANARY}</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="{CANARY}"><descrip type="subjectField">law</descrip>{WHO}
<langSec xml:lang="en-GB"><descripGrp><descrip type="definition">{CANARY}</descrip></descripGrp>
<termSec><term>enforced disappearance</term>{WHO}</termSec>
<termSec><term>forced disappearance</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
<langSec xml:lang="fr">
<termSec><term>disparition involontaire</term>
<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
<termSec><term>disparition
  forcée</term><termNoteGrp><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
</termNoteGrp></termSec></langSec>
<langSec xml:lang="zh-Hant"><termSec><term>強迫失蹤</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""

V3_DCT = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><min:subjectField>law</min:subjectField><langSec xml:lang="en"><termSec>
<term>witness</term><min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec><langSec xml:lang="ru">
<termSec><term>очевидец</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>свидетель</term></termSec></langSec></conceptEntry></body></text></tbx>"""

V2 = f"""<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc>
<sourceDesc><p>{CANARY}</p></sourceDesc></fileDesc></martifHeader><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>camp</term></tig></langSet><langSet xml:lang="es"><ntig><termGrp>
<term>campo</term><termNote type="partOfSpeech">noun</termNote></termGrp>{WHO}</ntig></langSet>
</termEntry></body></text></martif>"""


def test_version_3_in_the_style_dca() -> None:
    (one,) = tbx.read(V3_DCA.encode())
    assert one.terms == {
        "en": ("enforced disappearance",),
        "fr": ("disparition forcée", "disparition involontaire"),
    }
    assert CANARY not in repr(one)


def test_version_3_in_the_style_dct() -> None:
    (one,) = tbx.read(V3_DCT.encode())
    assert one.terms == {"en": ("witness",), "ru": ("свидетель",)}


def test_version_2() -> None:
    (one,) = tbx.read(V2.encode())
    assert one.terms == {"en": ("camp",), "es": ("campo",)}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<tmx/>", "tbx"),
        ("<tbx>", "xml-syntax"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "xml-doctype"),
    ],
)
def test_what_is_refused(data: str, code: str) -> None:
    with pytest.raises(SubmissionError) as error:
        tbx.read(data.encode(), "terms.tbx")
    assert error.value.code == code


@pytest.mark.parametrize("term", ["a|b", "x\u202ey", "z" * 501, " ", "&#x85;"])
def test_terms_that_no_table_may_hold_are_passed_by(term: str) -> None:
    (one,) = tbx.read(V3_DCT.replace("свидетель", term).encode())
    assert one.terms == {"en": ("witness",)}


WORD = st.text(st.characters(categories=["L", "N"], include_characters="&<\"'’- "), min_size=1, max_size=12)
TERM = WORD.map(lambda text: " ".join(text.split())).filter(bool)
CONCEPTS = st.builds(
    Concept,
    st.dictionaries(
        st.sampled_from(termbase.HEAD),
        st.lists(TERM, min_size=1, max_size=3, unique=True).map(tuple),
        max_size=4,
    ),
    st.booleans(),
)


@given(st.lists(CONCEPTS, max_size=4))
def test_what_is_written_is_read(concepts: list[Concept]) -> None:
    found = tbx.read(tbx.write(concepts, "en"))
    assert [(one.terms, one.translate) for one in found] == [(one.terms, one.translate) for one in concepts]


def test_the_translate_toolkit_reads_version_2_as_we_do() -> None:
    from translate.storage.tbx import tbxfile

    file = tbxfile()
    file.addsourceunit("treaty body").target = "organe conventionnel"
    file.settargetlanguage("fr")
    (one,) = tbx.read(bytes(file))
    assert one.terms["en"] == ("treaty body",)
    assert ("organe conventionnel",) in one.terms.values()


# The table

TABLE = (
    "en\tfr\tes\tfr_status\tes_status\tnote\ttranslate\n"
    "witness\ttémoin\t\tverified\t\tx\tyes\n"
    "OHCHR\tHCDH\tACNUDH\t\t\t\tyes\n"
)


def test_empty_fields_are_filled_and_new_terms_get_rows_and_nothing_else_changes() -> None:
    found = termbase.merged(
        TABLE,
        [
            Concept(
                {"en": ("Witness",), "fr": ("témoin oculaire",), "es": ("testigo", "declarante")}, line=7
            ),
            Concept({"en": ("camp", "prison camp"), "fr": ("camp",), "ru": ("лагерь",)}),
            Concept({"en": ("Kaesong",), "fr": ("Kaesong",)}, translate=False),
            Concept({"fr": ("sans anglais",)}),
        ],
    )
    assert found.text.splitlines() == [
        TABLE.splitlines()[0],
        "witness\ttémoin\ttestigo|declarante\tverified\tunverified\tx\tyes",
        TABLE.splitlines()[2],
        "camp\tcamp\t\tunverified\t\t\tyes",
        "prison camp\tcamp\t\tunverified\t\t\tyes",
        "Kaesong\tKaesong\t\tunverified\t\t\tno",
    ]
    assert (found.added, found.filled) == (3, 1)
    assert found.differ == ((7, "fr: “Witness” is “témoin” in the termbase, “témoin oculaire” in the file"),)


@given(st.lists(CONCEPTS, max_size=4))
def test_taking_in_twice_is_taking_in_once(concepts: list[Concept]) -> None:
    once = termbase.merged(TABLE, concepts)
    twice = termbase.merged(once.text, concepts)
    assert (twice.text, twice.added, twice.filled) == (once.text, 0, 0)


def test_the_projects_own_termbase_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "locales").mkdir()
    table = tmp_path / "locales" / "terms.tsv"
    shutil.copy(ROOT / "locales" / "terms.tsv", table)
    before = table.read_bytes()
    file = tmp_path / "terms.tbx"
    assert main(["terms", "export", str(file), "--project", str(tmp_path)]) == 0
    assert main(["terms", "import", str(file), "--project", str(tmp_path), "--quiet"]) == 0
    assert table.read_bytes() == before
    table.unlink()
    capsys.readouterr()
    assert main(["terms", "import", str(file), "--project", str(tmp_path), "--json"]) == 0
    count = len(before.splitlines()) - 1
    assert json.loads(capsys.readouterr().out) == {
        "file": str(file), "concepts": count, "added": count, "filled": 0, "differ": []
    }  # fmt: skip
    for lang in termbase.HEAD[1:]:
        assert termbase.terms(tmp_path, lang) == termbase.terms(ROOT, lang)


def test_no_name_comes_into_the_table(tmp_path: Path) -> None:
    for number, data in enumerate((V3_DCA, V3_DCT, V2)):
        file = tmp_path / f"{number}.tbx"
        file.write_text(data, "utf-8")
        assert main(["terms", "import", str(file), "--project", str(tmp_path), "--quiet"]) == 0
    text = (tmp_path / "locales" / "terms.tsv").read_text("utf-8")
    assert "disparition forcée|disparition involontaire" in text
    assert CANARY not in text
    assert "2014" not in text


def test_what_cannot_be_done(tmp_path: Path) -> None:
    assert main(["terms", "import", "nowhere.tbx", "--project", str(tmp_path)]) == 2
    assert main(["terms", "export", "terms.txt", "--project", str(tmp_path)]) == 2
    (tmp_path / "bad.tbx").write_text("<tbx>")
    assert main(["terms", "import", str(tmp_path / "bad.tbx"), "--project", str(tmp_path)]) == 1

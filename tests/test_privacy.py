"""What must not be told: canaries planted wherever a file from a reviewer can carry names, times and paths.

None is in a committed byte, or in one that is published.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from hostile import catalog, project

from openletter import po
from openletter.cli import main

CANARIES = (
    *("Canary-Person", "canary@example.org", "/home/canary", "C:\\Users\\canary", "Canary-Tool", "+0745"),
    *(
        "2014-12-31 23:59",
        "canary.example",
        "Canary-Team",
        "canary-id",
        "Canary-Organisation",
        "20141231T235959Z",
    ),
)
PERSON, MAIL, HOME, USER, TOOL, ZONE, TIME, HOST, TEAM, ID, ORGANISATION, STAMP = CANARIES


def planted_po(path: Path) -> None:
    """A good file with a canary in every place that is not a translation."""
    entries = po.serialize(catalog("c_good.fr.po")).decode().split("\n\n", 1)[1]
    entries = re.sub(
        "^msgid ",
        f"# {PERSON} <{MAIL}> {TIME}{ZONE}\n#. {TOOL} {HOME}\n#: {HOME}/letter.md:3 {HOST}:4\n"
        f'#, {ID}, no-wrap\n#| msgid "{TEAM}"\nmsgid ',
        entries,
        flags=re.MULTILINE,
    )
    entries += f'\n#~ msgid "{TEAM} {HOST}"\n#~ msgstr "{PERSON}"\n'
    fields = {
        "Project-Id-Version": "letter",
        "Report-Msgid-Bugs-To": MAIL,
        "POT-Creation-Date": f"{TIME}{ZONE}",
        "PO-Revision-Date": f"{TIME}{ZONE}",
        "Last-Translator": f"{PERSON} <{MAIL}>",
        "Language-Team": f"{TEAM} <https://{HOST}/>",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": TOOL,
        "X-Poedit-Basepath": HOME,
        "X-Poedit-SearchPath-0": USER,
        "X-Poedit-SourceCharset": TOOL,
        "X-Reviewed-By": PERSON,
        "X-Crowdin-Project": ID,
    }
    head = "".join(f'"{name}: {value.replace(chr(92), chr(92) * 2)}\\n"\n' for name, value in fields.items())
    path.write_text(f'# {PERSON}\nmsgid ""\nmsgstr ""\n{head}\n{entries}', "utf-8")


def planted_xliff(path: Path, folder: Path, version: str) -> None:
    """A packet with a canary in every attribute and element that tools write."""
    words = ["--to", str(path), "--xliff", version, "--project", str(folder)]
    assert main(["review", "export", "letter", "--lang", "fr", *words]) == 0
    text = path.read_text("utf-8")
    if version == "1.2":
        tool = (
            f'<header><skl><external-file href="{HOME}"/></skl><phase-group><phase phase-name="{ID}" '
            f'process-name="{TOOL}" contact-name="{PERSON}" contact-email="{MAIL}" '
            f'company-name="{ORGANISATION}" date="{STAMP}" tool="{TOOL}"/></phase-group>'
            f'<tool tool-id="{ID}" tool-name="{TOOL}" tool-company="{ORGANISATION}"/></header>'
        )
        text = text.replace("<body>", f"{tool}<body>").replace(
            "<file ", f'<file tool="{TOOL}" date="{STAMP}" build-num="{ID}" product-name="{ORGANISATION}" ', 1
        )
        text = text.replace("<target ", f'<target phase-name="{ID}" resname="{PERSON}" ')
        text = re.sub('trans-unit id="([0-9]+)"', f'trans-unit id="{ID}-\\1" resname="{HOME}"', text)
        text = text.replace(
            "</trans-unit>",
            f'<note from="{PERSON}">{MAIL}</note><alt-trans origin="{HOST}" tool="{TOOL}"><target>{TEAM}'
            f'</target></alt-trans><prop-group><prop prop-type="x">{PERSON}</prop></prop-group></trans-unit>',
        )
    else:
        text = text.replace("<file ", f'<file xmlns:c="urn:{HOST}" c:user="{PERSON}" c:path="{HOME}" ', 1)
        text = re.sub('unit id="u([0-9]+)"', f'unit id="{ID}-\\1" c:zone="{ZONE}"', text)
        text = text.replace("<notes>", f'<notes><note category="{TOOL}">{PERSON} {MAIL} {TIME}</note>')
        text = text.replace(
            "<mda:metadata>",
            f'<mda:metadata><mda:metaGroup category="{TEAM}"><mda:meta '
            f'type="{ID}">{ORGANISATION}</mda:meta></mda:metaGroup>',
        )
    path.write_text(
        f"<!-- {PERSON} -->{text}"
        if "<?xml" not in text
        else text.replace("?>", f"?><!-- {PERSON} {HOST} --><?{TOOL} {MAIL}?>", 1),
        "utf-8",
    )


@pytest.mark.parametrize("kind", ["po", "1.2", "2.1"])
def test_no_canary_is_kept(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path / "project", reviewed=False)
    path = tmp_path / "inbox" / PERSON / ("x.po" if kind == "po" else "x.xlf")
    path.parent.mkdir(parents=True)
    planted_po(path)
    submit = ["review", "submit", str(path), "--by", "Ana", "--letter", "letter", "--lang", "fr", "--json"]
    if kind != "po":
        planted_po(tmp_path / "first.po")
        first = [word if word != str(path) else str(tmp_path / "first.po") for word in submit]
        assert main([*first, "--project", str(folder)]) == 0
        planted_xliff(path, folder, kind)
        text = path.read_text("utf-8").replace("n’a pas dit", "n’a jamais dit")
        text = re.sub('state="(needs-translation|needs-l10n|initial)"', 'state="translated"', text)
        path.write_text(text, "utf-8")
    assert sum(canary in path.read_text("utf-8").replace("\\\\", "\\") for canary in CANARIES) >= 8
    capsys.readouterr()
    assert main([*submit, "--project", str(folder)]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["files"]
    assert answer["taken"] == 7
    for words in (
        ["review", "approve", "letter", "--lang", "fr", "--by", "Ben"],
        ["extract"],
        ["publish", "--lang", "fr,en"],
    ):
        assert main([*words, "--project", str(folder), "--quiet"]) == 0
    shutil.rmtree(path.parent)
    kept = everything(folder)
    assert len(kept) > 20
    for name, data in kept.items():
        for canary in CANARIES:
            assert canary.lower().encode() not in data.lower(), f"{canary} is in {name}"


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a project, and every file that is in one of its books."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[str(path)] = path.read_bytes()
            if path.suffix == ".epub":
                with zipfile.ZipFile(path) as book:
                    found |= {f"{path}/{name}": book.read(name) for name in book.namelist()}
    return found


def test_the_journal_holds_a_day_and_no_time(tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    for path in folder.rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", json.loads(line)["at"])


def test_the_canaries_would_be_seen(tmp_path: Path) -> None:
    """Where a canary is the name itself, it is in the journal, and nowhere in what is published."""
    folder = project(tmp_path / "project", reviewed=False)
    planted_po(tmp_path / "x.po")
    words = ["review", "submit", str(tmp_path / "x.po"), "--by", PERSON, "--quiet", "--project", str(folder)]
    assert main(words) == 0
    assert (
        main(["publish", "--lang", "fr,en", "--format", "html,epub", "--project", str(folder), "--quiet"])
        == 0
    )
    holding = {name for name, data in everything(folder).items() if PERSON.encode() in data}
    assert {Path(name).suffix for name in holding} == {".jsonl"}


def test_a_name_can_be_erased(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As docs/privacy.md says: the name replaced in the journals, the texts keep their states."""
    folder = project(tmp_path / "project")
    status = ["review", "status", "--json", "--project", str(folder)]
    assert main(status) == 0
    before = capsys.readouterr().out
    assert '"reviewed": 7' in before
    for path in folder.glob("locales/*/reviews/*.jsonl"):
        text = path.read_text("utf-8")
        assert '"by": "Ana"' in text
        path.write_text(text.replace('"by": "Ana"', '"by": "K"'), "utf-8")
    assert main(["review", "rebuild", "--quiet", "--project", str(folder)]) == 0
    capsys.readouterr()
    assert main(status) == 0
    assert capsys.readouterr().out == before
    assert not [name for name, data in everything(folder).items() if b'"Ana"' in data]

"""Publishing as a whole: what is made, what is not made again, what is withheld, what never leaks."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from openletter import cli

ROOT = Path(__file__).parent.parent
LETTER = """\
---
title: Open letter
lang: en
date: 2014-12-09
---

We ask you to [act](https://example.org/).[^1]

[^1]: At once.
"""
FRENCH = {
    "Open letter": "Lettre ouverte",
    "We ask you to <link1>act</link1>.<note1/>": "Nous vous demandons d’<link1>agir</link1>.<note1/>",
    "At once.": "Immédiatement.",
}


def po(texts: dict[str, str], lang: str = "fr") -> str:
    head = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = []
    for msgid, msgstr in texts.items():
        context = 'msgctxt "title"\n' if msgid == "Open letter" else ""
        entries.append(f'{context}msgid "{msgid}"\nmsgstr "{msgstr}"\n')
    return head + "\n" + "\n".join(entries)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one letter in English and French, the French a machine's draft."""
    made = tmp_path / "project"
    (made / "source").mkdir(parents=True)
    (made / "source/letter.md").write_text(LETTER, "utf-8")
    (made / "openletter.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    (tmp_path / "drafts.po").write_text(po(FRENCH), "utf-8")
    assert run(made, "extract") == 0
    assert run(made, "draft", "--lang", "fr", "--from", str(tmp_path / "drafts.po"), "--name", "test") == 0
    return made


def run(project: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--project", str(project), "--quiet"])


def publish(project: Path, *arguments: str) -> int:
    return run(project, "publish", "--jobs", "1", *arguments)


def manifest(project: Path) -> dict[str, dict[str, object]]:
    found = json.loads((project / "output/manifest.json").read_text("utf-8"))
    return {artifact["path"]: artifact for artifact in found["artifacts"]}


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def test_every_language_in_every_format(project: Path) -> None:
    assert publish(project) == 0
    expected = {f"{lang}/letter.{format_}" for lang in ("en", "fr") for format_ in ("html", "epub", "pdf")}
    found = manifest(project)
    assert set(found) == expected
    for path, artifact in found.items():
        assert (project / "output" / path).stat().st_size == artifact["size"]
        draft = {"missing": 0, "stale": 0, "draft": 3, "translated": 0, "reviewed": 0}
        assert artifact["states"] == (draft if artifact["lang"] == "fr" else {})
    page = (project / "output/fr/letter.html").read_text("utf-8")
    assert "Nous vous demandons d’" in page
    assert 'href="https://example.org/"' in page


def test_equal_inputs_give_equal_bytes(project: Path, tmp_path: Path) -> None:
    publish(project)
    publish(project, "--output", str(tmp_path / "again"))
    assert files(project / "output") == files(tmp_path / "again")


def test_several_processes_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    publish(project)
    publish(project, "--output", str(tmp_path / "again"), "--jobs", "2")
    assert files(project / "output") == files(tmp_path / "again")


def test_nothing_is_made_twice(project: Path) -> None:
    publish(project)
    before = times(project / "output")
    assert publish(project) == 0
    assert times(project / "output") == before


def test_one_changed_translation_makes_one_language_again(project: Path, tmp_path: Path) -> None:
    publish(project)
    before = times(project / "output")
    (tmp_path / "other.po").write_text(po({"At once.": "Tout de suite."}), "utf-8")
    run(project, "draft", "--lang", "fr", "--from", str(tmp_path / "other.po"), "--name", "test", "--redo")
    publish(project)
    after = times(project / "output")
    changed = {path for path in before if after[path] != before[path] and path != "manifest.json"}
    assert {path for path in changed if "/" in path and not path.startswith("fonts/")} == {
        "fr/letter.html",
        "fr/letter.epub",
        "fr/letter.pdf",
    }


def test_a_lost_file_is_made_again(project: Path) -> None:
    publish(project)
    before = files(project / "output")
    (project / "output/fr/letter.pdf").unlink()
    shutil.rmtree(project / "output/fonts")
    publish(project)
    assert files(project / "output") == before


def test_an_edition_below_what_is_required_is_withheld_and_the_old_one_stays(project: Path) -> None:
    publish(project)
    page = (project / "output/fr/letter.html").read_bytes()
    source = project / "source/letter.md"
    source.write_text(LETTER.replace("At once.", "At once, please."), "utf-8")
    assert publish(project) == 1
    found = json.loads((project / "output/manifest.json").read_text("utf-8"))
    assert [(w["letter"], w["lang"]) for w in found["withheld"]] == [("letter", "fr")]
    assert "3 passages: 1" in found["withheld"][0]["why"]
    assert (project / "output/fr/letter.html").read_bytes() == page
    assert {a["path"] for a in found["artifacts"] if a["outdated"]} == {
        "fr/letter.html",
        "fr/letter.epub",
        "fr/letter.pdf",
    }
    assert publish(project) == 1, "a second run withholds it too"


def test_missing_passages_are_printed_in_the_source_language_when_that_is_asked_for(project: Path) -> None:
    source = project / "source/letter.md"
    source.write_text(LETTER.replace("At once.", "At once, please."), "utf-8")
    assert publish(project, "--require", "missing") == 0
    page = (project / "output/fr/letter.html").read_text("utf-8")
    assert '<span lang="en" dir="ltr">At once, please.</span>' in page


def test_a_bad_letter_does_not_stop_the_others(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "source/bad.md").write_bytes(b"# T\n\n\xff\n")
    assert cli.main(["publish", "--project", str(project), "--jobs", "1", "--json"]) == 1
    out, err = capsys.readouterr()
    assert "source/bad.md:3" in err
    assert "try:" in err
    found = json.loads(out)
    assert {a["letter"] for a in found["artifacts"]} == {"letter"}
    assert {w["letter"] for w in found["withheld"]} == {"bad"}


def test_nested_letters_of_equal_names_keep_apart(project: Path) -> None:
    for folder in ("a", "b/c"):
        (project / "source" / folder).mkdir(parents=True)
        (project / "source" / folder / "letter.md").write_text(f"# Letter {folder}\n\nText.\n", "utf-8")
    publish(project, "--lang", "en", "--format", "html")
    page = (project / "output/en/b/c/letter.html").read_text("utf-8")
    assert "Letter b/c" in page
    fonts = {part.split('"')[0] for part in page.split('url("')[1:]}
    assert fonts
    assert all((project / "output/en/b/c" / font).is_file() for font in fonts)


def test_a_folder_with_other_things_is_not_touched(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "documents"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work", "utf-8")
    assert publish(project, "--output", str(other)) == 2
    assert files(other) == {"thesis.txt": b"years of work"}


def test_what_a_publisher_puts_into_the_output_stays(project: Path) -> None:
    publish(project)
    (project / "output/CNAME").write_text("letters.example.org", "utf-8")
    (project / "source/letter.md").write_text(LETTER.replace("date: 2014", "date: 2015"), "utf-8")
    publish(project)
    assert (project / "output/CNAME").read_text("utf-8") == "letters.example.org"


def test_editions_of_a_letter_that_is_gone_stay_until_pruned(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source/second.md").write_text("# Second\n\nText.\n", "utf-8")
    publish(project, "--lang", "en")
    (project / "source/second.md").unlink()
    capsys.readouterr()
    cli.main(["publish", "--lang", "en", "--project", str(project)])
    assert "outdated" in capsys.readouterr().out
    assert manifest(project)["en/second.html"]["outdated"] is True
    publish(project, "--lang", "en", "--prune")
    assert not (project / "output/en/second.html").exists()
    assert "en/second.html" not in manifest(project)


def test_images_lie_beside_the_pages(project: Path) -> None:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    )
    (project / "source/red.png").write_bytes(picture)
    (project / "source/picture.md").write_text("# Picture\n\n![A red point](red.png)\n", "utf-8")
    assert publish(project, "picture", "--lang", "en") == 0
    assert picture in files(project / "output").values()
    (project / "source/picture.md").write_text("# Picture\n\n![x](../openletter.toml)\n", "utf-8")
    assert publish(project, "picture", "--lang", "en") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["publish", "nothing"], 2),
        (["publish", "--require", "perfect"], 2),
        (["publish", "--project", "/nowhere/at/all"], 2),
    ],
)
def test_wrong_usage_has_its_exit_code(
    project: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [] if "--project" in arguments else ["--project", str(project)]
    assert cli.main([*arguments, *where]) == code
    assert capsys.readouterr().err


def test_a_link_to_a_folder_stays_one(project: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for _ in range(2):
        assert publish(project, "--lang", "en", "--output", str(tmp_path / "link")) == 0
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real/en/letter.html").is_file()
    assert not list(tmp_path.glob(".*openletter-tmp"))


@pytest.mark.parametrize("name", ["/", ".", ".."])
def test_no_folder_that_holds_other_things_becomes_the_output(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(project)
    before = files(project.parent)
    assert publish(project, "--output", name) == 2
    assert "--output" in capsys.readouterr().err
    after = files(project.parent)
    assert {path: data for path, data in after.items() if ".openletter" not in path} == {
        path: data for path, data in before.items() if ".openletter" not in path
    }


def test_a_date_after_the_year_9999_is_wrong_usage(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99999999999999")
    assert publish(project) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_a_project_that_cannot_be_written_is_published_elsewhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a medium that is read only; root may write everywhere, so opening the lock is made to fail."""
    shutil.rmtree(project / ".openletter", ignore_errors=True)
    really = os.open

    def opened(path: str | Path, flags: int, *rest: int, **more: Any) -> int:
        if str(path).startswith(str(project)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "Read-only file system")
        return really(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", opened)
    assert publish(project, "--output", str(tmp_path / "elsewhere")) == 0
    assert run(project, "extract") == 1, "who writes needs the lock"


def test_what_was_withheld_is_not_said_of_what_has_changed_since(project: Path) -> None:
    """Nor does it make a run fail that was asked for something else."""
    (project / "openletter.toml").write_text('languages = ["en", "fr", "ar"]\n', "utf-8")
    assert publish(project) == 1
    listed = json.loads((project / "output/manifest.json").read_bytes())["withheld"]
    assert [one["lang"] for one in listed] == ["ar"]
    assert publish(project, "--lang", "fr") == 0, "Arabic was not asked for"
    assert json.loads((project / "output/manifest.json").read_bytes())["withheld"] == listed
    with (project / "source/letter.md").open("a", encoding="utf-8") as file:
        file.write("\n[^2]: Never cited.\n")
    assert publish(project, "--lang", "en") == 0
    assert json.loads((project / "output/manifest.json").read_bytes())["withheld"] == []


def test_a_language_that_the_project_has_no_more_is_withheld_no_longer(project: Path) -> None:
    assert publish(project, "--lang", "ru") == 1
    assert publish(project) == 0
    assert json.loads((project / "output/manifest.json").read_bytes())["withheld"] == []


def test_the_manifest_has_the_digests_of_the_files(project: Path) -> None:
    assert publish(project) == 0
    found = {
        one["lang"]: one for one in json.loads((project / "output/manifest.json").read_bytes())["artifacts"]
    }
    for key, path in (
        ("source_sha256", "source/letter.md"),
        ("journal_sha256", "locales/fr/reviews/letter.jsonl"),
        ("catalog_sha256", "locales/fr/LC_MESSAGES/letter.po"),
    ):
        assert found["fr"][key] == hashlib.sha256((project / path).read_bytes()).hexdigest()
    assert found["en"]["catalog_sha256"] == ""


def test_two_files_with_the_same_picture_are_one_in_the_book(project: Path) -> None:
    picture = (ROOT / "docs/picture.png").read_bytes()
    for name in ("one.png", "two.png"):
        (project / "source" / name).write_bytes(picture)
    with (project / "source/letter.md").open("a", encoding="utf-8") as file:
        file.write("\n![First](one.png)\n\n![Second](two.png)\n")
    assert publish(project, "--lang", "en") == 0
    with zipfile.ZipFile(project / "output/en/letter.epub") as book:
        names = book.namelist()
        assert len(names) == len(set(names))
        assert book.read("EPUB/content.opf").count(b'href="images/') == 2, "the picture and the cover"


def test_nothing_of_the_maker_is_in_any_byte(project: Path, tmp_path: Path) -> None:
    """A user, a host, a path and a clock planted in the environment: none of it is published."""
    hidden = tmp_path / "Canary-Home" / "canary-path"
    shutil.copytree(project, hidden)
    environment = {
        **os.environ,
        **dict.fromkeys(("USER", "LOGNAME", "USERNAME", "NAME", "EMAIL", "GIT_AUTHOR_NAME"), "canary-user"),
        "HOSTNAME": "canary-host",
        "HOME": str(tmp_path / "Canary-Home"),
        "TZ": "Pacific/Chatham",
    }
    command = [sys.executable, str(ROOT / "build.py"), "publish", "--project", str(hidden)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    published = unpacked(files(hidden / "output"))
    host = platform.node()
    for word in ("canary", str(tmp_path), *([host] if len(host) > 5 else [])):  # “vm” is in any bytes
        for path, data in published.items():
            assert word.encode().lower() not in data.lower(), f"{word} is in {path}"
    publish(project)
    assert files(project / "output") == files(hidden / "output")


def unpacked(found: dict[str, bytes]) -> dict[str, bytes]:
    """Files, with what lies inside books and compressed streams of PDFs as files of their own."""
    import io

    import pikepdf

    everything = dict(found)
    for path, data in found.items():
        if path.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                everything |= {f"{path}/{name}": book.read(name) for name in book.namelist()}
        if path.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as document:
                buffer = io.BytesIO()
                document.save(
                    buffer,
                    stream_decode_level=pikepdf.StreamDecodeLevel.all,
                    compress_streams=False,
                    object_stream_mode=pikepdf.ObjectStreamMode.disable,
                )
                everything[f"{path}/plain"] = buffer.getvalue()
    return everything

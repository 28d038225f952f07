"""The page offers its users the source of the program that runs, as its licence asks."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import page_stage
import pytest

from openletter.errors import UsageError
from openletter.page import offer
from openletter.settings import load

PACKAGE = Path(offer.__file__).parent.parent


def get(address: str) -> tuple[bytes, dict[str, str]]:
    with urllib.request.urlopen(address) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def test_a_stranger_gets_the_source_with_the_licence(tmp_path: Path) -> None:
    with page_stage.stage(page_stage.project(tmp_path), origin="team") as stage:
        page, _ = get(f"{stage.home}/")
        assert offer.LICENCE in page.decode()
        assert 'href="/source.zip"' in page.decode()
        data, headers = get(f"{stage.home}/source.zip")
        size = re.search(r"\(ZIP, ([0-9,]+) kB\)", page.decode())
        assert size
        assert 0 <= int(size[1].replace(",", "")) * 1000 - len(data) < 1000
    assert headers["content-type"] == "application/zip"
    assert headers["content-disposition"] == f'attachment; filename="{offer.NAME}"'
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        names = {name.removeprefix("openletter-source/") for name in file.namelist()}
        assert {"LICENSE", "openletter/page/offer.py", "openletter/page/templates/base.html"} <= names
        for path in PACKAGE.rglob("*.py"):
            name = path.relative_to(PACKAGE.parent).as_posix()
            assert file.read(f"openletter-source/{name}") == path.read_bytes()
        assert not any("__pycache__" in name or "/." in name or ".." in name for name in names)


def test_equal_files_equal_bytes() -> None:
    first = offer.archive()
    offer.archive.cache_clear()
    assert offer.archive() == first


@pytest.mark.parametrize("path", ["/source.zip/", "/source.zip/../LICENSE", "/source", "/source.zip%2f.."])
def test_no_address_names_a_file(path: str, tmp_path: Path) -> None:
    with page_stage.stage(page_stage.project(tmp_path)) as stage:
        with pytest.raises(urllib.error.HTTPError) as told:
            get(stage.home + path)
        assert told.value.code == 404


def test_the_address_of_the_source_is_a_setting(tmp_path: Path) -> None:
    made = page_stage.project(tmp_path)
    (made / "openletter.toml").write_text('source_url = "https://example.org/code/"\n', "utf-8")
    assert load(made).source_url == "https://example.org/code"
    with page_stage.stage(made) as stage:
        object.__setattr__(stage.site.desk, "settings", load(made))
        page, _ = get(f"{stage.home}/")
    assert '<a href="https://example.org/code" rel="noreferrer">' in page.decode()


@pytest.mark.parametrize("value", ["javascript:alert(1)", "example.org", 'https://e.org/\\"onclick', ""])
def test_what_is_no_address(value: str, tmp_path: Path) -> None:
    (tmp_path / "openletter.toml").write_text(f'source_url = "{value}"\n', "utf-8")
    with pytest.raises(UsageError):
        load(tmp_path)

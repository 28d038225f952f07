"""A place on the web: listings, sitemap, feeds, catalogs, cards and earlier versions, with judges of others.

The judges: feedparser for Atom, palace-webpub-manifest-parser for OPDS 2.0, and sitemaps.org's own schema,
which npm's `sitemap` brings.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree
from needs import missing

from openletter import cli

ROOT = Path(__file__).parent.parent
BASE = "https://example.org/open letters/".replace(" ", "-")
LETTER = """\
---
title: A letter & “more” \\<b>
date: 2014-12-09
description: About it.
---

First words.
"""


def publish(project: Path, *arguments: str) -> None:
    assert cli.main(["publish", "--jobs", "1", "--project", str(project), "--quiet", *arguments]) == 0


def settings(project: Path, *lines: str) -> None:
    (project / "openletter.toml").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    (made / "source/deep").mkdir(parents=True)
    (made / "source/letter.md").write_text(LETTER, "utf-8")
    (made / "source/deep/été.md").write_text(LETTER.replace("2014-12-09", "2015"), "utf-8")
    settings(made, 'languages = ["en", "ar"]', 'require = "missing"', f'base_url = "{BASE[:-1]}"')
    return made


class Links(HTMLParser):
    """Every address that a page leads to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_without_an_address_there_is_nothing_of_it(project: Path) -> None:
    settings(project, 'languages = ["en"]')
    publish(project)
    names = {path.name for path in (project / "output").rglob("*")}
    assert not names & {"sitemap.xml", "feed.xml", "opds.json"}
    assert "canonical" not in (project / "output/en/letter.html").read_text("utf-8")
    assert not list((project / "output").rglob("card-*"))


def test_every_link_of_every_page_leads_somewhere(project: Path) -> None:
    publish(project)
    output = project / "output"
    pages = list(output.rglob("*.html"))
    assert len(pages) == 1 + 2 + 4
    for page in pages:
        for href in Links(page).found:
            if href.startswith((BASE, "#", "data:")):
                href = href.removeprefix(BASE) if href.startswith(BASE) else ""
                target = output / href
            else:
                target = page.parent / href.split("#")[0]
            assert Path(str(target).replace("%C3%A9", "é")).exists(), (page, href)


def test_canonical_addresses_and_cards(project: Path) -> None:
    publish(project)
    page = (project / "output/en/deep/été.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{BASE}en/deep/%C3%A9t%C3%A9.html">' in page
    assert '<meta property="og:title" content="A letter &amp; “more” &lt;b&gt;">' in page
    card = re.search(rf'property="og:image" content="{BASE}(images/card-\w+\.png)"', page)
    assert card
    data = (project / "output" / card[1]).read_bytes()
    assert (data[:8], int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (
        b"\x89PNG\r\n\x1a\n",
        1200,
        630,
    )
    listing = (project / "output/ar/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{BASE}ar/index.html">' in listing
    assert 'dir="rtl"' in listing


def test_the_sitemap(project: Path) -> None:
    publish(project)
    root = etree.parse(str(project / "output/sitemap.xml")).getroot()
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    assert len(root.findall("s:url", spaces)) == 4
    for url in root.findall("s:url", spaces):
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", spaces)}
        assert links.keys() == {"en", "ar", "x-default"}
        assert links["x-default"] == links["en"]
        assert url.findtext("s:loc", namespaces=spaces) in links.values()
    schema = ROOT / "node_modules/sitemap/schema/sitemap.xsd"
    if not schema.is_file():
        missing("the schema of sitemaps.org", "npm ci --ignore-scripts")
    links_schema = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">'
        '<xs:element name="link"><xs:complexType><xs:anyAttribute processContents="skip"/></xs:complexType>'
        "</xs:element></xs:schema>"
    )
    (project / "links.xsd").write_text(links_schema, "utf-8")
    places = {spaces["s"]: schema, spaces["x"]: project / "links.xsd"}
    imports = (f'<xs:import namespace="{n}" schemaLocation="{p.as_uri()}"/>' for n, p in places.items())
    both = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(imports)}</xs:schema>'
    etree.XMLSchema(etree.fromstring(both)).assertValid(root)


def test_the_feeds(project: Path) -> None:
    publish(project)
    feedparser = pytest.importorskip("feedparser", reason="feedparser is missing: pip install feedparser")
    for lang in ("en", "ar"):
        found = feedparser.parse((project / f"output/{lang}/feed.xml").read_bytes())
        assert (found.bozo, found.version, found.feed.language) == (False, "atom10", lang)
        assert [entry.updated for entry in found.entries] == ["2015-01-01T00:00:00Z", "2014-12-09T00:00:00Z"]
        assert found.entries[0].title == "A letter & “more” <b>"
        assert found.entries[1].link == f"{BASE}{lang}/letter.html"
        assert len({entry.id for entry in found.entries}) == 2
    assert "About it. (" in found.entries[0].summary, "an edition that is not reviewed says so"


def test_the_catalogs_of_e_books(project: Path) -> None:
    publish(project)
    output = project / "output"
    root = json.loads((output / "opds.json").read_bytes())
    assert [one["href"].removeprefix(BASE) for one in root["navigation"]] == ["ar/opds.json", "en/opds.json"]
    books = json.loads((output / "en/opds.json").read_bytes())["publications"]
    assert books[0]["links"][0]["href"] == f"{BASE}en/deep/%C3%A9t%C3%A9.epub"
    reader = pytest.importorskip(
        "webpub_manifest_parser.opds2",
        reason="the parser is missing: pip install palace-webpub-manifest-parser",
    )
    for path in (output / "opds.json", output / "en/opds.json", output / "ar/opds.json"):
        found = reader.OPDS2FeedParserFactory().create().parse_file(str(path))
        assert not found.errors, path


def test_the_edition_before_stays_reachable_and_both_say_so(project: Path) -> None:
    output, source = project / "output", project / "source/letter.md"
    publish(project)
    first = {name: (output / "en" / name).read_bytes() for name in ("letter.epub", "letter.pdf")}
    source.write_text(LETTER.replace("First", "Second"), "utf-8")
    publish(project)
    old = (output / "en/letter.v1.html").read_text("utf-8")
    new = (output / "en/letter.html").read_text("utf-8")
    assert "First words." in old
    assert "This is an earlier version of this letter." in old
    assert 'href="letter.html">Read the current version' in old
    assert 'href="letter.v1.epub"' in old
    assert "Second words." in new
    assert 'Earlier versions: <a href="letter.v1.html">1</a>' in new
    for name, data in first.items():
        assert (output / "en" / name.replace(".", ".v1.")).read_bytes() == data
    assert "هذه نسخة سابقة" in (output / "ar/letter.v1.html").read_text("utf-8")
    assert not list(output.rglob("été.v1*")), "what did not change has no earlier version"
    source.write_text(LETTER.replace("First", "Third"), "utf-8")
    publish(project)
    assert "First words." in (output / "en/letter.v1.html").read_text("utf-8")
    assert "Second words." in (output / "en/letter.v2.html").read_text("utf-8")
    assert "letter.v2.html" in (output / "en/letter.html").read_text("utf-8")
    for page in output.rglob("letter*.html"):
        for href in Links(page).found:
            assert href.startswith((BASE, "#", "data:")) or (page.parent / href.split("#")[0]).exists(), href
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    publish(project)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_a_change_of_looks_or_states_alone_is_no_version(project: Path) -> None:
    publish(project)
    settings(project, 'languages = ["en", "ar"]', 'require = "missing"', f'base_url = "{BASE}"', "people = 3")
    (project / "source/letter.md").write_text(LETTER.replace("First words.", "First\nwords."), "utf-8")
    publish(project)
    assert not list((project / "output").rglob("*.v1.*"))


def test_a_letter_that_is_gone_takes_its_versions_along(project: Path) -> None:
    publish(project)
    (project / "source/letter.md").write_text(LETTER.replace("First", "Second"), "utf-8")
    publish(project)
    (project / "source/letter.md").unlink()
    publish(project, "--prune")
    assert not list((project / "output").rglob("letter*"))


@pytest.mark.parametrize(
    "value",
    [
        "example.org",
        "ftp://example.org/",
        "https://",
        "https://a.org/?x",
        "https://u:p@a.org/",
        "https://a.org/<x>",
        "https://é.org/",
    ],
)
def test_an_address_that_cannot_be(project: Path, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings(project, f'base_url = "{value}"')
    assert cli.main(["publish", "--project", str(project), "--quiet"]) == 2
    assert "base_url" in capsys.readouterr().err

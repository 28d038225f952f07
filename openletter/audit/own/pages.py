"""What a web page must hold around the letter: languages, ways into it and to other editions, files."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from openletter.audit.own import markup
from openletter.audit.own.opened import Page, Problem, Problems
from openletter.audit.own.parts import squeezed
from openletter.conventions import text
from openletter.model import Severity

PAGE_BYTES = 60_000
FONT_BYTES = {"zh": 250_000}
"""The most that a language's fonts may weigh; `OTHER_FONT_BYTES` for the others."""
OTHER_FONT_BYTES = 120_000


def language(page: Page) -> Problems:
    """The page tells its language and direction (WCAG 2.2, 3.1.1)."""
    c = page.subject.conventions
    if page.root.get("lang") != c.tag:
        yield Problem("page-language", f"the page says lang={page.root.get('lang')!r}; it is in {c.tag}")
    if page.root.get("dir") != c.direction:
        yield Problem(
            "page-direction", f"the page says dir={page.root.get('dir')!r}; it should be {c.direction}"
        )


def head(page: Page) -> Problems:
    """The title is the letter's, the page can be enlarged, and its characters are declared early."""
    edition = page.subject.edition
    titles = markup.elements(page.root, "title")
    title = markup.text(titles[0]) if titles else ""
    if not title or (edition and title != squeezed(edition.title_text)):
        yield Problem("page-title", f"the title of the page is “{title}”")
    views = [
        one.get("content", "") for one in markup.elements(page.root, "meta") if one.get("name") == "viewport"
    ]
    if len(views) != 1 or re.search(r"maximum-scale|user-scalable\s*=\s*(no|0)", views[0]):
        yield Problem("page-zoom", "the page keeps readers from enlarging it")
    if b'<meta charset="utf-8">' not in page.subject.data[:1024]:
        yield Problem("page-charset", "the page does not declare UTF-8 in its first 1024 bytes")


def landmarks(page: Page) -> Problems:
    """One main part, entered by a skip link that comes first; every navigation has a name."""
    mains = markup.elements(page.root, "main")
    if len(mains) != 1:
        yield Problem("page-main", f"the page has {len(mains)} main parts")
    links = markup.elements(page.root, "a")
    wanted = text(page.subject.conventions, "Skip to the letter")
    skip: Any = links[0] if links else page.root
    if not links or markup.text(skip) != wanted or not mains:
        yield Problem("skip-link", f"the first link of the page is not “{wanted}”")
    elif markup.by_id(page.root).get(str(skip.get("href")).removeprefix("#"), page.root) != mains[0]:
        yield Problem("skip-link", "the skip link does not lead to the letter")
    elif mains[0].get("tabindex") != "-1":
        yield Problem("skip-link", "the letter cannot take the focus that the skip link gives it")
    ids = markup.by_id(page.root)
    for one in markup.elements(page.root, "nav"):
        named = ids.get(str(one.get("aria-labelledby", "")))
        name = str(one.get("aria-label", "")) or ("" if named is None else markup.text(named))
        if not name.strip():
            yield Problem("nav-name", "a navigation of the page has no name")


def switcher(page: Page) -> Problems:
    """Every edition is named in its own language, marked with it, and can be reached."""
    edition = page.subject.edition
    if edition is None or len(edition.siblings) < 2:
        return
    headers = [one for one in markup.elements(page.root, "header") if markup.tag(one.getparent()) == "body"]
    entries = [
        one for header in headers for li in markup.elements(header, "li") for one in li if markup.tag(one)
    ]
    found = {markup.text(one): one for one in entries}
    for sibling in edition.siblings:
        one = found.get(squeezed(sibling.autonym))
        if one is None:
            yield Problem("switcher", f"the list of languages lacks {sibling.autonym}")
            continue
        if (one.get("lang"), one.get("dir")) != (sibling.tag, sibling.direction):
            yield Problem(
                "switcher", f"{sibling.autonym} is not marked as {sibling.tag}, {sibling.direction}"
            )
        if one.get("href", "") != sibling.href or (sibling.href and one.get("hreflang") != sibling.tag):
            yield Problem("switcher", f"the link {sibling.autonym} leads to {one.get('href')!r}")
        if not sibling.href and one.get("aria-current") != "page":
            yield Problem("switcher", "the page's own language is not marked as the current one")
    if len(entries) != len(edition.siblings):
        yield Problem("switcher", f"the list of languages has {len(entries)} entries")


def formats(page: Page) -> Problems:
    """The other formats of the edition can be reached."""
    edition = page.subject.edition
    name = posixpath.basename(page.subject.path).removesuffix(".html")
    links = {unquote(str(one.get("href", ""))) for one in markup.elements(page.root, "a")}
    for ending in (one for one in (edition.formats if edition else ()) if one != "html"):
        if f"{name}.{ending}" not in links:
            yield Problem("formats", f"the page has no link to {name}.{ending}")


def files(page: Page) -> Problems:
    """What the page needs from the output folder is there."""
    for name in sorted(local(page.root, page.subject)):
        if page.subject.other(name) is None:
            hint = "publish again, or take a link to a file that is not published out of the letter"
            yield Problem("file-missing", f"the page needs {name}, which is not in the output folder", hint)


def local(root: Any, subject: Any) -> set[str]:
    """Paths, in the output folder, of the files that a page shows or leads to."""
    links = [str(one.get("href", "")) for one in markup.elements(root, "a")]
    sources = [str(one.get("src", "")) for one in markup.elements(root, "img")]
    sheet = "".join(one.text or "" for one in markup.elements(root, "style"))
    urls = re.findall(r'url\("?([^")]+)"?\)', sheet)
    found = set()
    for address in [*sources, *urls, *links]:
        if address and not re.match(r"[a-z][a-z0-9+.-]*:|#|//", address, re.IGNORECASE):
            path = unquote(address.partition("#")[0].partition("?")[0])
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(subject.path), path)))
    return found


def weight(page: Page) -> Problems:
    """A page opens on a slow line."""
    size = len(page.subject.data)
    hint = "the letter is long, or something is in the page that need not be"
    if size > PAGE_BYTES:
        yield Problem("page-weight", f"the page has {size} bytes, over {PAGE_BYTES}", hint, Severity.WARNING)
    fonts = [name for name in local(page.root, page.subject) if name.endswith(".woff2")]
    total = sum(len(page.subject.other(name) or b"") for name in fonts)
    most = FONT_BYTES.get(page.subject.lang.split("-")[0], OTHER_FONT_BYTES)
    if total > most:
        yield Problem(
            "fonts-weight", f"the page's fonts have {total} bytes, over {most}", hint, Severity.WARNING
        )

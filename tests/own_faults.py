"""Faults put into published files on purpose, each a function from bytes to bytes, and what must see it."""

# ruff: noqa: E501 – a table with a row for each fault

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `code` is a finding that must come of it; `browser` says that only a browser sees it."""

    name: str
    format: str
    lang: str
    change: Change
    code: str
    browser: bool = False

    def __str__(self) -> str:
        return f"{self.format} {self.lang}: {self.name}"


def swap(old: str, new: str, count: int = 1) -> Change:
    """Puts `new` in the place of the first `old`, which must be there (of all of them with count 0)."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, f"the file does not hold {old!r}"
        return data.replace(old.encode(), new.encode(), *([count] if count else []))

    return change


def sub(pattern: str, new: str, count: int = 1) -> Change:
    """The same for a regular expression."""

    def change(data: bytes) -> bytes:
        text, found = re.subn(pattern, new, data.decode(), count=count, flags=re.DOTALL)
        assert found, f"the file does not hold {pattern!r}"
        return text.encode()

    return change


def both(*changes: Change) -> Change:
    def change(data: bytes) -> bytes:
        for one in changes:
            data = one(data)
        return data

    return change


def style(rules: str) -> Change:
    """Rules at the end of a page's style sheet."""
    return swap("</style>", rules + "</style>")


FIRST_NOTE, SECOND_NOTE = r'<li id="fn1">.*?</li>\n', r'<li id="fn2">.*?</li>\n'
PARAGRAPH = "<p>La responsabilité d’agir incombe à l’ensemble de la communauté internationale.</p>"

PAGES = (
    Fault("the page's language is another", "html", "fr", swap('lang="fr"', 'lang="en"'), "page-language"),
    Fault("the page names no language", "html", "fr", swap('<html lang="fr" ', "<html "), "page-language"),
    Fault("the page names no direction", "html", "ar", swap(' dir="rtl">', ">"), "page-direction"),
    Fault("the page runs from left to right", "html", "ar", swap('dir="rtl"', 'dir="ltr"'), "page-direction"),
    Fault("foreign words lose their language", "html", "fr", swap(' lang="ar" dir="rtl">حق', ' dir="rtl">حق'), "edition-languages"),
    Fault("foreign words lose their direction", "html", "fr", swap(' dir="rtl">حق', ">حق"), "edition-directions"),
    Fault("foreign words get another language", "html", "ru", swap('lang="en" dir="ltr">human', 'lang="es" dir="ltr">human'), "edition-languages"),
    Fault("a document symbol is not isolated", "html", "ar", swap('class="symbol" dir="ltr"', 'class="symbol"', 0), "edition-directions"),
    Fault("a note is lost", "html", "fr", sub(SECOND_NOTE, ""), "edition-notes"),
    Fault("a reference to a note is lost", "html", "fr", sub('<sup><a href="#fn2".*?</sup>', ""), "edition-references"),
    Fault("two notes are exchanged", "html", "es", sub("(Carta de diez miembros)(.*?)(Informe de la Comisión)", r"\3\2\1"), "edition-notes"),
    Fault("a reference leads to another note", "html", "zh", swap('href="#fn1"', 'href="#fn2"'), "note-link"),
    Fault("a note has no way back", "html", "fr", sub(' <a class="back" href="#ref1".*?</a>', ""), "note-back"),
    Fault("the way back leads to another note", "html", "fr", swap('class="back" href="#ref2"', 'class="back" href="#ref1"'), "note-back"),
    Fault("a note's label is in another language", "html", "ar", sub('(doc-noteref" aria-label=")[^"]*', r"\1Note 1"), "note-label"),
    Fault("a note's label is gone", "html", "fr", swap(' aria-label="Note 1"', ""), "note-label"),
    Fault("the notes have no heading", "html", "fr", swap("<h2>Notes</h2>", ""), "notes-section"),
    Fault("the notes are named twice", "html", "ru", swap('role="doc-endnotes"', 'role="doc-endnotes" aria-label="Примечания"'), "notes-section"),
    Fault("two links are exchanged", "html", "en", both(swap("https://example.org/rapporteur", "@"), swap("https://example.org/page/2", "https://example.org/rapporteur"), swap('"@"', '"https://example.org/page/2"')), "edition-links"),
    Fault("a link's address is another", "html", "en", swap("day=22", "day=23"), "edition-links"),
    Fault("a link is lost, its words stay", "html", "en", sub('<a href="https://example.org/meeting[^>]*>(.*?)</a>', r"\1"), "edition-links"),
    Fault("a link runs code", "html", "en", swap("https://example.org/rapporteur", "javascript:alert(1)"), "link-unsafe"),
    Fault("a link leads to another letter's server", "html", "ru", swap("undocs.org/S", "undocs.example/S"), "edition-links"),
    Fault("a link within the letter leads to another heading", "html", "fr", swap('<a href="#ask">', '<a href="#section-2">'), "edition-links"),
    Fault("a link within the letter leads nowhere", "html", "fr", swap('<a href="#ask">', '<a href="#asks">'), "link-nowhere"),
    Fault("an image has no alt", "html", "fr", sub(' alt="[^"]*"', ""), "image-alt"),
    Fault("an image's alt is empty", "html", "fr", sub(' alt="[^"]*"', ' alt=""'), "edition-images"),
    Fault("an image's alt is in another language", "html", "fr", sub(' alt="[^"]*"', ' alt="Two hands that hold one letter."'), "edition-images"),
    Fault("a level of headings is skipped", "html", "en", sub("<h2( id=\"ask\">.*?)</h2>", r"<h4\1</h4>"), "heading-levels"),
    Fault("a heading is one level too high", "html", "en", sub("<h3(.*?)</h3>", r"<h2\1</h2>"), "edition-headings"),
    Fault("a heading is a bold paragraph", "html", "en", sub('<h3 id="section-2">(.*?)</h3>', r"<p><strong>\1</strong></p>"), "edition-headings"),
    Fault("there are two main headings", "html", "en", sub("<h2( id=\"ask\">.*?)</h2>", r"<h1\1</h1>"), "heading-levels"),
    Fault("a list is flattened", "html", "ru", sub("<ul>\n(<li>выж.*?)</ul></li>", r"</li>\1"), "edition-lists"),
    Fault("an item of a list is lost", "html", "zh", sub("<li>第二组织</li>", ""), "edition-lists"),
    Fault("a numbered list has no numbers", "html", "fr", both(swap('<ol type="1">', "<ul>"), swap("</ol>\n<h3", "</ul>\n<h3")), "edition-lists"),
    Fault("a paragraph stands twice", "html", "fr", swap(PARAGRAPH, PARAGRAPH * 2), "edition-text"),
    Fault("a paragraph is lost", "html", "fr", swap(PARAGRAPH, ""), "edition-text"),
    Fault("two paragraphs are exchanged", "html", "es", sub("(<p>Excelencia:</p>)(.*?)(<p>Atentamente,</p>)", r"\3\2\1"), "edition-text"),
    Fault("a number is another", "html", "ru", swap("5 декабря 2014", "5 декабря 2041"), "edition-text"),
    Fault("one letter is another", "html", "es", swap("humanidad", "humanided"), "edition-text"),
    Fault("a Latin letter in a Cyrillic word", "html", "ru", swap("Совет ", "Coвет "), "edition-text"),
    Fault("Arabic words are reversed", "html", "ar", swap("سعادة السفير،", "سعادة السفير،"[::-1]), "edition-text"),
    Fault("Chinese characters of the other script", "html", "zh", swap("集中营", "集中營"), "edition-text"),
    Fault("emphasis is lost", "html", "fr", sub("<strong>(.*?)</strong>", r"\1"), "edition-emphasis"),
    Fault("a quotation is an ordinary paragraph", "html", "fr", both(swap("<blockquote>", "<div>"), swap("</blockquote>", "</div>")), "edition-quotes"),
    Fault("a table has no head", "html", "en", both(swap("<th>", "<td>", 0), swap("</th>", "</td>", 0)), "edition-tables"),
    Fault("two cells are exchanged", "html", "en", sub("(<td>For</td>\n)(<td>111</td>)", r"\2\1"), "edition-tables"),
    Fault("the notice is missing", "html", "fr", sub('<p class="notice".*?</p>', ""), "notice"),
    Fault("the notice stands twice", "html", "fr", sub('(<p class="notice".*?</p>)', r"\1\1"), "notice"),
    Fault("the notice gives a wrong count", "html", "es", swap("21 ", "12 "), "notice"),
    Fault("the notice in full is missing", "html", "ar", sub('<section id="about".*?</section>', ""), "notice"),
    Fault("the skip link leads nowhere", "html", "en", swap('class="skip" href="#letter"', 'class="skip" href="#lettre"'), "skip-link"),
    Fault("there is no skip link", "html", "en", sub('<a class="skip".*?</a>', ""), "skip-link"),
    Fault("the letter takes no focus", "html", "en", swap(' tabindex="-1"', ""), "skip-link"),
    Fault("the list of languages lacks one", "html", "en", sub('<li><a href="../zh/.*?</li>', ""), "switcher"),
    Fault("a language's name is not marked", "html", "en", swap(' lang="ar" dir="rtl">العربية', ">العربية"), "switcher"),
    Fault("a language leads to another edition", "html", "en", swap('href="../ru/letter.html" hreflang="ru" lang', 'href="../es/letter.html" hreflang="ru" lang'), "switcher"),
    Fault("the title is another", "html", "fr", sub("<title>.*?</title>", "<title>letter</title>"), "page-title"),
    Fault("the page cannot be enlarged", "html", "fr", swap("initial-scale=1", "maximum-scale=1, user-scalable=no"), "page-zoom"),
    Fault("the page does not tell its encoding", "html", "ru", swap('<meta charset="utf-8">', ""), "page-charset"),
    Fault("an identifier stands twice", "html", "fr", swap("<p>", '<p id="ask">'), "id-twice"),
    Fault("a paragraph is hidden from screen readers", "html", "fr", swap(PARAGRAPH, PARAGRAPH.replace("<p>", '<p aria-hidden="true">')), "hidden"),
    Fault("a link comes first in the order of focus", "html", "fr", swap('<a href="#ask">', '<a tabindex="5" href="#ask">'), "tabindex"),
    Fault("a part takes the focus and is no link", "html", "es", swap("<p>Atentamente", '<p tabindex="0">Atentamente'), "tabindex"),
    Fault("the page runs a script", "html", "fr", swap("</main>", "<script>var a = 1</script></main>"), "active"),
    Fault("the page fetches an image from elsewhere", "html", "fr", swap("../images/hands.0a1b2c3d.png", "https://example.org/hands.png"), "fetched"),
    Fault("the Cyrillic font is lost", "html", "ru", sub(r"@font-face\{[^}]*U\+410[^}]*\}", "", 0), "no-glyph"),
    Fault("a font's range leaves out a letter", "html", "en", swap("unicode-range:U+20-7E", "unicode-range:U+20-73,U+75-7E", 0), "no-glyph"),
    Fault("a font's range promises what it has not", "html", "ar", sub(r"unicode-range:", "unicode-range:U+4E00-4E10,"), "font-range"),
    Fault("the page asks for a font that is not there", "html", "en", sub(r"/noto-serif-400\.[0-9a-f]+", "/noto-serif-400.00000000"), "file-missing"),
    Fault("the page is heavy", "html", "en", swap("</style>", "/*" + "x" * 60_000 + "*/</style>"), "page-weight"),
    Fault("a navigation has no name", "html", "fr", swap('<nav aria-label="Langues">', "<nav>"), "nav-name"),
    Fault("a section is named by what is not there", "html", "fr", swap('aria-labelledby="about-h"', 'aria-labelledby="about-x"'), "name-nowhere"),
    Fault("the date line is lost", "html", "fr", sub('<p class="dateline">.*?</p>', ""), "edition-text"),
    Fault("the PDF is not offered", "html", "fr", swap("letter.pdf", "letter.epub", 0), "formats"),
)  # fmt: skip

SEEN = (
    Fault("text is too pale", "html", "fr", style(":root{--quiet:#999}"), "contrast", True),
    Fault("links are too pale in the dark", "html", "zh", style("@media (prefers-color-scheme:dark){:root{--link:#345}}"), "contrast", True),
    Fault("text is half transparent", "html", "en", style(".text{opacity:.45}"), "contrast", True),
    Fault("the focus has no ring", "html", "en", style("a:focus-visible{outline:none}"), "focus-ring", True),
    Fault("the ring of the focus is pale", "html", "ar", style(":focus-visible{outline-color:#ddd}"), "focus-ring", True),
    Fault("the ring of the focus is pale in the dark", "html", "ru", style("@media (prefers-color-scheme:dark){:focus-visible{outline-color:#444}}"), "focus-ring", True),
    Fault("the skip link stays out of sight", "html", "en", style(".skip:focus{top:-6rem}"), "skip-link", True),
    Fault("Tab stays in a link", "html", "fr", swap('<a href="#ask">', """<a href="#ask" onkeydown="if(event.key=='Tab')event.preventDefault()">"""), "focus-order", True),
    Fault("the page does not reflow", "html", "en", style(".text{min-width:600px}"), "reflow", True),
    Fault("a long word leaves the window", "html", "fr", style("h1{white-space:nowrap}"), "reflow", True),
    Fault("text is cut when it gets more space", "html", "es", style(".subtitle{white-space:nowrap;overflow:hidden}"), "text-spacing", True),
    Fault("the list of languages does not wrap", "html", "ar", style("body > header nav ul{grid-template-columns:repeat(3,max-content)!important;gap:0 3.5rem!important}"), "text-spacing", True),
    Fault("something moves for all", "html", "en", style("@keyframes a{to{opacity:.99}}h1{animation:a 9s infinite}"), "motion", True),
    Fault("scrolling is smooth for all", "html", "en", style("html{scroll-behavior:smooth!important}"), "motion", True),
    Fault("a paragraph is not printed", "html", "es", style("@media print{blockquote{display:none}}"), "print", True),
    Fault("the letter is printed pale", "html", "en", style("@media print{:root{--ink:#bbb!important}}"), "print", True),
    Fault("a paragraph is not shown", "html", "zh", style("blockquote{display:none}"), "unseen", True),
    Fault("a note is out of the window", "html", "fr", style("#fn1{position:absolute;left:-9999px}"), "unseen", True),
    Fault("the parts stand in another order", "html", "fr", style("article{display:flex;flex-direction:column-reverse}"), "disorder", True),
    Fault("a heading is spoken and a paragraph is not", "html", "ru", style("blockquote{visibility:hidden}"), "access-text", True),
    Fault("the ways back are not shown", "html", "en", style(".back{display:none}"), "unseen", True),
    Fault("the main part is none to a screen reader", "html", "en", swap('<main id="letter"', '<main role="generic" id="letter"'), "access-main", True),
)  # fmt: skip
"""Faults that only a browser sees."""


def in_book(path: str, change: Change) -> Change:
    """A change of one file in an e-book."""

    def changed(data: bytes) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w") as after:
            for one in before.infolist():
                held = before.read(one)
                after.writestr(one, change(held) if one.filename == f"EPUB/{path}" else held)
        return packed.getvalue()

    return changed


def letter(change: Change) -> Change:
    return in_book("letter.xhtml", change)


def package(change: Change) -> Change:
    return in_book("content.opf", change)


def nav(change: Change) -> Change:
    return in_book("nav.xhtml", change)


def _more(data: bytes) -> bytes:
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("EPUB/notes.txt", "left over")
    return packed.getvalue()


def _heavy(data: bytes) -> bytes:
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("META-INF/extra.bin", bytes(400_000))
    return packed.getvalue()


FEATURE = '<meta property="schema:accessibilityFeature">'
BOOKS = (
    Fault("the book's language is another", "epub", "fr", package(sub("<dc:language>fr", "<dc:language>en")), "book-language"),
    Fault("the package's words have no language", "epub", "fr", package(swap(' xml:lang="fr"', "")), "book-language"),
    Fault("a page's language is another", "epub", "zh", letter(swap('lang="zh-Hans"', 'lang="en"', 0)), "page-language"),
    Fault("lang and xml:lang differ", "epub", "fr", letter(swap('lang="ar" xml:lang="ar"', 'lang="ar" xml:lang="fa"')), "page-language"),
    Fault("a page names no direction", "epub", "ar", letter(sub(r'(<html[^>]*) dir="rtl"', r"\1")), "page-direction"),
    Fault("the pages turn the wrong way", "epub", "ar", package(sub(' page-progression-direction="rtl"', "")), "book-direction"),
    Fault("foreign words lose their language", "epub", "es", letter(swap('<span lang="en" xml:lang="en"', "<span")), "edition-languages"),
    Fault("a note is lost", "epub", "fr", letter(sub('<aside id="fn2".*?</aside>', "")), "edition-notes"),
    Fault("a note has no way back", "epub", "fr", letter(sub('<a href="#ref1" epub:type="backlink".*?</a>', "")), "note-back"),
    Fault("a reference leads to another note", "epub", "ru", letter(swap('href="#fn2"', 'href="#fn1"')), "note-link"),
    Fault("the way back has a label in another language", "epub", "ar", letter(sub('(doc-backlink" aria-label=")[^"]*', r"\1Back to the text, note 1")), "note-label"),
    Fault("a link's address is another", "epub", "en", letter(swap("day=22", "day=23")), "edition-links"),
    Fault("a number is another", "epub", "zh", letter(swap("2014年12月5日", "2014年12月15日")), "edition-text"),
    Fault("a paragraph is lost", "epub", "fr", letter(swap(PARAGRAPH, "")), "edition-text"),
    Fault("a paragraph stands twice", "epub", "fr", letter(swap(PARAGRAPH, PARAGRAPH * 2)), "edition-text"),
    Fault("a heading is one level too deep", "epub", "en", letter(sub("<h2( id=\"ask\">.*?)</h2>", r"<h3\1</h3>")), "edition-headings"),
    Fault("an image's alt is empty, and claimed", "epub", "fr", letter(sub('(hands[^>]*) alt="[^"]*"', r'\1 alt=""')), "claim-feature"),
    Fault("the table of contents lacks a heading", "epub", "fr", nav(sub(r"<ol>\n<li><a href=\"letter.xhtml#section-2\">.*?</ol>", "")), "book-contents"),
    Fault("the table of contents leads to another heading", "epub", "fr", nav(swap("letter.xhtml#ask", "letter.xhtml#section-2")), "book-contents"),
    Fault("the table of contents has other words", "epub", "es", nav(swap(">Lo que pedimos<", ">Lo que exigimos<")), "book-contents"),
    Fault("the letter is not in the reading order", "epub", "en", package(sub('<itemref idref="letter-xhtml"[^>]*/>', "")), "book-order"),
    Fault("the letter is beside the reading order", "epub", "en", package(swap('idref="letter-xhtml"', 'idref="letter-xhtml" linear="no"')), "book-order"),
    Fault("the book claims numbers of pages", "epub", "en", package(sub("(<meta property=\"schema:accessibilityFeature\">)ARIA", r"\1pageNavigation</meta>\1ARIA")), "claim-feature"),
    Fault("the book claims to conform to WCAG", "epub", "en", package(swap("</metadata>", '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>')), "claim-conformance"),
    Fault("the book claims recorded speech", "epub", "ru", package(swap(">readingOrder<", ">synchronizedAudioText<")), "claim-feature"),
    Fault("the book does not tell of its images", "epub", "en", package(sub('<meta property="schema:accessMode">visual</meta>', "")), "claim-mode"),
    Fault("the book claims that words do not suffice", "epub", "en", package(sub('(accessModeSufficient">)textual', r"\1textual,visual")), "claim-sufficient"),
    Fault("the book claims a hazard", "epub", "en", package(sub('(accessibilityHazard">)none', r"\1flashing")), "claim-hazard"),
    Fault("the summary tells of no images", "epub", "en", package(swap("Every image has a description.", "There are no images except the cover.")), "claim-summary"),
    Fault("the summary hides that nobody certified", "epub", "en", package(swap("has not been certified", "has been certified")), "claim-summary"),
    Fault("the notice is missing", "epub", "fr", letter(sub('<p class="notice".*?</p>', "")), "notice"),
    Fault("the notice gives a wrong count", "epub", "ru", letter(swap("21 фрагмент", "1 фрагмент")), "notice"),
    Fault("the book's title is another", "epub", "fr", package(sub("(<dc:title[^>]*>).*?<", r"\1letter<")), "book-title"),
    Fault("the book holds a file that it does not declare", "epub", "en", _more, "book-file"),
    Fault("the book is heavy", "epub", "en", _heavy, "book-weight"),
    Fault("a page is no XML", "epub", "en", letter(swap("</p>", "")), "unreadable"),
    Fault("a page runs a script", "epub", "en", letter(swap("</main>", "<script>var a = 1</script></main>")), "active"),
    Fault("Arabic words are reversed", "epub", "ar", letter(swap("سعادة السفير،", "سعادة السفير،"[::-1])), "edition-text"),
)  # fmt: skip


def pdf(change: Callable[[Any], None]) -> Change:
    """A change of an opened PDF."""

    def changed(data: bytes) -> bytes:
        import pikepdf

        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            change(document)
            document.save(out, deterministic_id=True)
        return out.getvalue()

    return changed


def elements(document: Any, kind: str) -> list[Any]:
    """The elements of one kind in the tag tree, in order."""
    import pikepdf

    found: list[Any] = []

    def gather(node: Any) -> None:
        for kid in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                if kid.S == f"/{kind}":
                    found.append(kid)
                gather(kid)

    gather(document.Root.StructTreeRoot)
    return found


def becomes(kind: str, new: str, number: int = 0) -> Change:
    """Gives an element of the tag tree another kind."""

    def change(document: Any) -> None:
        import pikepdf

        elements(document, kind)[number].S = pikepdf.Name(f"/{new}")

    return pdf(change)


def put(kind: str, key: str, value: str | None, number: int = 0, only_with: bool = True) -> Change:
    """Gives a key of an element another value, or none; `only_with`: among the elements that have it."""

    def change(document: Any) -> None:
        import pikepdf

        found = [one for one in elements(document, kind) if key in one or not only_with]
        if value is None:
            del found[number][key]
        else:
            found[number][key] = pikepdf.String(value)

    return pdf(change)


def gone(kind: str, number: int, *, twice: bool = False) -> Change:
    """Takes an element out of the tag tree, or puts it in a second time."""

    def change(document: Any) -> None:
        import pikepdf

        element = elements(document, kind)[number]
        parent = element.P
        kids = [kid for kid in parent.K for _ in range(1 + (twice and kid == element))]
        parent.K = pikepdf.Array([kid for kid in kids if twice or kid != element])

    return pdf(change)


def exchanged(kind: str, one: int, other: int) -> Change:
    """Exchanges two elements with the same parent."""

    def change(document: Any) -> None:
        import pikepdf

        found = elements(document, kind)
        parent = found[one].P
        kids = list(parent.K)
        a, b = kids.index(found[one]), kids.index(found[other])
        kids[a], kids[b] = kids[b], kids[a]
        parent.K = pikepdf.Array(kids)

    return pdf(change)


def _root(key: str, value: Any) -> Change:
    def change(document: Any) -> None:
        if value is None:
            del document.Root[key]
        else:
            document.Root[key] = value

    return pdf(change)


def _preference(key: str, value: Any) -> Change:
    def change(document: Any) -> None:
        import pikepdf

        document.Root.ViewerPreferences[key] = pikepdf.Name(value) if isinstance(value, str) else value

    return pdf(change)


def _links(document: Any) -> list[Any]:
    return [
        one for page in document.pages for one in page.get("/Annots", []) if one.get("/Subtype") == "/Link"
    ]


def _address(document: Any) -> None:
    import pikepdf

    link = next(one for one in _links(document) if "/A" in one and one.A.get("/S") == "/URI")
    link.A.URI = pikepdf.String(str(link.A.URI) + "x")


def _unlinked(document: Any) -> None:
    """Takes the tag of a link that leads out of the letter away."""
    import pikepdf

    for one in elements(document, "Link"):
        if any("/A" in kid.Obj for kid in one.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid):
            one.S = pikepdf.Name.Span
            return


def _no_label(document: Any) -> None:
    del next(one for one in _links(document) if "/Contents" in one and "/A" not in one)["/Contents"]


def _foreign_label(document: Any) -> None:
    import pikepdf

    for one in _links(document):
        if "Note" in str(one.get("/Contents", "")):
            one.Contents = pikepdf.String(str(one.Contents).replace("Note", "Footnote"))


def _not_of_the_note(document: Any) -> None:
    """Moves a note's number into its first paragraph."""
    import pikepdf

    for note in elements(document, "Note"):
        label, *rest = note.K
        if (
            rest
            and label.get("/S") == "/Lbl"
            and isinstance(rest[0], pikepdf.Dictionary)
            and rest[0].get("/S") == "/P"
        ):
            kids = rest[0].K
            rest[0].K = pikepdf.Array([label, *(kids if isinstance(kids, pikepdf.Array) else [kids])])
            label.P = rest[0]
            note.K = pikepdf.Array(rest)
            return


def _nowhere(document: Any) -> None:
    for one in _links(document):
        for key in ("/Dest", "/A"):
            if key in one and (key == "/Dest" or "/D" in one.A):
                del one[key]
                return


def _fonts(document: Any) -> list[Any]:
    found = {font.objgen: font for page in document.pages for _, font in page.Resources.Font.items()}
    return list(found.values())


def _no_unicode(document: Any) -> None:
    del _fonts(document)[0]["/ToUnicode"]


def _hole(document: Any) -> None:
    """Takes one character out of a font's map."""
    stream = _fonts(document)[0].ToUnicode
    cmap = stream.read_bytes().decode("latin-1")
    changed = re.sub(r"(beginbfchar\n<[0-9A-Fa-f]+> <)[0-9A-Fa-f]+", r"\1FFFD", cmap, count=1)
    assert changed != cmap
    stream.write(changed.encode("latin-1"))


def _box(document: Any) -> None:
    """Prints the glyph for a missing character in the place of another."""
    import pikepdf

    page = document.pages[0]
    instructions = list(pikepdf.parse_content_stream(page))
    for index, (operands, operator) in enumerate(instructions):
        if str(operator) == "TJ":
            instructions[index] = ([pikepdf.Array([pikepdf.String(b"\0\0"), *operands[0]])], operator)  # type: ignore[list-item]
            break
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))


def _no_actual(document: Any) -> None:
    for kind in ("Span", "Strong", "Em", "Link"):
        for one in elements(document, kind):
            if "/ActualText" in one:
                del one["/ActualText"]


def _title(document: Any) -> None:
    import pikepdf

    document.docinfo["/Title"] = pikepdf.String("letter")


def _no_bookmark(document: Any) -> None:
    with document.open_outline() as outline:
        items = outline.root[0].children or outline.root
        del items[-1]


def _no_head(document: Any) -> None:
    import pikepdf

    for one in elements(document, "TH"):
        one.S = pikepdf.Name.TD


def _untagged(document: Any) -> None:
    """A link on a page that hangs nowhere in the tag tree."""
    import pikepdf

    copy = document.make_indirect(pikepdf.Dictionary(dict(_links(document)[0].items())))
    document.pages[0].Annots.append(copy)


PDFS = (
    Fault("the language is another", "pdf", "fr", _root("/Lang", "en"), "pdf-language"),
    Fault("no language is named", "pdf", "ru", _root("/Lang", None), "pdf-language"),
    Fault("the pages are read from left to right", "pdf", "ar", _preference("/Direction", "/L2R"), "pdf-direction"),
    Fault("foreign words lose their language", "pdf", "fr", put("Span", "/Lang", "fr"), "edition-languages"),
    Fault("a font has no map to Unicode", "pdf", "en", pdf(_no_unicode), "pdf-unicode"),
    Fault("one glyph stands for no character", "pdf", "zh", pdf(_hole), "pdf-unicode"),
    Fault("a character is printed as a box", "pdf", "en", pdf(_box), "no-glyph"),
    Fault("Arabic is stored as it stands on the line", "pdf", "ar", pdf(_no_actual), "edition-text"),
    Fault("ActualText says another number", "pdf", "ar", put("Span", "/ActualText", "New York، 9 كانون الأول/ديسمبر 2015"), "edition-text"),
    Fault("ActualText is reversed", "pdf", "ar", put("Span", "/ActualText", "سعادة السفير،"[::-1], 4), "edition-text"),
    Fault("ActualText is empty", "pdf", "ar", put("Span", "/ActualText", "", 2), "edition-text"),
    Fault("a heading is one level too deep", "pdf", "en", becomes("H2", "H3"), "edition-headings"),
    Fault("a heading is a paragraph", "pdf", "fr", becomes("H2", "P"), "edition-headings"),
    Fault("a paragraph is a heading", "pdf", "es", becomes("P", "H2", 6), "edition-headings"),
    Fault("a link's address is another", "pdf", "en", pdf(_address), "edition-links"),
    Fault("a link is lost, its words stay", "pdf", "zh", pdf(_unlinked), "edition-links"),
    Fault("a link within leads nowhere", "pdf", "fr", pdf(_nowhere), "note-label"),
    Fault("a list is none", "pdf", "ru", becomes("L", "Div"), "edition-lists"),
    Fault("an item of a list is lost", "pdf", "es", gone("LI", 0), "edition-lists"),
    Fault("an image has no words", "pdf", "fr", put("Figure", "/Alt", None), "image-alt"),
    Fault("an image has words of another language", "pdf", "fr", put("Figure", "/Alt", "Two hands that hold one letter."), "edition-images"),
    Fault("a note's number has no label", "pdf", "fr", pdf(_no_label), "note-label"),
    Fault("the notes' labels say something else", "pdf", "en", pdf(_foreign_label), "note-label"),
    Fault("a note's number is not its label", "pdf", "es", pdf(_not_of_the_note), "note-back"),
    Fault("a note is none", "pdf", "fr", becomes("Note", "Span"), "edition-notes"),
    Fault("a note is lost", "pdf", "en", gone("Note", 1), "edition-notes"),
    Fault("the title is another", "pdf", "fr", pdf(_title), "pdf-title"),
    Fault("the window shows the file's name", "pdf", "fr", _preference("/DisplayDocTitle", False), "pdf-title"),
    Fault("the bookmarks lack a heading", "pdf", "fr", pdf(_no_bookmark), "pdf-bookmarks"),
    Fault("a paragraph is not in the tag tree", "pdf", "en", gone("P", 4), "edition-text"),
    Fault("a paragraph stands twice in the tag tree", "pdf", "en", gone("P", 4, twice=True), "edition-text"),
    Fault("two paragraphs are exchanged", "pdf", "ru", exchanged("P", 3, 4), "edition-text"),
    Fault("the notice is not in the tag tree", "pdf", "es", gone("P", 2), "notice"),
    Fault("a table has no head", "pdf", "en", pdf(_no_head), "edition-tables"),
    Fault("emphasis is lost", "pdf", "fr", becomes("Em", "Span"), "edition-emphasis"),
    Fault("a quotation is an ordinary paragraph", "pdf", "fr", becomes("BlockQuote", "Div"), "edition-quotes"),
    Fault("the document does not say that it is tagged", "pdf", "fr", _root("/MarkInfo", None), "pdf-tags"),
    Fault("a link on a page is not in the tag tree", "pdf", "en", pdf(_untagged), "link-untagged"),
    Fault("there are no tags", "pdf", "fr", _root("/StructTreeRoot", None), "edition-text"),
)  # fmt: skip

FAULTS = (*PAGES, *SEEN, *BOOKS, *PDFS)

"""`output/index.html`: choose a language, then a letter, then a format.

Each language has a section of its own, in its own language, script and direction; so it stays right for
one letter and for hundreds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from openletter.conventions import file_size, load, long_date, text, word
from openletter.model import Artifact, Conventions, Written
from openletter.publish import notice
from openletter.publish.fonts import web_fonts
from openletter.publish.xhtml import font_faces, markup, printed, safe, style_sheet, template

FORMATS = {
    "html": ("text/html", word("Web page")),
    "epub": ("application/epub+zip", word("E-book (EPUB)")),
    "pdf": ("application/pdf", word("PDF document")),
}
ORDER = ("ar", "zh", "en", "fr", "ru", "es")
"""Of the official languages of the United Nations, as it lists them."""


NAME = "index.html"
"""Its path in the output folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in one language, with its files in the order of `FORMATS`."""

    conventions: Conventions
    files: tuple[Artifact, ...]

    @property
    def first(self) -> Artifact:
        return self.files[0]

    @property
    def is_original(self) -> bool:
        return not self.first.states


def write(artifacts: Sequence[Artifact], base: str = "") -> Written:
    """The index of what the output folder holds. `base` is its address on the web."""
    entries = _entries(artifacts)
    languages = _languages(entries)
    c = load(_main_language(entries))
    head = _head(c, entries)
    if base:
        head["head"] += f'<link rel="canonical" href="{escape(base)}">\n'
    jumps = "".join(_jump(load(lang)) for lang in languages)
    return _page(c, head, jumps, _sections(languages, entries), "")


def listing(artifacts: Sequence[Artifact], lang: str, others: Sequence[str], base: str) -> Written:
    """The letters of one language, as a page in its folder, with ways to the same page in `others`."""
    entries = _entries(artifacts)
    c = load(lang)
    address = f"{base}{lang}/index.html"
    head = _head(c, entries)
    head["head"] += f'<link rel="canonical" href="{escape(address)}">\n'
    head["head"] += '<link rel="alternate" type="application/atom+xml" href="feed.xml">\n'
    jumps = ""
    for other in (load(one) for one in [*_ordered(others)]):
        href = f"../{other.lang}/index.html"
        head["head"] += f'<link rel="alternate" hreflang="{other.tag}" href="{href}">\n'
        jumps += _jump(other, href)
    return _page(c, head, jumps, _sections([lang], entries, "../"), "../")


def _page(c: Conventions, head: dict[str, str], jumps: str, sections: str, up: str) -> Written:
    values = {
        "lang": c.tag,
        "dir": c.direction,
        "choose": markup(c, "Choose a language"),
        "languages": jumps,
        "sections": sections,
        **head,
    }
    fonts = web_fonts(printed(values), c)
    css = font_faces(fonts, up) + style_sheet("base.css") + style_sheet("index.css")
    page = safe(template("index.html").substitute(values, css=css))
    return Written(page.encode(), {f"fonts/{font.name}": font.data for font in fonts})


def _entries(artifacts: Sequence[Artifact]) -> list[Entry]:
    files: dict[tuple[str, str], list[Artifact]] = {}
    for artifact in artifacts:
        if artifact.format in FORMATS:
            files.setdefault((artifact.letter, artifact.lang), []).append(artifact)
    order = list(FORMATS)
    return [
        Entry(load(lang), tuple(sorted(found, key=lambda artifact: order.index(artifact.format))))
        for (_, lang), found in sorted(files.items(), key=lambda item: (item[0][0].count("/"), item[0]))
    ]


def _languages(entries: Iterable[Entry]) -> list[str]:
    return _ordered({entry.first.lang for entry in entries})


def _ordered(languages: Collection[str]) -> list[str]:
    found = set(languages)
    return [lang for lang in ORDER if lang in found] + sorted(found - set(ORDER))


def _main_language(entries: Sequence[Entry]) -> str:
    """The language of most originals: that of the page's own few words."""
    found = Counter(entry.first.lang for entry in entries if entry.is_original)
    found = found or Counter(entry.first.lang for entry in entries)
    return min(found, key=lambda lang: (-found[lang], lang)) if found else "en"


def _head(c: Conventions, entries: Sequence[Entry]) -> dict[str, str]:
    """Title and description: those of the letter where there is one, else of a collection."""
    title, description, tag = text(c, "Open letters"), "", ""
    if len({entry.first.letter for entry in entries}) == 1:
        one = next((entry.first for entry in entries if entry.first.lang == c.lang), entries[0].first)
        title, description = one.title or one.letter, one.description
    if description:
        tag = f'<meta name="description" content="{escape(description)}">\n'
    lead = f'<p class="lead">{escape(description, quote=False)}</p>\n' if description else ""
    return {"title": escape(title, quote=False), "head": tag, "lead": lead}


def _jump(c: Conventions, href: str = "") -> str:
    name = escape(c.autonym, quote=False)
    return f'<li><a href="{href or "#" + _id(c)}" lang="{c.tag}" dir="{c.direction}">{name}</a></li>\n'


def _id(c: Conventions) -> str:
    return f"lang-{c.lang.lower()}"


def _sections(languages: Sequence[str], entries: Sequence[Entry], up: str = "") -> str:
    sections = (
        _section(load(lang), [entry for entry in entries if entry.first.lang == lang], up)
        for lang in languages
    )
    return f'<div class="sections">\n{"".join(sections)}</div>\n'


def _section(c: Conventions, entries: Iterable[Entry], up: str) -> str:
    letters = "".join(_letter(entry, up) for entry in entries)
    return (
        f'<section id="{_id(c)}" lang="{c.tag}" dir="{c.direction}" aria-labelledby="{_id(c)}-h">\n'
        f'<h2 id="{_id(c)}-h">{escape(c.autonym, quote=False)}</h2>\n'
        f'<ul class="letters">\n{letters}</ul>\n</section>\n'
    )


def _letter(entry: Entry, up: str) -> str:
    c, first = entry.conventions, entry.first
    lines = [line for line in (long_date(c, first.date), notice.label(c, first.states)) if line]
    about = "<br>\n".join(escape(line, quote=False) for line in lines)
    files = "".join(f"<li>{_file(c, artifact, up)}</li>\n" for artifact in entry.files)
    title = escape(first.title or first.letter, quote=False)
    return f'<li>\n<h3>{title}</h3>\n<p class="state">{about}</p>\n<ul class="files">\n{files}</ul>\n</li>\n'


def _file(c: Conventions, artifact: Artifact, up: str) -> str:
    """A link with format and size, each kept apart from the other's direction."""
    kind, name = FORMATS[artifact.format]
    name = escape(text(c, name), quote=False)
    size = escape(file_size(c, artifact.size), quote=False)
    words = markup(c, "{format}, {size}", format=f"<bdi>{name}</bdi>", size=f"<bdi>{size}</bdi>")
    old = f' <span class="old">({markup(c, "Earlier version")})</span>' if artifact.outdated else ""
    return f'<a href="{up}{quote(artifact.path)}" type="{kind}">{words}</a>{old}'

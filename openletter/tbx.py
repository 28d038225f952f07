"""TBX: termbases as other programs write and read them. Pure.

Read are TBX 3 (ISO 30042:2019, in the styles DCA and DCT) and TBX 2 (ISO 30042:2008, `<martif>`); written is
TBX-Basic of version 3 in the style DCA. Of a file nothing is read but languages, terms, whether a term is
still used, and whether its concept is one that is not translated: no names, times, sources or notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openletter import po, xmlsafe
from openletter.errors import SubmissionError
from openletter.memory.tmx import language
from openletter.model import Place
from openletter.review import xml
from openletter.termbase import Concept
from openletter.xmlsafe import XML, Element, Limits

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
LIMITS = Limits(file=64 << 20, elements=2_000_000)

UNTRANSLATED = "not translated"
"""What a concept's subset is called whose terms stay as they are in every language."""

_GONE = ("deprecated", "superseded")
_PREFERRED = "preferred"
_CONCEPTS, _LANGUAGES, _TERMS = (
    ("conceptEntry", "termEntry"),
    ("langSec", "langSet"),
    ("termSec", "tig", "ntig"),
)
LONGEST = 500


# Writing


def write(concepts: Iterable[Concept], source_lang: str) -> bytes:
    """A file; equal concepts, equal bytes. The first term of a language is its preferred one."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        xml.start("tbx", {"type": "TBX-Basic", "style": "dca", "xml:lang": source_lang, "xmlns": NAMESPACE}),
        "<tbxHeader><fileDesc><sourceDesc><p>Terms of a project</p></sourceDesc></fileDesc></tbxHeader>",
        "<text>",
        "<body>",
    ]
    for number, concept in enumerate(concepts, 1):
        lines += _concept(concept, number, source_lang)
    return "\n".join([*lines, "</body>", "</text>", "</tbx>", ""]).encode()


def _concept(concept: Concept, number: int, source_lang: str) -> Iterator[str]:
    yield xml.start("conceptEntry", {"id": f"c{number}"})
    if not concept.translate:
        yield xml.element("admin", UNTRANSLATED, {"type": "projectSubset"})
    for lang in sorted(concept.terms, key=lambda lang: (lang != source_lang, lang)):
        yield xml.start("langSec", {"xml:lang": lang})
        for at, term in enumerate(concept.terms[lang]):
            status = f"{'admitted' if at else _PREFERRED}Term-admn-sts"
            note = xml.element("termNote", status, {"type": "administrativeStatus"})
            yield f"<termSec>{xml.element('term', term)}{note}</termSec>"
        yield "</langSec>"
    yield "</conceptEntry>"


# Reading


def read(data: bytes, path: str = "") -> tuple[Concept, ...]:
    """The concepts of a file. Raises SubmissionError for one that is no TBX, or that `xmlsafe` refuses."""
    root = xmlsafe.parse(data, path, limits=LIMITS, bare_doctype=True)
    if root.name not in ("tbx", "martif"):
        raise SubmissionError(
            f"the file is no termbase: its root is <{root.name[:40]}>",
            hint="export it from the program that holds it, as TBX-Basic",
            where=Place(path, root.line),
            code="tbx",
        )
    bodies = [body for text in root.elements("text") for body in text.elements("body")]
    return tuple(_read(entry) for body in bodies for entry in body.elements(*_CONCEPTS))


def _read(entry: Element) -> Concept:
    found: dict[str, list[tuple[bool, str]]] = {}
    for section in entry.elements(*_LANGUAGES):
        lang = language(section.attributes.get(f"{{{XML}}}lang") or section.attributes.get("lang", ""))
        if lang:
            found.setdefault(lang, []).extend(filter(None, map(_term, section.elements(*_TERMS))))
    terms = {
        lang: tuple(dict.fromkeys(term for _, term in sorted(some, key=lambda one: one[0])))
        for lang, some in found.items()
        if some
    }
    return Concept(terms, ("projectSubset", UNTRANSLATED) not in set(_data(entry)), entry.line)


def _term(section: Element) -> tuple[bool, str] | None:
    """(Whether another is preferred, term); None for one that is out of use, or that no table may hold."""
    term = next(next(section.elements("termGrp"), section).elements("term"), None)
    data = dict(_data(section))
    status = data.get("administrativeStatus") or data.get("normativeAuthorization", "")
    if term is None or status.startswith(_GONE):
        return None
    try:
        text = " ".join(po.clean_text(term.text()).split())
    except SubmissionError:
        return None
    if not text or "|" in text or len(text) > LONGEST:
        return None
    return not status.startswith(_PREFERRED), text


def _data(element: Element) -> Iterator[tuple[str, str]]:
    """What is said of a concept or a term: a name of TBX, and what it is. In DCA the name is an attribute, in
    DCT it is the element's own."""
    for child in element.children:
        if not isinstance(child, Element) or child.name in _LANGUAGES:
            continue
        if child.name.endswith("Grp"):
            yield from _data(child)
        else:
            yield child.attributes.get("type", child.name), child.text().strip()

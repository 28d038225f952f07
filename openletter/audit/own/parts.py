"""The common form in which an edition, a page, an e-book and a PDF are held against each other.

Each is read into a tree of `Part`; views of it (its lines, headings, links …) are compared one by one, so
that a finding says what is wrong and not only that something is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

BLOCKS = frozenset(
    (
        "document",
        "paragraph",
        "heading",
        "list",
        "item",
        "quote",
        "code",
        "table",
        "row",
        "cell",
        "term",
        "note",
    )
)
"""Kinds of parts that begin and end a line; the others stand within one."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Of the links that every format must have."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a letter.

    `value` is the level of a heading, the kind of a list (`ul`, `ol`, `dl`), the address of a link (`#` and
    the words of the place for one within the letter), the words for an image, `head` for the head cell of a
    table, the number of a note or of a reference to one.
    """

    kind: str
    value: str = ""
    kids: tuple[Kid, ...] = ()
    lang: str = ""
    """As marked on this part, "" where it is not."""
    dir: str = ""


Kid: TypeAlias = Part | str
View = Callable[[Part], Sequence[object]]


def squeezed(text: str) -> str:
    """A text in normal form C, its white space single blanks, without characters that only steer the line.

    >>> squeezed("a \\n b\\u200f")
    'a b'
    """
    text = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(text.split())


def walk(part: Part) -> Iterator[Part]:
    """A part and all parts below it, in reading order."""
    yield part
    for kid in part.kids:
        if isinstance(kid, Part):
            yield from walk(kid)


def words(part: Part) -> str:
    """The words of a part, without references to notes."""
    return squeezed("".join(_words(part)))


def _words(part: Part) -> Iterator[str]:
    for kid in part.kids:
        if isinstance(kid, str):
            yield kid
        elif kid.kind != "ref":
            yield from _words(kid)
    if part.kind in BLOCKS:
        yield "\n"


# Views


def lines(part: Part) -> list[str]:
    """The text, a line per block, with `[n]` where a note is referred to.

    A reference within a link stands after it, since a link cannot hold another.
    """
    text = "".join(_lines(part, []))
    return [line for line in map(squeezed, text.split("\0")) if line]


def _lines(part: Part, later: list[str]) -> Iterator[str]:
    is_block = part.kind in BLOCKS
    if is_block:
        yield "\0"
    held: list[str] = []
    for kid in part.kids:
        if isinstance(kid, str):
            yield kid
        elif kid.kind == "ref":
            mark = f"[{kid.value}]"
            if part.kind == "link":
                held.append(mark)
            else:
                yield mark
        else:
            yield from _lines(kid, held)
    yield from held
    if is_block:
        yield "\0"


def headings(part: Part) -> list[tuple[str, str]]:
    """Level and words of each heading."""
    return [(one.value, words(one)) for one in walk(part) if one.kind == "heading"]


def lists(part: Part) -> list[str]:
    """Each list with the number of its items and the lists in them: `ol(3: 1, ul(2), 1)`."""
    found = []
    for kid in part.kids:
        if isinstance(kid, Part):
            found += [_shape(kid)] if kid.kind == "list" else lists(kid)
    return found


def _shape(part: Part) -> str:
    items = [kid for kid in part.kids if isinstance(kid, Part) and kid.kind in ("item", "term")]
    return f"{part.value}({', '.join(' '.join(lists(item)) or '·' for item in items)})"


def links(part: Part) -> list[tuple[str, str]]:
    """Words and address of each link that every format must have."""
    found: list[tuple[str, str]] = []
    for one in walk(part):
        if one.kind == "link" and is_common(one.value):
            found.append((words(one) or "".join(images(one)), address(one.value)))
    return found


def is_common(target: str) -> bool:
    """Whether every format has links to such an address."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return parts.scheme in SCHEMES or (target.startswith("#") and len(target) > 1)


def address(target: str) -> str:
    """An address in a form in which equal ones are equal."""
    return unquote(target)


def images(part: Part) -> list[str]:
    """The words that stand for each image; an image without words is decoration."""
    return [squeezed(one.value) for one in walk(part) if one.kind == "image" and one.value.strip()]


def emphasis(part: Part) -> list[tuple[str, str]]:
    """Kind and words of each emphasis, outside terms and the heads of tables, which are bold."""
    if part.kind == "term" or (part.kind == "cell" and part.value == "head"):
        return []
    found = [(part.kind, words(part))] if part.kind in ("em", "strong") and words(part) else []
    for kid in part.kids:
        if isinstance(kid, Part):
            found += emphasis(kid)
    return found


def quotes(part: Part) -> list[str]:
    """The words of each quotation that stands by itself."""
    return [words(one) for one in walk(part) if one.kind == "quote"]


def tables(part: Part) -> list[str]:
    """Each row of each table; head cells have a `#`."""
    found = []
    for one in walk(part):
        if one.kind == "row":
            cells = [kid for kid in one.kids if isinstance(kid, Part) and kid.kind == "cell"]
            found.append(" | ".join(("# " if cell.value else "") + words(cell) for cell in cells))
    return found


def notes(part: Part) -> list[tuple[str, str]]:
    """Number and words of each note."""
    return [(one.value, words(one)) for one in walk(part) if one.kind == "note"]


def references(part: Part) -> list[str]:
    """The numbers of notes, in the order in which the text refers to them."""
    return [one.value for one in walk(part) if one.kind == "ref"]


def languages(part: Part) -> list[tuple[str, str]]:
    """Each run of words in another language than the whole: its language and the words."""
    return _runs(part, lambda lang, _: lang, base(part.lang))


def directions(part: Part) -> list[tuple[str, str]]:
    """Each run of words in another direction than the whole: the direction and the words."""
    return _runs(part, lambda _, direction: direction, part.dir)


def base(lang: str) -> str:
    """The language of a tag, without script and region."""
    return lang.split("-")[0].lower()


def _runs(part: Part, choose: Callable[[str, str], str], own: str) -> list[tuple[str, str]]:
    pieces = ((choose(lang, direction), text) for lang, direction, text in _pieces(part, "", ""))
    runs = [
        (key, squeezed("".join(text for _, text in group))) for key, group in groupby(pieces, lambda p: p[0])
    ]
    return [(key, text.strip(" .,;:")) for key, text in runs if key != own and text]


def _pieces(part: Part, lang: str, direction: str) -> Iterator[tuple[str, str, str]]:
    """Words with their language and direction; code is in no language."""
    if part.kind in ("code", "verbatim"):
        return
    lang, direction = base(part.lang) or lang, part.dir or direction
    for kid in part.kids:
        if isinstance(kid, str):
            if kid.strip():
                yield lang, direction, kid
        elif kid.kind != "ref":
            yield from _pieces(kid, lang, direction)


VIEWS: dict[str, View] = {
    "text": lines,
    "headings": headings,
    "lists": lists,
    "links": links,
    "images": images,
    "emphasis": emphasis,
    "quotes": quotes,
    "tables": tables,
    "notes": notes,
    "references": references,
    "languages": languages,
    "directions": directions,
}
"""What is compared, by the name that stands in the code of its finding."""


def merged(kids: Iterable[Kid]) -> tuple[Kid, ...]:
    """Kids with neighbouring texts joined."""
    found: list[Kid] = []
    for kid in kids:
        if isinstance(kid, str) and found and isinstance(found[-1], str):
            found[-1] += kid
        elif kid != "":
            found.append(kid)
    return tuple(found)


_NUMBER = re.compile(r"\d+")


def number(label: str) -> str:
    """The number in a label, "" where there is none."""
    found = _NUMBER.search(label)
    return found[0] if found else ""

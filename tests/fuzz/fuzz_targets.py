"""What is fuzzed: by name, a function that takes any bytes and raises nothing but AssertionError."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openletter import po
from openletter.errors import SubmissionError
from openletter.review import inline, reading

Target = Callable[[bytes], None]


def xliff(data: bytes) -> None:
    """A submission, XLIFF or not: it is read, or refused with a file, a code and a remedy.

    Of what is read, every text is one that a catalog may hold, and its inlines are the text.
    """
    try:
        found = reading.read(data, "f")
    except SubmissionError as refused:
        error: SubmissionError | None = refused
    else:
        error = None
    if error:
        assert error.code
        assert error.where
        assert error.where.file == "f"
        return
    for entry in found.entries:
        assert po.odd_characters(entry.text) is None
        assert inline.message(inline.nodes(entry.text)) == entry.text
        assert entry.text or not entry.stands
    assert all(problem.where.line and problem.code and problem.hint for problem in found.problems)
    keys = [entry.key for entry in found.entries]
    assert len(keys) == len(set(keys))
    found.resolved(keys)


_ELEMENTS = (
    *("file", "body", "group", 'unit id="title"', "unit", "segment", 'segment state="final"', "ignorable"),
    *("trans-unit", 'trans-unit xml:space="preserve"', 'trans-unit resname="title" approved="yes"', "source"),
    *("target", 'target state="final"', 'target state="x" order="2"', "alt-trans", "context-group", "note"),
    *('trans-unit id="title"', f'trans-unit extradata="v1:{"0" * 64}"', 'g id="em1"', 'x id="note1"'),
    *('x id="cp-000B"', 'bx id="em1"', 'ex id="em1"', 'bpt id="1"', 'ept id="1"', 'ph id="note1"', "mrk"),
    *('it id="em1" pos="close"', 'pc id="em1"', 'sc id="em1"', 'ec startRef="em1"', 'cp hex="202E"'),
    *('ph id="em1.odd"', "link1", "code1", "script", 'g id="1"', 'g xmlns="u"', 'file original="b"'),
)
_TEXTS = (
    *("a", "b", " ", "\n", "&lt;em1&gt;", "&lt;/em1&gt;", "\\", "\\&lt;em1&gt;", "&lt;note1/&gt;", "title"),
    *("\u2067", "\u2069", "\u202e", "\ufeff", "<!-- c -->", "<?p i?>", "<![CDATA[<em1>]]>"),
)
_ROOTS = (
    'xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"',
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"',
)


def xliff_tree(data: bytes) -> None:
    """As `xliff`, with each byte an element, a text or an end, so that what is read is always XML."""
    root = _ROOTS[bool(data) and data[0] % 2]
    parts, opened = [f"<xliff {root}>"], []
    for byte in data[1:]:
        if byte < len(_ELEMENTS):
            parts.append(f"<{_ELEMENTS[byte]}>")
            opened.append(_ELEMENTS[byte].split()[0])
        elif byte < len(_ELEMENTS) + len(_TEXTS):
            parts.append(_TEXTS[byte - len(_ELEMENTS)])
        elif opened:
            parts.append(f"</{opened.pop()}>")
    parts += [f"</{name}>" for name in reversed(opened)]
    xliff("".join([*parts, "</xliff>"]).encode())


TARGETS: Mapping[str, Target] = {
    "xliff": xliff,
    "xliff-tree": xliff_tree,
}
"""Each has a folder of the same name under `corpus/`, with files to begin from."""

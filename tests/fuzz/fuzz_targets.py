"""What is fuzzed: by name, a function that takes any bytes and raises nothing but AssertionError."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openletter import markup, po, tree
from openletter.checks import Context, check
from openletter.errors import SubmissionError
from openletter.model import Finding, Node, Place, Segment, Tag
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
        assert entry.text or not (entry.stands or entry.approved)
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


def po_file(data: bytes) -> None:
    """A PO file: read, or refused with place and code. What is read can be written and read again."""
    problems: list[Finding] = []
    try:
        catalog = po.parse(data, "f", problems=problems)
    except SubmissionError as refused:
        error: SubmissionError | None = refused
    else:
        error = None
    if error:
        assert error.code
        assert error.where
        assert error.where.file == "f"
        return
    for entry in catalog.entries:
        assert po.odd_characters(entry.msgstr) is None
        assert entry.msgid
        assert 0 < entry.line <= data.count(b"\n") + 1
    assert len({entry.key for entry in catalog.entries}) == len(catalog.entries)
    assert all(problem.where.line and problem.code and problem.hint for problem in problems)
    if not any("\0" in entry.msgid for entry in catalog.entries):
        again = po.parse(po.serialize(catalog), "f", limits=po.OWN)
        words = [(entry.key, entry.msgstr, entry.obsolete) for entry in catalog.entries]
        assert sorted((entry.key, entry.msgstr, entry.obsolete) for entry in again.entries) == sorted(words)


def _node(kind: str, *content: object) -> Node:
    return {"t": kind, "c": list(content)}


_EMPTY = ["", [], []]
NODES: Mapping[str, Node] = {
    "em1": {"t": "Emph", "c": []},
    "link1": _node("Link", _EMPTY, [], ["https://example.org/a?b=1", ""]),
    "link2": _node("Link", _EMPTY, [], ["https://example.org/2", ""]),
    "note1": _node("Note"),
    "code1": _node("Code", _EMPTY, "a < b"),
}
_TAGS = tuple(
    Tag(name, name[:-1], name[:-1] in ("note", "code"), markup.meaning(node)) for name, node in NODES.items()
)
SEGMENT = Segment(
    "",
    "On <em1>28 March</em1> the <link1>report</link1> did not ask for 1,250 of <link2>them</link2>.<note1/>"
    " <code1/>",
    (Place("source/letter.md", 3),),
    (_TAGS,),
)
_CONTEXTS = [Context(lang) for lang in ("ar", "es", "fr", "ru", "zh")]


def tags(data: bytes) -> None:
    """A translation: its tags are those of the source, or it is refused; no check raises, whatever it holds.

    What is accepted has exactly the source's links, notes and code, and no raw node.
    """
    text = data.decode("utf-8", "ignore")
    try:
        inlines = markup.decode(text, NODES)
        code = ""
    except markup.MarkupError as error:
        code = error.code
    accepted = not code
    if code:
        assert code in {f"tag-{what}" for what in ("unknown", "missing", "repeated", "nesting", "form")}
    else:
        found = [node for node in tree.walk(inlines) if node["t"] not in ("Str", "Space", "Emph")]
        targets = sorted(node["c"][2][0] for node in found if node["t"] == "Link")
        assert targets == ["https://example.org/2", "https://example.org/a?b=1"]
        assert sorted(node["t"] for node in found) == ["Code", "Link", "Link", "Note"]
        assert set(markup.encode(inlines).nodes) == set(NODES)
    codes = {one.code for one in check(SEGMENT, text, _CONTEXTS[len(data) % 5], Place("f", 1))}
    assert not text or accepted or any(code.startswith("tag-") for code in codes)


TARGETS: Mapping[str, Target] = {
    "po": po_file,
    "tags": tags,
    "xliff": xliff,
    "xliff-tree": xliff_tree,
}
"""Each has a folder of the same name under `corpus/`, with files to begin from."""

"""The one reader of XML: what it refuses, how soon, and that nothing but its own error comes out."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openletter import xmlsafe
from openletter.errors import SubmissionError
from openletter.xmlsafe import Limits, parse

LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><x>&a9;</x>"
)


def refused(data: bytes, **options: bool) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        parse(data, "f.xlf", **options)
    assert caught.value.where
    assert caught.value.where.file == "f.xlf"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', "xml-doctype", 1),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n<x>&e;</x>', "xml-doctype", 1),
        (b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/"> %e;]><x/>', "xml-doctype", 1),
        (LAUGHS, "xml-doctype", 1),
        (b"<x>\n\n&e;</x>", "xml-syntax", 3),
        (b"<a>\n" * 10_000, "xml-depth", 101),
        (b"<a>\n<b></a></b>", "xml-syntax", 2),
        (b"<a/><b/>", "xml-syntax", 1),
        (b"", "xml-syntax", 1),
        (b"<a>\n\x00</a>", "not-utf-8", 2),
        ("<a>\ufffe</a>".encode(), "xml-syntax", 1),
        (b"<a>&#0;</a>", "xml-syntax", 1),
        (b"<a>&#xD800;</a>", "xml-syntax", 1),
        (b"<a>\n\n\xe9</a>", "not-utf-8", 3),
        (b"<a>\xed\xa0\x80</a>", "not-utf-8", 1),
        (b"<a>\xc0\xbc</a>", "not-utf-8", 1),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "wrong-charset", 1),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "wrong-charset", 1),
        ('<?xml version="1.0" encoding="UTF-8"?><a/>'.encode("utf-16"), "wrong-charset", 1),
        ("<a/>".encode("utf-16-le"), "not-utf-8", 1),
        ("\n<a/>".encode("utf-16-be"), "not-utf-8", 1),
        (b"\xff\xfe<\x00a\x00\x00\xd8>\x00", "not-utf-8", 0),
        (b"<a " + b" ".join(b'b%d=""' % n for n in range(65)) + b"/>", "too-large", 1),
        (b"<a b='' b=''/>", "xml-syntax", 1),
        (b"<p:a/>", "xml-syntax", 1),
    ],
)
def test_refused_with_its_line(data: bytes, code: str, line: int) -> None:
    error = refused(data)
    assert error.where
    assert (error.code, error.where.line) == (code, line)


def test_sizes() -> None:
    assert refused(b"<a>" + b"b" * (10 << 20) + b"</a>").code == "too-large"
    assert refused(b"<a>" + b"<b/>" * 300_000 + b"</a>").code == "too-large"
    assert parse(b"<a>" + b"<b/>" * 1000 + b"</a>", limits=Limits(elements=1001)).children


@pytest.mark.parametrize("data", [LAUGHS, b"<g>" * 3_000_000, b"<g>\n" * 10_000])
def test_bombs_are_refused_at_once(data: bytes) -> None:
    began = time.process_time()
    refused(data)
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize(
    "data",
    [
        b"<a " + b" ".join(b'xmlns:a%d="u"' % n for n in range(300_000)) + b"/>",
        b"<a b='" + b"\n" * (9 << 20) + b"'/>",
        b"<" + b"a" * (9 << 20) + b"/>",
        b"<a>" + b"&#65;" * 1_900_000 + b"</a>",
        b"<a>" + b"a<!---->" * 1_200_000 + b"</a>",
        b"<a>" + b"&amp;\r" * 1_600_000 + b"</a>",
        b"<a>" + b"<![CDATA[]]>" * 800_000 + b"</a>",
        b"<a" + b">" * (9 << 20),
    ],
    ids=["namespaces", "attribute", "name", "references", "comments", "carriage-returns", "cdata", "cut"],
)
def test_no_file_takes_long(data: bytes) -> None:
    began = time.process_time()
    with suppress(SubmissionError):
        parse(data)
    assert time.process_time() - began < 5


def test_the_tree() -> None:
    root = parse(
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<a xmlns="u" xmlns:p="v" b="1 2" p:c="d" xml:space="preserve">\n'
        b"x&amp;y&#65;<!-- no --><?no no?><![CDATA[<]]><p:b/>\n<b>z</b></a>"
    )
    assert (root.name, root.namespace, root.line) == ("a", "u", 2)
    assert root.attributes == {"b": "1 2", "{v}c": "d", f"{{{xmlsafe.XML}}}space": "preserve"}
    assert root.children[0] == "\nx&yA<"
    assert [(one.name, one.line) for one in root.elements()] == [("b", 4)]
    assert root.text() == "\nx&yA<\nz"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_encodings(encoding: str) -> None:
    declared = "UTF-16" if encoding == "utf-16" else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?><a>é人\U0001f600</a>'
    data = text.encode(encoding)
    assert xmlsafe.is_xml(data)
    assert parse(data).text() == "é人\U0001f600"


def test_a_bare_doctype_passes_where_it_may() -> None:
    """OmegaT writes `<!DOCTYPE tmx SYSTEM "tmx14.dtd">`."""
    head = b'<?xml version="1.0"?>\n<!DOCTYPE tmx\nSYSTEM "a>b.dtd" >\n'
    root = parse(head + b"<tmx/>", bare_doctype=True)
    assert (root.name, root.line) == ("tmx", 4)
    assert parse(b"<!DOCTYPE html><html/>", bare_doctype=True).name == "html"
    assert parse(b'<!DOCTYPE a PUBLIC "-//A" \'b"\'><a/>', bare_doctype=True).name == "a"
    for body in (b"<tmx>&e;</tmx>", b'<tmx a="&e;"/>', b"<tmx/><!DOCTYPE tmx>", b"<!DOCTYPE tmx><tmx/>"):
        assert refused(head + body, bare_doctype=True).code in ("xml-syntax", "xml-doctype")
    assert refused(b'<!DOCTYPE tmx [<!ENTITY e "f">]><tmx/>', bare_doctype=True).code == "xml-doctype"


def test_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("builtins.open", never)
    monkeypatch.setattr("socket.socket", never)
    refused(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>')
    parse(b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>', bare_doctype=True)
    parse(b'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname"/></x>')
    parse(b'<?xml-stylesheet href="http://127.0.0.1:9/"?><x/>')


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from(
            [b"<a>", b"</a>", b"<b c='d'/>", b"&amp;", b"&e;", b"<!--", b"-->", b"<![CDATA[", b"]]>"]
            + [b"<!DOCTYPE a>", b"<?xml version='1.0'?>", b"\xff\xfe", b"x", b"\n", b" xmlns:p='q'", b"<p:a>"]
        )
    ).map(b"".join)
)
def test_only_its_own_error_comes_out(data: bytes) -> None:
    xmlsafe.is_xml(data)
    with suppress(SubmissionError):
        parse(data)

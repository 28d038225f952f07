"""PO and XLIFF files with an attack in the file itself, and good ones as programs really write them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from attack import Row, Stage, catalog, entries, head, quoted

FOURTH = "The Committee did not say that secret detention is lawful."


Case = tuple[str, str, str | bytes]
"""Class, answer, file."""
WHOLE, ONE, EITHER = "REFUSE-FILE", "REFUSE-ENTRY", "REFUSE-FILE-OR-REFUSE-ENTRY"


def po_rows(made: Stage) -> Iterator[Row]:
    given = Po(made)
    return _rows("po{}.fr.po", (case for make in PO for case in make(given)))


def xliff_rows(made: Stage) -> Iterator[Row]:
    given = Xliff(made)
    return _rows("x{}.fr.xlf", (case for make in XLIFF for case in make(given)))


def _rows(name: str, cases: Iterable[Case]) -> Iterator[Row]:
    for number, (group, expected, text) in enumerate(cases, 1):
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        yield name.format(number), group, expected, 0, data


class Po:
    """A good file and its parts, from which the attacks are made."""

    def __init__(self, made: Stage) -> None:
        self.made = made
        self.good, _ = catalog(made, "h", "fr", {})
        self.top, self.body = head("letter", "fr"), "".join(entries(made, "h", "fr", {}))
        self.fourth = entries(made, "h", "fr", {})[3]
        self.bad = quoted("Le Comité a dit que la détention secrète est licite.")

    def instead(self, text: str) -> str:
        """The file with another fourth entry."""
        return self.good.replace(self.fourth, text)


def _po_encodings(given: Po) -> Iterator[Case]:
    """Encodings and characters."""
    good = given.good
    yield "po", WHOLE, good.encode("utf-8-sig")
    yield "po", WHOLE, good.encode("utf-16-be")
    yield "po", WHOLE, good.encode("utf-32")
    yield "po", WHOLE, good.encode("utf-7")
    yield "po", WHOLE, good.encode("cp1252", "replace")
    yield "po", WHOLE, good.replace("UTF-8", "UTF-7")
    yield "po", WHOLE, good.replace("UTF-8", "CHARSET")
    yield "po", WHOLE, good.replace("charset=UTF-8", "charset=utf-8-sig")
    yield "po", WHOLE, good.replace("; charset=UTF-8", "")
    yield (
        "po",
        WHOLE,
        good.replace('"Content-Type', '"X: charset=UTF-8\\n"\n"Content-Type').replace(
            "plain; charset=UTF-8", "plain; charset=KOI8-R"
        ),
    )
    yield "po", WHOLE, good + "\0"
    yield "po", WHOLE, good.replace("détention", "d\udce9tention", 1)
    yield "po", WHOLE, good.encode().replace("é".encode(), b"\xc0\xe9", 1)
    yield "po", EITHER, good.replace("licite", "lic\\x00ite")
    yield "po", EITHER, good.replace("licite", "lic\\0ite")
    yield "po", EITHER, good.replace("licite", "lic\\qite")
    yield "po", EITHER, good.replace("licite", "lic\\u0069te")
    yield "po", EITHER, good.replace("licite.", "licite.\\r\\n# x")
    yield "po", EITHER, good.replace("licite.", "licite.\\x3cscript\\x3e")
    yield "po", EITHER, good.replace("licite.", "licite.\\e[31m")
    yield "po", EITHER, good.replace("licite.", "licite.\\a")


def _po_entries(given: Po) -> Iterator[Case]:
    """Entries in forms that no letter has, and others in their place."""
    good, fourth, bad, instead = given.good, given.fourth, given.bad, given.instead
    yield "po", ONE, instead(fourth.replace("msgstr", f"msgid_plural {quoted(FOURTH)}\nmsgstr[0]"))
    yield "po", WHOLE, instead(fourth.replace("msgstr", "msgstr[0]") + f"msgstr[1] {bad}\n") + "msgstr[9]"
    yield "po", WHOLE, good + fourth
    yield "po", WHOLE, good + fourth.replace("msgid ", 'msgctxt ""\nmsgid ')
    yield "po", "IGNORE", good + "".join(f"#~ {line}\n" for line in fourth.strip().split("\n"))
    yield "po", "IGNORE", good + f"\n#~ msgid {quoted(FOURTH)}\n#~ msgstr {bad}\n"
    yield "po", "IGNORE-OR-REFUSE-FILE", good + (f"\n#~ msgid {quoted(FOURTH)}\n#~ msgstr {bad}\n" * 2)
    yield "po", WHOLE, good + f"\n#~ msgid {quoted(FOURTH)}\nmsgstr {bad}\n"
    yield "po", WHOLE, good + f"\nmsgid {quoted(FOURTH)}\n#~ msgstr {bad}\n"
    yield "po", "IGNORE", instead(f"\n#~| msgid {bad}\n" + fourth.lstrip())
    yield "po", "HOLD", instead(fourth.replace(fourth.split("msgstr ")[1], bad + "\n"))
    yield "po", "IGNORE", instead('\n#| msgctxt "title"\n#| msgid "<script>"\n' + fourth.lstrip())
    yield "po", EITHER, instead(f'\n#| msgid "x"\n#| msgstr {bad}\n' + fourth.lstrip())
    yield "po", ONE, instead(fourth.replace("msgid ", 'msgctxt "onload"\nmsgid '))
    yield "po", ONE, instead(fourth.replace("msgid ", 'msgctxt "title\\004"\nmsgid '))
    yield "po", ONE, instead(fourth.replace("did not say", "did say"))
    yield "po", ONE, instead(fourth.replace('msgid "The', 'msgid " The'))
    yield "po", ONE, instead(fourth.replace("Committee", "Соmmittee"))
    yield "po", ONE, instead(fourth.replace("Committee did", "Committee\u200b did"))


def _po_headers(given: Po) -> Iterator[Case]:
    """What the header says."""
    good, top, body = given.good, given.top, given.body
    yield "po", WHOLE, top + top + body
    yield "po", WHOLE, body
    yield "po", WHOLE, body + top.replace("UTF-8", "latin-1")
    yield "po", WHOLE, good.replace('"Language: fr\\n"', '"Language: fr\\n"\n"Language: ru\\n"')
    yield "po", WHOLE, good.replace("Language: fr", "Language: de")
    yield "po", WHOLE, good.replace("Language: fr", "Language: ../../etc")
    yield "po", WHOLE, good.replace("Language: fr", "Language: en")
    yield "po", WHOLE, good.replace("nplurals=2; plural=(n > 1);", "nplurals=2; plural=n && exit(1);")
    yield "po", WHOLE, good.replace("nplurals=2; plural=(n > 1);", "nplurals=999999999; plural=0;")
    yield "po", WHOLE, good.replace("nplurals=2; plural=(n > 1);", "nplurals=2; plural=" + "(" * 5000)


def _po_syntax(given: Po) -> Iterator[Case]:
    """What is no PO file."""
    good, top = given.good, given.top
    yield "po", WHOLE, good + 'msgid "x"\nmsgid "y"\nmsgstr "z"\n'
    yield "po", WHOLE, good + 'msgid "x\nmsgstr "z"\n'
    yield "po", WHOLE, good + 'domain "x"\n'
    yield "po", WHOLE, good + "<<<<<<< HEAD\n=======\n>>>>>>> other\n"
    yield "po", WHOLE, good + '\nmsgid "x" "y" z\nmsgstr ""\n'
    yield "po", WHOLE, good + "\nmsgid 'x'\nmsgstr 'y'\n"
    yield "po", WHOLE, good + "\nmsgid “x”\nmsgstr “y”\n"
    yield "po", WHOLE, '{"fr": "x"}'
    yield "po", WHOLE, "\n" * 1000
    yield "po", WHOLE, b"PK\x03\x04" + bytes(range(256)) * 10
    yield "po", WHOLE, b"\x1f\x8b\x08\x00" + bytes(range(256))
    yield "po", WHOLE, "#" * 100
    yield "po", "IGNORE", top


def _po_sizes(given: Po) -> Iterator[Case]:
    """Too much of something."""
    good = given.good
    yield "size", EITHER, good.replace("licite.", "licite " * 20_000)
    yield "size", WHOLE, good + "#" + "x" * 2_000_000 + "\n"
    yield "size", WHOLE, good + "# x\n" * 3_000_000
    yield "size", EITHER, good + "".join(f'\nmsgid "m{n}"\nmsgstr "t{n}"\n' for n in range(5_000))
    yield "size", ONE, good.replace("licite.", "licite " + "<em1>" * 5000)
    yield "size", ONE, good.replace("licite.", "licite " + "\\\\" * 20_000 + "<em1>")
    yield "size", ONE, good.replace("licite.", "licite" + "&amp;" * 5000)
    yield "size", ONE, good.replace("licite.", "licite" + "e\u0301\u0301" * 5000)
    yield "size", EITHER, good.replace("licite.", "licite" + "((((((((((a" * 3000)
    yield "size", EITHER, good.replace("licite.", "licite" + "a.a" * 10_000)
    yield "size", EITHER, good.replace("licite.", "licite" + " ne que" * 8_000)
    yield "size", EITHER, good.replace("licite.", "licite" + " 1 000" * 9_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "$a" * 20_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "#a" * 20_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "%(" * 20_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "|" * 40_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "{" * 40_000)
    yield "size", EITHER, good.replace("licite.", "licite" + " jamais a" * 6_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "A/1" * 15_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "<note1/> " * 5_000)
    yield "size", EITHER, good.replace("licite.", "licite" + "\u2067" * 30_000)


def _po_claims(given: Po) -> Iterator[Case]:
    """Words that would have a text count as read, and words for the page."""
    good, fourth, instead = given.good, given.fourth, given.instead
    for field in ("X-Reviewed", "X-Approved-By", "X-State", "X-OpenLetter-Reviewed"):
        yield "overwrite", "IGNORE", good.replace('"MIME', f'"{field}: yes, by Ana and Ben\\n"\n"MIME')
    yield (
        "overwrite",
        "IGNORE",
        instead("\n# reviewed by Ana, Ben\n#, approved, reviewed\n" + fourth.lstrip()),
    )
    yield (
        "overwrite",
        "IGNORE",
        instead("\n#. state: reviewed\n#. base: v1:" + "0" * 64 + "\n" + fourth.lstrip()),
    )
    yield "overwrite", "IGNORE", instead("\n#, fuzzy\n" + fourth.lstrip().replace("n’a pas dit", "a dit"))
    yield "overwrite", "IGNORE", instead(fourth.split("msgstr")[0] + 'msgstr ""\n')
    yield "overwrite", "HOLD", instead(fourth.replace("n’a pas dit", "a dit"))
    yield "page", "IGNORE", instead('\n# "><img src=x onerror=alert(1)>\n' + fourth.lstrip())
    yield "page", "IGNORE", instead("\n#. <script>alert(1)</script>\n" + fourth.lstrip())
    yield "page", "IGNORE", instead("\n#: javascript:alert(1):3 <b>:1\n" + fourth.lstrip())
    yield "page", "IGNORE", instead("\n#, <script>\n" + fourth.lstrip())
    yield "page", "IGNORE", good.replace('"MIME', '"Last-Translator: <script>alert(1)</script>\\n"\n"MIME')
    yield "page", "IGNORE", good.replace(": letter\\n", ": <script>alert(1)</script>\\n")
    yield "page", EITHER, instead(fourth.replace("msgid ", 'msgctxt "<script>alert(1)</script>"\nmsgid '))


def _po_good_headers(given: Po) -> Iterator[Case]:
    """Headers as programs write them."""
    good = given.good
    # good ones
    yield "control", "ACCEPT", good.replace("\n", "\r\n")
    yield (
        "control",
        "ACCEPT",
        good.replace('"MIME', '"X-Generator: Poedit 3.4\\n"\n"X-Poedit-Basepath: .\\n"\n"MIME'),
    )
    yield (
        "control",
        "ACCEPT",
        good.replace('"MIME', '"Report-Msgid-Bugs-To: \\n"\n"Language-Team: French\\n"\n"MIME'),
    )
    yield "control", "ACCEPT", good.replace("charset=UTF-8", "charset=utf-8")
    yield "control", "ACCEPT", good.replace("Language: fr", "Language: fr_FR")
    yield "control", "ACCEPT", good.replace("Language: fr", "Language: fr-CA")
    yield "control", "ACCEPT", good.replace("plural=(n > 1);", "plural=n>1;")
    yield (
        "control",
        "ACCEPT",
        good.replace(
            "nplurals=2; plural=(n > 1);",
            "nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
        ),
    )


def _po_good_entries(given: Po) -> Iterator[Case]:
    """Entries as programs write them."""
    made, good, top, body, fourth, instead = (
        given.made,
        given.good,
        given.top,
        given.body,
        given.fourth,
        given.instead,
    )
    yield (
        "control",
        "ACCEPT",
        good.replace('msgid "The', 'msgid ""\n"The').replace('msgstr "Le', 'msgstr ""\n"Le'),
    )
    yield (
        "control",
        "ACCEPT",
        good.replace("\nmsgid", "\n# note du traducteur\n#: letter.md:4 letter.md:9\nmsgid"),
    )
    yield "control", "ACCEPT", top.replace('msgid ""', '# Copyright\n#, fuzzy\nmsgid ""', 1) + body
    yield "control", "ACCEPT", good.rstrip("\n")
    yield "control", "ACCEPT", "\n\n" + good + "\n\n\n"
    yield "control", "ACCEPT", good.replace("msgid ", "msgid  ").replace("msgstr ", "msgstr\t")
    yield "control", "ACCEPT", instead("\n#, no-wrap, c-format\n" + fourth.lstrip())
    yield (
        "control",
        "ACCEPT",
        instead('\n#, fuzzy\n#| msgid "The Committee said nothing."\n' + fourth.lstrip()),
    )
    yield "control", "ACCEPT", good + '\n#~ msgctxt "title"\n#~ msgid "Old"\n#~ msgstr "Ancien"\n'
    yield "control", "ACCEPT", good + '\n#~ msgid ""\n#~ "Old "\n#~ "text"\n#~ msgstr "Ancien"\n'
    yield "control", "ACCEPT", top + "".join(reversed(entries(made, "h", "fr", {})))
    yield "control", "ACCEPT", top + fourth
    yield "control", "ACCEPT", good.replace("licite.", "licite.".replace("l", "\u2068l", 1) + "\u2069")
    yield "control", "ACCEPT", instead("\n#. Before: x\n#. base: v1:" + "a" * 64 + "\n" + fourth.lstrip())


PO = (
    _po_encodings,
    _po_entries,
    _po_headers,
    _po_syntax,
    _po_sizes,
    _po_claims,
    _po_good_headers,
    _po_good_entries,
)


XMLNS = "urn:oasis:names:tc:xliff:document:1.2"


def xliff(made: Stage, unit: str, lang: str = "fr", more: str = "", original: str = "letter") -> str:
    """An XLIFF 1.2 file with one unit."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{XMLNS}"{more}>\n'
        f'<file original="{original}" source-language="en" target-language="{lang}" datatype="plaintext">\n'
        f"<body>\n{unit}\n</body>\n</file>\n</xliff>\n"
    )


def unit(target: str, source: str = FOURTH, state: str = ' state="translated"', more: str = "") -> str:
    texts = f"<source>{source}</source>\n<target{state}>{target}</target>"
    return f'<trans-unit id="u4"{more}>\n{texts}\n</trans-unit>'


def two(segment: str, more: str = "", lang: str = "fr") -> str:
    """An XLIFF 2.1 file with one unit."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="{lang}">\n'
        f'<file id="f1" original="letter">\n<unit id="u1"{more}>\n{segment}\n</unit>\n</file>\n</xliff>\n'
    )


def seg(target: str, state: str = ' state="translated"', source: str = FOURTH) -> str:
    return f"<segment{state}>\n<source>{source}</source>\n<target>{target}</target>\n</segment>"


INTERNAL = '<internal-file form="base64">' + base64.b64encode(b"x" * 99).decode() + "</internal-file>"
OTHER = "<alt-trans match-quality='90'><source>x</source><target>y</target></alt-trans>"


class Xliff:
    """A good text, a wrong one, and one with a tag, from which the attacks are made."""

    def __init__(self, made: Stage) -> None:
        self.made = made
        self.fr = made.texts["h", "fr"]
        self.good, self.wrong = self.fr[3], "Le Comité a dit que la détention secrète est licite."
        self.second = (
            'We write about the <g id="link1">report</g> adopted on 28 March 2014 (A/HRC/25/63).',
            'Nous vous écrivons au sujet du <g id="link1">rapport</g> adopté le 28 mars 2014 (A/HRC/25/63).',
        )


def _xliff_texts(given: Xliff) -> Iterator[Case]:
    """What stands in a text of XLIFF 1.2."""

    def file(text: str, **more: str) -> str:
        return xliff(given.made, unit(text, **more))

    good, wrong = given.good, given.wrong
    for state in (' state="translated"', ""):
        yield "xliff", ONE, file(good + " <![CDATA[<script>alert(1)</script>]]>", state=state)
        yield "xliff", ONE, file(good + " &lt;img src=x onerror=alert(1)&gt;", state=state)
        yield "xliff", ONE, file(good + " &#106;avascript:alert(1)", state=state)
        yield "xliff", ONE, file(good + "&#x202E;x", state=state)
        yield "xliff", EITHER, file(good + '<g id="link9">x</g>', state=state)
        yield "xliff", EITHER, file(good + '<x id="note1"/>', state=state)
        yield "xliff", EITHER, file(good + '<ph id="1">&lt;script&gt;</ph>', state=state)
        yield (
            "xliff",
            EITHER,
            file(good + '<bpt id="1">&lt;b&gt;</bpt>x<ept id="1">&lt;/b&gt;</ept>', state=state),
        )
        yield "xliff", EITHER, file(good + '<ph id="1">x<sub>caché</sub></ph>', state=state)
        yield "xliff", EITHER, file(good + '<x id="cp-202E"/>', state=state)
        yield "xliff", EITHER, file(good + '<x id="cp-0000"/>', state=state)
        yield "xliff", EITHER, file(good + "<bin-unit/>", state=state)
        yield (
            "xliff",
            EITHER,
            file(good + '<html:script xmlns:html="http://www.w3.org/1999/xhtml">x</html:script>'),
        )
        yield "xliff", "HOLD-OR-REFUSE-ENTRY", file(wrong, state=state)
        yield "xliff", EITHER, file("Texte.", source="There is no such passage in this letter.", state=state)


def _xliff_tags(given: Xliff) -> Iterator[Case]:
    """Tags and targets."""
    made, good, wrong, second = given.made, given.good, given.wrong, given.second
    yield "xliff", EITHER, xliff(made, unit(second[1].replace("link1", "link2"), second[0]))
    yield (
        "xliff",
        EITHER,
        xliff(made, unit(second[1].replace("<g", '<g href="http://evil.test"', 1), second[0])).replace(
            "25/63", "25/64"
        ),
    )
    yield (
        "xliff",
        EITHER,
        xliff(made, unit(second[1].replace('<g id="link1">', "").replace("</g>", ""), second[0])),
    )
    yield "xliff", EITHER, xliff(made, unit(second[1].replace("</g>", '<g id="link1">x</g></g>'), second[0]))
    yield "xliff", EITHER, xliff(made, unit(good).replace("</target>", f"</target><target>{wrong}</target>"))
    yield "xliff", EITHER, xliff(made, unit(good).replace("<target", f"<target>{wrong}</target><target"))
    yield "xliff", WHOLE, xliff(made, unit(good) + unit(wrong))


def _xliff_states(given: Xliff) -> Iterator[Case]:
    """What would have a text count as read."""
    made, good, wrong = given.made, given.good, given.wrong
    yield (
        "xliff",
        "IGNORE",
        xliff(
            made,
            unit(good).replace(
                "</trans-unit>", f"<alt-trans><target state='final'>{wrong}</target></alt-trans></trans-unit>"
            ),
        ),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(good).replace("</trans-unit>", "<note>reviewed by Ana</note></trans-unit>")),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(good, state=' state="final" state-qualifier="exact-match"', more=' approved="yes"')),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(wrong, state=' state="needs-translation"', more=' approved="yes"')),
    )
    yield "xliff", "IGNORE", xliff(made, unit(good, more=' translate="no"'))


def _xliff_links(given: Xliff) -> Iterator[Case]:
    """What names other files."""
    made, good = given.made, given.good
    yield (
        "xliff",
        EITHER,
        xliff(
            made,
            f'<bin-unit id="b" mime-type="x/y"><bin-source>{INTERNAL}</bin-source></bin-unit>'
            + unit(good + " <b>x</b>"),
        ),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(good)).replace(
            "<body>", '<header><skl><external-file href="file:///etc/passwd"/></skl></header><body>'
        ),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(good)).replace(
            "<body>",
            '<header><reference><external-file href="http://evil.test/x"/></reference></header><body>',
        ),
    )
    yield (
        "xliff",
        "IGNORE",
        xliff(made, unit(good)).replace("<xliff", '<?xml-stylesheet href="http://evil.test/x.xsl"?>\n<xliff'),
    )
    yield "xliff", "IGNORE", xliff(made, unit("<?php system('x') ?>" + good))
    yield "xliff", "IGNORE", xliff(made, unit("<!-- <script> -->" + good))


def _xliff_entities(given: Xliff) -> Iterator[Case]:
    """What a DOCTYPE and entities would do."""
    made, good = given.made, given.good
    yield "xliff", WHOLE, xliff(made, unit("&xxe;")).replace("<xliff", "<!DOCTYPE x><xliff", 1)
    yield "xliff", WHOLE, xliff(made, unit("&xxe;"))
    yield (
        "xliff",
        WHOLE,
        xliff(made, unit("&a;")).replace(
            "<xliff", '<!DOCTYPE x [<!ENTITY b "bb"><!ENTITY a "' + "&b;" * 10 + '">]><xliff', 1
        ),
    )
    yield (
        "xliff",
        WHOLE,
        xliff(made, unit(good)).replace(
            "<xliff", '<!DOCTYPE xliff SYSTEM "http://evil.test/xliff.dtd"><xliff', 1
        ),
    )
    yield (
        "xliff",
        WHOLE,
        xliff(made, unit(good)).replace("<xliff", '<!DOCTYPE xliff [<!ENTITY % p SYSTEM "x"> %p;]><xliff', 1),
    )


def _xliff_documents(given: Xliff) -> Iterator[Case]:
    """Other documents, and other encodings than they say."""
    made, good = given.made, given.good
    yield "xliff", WHOLE, xliff(made, unit(good)).replace(XMLNS, "urn:evil")
    yield "xliff", "IGNORE", xliff(made, unit(good)).replace('xmlns="', 'xmlns:x="')
    yield "xliff", WHOLE, xliff(made, unit(good)).replace("xliff", "html")
    yield "xliff", WHOLE, xliff(made, unit(good)).replace("</body>", "")
    yield "xliff", WHOLE, xliff(made, unit(good))[:-40]
    yield "xliff", ONE, xliff(made, unit(good)).encode("utf-7")
    yield "xliff", WHOLE, xliff(made, unit(good)).replace("UTF-8", "UTF-16")
    yield "xliff", WHOLE, xliff(made, unit(good)).replace("UTF-8", "ISO-8859-1")
    yield "xliff", WHOLE, xliff(made, unit(good)).replace("UTF-8", "UTF-7")
    yield "xliff", WHOLE, xliff(made, unit(good)).encode("latin-1", "replace")
    yield "xliff", WHOLE, xliff(made, unit(good + "\x00"))
    yield "xliff", WHOLE, xliff(made, unit(good + "\x0b"))
    yield "xliff", WHOLE, xliff(made, unit(good + "&#11;"))
    yield "xliff", WHOLE, xliff(made, unit(good + "&#xFFFE;"))
    yield "xliff", WHOLE, xliff(made, unit(good), lang="ru")
    yield (
        "xliff",
        WHOLE,
        xliff(made, unit(good)).replace(
            "</file>",
            "</file>"
            + '<file original="attack" source-language="en" target-language="fr" datatype="x"><body/></file>',
        ),
    )


def _xliff_sizes(given: Xliff) -> Iterator[Case]:
    """Too much of something."""
    made, good = given.made, given.good
    yield "xliff", WHOLE, xliff(made, "<group>" * 300 + unit(good) + "</group>" * 300)
    yield "xliff", WHOLE, xliff(made, "<group/>" * 400_000)
    yield (
        "xliff",
        WHOLE,
        xliff(made, unit(good)).replace("<body", "<body " + " ".join(f'a{n}="1"' for n in range(500))),
    )
    yield "xliff", WHOLE, xliff(made, "").replace("<body>\n\n</body>", "")[:200]


def _xliff_21(given: Xliff) -> Iterator[Case]:
    """XLIFF 2.1."""
    good, wrong = given.good, given.wrong
    for state in (' state="translated"', "", ' state="final" subState="x:y"'):
        yield "xliff", ONE, two(seg(good + " <![CDATA[<b onclick=x>]]>", state))
        yield "xliff", EITHER, two(seg(good + '<pc id="link1">x</pc>', state))
        yield "xliff", EITHER, two(seg(good + '<ph id="note1"/>', state))
        yield "xliff", EITHER, two(seg(good + '<cp hex="202E"/>', state))
        yield "xliff", EITHER, two(seg(good + '<cp hex="0000"/>', state))
        yield "xliff", EITHER, two(seg(good + '<cp hex="zz"/>', state))
        yield "xliff", EITHER, two(seg(good + '<sc id="em1"/>', state))
        yield "xliff", EITHER, two(seg(good + "<script>x</script>", state))
        yield "xliff", "HOLD-OR-REFUSE-ENTRY", two(seg(wrong, state))
        yield (
            "xliff",
            EITHER,
            two(seg(good, state).replace("</target>", f"</target><target>{wrong}</target>")),
        )
    yield "xliff", WHOLE, two(seg(good)).replace('trgLang="fr"', 'trgLang="ru"')
    yield "xliff", WHOLE, two(seg(good)).replace("document:2.0", "document:3.0")
    yield (
        "xliff",
        "IGNORE",
        two(seg(good) + '<originalData><data id="d1">&lt;script&gt;</data></originalData>'),
    )
    yield "xliff", "IGNORE", two("<notes><note>approved</note></notes>" + seg(good))


def _xliff_good(given: Xliff) -> Iterator[Case]:
    """XLIFF 1.2 as programs write it."""
    made, good = given.made, given.good
    # good ones
    yield "control", "ACCEPT", xliff(made, unit(good))
    yield "control", "ACCEPT", b"\xef\xbb\xbf" + xliff(made, unit(good)).encode()
    yield "control", "ACCEPT", xliff(made, unit(good)).replace("UTF-8", "UTF-16").encode("utf-16")
    yield (
        "control",
        "ACCEPT",
        xliff(made, unit(good, state=' state="signed-off"', more=' approved="yes" xml:space="preserve"')),
    )
    yield "control", "ACCEPT", xliff(made, unit(good, state=' state="final"')).replace("\n", "\r\n")
    yield "control", "ACCEPT", xliff(made, unit(good, state=""))
    yield "control", "ACCEPT", xliff(made, unit("", state="").replace("<target></target>", "<target/>"))


def _xliff_good_tags(given: Xliff) -> Iterator[Case]:
    """Tags as programs write them."""
    made, good, fr, second = given.made, given.good, given.fr, given.second
    yield "control", "ACCEPT", xliff(made, unit(second[1], second[0]))
    yield (
        "control",
        "ACCEPT",
        xliff(
            made,
            unit(
                second[1]
                .replace('<g id="link1">', '<bpt id="link1">&lt;link1&gt;</bpt>')
                .replace("</g>", '<ept id="link1">&lt;/link1&gt;</ept>'),
                second[0],
            ),
        ),
    )
    yield "control", "ACCEPT", xliff(made, unit(escape(fr[1]), escape(made.segments["h"][1].msgid)))
    yield (
        "control",
        "ACCEPT",
        xliff(
            made,
            unit(f'<mrk mtype="seg" mid="0">{good}</mrk>').replace(
                "</source>", f'</source><seg-source><mrk mtype="seg" mid="0">{FOURTH}</mrk></seg-source>'
            ),
        ),
    )
    yield "control", "ACCEPT", xliff(made, "<group id='g'><group>" + unit(good) + "</group></group>")
    yield (
        "control",
        "ACCEPT",
        xliff(
            made,
            unit(good).replace(
                "</trans-unit>",
                f"<note from='translator'>ok</note>{OTHER}</trans-unit>",
            ),
        ),
    )


def _xliff_good_headers(given: Xliff) -> Iterator[Case]:
    """Headers as programs write them."""
    made, good = given.made, given.good
    yield (
        "control",
        "ACCEPT",
        xliff(made, unit(good), more=' xmlns:okp="okapi-framework:xliff-extensions" okp:x="1"'),
    )
    yield (
        "control",
        "ACCEPT",
        xliff(made, unit(good)).replace(
            "<body>", "<header><tool tool-id='x' tool-name='Weblate'/></header><body>"
        ),
    )
    yield (
        "control",
        "ACCEPT",
        xliff(made, unit(good)).replace('target-language="fr"', 'target-language="fr-FR"'),
    )
    yield "control", "ACCEPT", xliff(made, unit(good), original="source/letter.md")


def _xliff_good_21(given: Xliff) -> Iterator[Case]:
    """XLIFF 2.1 as programs write it."""
    good, second = given.good, given.second
    yield "control", "ACCEPT", two(seg(good))
    yield (
        "control",
        "ACCEPT",
        two(seg(good, ' state="final" subState="okp:x"'), ' canResegment="no" xml:space="preserve"'),
    )
    yield "control", "ACCEPT", two(seg(good, ""))
    yield (
        "control",
        "ACCEPT",
        two(
            "<notes><note category='location'>letter.md:7</note></notes>"
            + seg(f'<mrk id="m1" type="comment" value="x">{good}</mrk>')
        ),
    )
    yield (
        "control",
        "ACCEPT",
        two(
            seg(
                second[1].replace("<g", "<pc").replace("/g>", "/pc>"),
                source=second[0].replace("<g", "<pc").replace("/g>", "/pc>"),
            )
        ),
    )


XLIFF = (
    _xliff_texts,
    _xliff_tags,
    _xliff_states,
    _xliff_links,
    _xliff_entities,
    _xliff_documents,
    _xliff_sizes,
    _xliff_21,
    _xliff_good,
    _xliff_good_tags,
    _xliff_good_headers,
    _xliff_good_21,
)

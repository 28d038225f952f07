"""The strict reader of PO files. Pure: bytes to a frozen catalog.

Grammar: GNU gettext 0.21, `po-gram-gen.y` and `po-lex.c`, without `domain`. Linear in the size of the file.
A fault of the file raises SubmissionError. A fault of one entry does too, unless the caller asks for
`problems`: then it is noted there, and the entry is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from openletter.errors import SubmissionError
from openletter.model import Catalog, Entry, Finding, Key, Place, Severity
from openletter.po.decode import decode
from openletter.po.draft import Draft, Fault, odd_characters
from openletter.po.header import read_header
from openletter.po.limits import RAW_CONTROL, SUBMISSION, UNUSUAL, Limits
from openletter.po.strings import EscapeProblem, unescape

_TOKEN = re.compile(
    r'[ \t]*(?:"((?:[^"\\]|\\.)*+)"'
    r"|(msgctxt|msgid_plural|msgid|msgstr)(?![A-Za-z0-9_.-])(?:[ \t]*\[[ \t]*(\d{1,3})[ \t]*\])?)"
)
_UNUSUAL_ESCAPE = re.compile(r"\\[x0-7abfvr]")
_HIDDEN = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:x0*[2-7][0-9A-Fa-f](?![0-9A-Fa-f])|0?(?:4[0-7]|[567][0-7])(?![0-7])|1[0-7]{2})"
)
"""A number for a character that could have been written itself, which hides what a text says."""


def parse(
    data: bytes,
    path: str = "",
    *,
    problems: list[Finding] | None = None,
    limits: Limits = SUBMISSION,
) -> Catalog:
    """Reads a PO file.

    Raises SubmissionError with file, line and one of the codes `bom`, `not-utf-8`, `too-large`,
    `control-character`, `po-syntax`, `duplicate-msgid`, `no-header`, `wrong-charset`, `wrong-plural-forms`;
    and, where `problems` is None, of those of entries: `control-character`, `bidi-control`,
    `unbalanced-isolate`, `bom`, `too-large`, `po-escape`, `plural-entry`, `empty-msgid`. With `problems`, an
    entry with numbers for ordinary characters is one too: no editor writes them.

    Balanced isolates (U+2066 to U+2069) are dropped from each msgstr. An entry's `line` is that of its first
    keyword.
    """
    text = decode(data, path, limits)
    reader = _Reader(path, text, limits, problems)
    reader.read()
    return Catalog(header=reader.header(), entries=tuple(reader.entries), path=path)


class _Reader:
    def __init__(self, path: str, text: str, limits: Limits, problems: list[Finding] | None) -> None:
        self.path = path
        self.text = text
        self.limits = limits
        self.problems = problems
        self.usual = not (UNUSUAL.search(text) or ("\\" in text and _UNUSUAL_ESCAPE.search(text)))
        self.entries: list[Entry] = []
        self.seen: dict[Key, int] = {}
        self.head: str | None = None
        self.draft = Draft()

    # Lines

    def read(self) -> None:
        for number, line in enumerate(self.text.split("\n"), 1):
            if line[:1] == "#":
                self._comment(line, number)
            elif line and not (self.usual and self._goes_on(line)):
                self._keyword_line(line, number)
        self._close()
        if self.draft.begun:
            self._fail(self.draft.line, "the entry is not complete: it has no msgstr")

    def _goes_on(self, line: str) -> bool:
        """Takes the most frequent of all lines, the string that goes on, if it has nothing special."""
        if not line[0] == line[-1] == '"' or "\\" in line or line.count('"') != 2:
            return False
        draft = self.draft
        if not draft.section or draft.obsolete or len(draft.parts) >= self.limits.lines:
            return False
        draft.parts.append(line[1:-1])
        return True

    def _comment(self, line: str, number: int) -> None:
        kind = line[1:2]
        if kind == "~":
            if line[2:3] == "|":
                self._previous(line[3:], number)
            else:
                self._keywords(line[2:], number, obsolete=True)
            return
        if kind == "|":
            self._previous(line[2:], number)
            return
        draft = self._before_entry(number)
        rest = line[2:].rstrip(" \t")
        if not self.usual and RAW_CONTROL.search(line):
            draft.fault = draft.fault or Fault(
                "control-character", "a comment of it holds a control character"
            )
        if kind == ":":
            draft.references.extend(_references(rest))
        elif kind == ".":
            draft.extracted.append(rest.removeprefix(" "))
        elif kind == ",":
            draft.flags.extend(flag for flag in map(str.strip, rest.split(",")) if flag)
        else:
            draft.comments.append(rest if kind == " " else kind + rest)

    def _before_entry(self, number: int) -> Draft:
        """The draft that a comment belongs to: a new one after a whole entry."""
        if self.draft.complete:
            self._close()
        if self.draft.begun:
            self._fail(number, "a comment stands within an entry")
        return self.draft

    def _keyword_line(self, line: str, number: int) -> None:
        if line[0] in " \t":
            line = line.lstrip(" \t")
            if line[:1] == "#":
                self._comment(line, number)
                return
        self._keywords(line, number, obsolete=False)

    def _keywords(self, line: str, number: int, obsolete: bool) -> None:
        self._words(line, number, obsolete)
        if not self.usual and RAW_CONTROL.search(line):
            self.draft.fault = self.draft.fault or Fault("control-character", "it holds a control character")

    def _words(self, line: str, number: int, obsolete: bool) -> None:
        # The usual line, without the tokenizer: a keyword or none, then one string without escapes.
        if line[-1:] == '"' and "\\" not in line and line.count('"') == 2:
            before, _, string = line[:-1].partition('"')
            name = before.strip(" \t")
            if name in ("msgid", "msgstr", "msgctxt"):
                self._begin(name, 0, number, obsolete)
                self.draft.parts.append(string)
                return
            if not name:
                self._string(string, number, obsolete)
                return
        self._tokens(line, number, obsolete)

    def _tokens(self, line: str, number: int, obsolete: bool) -> None:
        at, end = 0, len(line.rstrip(" \t"))
        while at < end:
            match = _TOKEN.match(line, at, end)
            if match is None:
                self._fail(number, _what_is_wrong(line[at:end]))
            at = match.end()
            if match[2]:
                self._begin(match[2], int(match[3] or 0), number, obsolete)
                continue
            try:
                self._string(unescape(match[1]), number, obsolete)
            except EscapeProblem as problem:
                self._string("", number, obsolete)
                self._escape(problem)
            if self.problems is not None and not self.usual and _HIDDEN.search(match[1]):
                self.draft.fault = Fault("po-escape", "ordinary characters are written as numbers in it")
                self.draft.line = number

    def _begin(self, name: str, index: int, number: int, obsolete: bool) -> None:
        if self.draft.complete and not (name == "msgstr" and self.draft.plural is not None):
            self._close()
        fault = self.draft.begin(name, index, number, obsolete)
        if fault:
            self._fail(number, fault)

    def _string(self, string: str, number: int, obsolete: bool) -> None:
        draft = self.draft
        if not draft.section:
            self._fail(number, "a string stands here without msgid or msgstr before it")
        if draft.obsolete != obsolete:
            self._fail(number, "the entry is obsolete (#~) in one line and not in another")
        draft.parts.append(string)
        if len(draft.parts) > self.limits.lines:
            self._fail(
                draft.section_line,
                f"one string goes on over more than {self.limits.lines} lines",
                "too-large",
            )

    def _previous(self, rest: str, number: int) -> None:
        """A line of the previous msgid: `#| …`, `#~| …`."""
        draft = self._before_entry(number)
        if not self.usual and RAW_CONTROL.search(rest):
            draft.fault = draft.fault or Fault(
                "control-character", "a comment of it holds a control character"
            )
        at, end = 0, len(rest.rstrip(" \t"))
        while at < end:
            match = _TOKEN.match(rest, at, end)
            if match is None or match[2] == "msgstr":
                self._fail(number, _what_is_wrong(rest[at:end]))
            at = match.end()
            if match[2]:
                draft.previous_section = match[2]
                draft.previous.setdefault(match[2], [])
            elif not draft.previous_section:
                self._fail(number, "a string stands here without msgid before it")
            else:
                try:
                    draft.previous[draft.previous_section].append(unescape(match[1]))
                except EscapeProblem as problem:
                    self._escape(problem)

    def _escape(self, problem: EscapeProblem) -> None:
        self.draft.fault = self.draft.fault or Fault("po-escape", f"{problem} stands for no character")

    # Entries

    def _close(self) -> None:
        """Ends the entry at hand, if there is a whole one, and begins another."""
        draft = self.draft
        if not draft.complete:
            return
        self.draft = Draft()
        entry = draft.entry()
        broken = draft.fault is not None and self.head is not None
        if entry.key == ("", "") and not (draft.has_context or draft.obsolete or broken):
            self._close_header(draft, entry)
            return
        fault = draft.fault or draft.check(entry, self.limits, self.usual)
        if fault is None:
            self._once(entry)
            self.entries.append(entry if self.usual else draft.clean(entry))
        elif self.problems is None:
            raise SubmissionError(
                fault.what, hint=fault.hint, where=Place(self.path, draft.line), code=fault.code
            )
        else:
            where = Place(self.path, draft.line)
            self.problems.append(
                Finding(fault.code, Severity.REFUSE, where, fault.what, fault.hint, msgid=entry.msgid)
            )

    def _once(self, entry: Entry) -> None:
        if entry.key in self.seen:
            raise SubmissionError(
                f"this msgid stands in the file twice, here and in line {entry.line}",
                hint="keep one of the two entries",
                where=Place(self.path, self.seen[entry.key]),
                code="duplicate-msgid",
            )
        self.seen[entry.key] = entry.line

    def _close_header(self, draft: Draft, entry: Entry) -> None:
        if self.head is not None:
            raise SubmissionError(
                "the file has two headers",
                hint="keep the first entry with an empty msgid only",
                where=Place(self.path, draft.line),
                code="duplicate-msgid",
            )
        fault = draft.fault or (None if self.usual else odd_characters(entry.msgstr))
        if fault:
            raise SubmissionError(fault.what, where=Place(self.path, draft.line), code=fault.code)
        self.head = entry.msgstr

    def header(self) -> Mapping[str, str]:
        if self.head is None:
            raise SubmissionError(
                "the file has no header: no first entry with an empty msgid"
                if self.entries
                else "the file holds no PO entries",
                hint="start from an export of the catalog, or from the catalog itself",
                where=Place(self.path),
                code="no-header" if self.entries else "po-syntax",
            )
        return read_header(self.head, self.text, self.path)

    def _fail(self, number: int, what: str, code: str = "po-syntax") -> NoReturn:
        raise SubmissionError(
            what,
            hint="open the file in a PO editor such as Poedit and save it again, or start from a new export",
            where=Place(self.path, number),
            code=code,
        )


def _references(rest: str) -> list[str]:
    """The references of a line; gettext puts those with spaces between U+2068 and U+2069."""
    if "\u2068" not in rest:
        return rest.split()
    return [a or b for a, b in re.findall("\u2068([^\u2068\u2069]*)\u2069|([^\\s\u2068\u2069]+)", rest)]


def _what_is_wrong(rest: str) -> str:
    rest = rest.strip()
    if rest.startswith('"'):
        return "the string does not end on its line: its closing quotation mark is missing"
    if rest.startswith("domain"):
        return "“domain” is not taken: one file holds one letter"
    return "this is neither a comment nor a keyword (msgid, msgstr …) nor a string in quotation marks"

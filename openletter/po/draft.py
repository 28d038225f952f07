"""An entry while it is being read."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from openletter.model import Entry, Key
from openletter.po.limits import BIDI_CONTROL, BOM, CONTROL, ISOLATE, Limits, balanced


class Fault(NamedTuple):
    """Why an entry is refused."""

    code: str
    what: str
    hint: str = "write the entry anew in a PO editor"


class Draft:
    """The parts of one entry. `begin` and appending to `parts` fill it; `entry` gives it."""

    __slots__ = (
        "comments",
        "context",
        "extracted",
        "fault",
        "flags",
        "line",
        "msgid",
        "msgstr_line",
        "obsolete",
        "parts",
        "plural",
        "plural_strings",
        "previous",
        "previous_section",
        "references",
        "section",
        "section_line",
        "strings",
    )

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.extracted: list[str] = []
        self.references: list[str] = []
        self.flags: list[str] = []
        self.previous: dict[str, list[str]] = {}
        self.previous_section = ""
        self.context: list[str] | None = None
        self.msgid: list[str] | None = None
        self.plural: list[str] | None = None
        self.strings: list[str] | None = None
        self.plural_strings = 0
        self.parts: list[str] = []
        self.section = ""
        self.section_line = 0
        self.line = 0
        self.msgstr_line = 0
        self.obsolete = False
        self.fault: Fault | None = None

    @property
    def begun(self) -> bool:
        return bool(self.section)

    @property
    def complete(self) -> bool:
        return self.section == "msgstr" and bool(self.parts)

    @property
    def has_context(self) -> bool:
        return self.context is not None

    def begin(self, name: str, index: int, line: int, obsolete: bool) -> str:
        """A keyword. Returns what is wrong with its standing here, or ""."""
        if not self.section:
            self.line = line
            self.obsolete = obsolete
        elif self.obsolete != obsolete:
            return "the entry is obsolete (#~) in one line and not in another"
        elif not self.parts:
            return f"a string is missing after {self.section}"
        if self.section not in _AFTER[name]:
            before = f"after {self.section}" if self.section else "without a msgid before it"
            return f"{name} stands here {before}"
        self.section = name
        self.section_line = line
        self.parts = []
        if name == "msgid":
            self.msgid = self.parts
        elif name == "msgctxt":
            self.context = self.parts
        elif name == "msgid_plural":
            self.plural = self.parts
        elif self.strings is None:
            self.strings = self.parts
            self.msgstr_line = line
        else:
            self.plural_strings += 1
        return ""

    def entry(self) -> Entry:
        previous: Key | None = None
        if "msgid" in self.previous:
            previous = ("".join(self.previous.get("msgctxt", ())), "".join(self.previous["msgid"]))
        return Entry(
            "".join(self.context or ()),
            "".join(self.msgid or ()),
            "".join(self.strings or ()),
            self.line,
            tuple(self.flags),
            tuple(self.comments),
            tuple(self.extracted),
            tuple(self.references),
            previous,
            self.obsolete,
            self.msgstr_line,
            self.plural is not None,
        )

    def check(self, entry: Entry, limits: Limits, usual: bool) -> Fault | None:
        """Why the entry cannot be taken; None where it can. `usual`: the file has no odd characters."""
        if not entry.msgid:
            return Fault("empty-msgid", "the entry has an empty msgid")
        if entry.plural:
            return Fault(
                "plural-entry", "the entry has plural forms, which letters do not use", "take the entry out"
            )
        if len(entry.msgid) > limits.text or len(entry.msgstr) > limits.text:
            return Fault(
                "too-large", f"the text has more than {limits.text} characters", "divide the paragraph"
            )
        return None if usual else odd_characters(entry.msgstr)

    def clean(self, entry: Entry) -> Entry:
        """The entry without the balanced isolates of its msgstr."""
        return replace(entry, msgstr=ISOLATE.sub("", entry.msgstr))


_AFTER = {
    "msgctxt": {""},
    "msgid": {"", "msgctxt"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid", "msgid_plural", "msgstr"},
}


def odd_characters(text: str) -> Fault | None:
    """The first thing in a translation that none may hold, as a fault."""
    found = CONTROL.search(text)
    if found:
        return Fault(
            "control-character",
            f"the translation holds the control character U+{ord(found[0]):04X}",
            "delete it, or write the text anew",
        )
    found = BIDI_CONTROL.search(text)
    if found:
        return Fault(
            "bidi-control",
            f"the translation holds U+{ord(found[0]):04X}, which makes text look like another",
            "delete it: direction is set by openletter",
        )
    if not balanced(text):
        return Fault(
            "unbalanced-isolate",
            "the translation opens or closes a direction isolate (U+2066 to U+2069) without its partner",
            "delete it: direction is set by openletter",
        )
    if BOM in text:
        return Fault("bom", "the translation holds the invisible character U+FEFF", "delete it")
    return None

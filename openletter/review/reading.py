"""A submitted file, PO or XLIFF, as what it says about each message. Pure; the file is not trusted.

What a file is, its content tells, not its name. Names, times, paths and tools are not read at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from openletter import po, xmlsafe
from openletter.errors import SubmissionError
from openletter.model import Entry, Finding, Key, Place, Severity
from openletter.review import units, xliff12, xliff21
from openletter.review.packet import BASE
from openletter.review.units import Unit, Units


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a file has for one message."""

    key: Key
    text: str
    stands: bool
    """Whether whoever hands it in stands behind the text: it is not blank, and not marked as unsure."""
    line: int
    state: str = ""
    """The file's own word for the state (XLIFF), or `fuzzy`."""
    approved: bool = False
    """XLIFF 1.2 `approved`: information, for adopting what Weblate has."""
    base: str = ""
    """The digest of the text that was exported, if the file still has it."""
    plain: tuple[Key, str] | None = None
    """Key and text as they are if what looks like tags in them are tags (see `Submission.resolved`)."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as read. `problems` are of single entries, which are left out of `entries`."""

    path: str
    format: str
    """`po`, `xliff-1.2` or `xliff-2.1`."""
    letter: str
    """As the file names it; not to be trusted as a path. "" where it does not."""
    lang: str
    """The primary language subtag, or "" where there is none."""
    lang_line: int
    entries: tuple[Submitted, ...]
    problems: tuple[Finding, ...]

    def keys(self) -> frozenset[Key]:
        """Every key that an entry may have."""
        found = {entry.key for entry in self.entries}
        return frozenset(found | {entry.plain[0] for entry in self.entries if entry.plain})

    def resolved(self, known: Collection[Key]) -> Submission:
        """The same with each entry's key as it is in `known`, where that can be told.

        A file may have lost two things: that tags are tags (Weblate writes them as words), and the context of
        a message. The second is told from the msgid if only one message has it. Raises SubmissionError where
        two entries then are of one message and differ.
        """
        by_msgid: dict[str, list[Key]] = {}
        for key in known:
            by_msgid.setdefault(key[1], []).append(key)
        known = frozenset(known)
        entries = tuple(_resolve(entry, known, by_msgid) for entry in self.entries)
        return replace(self, entries=_once(entries, self.path))


def _resolve(entry: Submitted, known: frozenset[Key], by_msgid: dict[str, list[Key]]) -> Submitted:
    readings = [(entry.key, entry.text), *([entry.plain] if entry.plain else [])]
    for key, text in readings:
        if key in known:
            return replace(entry, key=key, text=text, plain=None)
    for key, text in readings:
        candidates = by_msgid.get(key[1], [])
        if len(candidates) == 1 and not key[0]:
            return replace(entry, key=candidates[0], text=text, plain=None)
    return entry


def read(data: bytes, path: str = "") -> Submission:
    """Reads a submitted file.

    Raises SubmissionError with file, line and code for a file of which nothing can be taken: those of
    `po.parse` and `xmlsafe.parse`, and `not-xliff`, `xliff-version`, `xliff-empty`, `xliff-files`,
    `duplicate-msgid`.
    """
    return _from_xliff(data, path) if xmlsafe.is_xml(data) else _from_po(data, path)


def language(tag: str) -> str:
    """The primary subtag of a language tag.

    >>> language("zh_Hans_CN"), language("")
    ('zh', '')
    """
    return tag.strip().replace("_", "-").split("-")[0].lower()[:8]


def _letter(original: str) -> str:
    """The letter that a file names: with or without its folder and `.md`."""
    name = original.strip().replace("\\", "/").removeprefix("./")
    return name.removeprefix("source/").removesuffix(".md")


# PO


def _from_po(data: bytes, path: str) -> Submission:
    problems: list[Finding] = []
    catalog = po.parse(data, path, problems=problems)
    header = {name.lower(): value for name, value in catalog.header.items()}
    lang = header.get("language", "")
    line = po.field_line(data.decode("utf-8"), "Language") if lang else 0
    return Submission(
        path,
        "po",
        _letter(header.get("project-id-version", "")),
        language(lang),
        line,
        tuple(_submitted(entry) for entry in catalog.entries if not entry.obsolete),
        tuple(problems),
    )


def _submitted(entry: Entry) -> Submitted:
    bases = (line.removeprefix(BASE) for line in entry.extracted if line.startswith(BASE))
    return Submitted(
        entry.key,
        entry.msgstr,
        bool(entry.msgstr) and not entry.fuzzy,
        entry.line,
        "fuzzy" if entry.fuzzy else "",
        base=units.base(next(bases, "")),
    )


# XLIFF


def _from_xliff(data: bytes, path: str) -> Submission:
    root = xmlsafe.parse(data, path)
    version, found = _version(root, path)
    problems = list(found.problems)
    entries = tuple(_fit(found.units, path, problems))
    return Submission(
        path,
        version,
        _letter(found.original),
        language(found.lang),
        found.lang_line,
        _once(entries, path),
        tuple(sorted(problems, key=lambda finding: finding.where)),
    )


def _version(root: xmlsafe.Element, path: str) -> tuple[str, Units]:
    if root.name == "xliff" and root.namespace in xliff12.NAMESPACES:
        return "xliff-1.2", xliff12.read(root, path)
    if root.name == "xliff" and root.namespace == xliff21.NAMESPACE:
        return "xliff-2.1", xliff21.read(root, path)
    where = Place(path, root.line)
    hint = "hand in PO, or XLIFF 1.2 or 2.1, as `review export` writes them"
    if root.name == "xliff":
        raise SubmissionError(
            "this version of XLIFF is not known", hint=hint, where=where, code="xliff-version"
        )
    raise SubmissionError(
        f"the file is XML, but no XLIFF: it begins with <{root.name[:40]}>",
        hint=hint,
        where=where,
        code="not-xliff",
    )


def _fit(found: Iterable[Unit], path: str, problems: list[Finding]) -> Iterator[Submitted]:
    """The units whose texts hold nothing that no translation may hold; the others become problems."""
    for unit in found:
        if not unit.msgid:
            continue
        fault = _fault(unit)
        if fault:
            where = Place(path, unit.line)
            problems.append(
                Finding(fault.code, Severity.REFUSE, where, fault.what, fault.hint, msgid=unit.msgid)
            )
            continue
        plain = unit.plain and ((unit.msgctxt, unit.plain[0]), po.clean_text(unit.plain[1]))
        text = po.clean_text(unit.msgstr)
        yield Submitted(
            (unit.msgctxt, unit.msgid),
            text,
            # of a target that held nothing but the isolates of an editor, nothing is left
            unit.stands and bool(text),
            unit.line,
            unit.state,
            unit.approved and bool(text),
            unit.base,
            plain,
        )


def _fault(unit: Unit) -> po.Fault | None:
    most = po.SUBMISSION.text
    if len(unit.msgid) > most or len(unit.msgstr) > most:
        return po.Fault("too-large", f"the text has more than {most} characters", "divide the paragraph")
    return po.odd_characters(unit.msgstr)


def _once(entries: tuple[Submitted, ...], path: str) -> tuple[Submitted, ...]:
    """The entries, each key once, a blank one last in choice. Raises SubmissionError for two texts."""
    seen: dict[Key, Submitted] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry)
        if first.text and entry.text and first.text != entry.text:
            raise SubmissionError(
                f"this message stands in the file twice, here and in line {first.line}",
                hint="keep one of the two entries",
                where=Place(path, entry.line),
                code="duplicate-msgid",
            )
        if (bool(entry.text), entry.stands) > (bool(first.text), first.stands):
            seen[entry.key] = entry
    return tuple(seen.values())

"""What is made of each entry of a submission: taken, held for a second person, or refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from openletter import markup
from openletter.checks import Context
from openletter.errors import SubmissionError
from openletter.model import Event, Finding, Key, Kind, Place, Segment, Severity, Standing, Tag
from openletter.review import across, many
from openletter.review.reading import Submission, Submitted
from openletter.segment import digest
from openletter.states import History

SOURCE_CHANGED, UNKNOWN_MSGID = "source-changed", "unknown-msgid"

_NOTHING = History()


@dataclass(frozen=True, slots=True)
class Known:
    """What the project has of a letter in one language."""

    segments: Mapping[Key, Segment]
    standings: Mapping[Key, Standing]
    histories: Mapping[Key, History]
    earlier: Collection[Key]
    """Messages that the letter no longer has, and whose translations are kept."""


@dataclass(slots=True)
class Judged:
    """What the checks make of the entries of one file."""

    texts: dict[Key, Submitted] = field(default_factory=dict)
    """Those that are good."""
    held: dict[Key, Submitted] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def events(self, known: Known, by: str, origin: str) -> list[Event]:
        """What is put forward. Each is on the text that the person saw, as far as the file tells."""
        whys = {(one.where.line, one.msgid): one.code for one in reversed(self.findings)}
        made = [_event(Kind.TEXT, entry, known, by, origin) for entry in self.texts.values()]
        for entry in self.held.values():
            why = whys.get((entry.line, entry.key[1]), "")
            kind = Kind.PROPOSE if why == SOURCE_CHANGED else Kind.HOLD
            made.append(_event(kind, entry, known, by, origin, why))
        return made


def judge(submission: Submission, known: Known, context: Context) -> Judged:
    """Checks every entry that its sender stands behind. A fuzzy or blank entry says nothing."""
    judged = Judged()
    judged.findings += submission.problems
    checked = _checked(submission, known, context)
    for entry in submission.entries:
        if entry.stands:
            _judge(entry, submission.path, known, checked, judged)
        elif _is_unstated(entry, submission, known):
            _unstated(entry, submission.path, known, checked, judged)
    _together(submission.path, known, context, judged)
    judged.findings.sort(key=lambda one: one.where.line)
    return judged


MOST_FAULTS = 1000
"""More entries than this are not refused one by one: nobody would read so many messages."""


def refuse_another_letters(submission: Submission, known: Known) -> None:
    """Raises SubmissionError for a file that has little to do with the letter, or is broken all over."""
    entries = (entry for entry in submission.entries if entry.stands)
    strange = [one for one in entries if one.key not in known.segments and one.key not in known.earlier]
    if len(strange) + len(submission.problems) > MOST_FAULTS:
        first = min([one.line for one in strange] + [one.where.line for one in submission.problems])
        raise SubmissionError(
            f"more than {MOST_FAULTS} entries of the file are broken, or no passages of the letter",
            hint="look whether it is a file of this letter, and start from a new export",
            where=Place(submission.path, first),
            code=UNKNOWN_MSGID,
        )


def _is_unstated(entry: Submitted, submission: Submission, known: Known) -> bool:
    """Whether there is a text of which the file does not say whether anybody stands behind it."""
    told = submission.format == "po" or entry.state or not entry.text
    return not told and not _holds(entry, known)


Checked = Mapping[Key, list[Finding]]


def _checked(submission: Submission, known: Known, context: Context) -> Checked:
    """What the checks say about each entry that is judged."""
    entries = {}
    for entry in submission.entries:
        segment = known.segments.get(entry.key)
        if segment is None and entry.key not in known.earlier:
            continue
        if entry.stands or _is_unstated(entry, submission, known):
            where = Place(submission.path, entry.line)
            entries[entry.key] = many.Entry(segment or _earlier(entry.key), entry.text, where)
    return dict(zip(entries, many.check_all(list(entries.values()), context), strict=True))


def _judge(entry: Submitted, path: str, known: Known, checked: Checked, judged: Judged) -> None:
    where = Place(path, entry.line)
    segment = known.segments.get(entry.key)
    if segment is None and entry.key not in known.earlier:
        judged.findings.append(_unknown(entry, where))
        return
    found = list(checked[entry.key])
    if segment is None:
        found.append(_source_changed(entry, where))
    _sort(entry, found, known, judged)


def _unstated(entry: Submitted, path: str, known: Known, checked: Checked, judged: Judged) -> None:
    """A new text whose state the file does not tell. It is not taken; what is wrong with it is told."""
    alone = Judged()
    _judge(entry, path, known, checked, alone)
    judged.findings += [
        replace(one, severity=Severity.REFUSE)
        for one in alone.findings
        if one.severity in (Severity.REFUSE, Severity.HOLD)
    ]


def _sort(entry: Submitted, found: list[Finding], known: Known, judged: Judged) -> None:
    """Puts an entry where the gravest of its findings leads."""
    if _holds(entry, known):
        found = [one for one in found if one.severity is not Severity.HOLD]
    severities = {one.severity for one in found}
    if Severity.REFUSE in severities:
        found = [one for one in found if one.severity is Severity.REFUSE]
    elif Severity.HOLD in severities:
        judged.held[entry.key] = entry
    else:
        judged.texts[entry.key] = entry
    judged.findings += found


def _together(path: str, known: Known, context: Context, judged: Judged) -> None:
    """The checks that look at several entries. Of two that do not go together, the new one is told."""
    submitted = {**judged.held, **judged.texts}
    pairs: list[tuple[Segment, str]] = []
    places: list[Place] = []
    for key, entry in sorted(submitted.items(), key=lambda item: (not _holds(item[1], known), item[1].line)):
        if key in known.segments:
            pairs.append((known.segments[key], entry.text))
            places.append(Place(path, entry.line))
    entries = {(entry.line, entry.key[1]): entry for entry in submitted.values()}
    for one in across.findings(known.segments, known.standings, pairs, places, context):
        its = entries.get((one.where.line, one.msgid))
        if its is None or (one.severity is Severity.HOLD and _holds(its, known)):
            continue
        judged.findings.append(one)
        if one.severity is Severity.HOLD and its.key in judged.texts:
            judged.held[its.key] = judged.texts.pop(its.key)


def _holds(entry: Submitted, known: Known) -> bool:
    """Whether the text holds already: what a check would hold was then confirmed by a person."""
    standing = known.standings.get(entry.key)
    return bool(standing and standing.event and standing.msgstr == entry.text)


def _event(kind: Kind, entry: Submitted, known: Known, by: str, origin: str, why: str = "") -> Event:
    return Event("", "", kind, by, *entry.key, entry.text, "", _seen(entry, known), origin, why)


def _seen(entry: Submitted, known: Known) -> str:
    """The id of the event whose text the file went out with; "" where that cannot be told."""
    segment = known.segments.get(entry.key)
    if not entry.base or segment is None:
        return ""
    texts = known.histories.get(entry.key, _NOTHING).texts
    return next((id_ for id_, text in sorted(texts.items()) if digest(segment, text) == entry.base), "")


def _earlier(key: Key) -> Segment:
    """A message that the source no longer has, with the tags that its text shows."""
    names = dict.fromkeys(
        (name.strip("</>"), name.endswith("/>"))
        for name in markup.tag_names(key[1])
        if not name.startswith("</")
    )
    tags = tuple(Tag(name, re.sub("[0-9]", "", name), alone, "") for name, alone in names)
    return Segment(*key, (), (tags,))


def _unknown(entry: Submitted, where: Place) -> Finding:
    return Finding(
        UNKNOWN_MSGID,
        Severity.REFUSE,
        where,
        "the letter has no such passage, and never had",
        "do not change the original text; translate in a file that was made from the letter as it is now",
        msgid=entry.key[1],
    )


def _source_changed(entry: Submitted, where: Place) -> Finding:
    return Finding(
        SOURCE_CHANGED,
        Severity.HOLD,
        where,
        "the letter no longer has this passage, or has it in other words; your text is kept beside the old",
        "ask for a new file, and bring the translation up to the new words",
        msgid=entry.key[1],
    )


def wrong_language(judged: Judged, submission: Submission) -> bool:
    """Whether most of a file is in another language than the one that it declares."""
    codes: dict[tuple[int, str], set[str]] = {}
    for one in judged.findings:
        codes.setdefault((one.where.line, one.msgid), set()).add(one.code)
    odd = sum("language" in found and "untranslated" not in found for found in codes.values())
    standing = sum(entry.stands for entry in submission.entries)
    return odd >= 3 and odd * 2 > standing


def of(findings: Iterable[Finding], severity: Severity) -> Iterator[Finding]:
    return (one for one in findings if one.severity is severity)

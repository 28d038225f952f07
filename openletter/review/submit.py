"""A file that somebody hands in: read, checked entry by entry, and what is good of it taken.

What is taken, and what is held, goes into the journal in one write, before anything else changes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from openletter import checks, files, termbase
from openletter.errors import DamagedError, OpenletterError, SubmissionError
from openletter.model import Event, Finding, Key, Kind, Place, Severity, Standing, State
from openletter.review import intake, judging, reading
from openletter.review.judging import Judged, Known
from openletter.review.letters import Letter, Letters, wrong_language
from openletter.review.words import Words
from openletter.segment import digest
from openletter.store import Store

PROPOSAL, CONFLICT, FELL, UNSURE = "proposal", "conflict", "reviewed-fell", "changed-unsure"


@dataclass(slots=True)
class Answer:
    """What became of one file. Findings have the file and the line of their entry."""

    file: str
    letter: str = ""
    lang: str = ""
    taken: int = 0
    ignored: int = 0
    """Entries that say nothing: blank, or marked as unsure."""
    refused: list[Finding] = field(default_factory=list)
    held: list[Finding] = field(default_factory=list)
    warned: list[Finding] = field(default_factory=list)
    error: OpenletterError | None = None

    @property
    def exit_code(self) -> int:
        if self.error:
            return self.error.exit_code
        return 1 if self.refused or self.held else 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in, and what they said about the files."""

    by: str
    letter: str = ""
    lang: str = ""
    dry_run: bool = False


def submit(path: Path, sender: Sender, letters: Letters, store: Store, words: Words) -> Answer:
    """Takes in one file. Errors of the file, and of the project, are in the answer."""
    answer = Answer(str(path))
    try:
        with _without_collector():
            _submit(path, sender, letters, store, words, answer)
    except OpenletterError as error:
        answer.error = error
    except RecursionError:
        answer.error = SubmissionError(
            "the file is nested too deeply",
            hint="start from a new export",
            where=Place(intake.shown(str(path))),
            code="too-deep",
        )
    return answer


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without Python looking for circles in what is made: a large file makes much, and none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _submit(path: Path, sender: Sender, letters: Letters, store: Store, words: Words, answer: Answer) -> None:
    submission = read(intake.read(path), intake.shown(str(path)))
    letter, answer.lang = letters.addressed(submission, sender.letter, sender.lang)
    answer.letter = letter.name
    # the lock is held from the look at what there is to the writing, so that nobody comes in between
    with nullcontext() if sender.dry_run else files.lock(store.project):
        take(submission, letter, sender, store, words, answer)


def read(data: bytes, path: str) -> reading.Submission:
    """A submission; `path` is as it may be shown."""
    return reading.read(data, path)


def take(
    submission: reading.Submission,
    letter: Letter,
    sender: Sender,
    store: Store,
    words: Words,
    answer: Answer,
) -> None:
    """Checks the entries of a submission, journals what is good or held, and fills in `answer`.

    `answer.lang` is set; the caller holds the lock. No text of a person comes into a journal but this way.
    """
    known = known_of(store, letter, answer.lang)
    submission = submission.resolved([*known.segments, *known.earlier])
    judging.refuse_another_letters(submission, known)
    judged = judging.judge(submission, known, context(store.project, letter, answer.lang, words))
    if judging.wrong_language(judged, submission) and not sender.lang:
        raise wrong_language(
            submission, f"the file says that it is in “{submission.lang}”, but most of it is not"
        )
    events = judged.events(known, sender.by, submission.format)
    after = _write(events, letter, sender, store, answer.lang)
    answer.ignored = sum(not entry.stands for entry in submission.entries)
    answer.refused = list(judging.of(judged.findings, Severity.REFUSE))
    answer.held = list(judging.of(judged.findings, Severity.HOLD))
    answer.warned = list(judging.of(judged.findings, Severity.WARNING))
    answer.warned += _unsure(submission, known)
    _compare(judged, known, after, submission.path, sender, answer)


def known_of(store: Store, letter: Letter, lang: str) -> Known:
    """What the project has of a letter in one language now."""
    segments = {one.key: one for one in letter.segments}
    found = store.histories(letter.name, lang)
    entries = [entry for entry in store.catalog(letter.name, lang).entries if entry.msgstr]
    kept = {entry.key for entry in entries} | {entry.previous for entry in entries if entry.previous}
    earlier = frozenset(kept | found.keys()) - segments.keys()
    return Known(segments, store.standings(letter.name, lang, letter.segments), found, earlier)


def context(project: Path, letter: Letter, lang: str, words: Words) -> checks.Context:
    """What the checks need for a letter in one language; they speak as `words`."""
    source = letter.document.lang
    return checks.Context(
        lang,
        source,
        termbase.terms(project, lang, source),
        termbase.quotations(project, lang),
        say=words.say,
    )


def _write(
    events: Sequence[Event], letter: Letter, sender: Sender, store: Store, lang: str
) -> Mapping[Key, Standing]:
    """What holds afterwards; with a dry run, what would."""
    if sender.dry_run:
        return store.foresee(letter.name, lang, letter.segments, events)[1]
    return store.applied(letter.name, lang, letter.segments, events)[1]


def _unsure(submission: reading.Submission, known: Known) -> Iterator[Finding]:
    """Texts that were changed, and that nobody stands behind all the same: work that would be lost unseen.

    Only where the file tells from which text it started.
    """
    for entry in submission.entries:
        segment = known.segments.get(entry.key)
        if entry.stands or not entry.text or not entry.base or segment is None:
            continue
        if digest(segment, entry.text) not in (
            entry.base,
            digest(segment, known.standings[entry.key].msgstr),
        ):
            yield Finding(
                UNSURE,
                Severity.WARNING,
                Place(submission.path, entry.line),
                "the text was changed, but is still marked as unsure: it was left alone, and is not kept",
                "if it is right, take away the mark (“needs work”, “fuzzy”) and hand the file in again",
                msgid=entry.key[1],
            )


def _compare(
    judged: Judged,
    known: Known,
    after: Mapping[Key, Standing],
    path: str,
    sender: Sender,
    answer: Answer,
) -> None:
    """What of the good texts holds now, and what waits for a person all the same."""
    for key, entry in judged.texts.items():
        where = Place(path, entry.line)
        standing = after[key]
        if standing.msgstr != entry.text:
            answer.held.append(_waits(standing, entry.text, where))
            continue
        answer.taken += 1
        before = {event.id for event in known.standings[key].pending}
        for event in standing.pending:
            if event.id not in before and event.kind in (Kind.TEXT, Kind.APPROVE):
                answer.warned.append(_conflict(event, where))
        if known.standings[key].state is State.REVIEWED and standing.state < State.REVIEWED:
            answer.warned.append(_fell(key, sender.by, where))
    for one in (answer.held, answer.warned):
        one.sort(key=lambda finding: finding.where.line)


def _waits(standing: Standing, text: str, where: Place) -> Finding:
    """Why a good text does not hold: another one is reviewed, or was changed by somebody else meanwhile."""
    reviewed = any(event.msgstr == text and event.kind is Kind.PROPOSE for event in standing.pending)
    if reviewed:
        return Finding(
            PROPOSAL,
            Severity.HOLD,
            where,
            "the passage is reviewed, and other people stand behind its text; yours is kept as a proposal",
            "another person can approve it: openletter review approve",
            msgid=standing.key[1],
        )
    return Finding(
        CONFLICT,
        Severity.HOLD,
        where,
        "somebody else has changed this passage since the file was made; both texts are kept, theirs holds",
        "decide together which it shall be, and approve that one: openletter review approve",
        msgid=standing.key[1],
    )


def _conflict(event: Event, where: Place) -> Finding:
    return Finding(
        CONFLICT,
        Severity.WARNING,
        where,
        f"{event.by or '?'} has changed this passage too since the file was made; both are kept, yours holds",
        "decide together which it shall be, and approve that one: openletter review approve",
        msgid=event.msgid,
    )


def _fell(key: Key, by: str, where: Place) -> Finding:
    return Finding(
        FELL,
        Severity.WARNING,
        where,
        f"the passage was reviewed and is so no more: {by} has changed its text, and nobody else has read it",
        "ask another person to read it",
        msgid=key[1],
    )


def in_words(finding: Finding, words: Words) -> Finding:
    """A finding in the reader's language."""
    return replace(finding, what=words.say(finding.what), hint=words.say(finding.hint))


def worst(answers: Sequence[Answer]) -> int:
    """One exit code for several files: damage first, then what cannot be told, then what was found."""
    codes = {answer.exit_code for answer in answers}
    return next((code for code in (DamagedError.exit_code, 3, 2, 1) if code in codes), 0)

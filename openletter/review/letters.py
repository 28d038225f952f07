"""Which letter and language a submission is for: what was said, what the file says, what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from openletter import source
from openletter.errors import SourceError, SubmissionError, UsageError
from openletter.model import Document, Key, Place, Segment
from openletter.review import remembered
from openletter.review.reading import Submission
from openletter.settings import Settings, language

UNKNOWN_LETTER, UNKNOWN_LANGUAGE, WRONG_LANGUAGE = "unknown-letter", "unknown-language", "wrong-language"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its messages. Of a long one, the document has no blocks (see `remembered`)."""

    document: Document
    segments: tuple[Segment, ...]

    @property
    def name(self) -> str:
        return self.document.letter


class Letters:
    """The letters of a project, each read once."""

    def __init__(self, project: Path, settings: Settings) -> None:
        self.project = project
        self.settings = settings
        self._read: dict[str, Letter] = {}

    def get(self, name: str) -> Letter:
        """The letter of that name. Raises UsageError, SourceError."""
        (letter,) = source.letters(self.project, [name])
        if letter not in self._read:
            self._read[letter] = Letter(*remembered.read(self.project, letter))
        return self._read[letter]

    def addressed(self, submission: Submission, name: str, lang: str) -> tuple[Letter, str]:
        """The letter and language of a submission; `name` and `lang` are what was said, or "".

        Raises UsageError with the code `unknown-letter` or `unknown-language` where they cannot be told,
        SubmissionError with `wrong-language` where the file contradicts what was said, or its own name.
        """
        letter = self.get(name) if name else self._told(submission)
        return letter, self._language(submission, letter, lang)

    def _told(self, submission: Submission) -> Letter:
        names = source.letters(self.project)
        told = [one for one in names if one == submission.letter] or [
            one for one in names if one.casefold() == submission.letter.casefold()
        ]
        if len(told) == 1:
            return self.get(told[0])
        holding = self._holding(submission.keys(), names)
        if len(holding) == 1:
            return holding[0]
        raise UsageError(
            "it cannot be told which letter this file translates",
            hint="name the letter, as it lies under source/, with --letter",
            where=Place(submission.path),
            code=UNKNOWN_LETTER,
        )

    def _holding(self, keys: frozenset[Key], names: tuple[str, ...]) -> list[Letter]:
        """The letters that hold every message of a submission that any letter holds."""
        found: dict[str, frozenset[str]] = {}
        msgids = {msgid for _, msgid in keys}
        for name in names:
            try:
                found[name] = frozenset(one.msgid for one in self.get(name).segments if one.msgid in msgids)
            except SourceError:
                continue
        known = frozenset().union(*found.values())
        return [self.get(name) for name, own in found.items() if known and own == known]

    def _language(self, submission: Submission, letter: Letter, lang: str) -> str:
        said = submission.lang
        expected = lang or _of_name(submission.path, self.settings.languages)
        if said and expected and said != expected:
            raise wrong_language(
                submission, f"the file says that it is in “{said}”, but it was handed in as “{expected}”"
            )
        told = lang or said
        if not told:
            raise UsageError(
                "it cannot be told in which language this file is",
                hint="name the language with --lang, such as --lang fr",
                where=Place(submission.path),
                code=UNKNOWN_LANGUAGE,
            )
        try:
            language(told)
        except UsageError as error:
            raise wrong_language(
                submission, f"the file says that it is in “{told}”, which is no language of the editions"
            ) from error
        if told == letter.document.lang:
            raise wrong_language(submission, f"“{told}” is the language that the letter is written in")
        return told


def wrong_language(submission: Submission, what: str) -> SubmissionError:
    return SubmissionError(
        what,
        hint="look which language the text is in, and hand it in under that language",
        where=Place(submission.path, submission.lang_line),
        code=WRONG_LANGUAGE,
    )


def _of_name(path: str, languages: tuple[str, ...]) -> str:
    """The language that a file's name ends with, if it does.

    >>> _of_name("x/letter.fr.po", ("fr", "zh")), _of_name("fr.po", ("fr",)), _of_name("zebra.po", ("ra",))
    ('fr', 'fr', '')
    """
    found = re.fullmatch(r"(?:.*[._-])?([a-z]{2})", PurePath(path).stem.casefold())
    return found[1] if found and found[1] in languages else ""

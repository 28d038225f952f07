"""Which artifacts to make: a pure function from what goes in to tasks with digests.

A task's digest covers everything that its artifact depends on. An artifact whose task has the digest that
the manifest records is not made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openletter.model import Artifact, Task

FORMATS = ("html", "epub", "pdf")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one letter's editions are made of, as SHA-256 of each part."""

    letter: str
    source: str
    catalogs: Mapping[str, str]
    """Each language → the digest of its catalog and journal; the source language is not among them."""
    common: str
    """The program, the settings, and the project's tables."""


def path(letter: str, lang: str, format_: str) -> str:
    """Where an artifact lies in the output folder.

    >>> path("2014/letter", "fr", "pdf")
    'fr/2014/letter.pdf'
    """
    return f"{lang}/{letter}.{format_}"


def digest(*parts: object) -> str:
    """SHA-256 over values that have one JSON form.

    >>> digest("a", ["b"]) == digest("a", ["b"]), digest("ab") == digest("a", "b")
    (True, False)
    """
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def base(inputs: Inputs, lang: str) -> str:
    """The digest of what one edition is made of, whatever its formats."""
    return digest(inputs.letter, lang, inputs.source, inputs.catalogs.get(lang, ""), inputs.common)


def tasks(
    inputs: Inputs,
    languages: Iterable[str],
    formats: Sequence[str],
    published: Sequence[str],
    versions: Mapping[str, int] | None = None,
) -> tuple[Task, ...]:
    """The tasks of one letter.

    `published` are the languages that its pages link to, in the order in which they list them; `versions`
    which version of the words each language has, 1 where nothing is said.
    """
    return tuple(
        Task(
            inputs.letter,
            lang,
            format_,
            path(inputs.letter, lang, format_),
            digest(
                inputs.letter,
                lang,
                format_,
                inputs.source,
                inputs.catalogs.get(lang, ""),
                inputs.common,
                list(published) if format_ == "html" else [],
                [*formats, (versions or {}).get(lang, 1)] if format_ == "html" else [],
            ),
        )
        for lang in languages
        for format_ in formats
    )


def is_current(task: Task, before: Mapping[str, Artifact]) -> bool:
    """Whether the artifact of a task was made from just the same."""
    artifact = before.get(task.path)
    return artifact is not None and artifact.digest == task.digest and not artifact.outdated

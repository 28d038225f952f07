"""What every check works with: the context it is given, and the problems that it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openletter.model import Finding, Place, Quotation, Segment, Severity, Term


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks need beside a source text and its translation."""

    lang: str
    source_lang: str = "en"
    terms: tuple[Term, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    say: Callable[[str], str] = _unchanged
    """gettext: from an English message with its {placeholders} to the reader's language."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check saw. `what` and `hint` are messages for gettext, with {placeholders} for `values`."""

    what: str
    hint: str
    values: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    """Only where it is not the check's own code."""


EntryCheck = Callable[[Segment, str, Context], Iterator[Problem]]
Pair = tuple[Segment, str]
CatalogCheck = Callable[[Sequence[Pair], Context], Iterator[tuple[int, Problem]]]
"""Yields the number of the pair that a problem is about, and the problem."""


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table of checks."""

    code: str
    severity: Severity
    run: EntryCheck
    about: str
    """One sentence for the reference of findings."""


@dataclass(frozen=True, slots=True)
class CatalogCheckRow:
    """A row of the table of checks that look at several entries at once."""

    code: str
    severity: Severity
    run: CatalogCheck
    about: str


def finding(
    problem: Problem, code: str, severity: Severity, where: Place, segment: Segment, context: Context
) -> Finding:
    """A problem as a finding, in the reader's language."""
    values = {name: shown(value) for name, value in problem.values.items()}
    return Finding(
        code=problem.code or code,
        severity=severity,
        where=where,
        what=context.say(problem.what).format(**values),
        hint=context.say(problem.hint).format(**values),
        msgid=segment.msgid,
    )


def shown(text: str, most: int = 60) -> str:
    """A piece of an untrusted text as it may be shown: invisible characters by number, cut when long.

    >>> shown("a\\u202eb")
    'a[U+202E]b'
    """
    if len(text) > most:
        text = text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)

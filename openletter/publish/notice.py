"""What an edition says about its own review: one sentence near the top, the whole truth at the end.

Both are empty for the source language and for a translation that is reviewed throughout.
"""

from __future__ import annotations

from collections.abc import Mapping

from openletter.conventions import in_language, plural, text, word
from openletter.model import Conventions, Edition, State

_LABELS = {
    State.MISSING: word("Incomplete translation"),
    State.STALE: word("Incomplete translation"),
    State.DRAFT: word("Machine draft, not reviewed"),
    State.TRANSLATED: word("Translation not fully reviewed"),
    State.REVIEWED: word("Reviewed translation"),
}


def short(edition: Edition) -> str:
    """One sentence in the edition's language, or ""."""
    if edition.state is State.REVIEWED:
        return ""
    c, original = edition.conventions, in_language(edition.conventions, edition.source_lang)
    if edition.state <= State.STALE:
        return text(
            c,
            "This translation is incomplete and not fully reviewed: passages not yet translated are"
            " printed {in_language}, and the original prevails.",
            in_language=original,
        )
    if edition.state is State.TRANSLATED:
        return text(
            c,
            "This translation has not yet been fully reviewed; the original {in_language} prevails.",
            in_language=original,
        )
    if all(state is State.DRAFT for state, n in edition.counts.items() if n):
        return text(
            c,
            "This translation is a machine draft that people have not yet reviewed; the original"
            " {in_language} prevails.",
            in_language=original,
        )
    return text(
        c,
        "Parts of this translation are machine drafts that people have not yet reviewed; the original"
        " {in_language} prevails.",
        in_language=original,
    )


def full(edition: Edition) -> tuple[str, ...]:
    """Paragraphs in the edition's language: what “reviewed” means, counts by state, what prevails."""
    if edition.state is State.REVIEWED:
        return ()
    c, original = edition.conventions, in_language(edition.conventions, edition.source_lang)
    intro = text(
        c,
        "The letter was written {in_language}. A passage of the translation counts as reviewed when as"
        " many people as required have approved exactly its words.",
        in_language=original,
    )
    last = text(c, "If the translation and the original differ, the original prevails.")
    return intro, _counts(c, edition, original), last


def label(c: Conventions, states: Mapping[str, int]) -> str:
    """A few words on how far a text was reviewed; `states` as in the manifest ({}: the original)."""
    if not states:
        return text(c, "Original text")
    lowest = min((state for state in State if states.get(state.label)), default=State.REVIEWED)
    return text(c, _LABELS[lowest])


def _counts(c: Conventions, edition: Edition, original: str) -> str:
    sentences = (
        _count(c, state, edition.counts[state], original)
        for state in sorted(edition.counts, reverse=True)
        if edition.counts[state]
    )
    return ("" if c.script.startswith("Han") else " ").join(sentences)


def _count(c: Conventions, state: State, n: int, original: str) -> str:
    match state:
        case State.REVIEWED:
            return plural(c, "{n} passage has been reviewed.", "{n} passages have been reviewed.", n)
        case State.TRANSLATED:
            return plural(
                c,
                "{n} passage is translated but not fully reviewed.",
                "{n} passages are translated but not fully reviewed.",
                n,
            )
        case State.DRAFT:
            return plural(
                c,
                "{n} passage is a draft, made by machine or left unfinished, that nobody has reviewed.",
                "{n} passages are drafts, made by machine or left unfinished, that nobody has reviewed.",
                n,
            )
        case State.STALE:
            return plural(
                c,
                "{n} passage was changed in the original after it was translated and is printed"
                " {in_language}.",
                "{n} passages were changed in the original after they were translated and are printed"
                " {in_language}.",
                n,
                in_language=original,
            )
        case State.MISSING:
            return plural(
                c,
                "{n} passage is not yet translated and is printed {in_language}.",
                "{n} passages are not yet translated and are printed {in_language}.",
                n,
                in_language=original,
            )

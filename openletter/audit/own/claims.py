"""Whether the accessibility metadata of an e-book is true (EPUB Accessibility 1.1, 2.2; schema.org)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from openletter.audit.own import markup, parts
from openletter.audit.own.opened import Book, Problem, Problems
from openletter.conventions import text


def claims(book: Book) -> Problems:
    """What the book says of itself is so, and what is so is said."""
    yield from _modes(book)
    yield from _features(book)
    hazards = book.metadata("schema:accessibilityHazard")
    still = all(name.endswith((".png", ".jpg", ".jpeg")) for name in _images(book).values()) and not _moves(
        book
    )
    if hazards != (["none"] if still else ["unknown"]):
        yield Problem("claim-hazard", f"the book says {hazards} of hazards; that is not known")
    for claim in [*book.metadata("dcterms:conformsTo"), *_links(book, "dcterms:conformsTo")]:
        yield Problem(
            "claim-conformance", f"the book claims to conform to {claim}; nobody has certified that"
        )
    yield from _summary(book)


def _modes(book: Book) -> Problems:
    seen, described = bool(_images(book)), not _undescribed(book)
    modes = sorted(book.metadata("schema:accessMode"))
    wanted = ["textual", "visual"] if seen else ["textual"]
    if modes != wanted:
        yield Problem("claim-mode", f"the book says that it takes {modes}; it takes {wanted}")
    sufficient = book.metadata("schema:accessModeSufficient")
    if sufficient != (["textual"] if described else ["textual,visual"]):
        yield Problem("claim-sufficient", f"the book says that {sufficient} suffices")


def _features(book: Book) -> Problems:
    claimed = book.metadata("schema:accessibilityFeature")
    for name in sorted(set(claimed)):
        holds = FEATURES.get(name)
        if holds is None or not holds(book):
            yield Problem("claim-feature", f"the book claims the feature {name}, and has it not")
    for name in ("tableOfContents", "structuralNavigation", "readingOrder", "alternativeText"):
        if name not in claimed and FEATURES[name](book):
            yield Problem("claim-feature", f"the book has the feature {name}, and does not say so")


def _summary(book: Book) -> Problems:
    c = book.subject.conventions
    summary = " ".join(book.metadata("schema:accessibilitySummary"))
    if _undescribed(book):
        images = "Not every image has a description."
    else:
        images = (
            "Every image has a description." if _images(book) else "There are no images except the cover."
        )
    all_of_them = (
        "Not every image has a description.",
        "Every image has a description.",
        "There are no images except the cover.",
    )
    said = [one for one in all_of_them if text(c, one) in summary]
    if said != [images]:
        yield Problem("claim-summary", f"the summary says of the images: {said}; true is: {images}")
    notes = text(c, "The notes are linked from the text and back.")
    if (notes in summary) != bool(parts.notes(book.letter)):
        yield Problem("claim-summary", "what the summary says of the notes is not so")
    if text(c, "Conformance with accessibility standards has not been certified.") not in summary:
        yield Problem("claim-summary", "the summary does not say that nobody has certified the book")


def _images(book: Book) -> Mapping[Any, str]:
    """The images within the letter, with their files."""
    return {one: str(one.get("src", "")) for one in markup.elements(book.root, "img")}


def _undescribed(book: Book) -> bool:
    return any(not str(one.get("alt", "")).strip() for one in _images(book))


def _moves(book: Book) -> bool:
    moving = ("video", "audio", "script", "canvas", "iframe", "object")
    return any(markup.tag(one) in moving for root in book.pages.values() for one in markup.elements(root))


def _links(book: Book, rel: str) -> list[str]:
    return [str(one.get("href")) for one in markup.elements(book.package, "link") if one.get("rel") == rel]


def _has_contents(book: Book) -> bool:
    return any(
        one.get(markup.EPUB_TYPE) == "toc" and markup.elements(one, "a")
        for root in book.pages.values()
        for one in markup.elements(root, "nav")
    )


def _is_structured(book: Book) -> bool:
    levels = [int(level) for level, _ in parts.headings(book.letter)]
    return bool(levels) and all(b <= a + 1 for a, b in pairwise(levels))


def _has_roles(book: Book) -> bool:
    return any(one.get("role") for root in book.pages.values() for one in markup.elements(root))


def _reflows(book: Book) -> bool:
    fixed = "pre-paginated" in book.metadata("rendition:layout")
    return not fixed and len("".join(parts.lines(book.letter))) > 0


FEATURES: Mapping[str, Callable[[Book], bool]] = {
    "ARIA": _has_roles,
    "alternativeText": lambda book: not _undescribed(book),
    "displayTransformability": _reflows,
    "readingOrder": lambda book: bool(markup.elements(book.package, "itemref")),
    "structuralNavigation": _is_structured,
    "tableOfContents": _has_contents,
}
"""What a book may claim, and how it is seen in it; any other claim is false, since no book of ours has it."""

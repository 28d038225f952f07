"""A document and translations → the document in another language. Pure.

A translation is never parsed as markup: its tags only place the source's own nodes, so it cannot add,
drop or alter a link's address, a note, an attribute or raw code.

Law: with each msgid as its own msgstr, the document comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openletter import markup, segment, tree
from openletter.model import Document, Key, Node

Untranslated = Callable[[str, "list[Node]"], "list[Node]"]
"""(msgctxt, source inlines) → what stands where there is no translation."""


def localize(
    document: Document,
    texts: Mapping[Key, str],
    untranslated: Untranslated = lambda _, inlines: inlines,
) -> tuple[dict[str, Node], list[Node]]:
    """The document's metadata and blocks, positions included, with the translations in place.

    `texts` holds the msgstr of each message that has one. Raises `markup.MarkupError` for a text whose
    tags are not those of its source (the checks keep such a text from coming here).
    """

    def change(msgctxt: str, inlines: list[Node], _line: int, _in_note: bool) -> list[Node]:
        tagged = markup.encode(inlines)
        if not segment.has_words(tagged.text):
            return inlines
        text = texts.get((msgctxt, tagged.text))
        if text is None:
            return untranslated(msgctxt, inlines)
        decoded = markup.decode(text, tagged.nodes)
        # The source's own nodes keep its line breaks, where nothing else was changed.
        return inlines if decoded == tree.settle(inlines) else decoded

    return segment.rewrite(document, change)


def identity(document: Document) -> dict[Key, str]:
    """Each message as its own translation."""
    return {one.key: one.msgid for one in segment.segments(document)}

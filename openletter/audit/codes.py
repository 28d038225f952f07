"""Every code that a finding about what is published can have, with one sentence for the reference.

A code never changes once published. A test holds this table against the code: none is missing, none is dead.
"""

from __future__ import annotations

from collections.abc import Mapping

FROM_JUDGES: Mapping[str, str] = {
    "epub-invalid": "EPUBCheck says that an e-book is not as the EPUB standard wants it.",
    "epub-inaccessible": "Ace says that an e-book, or what it says about itself, is not accessible.",
    "html-invalid": "The Nu checker has an error or a warning about a page.",
    "css-invalid": "The Nu checker has an error or a warning about a style sheet.",
    "page-inaccessible": "axe-core says that a page in Chromium breaks one of its rules.",
    "pdf-not-accessible": "veraPDF or page-validation says that a PDF breaks a rule of PDF/UA-1.",
    "pdf-not-archival": "veraPDF or page-validation says that a PDF breaks a rule of PDF/A-2a.",
    "pdf-doubtful": "outloud says that a screen reader would stumble over a PDF.",
    "judge-failed": "A judge crashed, hung or gave no report: what it looks at was not checked.",
}

OF_FILES: Mapping[str, str] = {
    "file-missing": "A file that the manifest lists, or that a page needs, is not there.",
    "file-altered": "A file is not the one that was published: its SHA-256 is not that of the manifest.",
    "edition-outdated": "The letter or its translation has changed since the file was made (warning).",
    "edition-withheld": "An edition was not published; the finding says why (warning).",
    "not-published": "Nothing is published (warning).",
    "epub-unreadable": "An EPUB cannot be unpacked.",
    "unreadable": "A file is damaged, so that one of our checks cannot read it.",
}

SAME_AS_LETTER: Mapping[str, str] = {
    "edition-text": "The words of a file are not those of the letter's edition, in its order.",
    "edition-headings": "The headings of a file are not those of the letter.",
    "edition-lists": "The lists of a file are not those of the letter.",
    "edition-links": "The links of a file are not those of the letter.",
    "edition-images": "The words for the images of a file are not those of the letter.",
    "edition-emphasis": "What a file stresses is not what the letter stresses.",
    "edition-quotes": "The quotations of a file are not those of the letter.",
    "edition-tables": "The tables of a file are not those of the letter.",
    "edition-notes": "The notes of a file are not those of the letter.",
    "edition-references": "The references to notes are not where the letter has them.",
    "edition-languages": "The parts in other languages are not marked as in the letter.",
    "edition-directions": "The parts in other directions are not marked as in the letter.",
    "link-unsafe": "A link has an address of a kind that no letter has, such as javascript:.",
    "notice": "The notice on the review is not there once, under the title.",
}

OF_PAGES: Mapping[str, str] = {
    "page-language": "A page does not say in which language it is.",
    "page-direction": "A page does not say in which direction it is read.",
    "page-title": "The title of a page is not that of the letter.",
    "page-charset": "A page does not declare UTF-8 at its beginning.",
    "page-zoom": "A page keeps readers from enlarging it.",
    "page-main": "A page has not exactly one main part.",
    "page-weight": "A page is heavier than its budget.",
    "fonts-weight": "The fonts of a page are heavier than their budget.",
    "nav-name": "A navigation has no name.",
    "skip-link": "The link that skips to the letter is missing, hidden, or does not work.",
    "switcher": "The list of languages lacks one, or marks or links one wrongly.",
    "formats": "A page has no link to its e-book or PDF.",
    "heading-levels": "The headings skip a level, or have not one at the top.",
    "heading-empty": "A heading has no words.",
    "id-twice": "An identifier stands twice in a page.",
    "link-nowhere": "A link within a file leads nowhere.",
    "name-nowhere": "A part is named by another that is not there.",
    "note-link": "The number of a note does not lead to it.",
    "note-back": "A note has no way back to its number, or another one's.",
    "note-label": "A number of a note, or a way back, has no label in the page's language.",
    "notes-section": "The notes are not one section with a heading.",
    "image-alt": "An image has no words, and does not say that it needs none.",
    "hidden": "A part of the letter is hidden.",
    "tabindex": "A part is taken out of the order of reading.",
    "active": "A page holds a program, a form or a frame.",
    "fetched": "A page fetches something from elsewhere.",
    "no-glyph": "A character has no glyph: a box is seen in its place.",
    "font-broken": "A font of the output folder cannot be read.",
    "font-range": "A font is declared for characters that it does not have.",
}

OF_BOOKS: Mapping[str, str] = {
    "book-language": "An e-book does not say in which language it is.",
    "book-direction": "The pages of an e-book turn the wrong way.",
    "book-title": "The title of an e-book is not that of the letter.",
    "book-contents": "The table of contents is not that of the headings.",
    "book-order": "The letter is not in the reading order.",
    "book-file": "A file of an e-book is missing or not declared.",
    "book-weight": "An e-book is heavier than its budget.",
    "claim-conformance": "An e-book claims to conform to a standard, which nobody has certified.",
    "claim-feature": "The accessibility metadata claims a feature that is not there, or lacks one that is.",
    "claim-hazard": "The accessibility metadata says something of hazards that is not known.",
    "claim-mode": "The accessibility metadata names the wrong senses.",
    "claim-sufficient": "The accessibility metadata says wrongly what suffices to read the book.",
    "claim-summary": "The accessibility summary says what is not so.",
}

OF_PDFS: Mapping[str, str] = {
    "pdf-language": "A PDF does not say in which language it is.",
    "pdf-direction": "A PDF does not say in which direction it is read.",
    "pdf-title": "The title of a PDF is not that of the letter, or is not shown.",
    "pdf-tags": "A PDF does not say that it is tagged.",
    "pdf-bookmarks": "The bookmarks of a PDF are not its headings.",
    "pdf-unicode": "A glyph of a PDF stands for no character.",
    "link-untagged": "A link on a page of a PDF is not in the tag tree.",
}

IN_BROWSER: Mapping[str, str] = {
    "access-main": "A screen reader is not given one main part.",
    "access-text": "A screen reader is given other words than those of the letter.",
    "access-names": "A screen reader is given a part or a link without its name.",
    "unseen": "Words of the letter are not to be seen.",
    "disorder": "Words stand above those that come before them.",
    "contrast": "Words have too little contrast, in light, dark or print (WCAG 2.2, 1.4.3).",
    "text-spacing": "Words are cut when a reader spaces the text out (WCAG 2.2, 1.4.12).",
    "reflow": "Words are cut or lost when a reader enlarges the page to 400 % (WCAG 2.2, 1.4.10).",
    "motion": "Something moves although the reader asked for less motion.",
    "print": "Words are missing, or too pale, in print.",
    "focus-seen": "What has the focus is not to be seen (WCAG 2.2, 2.4.11).",
    "focus-ring": "The ring around what has the focus has too little contrast (WCAG 2.2, 1.4.11, 2.4.7).",
    "focus-order": "The Tab key does not go through the links in their order (WCAG 2.2, 2.4.3).",
    "focus-trap": "The Tab key does not leave the page (WCAG 2.2, 2.1.2).",
    "note-keys": "A note cannot be reached, or left, with the keyboard.",
}

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "What the judges say": FROM_JUDGES,
    "Files of the output folder": OF_FILES,
    "Whether a file is the letter": SAME_AS_LETTER,
    "Web pages, and pages of e-books": OF_PAGES,
    "E-books": OF_BOOKS,
    "PDFs": OF_PDFS,
    "Pages in a browser": IN_BROWSER,
}
CODES: Mapping[str, str] = {code: about for table in SECTIONS.values() for code, about in table.items()}

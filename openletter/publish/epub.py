"""The e-book of an edition: EPUB 3.3, with the metadata of EPUB Accessibility 1.1 as far as it is true.

EbookLib packs it. What it gets wrong is mended here: pages keep the bytes that they were written with,
there is no page list where there are no pages, the package tells its language, and times and names of
software stay out.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from openletter.conventions import load, text
from openletter.model import Asset, Edition, Written
from openletter.publish import book_pages, cover
from openletter.publish.xhtml import Rendered, description, is_iso_date, render, safe, template

_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"})
"""Images that every reading system shows (EPUB 3.3, 3.2 “Core media types”)."""
_STILL = frozenset({"image/png", "image/jpeg"})
"""Images that cannot flash."""
_FEATURES = ("ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
_XHTML = "application/xhtml+xml"
_TIME = (1980, 1, 1, 0, 0, 0)


def write(edition: Edition, assets: tuple[Asset, ...] = ()) -> Written:
    """The e-book of an edition, with everything in it."""
    rendered = render(
        edition, [asset for asset in assets if asset.media_type in _IMAGE_TYPES], book_pages.FLAVOUR
    )
    book = _book(edition, rendered)
    for name, kind, data, properties in _files(edition, rendered):
        _add(book, name, kind, data, properties)
    return Written(_packed(edition, book))


def _files(edition: Edition, rendered: Rendered) -> Iterator[tuple[str, str, bytes, list[str]]]:
    """Name, media type, bytes and manifest properties of each file."""
    yield "cover.xhtml", _XHTML, book_pages.page(edition, book_pages.cover_page(edition)), []
    yield "letter.xhtml", _XHTML, book_pages.page(edition, book_pages.letter(edition, rendered)), []
    yield "nav.xhtml", _XHTML, book_pages.page(edition, book_pages.navigation(edition, rendered)), ["nav"]
    yield "style.css", "text/css", template("book.css").template.encode(), []
    yield "images/cover.png", "image/png", cover.draw(edition), ["cover-image"]
    for asset in rendered.images:
        yield f"images/{asset.name}", asset.media_type, asset.data, []


def _book(edition: Edition, rendered: Rendered) -> Any:
    """EbookLib's book with its metadata, without files yet."""
    from ebooklib import epub

    c = edition.conventions
    book = epub.EpubBook()
    book.metadata.pop(epub.NAMESPACES["OPF"], None)  # the name of the software
    book.FOLDER_NAME = "EPUB"
    name = f"{edition.identifier} {c.tag} epub"
    book.set_identifier(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}")
    book.set_title(safe(edition.title_text))
    book.set_language(c.tag)
    book.set_direction(c.direction)
    book.prefixes = ["schema: http://schema.org/"]
    fields = [("creator", name) for name in edition.organisations]
    fields += [("description", description(edition))]
    fields += [("date", edition.date)] if is_iso_date(edition.date) else []
    for field, value in fields:
        if value:
            book.add_metadata("DC", field, safe(value))
    if edition.rights:  # not translated
        source = {"{http://www.w3.org/XML/1998/namespace}lang": load(edition.source_lang).tag}
        book.add_metadata("DC", "rights", safe(edition.rights), source)
    for key, value in _accessibility(edition, rendered):
        book.add_metadata(None, "meta", value, {"property": f"schema:{key}"})
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "images-cover-png"})
    book.toc = [
        epub.Link(f"letter.xhtml#{heading.id}", safe(heading.text), f"nav-{n}")
        for n, heading in enumerate(book_pages.contents(edition, rendered), 1)
    ]
    book.add_item(epub.EpubNcx())
    contents = ["nav-xhtml"] if rendered.headings else []
    book.spine = ["cover-xhtml", *contents, "letter-xhtml"]
    return book


def _accessibility(edition: Edition, rendered: Rendered) -> Iterator[tuple[str, str]]:
    """Metadata of EPUB Accessibility 1.1, 2.2, in schema.org's words.

    It tells what was made; that it conforms to a standard is for others to say.
    """
    yield "accessMode", "textual"
    if rendered.images:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual,visual" if rendered.undescribed else "textual"
    for feature in (
        "ARIA",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ):
        yield "accessibilityFeature", feature
    if not rendered.undescribed:
        yield "accessibilityFeature", "alternativeText"
    still = all(asset.media_type in _STILL for asset in rendered.images)
    yield "accessibilityHazard", "none" if still else "unknown"
    yield "accessibilitySummary", _summary(edition, rendered)


def _summary(edition: Edition, rendered: Rendered) -> str:
    c = edition.conventions
    sentences = [
        text(c, "The text can be enlarged, reflowed and read aloud, and its reading order is logical.")
    ]
    if rendered.notes:
        sentences.append(text(c, "The notes are linked from the text and back."))
    if not rendered.images:
        sentences.append(text(c, "There are no images except the cover."))
    elif rendered.undescribed:
        sentences.append(text(c, "Not every image has a description."))
    else:
        sentences.append(text(c, "Every image has a description."))
    sentences.append(text(c, "Conformance with accessibility standards has not been certified."))
    return ("" if c.script.startswith("Han") else " ").join(sentences)


def _add(book: Any, name: str, kind: str, data: bytes, properties: list[str]) -> None:
    from ebooklib import epub

    item = epub.EpubItem(uid=re.sub(r"\W", "-", name), file_name=name, media_type=kind, content=data)
    if properties:
        item.properties = properties
    book.add_item(item)


def _packed(edition: Edition, book: Any) -> bytes:
    """The book's bytes: fixed order and times, `mimetype` first and stored (EPUB 3.3, 4.2)."""
    from ebooklib import epub

    made, packed = BytesIO(), BytesIO()
    options = {
        "mtime": datetime.fromtimestamp(edition.epoch, UTC),
        "raise_exceptions": True,
        "epub3_pages": False,
        "package_direction": True,
        "compresslevel": 0,
    }
    epub.write_epub(made, book, options)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "mimetype", name)):
            info = zipfile.ZipInfo(name, _TIME)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(info, _mended(name, source.read(name), edition), compresslevel=9)
    return packed.getvalue()


def _mended(name: str, data: bytes, edition: Edition) -> bytes:
    if name == "EPUB/content.opf":
        return data.replace(b"<package ", f'<package xml:lang="{edition.conventions.tag}" '.encode(), 1)
    return data

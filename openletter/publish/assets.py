"""The images of a letter: found in its tree, read from beside it, refused where they could do harm."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

from openletter import tree
from openletter.errors import SourceError
from openletter.model import Asset, Document, Place
from openletter.source import FOLDER

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
SIZE = 20 * 2**20

_ACTIVE_SVG = re.compile(rb"<script|<foreignObject|\son\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)", re.I)


def of(project: Path, document: Document) -> tuple[Asset, ...]:
    """The images that a letter shows, each once. Raises SourceError for one that cannot be published."""
    found: dict[str, int] = {}
    for block, line in _images(document):
        found.setdefault(block["c"][2][0], line)
    return tuple(_asset(project, document, href, line) for href, line in found.items())


def _images(document: Document) -> list[tuple[dict[str, list[list[str]]], int]]:
    return [(node, tree.line(node)) for node in tree.walk(list(document.blocks)) if node["t"] == "Image"]


def _asset(project: Path, document: Document, href: str, line: int) -> Asset:
    where = Place(document.path, line)
    root = (project / FOLDER).resolve()
    path = ((project / document.path).parent / unquote(href)).resolve()
    media_type = TYPES.get(path.suffix.lower())
    if "://" in href or href.startswith("//") or not path.is_relative_to(root) or not path.is_file():
        raise SourceError(
            f"there is no image {href} beside the letter",
            where=where,
            hint=f"put the image into {FOLDER}/ and give its path from the letter",
            code="image-missing",
        )
    if media_type is None:
        raise SourceError(
            f"the image {href} is of a kind that cannot be published",
            where=where,
            hint=f"save it as one of {', '.join(TYPES)}",
            code="image-type",
        )
    data = path.read_bytes()
    if len(data) > SIZE or (media_type == "image/svg+xml" and _ACTIVE_SVG.search(data)):
        raise SourceError(
            f"the image {href} is larger than {SIZE // 2**20} MiB, or holds a script or a link",
            where=where,
            hint="save it as PNG in the size in which it is to be seen",
            code="image-refused",
        )
    name = hashlib.sha256(data).hexdigest()[:16] + path.suffix.lower()
    return Asset(href, name, media_type, data)

"""The Nu HTML checker, over web pages, their style sheets, and the pages inside EPUBs."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from openletter.audit import tools
from openletter.audit.base import Published
from openletter.model import Finding, Place, Severity

JAR = "build/dist/vnu.jar"
_EPUB_TYPE = re.compile(r' epub:type="[^"<>&]*"')


def version() -> str:
    return tools.npm_version("vnu-jar") if tools.java() else ""


def run(published: Published) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        names = {page.file.resolve(): page.name for page in published.pages() if page.file.suffix == ".html"}
        names |= _books(published, Path(folder).resolve())
        if names:
            yield from check(names)


def _books(published: Published, folder: Path) -> dict[Path, str]:
    """Copies of the pages and style sheets of books, without the attribute `epub:type`.

    Nu does not know it and calls it an error wherever it stands; EPUBCheck judges it.
    """
    names: dict[Path, str] = {}
    for number, book in enumerate(published.artifacts("epub")):
        root = published.book(book)
        for file in sorted([*root.rglob("*.xhtml"), *root.rglob("*.css")]):
            inside = file.relative_to(root)
            copy = folder / str(number) / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_bytes().decode("utf-8", "surrogateescape")
            text = _EPUB_TYPE.sub("", text) if file.suffix == ".xhtml" else text
            copy.write_bytes(text.encode("utf-8", "surrogateescape"))
            names[copy] = f"{published.name(book)}/{inside.as_posix()}"
    return names


def check(names: Mapping[Path, str]) -> Iterator[Finding]:
    """What Nu has to say of files; `names` gives what findings call each."""
    ended = tools.run_java(
        ["-jar", str(tools.npm("vnu-jar", JAR)), "--format", "json", "--stdout", "--exit-zero-always"]
        + ["--also-check-css", *map(str, names)],
    )
    try:
        messages = json.loads(ended.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise tools.JudgeError(f"no report: {tools.last_words(ended)}") from error
    for message in messages:
        yield _finding(message, names)


def _finding(message: dict[str, Any], names: Mapping[Path, str]) -> Finding:
    if message["type"] == "non-document-error":
        raise tools.JudgeError(f"it could not look at {message.get('url', 'a file')}: {message['message']}")
    file = Path(url2pathname(urlsplit(message["url"]).path)).resolve()
    name = names.get(file) or names.get(Path(unquote(str(file)))) or str(file)
    level = message.get("subType") or message["type"]
    return Finding(
        "css-invalid" if name.endswith(".css") or message["message"].startswith("CSS:") else "html-invalid",
        Severity.WARNING if level in ("warning", "info") else Severity.ERROR,
        Place(name, message.get("lastLine", 0)),
        message["message"],
        "report this with the letter: openletter should not write such a page",
        "nu",
        level,
    )

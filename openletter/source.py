"""Letters: which there are under `source/`, and reading one into a Document."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from openletter import findings, pandoc, parts, settings, tree
from openletter.errors import SourceError, UsageError
from openletter.model import Document, Finding, Node, Place

FOLDER = "source"
SIZE = 5 * 2**20
"""The largest letter, in bytes."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YAML_LINE = re.compile(r"line (\d+)")


def letters(project: Path, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The letters of a project, sorted: paths under `source/` without `.md`, with forward slashes.

    `chosen` restricts them; a name may also be given as a path (`source/letter.md`). Raises UsageError
    for one that does not exist, or where there is no letter at all.
    """
    folder = project / FOLDER
    found = {
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*.md")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    if not found:
        raise UsageError(f"there is no letter in {folder}", hint=f"put one there, such as {FOLDER}/letter.md")
    names = []
    for name in chosen:
        letter = name.replace("\\", "/").removeprefix("./").removeprefix(f"{FOLDER}/").removesuffix(".md")
        if letter not in found:
            raise UsageError(f"there is no letter “{name}”", hint=f"one of {', '.join(sorted(found)[:8])}")
        names.append(letter)
    return tuple(dict.fromkeys(names)) or tuple(sorted(found))


def path_of(letter: str) -> str:
    """Where a letter lies, relative to the project.

    >>> path_of("2014/letter")
    'source/2014/letter.md'
    """
    return f"{FOLDER}/{letter}.md"


def read(project: Path, letter: str, placed: bool = True) -> Document:
    """Reads one letter. Raises SourceError with file, line and remedy.

    Without `placed` it has no positions and no findings, and takes half the time.
    """
    return document(letter, (project / path_of(letter)).read_bytes(), placed)


def read_all(
    project: Path, letters: Iterable[str], placed: bool = True
) -> Iterator[tuple[str, Document | SourceError]]:
    """Each letter in turn with its document, or with what is wrong with it; a few are read ahead.

    pandoc reads the next ones, one on every core, while Python goes on with this one.
    """
    opened: deque[tuple[str, bytes, str | SourceError]] = deque()

    def texts() -> Iterator[str]:
        for letter in letters:
            data = (project / path_of(letter)).read_bytes()
            text = _decoded(data, path_of(letter))
            opened.append((letter, data, text))
            if isinstance(text, str):
                yield text if len(text) < parts.LONG else "…"  # a long one is read when it is its turn

    for reading in pandoc.read_ahead(texts(), placed):
        yield from _refused(opened)
        letter, data, text = opened.popleft()
        if len(text := str(text)) >= parts.LONG:
            reading = partial(parts.read, text, placed)
        yield letter, _or_error(letter, data, text, reading, placed)
    yield from _refused(opened)


def _decoded(data: bytes, path: str) -> str | SourceError:
    try:
        return decode(data, path)
    except SourceError as error:
        return error


def _refused(opened: deque[tuple[str, bytes, str | SourceError]]) -> Iterator[tuple[str, SourceError]]:
    """The letters that come next, and were not even given to pandoc."""
    while opened and isinstance(error := opened[0][2], SourceError):
        yield opened.popleft()[0], error


def _or_error(
    letter: str, data: bytes, text: str, reading: Callable[[], Node], placed: bool
) -> Document | SourceError:
    try:
        return _document(letter, data, text, reading, placed)
    except SourceError as error:
        return error


def document(letter: str, data: bytes, placed: bool = True) -> Document:
    """The bytes of a letter → the Document. Raises SourceError with file, line and remedy."""
    text = decode(data, path_of(letter))
    return _document(letter, data, text, lambda: parts.read(text, placed), placed)


def _document(letter: str, data: bytes, text: str, reading: Callable[[], Node], placed: bool) -> Document:
    path = path_of(letter)
    try:
        found = reading()
        blocks, meta = tuple(found["blocks"]), found["meta"]
        return Document(
            letter,
            path,
            _language(meta, path, text),
            blocks,
            meta,
            hashlib.sha256(data).hexdigest(),
            _findings(text, blocks, path) if placed else (),
            _meta_lines(text, meta),
        )
    except RecursionError as error:
        raise SourceError(
            "quotes, lists or emphasis are nested too deeply",
            where=Place(path),
            hint="take some levels out",
            code="too-deep",
        ) from error
    except SourceError as error:
        if error.where:
            raise
        line = int(found_line[1]) if (found_line := _YAML_LINE.search(error.what)) else 0
        hint = error.hint or "look at the metadata between the two lines of ---: each must be “name: value”"
        raise SourceError(error.what, hint=hint, where=Place(path, line), code=error.code) from error


def _findings(text: str, blocks: Sequence[Node], path: str) -> tuple[Finding, ...]:
    return tuple(findings.of_source(text, blocks, path))


def decode(data: bytes, path: str) -> str:
    """A letter's bytes as text with \\n line ends, without a byte order mark.

    Raises SourceError for what is not UTF-8, too large, empty, or holds control characters.
    """
    if len(data) > SIZE:
        raise SourceError(
            f"the letter has {len(data) / 2**20:.1f} MiB, more than {SIZE // 2**20}",
            where=Place(path),
            hint="split it into several letters",
            code="too-large",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            "the letter is not in UTF-8",
            where=Place(path, data.count(b"\n", 0, error.start) + 1),
            hint="open it in your editor and save it with the encoding UTF-8",
            code="not-utf-8",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        raise SourceError(
            f"the letter holds the control character U+{ord(found[0]):04X}",
            where=Place(path, text.count("\n", 0, found.start()) + 1),
            hint="delete it",
            code="control-character",
        )
    if not text.strip():
        raise SourceError("the letter is empty", where=Place(path), hint="write it", code="empty")
    return text


def meta_text(meta: Mapping[str, Node], key: str) -> str:
    """A value of the metadata as plain text, "" where there is none."""
    value = meta.get(key)
    return meta_value(value).strip() if value else ""


def meta_value(value: Node) -> str:
    """One node of the metadata as plain text."""
    kind, content = value["t"], value.get("c")
    if kind == "MetaString":
        return str(content)
    if kind == "MetaBool":
        return str(content).lower()
    if kind == "MetaInlines":
        return tree.stringify(content)
    if kind == "MetaBlocks":
        return "\n".join(tree.stringify(b["c"]) for b in content if b["t"] in ("Para", "Plain"))
    return ""


def _language(meta: Mapping[str, Node], path: str, text: str) -> str:
    tag = meta_text(meta, "lang") or "en"
    try:
        return settings.language(tag.replace("_", "-").split("-")[0].lower())
    except UsageError as error:
        line = _meta_lines(text, meta).get("lang", 0)
        raise SourceError(
            f"the letter's language “{tag}” is not a language of the editions",
            where=Place(path, line),
            hint=error.hint,
            code="language",
        ) from error


def _meta_lines(text: str, meta: Mapping[str, Node]) -> dict[str, int]:
    """The line of each key of the metadata, found in the text: pandoc does not tell."""
    lines: dict[str, int] = {}
    if text.startswith("---"):
        for number, line in enumerate(text.split("\n")[1:], 2):
            if line.rstrip() in ("---", "..."):
                break
            key = line.split(":", 1)[0].strip().strip("\"'")
            if key in meta and line[:1] not in (" ", "\t", "-", "#"):
                lines.setdefault(key, number)
    return lines

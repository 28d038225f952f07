"""Brings the catalogs of the review page's words up to date: `python -m openletter.locale.page`.

They are the package's catalogs `page`: every message of the templates in `openletter/page/`, and what its
modules say to people. Kept as `openletter.locale.update` keeps the words of the editions: nothing in them but
messages, so that equal code gives equal bytes; a test holds them current.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from openletter.locale.update import LOCALE, PACKAGE, PLURALS, Words, _po, _translation

PAGE = PACKAGE / "page"
_COMMENT = """\
# The words of openletter's review page{name}.
# {standing}"""
_DRAFT = "Machine draft: no person has reviewed these words yet."
_SOURCE = "English, as written in the code."
_TEMPLATE = "Template, extracted from the code."

Message = str | tuple[str, str]


def current() -> dict[Path, bytes]:
    """What each file must hold, from the page and the translations that stand in the catalogs."""
    template = Words(fuzzy=False, header_comment=_COMMENT.format(name="", standing=_TEMPLATE))
    for message, place in messages():
        template.add(message, locations=[(place, 0)])
    files = {LOCALE / "page.pot": _po(template)}
    for lang in PLURALS:
        path = LOCALE / lang / "LC_MESSAGES" / "page.po"
        words = _carry(template, path, lang)
        files[path] = _po(words)
        compiled = BytesIO()
        write_mo(compiled, words)
        files[path.with_suffix(".mo")] = compiled.getvalue()
    return files


def messages() -> Iterator[tuple[Message, str]]:
    """Each message with the file that it stands in."""
    for path in sorted((PAGE / "templates").glob("*.html")):
        with path.open("rb") as source:
            for _, function, message, _ in babel_extract(source, ("_", "ngettext"), (), {}):
                if found := _message(function, message):
                    yield found, _name(path)
    for path in sorted(PAGE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and (text := _said(node)):
                yield text, _name(path)


def _message(function: str | None, given: Any) -> Message | None:
    """What Babel has found in a call; None where it is no literal."""
    if function == "ngettext":
        return str(given[0]), str(given[1])
    first = given if isinstance(given, str) or given is None else given[0]
    return None if first is None else str(first)


def _name(path: Path) -> str:
    return f"openletter/{path.relative_to(PACKAGE).as_posix()}"


def _said(call: ast.Call) -> str:
    """What a call says to a person: `say("…")`, `Refused(404, "…")`, `Outcome(why="…")`."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given: ast.expr | None = None
    if name == "say" and call.args:
        given = call.args[0]
    elif name == "Refused" and len(call.args) > 1:
        given = call.args[1]
    elif name == "Outcome":
        given = next((one.value for one in call.keywords if one.arg == "why"), None)
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def _carry(template: Words, path: Path, lang: str) -> Words:
    name = "" if lang == "en" else f" in {Locale(lang).get_display_name('en')}"
    standing = _SOURCE if lang == "en" else _DRAFT
    words = Words(lang, fuzzy=False, header_comment=_COMMENT.format(name=name, standing=standing))
    old = read_po(path.open("rb")) if path.is_file() else Words(lang)
    for message in template:
        if message.id:
            words.add(message.id, _translation(message.id, old, lang, words.num_plurals), message.locations)
    return words


def main() -> None:
    """Writes every file that is not current."""
    for path, data in current().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


if __name__ == "__main__":
    main()

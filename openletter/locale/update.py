"""Brings the catalogs of the editions' words up to date: `python -m openletter.locale.update`.

Extracts every message of the package's code into `openletter.pot`, carries it into each language's
`openletter.po` (a new message arrives without a translation, a message that is gone goes), and compiles
the `.mo` files that `openletter.conventions` loads. The files carry no dates, names or line numbers, so
that equal code gives equal bytes; a test holds them current.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent
LOCALE = PACKAGE / "locale"
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 ? 4 : 5);",
    "en": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 &&"
    " (n%100<12 || n%100>14) ? 1 : 2);",
    "zh": "nplurals=1; plural=0;",
}
_KEYWORDS = {"word": None, "text": (2,), "plural": (2, 3), "markup": (2,)}
"""Functions whose literal arguments are messages, with the arguments' places, as Babel takes them."""
_COMMENT = """\
# The words of openletter's editions{name}.
# {standing}"""
_DRAFT = "Machine draft: no person has reviewed these words yet."
_SOURCE = "English, as written in the code."


class Words(Catalog):
    """A catalog whose header is the same at all times and on all machines."""

    @property
    def header_comment(self) -> str:
        return str(self._header_comment)

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        headers = [("Project-Id-Version", "openletter")]
        if self.locale:
            headers.append(("Language", str(self.locale)))
        headers += [
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
        if self.locale:
            headers.append(("Plural-Forms", PLURALS[str(self.locale)]))
        *rest, (name, value) = headers
        return [*rest, (name, f"{value}\n")]

    @property
    def num_plurals(self) -> int:
        """How many forms a message with plurals has."""
        rule = PLURALS[str(self.locale) if self.locale else "en"]
        return int(rule[len("nplurals=") : rule.index(";")])


def current() -> dict[Path, bytes]:
    """What each file of words must hold, from the code and the translations that stand in the catalogs."""
    template = _extract()
    files = {LOCALE / "openletter.pot": _po(template)}
    for lang in PLURALS:
        path = LOCALE / lang / "LC_MESSAGES" / "openletter.po"
        words = _carry(template, path, lang)
        files[path] = _po(words)
        compiled = BytesIO()
        write_mo(compiled, words)
        files[path.with_suffix(".mo")] = compiled.getvalue()
    return files


def _extract() -> Words:
    template = Words(
        fuzzy=False, header_comment=_COMMENT.format(name="", standing="Template, extracted from the code.")
    )
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as source:
            for line, message, _, _ in extract(cast(Any, _calls), source, _KEYWORDS):
                template.add(
                    message, locations=[(f"openletter/{path.relative_to(PACKAGE).as_posix()}", line)]
                )
    return template


def _calls(
    source: IO[bytes], keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, list[str | None], list[str]]]:
    """A method of extraction for Babel: its own sees into f-strings from Python 3.12 on only."""
    for node in ast.walk(ast.parse(source.read())):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and name in keywords:
            values = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            words = [value if isinstance(value, str) else None for value in values]
            yield node.lineno, name, words, []


def _carry(template: Words, path: Path, lang: str) -> Words:
    name = "" if lang == "en" else f" in {Locale(lang).get_display_name('en')}"
    words = Words(
        lang,
        fuzzy=False,
        header_comment=_COMMENT.format(name=name, standing=_SOURCE if lang == "en" else _DRAFT),
    )
    old = read_po(path.open("rb")) if path.is_file() else Words(lang)
    for message in template:
        if message.id:
            words.add(message.id, _translation(message.id, old, lang, words.num_plurals), message.locations)
    return words


def _translation(msgid: Any, old: Catalog, lang: str, forms: int) -> Any:
    if lang == "en":
        return msgid
    known = old.get(msgid)
    if known and known.id == msgid:
        return known.string
    return ("",) * forms if isinstance(msgid, tuple) else ""


def _po(words: Words) -> bytes:
    written = BytesIO()
    write_po(written, words, width=100, sort_output=True, include_lineno=False)
    return written.getvalue()


def main() -> None:
    """Writes every file that is not current."""
    for path, data in current().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


if __name__ == "__main__":
    main()

"""Brings the catalogs of what `review` says up to date: `python -m openletter.locale.review`.

They are the package's catalogs `review`: what the readers of files, the checks and the commands say to
reviewers. The messages are taken from the code where they are raised, and not marked one by one.

A sentence begins with a small letter (or a quotation mark, or a value) and has a space in it; so does all
that is said of a file. A text that is put together, `f"the file is in {name}"`, is extracted as a pattern,
`the file is in {0}`, by which `openletter.review.words` knows it again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from openletter.locale.update import LOCALE, PLURALS, Words, _po, _translation

_COMMENT = """\
# What openletter says to reviewers{name}.
# {standing}"""
_STANDING = {"": "Template, extracted from the code.", "en": "English, as written in the code."}
_DRAFT = "Machine draft: no person has reviewed these words yet."
PACKAGE = Path(__file__).parent.parent
MODULES = (
    *("checks/*.py", "po/decode.py", "po/draft.py", "po/header.py", "po/read.py", "xmlsafe.py", "journal.py"),
    *("signals.py", "merge/comments.py"),
    *(
        f"review/{name}.py"
        for name in ("adopt", "approve", "choose", "fallen", "inline", "intake", "judging", "packet")
    ),
    *(f"review/{name}.py" for name in ("letters", "reading", "status", "submit", "units")),
    *("review/words.py", "review/xliff12.py", "review/xliff21.py", "cli/review/*.py"),
)
_WITHOUT = {
    "checks/reference.py",
    "cli/review/__init__.py",
    "cli/review/export.py",
    "cli/review/serve.py",
}
_SENTENCE = re.compile(r"[a-z“{<–](?s:.)* (?s:.)*")
_NO_SENTENCE = re.compile(
    r"[\[\]|^*\\]|^<\?|^nplurals|^text/plain|^msgid |^(?:\{\d\}|\W)*$"
    # lists of words, and what only the publisher meets, in English as the other commands
    "|^of the for|^annex appendix|^the line (?:is no|has (?:version|fields|an|no)|holds half)|^a field of"
    "|^restore the line|^use the version"
    "|^base: |^look at the disk|^the journal cannot|^two different"
)
_LABELS = ("say",)
"""Functions whose literal argument is a message, however short."""


def messages() -> Iterator[tuple[str, int, str]]:
    """Module, line and message, in the order of the modules."""
    found = {path for pattern in MODULES for path in PACKAGE.glob(pattern)}
    for path in sorted(found):
        name = path.relative_to(PACKAGE).as_posix()
        if name not in _WITHOUT:
            for line, message in sorted(_of(ast.parse(path.read_bytes()))):
                yield f"openletter/{name}", line, message


def _of(module: ast.Module) -> Iterator[tuple[int, str]]:
    skipped = _skipped(module)
    for node in ast.walk(module):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Call) and _name(node.func) in _LABELS and node.args:
            yield from _labels(node)
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "LABELS":
            said = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            for part in (part for value in said for part in ast.walk(value)):
                if isinstance(part, ast.Constant):
                    yield part.lineno, str(part.value)
        message = _message(node)
        if message and _SENTENCE.fullmatch(message) and not _NO_SENTENCE.search(message):
            yield node.lineno, message  # type: ignore[attr-defined]


def _skipped(module: ast.Module) -> set[int]:
    """Nodes that are no messages: docstrings, help, lists of words, parts of texts that are put together."""
    skipped: set[int] = set()

    def skip(*nodes: ast.AST) -> None:
        skipped.update(id(inner) for node in nodes for inner in ast.walk(node))

    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node.value)
        elif isinstance(node, ast.JoinedStr):
            skip(*(part for part in node.values if isinstance(part, ast.Constant)))
        elif isinstance(node, ast.keyword) and node.arg in ("help", "metavar"):
            skip(node.value)
        elif isinstance(node, ast.Call) and _name(node.func) in (
            "split",
            "compile",
            "Check",
            "CatalogCheckRow",
        ):
            skip(node)
        elif isinstance(node, ast.Call) and _name(node.func) in ("arguments", "ValueError"):
            skip(*node.args)
        elif isinstance(node, ast.Assign) and _name(node.targets[0]).strip("_") in ("FUNCTION_WORDS",):
            skip(node.value)
    return skipped


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _labels(call: ast.Call) -> Iterator[tuple[int, str]]:
    values = call.args[0]
    branches = [values.body, values.orelse] if isinstance(values, ast.IfExp) else [values]
    for one in branches:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.lineno, one.value


def _message(node: ast.AST) -> str:
    """The text of a literal; with {0}, {1} … for the values in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = []
    places = 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append(f"{{{places}}}")
            places += 1
    return "".join(parts)


def current() -> dict[Path, bytes]:
    """What each file must hold, from the code and the translations that stand in the catalogs."""
    template = _words("")
    for path, _, message in messages():
        template.add(message, locations=[(path, 0)])
    files = {LOCALE / "review.pot": _po(template)}
    for lang in PLURALS:
        path_ = LOCALE / lang / "LC_MESSAGES" / "review.po"
        words = _words(lang)
        old = read_po(path_.open("rb")) if path_.is_file() else _words(lang)
        for one in template:
            if one.id:
                words.add(one.id, _translation(one.id, old, lang, words.num_plurals), one.locations)
        files[path_] = _po(words)
        compiled = BytesIO()
        write_mo(compiled, words)
        files[path_.with_suffix(".mo")] = compiled.getvalue()
    return files


def _words(lang: str) -> Words:
    name = f" in {Locale(lang).get_display_name('en')}" if lang not in ("", "en") else ""
    comment = _COMMENT.format(name=name, standing=_STANDING.get(lang, _DRAFT))
    return Words(lang or None, fuzzy=False, header_comment=comment)


def main() -> None:
    """Writes every file that is not current."""
    for path, data in current().items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


if __name__ == "__main__":
    main()

"""The header of a PO file: what ours hold, and what may stand in one from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openletter.errors import SubmissionError
from openletter.model import Place

PLURAL_FORMS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 :"
    " n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "en": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "zh": "nplurals=1; plural=0;",
}
"""As GNU gettext's table has them (gettext manual, “Plural forms”)."""

_SAFE_PLURAL = re.compile(r"nplurals\s*=\s*[1-9]\s*;\s*plural\s*=[\sn0-9()?:%!=<>&|+*/-]{1,400};?")
_UNSET_PLURAL = re.compile(r"nplurals\s*=\s*INTEGER\s*;\s*plural\s*=\s*EXPRESSION\s*;?")
_CHARSET = re.compile(r"\bcharset\s*=\s*[\"']?([\w.:-]*)", re.IGNORECASE)
_READ = ("content-type", "language", "plural-forms", "project-id-version")


def plural_forms(lang: str) -> str:
    """The Plural-Forms of a language; "" where nobody knows them.

    >>> plural_forms("zh")
    'nplurals=1; plural=0;'
    """
    if lang in PLURAL_FORMS:
        return PLURAL_FORMS[lang]
    from babel.messages.plurals import PLURALS

    known = PLURALS.get(lang) or PLURALS.get(re.split("[-_]", lang)[0])
    return f"nplurals={known[0]}; plural={known[1]};" if known else ""


def header(letter: str, lang: str = "") -> Mapping[str, str]:
    """The fields of a catalog of ours, or of a template where `lang` is "": no names, and no times."""
    fields = {
        "Project-Id-Version": letter,
        "Language": lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    plurals = plural_forms(lang) if lang else ""
    return {**fields, "Plural-Forms": plurals} if plurals else fields


def field_line(text: str, name: str) -> int:
    """The line on which a field of the header stands, for messages; 1 where it cannot be found."""
    found = re.search(rf'^[^\n#]*"{re.escape(name)}[ \t]*:', text, re.IGNORECASE | re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def read_header(msgstr: str, text: str, path: str) -> Mapping[str, str]:
    """The fields of a header. Raises SubmissionError for a charset that is not UTF-8, and for plural forms
    that are no plural forms."""

    def refuse(code: str, name: str, what: str, hint: str) -> SubmissionError:
        return SubmissionError(what, hint=hint, where=Place(path, field_line(text, name)), code=code)

    fields: dict[str, str] = {}
    for line in msgstr.split("\n"):
        name, colon, value = line.partition(":")
        if not colon:
            continue
        name = name.strip()
        known = next((key for key in fields if key.lower() == name.lower()), None)
        if known is None:
            fields[name] = value.strip()
        elif name.lower() in _READ and fields[known] != value.strip():
            raise refuse(
                "po-syntax", name, f"the header has two different fields {name}", "keep the right one"
            )
    by_name = {name.lower(): value for name, value in fields.items()}
    charset = _CHARSET.search(by_name.get("content-type", ""))
    if charset is None or charset[1].lower() not in ("utf-8", "utf8"):
        raise refuse(
            "wrong-charset",
            "Content-Type",
            f"the header says charset {charset[1] if charset else '(none)'}; only UTF-8 is taken",
            "save the file as UTF-8, with “Content-Type: text/plain; charset=UTF-8” in its header",
        )
    plurals = by_name.get("plural-forms", "").strip()
    if plurals and not (_SAFE_PLURAL.fullmatch(plurals) or _UNSET_PLURAL.fullmatch(plurals)):
        raise refuse(
            "wrong-plural-forms",
            "Plural-Forms",
            "the Plural-Forms of the header are no plural forms",
            "leave the header as it was exported",
        )
    return fields

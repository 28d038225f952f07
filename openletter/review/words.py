"""What openletter says about a submission, in the language of the person who reads it.

Messages are written in English where they are raised, some with values filled in already. `Words.say` finds
the message again, and says it in another language: the package's catalog `review` holds, for a text made of
parts, its pattern (`the file is in {0}`; what checks say has names, as `{source}`). See
`openletter.locale.review`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

DOMAIN = "review"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LOCALE = Path(__file__).parent.parent / "locale"

LABELS = (
    *("missing", "stale", "draft", "translated", "reviewed", "held", "refused", "taken"),
    *("approved", "rejected", "adopted", "text"),
)
"""Single words that are said; `openletter.locale.review` takes them from here."""

_PLACE = re.compile(r"\{([0-9]|[a-z]\w*)\}")
_NESTED = 3
"""How deep a message may stand within another: a catalog is damaged: …: …; one word is a name, or quoted."""


def language(environment: Mapping[str, str]) -> str:
    """The language that a person's system is set to, if it is one of the six; else English.

    >>> language({"LANG": "fr_CA.UTF-8"}), language({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}), language({})
    ('fr', 'en', 'en')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            found = re.split("[_.@-]", environment[name])[0].lower()
            return found if found in LANGUAGES else "en"
    return "en"


@cache
def of(lang: str) -> Words:
    """The messages in the language of a translation; English where it is none of the six.

    >>> of("fr-CA").lang, of("de").lang
    ('fr', 'en')
    """
    first = re.split("[-_]", lang)[0].lower()
    return Words(first if first in LANGUAGES else "en")


_LONGEST = 1_000
"""Characters of a message that is still looked for: what is longer is none of ours."""


class Words:
    """The messages in one language."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, ...]]:
        if self.lang == "en":
            return {}
        from openletter.conventions import read_mo

        return read_mo((LOCALE / self.lang / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes())

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Each message with values in it, those with the most words of their own first."""
        made = [msgid for msgid in self._known if _PLACE.search(msgid)]
        made.sort(key=lambda msgid: (-len(_PLACE.sub("", msgid)), msgid))
        return [(_pattern(msgid), msgid) for msgid in made]

    def say(self, message: str) -> str:
        """A message in this language; as it is where it has no translation."""
        return self._say(message, _NESTED)

    def _say(self, message: str, depth: int) -> str:
        if message in self._known:
            return self._known[message][0]
        if not self._known or not depth or len(message) > _LONGEST:
            return message
        for pattern, msgid in self._patterns:
            found = pattern.fullmatch(message)
            if found:
                values = [self._say(value, depth - 1) if " " in value else value for value in found.groups()]
                named = dict(zip(_PLACE.findall(msgid), values, strict=True))
                return self._known[msgid][0].format(*values, **named)
        return message


def _pattern(msgid: str) -> re.Pattern[str]:
    fixed = _PLACE.split(msgid)[::2]
    return re.compile("(.+)".join(re.escape(part) for part in fixed), re.DOTALL)

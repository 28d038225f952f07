"""How the commands of `review` speak: in the language of whoever reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from openletter.cli import base
from openletter.errors import OpenletterError
from openletter.model import Finding
from openletter.review.intake import shown
from openletter.review.words import Words, language
from openletter.store import Store

MOST = 500
"""Findings of one kind that are printed for one file; a file with more of them is no reviewer's work."""


def words() -> Words:
    """The messages in the language that this person's system is set to."""
    return Words(language(os.environ))


def findings(found: Iterable[Finding], call: base.Call, say: Words, what: str = "") -> None:
    """Findings to standard error: place, what, code; what to do; and the passage."""
    found = list(found)
    rest = len(found) - MOST
    found = found[:MOST]
    for number, one in enumerate(found, 1):
        label = f"{say.say(what)}: " if what else ""
        print(f"{one.where}: {label}{shown(say.say(one.what))} [{one.code}]", file=sys.stderr)
        if one.hint:
            print(f"  {say.say('try')}: {call.runnable(shown(say.say(one.hint)))}", file=sys.stderr)
        after = found[number] if number < len(found) else None
        if one.msgid and not (after and (after.where, after.msgid) == (one.where, one.msgid)):
            print(f"  {say.say('the passage')}: {passage(one.msgid)}", file=sys.stderr)
    if rest > 0:
        print(f"… +{rest}", file=sys.stderr)


def error(one: OpenletterError, call: base.Call, say: Words) -> None:
    place = f"{shown(str(one.where))}: " if one.where else ""
    code = f" [{one.code}]" if one.code else ""
    print(f"{place}{shown(say.say(one.what))}{code}", file=sys.stderr)
    if one.hint:
        print(f"  {say.say('try')}: {call.runnable(shown(say.say(one.hint)))}", file=sys.stderr)


def passage(text: str, most: int = 70) -> str:
    """A message as it may be shown, cut when long."""
    text = shown(" ".join(text.split()))
    return text if len(text) <= most else text[: most - 1] + "…"


def mended(store: Store, call: base.Call, say: Words) -> None:
    """What the store found and mended on the way."""
    findings(store.told, call, say)
    store.told.clear()


def one_language(call: base.Call) -> str:
    """The one language that --lang names."""
    from openletter.errors import UsageError

    if len(call.arguments.lang) != 1:
        raise UsageError("this is done for one language at a time", hint="--lang fr")
    return str(call.arguments.lang[0])

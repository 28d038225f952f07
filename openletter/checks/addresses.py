"""Addresses written as text: a translation shows no address that its source does not show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from openletter.checks.base import Context, Problem
from openletter.checks.text import plain, source
from openletter.model import Segment

_ENDINGS = (
    "com|org|net|int|edu|gov|mil|info|biz|name|pro|aero|coop|museum|asia|app|dev|xyz|top|site|online|club|shop|"
    "store|live|news|blog|link|click|zip|page|cloud|web|world|example|test|invalid|local|localhost|onion|arpa|"
    "شبكة|موقع|рф|рус|укр|бел|орг|ком|онлайн|сайт|[a-z]{2}"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_SCHEMES = (
    "https?|ftps?|sftp|file|data|javascript|vbscript|livescript|mailto|tel|sms|blob|about|jar|ws|wss|ssh|git|magnet|"
    "view-source|chrome|intent|urn|ldap|gopher|irc|news|nntp|xmpp|geo|bitcoin"
)
_ADDRESS = re.compile(
    rf"(?<![^\W_])(?:{_SCHEMES})\s?:\s?(?=\S)"
    r"|[a-z][a-z0-9+.-]{1,20}://"
    r"|(?<![^\W_])www\d?\.\w"
    r"|\w\s\.\s?(?:com|org|net|info|example)\b"
    rf"|(?<![\w@.-]){_LABEL}(?:\.{_LABEL}){{0,8}}\.(?:{_ENDINGS})(?![^\W_]|\.\w)"
    r"|[\w.+-]{1,64}@[\w-]{1,64}|(?<!\w)@\w{2,40}"
    r"|(?<!\d)(?:\d{1,3}\.){3}\d{1,3}(?!\d)"
    rf"|(?<![\w.-]){_LABEL}(?:\.{_LABEL}){{0,8}}\.[a-z][a-z-]{{1,62}}(?::\d{{2,5}})?/[\w?#]",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"[.。．｡․﹒@＠/:：&\u2488-\u249b\u33c2\u33c7\u33d8\t\n\r\u00ad\u200b-\u200d\u2060\ufeff](?:"
    r"(?<=[\t\n\r\u00ad\u200b-\u200d\u2060\ufeff])|(?<=[@＠\u2488-\u249b\u33c2\u33c7\u33d8])[^ ]"
    r"|(?<![/:：&])(?:(?<=[^\W_].)|(?<=[^\W_][^\w\s].)|(?<=[^\W_][^\w\s]{2}.)|(?<=[^\W_][^\w\s]{3}.))"
    r"\)?\]?[^\s.](?<![\u4e00-\u9fff）」』”》]。[\u4e00-\u9fff0-9])"
    r"|(?<=\s\.)\s?[a-z]|(?<=/)/|(?<=[a-zａ-ｚ;][:：])\s?\S|(?<=[a-zａ-ｚ;]\s[:：])\s?\S|(?<=&)#)",
    re.IGNORECASE,
)
"""A quick look whether an address is possible: a dot, an @ or a scheme's colon within a text.

It begins with the marks themselves, so that few places are looked at; the end of a sentence between Chinese
signs is none of them."""
_DOTS = str.maketrans("。．｡․", "....")
_DEFANGED = re.compile(r"(?<=\w)(?:\[\.\]|\(\.\))(?=\w)")
_HIDDEN = re.compile(r"[\t\n\r\u00ad\u200b-\u200d\u2060\ufeff]|&(?:#x?[0-9a-fA-F]{1,6}|Tab|NewLine|colon);")


def address(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A web or mail address, or a host's name, in any disguise, that does not stand in the source."""
    allowed = {found.casefold() for found in _addresses(source(segment))}
    for found in _addresses(plain(msgstr)):
        if found.casefold() not in allowed:
            yield Problem(
                "the translation shows an address that the source does not show: “{found}”",
                "leave it out; a link's address comes from the source",
                {"found": found},
            )
            return


def _addresses(text: str) -> Iterator[str]:
    """The addresses in a text, with what hides them taken away."""
    if not _POSSIBLE.search(text):
        return
    shown = unicodedata.normalize("NFKC", _HIDDEN.sub("", _DEFANGED.sub(".", text.translate(_DOTS))))
    for found in _ADDRESS.finditer(shown):
        if not _is_prose(found[0], shown, found.end()):
            end = re.compile(r"[^\s<>«»“”\"（）(),;，；]*").match(shown, found.end())
            yield (found[0] + (end[0] if end else "")).rstrip(".:!?")


def _is_prose(found: str, text: str, end: int) -> bool:
    """Whether it is a missing space after a full stop, an abbreviation, or a word before a colon."""
    if found.rstrip().endswith(":"):
        scheme = found.rstrip(" :").casefold()
        return scheme in _WORDS and text[end - 1] == " "
    if "/" in found or "@" in found or found[:4].casefold() == "www.":
        return False
    *labels, last = found.split(".")
    if last.isdigit():  # an address of the Internet Protocol, or thousands divided by points
        return all(len(label) == 3 for label in [*labels[1:], last])
    if not last.islower() and (len(last) < 3 or not last.isupper()):
        return True
    return all(len(label) == 1 for label in labels) and len(last) < 3 and text[end : end + 1] != "/"


_WORDS = frozenset({"data", "about", "file", "news", "link", "geo", "intent", "tel", "git"})

"""How English says no, and what a lexicon of denials is (`negation_words` has the other languages).

`idioms` are taken out of a text first. Each of `strong` is a denial of its own. A word of `concord` is one
only where no denial stands before it in its clause: “no … nadie” denies once, “nadie” alone does too.
`weak` may stand for a denial of the source, or be rendered by one, but need not. `instead` says without a
denial what English denies by a prefix (incorrect: 错误).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openletter.checks.alternatives import any_of


@dataclass(frozen=True, slots=True)
class Lexicon:
    idioms: re.Pattern[str]
    strong: re.Pattern[str]
    concord: re.Pattern[str]
    weak: re.Pattern[str]
    instead: re.Pattern[str] = re.compile(r"(?!)")


NEVER = re.compile(r"(?!)")


ENGLISH = Lexicon(
    idioms=any_of(
        r"\bnot (?:only|just|merely|least|simply)\b|(?<=[,;—–] )not even\b|(?<=—)not even\b",
        r"\bno (?:fewer|less|later|sooner|more than|matter|doubt|other than)\b",
        r"\bwhether or not\b|\bor not\b|\bnothing (?:but|less|more)\b|\bnot until\b|\bno\. ?\d|\bnos\. ?\d",
        r"\bnone ?theless\b|\bnevertheless\b|\bnotwithstanding\b|\bnon[-‐]\w+",
    ),
    strong=any_of(
        r"\bnot\b|\byet to\b|\bunable to\b|\bimpossible\b|\bunless\b|\bfail\w* to\b|n[’']t\b|\bcannot\b"
        r"|\bnever\b|\bno\b|\bnone\b|\bnobody\b|\bno one\b|\bno-one\b"
        r"|\bnothing\b",
        r"\bnowhere\b|\bneither\b|\bwithout\b|(?:(?<=\. )|(?<=\A))Nor\b",
    ),
    concord=NEVER,
    weak=any_of(
        r"\bun(?!able\b|der|ited|ivers|less\b|til|ion|ique|anim|iform|if|ity|it\b|its\b|pack|icode|do|delet|b?lock|mount"
        r"|install|protect|check|fortun)\w{3,}",
        r"\bin(?:human|adequa|justice|valid|compat|complete|consist|correct|dispens|depend|effectiv"
        r"|equal|suffic"
        r"|secur|volunt|visib|capab|action|alienab|abilit|accura|appropr|toler|differ|escap|evitab|exhaust"
        r"|defin|nocent)\w*",
        r"\bim(?:partial|proper|perfect|muni|puni)\w*|\bil(?:legal|licit|legit|liter)\w*|\birre\w+",
        r"\bdis(?:ab|advant|agree|allow|appro|arm|avow|band|conn|conten|cont|cred|engag|honest"
        r"|honou?r"
        r"|integ|like|miss|obe|own|pens|prov|qual|regard|respect|satis|solv|solu)\w*",
        r"\bfail(?:s|ed|ing|ures?)?\b(?! to)|\black\w*|\babsen\w+|\bden(?:y|i)\w*|\brefus\w+"
        r"|\breject\w+|\bprohibit\w*"
        r"|\bforbid\w*|\bbann?\w*",
        r"\bdepriv\w+|\babstain\w*|\bexempt\w*|\bnon[-‐]\w+"
        r"|\b(?!regard|un|wire|disk)\w{3,}less\b|\bnon(?!ce|e)\w{5,}|\blost\b",
        r"\bbeyond\b|\barbitrar\w+|\bfals\w+|\buntrue\b",
        r"\binvalid\w*|\bin(?:operat|activ|appl|eligib|exist|feasib|frequent|sensitiv|sign)\w*|\bmissing\b",
    ),
)

ENGLISH_WIDE = any_of(
    r"\bnor\b|\bavoid\w*|\bceas\w+|\bstop\w*|\bend\b|\bonly\b|\bsolely\b|\balone\b|\bunless\b|\buntil\b"
    r"|\bexcept\w*",
    r"\bother than\b|\brather than\b|\bregardless\b|\bfree(?:dom)? from\b|\bmissing\b|\bless\b"
    r"|\bleast\b|\bmost\b",
    r"\bminimum\b|\bessential\w*|\bfew(?:er)?\b|\blittle\b|\bhardly\b|\bscarcely\b|\bbarely\b|\brarely\b"
    r"|\bseldom\b",
    r"\bagainst\b|\bcontrary\b|\bout of\b|\byet\b|\bor other\b|\bany\b|\bongoing\b|\bcontinu\w+",
    r"\bpersist\w+|\bstill\b|\bremain\w*|\bbut\b|\beven\b|\bopen\b|\bhowever\b|\balthough\b|\bdespite\b"
    r"|\bviolat\w+",
    r"\bnotwithstanding\b|\bnevertheless\b|\bnone ?theless\b|\bno (?:more|less|fewer|later)\b"
    r"|\bnot (?:only|just)\b",
    r"\bimmediate\w*|\bprompt\w*|\burgen\w+|\bforthwith\b|\bat once\b|\bnow\b|\bwhatever\b|\bwherever\b"
    r"|\binstead\b|\bdespite\b|\bsole\b|\bunder\b",
    r"[-‐]free\b|\bopaque\b|\bup to\b|\bomit\w*|\btoo\b|\bloss\b|\blos[et]\w*|\bprevent\w*|\bout[- ]of\b"
    r"|\bdeactivat\w*|\bexclud\w*|\bignor\w*|\bhidden\b|\bun(?:pack|do|delet|b?lock|mount|install|protect|check|fortun)\w*",
)
"""English words that may be rendered by a denial, though they are none."""

ENGLISH_NOR = any_of(
    r"[,;.] nor (?:is|are|was|were|do|does|did|has|have|had|shall|will|would|can|could|may|might|must)\b"
)
"""A “nor” that begins a clause with its own verb, which Arabic and Russian deny apart."""
ENGLISH_SECOND = any_of(r"(?<!\A)\bnor\b")
"""A “nor” after another denial, which Chinese denies apart."""

_CORE = (  # denials by a prefix that a translation makes as well, by a prefix or a word of its own
    r"\binvalid\w*|\bin(?:correct|complet|suffic|activ|compat|adequa|appropr|accura|toler|abilit|capab)\w*|\blacking\b"
    r"|\bnon[-‐](?!govern|profit|prolif|fiction|empty|zero|ascii|break|null)\w+"
    r"|\bun(?:known|sure|us\w+|likely|fair|clear|safe|aware|availab\w*|necessar\w*)\b"
)
ENGLISH_PREFIX = any_of(
    r"\b(?:invalid|incorrect|incompatib|unavailab|unnecessar|unknown|unexpected|unstable|unusable|unreadable"
    r"|unauthori[sz]ed|unusual|unfair)\w*"
)
"""Those that hardly any translation renders without a denial or a word of `instead`."""
ENGLISH_CORE = any_of(
    _CORE,
    r"\bun(?!ited|if|pack|do|delet|b?lock|mount|install|protect|check|fold|load|der)\w{3,}(?:ed|ing|en)\b",
)
"""Denials by a prefix, with those of participles, which many render by another word (unarmed: désarmé)."""

ENGLISH_EXCEPT = any_of(r"\b(?:except\w*|but|other than|save|apart from|besides)\b")
ENGLISH_ONLY = any_of(r"\b(?:only|solely|alone|until|unless)\b")
"""What Arabic says with a denial and an exception: not … but."""

"""A small project in which every state of the review page occurs, and the page served from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from openletter.model import Event, Kind
from openletter.page import people, serve
from openletter.page.config import Config
from openletter.page.desk import passage_id
from openletter.page.kept import COMMENT, FLAG
from openletter.page.site import Site
from openletter.settings import Settings
from openletter.store import Store

DAY, NOW = "2026-11-24", 1795478400.0
"""The day on which everything happens."""
BEFORE = "We ask the Council to meet in public."
LETTER = """\
---
title: A letter to the members of the Council
subtitle: On water
lang: en
---

Excellency,

On 5 December ten members **wrote**[^1] to [the President](https://example.org/s-2014-872) of the Council.

We ask the Council to meet in public, and soon.

## What we ask

- that the Council *discuss* the report;
- that it hear those who live by the river.

## Why now

> The river belongs to all who drink from it.

The next meeting is on **12 January**.

Yours faithfully,

[^1]: Document [S/2014/872](https://undocs.org/S/2014/872), of 5 December 2014.
"""
TEXTS: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "title": "رسالة إلى أعضاء المجلس",
        "Excellency,": "صاحب السعادة،",
        BEFORE: "نطلب إلى المجلس أن يعقد جلسة علنية.",
        "What we ask": "ما نطلبه",
        "that the Council <em1>discuss</em1> the report;": "أن <em1>يناقش</em1> المجلس التقرير؛",
        "Why now": "لماذا الآن",
        "The river belongs to all who drink from it.": "النهر ملك لكل من يشرب منه.",
        "The next meeting is on <strong1>12 January</strong1>.": "تُعقد الجلسة المقبلة في "
        "<strong1>12 كانون الثاني/يناير</strong1>.",
        "Yours faithfully,": "وتفضلوا بقبول فائق الاحترام،",
    },
    "fr": {
        "title": "Lettre aux membres du Conseil",
        "Excellency,": "Excellence,",
        BEFORE: "Nous demandons au Conseil de se réunir en public.",
        "What we ask": "Ce que nous demandons",
        "that the Council <em1>discuss</em1> the report;": "que le Conseil <em1>étudie</em1> le texte\u00a0;",
        "Why now": "Pourquoi maintenant",
        "The river belongs to all who drink from it.": "Le fleuve appartient à tous ceux qui y boivent.",
        "The next meeting is on <strong1>12 January</strong1>.": "La prochaine séance a lieu le "
        "<strong1>12 janvier</strong1>.",
        "Yours faithfully,": "Veuillez agréer, Excellence, l’assurance de notre haute considération.",
    },
}
TERMS = "en\tar\tfr\nCouncil\tالمجلس\tConseil\n"


@dataclass
class Stage:
    """A page that runs."""

    site: Site
    home: str

    def at(self, source: str) -> str:
        """The id of the passage whose source begins so (or whose context is that)."""
        read = self.site.desk.read("letter")
        assert read is not None
        found = [one for one in read.segments if one.msgctxt == source or one.msgid.startswith(source)]
        return passage_id(found[0].key)

    def cookie(self, name: str, speaks: str, role: people.Role = people.Role.PUBLISHER) -> dict[str, Any]:
        """A session, as Playwright sets it."""
        if self.site.config.team:
            one = self.site.people.invited(self.site.people.invite(name, role, ()))
            assert one is not None
            token = self.site.people.enter(one, speaks)
        else:
            token = self.site.people.enter_locally(name, speaks)
        return {"name": self.site.config.cookie, "value": token, "url": self.home}


def project(folder: Path) -> Path:
    """Writes the project into an empty folder."""
    path = folder / "source" / "letter.md"
    path.parent.mkdir(parents=True)
    old = LETTER.replace("meet in public, and soon.", "meet in public.")
    path.write_text(old, "utf-8")
    (folder / "locales").mkdir()
    (folder / "locales" / "terms.tsv").write_text(TERMS, "utf-8")
    ids = count(1)
    store = Store(folder, 2, new_id=lambda: f"{next(ids):024x}", today=lambda: DAY)
    for lang in TEXTS:
        store.apply("letter", lang, _segments(folder), list(_events(lang)))
    path.write_text(LETTER, "utf-8")
    for lang in TEXTS:
        store.extract("letter", _segments(folder), [lang])
    return folder


def _segments(folder: Path) -> Any:
    from openletter import segment, source

    return segment.segments(source.document("letter", (folder / "source" / "letter.md").read_bytes()))


def _events(lang: str) -> Iterator[Event]:
    """Reviewed: the title, the address; translated: the headings, an item; a draft; one held by a check."""
    texts = TEXTS[lang]

    def event(kind: Kind, by: str, key: str, origin: str = "", text: str = "", why: str = "") -> Event:
        context, msgid = (key, "A letter to the members of the Council") if key == "title" else ("", key)
        return Event("", "", kind, by, context, msgid, text or texts[key], "", origin=origin, why=why)

    for key in ("title", "Excellency,", BEFORE):
        yield event(Kind.TEXT, "Amal", key)
        yield event(Kind.APPROVE, "Boris", key)
    for key in ("What we ask", "that the Council <em1>discuss</em1> the report;", "Why now"):
        yield event(Kind.TEXT, "Amal", key)
    for key in ("The river belongs to all who drink from it.", "Yours faithfully,"):
        yield event(Kind.DRAFT, "", key, origin="argos 1.9")
    key = "The next meeting is on <strong1>12 January</strong1>."
    yield event(Kind.DRAFT, "", key, origin="argos 1.9")
    yield event(Kind.HOLD, "Chen", key, text=texts[key].replace("12", "13"), why="number-changed")


def furnish(stage: Stage, name: str, lang: str) -> None:
    """What lies beside the journal: a conflict, a comment, a flag, and a passage left for later."""
    kept, read = stage.site.kept, stage.site.desk.read("letter")
    assert read is not None
    room = stage.site.desk.room(read, lang)
    by_id = {passage_id(one.key): one for one in read.segments}
    quote = by_id[stage.at("The river")]
    kept.remark(room.name, quote.key, COMMENT, "Boris", "“belongs to” is meant as in law.")
    kept.remark(room.name, quote.key, FLAG, "Chen", "")
    furnish_typed(stage, name, lang)
    close = by_id[stage.at("Yours")]
    kept.skip(name.casefold(), room.name, close.key, room.base(close))


def furnish_typed(stage: Stage, name: str, lang: str) -> None:
    """Words that somebody typed for a text that has changed since."""
    key = ("", "Why now")
    stage.site.kept.type(name.casefold(), ("letter", lang), key, TEXTS[lang]["Why now"] + " …", "v1:other")


@contextmanager
def stage(folder: Path, origin: str = "", languages: tuple[str, ...] = ("ar", "en", "fr")) -> Iterator[Stage]:
    """Serves a project on a free port of the loopback interface."""
    listening = serve.listen(0)
    port = listening.getsockname()[1]
    origin = origin and f"http://127.0.0.1:{port}"
    site = Site.of(folder, Settings(languages=languages), Config(port, origin))
    site.people._now = lambda: NOW
    site.kept._today = lambda: DAY
    server = serve.server(site)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield Stage(site, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(10)

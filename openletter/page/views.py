"""What can be looked at. Each handler takes an Ask and gives an answer; none changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from starlette.responses import Response

from openletter.errors import OpenletterError
from openletter.page import offer, passage
from openletter.page.ask import Ask, Refused
from openletter.page.desk import Read, Room
from openletter.page.opened import opened
from openletter.page.passage import Around
from openletter.page.pieces import pieces


def start(ask: Ask) -> Response:
    """The letters and languages that a visitor may work on; for a stranger, how to come in."""
    if ask.visitor is None:
        token = ask.site.people.joining_csrf("name")
        return ask.page("welcome.html", token=token, name="", problem="")
    rows, problems = [], []
    for name in ask.site.desk.letters():
        try:
            rows += list(_rows(ask, name))
        except OpenletterError as error:  # one letter that cannot be read keeps nobody from the others
            problems.append((name, error))
    return ask.page("start.html", rows=rows, problems=problems)


Row = tuple[Read, str, passage.Progress, passage.Passage | None]


def _rows(ask: Ask, name: str) -> Iterator[Row]:
    """A letter in each language of the visitor's: how far it is, and where to go on."""
    read = letter(ask, name)
    for lang in ask.site.desk.languages(read):
        if ask.who.may_work_in(lang):
            room = ask.site.desk.room(read, lang)
            all_ = passages(ask, room, around(ask, room))
            yield read, lang, passage.progress(all_), passage.following(all_, 0)


def review(ask: Ask) -> Response:
    """A letter in one language: a window of its passages, one of them open."""
    return shown(ask, room_of(ask))


def shown(ask: Ask, room: Room, status: int = 200, **values: object) -> Response:
    """The page of a letter; `values` say what became of something that was sent."""
    me = around(ask, room)
    all_ = passages(ask, room, me)
    show = ask.query.get("show", "all")
    query = ask.query.get("q", "")[:200]
    if show not in passage.FILTERS:
        raise Refused(404, "There is no such page.")
    found = passage.chosen(all_, show, query)
    at = room.read.ids.get(ask.query.get("at", ""))
    number = 1 if at is None else at + 1
    start_, end = passage.window(found, number)
    here = found[start_:end]
    current = all_[at] if at is not None else None
    if current and current not in here:
        here = sorted([*here, current], key=lambda one: one.number)
    told = ask.site.told.pop(ask.who.digest, None) if not ask.posted else None
    return ask.page(
        "review.html",
        status,
        **{
            "room": room,
            "passages": here,
            "found": found,
            "start": start_,
            "end": end,
            "window": passage.WINDOW,
            "all": all_,
            "show": show,
            "query": query,
            "filters": passage.counts(all_),
            "outline": passage.outline(all_),
            "runs": passage.runs(all_),
            "progress": passage.progress(all_),
            "next": passage.following(all_, number if current else 0),
            "open": opened(ask, room, me, current) if current else None,
            "strays": [one for one in me.typed.values() if one.key not in room.standings],
            "asides": me.asides,
            "told": told,
            "place": partial(ask.site.people.place, ask.who, *room.name),
            "outcome": None,
            "unsure": False,
            **values,
        },
    )


def history(ask: Ask) -> Response:
    """Everything that was ever put forward for a passage."""
    room = room_of(ask)
    at = room.read.ids.get(ask.query.get("at", ""))
    if at is None:
        raise Refused(404, "There is no such passage.")
    one = passages(ask, room, around(ask, room))[at]
    waiting = {event.id for event in one.standing.pending}
    events = [(each, pieces(each.msgstr)) for each in ask.site.desk.events(room, one.segment.key)]
    return ask.page("history.html", room=room, passage=one, events=events, waiting=waiting)


def help_(ask: Ask) -> Response:
    return ask.page("help.html")


def preview(ask: Ask) -> Response:
    """A file of a preview that this visitor has had made."""
    from openletter.page.preview import POLICY

    made = ask.site.previews.get(ask.path["id"], ask.who.person)
    found = made.files.get(ask.path["path"]) if made else None
    if found is None:
        raise Refused(404, "This preview is gone. Please have it made again.")
    type_, data = found
    return Response(data, media_type=type_, headers={"content-security-policy": POLICY})


def program(ask: Ask) -> Response:
    """The source of this program."""
    headers = {"content-disposition": f'attachment; filename="{offer.NAME}"'}
    return Response(offer.archive(), media_type="application/zip", headers=headers)


def static(ask: Ask) -> Response:
    """A style, a script, a font."""
    found = ask.site.static.get(ask.path["name"])
    if found is None:
        raise Refused(404, "There is no such page.")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.data, media_type=found.type, headers=headers)


# What the handlers share


def letter(ask: Ask, name: str) -> Read:
    """The letter of that name. Raises Refused; SourceError for one that cannot be read."""
    read = ask.site.desk.known(name) or ask.site.slow.submit(ask.site.desk.read, name).result()
    if read is None:
        raise Refused(404, "There is no such letter.")
    return read


def room_of(ask: Ask) -> Room:
    """The letter and language that an address names, if the visitor may work there."""
    who, lang = ask.who, ask.path["lang"]
    if not who.may_work_in(lang):
        raise Refused(403, "You were not invited to this language.")
    read = letter(ask, ask.path["letter"])
    if lang not in ask.site.desk.languages(read):
        raise Refused(404, "The letter is not translated into this language.")
    return ask.site.desk.room(read, lang)


def passages(ask: Ask, room: Room, me: Around) -> list[passage.Passage]:
    """All passages of a letter as the visitor sees them."""
    return passage.passages(ask.site.board(room), me)


def around(ask: Ask, room: Room) -> Around:
    kept, who = ask.site.kept, ask.who
    return Around(
        who,
        kept.typed(who.shelf, room.name),
        kept.remarks(room.name),
        kept.skipped(who.shelf, room.name),
        kept.asides(who.shelf, room.name),
    )

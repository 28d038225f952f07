"""What can be done. Each handler takes an Ask whose form was sent from this page, and gives an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import JSONResponse, Response

from openletter import journal
from openletter.errors import OpenletterError, UsageError
from openletter.markup import MarkupError
from openletter.model import Finding, Key, Segment
from openletter.page import passage, views, words
from openletter.page.ask import Ask, Refused, go
from openletter.page.desk import Outcome, Room
from openletter.page.kept import COMMENT, FLAG
from openletter.page.site import address

TEXT = 64 * 1024
"""Characters of a text or a comment."""


# A passage


def review(ask: Ask) -> Response:
    """Does what the button says that was pressed in an open passage."""
    action = ACTIONS.get(ask.form.get("do", ""))
    if action is None:
        raise Refused(400, "The page does not know this button.")
    return action(ask, views.room_of(ask))


def _send(ask: Ask, room: Room) -> Response:
    """A text is handed in. First of all it is kept, whatever becomes of it then."""
    key, text, base = _key(ask), _text(ask), ask.form.get("base", "")
    site, who = ask.site, ask.who
    site.kept.type(who.shelf, room.name, key, text, base, _number(ask, "version"))
    voice = site.speaks(who, ask.accepts)
    outcome = site.desk.look(room, key, text, voice.findings)
    if not text.strip():
        outcome.why = words.say("There are no words to send.")
    elif not who.approves and _is_others(room, key, text):
        outcome.why = words.say("You can write texts; a reviewer approves those of others.")
    unsure = bool(outcome.held) and ask.form.get("sure") != "1"
    if outcome.refused or outcome.why or unsure:
        return views.shown(ask, room, 422, outcome=outcome, unsure=unsure and not outcome.refused)
    outcome = site.desk.send(room, key, text, base, who.name, voice.findings)
    if not outcome.kept:
        return views.shown(ask, views.room_of(ask), 422, outcome=outcome, unsure=False)
    site.kept.forget(who.shelf, room.name, key, text)
    site.kept.unskip(who.shelf, room.name, key)
    return _onward(ask, key, outcome)


def _approve(ask: Ask, room: Room) -> Response:
    _needs(ask.who.approves)
    one = _segment(ask, room)
    event, base = ask.form.get("event", ""), ask.form.get("base", "")
    outcome = ask.site.desk.approve(room, one, base, event, ask.who.name)
    if not outcome.taken:
        return views.shown(ask, views.room_of(ask), 409, outcome=outcome, unsure=False)
    ask.site.kept.unskip(ask.who.shelf, room.name, one.key)
    return _onward(ask, one.key, outcome)


def _reject(ask: Ask, room: Room) -> Response:
    _needs(ask.who.approves)
    one = _segment(ask, room)
    why = " ".join(_text(ask, "why").split())
    outcome = ask.site.desk.reject(room, one, ask.form.get("event", ""), ask.who.name, why)
    if not outcome.taken:
        return views.shown(ask, views.room_of(ask), 409, outcome=outcome, unsure=False)
    return _stay(ask)


def _undo(ask: Ask, room: Room) -> Response:
    outcome = ask.site.desk.undo(room, _key(ask), ask.who.name)
    if not outcome.taken:
        return views.shown(ask, views.room_of(ask), 409, outcome=outcome, unsure=False)
    return _stay(ask)


def _save(ask: Ask, room: Room) -> Response:
    """Keeps typed words without sending them: what the script does by itself."""
    base = ask.form.get("base", "")
    ask.site.kept.type(ask.who.shelf, room.name, _key(ask), _text(ask), base, _number(ask, "version"))
    return _stay(ask)


def _discard(ask: Ask, room: Room) -> Response:
    ask.site.kept.forget(ask.who.shelf, room.name, _key(ask))
    return _stay(ask)


def _drop_aside(ask: Ask, room: Room) -> Response:
    ask.site.kept.drop_aside(ask.who.shelf, _number(ask, "aside") or 0)
    return _stay(ask)


def _skip(ask: Ask, room: Room) -> Response:
    one = _segment(ask, room)
    ask.site.kept.skip(ask.who.shelf, room.name, one.key, room.base(one))
    return _onward(ask, one.key)


def _unskip(ask: Ask, room: Room) -> Response:
    ask.site.kept.unskip(ask.who.shelf, room.name, _key(ask))
    return _stay(ask)


def _comment(ask: Ask, room: Room) -> Response:
    return _remark(ask, room, COMMENT)


def _flag(ask: Ask, room: Room) -> Response:
    return _remark(ask, room, FLAG)


def _remark(ask: Ask, room: Room, kind: str) -> Response:
    one, text = _segment(ask, room), _text(ask, "comment").strip()
    if text or kind == FLAG:
        ask.site.kept.remark(room.name, one.key, kind, ask.who.name, text)
    return _stay(ask)


def _settle(ask: Ask, room: Room) -> Response:
    one = _segment(ask, room)
    ask.site.kept.settle(room.name, one.key, _number(ask, "remark") or 0, ask.who.name)
    return _stay(ask)


def _preview(ask: Ask, room: Room) -> Response:
    """Has the edition made with what stands in the field; only the visitor sees it."""
    key, text = _key(ask), _text(ask)
    base, form_ = ask.form.get("base", ""), ask.form.get("format", "html")
    if form_ not in ("html", "pdf"):
        raise Refused(400, "The page does not know this button.")
    if key in room.standings and text:
        ask.site.kept.type(ask.who.shelf, room.name, key, text, base, _number(ask, "version"))
    change = {key: text} if key in room.standings and text.strip() else {}
    try:
        made = ask.site.slow.submit(ask.site.previews.make, room, change, form_, ask.who.person).result()
    except (OpenletterError, MarkupError):
        voice = ask.site.speaks(ask.visitor, ask.accepts)
        outcome = ask.site.desk.look(room, key, text, voice.findings)
        outcome.why = words.say("The edition cannot be made with this text.")
        return views.shown(ask, room, 422, outcome=outcome, unsure=False)
    found = ask.site.previews.get(made, ask.who.person)
    return go(f"/preview/{made}/{found.start}") if found else _stay(ask)


ACTIONS: Mapping[str, Callable[[Ask, Room], Response]] = {
    "send": _send,
    "approve": _approve,
    "reject": _reject,
    "undo": _undo,
    "save": _save,
    "discard": _discard,
    "drop-aside": _drop_aside,
    "skip": _skip,
    "unskip": _unskip,
    "comment": _comment,
    "flag": _flag,
    "settle": _settle,
    "preview": _preview,
}
"""Each button of an open passage."""


def live(ask: Ask) -> Response:
    """Keeps what is being typed, and says what the checks see in it: JSON for the script."""
    room = views.room_of(ask)
    key, text, base = _key(ask), _text(ask), ask.form.get("base", "")
    site, who = ask.site, ask.who
    saved = site.kept.type(who.shelf, room.name, key, text, base, _number(ask, "version"))
    voice = site.speaks(who, ask.accepts)
    outcome = site.desk.look(room, key, text, voice.findings)
    one = room.read.segment(key)
    return JSONResponse(
        {
            "version": saved.version,
            "changed": one is None or (base != "" and room.base(one) != base),
            "gone": one is None,
            "findings": [_finding(each) for each in (*outcome.refused, *outcome.held, *outcome.warned)],
        }
    )


def _finding(one: Finding) -> dict[str, str]:
    what, hint = words.isolated(one.what), words.isolated(one.hint)
    return {"code": one.code, "severity": one.severity, "what": what, "hint": hint}


# People


def name(ask: Ask) -> Response:
    """The publisher on this machine says a name, once."""
    if ask.site.config.team:
        raise Refused(403, "On this page, people come in by an invitation.")
    given = ask.form.get("name", "")
    try:
        known = journal.check_name(given)
    except UsageError as error:
        token = ask.site.people.joining_csrf("name")
        return ask.page("welcome.html", 422, token=token, name=given[:200], problem=error.what)
    token = ask.site.people.enter_locally(known, words.chosen(ask.accepts))
    return with_session(ask, go("/"), token)


def speak(ask: Ask) -> Response:
    """The page in another language."""
    lang = ask.form.get("lang", "")
    if lang not in words.LANGUAGES:
        raise Refused(400, "The page does not speak this language.")
    ask.site.people.speak(ask.who, lang)
    return go(_local(ask.form.get("back", "/")))


def leave(ask: Ask) -> Response:
    ask.site.people.leave(ask.who)
    answer = go("/")
    answer.delete_cookie(
        *(ask.site.config.cookie, "/"), secure=ask.site.config.secure, httponly=True, samesite="strict"
    )
    return answer


# What the handlers share


def with_session(ask: Ask, answer: Response, token: str) -> Response:
    """An answer that leaves the browser with a session."""
    set_cookie(ask, answer, ask.site.config.cookie, token, 365 * 86400)
    return answer


def set_cookie(ask: Ask, answer: Response, name: str, value: str, age: int) -> None:
    answer.set_cookie(
        *(name, value, age), path="/", secure=ask.site.config.secure, httponly=True, samesite="strict"
    )


def _onward(ask: Ask, key: Key, outcome: Outcome | None = None) -> Response:
    """On to the next passage in which there is something to do; there it is told what became of the last."""
    room = views.room_of(ask)
    all_ = views.passages(ask, room, views.around(ask, room))
    place = room.read.places.get(key)
    done = None if place is None else all_[place]
    if outcome is not None:
        ask.site.told[ask.who.digest] = (done.id if done else "", outcome)
    next_ = passage.following(all_, done.number if done else 0)
    return _to(ask, next_.id if next_ else done.id if done else "", "told" if outcome else "open")


def _stay(ask: Ask) -> Response:
    return _to(ask, ask.query.get("at", ""))


def _to(ask: Ask, at: str, focus: str = "open") -> Response:
    kept = {name: ask.query.get(name, "") for name in ("show", "q")}
    where = address("review", ask.path["lang"], ask.path["letter"], at=at, **kept)
    return go(where + (f"#{focus}" if at or focus == "told" else ""))


def _key(ask: Ask) -> Key:
    try:
        return _lines(ask.form["ctx"]), _lines(ask.form["id"])
    except KeyError as error:
        raise Refused(400, "The form cannot be read.") from error


def _segment(ask: Ask, room: Room) -> Segment:
    key = _key(ask)
    found = room.read.segment(key)
    if found is None:
        raise Refused(409, "The letter no longer has this passage.")
    return found


def _text(ask: Ask, name: str = "text") -> str:
    """A field that holds a text."""
    text = _lines(ask.form.get(name, ""))
    if len(text) > TEXT:
        raise Refused(413, "The text is too long.")
    return text


def _number(ask: Ask, name: str) -> int | None:
    value = ask.form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else None


def _is_others(room: Room, key: Key, text: str) -> bool:
    """Whether somebody else's text would be approved by sending it."""
    standing = room.standings.get(key)
    return bool(
        standing and ((text == standing.msgstr) or any(one.msgstr == text for one in standing.pending))
    )


def _needs(allowed: bool) -> None:
    if not allowed:
        raise Refused(403, "Your invitation does not allow this.")


def _local(path: str) -> str:
    """An address of this page to go back to; nothing else."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine and "\\" not in path else "/"


def _lines(text: str) -> str:
    """A text as it was: browsers send line ends as CR LF."""
    return text.replace("\r\n", "\n")

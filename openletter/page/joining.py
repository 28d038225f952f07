"""How somebody comes in by an invitation, and how a publisher invites."""

from __future__ import annotations

import hmac

from starlette.responses import Response

from openletter import journal
from openletter.errors import UsageError
from openletter.page import actions, words
from openletter.page.ask import Ask, Refused, go
from openletter.page.people import DAYS, Role

WAIT = 600
"""Seconds for which a browser keeps an invitation's token before its owner comes in."""


def arrive(ask: Ask) -> Response:
    """The link of an invitation. The token moves from the address, which histories keep, into a cookie.

    Nothing else happens yet: what fetches links ahead of people, such as messengers, must not use them up.
    """
    answer = go("/join")
    token = ask.path["token"]
    if ask.site.people.invited(token):
        actions.set_cookie(ask, answer, ask.site.config.joining, token, WAIT)
    return answer


def welcome(ask: Ask) -> Response:
    """Who is invited to what; one button leads in.

    A browser that came from another site, such as web mail, does not send a strict cookie along with this
    redirect; asked once more by the page itself, it does.
    """
    invited = ask.site.people.invited(ask.joining) if ask.joining else None
    if invited is None:
        again = "again" not in ask.query and not ask.joining
        return ask.page("joining.html", 200 if again else 403, invited=None, again=again, token="")
    token = ask.site.people.joining_csrf(ask.joining)
    return ask.page("joining.html", invited=invited, again=False, token=token)


def enter(ask: Ask) -> Response:
    """The button was pressed."""
    invited = ask.site.people.invited(ask.joining) if ask.joining else None
    if invited is None:
        raise Refused(403, "This invitation has ended or was withdrawn. Please ask for a new one.")
    if ask.visitor:  # its cookie is about to be replaced
        ask.site.people.leave(ask.visitor)
    first = invited.languages[0] if len(invited.languages) == 1 else ""
    speaks = first if first in words.LANGUAGES else words.chosen(ask.accepts)
    answer = actions.with_session(ask, go("/"), ask.site.people.enter(invited, speaks))
    answer.delete_cookie(
        *(ask.site.config.joining, "/"), secure=ask.site.config.secure, httponly=True, samesite="strict"
    )
    return answer


def people(ask: Ask) -> Response:
    """The invitations that a publisher has given."""
    return _people(ask)


def invite(ask: Ask) -> Response:
    """A publisher invites somebody, or takes an invitation back."""
    _publisher(ask)
    if "revoke" in ask.form:
        ask.site.people.revoke(ask.form["revoke"])
        return go("/people")
    try:
        name = journal.check_name(ask.form.get("name", ""))
        role = Role(ask.form.get("role", ""))
        days = min(max(int(ask.form.get("days", "")[:4] or DAYS), 1), 365)
    except UsageError as error:
        return _people(ask, 422, problem=error.what)
    except ValueError:
        return _people(ask, 422, problem=words.say("Choose a role, and a number of days."))
    every = ask.site.desk.settings.languages
    languages = [lang for lang in every if ask.form.get(f"lang-{lang}")]
    if not languages:
        return _people(ask, 422, problem=words.say("Choose at least one language."))
    link = f"{ask.site.config.home}/join/{ask.site.people.invite(name, role, languages, days)}"
    return _people(ask, link=link, invited=name)


def _people(ask: Ask, status: int = 200, link: str = "", invited: str = "", problem: str = "") -> Response:
    _publisher(ask)
    return ask.page(
        "people.html",
        status,
        invitations=ask.site.people.invitations(),
        link=link,
        invited=invited,
        problem=problem,
        roles=list(Role),
        days=DAYS,
        editions=ask.site.desk.settings.languages,
    )


def _publisher(ask: Ask) -> None:
    if not ask.who.publishes:
        raise Refused(403, "Your invitation does not allow this.")


def genuine(ask: Ask, coming_in: bool = False) -> bool:
    """Whether a form holds what only a page of ours can have put there: against forged requests."""
    given = ask.form.get("csrf", "")
    if coming_in:  # also whoever still has the session of somebody else, or of another invitation
        expected = ask.site.people.joining_csrf(ask.joining) if ask.joining else ""
    elif ask.visitor:
        expected = ask.visitor.csrf
    else:
        expected = ask.site.people.joining_csrf("name")
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())

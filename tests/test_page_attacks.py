"""The review page under attack: each defence, tried as it would be met."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import page_stage
import pytest
from page_client import FORM, Client, come_in

from openletter.model import Event, Kind
from openletter.page.database import NAME
from openletter.page.guard import BODY, POLICY, Rates
from openletter.page.people import Role
from openletter.store import Store

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(tmp_path_factory.mktemp("alone"))) as stage:
        stage.site.rates = Rates(each=1000, burst=100_000)
        yield stage


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(tmp_path_factory.mktemp("team")), "team") as stage:
        yield stage


@pytest.fixture
def ana(alone: page_stage.Stage) -> Client:
    return come_in(alone.home, "Ana")


def invited(stage: page_stage.Stage, name: str, role: Role, *languages: str) -> Client:
    client = Client(stage.home)
    client.get(f"/join/{stage.site.people.invite(name, role, languages)}")
    assert client.post("/join").status == 303
    client.get("/")
    return client


def journal(stage: page_stage.Stage) -> bytes:
    return (stage.site.desk.project / "locales/fr/reviews/letter.jsonl").read_bytes()


# Whose page it is


@pytest.mark.parametrize(
    "hosts",
    [["evil.example"], ["127.0.0.1"], [], ["{own}", "evil.example"], ["{own}.evil.example"], ["{own}@evil"]],
)
def test_it_answers_under_its_own_name_alone(alone: page_stage.Stage, hosts: list[str]) -> None:
    own = alone.home.removeprefix("http://")
    answer = Client(alone.home).request(
        "GET", "/", headers=[("Host", host.format(own=own)) for host in hosts]
    )
    assert answer.status in (400, 421)
    assert "openletter" not in answer.text


@pytest.mark.parametrize(
    "origin",
    [["https://evil.example"], ["null"], [], ["{home}", "https://evil.example"], ["{home}.evil.example"]],
)
def test_it_takes_forms_from_itself_alone(alone: page_stage.Stage, ana: Client, origin: list[str]) -> None:
    before = journal(alone)
    fields = {**ana.open("fr", alone.at("The river")), "csrf": ana.csrf, "do": "send", "text": "Autre texte."}
    body = urlencode(fields).encode()
    cookie = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    headers = [("Host", alone.home.removeprefix("http://")), ("Cookie", cookie), ("Content-Type", FORM)]
    headers += [("Content-Length", str(len(body)))]
    headers += [("Origin", one.format(home=alone.home)) for one in origin]
    assert ana.request("POST", "/review/fr/letter", body, headers).status == 403
    good = [*headers[:4], ("Origin", alone.home), ("Sec-Fetch-Site", "cross-site")]
    assert ana.request("POST", "/review/fr/letter", body, good).status == 403
    assert journal(alone) == before


@pytest.mark.parametrize("token", ["", "wrong", "other"])
def test_a_form_needs_the_token_of_its_own_session(alone: page_stage.Stage, ana: Client, token: str) -> None:
    other = come_in(alone.home, "Ana")
    before = journal(alone)
    fields = ana.open("fr", alone.at("The river"))
    given = {"": "", "wrong": "x" * len(ana.csrf), "other": other.csrf}[token]
    assert other.csrf != ana.csrf
    fields |= {"csrf": given, "do": "send", "text": "Un tout autre texte."}
    answer = ana.post("/review/fr/letter", **fields)
    assert answer.status == 403
    assert journal(alone) == before
    assert "Un tout autre texte." in answer.text, "what was typed is shown, so that it can be kept"
    for path in ("/leave", "/speak", "/live/fr/letter", "/people"):
        assert ana.post(path, **{**fields, "lang": "ar"}).status == 403


def test_other_methods_and_kinds_of_forms_are_not_taken(alone: page_stage.Stage, ana: Client) -> None:
    assert ana.request("PUT", "/").status == 405
    assert ana.request("TRACE", "/").status == 405
    headers = [("Host", alone.home.removeprefix("http://")), ("Origin", alone.home), ("Content-Length", "2")]
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain", ""):
        assert ana.request("POST", "/name", b"{}", [*headers, ("Content-Type", kind)]).status == 415


# What browsers are told


def pages(stage: page_stage.Stage) -> list[str]:
    at = stage.at("The river")
    return [
        "/",
        "/help",
        "/join",
        f"/review/fr/letter?at={at}",
        f"/history/fr/letter?at={at}",
        "/nowhere",
        "/people",
    ]


def test_every_answer_carries_the_policy(alone: page_stage.Stage, ana: Client) -> None:
    assert POLICY.startswith("default-src 'none'; ")
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    for path in pages(alone):
        answer = ana.get(path)
        assert answer.header("content-security-policy") == POLICY, path
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy") == "same-origin"
        assert answer.header("cross-origin-opener-policy") == "same-origin"
        assert answer.header("cache-control") == "no-store"
        assert not answer.header("server")


def test_pages_load_nothing_from_elsewhere_and_hold_no_code(alone: page_stage.Stage, ana: Client) -> None:
    for path in pages(alone):
        text = ana.get(path).text
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        for address in re.findall(r'(?:src|href|action|poster|srcset)="([^"]*)"', text):
            assert re.match(r"/(?!/)|#|\?|$", address), address


def test_a_preview_runs_no_code_and_is_nobody_else_s(alone: page_stage.Stage, ana: Client) -> None:
    where = ana.do("fr", alone.at("Excellency"), "preview", format="html").header("location")
    answer = ana.get(where)
    assert answer.status == 200
    policy = answer.header("content-security-policy")
    assert policy.startswith("default-src 'none';")
    assert "script" not in policy
    assert come_in(alone.home, "Boris").get(where).status == 404
    assert Client(alone.home).get(where).status == 403


def test_cookies_are_kept_from_scripts_and_other_sites(
    alone: page_stage.Stage, team: page_stage.Stage
) -> None:
    client = Client(alone.home)
    client.get("/")
    client.post("/name", name="Ana")
    other = Client(team.home)
    other.request("GET", f"/join/{team.site.people.invite('Lea', Role.REVIEWER, ('fr',))}")
    for one in [*client.answer.cookies, *other.answer.cookies]:
        parts = {part.strip().lower() for part in one.split(";")}
        assert {"httponly", "samesite=strict", "path=/"} <= parts, one


def test_behind_tls_cookies_never_go_without_it() -> None:
    from openletter.page.config import Config

    config = Config(1, "https://review.example.org")
    assert config.secure
    assert config.cookie.startswith("__Host-")
    assert config.joining.startswith("__Host-")
    assert config.hosts == {"review.example.org"}


# Sizes and rates


def test_what_is_too_large_is_not_taken(alone: page_stage.Stage, ana: Client) -> None:
    body = b"text=" + b"a" * BODY
    assert ana.request("POST", "/name", body).status == 413
    headers = [("Host", alone.home.removeprefix("http://")), ("Origin", alone.home), ("Content-Type", FORM)]
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    chunked = [*headers, ("Transfer-Encoding", "chunked")]
    assert ana.request("POST", "/name", chunk + b"0\r\n\r\n", chunked).status == 413
    assert ana.request("GET", "/?" + "a" * 20_000).status == 414
    assert ana.post("/name", **{f"n{number}": "" for number in range(50)}).status == 400
    assert ana.do("fr", alone.at("The river"), "send", text="a" * 70_000).status == 413
    for length in ("-1", "1e9", "99999999999999999999", "\xb2"):
        with_length = [*headers, ("Content-Length", length)]
        assert ana.request("POST", "/name", b"", with_length).status in (400, 413)


def test_rates_are_each_session_s_own() -> None:
    clock = [0.0]
    rates = Rates(each=2, burst=10, now=lambda: clock[0])
    assert [rates.take("a") for _ in range(11)] == [True] * 10 + [False]
    assert rates.take("b")
    clock[0] = 1.0
    assert [rates.take("a") for _ in range(3)] == [True, True, False]


def test_too_many_requests_are_turned_away(alone: page_stage.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    hasty, calm = come_in(alone.home, "Hasty"), come_in(alone.home, "Calm")
    monkeypatch.setattr(alone.site, "rates", Rates())
    found = {hasty.request("GET", "/help").status for _ in range(400)}
    assert found == {200, 429}
    assert calm.get("/help").status == 200


# Texts of others


class Tags(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.scripts += tag == "script"


def test_everything_from_outside_is_escaped(tmp_path: Path) -> None:
    """A letter's name, its text, translations, names, comments, searches, reasons of checks."""
    folder = tmp_path / "project"
    letter = "a & b <i>"
    (folder / "source").mkdir(parents=True)
    source = (
        "# Letter `<b>`\n\nWe \\<script\\>alert(0)\\</script\\> [ask](https://example.org/?a=1&b=%22) you.\n"
    )
    (folder / "source" / f"{letter}.md").write_text(source, "utf-8")
    with page_stage.stage(folder) as stage:
        client = come_in(stage.home, "<b>Ana</b>")
        read = stage.site.desk.read(letter)
        assert read is not None
        one = read.segments[1]
        Store(folder).apply(
            letter,
            "fr",
            read.segments,
            [
                Event("", "", Kind.DRAFT, "", *one.key, f"{EVIL} <link1>x</link1>", "", origin=EVIL),
                Event("", "", Kind.HOLD, "<u>Eve</u>", *one.key, f"y {EVIL} <link1>x</link1>", "", why=EVIL),
            ],
        )
        stage.site.kept.remark((letter, "fr"), one.key, "comment", EVIL, EVIL)
        stage.site.kept.type("<b>ana</b>", (letter, "fr"), ("", EVIL), EVIL, "")
        id_ = next(id_ for id_, place in read.ids.items() if place == 1)
        at = f"a%20%26%20b%20%3Ci%3E?at={id_}&q=%3Cscript%3E%22&show=all"
        texts = [client.get("/").text, client.get(f"/history/fr/{at}").text]
        texts += [
            client.get(f"/review/fr/{at}").text,
            client.get(f"/review/fr/{at.replace('q=', 'x=')}").text,
        ]
        texts.append(client.post(f"/review/fr/{at}", csrf="no", text="</textarea>" + EVIL).text)
        assert "alert(2)" in texts[1]
        assert "alert(2)" in texts[3]
        for text in texts:
            tags = Tags()
            tags.feed(text)
            assert not tags.names & {"img", "i", "b", "u"}
            assert tags.scripts == 2  # ours
            assert not [name for name in tags.attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: a=b", "javascript:1"],
)
def test_nobody_is_led_elsewhere(alone: page_stage.Stage, ana: Client, back: str) -> None:
    ana.get("/")
    answer = ana.post("/speak", lang="en", back=back)
    assert (answer.status, answer.header("location")) == (303, "/")
    assert not answer.cookies


# Files

OPENED: list[str] = []
WATCHING = [False]


def _watch(event: str, values: tuple[Any, ...]) -> None:
    if WATCHING[0] and event == "open" and isinstance(values[0], str):
        OPENED.append(values[0])


sys.addaudithook(_watch)


@pytest.mark.parametrize("kind", ["review", "history", "static", "preview", "join"])
@pytest.mark.parametrize(
    "path",
    [
        *("../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd"),
        *("%00", "letter%00.md", "letter.md", "../letter", "./letter", "letter/", "..\\letter", "%ff%fe"),
        *("x/..%2f..%2fpage.css", "x/../app.py", "a/%2fetc%2fpasswd", "C:%5cWindows", "letter\u0338"),
    ],
)
def test_no_request_names_a_file(alone: page_stage.Stage, ana: Client, kind: str, path: str) -> None:
    from urllib.parse import quote

    OPENED.clear()
    WATCHING[0] = True
    try:
        lang = "fr/" if kind in ("review", "history") else ""
        answer = ana.request("GET", f"/{kind}/{lang}{quote(path, safe='%/')}")
        for lang in ("..", "fr%2f..", "en", "xx"):
            assert ana.request("GET", f"/review/{lang}/letter").status in (403, 404)
    finally:
        WATCHING[0] = False
    assert answer.status in (303, 400, 403, 404)
    allowed = (
        "source/letter.md",
        "locales/",
        ".openletter/",
        "openletter/page/templates/",
        "openletter/locale/",
    )
    odd = [one for one in OPENED if not any(part in one for part in allowed)]
    assert not odd


# People


def test_an_invitation_that_was_altered_is_none(team: page_stage.Stage) -> None:
    token = team.site.people.invite("Lea", Role.REVIEWER, ("fr",))
    assert team.site.people.invited(token) is not None
    for place, letter in enumerate(token):
        other = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert team.site.people.invited(other) is None
    for other in ("", token[:-1], token + "A", token + "=", "é", "\0", token * 50):
        assert team.site.people.invited(other) is None


def test_whoever_can_write_into_the_database_alone_makes_no_publisher(team: page_stage.Stage) -> None:
    token = team.site.people.invite("Lea", Role.TRANSLATOR, ("fr",))
    with sqlite3.connect(team.site.desk.project / NAME) as database:
        database.execute("UPDATE invitation SET role = 'publisher' WHERE name = 'Lea'")
    assert team.site.people.invited(token) is None


def test_invitations_end_and_can_be_withdrawn_with_their_sessions(
    team: page_stage.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [page_stage.NOW]
    people = team.site.people
    monkeypatch.setattr(people, "_now", lambda: now[0])
    token = people.invite("Mia", Role.REVIEWER, ("fr",), days=2)
    mia = invited(team, "Mia", Role.REVIEWER, "fr")
    assert mia.get("/review/fr/letter").status == 200
    for one in people.invitations():
        if one.name == "Mia":
            people.revoke(one.id)
    assert mia.get("/review/fr/letter").status == 403
    assert people.invited(token) is None
    token = people.invite("Mia", Role.REVIEWER, ("fr",), days=2)
    now[0] += 2 * 86400 - 1
    assert people.invited(token) is not None
    now[0] += 2
    assert people.invited(token) is None


def test_the_token_leaves_the_address_and_stands_on_no_page(team: page_stage.Stage) -> None:
    token = team.site.people.invite("Noor", Role.REVIEWER, ("ar",))
    client = Client(team.home)
    first = client.request("GET", f"/join/{token}")
    assert (first.status, first.header("location")) == (303, "/join")
    assert not [one for one in team.site.people.invitations() if one.name == "Noor" and one.revoked]
    assert token not in client.get("/join").text
    joined = client.post("/join")
    assert (joined.status, joined.header("location")) == (303, "/")
    assert len(joined.cookies) == 2, "the session's, and the end of the invitation's"
    assert token not in "".join(client.cookies.values()) + client.get("/").text


def test_a_browser_that_holds_back_the_strict_cookie_comes_in_all_the_same(team: page_stage.Stage) -> None:
    """From web mail, the redirect comes from another site: the page then asks for itself once more."""
    client = Client(team.home)
    client.request("GET", f"/join/{team.site.people.invite('Olga', Role.REVIEWER, ('ru',))}")
    kept = dict(client.cookies)
    client.cookies.clear()
    answer = client.request("GET", "/join")
    assert answer.status == 200
    assert 'http-equiv="refresh" content="0; url=/join?again=1"' in answer.text
    client.cookies.update(kept)
    assert "Olga" in client.get("/join?again=1").text
    assert Client(team.home).get("/join?again=1").status == 403


def test_a_session_is_never_one_that_was_there_before(alone: page_stage.Stage) -> None:
    client = Client(alone.home)
    client.cookies[alone.site.config.cookie] = "chosen-by-an-attacker"
    client.get("/")
    client.post("/name", name="Ana")
    assert client.cookies[alone.site.config.cookie] != "chosen-by-an-attacker"
    with sqlite3.connect(alone.site.desk.project / NAME) as database:
        digests = [row[0] for row in database.execute("SELECT digest FROM session")]
    assert client.cookies[alone.site.config.cookie] not in digests, "only a digest is kept"


def test_for_a_team_nobody_comes_in_without_an_invitation(team: page_stage.Stage) -> None:
    stranger = Client(team.home)
    assert 'name="name"' not in stranger.get("/").text
    token = team.site.people.joining_csrf("name")
    assert stranger.post("/name", name="Eve", csrf=token).status == 403
    for path in ("/review/fr/letter", "/history/fr/letter", "/people", "/preview/a/b"):
        assert stranger.get(path).status == 403
    local = team.site.people.enter_locally("Eve", "en")
    stranger.cookies[team.site.config.cookie] = local
    assert stranger.get("/review/fr/letter").status == 403


def test_everybody_may_do_what_the_invitation_says(team: page_stage.Stage) -> None:
    translator = invited(team, "Tomas", Role.TRANSLATOR, "fr")
    reviewer = invited(team, "Rita", Role.REVIEWER, "fr")
    river, item = team.at("The river"), team.at("that the Council")
    assert translator.get("/review/ar/letter").status == 403
    assert translator.do("fr", river, "approve").status == 403
    answer = translator.do("fr", item, "send")
    assert answer.status == 422, "sending another's text unchanged would be approving it"
    waiting = team.at("The next")
    assert translator.do("fr", waiting, "reject", event="x").status == 403
    for one in (translator, reviewer):
        assert one.get("/people").status == 403
        one.get("/")
        assert one.post("/people", name="Eve", role="publisher", days="9", **{"lang-fr": "1"}).status == 403
    assert reviewer.do("fr", river, "approve").status == 303
    assert not [one for one in team.site.people.invitations() if one.name == "Eve"]


def test_a_mail_address_is_nobody_s_name(alone: page_stage.Stage, team: page_stage.Stage) -> None:
    client = Client(alone.home)
    client.get("/")
    assert client.post("/name", name="ana@example.org").status == 422
    publisher = invited(team, "Paula", Role.PUBLISHER)
    publisher.get("/people")
    fields = {"name": "ana@example.org", "role": "reviewer", "days": "3", "lang-fr": "1"}
    assert publisher.post("/people", **fields).status == 422


def test_the_database_is_for_its_owner_alone(alone: page_stage.Stage) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps who may read a file elsewhere")
    for path in (alone.site.desk.project / ".openletter").glob("page.sqlite*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_fault_of_ours_tells_nobody_s_words(
    alone: page_stage.Stage, ana: Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret words of Ana")

    monkeypatch.setattr(alone.site.desk, "room", fail)
    answer = ana.get("/review/fr/letter")
    assert answer.status == 500
    told = answer.text + "".join(capfd.readouterr())
    assert "secret" not in told
    assert "RuntimeError: " in told


def test_nothing_is_logged_of_anybody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as stack:
        stage = stack.enter_context(page_stage.stage(page_stage.project(tmp_path)))
        client = come_in(stage.home, "Ana")
        client.request("GET", "/nowhere", headers=[("Host", "evil"), ("User-Agent", "Telltale/1.0")])
        client.get("/review/fr/letter?q=looking-for-this")
    assert capfd.readouterr() == ("", "")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for trace in (b"127.0.0.1", b"Telltale", b"looking-for-this"):
        assert trace not in kept

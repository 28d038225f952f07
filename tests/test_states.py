"""States are derived: from the set of events, the words, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter.model import Entry, Event, Finding, Kind, Place, Segment, Severity, Standing, State, Tag
from openletter.segment import digest
from openletter.states import ALONE, history, person, replay, settle

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

LINK = Tag("link1", "link", False, '[["",[],[]],"https://example.org"]')
SEGMENT = Segment("", "See the <link1>report</link1>.", (Place("source/letter.md", 3),), ((LINK,),))
MOVED = replace(SEGMENT, tags=((replace(LINK, meaning='[["",[],[]],"https://example.com"]'),),))
DRAFT, TEXT, APPROVE = Kind.DRAFT, Kind.TEXT, Kind.APPROVE
PROPOSE, HOLD, REJECT = Kind.PROPOSE, Kind.HOLD, Kind.REJECT


def event(
    id_: str,
    kind: Kind,
    msgstr: str,
    by: str = "",
    was: str = "",
    origin: str = "",
    segment: Segment = SEGMENT,
) -> Event:
    at = "2026-01-01"
    return Event(id_, at, kind, by, *segment.key, msgstr, digest(segment, msgstr), was, origin)


def now(
    events: Sequence[Event], *, entry: Entry | None = None, people: int = 2, segment: Segment = SEGMENT
) -> Standing:
    entries = [entry] if entry else []
    return replay(events, [segment], entries, people)[segment.key]


def entry(msgstr: str, *flags: str, previous: tuple[str, str] | None = None) -> Entry:
    return Entry(*SEGMENT.key, msgstr, line=7, flags=flags, previous=previous)


A = event("a", DRAFT, "A", origin="argos en_fr 1.9")


def test_missing() -> None:
    assert now([]) == Standing(SEGMENT.key, State.MISSING, "")


@pytest.mark.parametrize("flags", [(), ("fuzzy",), ("c-format",)])
def test_no_flag_raises_a_machine_s_draft(flags: tuple[str, ...]) -> None:
    found = now([A], entry=entry("A", *flags))
    assert (found.state, found.msgstr, found.origin, found.event) == (
        State.DRAFT,
        "A",
        "argos en_fr 1.9",
        "a",
    )


def test_people_raise_a_text_and_only_distinct_ones_count() -> None:
    events = [A, event("b", APPROVE, "A", "Ana", "a")]
    assert now(events).state is State.TRANSLATED
    events.append(event("c", APPROVE, "A", " ana ", "b"))
    assert now(events).state is State.TRANSLATED
    events.append(event("d", APPROVE, "A", "Boris", "c"))
    found = now(events)
    assert (found.state, found.people) == (State.REVIEWED, (" ana ", "Boris"))
    assert now(events, people=3).state is State.TRANSLATED
    assert person("ＡＮＡ") == person("ana")


def test_writing_is_standing_behind() -> None:
    assert now([event("a", TEXT, "A", "Ana")]).state is State.TRANSLATED
    assert now([event("a", TEXT, "A", "Ana")], people=1).state is State.REVIEWED


def test_approvals_count_for_exactly_the_words() -> None:
    events = [event("a", TEXT, "A", "Ana"), event("b", APPROVE, "A", "Boris", "a")]
    assert now(events).state is State.REVIEWED
    found = now([*events, event("c", TEXT, "A.", "Ana", "b")])
    assert (found.state, found.msgstr, found.people) == (State.TRANSLATED, "A.", ("Ana",))


def test_a_changed_link_address_drops_the_approvals() -> None:
    written = [event("a", TEXT, "A", "Ana"), event("b", APPROVE, "A", "Boris", "a")]
    found = now(written, segment=MOVED)
    assert (found.state, found.msgstr, found.people) == (State.TRANSLATED, "A", ())
    assert now([A, event("b", APPROVE, "A", "Boris", "a")], segment=MOVED).state is State.DRAFT


def test_a_text_edited_into_the_catalog_is_translated_by_nobody_known() -> None:
    reviewed = [event("a", TEXT, "A", "Ana"), event("b", APPROVE, "A", "Boris", "a")]
    for events in ([], [A], reviewed):
        found = now(events, entry=entry("by hand"))
        assert (found.state, found.msgstr, found.people, found.event) == (
            State.TRANSLATED,
            "by hand",
            (),
            "",
        )


def test_a_person_s_fuzzy_makes_a_draft() -> None:
    reviewed = [event("a", TEXT, "A", "Ana"), event("b", APPROVE, "A", "Boris", "a")]
    assert now(reviewed, entry=entry("A", "fuzzy")).state is State.DRAFT
    assert now([], entry=entry("by hand", "fuzzy")).state is State.DRAFT


def test_stale_words_are_never_printed() -> None:
    found = now([], entry=entry("old", "fuzzy", previous=("", "See it.")))
    assert (found.state, found.msgstr) == (State.STALE, "")
    assert now([A], entry=entry("old", "fuzzy", previous=("", "See it."))).msgstr == "A"


@pytest.mark.parametrize("severity", [Severity.REFUSE, Severity.HOLD])
def test_what_a_check_would_stop_is_not_printed(severity: Severity) -> None:
    def check(segment: Segment, msgstr: str, where: Place) -> list[Finding]:
        return [Finding("x", severity, where, "bad")] if msgstr == "bad" else []

    def found(events: Sequence[Event]) -> Standing:
        return replay(events, [SEGMENT], [entry("bad")], 2, check, "f.po")[SEGMENT.key]

    assert (found([]).state, found([]).msgstr) == (State.MISSING, "")
    assert found([]).findings[0].where == Place("f.po", 7)
    assert (found([A]).state, found([A]).msgstr) == (State.DRAFT, "A")
    assert found([A]).findings
    known = found([event("a", TEXT, "bad", "Ana")])
    assert known.state is (State.MISSING if severity is Severity.REFUSE else State.TRANSLATED)


def test_the_journal_decides_about_every_text_it_has_seen() -> None:
    """A catalog that is behind the journal, after a crash or a merge, is no edit by hand."""
    events = [event("a", TEXT, "A", "Ana"), event("b", TEXT, "B", "Ana", "a")]
    for text in ("A", "B", ""):
        assert now(events, entry=entry(text)).msgstr == "B"


# Proposals, holds


REVIEWED = [event("a", TEXT, "A", "Ana"), event("b", APPROVE, "A", "Boris", "a")]
PENDING = [*REVIEWED, event("p", PROPOSE, "P", "Carla", "b")]


def test_a_proposal_waits() -> None:
    found = now(PENDING, entry=entry("P"))
    assert (found.state, found.msgstr, found.pending) == (State.REVIEWED, "A", (PENDING[-1],))


def test_another_person_s_approval_accepts_a_proposal() -> None:
    found = now([*PENDING, event("c", APPROVE, "P", "Daud", "b")])
    assert (found.state, found.msgstr, found.people, found.pending) == (
        State.REVIEWED,
        "P",
        ("Carla", "Daud"),
        (),
    )


def test_one_s_own_approval_accepts_nothing_but_a_publisher_s_does_without_making_reviewed() -> None:
    for kind in (PROPOSE, HOLD):
        waiting = event("p", kind, "P", "Carla", "b")
        found = now([*REVIEWED, waiting, event("c", APPROVE, "P", " CARLA", "b")])
        assert (found.msgstr, found.pending) == ("A", (waiting,))
        found = now([*REVIEWED, waiting, event("c", APPROVE, "P", "Carla", "b", ALONE)])
        assert (found.msgstr, found.state, found.pending) == ("P", State.TRANSLATED, ())
    found = now([A, event("c", APPROVE, "A", "Carla", "a", ALONE)], people=1)
    assert found.state is State.TRANSLATED


def test_an_approval_from_before_does_not_accept_a_proposal_to_go_back() -> None:
    events = [
        *REVIEWED,
        event("c", TEXT, "C", "Ana", "b"),
        event("d", APPROVE, "C", "Boris", "c"),
        event("p", PROPOSE, "A", "Zoe", "d"),
    ]
    found = now(events)
    assert (found.msgstr, found.pending) == ("C", (events[-1],))
    assert now([*events, event("e", APPROVE, "A", "Boris", "d")]).msgstr == "A"


def test_a_rejected_proposal_waits_no_longer() -> None:
    found = now([*PENDING, event("r", REJECT, "P", "Ana", "p")])
    assert (found.msgstr, found.pending) == ("A", ())
    again = event("q", PROPOSE, "P", "Carla", "b")
    assert now([*PENDING, event("r", REJECT, "P", "Ana", "p"), again]).pending == (again,)


def test_a_held_text_with_none_before_is_missing() -> None:
    held = event("h", HOLD, "H", "Carla")
    found = now([held], entry=entry("H"))
    assert (found.state, found.msgstr, found.pending) == (State.MISSING, "", (held,))
    accepted = now([held, event("c", APPROVE, "H", "Ana", "")])
    assert (accepted.state, accepted.msgstr, accepted.pending) == (State.REVIEWED, "H", ())


def test_what_waits_on_the_old_source_waits_at_the_stale_entry() -> None:
    old = replace(SEGMENT, msgid="Old")
    waiting = event("p", PROPOSE, "P", "Carla", segment=old)
    stale = entry("words", "fuzzy", previous=old.key)
    assert now([waiting], entry=stale).pending == (waiting,)


def test_a_withdrawn_approval_does_not_count() -> None:
    assert now([*REVIEWED, event("r", REJECT, "A", "boris", "b")]).people == ("Ana",)
    assert now([*REVIEWED, event("r", REJECT, "A", "Ana", "b")]).state is State.REVIEWED


def test_a_text_that_its_author_takes_back_gives_way_to_the_one_before() -> None:
    mine = event("b", TEXT, "B", "Ana", "a")
    back = event("r", REJECT, "B", "ana", "b")
    assert now([A, mine]).msgstr == "B"
    assert now([A, mine, back]) == now([A])
    assert now([mine, back]).state is State.MISSING
    second, third = event("c", TEXT, "C", "Ana", "b"), event("s", REJECT, "C", "Ana", "c")
    assert now([A, mine, second, third]).msgstr == "B"
    assert now([A, mine, second, third, back]).msgstr == "A"
    assert now([A, mine, event("x", REJECT, "B", "Boris", "b")]).msgstr == "B"  # nobody else can


def test_a_text_on_which_others_went_on_stays_when_its_author_takes_it_back() -> None:
    mine, back = event("b", TEXT, "B", "Ana", "a"), event("r", REJECT, "B", "Ana", "b")
    approved = now([A, mine, event("c", APPROVE, "B", "Boris", "b"), back])
    assert (approved.msgstr, approved.people, approved.state) == ("B", ("Boris",), State.TRANSLATED)
    assert now([A, mine, event("c", TEXT, "C", "Boris", "b"), back]).msgstr == "C"


# Conflicts


def test_a_conflict_keeps_both_texts() -> None:
    one, other = event("b", TEXT, "B", "Boris", "a"), event("c", TEXT, "C", "Carla", "a")
    found = now([A, one, other])
    assert {found.msgstr, *(waiting.msgstr for waiting in found.pending)} == {"B", "C"}


def test_the_side_with_more_people_wins() -> None:
    side = [event("b", TEXT, "B", "Boris", "a"), event("c", APPROVE, "B", "Ana", "b")]
    found = now([A, *side, event("z", TEXT, "Z", "Zoe", "a")])
    assert (found.msgstr, [waiting.msgstr for waiting in found.pending]) == ("B", ["Z"])


def test_a_person_s_text_wins_over_a_draft_and_a_lost_draft_waits_for_nobody() -> None:
    found = now([event("a", TEXT, "A", "Ana"), event("z", DRAFT, "Z")])
    assert (found.msgstr, found.pending) == ("A", ())
    found = now([event("a", TEXT, "A", ""), event("z", DRAFT, "Z")])
    assert found.msgstr == "A"


def test_a_decided_conflict_stays_decided() -> None:
    """What is written on the winning text holds, however few stand behind it; the loser waits until somebody
    takes it up or rejects it."""
    one = [event("b", TEXT, "B", "Boris", "a"), event("c", APPROVE, "B", "Ana", "b")]
    lost = event("z", TEXT, "Z", "Zoe", "a")
    after = [A, *one, lost, event("d", TEXT, "D", "Ana", "c")]
    assert (now(after).msgstr, now(after).pending) == ("D", (lost,))
    assert now([*after, event("r", REJECT, "Z", "Ana", "z")]).pending == ()
    taken = now([*after, event("e", APPROVE, "Z", "Ana", "d")])
    assert (taken.msgstr, taken.pending, taken.people) == ("Z", (), ("Ana", "Zoe"))


def test_equal_texts_are_no_conflict() -> None:
    found = now([A, event("b", TEXT, "B", "Boris", "a"), event("c", TEXT, "B", "Carla", "a")])
    assert (found.state, found.msgstr, found.pending) == (State.REVIEWED, "B", ())
    two = [A, event("b", APPROVE, "A", "Boris", "a"), event("c", APPROVE, "A", "Carla", "a")]
    winner = now(two).event
    found = now([*two, event("d", TEXT, "D", "Boris", winner)])
    assert (found.msgstr, found.pending) == ("D", ())


def test_circles_and_lost_events_do_not_hang() -> None:
    circle = [event("a", TEXT, "A", "Ana", "b"), event("b", TEXT, "B", "Boris", "a")]
    assert now(circle).msgstr in {"A", "B"}
    assert now([event("a", TEXT, "A", "Ana", "a")]).msgstr == "A"
    assert now([event("p", PROPOSE, "A", "Ana", "p"), event("t", TEXT, "B", "Ana", "p")]).msgstr == "B"
    assert now([event("a", TEXT, "A", "Ana", "nowhere")]).msgstr == "A"
    chain = [event(f"{n:05}", TEXT, str(n), "Ana", f"{n - 1:05}") for n in range(20_000)]
    assert now(chain).msgstr == "19999"


# Laws

PEOPLE = ["", "Ana", "ANA", "Boris", "Carla"]


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """Any set of events for one key: each may name any other."""
    ids = [f"{n:02}" for n in range(draw(st.integers(0, 8)))]
    made = []
    for id_ in ids:
        kind = draw(st.sampled_from(Kind))
        text = draw(st.sampled_from("ABC"))
        was = draw(st.sampled_from(["", "x", *ids]))
        origin = draw(st.sampled_from(["", "", ALONE]))
        segment = draw(st.sampled_from([SEGMENT, SEGMENT, MOVED]))
        by = draw(st.sampled_from(PEOPLE if kind in (DRAFT, TEXT) else PEOPLE[1:]))
        made.append(event(id_, kind, text, by, was, origin, segment))
    return made


@given(journals(), st.randoms(use_true_random=False), st.sampled_from(["", "A", "H"]))
def test_replay_is_a_function_of_the_set(events: list[Event], chance: random.Random, text: str) -> None:
    twice = [*events, *chance.sample(events, len(events) // 2)]
    chance.shuffle(twice)
    assert now(twice, entry=entry(text)) == now(events, entry=entry(text))


@given(journals())
def test_reviewed_takes_that_many_people_behind_exactly_these_words(events: list[Event]) -> None:
    found = now(events)
    kinds = (TEXT, APPROVE, PROPOSE, HOLD)
    stamp = digest(SEGMENT, found.msgstr)
    people = {person(e.by) for e in events if e.by and e.kind in kinds and e.digest == stamp}
    if found.state is State.REVIEWED:
        assert len(people) >= 2
    if found.state > State.DRAFT:
        assert any(e.msgstr == found.msgstr and e.kind is not DRAFT for e in events)
    assert len({person(name) for name in found.people}) == len(found.people)
    assert {person(name) for name in found.people} <= people


def knowingly_replaced(by_id: dict[str, Event]) -> set[str]:
    """What texts and approvals name, and what the proposals name that they name; nothing through a draft."""
    replaced: set[str] = set()
    for one in by_id.values():
        at = one.was if one.kind in (TEXT, APPROVE) else ""
        seen: set[str] = set()
        while at in by_id and at not in seen:
            seen.add(at)
            at = "" if by_id[at].kind in (TEXT, DRAFT) else by_id[at].was
        replaced |= seen
    return replaced


@given(journals())
def test_no_person_s_words_are_lost(events: list[Event]) -> None:
    """Each text of a person holds, or waits, or was replaced knowingly, or was rejected."""
    found = now(events)
    replaced = knowingly_replaced({e.id: e for e in events})
    rejected = {e.was for e in events if e.kind is REJECT}
    open_ = {found.msgstr, *(waiting.msgstr for waiting in found.pending)}
    later = {e.msgstr for e in events if e.kind in (TEXT, APPROVE)}
    for one in events:
        if one.kind in (PROPOSE, HOLD) and one.id not in rejected and one.msgstr not in later:
            assert one.msgstr in open_
        alone = sum(e.msgstr == one.msgstr for e in events) == 1
        if one.kind is TEXT and alone and one.id not in replaced | rejected:
            assert one.msgstr in open_


def test_who_goes_on_from_a_draft_on_somebody_s_text_does_not_replace_the_text() -> None:
    """No program of ours writes such a draft; a journal merged by hand may hold one."""
    ana = event("a", TEXT, "A", "Ana")
    found = now([ana, event("d", DRAFT, "D", "", "a"), event("b", TEXT, "B", "Boris", "d")])
    assert {found.msgstr, *(one.msgstr for one in found.pending)} == {"A", "B"}


def test_a_machine_replaces_nobody_s_words() -> None:
    """A draft put forward on somebody's text, or on a proposal for it, changes nothing."""
    text = event("07", TEXT, "B", by="Ana")
    proposal = event("06", PROPOSE, "A", by="Ben", was="07")
    drafts = [event("05", DRAFT, "A", by="", was="06"), event("04", DRAFT, "C", by="", was="05")]
    assert now([text, proposal, *drafts]).msgstr == "B"


@settings(max_examples=500)
@given(journals(), st.data())
def test_what_is_written_on_the_text_that_holds_now_holds(events: list[Event], data: st.DataObject) -> None:
    """The law on which conflicts rest: nothing that was decided turns over by itself."""
    for number in range(data.draw(st.integers(1, 5))):
        before = history(events)
        by = data.draw(st.sampled_from(PEOPLE[1:]))
        was = before.current.id if before.current else ""
        waiting = [e for e in before.pending if person(e.by) != person(by)]
        if waiting and data.draw(st.booleans()):
            new = event(f"n{number}", APPROVE, data.draw(st.sampled_from(waiting)).msgstr, by, was)
        elif before.current and data.draw(st.booleans()):
            new = event(f"n{number}", APPROVE, before.current.msgstr, by, was)
        else:
            new = event(f"n{number}", TEXT, f"N{number}", by, was)
        events = [*events, new]
        assert history(events).current
        assert now(events).msgstr == new.msgstr
        had = before.current.msgstr if before.current else ""
        waits = {e.id for e in history(events).pending if e.msgstr != had}
        assert waits <= {e.id for e in before.pending}, "a decision made something wait that did not"


@given(journals(), st.sampled_from(["", "A", "H"]))
def test_settling_agrees_with_replay(events: list[Event], text: str) -> None:
    one = entry(text)
    found = settle({SEGMENT.key: history(events)}, [one]) if events else {}
    shown = now(events, entry=one).msgstr
    assert found.get(SEGMENT.key, text) == shown

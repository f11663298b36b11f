"""One person is one person everywhere: two laptops, a central copy, and what an organiser decides.

By the verbs and the sync alone, as people do it: a list on each laptop, attendance taken in two
rooms, the decision at the central copy, and then a certificate on every copy.
"""

from collections.abc import Callable

import pytest

from academy import actions, projections, reports, rules
from academy.errors import AcademyError
from academy.printing import codes
from academy.projections import attendance, certificates, learning, people, workshops
from academy.store import Store
from tests.journeys.test_two_laptops import exchange
from tests.meeting import meet

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

ROOM_A = [("Blue Heron", "KE"), ("Marigold", "KE"), ("Étoile", "CI"), ("Nova", "TZ"),
          ("N'Deye", "SN")]  # fmt: skip
ROOM_B = [("blue heron", "KE"), ("Marigold", ""), ("Etoile", "CI"), ("Nova", "UG"),
          ("N’Deye", "SN")]  # fmt: skip


@pytest.fixture
def house(new_store: Callable[[str], Store]) -> tuple[Store, Store, Store, str]:
    """Two laptops of one planned workshop, and their central copy. Nobody is registered."""
    first, second, centre = new_store("first"), new_store("second"), new_store("central")
    for laptop in (first, second):
        meet(laptop, centre)
    workshop = week(first)
    exchange(first, centre)
    actions.assign_device(centre, workshop, second.key.device)
    exchange(second, centre)
    return first, second, centre, workshop


def week(store: Store, title: str = "Leadership week") -> str:
    return actions.plan_workshop(
        store, title=title, level="regional", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip


def told(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"alias": alias, "country": country} for alias, country in rows]


def mark(store: Store, workshop: str, persons: list[str], numbers: range) -> None:
    sessions = [row["session"] for row in workshops.week(store.tables(), workshop)]
    for number in numbers:
        states = dict.fromkeys(persons, "present")
        actions.mark_attendance(store, session=sessions[number], states=states, way="grid")


def all_exchange(*laptops: Store, centre: Store) -> None:
    for _ in range(2):
        for laptop in laptops:
            exchange(laptop, centre)


def lines(store: Store, workshop: str) -> dict[str, tuple[int, int, str | None]]:
    standings = certificates.standings(store.tables(), workshop)
    return {
        row["alias"]: (one.counted, one.held, one.earned)
        for row in people.people(store.tables(), workshop)
        for one in (standings[row["person"]],)
    }


def the_level(centre: Store) -> reports.LevelReport:
    return reports.report(centre.tables(), "2017-01-01", "2017-12-31", as_of="now").levels[0]


@pytest.fixture
def two_rooms(house):
    """Each laptop has its own list of the same five, and marks every other half-day."""
    first, second, centre, workshop = house
    pairs = []
    for laptop, rows, numbers in (
        (first, ROOM_A, range(0, 10, 2)),
        (second, ROOM_B, range(1, 10, 2)),
    ):
        ids = actions.register_list(laptop, workshop=workshop, rows=told(rows))
        mark(laptop, workshop, ids, numbers)
        pairs.append(ids)
    all_exchange(first, second, centre=centre)
    return first, second, centre, workshop, list(zip(*pairs, strict=True))


def test_two_lists_of_the_same_five_come_to_one_certificate_each(two_rooms):
    first, second, centre, workshop, pairs = two_rooms
    assert len(lines(first, workshop)) >= 8
    assert {one[0] for one in lines(centre, workshop).values()} == {5}
    for a, b in pairs:
        actions.link_people(centre, a, b)
    all_exchange(first, second, centre=centre)
    for store in (first, second, centre):
        assert list(lines(store, workshop).values()) == [(10, 10, "attendance")] * 5
        assert len({projections.digest(one.tables()) for one in (store, centre)}) == 1
        assert store.folds_to_the_same()
    whole = the_level(centre)
    assert (whole.people, whole.attendances, whole.possible, whole.rate) == (5, 50, 50, 100)
    printed = issue(first, workshop)
    assert len(set(printed.values())) == 5
    all_exchange(first, second, centre=centre)
    assert issue(second, workshop) == printed
    assert the_level(centre).certificates == 5


def issue(store: Store, workshop: str) -> dict[str, str]:
    everybody = [row["person"] for row in people.people(store.tables(), workshop)]
    return actions.issue_certificates(
        store, workshop=workshop, people=everybody, titles={}, new_code=codes.new
    )


def test_undone_they_are_two_again(two_rooms):
    first, second, centre, workshop, pairs = two_rooms
    before = lines(first, workshop)
    links = [actions.link_people(centre, *pair) for pair in pairs]
    all_exchange(first, second, centre=centre)
    assert len(lines(first, workshop)) == 5
    actions.unlink(centre, *links)
    all_exchange(first, second, centre=centre)
    for store in (first, second):
        assert lines(store, workshop) == before
        assert len(people.people(store.tables(), workshop)) == 10


def test_the_decision_may_arrive_before_what_it_is_about(house, new_store):
    first, second, centre, workshop = house
    (a,) = actions.register_list(first, workshop=workshop, rows=told(ROOM_A[:1]))
    (b,) = actions.register_list(second, workshop=workshop, rows=told(ROOM_B[:1]))
    mark(first, workshop, [a], range(8))
    mark(second, workshop, [b], range(8, 10))
    all_exchange(first, second, centre=centre)
    actions.link_people(centre, a, b)
    third = new_store("third")
    meet(third, centre)
    all_exchange(third, centre=centre)  # takes part in nothing: it has the link alone
    assert third.tables().value("SELECT count(*) FROM same_people") == 2
    assert people.people(third.tables(), workshop) == []
    actions.assign_device(centre, workshop, third.key.device)
    all_exchange(third, centre=centre)
    assert lines(third, workshop) == {
        ROOM_A[0][0] if a < b else ROOM_B[0][0]: (10, 10, "attendance")
    }


@pytest.fixture
def merged(house):
    """One person whom each laptop registered, as one on all copies: marked on the first only."""
    first, second, centre, workshop = house
    (a,) = actions.register_list(first, workshop=workshop, rows=told(ROOM_A[:1]))
    (b,) = actions.register_list(second, workshop=workshop, rows=told(ROOM_B[:1]))
    mark(first, workshop, [a], range(2))
    all_exchange(first, second, centre=centre)
    link = actions.link_people(centre, a, b)
    all_exchange(first, second, centre=centre)
    return first, second, centre, workshop, a, b, link


@pytest.mark.parametrize("whose", ["first", "second"])
def test_what_stands_stands_under_either_id(merged, whose):
    first, second, _centre, workshop, a, b, _link = merged
    person = a if whose == "first" else b
    session = workshops.week(second.tables(), workshop)[0]["session"]
    with pytest.raises(AcademyError, match="mark_stands"):
        actions.mark_attendance(second, session=session, states={person: "absent"}, way="grid")
    assert not actions.mark_attendance(
        second, session=session, states={person: "present"}, way="grid"
    )
    actions.correct_mark(second, session=session, person=person, state="late", reason="bus")
    assert list(attendance.session_states(second.tables(), session).values()) == ["late"]
    assert not attendance.conflicts(second.tables())
    assert len(attendance.trail(second.tables(), session, a)) == 2
    assert first.folds_to_the_same()


def test_two_registrations_that_disagree_are_a_conflict_of_the_person(merged):
    first, second, centre, workshop, a, b, link = merged
    actions.unlink(centre, link)
    all_exchange(first, second, centre=centre)
    session = workshops.week(second.tables(), workshop)[0]["session"]
    actions.mark_attendance(second, session=session, states={b: "absent"}, way="grid")
    actions.link_people(centre, a, b)
    all_exchange(first, second, centre=centre)
    for store in (first, second, centre):
        (row,) = attendance.conflicts(store.tables())
        assert (row["state"], row["session"], row["person"]) == ("present", session, min(a, b))
    actions.correct_mark(centre, session=session, person=a, state="absent", reason="asked them")
    assert attendance.conflicts(centre.tables()) == []
    assert set(attendance.session_states(centre.tables(), session).values()) == {"absent"}
    assert len(attendance.trail(centre.tables(), session, b)) == 3


def test_steps_lessons_and_answers_are_the_persons(merged):
    first, second, centre, workshop, a, b, _link = merged
    actions.meet_requirement(first, workshop=workshop, requirement="posttest", person=a)
    actions.finish_lesson(first, workshop=workshop, person=a, course="advocacy", lesson="why")
    all_exchange(first, second, centre=centre)
    assert learning.finished(second.tables(), b) == {("advocacy", "why")}
    assert ("posttest", min(a, b), "") in certificates.met_by(second.tables(), workshop)
    actions.finish_lesson(second, workshop=workshop, person=b, course="advocacy", lesson="why")
    actions.meet_requirement(second, workshop=workshop, requirement="posttest", person=b)
    assert learning.totals(second.tables(), workshop) == {("advocacy", "why"): 1}
    actions.withdraw_requirement(second, workshop=workshop, requirement="posttest", person=b)
    assert certificates.met_by(second.tables(), workshop) == set()


def test_who_is_changed_is_changed_in_all_registrations_but_keeps_the_other_alias(merged):
    first, second, centre, workshop, a, b, link = merged
    shown = people.person(second.tables(), b, workshop)
    actions.revise_person(
        second, b, workshop=workshop, alias="Grey Heron", country="UG", role="facilitator"
    )
    row = people.person(second.tables(), a, workshop)
    assert (row["alias"], row["country"], row["role"]) == ("Grey Heron", "UG", "facilitator")
    assert row["aliases"] == shown["aliases"]
    all_exchange(first, second, centre=centre)
    actions.unlink(centre, link)
    assert {(r["country"], r["role"]) for r in people.people(centre.tables(), workshop)} == {
        ("UG", "facilitator")
    }


def test_who_is_erased_is_erased_under_every_id(merged):
    first, second, centre, workshop, _a, b, _link = merged
    actions.erase_person(second, *people.person(second.tables(), b, workshop)["registrations"])
    all_exchange(first, second, centre=centre)
    for store in (first, second, centre):
        assert people.people(store.tables(), workshop) == []
        assert store.tables().value("SELECT count(*) FROM same_people") == 0
        assert store.folds_to_the_same()


def test_a_leader_by_one_registration_leads(merged):
    _first, second, _centre, workshop, a, b, link = merged
    actions.unlink(second, link)
    actions.revise_person(second, b, workshop=workshop, alias="x", role="co-facilitator", team="N")
    actions.link_people(second, a, b)
    (row,) = people.people(second.tables(), workshop)
    assert (row["role"], row["team"], row["person"]) == ("co-facilitator", "N", min(a, b))


# One workshop planned on two laptops


@pytest.fixture
def planned_twice(new_store):
    """Each laptop planned the week and listed the same three; mornings here, afternoons there."""
    first, second, centre = new_store("first"), new_store("second"), new_store("central")
    found = []
    for laptop, rows, numbers in ((first, ROOM_A[:3], 0), (second, ROOM_B[:3], 1)):
        meet(laptop, centre)
        workshop = week(laptop)
        ids = actions.register_list(laptop, workshop=workshop, rows=told(rows))
        mark(laptop, workshop, ids, range(numbers, 10, 2))
        found.append((workshop, ids))
    all_exchange(first, second, centre=centre)
    (one, some), (other, others) = found
    return first, second, centre, one, other, list(zip(some, others, strict=True))


def test_a_week_planned_twice_is_one_on_every_copy(planned_twice):
    first, second, centre, one, other, pairs = planned_twice
    assert (the_level(centre).workshops, len(workshops.all_workshops(first.tables()))) == (2, 1)
    for a, b in pairs:
        actions.link_people(centre, a, b)
    actions.link_workshops(centre, one, other)
    all_exchange(first, second, centre=centre)
    for store in (first, second, centre):
        assert [row["workshop"] for row in workshops.all_workshops(store.tables())] == [
            min(one, other)
        ]
        for workshop in (one, other):
            assert list(lines(store, workshop).values()) == [(10, 10, "attendance")] * 3
        assert store.folds_to_the_same()
    whole = the_level(centre)
    assert (whole.workshops, whole.people, whole.attendances, whole.rate) == (1, 3, 30, 100)
    printed = issue(first, one)
    all_exchange(first, second, centre=centre)
    assert issue(second, other) == printed
    assert the_level(centre).certificates == 3


def test_a_week_said_to_be_one_is_two_again_when_that_is_taken_back(planned_twice):
    first, second, centre, one, other, _pairs = planned_twice
    before = [lines(centre, workshop) for workshop in (one, other)]
    link = actions.link_workshops(centre, one, other)
    all_exchange(first, second, centre=centre)
    session = workshops.week(second.tables(), other)[0]["session"]
    newcomer = actions.register_person(second, workshop=other, alias="Newcomer")
    actions.mark_attendance(second, session=session, states={newcomer: "present"}, way="grid")
    actions.unlink(centre, link)
    all_exchange(first, second, centre=centre)
    assert lines(centre, one) == before[0]
    assert lines(centre, other) == {**before[1], "Newcomer": (1, 10, None)}
    assert second.folds_to_the_same()


def test_a_laptop_gets_the_other_plan_with_the_link_and_nothing_before(planned_twice, new_store):
    first, second, centre, one, other, _pairs = planned_twice
    stranger = new_store("stranger")
    meet(stranger, centre)
    all_exchange(first, second, stranger, centre=centre)
    assert workshops.workshop(first.tables(), other) is None
    link = actions.link_workshops(centre, one, other)
    all_exchange(first, second, stranger, centre=centre)
    assert len(people.people(first.tables(), other)) == 6
    # Whoever takes part in neither doesn't even learn their ids.
    assert stranger.tables().value("SELECT count(*) FROM workshop_links") == 0
    actions.unlink(centre, link)
    late = actions.register_person(second, workshop=other, alias="Late")
    all_exchange(first, second, stranger, centre=centre)
    assert people.person(first.tables(), late, other) is None
    assert all(store.folds_to_the_same() for store in (first, second, stranger, centre))


def test_sessions_are_matched_by_half_day_then_title_then_order(new_store):
    store = new_store("one")
    plans = []
    for titles in (("Budget", "Advocacy", ""), ("advocacy", "Budget", "Closing", "Fourth")):
        workshop = actions.plan_workshop(
            store, title="Week", level="regional", country="KE", starts="2017-04-24",
            ends="2017-04-28",
        )  # fmt: skip
        for title in titles:
            actions.add_session(
                store, workshop=workshop, title=title, day="2017-04-24", half="am", countable=True
            )
        plans.append(workshop)
    actions.add_session(
        store, workshop=plans[1], title="Budget", day="2017-04-25", half="am", countable=True
    )
    titles = {
        row["session"]: row["title"] for one in plans for row in workshops.week(store.tables(), one)
    }
    actions.link_workshops(store, *plans)
    found = sorted(
        sorted(titles[session].lower() for _workshop, session in row["twins"])
        for row in workshops.week(store.tables(), plans[1])
    )
    # The two that are left go together, as they come.
    assert found == [["", "closing"], ["advocacy"] * 2, ["budget"], ["budget"] * 2, ["fourth"]]


def test_what_is_changed_or_cancelled_in_one_plan_is_so_in_both(planned_twice):
    first, second, centre, one, other, _pairs = planned_twice
    actions.link_workshops(centre, one, other)
    all_exchange(first, second, centre=centre)
    rows = workshops.week(first.tables(), one)
    actions.cancel_session(first, rows[0]["session"], reason="No power")
    actions.revise_session(
        first, rows[1]["session"], title="", day="2017-04-29", half="am", countable=True
    )
    all_exchange(first, second, centre=centre)
    assert len(workshops.week(centre.tables(), other)) == 9
    assert {one[1] for one in lines(centre, other).values()} == {9}
    assert workshops.week(centre.tables(), other)[-1]["day"] == "2017-04-29"

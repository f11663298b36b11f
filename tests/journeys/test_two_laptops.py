"""A parallel room: two laptops that record the same workshop, and a central copy that counts it.

The same path as the browser journey, through the verbs alone: what must hold whichever way, in
whichever order and however often the laptops report, and whatever is lost on the way.
"""

import contextlib
import random
from collections.abc import Callable

import pytest

from academy import actions, projections, reports, rules
from academy.errors import AcademyError
from academy.projections import attendance, people, workshops
from academy.store import Store
from sync import central, replica
from tests.meeting import meet

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

ROWS = [
    {"alias": "Blue Heron", "organisation": "Umoja Collective", "country": "KE"},
    {"alias": "Étoile", "organisation": "Réseau Étoile", "country": "CI"},
    {"alias": "小雨", "organisation": "RESEAU ETOILE", "country": "CI"},
]


def bundle(laptop: Store, centre: Store) -> bytes:
    """What the laptop gives, by what central last said that it holds."""
    with laptop.reading() as (_log, peers):
        peer = peers.get(centre.key.device)
    assert peer is not None
    return replica.give(laptop, centre.key.device, peer.have).data


def exchange(laptop: Store, centre: Store) -> None:
    """One whole exchange, and once more, as the real one does while there is anything to say."""
    for _ in range(2):
        replica.take(laptop, central.receive(centre, bundle(laptop, centre)))


@pytest.fixture
def room(new_store: Callable[[str], Store]) -> tuple[Store, Store, Store, str]:
    """Two laptops in one planned workshop, and their central copy."""
    first, second, centre = new_store("first"), new_store("second"), new_store("central")
    for laptop in (first, second):
        meet(laptop, centre)
    workshop = actions.plan_workshop(
        first, title="Week", level="regional", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip
    actions.register_list(first, workshop=workshop, rows=ROWS)
    exchange(first, centre)
    actions.assign_device(centre, workshop, second.key.device)
    exchange(second, centre)
    return first, second, centre, workshop


def everything(*stores: Store) -> set[str]:
    return {projections.digest(store.tables()) for store in stores}


def the_report(centre: Store) -> reports.LevelReport:
    made = reports.report(centre.tables(), "2017-01-01", "2017-12-31", as_of="now")
    return next(level for level in made.levels if level.level == "regional")


def test_the_second_laptop_has_the_plan_and_the_people_of_its_workshop_only(room):
    first, second, centre, workshop = room
    elsewhere = actions.plan_workshop(
        first, title="Elsewhere", level="national", country="UG", starts="2017-05-01",
        ends="2017-05-01",
    )  # fmt: skip
    exchange(first, centre)
    exchange(second, centre)
    assert len(workshops.sessions(second.tables(), workshop)) == 10
    assert len(people.people(second.tables(), workshop)) == 3
    assert workshops.workshop(second.tables(), elsewhere) is None
    assert workshops.workshop(centre.tables(), elsewhere) is not None


def test_two_rooms_that_disagree_come_to_a_row_for_a_person_to_decide(room):
    first, second, centre, workshop = room
    session = workshops.sessions(first.tables(), workshop)[0]["session"]
    heron = people.by_alias(first.tables(), workshop, "blue heron")["person"]
    for laptop, state in ((first, "present"), (second, "absent")):
        actions.mark_attendance(laptop, session=session, states={heron: state}, way="grid")
        exchange(laptop, centre)
    (row,) = attendance.conflicts(centre.tables())
    assert row["state"] == "present"
    actions.correct_mark(
        centre, session=session, person=heron, state="absent", reason="the trainers talked"
    )
    for laptop in (first, second):
        exchange(laptop, centre)
        assert attendance.session_states(laptop.tables(), session) == {heron: "absent"}
    assert attendance.conflicts(centre.tables()) == []
    assert len(attendance.trail(centre.tables(), session, heron)) == 3


def test_people_whom_somebody_invented_leave_every_copy_whichever_reports_first(room):
    """Also where the other laptop marked and corrected them before it heard, or after."""
    first, second, centre, workshop = room
    invented = actions.register_list(
        first, workshop=workshop, rows=[{"alias": f"x{number}"} for number in range(9)]
    )
    sessions = [s["session"] for s in workshops.sessions(first.tables(), workshop)]
    everybody = [p["person"] for p in people.people(first.tables(), workshop)]
    actions.mark_attendance(
        first, session=sessions[0], states=dict.fromkeys(everybody, "present"), way="code"
    )
    for laptop in (first, second, first):
        exchange(laptop, centre)
    actions.withdraw_people(first, workshop=workshop, people=invented)
    actions.correct_mark(
        second, session=sessions[0], person=invented[0], state="late", reason="not heard yet"
    )
    states = dict.fromkeys(invented[1:], "present")
    actions.mark_attendance(second, session=sessions[1], states=states, way="grid")
    for laptop in (second, first, second, first):
        exchange(laptop, centre)
    for store in (first, second, centre):
        assert len(people.people(store.tables(), workshop)) == 3
        assert len(attendance.session_states(store.tables(), sessions[0])) == 3
        assert attendance.session_states(store.tables(), sessions[1]) == {}
        assert attendance.conflicts(store.tables()) == []
    told = the_report(centre)
    assert (told.register, told.people, told.attendances) == (3, 3, 3)


def mark_somehow(laptop: Store, workshop: str, dice: random.Random) -> None:
    """Somebody's mark, in some session; one that stands stays as it is."""
    sessions = [s["session"] for s in workshops.sessions(laptop.tables(), workshop)]
    everybody = [p["person"] for p in people.people(laptop.tables(), workshop)]
    states = {dice.choice(everybody): dice.choice(rules.STATES)}
    with contextlib.suppress(AcademyError):
        actions.mark_attendance(laptop, session=dice.choice(sessions), states=states, way="grid")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_lost_repeated_or_late_all_copies_come_to_the_same(room, seed: int):
    first, second, centre, workshop = room
    dice = random.Random(seed)
    everybody = [p["person"] for p in people.people(first.tables(), workshop)]
    carried: list[bytes] = []
    for step in range(40):
        laptop = dice.choice((first, second))
        match dice.randrange(6):
            case 0:
                actions.register_person(laptop, workshop=workshop, alias=f"Alias {seed} {step}")
            case 1 | 2:
                mark_somehow(laptop, workshop, dice)
            case 3:
                carried.append(bundle(laptop, centre))
            case 4 if carried:
                central.receive(centre, dice.choice(carried))
            case _:
                exchange(laptop, centre)
    if seed % 3 == 0:
        actions.erase_person(dice.choice((first, second)), everybody[0])
    for _ in range(2):
        for laptop in (first, second):
            exchange(laptop, centre)
    assert len(everything(first, second, centre)) == 1
    assert all(store.folds_to_the_same() for store in (first, second, centre))
    before = the_report(centre)
    for data in carried:
        central.receive(centre, data)
    assert the_report(centre) == before
    assert len(everything(first, second, centre)) == 1


def test_donors_are_told_each_person_organisation_and_country_once(room):
    first, second, centre, workshop = room
    week = workshops.sessions(first.tables(), workshop)
    everybody = {p["person"]: "present" for p in people.people(first.tables(), workshop)}
    actions.mark_attendance(first, session=week[0]["session"], states=everybody, way="grid")
    actions.mark_attendance(second, session=week[1]["session"], states=everybody, way="sheet")
    newcomer = actions.register_person(
        second, workshop=workshop, alias="Heron", organisation="Umoja Collective", country="KE"
    )
    actions.mark_attendance(
        second, session=week[1]["session"], states={newcomer: "late"}, way="grid"
    )
    exchange(second, centre)
    exchange(first, centre)
    told = the_report(centre)
    assert (told.people, told.organisations, told.countries) == (4, 2, 2)
    heron = people.by_alias(centre.tables(), workshop, "Blue Heron")["person"]
    actions.link_people(centre, heron, newcomer)
    told = the_report(centre)
    assert (told.people, told.attendances, told.possible, told.rate) == (3, 6, 6, 100)

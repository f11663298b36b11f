"""Same person, same organisation, and marks of two laptops that disagree."""

import re
from sqlite3 import connect
from uuid import uuid4

import pytest

from academy import actions, events, rules
from academy.projections import attendance, people
from sync.keys import DeviceKey
from sync.log import Log


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def pairs(desk):
    return people.doubles(desk.store.tables())


# People


@pytest.fixture
def twice(planned_desk):
    """Blue Heron of KE in two workshops, and another Heron who is somebody else."""
    desk = planned_desk
    second = actions.plan_workshop(
        desk.store, title="Coast days", level="national", country="CI", starts="2017-05-01",
        ends="2017-05-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    desk.herons = [
        actions.register_person(
            desk.store, workshop=workshop, alias="Blue Heron", country="KE", organisation=ring,
            team=team,
        )
        for workshop, ring, team in (
            (desk.workshop, "Ring A", "North"),
            (second, "Ring of A", "Coast"),
        )
    ]  # fmt: skip
    actions.register_person(desk.store, workshop=second, alias="Heron", country="UG")
    return desk


def test_a_pair_stands_side_by_side(twice):
    page = twice.get("/same")
    assert len(hidden(page, "seen")) == 1
    for fact in ("Ring A", "Ring of A", "North", "Coast", "Leadership week", "Coast days",
                 "this laptop"):  # fmt: skip
        assert fact in page


def test_one_person_is_linked_and_can_be_undone(twice):
    seen = hidden(twice.get("/same"), "seen")[0]
    page = twice.done("/same/people", seen=seen, same="one")
    assert "counted as one person now" in page
    assert "No two registrations look alike" in page
    link = hidden(page, "link")[0]
    page = twice.done("/same/undo", link=link)
    assert "Undone" in page
    assert len(pairs(twice)) == 1


def test_two_people_are_never_proposed_again(twice):
    seen = hidden(twice.get("/same"), "seen")[0]
    twice.done("/same/people", seen=seen, same="two")
    assert pairs(twice) == []
    assert people.links(twice.store.tables()) == []


def test_kept_apart_holds_for_whoever_is_one_with_either(twice):
    a, b = twice.herons
    third = actions.plan_workshop(
        twice.store, title="Third", level="national", country="KE", starts="2017-06-01",
        ends="2017-06-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    c = actions.register_person(twice.store, workshop=third, alias="Blue Heron", country="KE")
    actions.keep_apart(twice.store, a, b)
    actions.link_people(twice.store, a, c)
    assert pairs(twice) == []


def test_a_stale_screen_decides_nothing(twice):
    seen = hidden(twice.get("/same"), "seen")[0]
    row = people.person(twice.store.tables(), twice.herons[0], twice.workshop)
    actions.revise_person(
        twice.store, twice.herons[0], workshop=twice.workshop, alias=row["alias"],
        country="KE", organisation="Another",
    )  # fmt: skip
    before = twice.count
    assert "Something changed" in twice.refused("/same/people", 409, seen=seen, same="one")
    assert "Something changed" in twice.refused("/same/people", 409, seen="", same="one")
    assert twice.count == before


def test_pressed_twice_it_is_decided_once(twice):
    seen = hidden(twice.get("/same"), "seen")[0]
    twice.done("/same/people", seen=seen, same="one")
    twice.refused("/same/people", 409, seen=seen, same="one")
    assert len(people.links(twice.store.tables())) == 1
    again = actions.link_people(twice.store, *twice.herons)
    assert [row["link"] for row in people.links(twice.store.tables())] == [again]


def test_undoing_takes_back_what_two_laptops_said_alike(twice):
    a, b = sorted(twice.herons)
    for _ in range(2):
        link = events.PersonLinked(link=uuid4().hex, a=a, b=b, at="2017-05-02T10:00")
        twice.store.record(lambda _t, link=link: [link])
    assert len(people.links(twice.store.tables())) == 2
    twice.done("/same/undo", link=people.links(twice.store.tables())[0]["link"])
    assert people.links(twice.store.tables()) == []


def test_undoing_what_is_not_known_is_refused(twice):
    assert "isn't known here" in twice.refused("/same/undo", 404, link="0" * 32)


# Organisations


def test_spellings_are_joined_and_parted(twice):
    page = twice.get("/same")
    assert "Ring A" in page
    page = twice.done("/same/organisations", organisation=["ring a", "ring of a"])
    assert "2 spellings are counted as one" in page
    assert "counted as “Ring A”" in page
    assert people.organisations(twice.store.tables()) == {"ring a": "ring a", "ring of a": "ring a"}
    twice.done("/same/undo", link=hidden(page, "link")[0])
    assert people.organisation_links(twice.store.tables()) == []


def test_joining_twice_is_once(twice):
    for _ in range(2):
        twice.done("/same/organisations", organisation=["ring a", "ring of a"])
    assert len(people.organisation_links(twice.store.tables())) == 1


@pytest.mark.parametrize(
    ("names", "status"), [([], 400), (["ring a"], 400), (["ring a", "unheard of"], 409)]
)
def test_what_makes_no_pair_is_refused(twice, names, status):
    twice.refused("/same/organisations", status, organisation=names)
    assert people.organisation_links(twice.store.tables()) == []


# Marks to decide


def other_laptop_marks(store, workshop, session, person, state):
    """What another laptop recorded, arriving by whatever way."""
    connection = connect(":memory:", isolation_level=None)
    log = Log(connection, DeviceKey.generate())
    entry = log.append(
        *events.write(
            events.AttendanceMarked(
                workshop=workshop, session=session, person=person, state=state, way="sheet",
                at="2017-04-24T10:00",
            )
        )
    )  # fmt: skip
    connection.close()
    store.writing(lambda log, _peers: log.merge([entry]))


@pytest.fixture
def disagreeing(desk):
    desk.person = desk.everybody[0]
    states = {desk.person: "absent"}
    actions.mark_attendance(desk.store, session=desk.first, states=states, way="grid")
    other_laptop_marks(desk.store, desk.workshop, desk.first, desk.person, "present")
    return desk


def form_of(page, **more):
    names = ("session", "person", "seen")
    return {name: hidden(page, name)[0] for name in names} | more


def test_what_disagrees_is_shown_with_its_laptop(disagreeing):
    page = disagreeing.get("/to-decide")
    assert "this laptop" in page
    assert "a laptop not known here" in page
    assert disagreeing.states(disagreeing.first)[disagreeing.person] == "present"


def test_a_decision_replaces_both_and_keeps_them_visible(disagreeing):
    page = disagreeing.get("/to-decide")
    form = form_of(page, state="late", reason="On the paper list")
    page = disagreeing.done("/to-decide", **form)
    assert "There is nothing to decide" in page
    assert disagreeing.states(disagreeing.first)[disagreeing.person] == "late"
    trail = attendance.trail(disagreeing.store.tables(), disagreeing.first, disagreeing.person)
    assert [(row["state"], row["reason"]) for row in trail if row["standing"]] == [
        ("late", "On the paper list")
    ]
    assert len(trail) == 3


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"reason": ""}, 400, "is empty"),
        ({"reason": "x" * 301}, 400, "too long"),
        ({"state": "there"}, 400, "can't be chosen"),
        ({"state": ""}, 400, "can't be chosen"),
        ({"seen": "0123"}, 409, "Something changed"),
        ({"person": "0" * 32}, 409, "Something changed"),
    ],
)
def test_a_decision_that_is_none_is_refused(disagreeing, changed, status, said):
    form = form_of(disagreeing.get("/to-decide"), state="present", reason="I saw her")
    before = disagreeing.count
    page = disagreeing.refused("/to-decide", status, **(form | changed))
    assert said in page
    assert disagreeing.count == before
    if status == 400 and len(changed.get("reason", "")) < 300:
        assert "I saw her" in page or "reason" in changed


def test_a_screen_older_than_a_third_mark_decides_nothing(disagreeing):
    form = form_of(disagreeing.get("/to-decide"), state="absent", reason="I was there")
    other_laptop_marks(
        disagreeing.store, disagreeing.workshop, disagreeing.first, disagreeing.person, "late"
    )
    assert "Something changed" in disagreeing.refused("/to-decide", 409, **form)

import re

import pytest

from academy import actions, events
from academy.door import access
from academy.web.participant import create_app as create_participant_app


def test_everybody_stands_under_their_team(desk):
    page = desk.get("/people")
    assert page.index("Coast") < page.index("Coast 1") < page.index("Lake") < page.index("Lake 1")
    assert page.index("Trainers and organisers") < page.index("Ibis")


def test_an_empty_room_says_what_to_do(planned_desk):
    assert "Nobody is registered yet" in planned_desk.get("/people")


def test_without_a_workshop_there_is_nowhere_to_register(empty_desk):
    assert empty_desk.client.get("/people").status_code == 404


def test_one_person_is_added(desk):
    desk.done("/people/new", alias=" River  Stone ", role="participant", team="North")
    assert "River Stone" in [row["alias"] for row in desk.people]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"alias": ""}, 400),
        ({"alias": "x" * 41}, 400),
        ({"alias": "NORTH  1"}, 409),
        ({"alias": "Nova", "role": "king"}, 400),
        ({"alias": "Nova", "country": "Atlantis"}, 400),
        ({"alias": "Nova", "language": "x" * 21}, 400),
        ({"alias": "\u200b\u202e"}, 400),
    ],
)
def test_a_person_who_can_t_be_added_is_said_why(desk, form, status):
    before = desk.count
    page = desk.refused("/people/new", status, **{"role": "participant", "team": "Kept", **form})
    assert 'value="Kept"' in page
    assert desk.count == before


def test_a_person_is_changed_and_stays_the_same_person(desk):
    person = desk.everybody[0]
    assert 'value="North 1"' in desk.get(f"/people/{person}")
    desk.done(f"/people/{person}", alias="Kestrel", role="co-facilitator", country="TZ")
    (row,) = [row for row in desk.people if row["person"] == person]
    assert (row["alias"], row["role"], row["country"]) == ("Kestrel", "co-facilitator", "TZ")
    desk.refused(f"/people/{person}", 409, alias="north 2", role="participant")


def test_people_nobody_knows_are_not_found(desk):
    for path in ("", "/erase"):
        assert desk.client.get(f"/people/{'0' * 32}{path}").status_code == 404
    for path in ("", "/erase", "/pin"):
        assert desk.post(f"/people/{'0' * 32}{path}", alias="x").status_code == 404
    assert desk.store.tables().value("SELECT count(*) FROM erased") == 0


def test_a_new_pin_is_shown_once_and_works(desk):
    person = desk.everybody[0]
    page = desk.done(f"/people/{person}/pin")
    pin = re.search(r"<bdi>(\d{3} \d{3})</bdi>", page).group(1)
    assert pin not in desk.get(f"/people/{person}")
    assert access.check_pin(desk.store, desk.house.guesses, person, pin) == person


def test_a_new_pin_ends_the_person_s_sessions_and_what_was_told_of_tries(desk):
    person = desk.everybody[0]
    phones = create_participant_app(desk.house)
    phone = phones.test_client()
    with phone.session_transaction() as session:
        session["person"] = person
    desk.house.guesses.wrong(person)
    desk.post(f"/people/{person}/pin")
    with phone.session_transaction() as session:
        assert "person" not in session
    assert desk.house.guesses.told() == {}


def test_erasing_explains_itself_first_and_then_leaves_nothing(desk):
    person = desk.everybody[0]
    actions.mark_attendance(desk.store, session=desk.first, states={person: "late"}, way="grid")
    page = desk.get(f"/people/{person}/erase")
    assert "can’t be undone" in page
    assert person in {row["person"] for row in desk.people}
    page = desk.done(f"/people/{person}/erase")
    assert "North 1" not in page
    assert desk.states(desk.first) == {}


def test_one_person_of_two_registrations_is_one_line_and_erased_as_one(desk):
    one, other, *_ = desk.everybody
    actions.link_people(desk.store, one, other)
    shown, also = sorted((one, other))
    aliases = {row["person"]: row["alias"] for row in [
        {"person": one, "alias": "North 1"}, {"person": other, "alias": "North 2"}
    ]}  # fmt: skip
    assert f"also “{aliases[also]}”" in desk.get("/people")
    assert len(desk.people) == 12
    page = desk.get(f"/people/{also}/erase")
    registrations = re.findall(r'name="registration" value="([^"]*)"', page)
    assert set(registrations) == {shown, also}
    assert all(alias in page for alias in aliases.values())
    desk.done(f"/people/{also}/erase", registration=registrations)
    assert len(desk.people) == 11


def test_two_people_under_one_alias_are_told_until_one_is_renamed(desk):
    desk.store.record(lambda _tables: [events.PersonRegistered(
        person="f" * 32, workshop=desk.workshop, alias="north 1", organisation="", country="",
        language="", team="", role="participant", at="2017-04-24T10:00",
    )])  # fmt: skip
    for path in ("/people", "/"):
        assert "Several people go by “" in desk.get(path)
    desk.done(f"/people/{'f' * 32}", alias="North Star", role="participant")
    for path in ("/people", "/"):
        assert "Several people go by “" not in desk.get(path)

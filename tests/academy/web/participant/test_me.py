"""The start and one's own page; being forgotten; checking a code."""

import re

import pytest

from academy import actions, rules
from academy.door import access
from academy.door.access import SHORT_WINDOW
from academy.printing import codes
from academy.projections import attendance, certificates, people, workshops


def test_the_start_offers_joining_and_the_courses(room, phone):
    page = phone.get("/").text
    assert 'href="/join"' in page
    assert 'href="/sign-in"' in page
    assert 'href="/courses/advocacy/"' in page


def test_while_locked_the_start_stays_calm_and_the_rest_says_why(locked_house, app_for):
    phone = app_for(locked_house).test_client()
    page = phone.get("/")
    assert page.status_code == 200
    assert "when the trainer has unlocked the laptop" in page.text
    assert 'href="/join"' not in page.text
    for path in ("/join", "/join/1234", "/sign-in", "/here", "/here/1234", "/me", "/check"):
        assert phone.get(path).status_code == 503, path


def test_the_week_is_a_string_of_beads_with_its_sentence(room, phone, heron):
    store = room.house.store
    for session, state in zip(room.week, ("present", "late", "absent"), strict=False):
        actions.mark_attendance(
            store, session=session["session"], states={heron[0]: state}, way="grid"
        )
    page = phone.get("/").text
    assert "Hello, Blue Heron" in page
    assert "Day 2 of 5" in page
    assert "2 of 10" in page
    assert 'aria-label="10 half-days. Present: 1. Late: 1. Absent: 1. Not recorded: 7."' in page
    assert "6 more half-days" in page
    assert "post-test\u00a0· evaluation\u00a0· team plan" in page


def test_i_am_here_is_offered_until_the_open_session_is_marked(room, phone, heron):
    session = room.week[0]["session"]
    room.open(session)
    assert '<a class="btn" href="/here">I am here</a>' in phone.get("/").text
    actions.mark_attendance(
        room.house.store, session=session, states={heron[0]: "late"}, way="grid"
    )
    page = phone.get("/").text
    assert "I am here" not in page
    assert "<b>late</b>" in page


def test_my_page_says_in_words_what_was_recorded_and_what_is_missing(room, phone, heron):
    store = room.house.store
    actions.meet_requirement(store, workshop=room.workshop, requirement="posttest", person=heron[0])
    page = phone.get("/me").text
    assert "Half-days: 0 of 10. Needed: 8." in page
    assert "<li>8 more half-days" in page
    assert "<li>evaluation" in page
    assert "<li>post-test" not in page
    assert "not recorded" in page
    assert "to come" in page


def test_a_week_out_of_reach_is_said_calmly(room, phone, heron):
    for session in room.week[:3]:
        actions.mark_attendance(
            room.house.store, session=session["session"], states={heron[0]: "absent"}, way="grid"
        )
    assert "There are not enough half-days left." in phone.get("/me").text


def test_whoever_has_everything_reads_that_and_finds_the_code(room, phone, heron):
    store = room.house.store
    actions.revise_person(store, heron[0], workshop=room.workshop, alias="Blue Heron", team="North")
    for session in room.week:
        actions.mark_attendance(
            store, session=session["session"], states={heron[0]: "present"}, way="grid"
        )
    for requirement in rules.REQUIREMENTS:
        whom = {"team": "North"} if requirement == "plan" else {"person": heron[0]}
        actions.meet_requirement(store, workshop=room.workshop, requirement=requirement, **whom)
    issued = actions.issue_certificates(
        store, workshop=room.workshop, people=[heron[0]], titles={}, new_code=codes.new
    )
    assert "Everything is there." in phone.get("/").text
    page = phone.get("/me").text
    assert "Everything is there." in page
    assert codes.display(issued[heron[0]]) in page


def test_facilitators_are_not_told_of_half_days(room, phone, heron):
    actions.revise_person(
        room.house.store, heron[0], workshop=room.workshop, alias="Blue Heron", role="facilitator"
    )
    assert "For my certificate" not in phone.get("/").text
    assert "a certificate of their own" in phone.get("/me").text


def test_my_page_is_only_mine(phone):
    assert phone.get("/me").location == "/sign-in"
    assert phone.get("/me/forget").location == "/sign-in"
    assert phone.post("/me/forget", data={"pin": "1"}).status_code == 403


def test_being_forgotten_needs_the_pin_and_leaves_nothing(room, app, phone, heron):
    person, pin = heron
    other = app.test_client()
    other.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    phone.post("/here", data={"code": room.digits(room.week[0]["session"])})
    assert "Nobody can undo this." in phone.get("/me/forget").text
    assert phone.post("/me/forget", data={"pin": "12"}).status_code == 403

    answer = phone.post("/me/forget", data={"pin": pin})

    assert (answer.status_code, answer.location) == (303, "/")
    assert "You are forgotten here." in phone.get("/").text
    tables = room.house.store.tables()
    for table in ("people", "marks", "pins"):
        assert tables.value(f"SELECT count(*) FROM {table} WHERE person = ?", (person,)) == 0
    assert tables.value("SELECT count(*) FROM web_sessions") == 0
    assert other.get("/me").location == "/sign-in"
    assert other.post("/sign-in", data={"alias": "Blue Heron", "pin": pin}).status_code == 403


def test_forgetting_cannot_be_guessed(phone, heron):
    for _ in range(SHORT_WINDOW[0]):
        phone.post("/me/forget", data={"pin": "12"})
    assert phone.post("/me/forget", data={"pin": heron[1]}).status_code == 429
    assert phone.get("/me").status_code == 200


def test_somebody_erased_at_the_desk_is_signed_out_gently(room, phone, heron):
    actions.erase_person(room.house.store, heron[0])
    page = phone.get("/")
    assert page.status_code == 200
    assert 'href="/join"' in page.text
    assert phone.get("/me").location == "/sign-in"


@pytest.fixture
def issued(room):
    """The code of a certificate that was issued."""
    store = room.house.store
    person = actions.register_person(
        store, workshop=room.workshop, alias="Marigold", role="facilitator"
    )
    made = actions.issue_certificates(
        store, workshop=room.workshop, people=[person], titles={person: "Leadership"},
        new_code=codes.new,
    )  # fmt: skip
    return made[person]


def test_a_code_whose_record_has_changed_since_leads_to_the_issuer(room, phone, issued):
    store = room.house.store
    row = certificates.issued(store.tables(), room.workshop)[0]
    actions.revise_person(store, row["person"], workshop=room.workshop, alias="Marigold")
    page = phone.post("/check", data={"code": issued}, follow_redirects=True).text
    assert "Ask who issued it" in page
    assert "Valid" not in page
    assert "Not valid any more" not in page
    assert "Marigold" not in page


def test_a_valid_code_says_what_and_when_and_never_whose(phone, issued):
    page = phone.post("/check", data={"code": codes.display(issued).lower()}).text
    assert "Valid" in page
    assert "Leadership" in page
    assert re.search(r"[A-Z][a-z]+ 20\d\d", page)
    assert "Marigold" not in page


def test_a_revoked_code_says_so(room, phone, issued):
    actions.revoke_certificate(room.house.store, issued)
    assert "Not valid any more" in phone.post("/check", data={"code": issued}).text


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (codes.new(), 404, "This copy doesn’t know that code."),
        ("ABCD", 400, "This code has a typing mistake in it."),
        ("", 400, "This code has a typing mistake in it."),
    ],
    ids=["not known", "mistyped", "nothing"],
)
def test_a_code_that_is_not_known_or_mistyped(room, phone, typed, status, said):
    assert phone.get("/check").status_code == 200
    answer = phone.post("/check", data={"code": typed})
    assert answer.status_code == status
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_who_is_one_person_is_forgotten_under_every_registration(room, phone, heron):
    store = room.house.need_store()
    other, _pin = room.register("Grey Heron")
    stranger, _pin = room.register("Crane")
    actions.link_people(store, heron[0], other)
    assert phone.post("/me/forget", data={"pin": heron[1]}).location == "/"
    assert [row["person"] for row in people.people(store.tables(), room.workshop)] == [stranger]


def test_a_week_planned_twice_is_one_week_on_a_phone(room, phone, heron):
    store = room.house.need_store()
    plan = workshops.workshop(store.tables(), room.workshop)
    again = actions.plan_workshop(
        store, title=plan["title"], level="regional", country="KE", starts=plan["starts"],
        ends=plan["ends"], shape=rules.shape("five"),
    )  # fmt: skip
    crane = actions.register_person(store, workshop=again, alias="Crane")
    pin = access.new_pin(store, crane)
    actions.link_workshops(store, room.workshop, again)
    week = workshops.week(store.tables(), again)
    assert len(week) == 10
    room.house.codes.open(f"door:{room.workshop}")
    session = week[2]["session"]
    code = room.open(session)
    other = phone.application.test_client()
    other.post("/sign-in", data={"alias": "Crane", "pin": pin})
    for client in (phone, other):
        client.get(f"/here/{code}")
        assert client.post("/here").location == "/here/done"
        assert "present" in client.get("/here/done").text
        assert "Present: 1" in client.get("/me").text
    assert set(attendance.session_states(store.tables(), session)) == {heron[0], crane}
    # Each mark lies in the plan of the registration, and stays there should they be parted.
    for workshop, person in ((room.workshop, heron[0]), (again, crane)):
        assert (
            store.tables().value(
                "SELECT count(*) FROM marks WHERE workshop = ? AND person = ?", (workshop, person)
            )
            == 1
        )

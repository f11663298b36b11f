from datetime import datetime

import pytest

from academy import actions
from academy.web.participant import create_app as create_participant_app
from academy.web.staff import forms


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """Nine o'clock, whatever the time is."""
    real = forms.plans.session_now
    monkeypatch.setattr(forms.plans, "session_now", lambda rows, day, _hour: real(rows, day, 9))


def test_before_the_first_workshop_there_is_one_thing_to_do(empty_desk):
    page = empty_desk.get("/")
    assert "Plan the first workshop" in page
    assert 'href="/workshops/new"' in page


def test_a_workshop_without_sessions_says_so(planned_desk):
    for session in planned_desk.sessions:
        actions.cancel_session(planned_desk.store, session["session"], reason="Moved")
    assert f'href="/workshops/{planned_desk.workshop}"' in planned_desk.get("/")


def test_a_workshop_without_people_offers_the_two_ways_in(planned_desk):
    page = planned_desk.get("/")
    assert 'href="/door"' in page
    assert 'href="/people/list"' in page
    assert "Show the code" not in page


def test_the_front_page_counts_participants_and_shows_everybody(desk):
    session = desk.sessions[2]["session"]
    states = dict(zip(desk.everybody, ["present", "late", "absent"], strict=False))
    actions.mark_attendance(desk.store, session=session, states=states, way="grid")
    page = desk.get("/")
    assert f"/code/{session}/open" in page
    assert '<span class="num">2</span> <span class="muted">of 12 here now' in page
    assert '<span class="num">9</span> <span class="muted">not recorded yet' in page
    for row in desk.people:
        assert row["alias"] in page
    assert page.count('scope="row"') == 13


@pytest.mark.parametrize(
    ("states", "tag"),
    [
        (["present"] * 3, "5 more half-days"),
        (["present"] * 7, "1 more half-day"),
        (["absent", "absent", "present"], "needs every half-day left"),
        (["absent"] * 3, "too few half-days left"),
        (["present"] * 10, "attendance earned"),
    ],
)
def test_the_tag_says_what_still_stands_before_the_certificate(desk, states, tag):
    for session, state in zip(desk.sessions, states, strict=False):
        actions.mark_attendance(
            desk.store,
            session=session["session"],
            states={desk.everybody[0]: state},
            way="grid",
        )
    row = desk.get("/").split("North 1</bdi>")[1].split("</tr>")[0]
    assert tag in row


def test_at_central_the_front_page_is_the_report(new_desk):
    desk = new_desk(central=True)
    desk.house.set_up(desk.passphrase)
    desk.sign_in()
    assert desk.client.get("/").location == "/report"


def test_twenty_who_join_stand_in_the_grid_and_are_here(planned_desk):
    desk = planned_desk
    session = desk.sessions[2]["session"]
    desk.done("/door/open", session=session)
    phones = create_participant_app(desk.house)
    phones.config.update(WTF_CSRF_ENABLED=False)
    for number in range(20):
        code = desk.house.codes.shown(f"door:{desk.workshop}").secret
        phone = phones.test_client()
        phone.get(f"/join/{code}")
        answer = phone.post("/join", data={"alias": f"Phone {number}"})
        assert answer.status_code == 303, answer.text
    page = desk.get("/")
    assert page.count('scope="row"') == 20
    assert '<span class="num">20</span> <span class="muted">of 20 here now' in page
    assert "20 people are here" in desk.get("/door")
    assert set(desk.states(session).values()) == {"present"}


def test_the_day_of_the_room_is_the_one_that_was_confirmed(desk):
    desk.store.clock.tell(datetime.fromisoformat(desk.sessions[4]["day"]).astimezone())
    assert f"/code/{desk.sessions[4]['session']}/open" in desk.get("/")

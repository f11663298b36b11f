"""Being here."""

import pytest

from academy import actions, rules
from academy.door.access import SHORT_WINDOW


def test_scan_and_tap(room, phone, heron):
    session = room.week[1]["session"]
    page = phone.get(f"/here/{room.open(session)}")
    assert page.status_code == 200
    assert 'name="code"' not in page.text
    assert phone.post("/here").location == "/here/done"
    done = phone.get("/here/done").text
    assert "You are marked present." in done
    assert 'class="bead on"' in done
    assert room.state(heron[0], session) == "present"


def test_the_six_digits_can_be_typed(room, phone, heron):
    session = room.week[1]["session"]
    assert 'inputmode="numeric"' in phone.get("/here").text
    assert phone.post("/here", data={"code": room.digits(session)}).location == "/here/done"
    assert room.state(heron[0], session) == "present"


def test_the_doors_code_counts_for_the_session_that_is_open(room, phone, heron):
    session = room.week[1]["session"]
    room.open(session)
    phone.get(f"/here/{room.open(room.door)}")
    assert phone.post("/here").location == "/here/done"
    assert room.state(heron[0], session) == "present"


def test_the_doors_digits_put_nobody_into_a_session(room, app, phone, heron):
    """Its count is a door's; a session's own is what the chance of a stranger's guess rests on."""
    session = room.week[1]["session"]
    room.open(session)
    typed = {"code": room.digits(room.door)}
    assert phone.post("/here", data=typed).status_code == 403
    other = app.test_client()
    other.post("/join", data={"alias": "Marigold", **typed})
    assert "Hello, Marigold" in other.get("/").text
    assert room.state(room.person("Marigold"), session) is None


def test_the_doors_code_alone_marks_nobody(room, phone, heron):
    phone.get(f"/here/{room.open(room.door)}")
    assert phone.post("/here").status_code == 403


def test_twice_is_once(room, phone, heron):
    session = room.week[1]["session"]
    for _ in range(2):
        assert phone.post("/here", data={"code": room.digits(session)}).location == "/here/done"
    entries = room.house.store.tables().value("SELECT count(*) FROM marks")
    assert entries == 1


@pytest.mark.parametrize("state", ["late", "absent", "excused"])
def test_another_mark_stands_until_the_trainer_changes_it(room, phone, heron, state):
    session = room.week[1]["session"]
    actions.mark_attendance(room.house.store, session=session, states={heron[0]: state}, way="grid")
    answer = phone.post("/here", data={"code": room.digits(session)})
    assert answer.status_code == 409
    assert "You have a different mark for this session." in answer.text
    assert room.state(heron[0], session) == state


def test_a_wrong_code_is_said_and_kept(room, phone, heron):
    answer = phone.post("/here", data={"code": "12"})
    assert answer.status_code == 403
    assert 'value="12"' in answer.text
    assert phone.post("/here").status_code == 403


def test_one_persons_digits_cannot_be_tried_for_ever_and_the_trainer_sees_who_asks(
    room, phone, heron
):
    session = room.week[1]["session"]
    right = room.digits(session)
    for _ in range(SHORT_WINDOW[0]):
        phone.post("/here", data={"code": "12"})
    assert phone.post("/here", data={"code": right}).status_code == 429
    assert room.state(heron[0], session) is None
    assert room.house.hands.of(session) == [heron[0]]
    assert phone.get(f"/here/{room.open(session)}").status_code == 200
    assert phone.post("/here").location == "/here/done"


def test_a_code_that_was_closed_is_worth_nothing(room, phone, heron):
    session = room.week[1]["session"]
    phone.get(f"/here/{room.open(session)}")
    room.house.codes.close(session)
    assert phone.post("/here").status_code == 403


def test_a_session_of_another_workshop_offers_to_join_it(room, phone, heron):
    store = room.house.store
    other = actions.plan_workshop(
        store, title="Another", level="national", country="KE", starts="2026-01-05",
        ends="2026-01-05", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    session = store.tables().value("SELECT session FROM sessions WHERE workshop = ?", (other,))
    answer = phone.post("/here", data={"code": room.digits(session)})
    assert answer.status_code == 404
    assert 'href="/join"' in answer.text


def test_whoever_is_not_signed_in_keeps_the_code_through_signing_in(room, phone):
    person, pin = room.register("Blue Heron")
    session = room.week[1]["session"]
    assert 'href="/sign-in"' in phone.get(f"/here/{room.open(session)}").text
    assert "You will be marked present" in phone.get("/sign-in").text
    answer = phone.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    assert answer.location == "/here/done"
    assert room.state(person, session) == "present"


def test_without_a_code_the_field_waits_behind_signing_in(phone):
    assert phone.get("/here").location == "/join"
    assert phone.post("/here").location == "/join"
    assert phone.get("/here/done").location == "/"


@pytest.mark.parametrize(
    ("locale", "title"), [("zh_Hans", "谁说了算"), ("fr", "Qui décide"), ("ar", "من يقرر")]
)
def test_a_session_planned_from_a_lesson_is_called_so_in_each_language(
    room, phone, heron, locale, title
):
    store = room.house.need_store()
    taught = {row["session"]: ["advocacy/who-decides"] for row in room.week}
    actions.fill_sessions(store, taught)
    phone.set_cookie("language", locale)
    for path in ("/", "/me"):
        assert title in phone.get(path).text, path
    secret = room.open(room.week[2]["session"])
    answer = phone.get(f"/here/{secret}", follow_redirects=True)
    assert title in answer.text

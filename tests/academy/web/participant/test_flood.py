"""A full room comes in without a press; what comes beyond it waits outside the log for one."""

import re

import pytest

from academy.door import codes, waiting
from academy.projections import attendance, people


@pytest.fixture
def session(room):
    row = room.week[0]["session"]
    room.open(row)
    return row


@pytest.fixture
def full(room):
    """The room's pace is used up: 200 came a moment ago, and no time passes."""
    room.house.newcomers._room._clock = lambda: 5000.0
    for _ in range(waiting.ROOM_PACE[0]):
        room.house.newcomers.may_come("")


def join(app, room, alias):
    """A phone that scans, types one word and taps: the phone, and where that led."""
    phone = app.test_client()
    phone.get(f"/join/{room.open(room.door)}")
    return phone, phone.post("/join", data={"alias": alias}).location


def known(room):
    return {row["alias"] for row in people.people(room.house.store.tables(), room.workshop)}


def let_in(room):
    everybody = room.house.newcomers.waiting(room.workshop)
    return room.house.newcomers.let_in(room.workshop, everybody[-1].number)


def test_two_hundred_phones_join_in_a_minute_and_nobody_presses_anything(room, app, session):
    led = [join(app, room, f"Person {number}")[1] for number in range(200)]
    assert set(led) == {"/card"}
    states = attendance.session_states(room.house.store.tables(), session)
    assert list(states.values()) == ["present"] * 200


def test_a_flood_is_stopped_outside_the_log(room, app, session, monkeypatch):
    """With a room of 20, 30 places to wait, and 90 invented people."""
    monkeypatch.setattr(waiting, "MOST_SCANNED", 30)
    room.house.newcomers._room._clock = lambda: 5000.0
    room.house.newcomers._room._room = 19 * room.house.newcomers._room._step
    led = [join(app, room, f"x{number}")[1] for number in range(90)]
    assert (led.count("/card"), led.count("/wait"), led.count(None)) == (20, 30, 40)
    assert len(known(room)) == 20
    assert len(attendance.session_states(room.house.store.tables(), session)) == 20
    assert room.house.store.tables().value("SELECT count(*) FROM web_sessions") == 20


def test_who_waits_goes_on_by_themselves_once_the_trainer_has_pressed(room, app, session, full):
    phone, led = join(app, room, "Marigold")
    assert led == "/wait"
    page = phone.get("/wait").text
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "Marigold" not in page
    assert known(room) == set()

    assert let_in(room) == 1

    assert phone.get("/wait").location == "/card"
    card = phone.get("/card").text
    assert re.search(r'class="digits" dir="ltr">\d{3} \d{3}<', card)
    assert "You are marked present." in card
    assert room.state(room.person("Marigold"), session) == "present"
    assert "You don’t wait any more." in phone.get("/wait").text


def test_who_was_sent_away_is_told_and_nothing_is_kept(room, app, full):
    phone, _ = join(app, room, "Marigold")
    room.house.newcomers.turn_away(room.workshop, 10**9)
    page = phone.get("/wait").text
    assert "You don’t wait any more." in page
    assert "refresh" not in page
    assert known(room) == set()


def test_a_press_lets_in_whom_the_trainer_saw_and_nobody_after_them(room, app, full):
    first, _ = join(app, room, "First")
    (seen,) = room.house.newcomers.waiting(room.workshop)
    second, _ = join(app, room, "Second")
    assert room.house.newcomers.let_in(room.workshop, seen.number) == 1
    assert first.get("/wait").location == "/card"
    assert second.get("/wait").status_code == 200
    assert known(room) == {"First"}


def test_let_in_late_marks_nobody_where_no_attendance_is_taken_any_more(room, app, session, full):
    phone, _ = join(app, room, "Marigold")
    room.house.codes.close(session)
    let_in(room)
    assert phone.get("/wait").location == "/card"
    assert room.state(room.person("Marigold"), session) is None


def test_an_alias_that_was_taken_meanwhile_is_chosen_anew_without_another_press(
    room, app, session, full
):
    phone, _ = join(app, room, "Marigold")
    room.register("Marigold")
    let_in(room)
    refused = phone.get("/wait")
    assert refused.status_code == 409
    assert 'name="code"' not in refused.text
    assert phone.post("/join", data={"alias": "Marigold Two"}).location == "/card"
    assert room.state(room.person("Marigold Two"), session) == "present"


def test_one_phone_joins_once_and_a_shared_one_by_a_press(room, app, session):
    phone, led = join(app, room, "Marigold")
    assert led == "/card"
    assert phone.post("/join", data={"alias": "Second", "code": ""}).status_code == 400
    phone.get(f"/join/{room.open(room.door)}")
    assert phone.post("/join", data={"alias": "Second"}).location == "/wait"
    assert known(room) == {"Marigold"}
    let_in(room)
    assert phone.get("/wait").location == "/card"
    assert known(room) == {"Marigold", "Second"}


def test_a_refused_alias_takes_nobodys_turn(room, app):
    room.register("Marigold")
    phone, led = join(app, room, "Marigold")
    assert led is None
    for number in range(3):
        assert phone.post("/join", data={"alias": "\u202e" * (number + 1)}).status_code == 400
    assert phone.post("/join", data={"alias": "Egret"}).location == "/card"
    before = room.house.newcomers._room._full[0]
    phone.post("/join", data={"alias": "marigold"})
    assert room.house.newcomers._room._full[0] == before


def test_who_only_typed_and_is_let_in_is_registered_and_not_present(room, app, session):
    while not room.house.codes.typing_stopped(session):
        for number in range(150):
            app.test_client().post("/join", data={"alias": "x", "code": f"{number:06d}"})
    room.house.newcomers.turn_away(room.workshop, 10**9)
    phone = app.test_client()
    data = {"alias": "Marigold", "code": room.digits(session)}
    assert phone.post("/join", data=data).location == "/wait"
    let_in(room)
    assert phone.get("/wait").location == "/card"
    assert room.state(room.person("Marigold"), session) is None


def test_who_only_types_is_not_told_which_aliases_are_taken(room, app, session):
    """While digits aren't taken nobody needs a code to get this far: not even one from the room."""
    room.register("Blue Heron")
    room.digits(session)
    room.house.codes._wrong[session, False] = codes.MOST_STRANGE
    room.house.codes._wrong[room.door, False] = codes.MOST_STRANGE
    led = {}
    for alias in ("Blue Heron", "Nobody"):
        phone = app.test_client()
        answer = phone.post("/join", data={"alias": alias, "code": "271828"})
        led[alias] = (answer.status_code, answer.location)
    assert led["Blue Heron"] == led["Nobody"] == (303, "/wait")
    assert app.test_client().post("/join", data={"alias": "", "code": "271828"}).status_code == 400
    let_in(room)
    assert known(room) == {"Blue Heron"}


def test_one_phone_has_one_place(room, app, full):
    phone, _ = join(app, room, "Marigold")
    phone.get(f"/join/{room.open(room.door)}")
    phone.post("/join", data={"alias": "Marigold indeed"})
    (place,) = room.house.newcomers.waiting(room.workshop)
    assert place.values["alias"] == "Marigold indeed"


def test_whoever_waits_for_an_hour_has_gone(room, app, full):
    _, led = join(app, room, "Marigold")
    assert led == "/wait"
    newcomers = room.house.newcomers
    now = newcomers._clock()
    newcomers._clock = lambda: now + waiting.WAIT_LASTS + 1
    assert newcomers.waiting(room.workshop) == []

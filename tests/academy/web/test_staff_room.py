"""What a trainer is told of the phones, and the one press that answers it."""

import re

import pytest

from academy.door import codes
from academy.web.participant import create_app as create_participant_app
from tests.academy.web.visitor import Visitor


@pytest.fixture
def phones(desk):
    app = create_participant_app(desk.house)
    app.test_client_class = Visitor
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


def use_up(desk, subject):
    shown = desk.house.codes
    shown.open(subject)
    shown.shown(subject)
    shown._wrong[subject, False] = codes.MOST_STRANGE
    shown._wrong[subject, True] = codes.MOST_SIGNED_IN


@pytest.mark.parametrize("page", ["/", "/people"])
def test_a_quiet_room_says_nothing(desk, page):
    assert "wrong PIN" not in desk.get(page)
    assert "not taken any more" not in desk.get(page)


@pytest.mark.parametrize("page", ["/", "/people"])
def test_many_wrong_pins_are_told_and_one_press_lets_the_person_in(desk, phones, page):
    stranger = phones.test_client()
    for alias in ("North 1", "nobody"):
        for _ in range(5):
            stranger.post("/sign-in", data={"alias": alias, "pin": "1"})
    shown = desk.get(page)
    assert "A wrong PIN was typed 5 times for “North 1”." in shown
    assert "nobody" not in shown

    made = desk.done(f"/people/{desk.everybody[0]}/let-in")

    way = re.search(r"192\.168\.1\.20:8000(/in/[\w-]+)</bdi>", made)[1]
    assert way not in desk.get(f"/people/{desk.everybody[0]}")
    phone = phones.test_client()
    assert "Go on as North 1" in phone.get(way).text
    phone.post("/in", data={"way": way.removeprefix("/in/")})
    assert "Hello, North 1" in phone.get("/").text
    assert "wrong PIN" not in desk.get(page)


def test_sealing_forgets_who_waits_asks_and_was_helped(desk):
    house, person, session = desk.house, desk.everybody[0], desk.first
    house.guesses.wrong(person)
    house.hands.up(session, person)
    way = house.ways_in.make(person, desk.workshop)
    house.newcomers.wait("", desk.workshop, {"alias": "Nova"}, ("scanned",))
    house.lock()
    assert house.guesses.told() == {}
    assert house.hands.of(session) == []
    assert house.ways_in.look(way) is None
    assert house.newcomers.waiting(desk.workshop) == []


def test_what_was_read_is_not_told_again(desk):
    for _ in range(9):
        desk.house.guesses.wrong(desk.everybody[0])
    assert "9 times" in desk.get("/")
    assert "9 times" not in desk.done("/room/tries", person=desk.everybody[0], at="people")


def test_the_wall_and_the_desk_say_when_digits_are_not_taken_and_one_press_takes_them(desk):
    use_up(desk, desk.first)
    wall = desk.get(f"/code/{desk.first}")
    assert "Digits are not taken any more: scan, or ask the trainer." in wall
    assert 'class="digits"' not in wall
    assert wall.count("<svg") == 1
    assert "Too many wrong digits" in desk.get("/")
    assert "Too many wrong digits" not in desk.done("/room/typing", subject=desk.first)
    assert 'class="digits"' in desk.get(f"/code/{desk.first}")
    for signed_in in (False, True):
        desk.house.codes._wrong[desk.first, signed_in] += codes.MORE
    page = desk.get("/")
    assert "Too many wrong digits" in page
    assert "/room/typing" not in page  # twice is no press


def test_who_asks_is_marked_present_by_hand_with_one_press(desk, phones):
    use_up(desk, desk.first)
    for number in range(3):
        phone = phones.test_client()
        way = desk.house.ways_in.make(desk.everybody[number], desk.workshop)
        phone.post("/in", data={"way": way})
        answer = phone.post("/here", data={"code": desk.house.codes.shown(desk.first).digits})
        assert answer.status_code == 429
    page = desk.get("/")
    assert "3 people want to be marked present:" in page
    assert "North 3" in page.split("want to be marked present")[1][:300]
    asked = desk.everybody[:2]
    page = desk.done("/room/present", session=desk.first, person=asked)
    assert "2 marks are recorded." in page
    assert "1 person wants to be marked present:" in page
    assert desk.states(desk.first) == dict.fromkeys(asked, "present")
    trail = desk.store.tables().rows("SELECT DISTINCT way FROM marks")
    assert trail == [{"way": "grid"}]
    desk.done("/room/not-present", session=desk.first, person=desk.everybody[2])
    assert "want" not in desk.get("/").split("</header>")[1].split("<table")[0]


def test_the_doors_wall_shows_the_sessions_own_code_while_attendance_is_taken(desk):
    from academy.web.staff import forms

    with desk.app.test_request_context():
        at_hand = forms.session_at_hand(desk.store.tables(), desk.workshop)["session"]
    page = desk.done("/door/open", session=at_hand)
    shown = desk.house.codes.shown(at_hand)
    assert f'data-address="http://192.168.1.20:8000/join/{shown.secret}"' in page
    assert "".join(re.findall(r"<span>(\d)</span>", page)) == shown.digits
    assert shown.secret not in re.search("<title>(.*?)</title>", page)[1]

"""What one phone that means harm can do to a room: nothing to others, little for itself."""

import random
import re
from concurrent.futures import ThreadPoolExecutor

from academy.door import codes, waiting
from academy.projections import people
from academy.web.participant.common import PHONE


def addresses():
    """An address for every request, as a phone gets that asks for a new one each time."""
    number = 0
    while True:
        number += 1
        yield {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def guess(app, where, digits, address):
    """One try of a phone that has no cookies and is nobody."""
    data = {"alias": f"Guess {digits}", "code": digits}
    return app.test_client().post(where, data=data, environ_base=address)


def test_one_phone_with_many_addresses_shuts_out_no_code_and_no_pin(room, app, phone, heron):
    session, source = room.week[0]["session"], addresses()
    _, pin = room.register("Marigold")
    room.digits(session)
    room.digits(room.door)
    for number in range(288):
        guess(app, "/join", f"{number:06d}", next(source))
        app.test_client().post(
            "/sign-in", data={"alias": f"x{number}", "pin": "1"}, environ_base=next(source)
        )
    assert phone.post("/here", data={"code": room.digits(session)}).location == "/here/done"
    new = app.test_client()
    new.get(f"/join/{room.open(room.door)}")
    assert new.post("/join", data={"alias": "Newcomer"}).location == "/card"
    other = app.test_client()
    answer = other.post("/sign-in", data={"alias": "Marigold", "pin": pin})
    assert answer.status_code == 303


def test_phones_behind_one_address_share_nothing(room, app):
    room.digits(room.door)
    for number in range(20):
        guess(app, "/join", f"{number:06d}", {"REMOTE_ADDR": "192.168.1.9"})
    one = app.test_client()
    data = {"alias": "Marigold", "code": room.digits(room.door)}
    answer = one.post("/join", data=data, environ_base={"REMOTE_ADDR": "192.168.1.9"})
    assert answer.location == "/card"


def test_an_attacker_outside_is_looked_at_a_few_times_in_all(room, app):
    """Whatever address and page it asks from; then right digits are worth nothing either."""
    session, source, dice = room.week[0]["session"], addresses(), random.Random(11)
    room.house.codes.open(session)
    looked_at = 0
    for _ in range(400):
        guessed = f"{dice.randrange(10**6):06d}"
        answer = guess(app, ("/join", "/here")[dice.randrange(2)], guessed, next(source))
        looked_at += answer.status_code == 403
        assert answer.location in {None, "/wait"}
    assert looked_at == codes.MOST_STRANGE
    right = room.digits(session)
    assert guess(app, "/here", right, next(source)).status_code == 429
    refused = guess(app, "/join", right, next(source))
    assert refused.status_code == 429
    assert "Too many people wait" in refused.text
    assert not people.people(room.house.store.tables(), room.workshop)
    assert len(room.house.newcomers.waiting(room.workshop)) == waiting.MOST_TYPED
    scanned = app.test_client()
    scanned.get(f"/join/{room.open(session)}")
    scanned.post("/join", data={"alias": "Marigold"})
    assert room.state(room.person("Marigold"), session) == "present"


def test_forty_guesses_at_once_are_counted_like_forty_one_by_one(room, app):
    room.digits(room.door)
    with ThreadPoolExecutor(40) as threads:
        list(
            threads.map(
                lambda n: guess(app, "/join", f"{n:06d}", {"REMOTE_ADDR": "10.0.0.1"}), range(150)
            )
        )
    assert room.house.codes.typing_stopped(room.door)
    assert room.house.codes._wrong[room.door, False] == codes.MOST_STRANGE


def test_forty_pins_at_once_are_worth_five(room, app, heron):
    def one(number):
        data = {"alias": "Blue Heron", "pin": f"{number:06d}"}
        return app.test_client().post("/sign-in", data=data).status_code

    with ThreadPoolExecutor(40) as threads:
        statuses = list(threads.map(one, range(40)))
    assert statuses.count(403) == 5
    assert statuses.count(429) == 35


def test_who_cannot_type_any_more_is_put_before_the_trainer(room, app, phone, heron):
    session = room.week[0]["session"]
    room.digits(session)
    while not room.house.codes.typing_stopped(session):
        for number in range(codes.MOST_SIGNED_IN + codes.MORE):
            room.house.codes._wrong[session, True] = number
    answer = phone.post("/here", data={"code": room.digits(session)})
    assert answer.status_code == 429
    assert room.house.hands.of(session) == [heron[0]]


# A way in without a PIN


def test_a_way_in_leads_in_once_and_only_by_a_press(room, app, heron):
    way = room.house.ways_in.make(heron[0], room.workshop)
    other = app.test_client()
    page = other.get(f"/in/{way}").text
    assert "Go on as Blue Heron" in page
    assert re.search("<title>(.*?)</title>", page)[1] == "Sign in"
    assert "Hello" not in other.get("/").text
    other.post("/in", data={"way": way})
    assert "Hello, Blue Heron" in other.get("/").text
    assert other.get_cookie(PHONE) is not None
    again = app.test_client()
    assert again.get(f"/in/{way}").status_code == 403
    assert again.post("/in", data={"way": way}).status_code == 403


def test_a_way_in_can_be_typed_and_closes_by_itself(room, app, heron):
    ways = room.house.ways_in
    way = ways.make(heron[0], room.workshop)
    assert ways.look(way.upper().replace("-", "")) == (heron[0], room.workshop)
    later = ways.make(heron[0], room.workshop)
    assert ways.look(way) is None
    ways._clock = lambda: 10.0**9
    assert app.test_client().get(f"/in/{later}").status_code == 403
    assert app.test_client().get("/in/").status_code == 404


def test_a_way_in_marks_present_who_had_scanned(room, app, heron):
    session = room.week[0]["session"]
    other = app.test_client()
    other.get(f"/here/{room.open(session)}")
    other.post("/in", data={"way": room.house.ways_in.make(heron[0], room.workshop)})
    assert room.state(heron[0], session) == "present"


def test_what_a_phone_keeps_of_a_code_is_ours_alone(room, app, phone):
    """Nobody makes an admission, and none outlives its quarter of an hour or another's start."""
    phone.get(f"/join/{room.open(room.door)}")
    kept = phone.get_cookie("a").value
    body, _, mark = kept.partition(".")
    for forged in ("", ".", body, f"{body}.", f"{body}.{mark[:-1]}A", f"x{kept}", "é.é"):
        other = app.test_client()
        other.set_cookie("a", forged)
        assert other.post("/join", data={"alias": "Nobody"}).status_code == 400, forged
    room.house.secret = b"another start of the program"
    assert phone.post("/join", data={"alias": "Nobody"}).status_code == 400

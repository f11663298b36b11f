"""Coming in: joining, the card, signing in and out."""

import re
from html import unescape

import pytest

from academy import actions, events
from academy.door import access
from academy.door.access import SHORT_WINDOW
from academy.errors import AcademyError
from academy.projections import people
from academy.web.participant.entry import admission

PIN = re.compile(r'class="digits" dir="ltr">(\d{3}) (\d{3})<')


def pin_on(page):
    found = PIN.search(page.text)
    return found and found[1] + found[2]


def test_the_qr_code_one_word_and_one_tap_are_enough(room, phone):
    session = room.week[0]["session"]
    code = room.open(room.door)
    room.open(session)
    assert 'name="code"' not in phone.get(f"/join/{code}").text

    answer = phone.post("/join", data={"alias": "Marigold"})

    assert (answer.status_code, answer.location) == (303, "/card")
    card = phone.get("/card")
    assert "Marigold" in card.text
    assert pin_on(card)
    assert "You are marked present." in card.text
    assert room.state(room.person("Marigold"), session) == "present"


def test_the_code_can_be_typed_in_any_digits(room, phone):
    code = room.digits(room.door).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert phone.post("/join", data={"alias": "Marigold", "code": code}).location == "/card"
    assert "marked present" not in phone.get("/card").text


def test_a_sessions_own_code_opens_the_door_too(room, phone):
    code = room.open(room.week[2]["session"])
    assert phone.get(f"/here/{code}").text.count("<h1>Join</h1>") == 1
    assert phone.post("/join", data={"alias": "Marigold"}).location == "/card"
    assert room.state(room.person("Marigold"), room.week[2]["session"]) == "present"


def test_what_the_trainer_asks_is_kept_and_the_language_is_the_pages(room, phone):
    code = room.open(room.door)
    page = phone.get(f"/join/{code}", headers={"Accept-Language": "fr"}).text
    assert re.search(r'<option value="fr" selected>Français', page)
    phone.post(
        "/join",
        data={"alias": "Marigold", "organisation": "Umoja", "team": "North", "country": "KE",
              "language": "ru"},
    )  # fmt: skip
    row = people.by_alias(room.house.store.tables(), room.workshop, "marigold")
    assert (row["organisation"], row["team"], row["country"]) == ("Umoja", "North", "KE")
    assert (row["language"], row["role"]) == ("ru", "participant")


def test_nobody_joins_as_anything_but_a_participant(room, phone):
    phone.get(f"/join/{room.open(room.door)}")
    phone.post("/join", data={"alias": "Marigold", "role": "facilitator", "language": "<b>"})
    row = people.by_alias(room.house.store.tables(), room.workshop, "marigold")
    assert (row["role"], row["language"]) == ("participant", "en")


def test_the_pin_is_shown_until_another_page_is_opened(room, phone):
    phone.get(f"/join/{room.open(room.door)}")
    phone.post("/join", data={"alias": "Marigold"})
    first = pin_on(phone.get("/card"))
    assert first
    assert pin_on(phone.get("/card")) == first  # reloaded, or opened in another language
    phone.get("/")
    assert pin_on(phone.get("/card")) is None
    other = phone.application.test_client()
    assert other.post("/sign-in", data={"alias": "marigold", "pin": first}).location == "/"


def test_a_taken_alias_is_said_and_nothing_typed_is_lost(room, phone):
    room.register("Blue Heron")
    phone.get(f"/join/{room.open(room.door)}")
    answer = phone.post("/join", data={"alias": "  blue  HERON ", "organisation": "Umoja"})
    assert answer.status_code == 409
    assert "is called “blue HERON” already" in answer.text
    assert "Row 1" not in answer.text
    assert 'value="Umoja"' in answer.text
    over = phone.post("/sign-in", data={"alias": "Blue Heron", "organisation": "Umoja"})
    assert over.status_code == 200
    assert 'value="Blue Heron"' in over.text
    assert 'role="alert"' not in over.text


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"alias": "Marigold"}, 400, "“Code” is empty"),
        ({"alias": "Marigold", "code": "12"}, 403, "This code isn’t shown now"),
        ({"alias": "", "code": "right"}, 400, "“Alias” is empty"),
        ({"alias": "x" * 41, "code": "right"}, 400, "“Alias” is too long"),
        ({"alias": "a\ue000b", "code": "right"}, 400, "“Alias” has a character"),
        (
            {"alias": "Marigold", "code": "right", "country": "Mars"},
            400,
            "not a country known here",
        ),
    ],
)
def test_a_refusal_is_a_sentence_above_the_form(room, phone, typed, status, said):
    code = room.digits(room.door)
    data = {**typed, **({"code": code} if typed.get("code") == "right" else {})}
    answer = phone.post("/join", data=data)
    assert answer.status_code == status
    assert said in answer.text
    assert "<h1>Join</h1>" in answer.text
    assert not people.people(room.house.store.tables(), room.workshop)


def test_a_code_stays_good_for_the_phone_that_scanned_it_until_the_door_is_closed(room, phone):
    code = room.open(room.door)
    phone.get(f"/join/{code}")
    room.house.codes.close(room.door)
    assert phone.post("/join", data={"alias": "Marigold"}).status_code == 400


def test_a_code_that_was_scanned_long_ago_is_asked_for_again(room, phone, monkeypatch):
    phone.get(f"/join/{room.open(room.door)}")
    monkeypatch.setattr(admission, "STANDS", 0)
    assert phone.post("/join", data={"alias": "Marigold"}).status_code == 400


def test_digits_are_not_taken_where_only_a_scan_leads(room, phone):
    answer = phone.get(f"/join/{room.digits(room.door)}")
    assert answer.status_code == 403
    assert 'name="code"' in answer.text


def test_twenty_people_join_one_after_the_other(room, app):
    session = room.week[0]["session"]
    room.open(session)
    pins = {}
    for number in range(20):
        one = app.test_client()
        one.get(f"/join/{room.open(room.door)}")
        one.post("/join", data={"alias": f"Person {number}"})
        pins[number] = pin_on(one.get("/card"))
    assert all(pins.values())
    rows = people.people(room.house.store.tables(), room.workshop)
    assert len({row["person"] for row in rows}) == 20
    assert all(room.state(row["person"], session) == "present" for row in rows)


def test_joining_on_somebody_elses_phone_takes_their_place(room, phone, heron):
    code = room.open(room.door)
    room.house.codes.open(room.week[0]["session"])
    assert phone.get(f"/join/{code}").location == "/here"
    assert "“Blue Heron” is signed in" in phone.get("/join").text
    phone.post("/join", data={"alias": "Marigold"})
    assert "Hello, Marigold" in phone.get("/").text
    assert room.state(heron[0], room.week[0]["session"]) is None


def test_signing_in_gives_the_session_a_new_number(room, phone):
    _, pin = room.register("Blue Heron")
    phone.post("/join", data={"alias": "x", "code": room.digits(room.door)})
    before = phone.get_cookie("p").value
    phone.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    after = phone.get_cookie("p").value
    assert before != after
    stolen = phone.application.test_client()
    stolen.set_cookie("p", before)
    assert "Hello" not in stolen.get("/").text


def test_signing_in_forgives_spaces_and_finds_the_latest_workshop(room, phone):
    _, pin = room.register("Blue Heron")
    typed = {"alias": " blue  heron", "pin": f"{pin[:3]} {pin[3:]}"}
    assert phone.post("/sign-in", data=typed).location == "/"
    assert "Hello, Blue Heron" in phone.get("/").text


def test_an_unknown_alias_and_a_wrong_pin_read_the_same(room, phone):
    room.register("Blue Heron")
    known = phone.post("/sign-in", data={"alias": "Blue Heron", "pin": "12"})
    unknown = phone.post("/sign-in", data={"alias": "Grey Heron", "pin": "12"})
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("Blue", "Grey") == unknown.text


def test_who_is_registered_cannot_be_found_out_by_asking(room, app):
    """After any number of strangers' slips, both kinds of alias read the same and wait the same."""
    registered = [f"Heron {number}" for number in range(8)]
    for alias in registered:
        room.register(alias)
    for number in range(20):
        app.test_client().post("/sign-in", data={"alias": f"Slip {number}", "pin": "1"})
    answers = {}
    for alias in registered + [f"Egret {number}" for number in range(8)]:
        tries = [
            app.test_client().post("/sign-in", data={"alias": alias, "pin": "12"}) for _ in range(7)
        ]
        answers[alias] = [
            (one.status_code, re.sub(f'{alias}|(?<=csrf_token" value=")[^"]+', "…", one.text))
            for one in tries
        ]
    assert [status for status, _ in answers["Heron 0"]] == [403] * 5 + [429] * 2
    assert all(found == answers["Heron 0"] for found in answers.values())


def test_a_phone_that_signed_in_before_is_not_shut_out_by_strangers(room, phone, heron, app):
    phone.post("/sign-out")
    stranger = app.test_client()
    for _ in range(6):
        stranger.post("/sign-in", data={"alias": "Blue Heron", "pin": "1"})
    typed = {"alias": "Blue Heron", "pin": heron[1]}
    assert stranger.post("/sign-in", data=typed).status_code == 429
    phone.post("/sign-in", data=typed)
    assert "Hello, Blue Heron" in phone.get("/").text


def test_pins_cannot_be_tried_for_ever_and_others_are_not_locked_out(room, phone):
    _, pin = room.register("Blue Heron")
    _, other = room.register("Marigold")
    for _ in range(SHORT_WINDOW[0]):
        phone.post("/sign-in", data={"alias": "Blue Heron", "pin": "000"})
    refused = phone.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    assert refused.status_code == 429
    assert 'value="Blue Heron"' in refused.text
    assert phone.post("/sign-in", data={"alias": "Marigold", "pin": other}).status_code == 303


def test_signing_out_ends_the_session(phone, heron):
    number = phone.get_cookie("p").value
    assert phone.post("/sign-out").location == "/"
    assert phone.get("/me").location == "/sign-in"
    phone.set_cookie("p", number)
    assert phone.get("/me").location == "/sign-in"


# Two people under one alias, and one person with two registrations


@pytest.fixture
def two_stars(room):
    """Star of this laptop, and a Star whom another laptop registered in the same workshop."""
    here, pin = room.register("Star")
    store = room.house.need_store()
    there = "f" * 32
    store.record(lambda _tables: [events.PersonRegistered(
        person=there, workshop=room.workshop, alias="star", organisation="", country="",
        language="", team="", role="participant", at="2017-04-24T10:00",
    )])  # fmt: skip
    return (here, pin), (there, access.new_pin(store, there))


def test_of_two_people_under_one_alias_the_pin_tells_which(app, two_stars):
    for person, pin in two_stars:
        phone = app.test_client()
        assert phone.post("/sign-in", data={"alias": "Star", "pin": pin}).location == "/"
        with phone.session_transaction() as held:
            assert held["person"] == person
    wrong = app.test_client().post("/sign-in", data={"alias": "Star", "pin": "000000"})
    assert wrong.status_code in {403, 429}


def test_one_person_signs_in_to_one_week_by_either_registration(room, app, two_stars):
    store = room.house.need_store()
    (here, _), (there, _) = two_stars
    actions.link_people(store, here, there)
    session = room.week[0]["session"]
    actions.mark_attendance(store, session=session, states={here: "present"}, way="grid")
    for person, pin in two_stars:
        phone = app.test_client()
        assert phone.post("/sign-in", data={"alias": "Star", "pin": pin}).location == "/"
        assert "Present: 1" in unescape(phone.get("/me").text)
        with phone.session_transaction() as held:
            assert held["person"] == person


def test_a_new_pin_ends_the_old_ones_of_all_registrations(room, two_stars):
    store = room.house.need_store()
    (here, old), (there, other) = two_stars
    new = access.new_pin(store, here, here, there)
    guesses = access.Guesses()
    assert access.check_pin(store, guesses, here, new) == here
    for person, pin in ((here, old), (there, other)):
        with pytest.raises(AcademyError, match="pin_wrong"):
            access.check_pin(store, guesses, person, pin)

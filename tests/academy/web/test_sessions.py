"""Forms before signing in need no memory of the server's, and strangers throw nobody out."""

import re

import pytest

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.web.participant import create_app
from academy.web.shared import sessions
from academy.web.shared.house import House
from academy.web.staff import create_app as create_staff_app
from tests.academy.web.visitor import Visitor

FORMS = ("/join", "/sign-in", "/check", "/wait", "/courses/advocacy/what-advocacy-is/", "/here")
QUIZ = "/courses/advocacy/what-advocacy-is/quiz"


@pytest.fixture
def house(tmp_path):
    made = House(Config(tmp_path / "laptop", data_folder("courses")))
    made.set_up("river lamp stone cloud seven")
    yield made
    made.lock()


@pytest.fixture
def door(house):
    workshop = actions.plan_workshop(
        house.store, title="Week", level="regional", country="KE", starts="2026-11-23",
        ends="2026-11-27", shape=rules.shape("five"),
    )  # fmt: skip
    house.codes.open(f"door:{workshop}")
    return f"door:{workshop}"


@pytest.fixture
def app(house):
    made = create_app(house)
    made.test_client_class = Visitor
    return made


def kept(app):
    """How many sessions the server holds."""
    return len(app.session_interface._sessions), len(app.session_interface._others)


def token(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


def answers(phone):
    """A quiz answered by nobody in particular."""
    page = phone.get(QUIZ.removesuffix("quiz"))
    chosen = dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page.text), "1")
    return phone.post(QUIZ, data=chosen, headers={"Origin": "http://localhost"})


def test_thousands_of_visitors_without_cookies_cost_nothing_and_throw_nobody_out(
    house, app, door, monkeypatch
):
    """With room for three sessions instead of 4,000, any number more than three is a flood."""
    monkeypatch.setattr(sessions, "MOST", 3)
    monkeypatch.setattr(sessions, "MOST_OTHERS", 3)
    phone = app.test_client()
    begun = token(phone.get(f"/join/{house.codes.shown(door).secret}"))
    for _ in range(100):
        for form in FORMS:
            assert app.test_client().get(form).status_code in {200, 303}
    assert kept(app) == (0, 0)
    answer = phone.post("/join", data={"alias": "Marigold", "csrf_token": begun})
    assert answer.location == "/card"
    assert "Marigold" in phone.get("/card").text


def test_a_form_that_is_sent_twice_or_from_another_tab_is_taken(house, app, door):
    phone = app.test_client()
    first, second = token(phone.get("/sign-in")), token(phone.get("/check"))
    for one in (first, second, first):
        answer = phone.post("/sign-in", data={"alias": "x", "pin": "1", "csrf_token": one})
        assert answer.status_code == 403
    assert kept(app) == (0, 0)


def test_a_forms_token_is_worth_nothing_without_its_own_cookie(house, app, door):
    phone, other = app.test_client(), app.test_client()
    theirs = token(other.get("/sign-in"))
    token(phone.get("/sign-in"))
    sent = {"alias": "x", "pin": "1", "csrf_token": theirs}
    assert phone.post("/sign-in", data=sent).status_code == 400
    assert app.test_client().post("/sign-in", data=sent).status_code == 400
    cookie = other.get_cookie("pf").value
    for forged in ("", cookie[:-1], f"{cookie}x", cookie.split(".")[0], "W10.x", "\xe9"):
        stranger = app.test_client()
        stranger.set_cookie("pf", forged)
        assert stranger.post("/sign-in", data=sent).status_code == 400, forged
    elsewhere = other.post("/sign-in", data=sent, headers={"Origin": "http://evil.example"})
    assert elsewhere.status_code == 400
    assert other.post("/sign-in", data=sent).status_code == 403


def test_the_two_doors_take_no_form_cookie_of_each_other(house, app, door):
    staff = create_staff_app(house).test_client()
    staff.get("/unlock")
    other = create_staff_app(house).test_client()
    other.set_cookie("pf", staff.get_cookie("sf").value)
    phone = app.test_client()
    phone.set_cookie("pf", staff.get_cookie("sf").value)
    page = phone.get("/sign-in")
    assert phone.get_cookie("pf").value != staff.get_cookie("sf").value
    assert token(page)


def test_signing_in_leaves_the_form_cookies_token_behind(house, app, door):
    phone = app.test_client()
    before = token(phone.get(f"/join/{house.codes.shown(door).secret}"))
    phone.post("/join", data={"alias": "Marigold", "csrf_token": before})
    assert phone.post("/sign-out", data={"csrf_token": before}).status_code == 400
    after = token(phone.get("/me"))
    assert phone.post("/sign-out", data={"csrf_token": after}).status_code == 303
    assert kept(app) == (0, 0)


def test_strangers_answers_throw_out_strangers_alone(house, app, door, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_OTHERS", 5)
    phone = app.test_client()
    sent = {"alias": "Marigold", "csrf_token": token(
        phone.get(f"/join/{house.codes.shown(door).secret}"))}  # fmt: skip
    phone.post("/join", data=sent)
    for _ in range(12):
        assert answers(app.test_client()).status_code == 303
    assert kept(app) == (1, 5)
    assert "Hello, Marigold" in phone.get("/").text


def test_one_person_has_ten_sessions_at_most(house, app, door):
    app.config["WTF_CSRF_ENABLED"] = False
    phone = app.test_client()
    phone.get(f"/join/{house.codes.shown(door).secret}")
    phone.post("/join", data={"alias": "Marigold"})
    found = re.search(r'class="digits" dir="ltr">(\d{3}) (\d{3})<', phone.get("/card").text)
    phones = [app.test_client() for _ in range(sessions.EACH + 4)]
    for one in phones:
        one.post("/sign-in", data={"alias": "Marigold", "pin": found[1] + found[2]})
    assert kept(app) == (sessions.EACH, 0)
    rows = house.store.tables().value("SELECT count(*) FROM web_sessions")
    assert rows == sessions.EACH
    assert "Hello" not in phone.get("/").text
    assert "Hello, Marigold" in phones[-1].get("/").text

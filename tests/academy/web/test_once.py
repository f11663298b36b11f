"""No form is answered directly: what a browser keeps of it is an address that says nothing."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import academy.web
from academy.door import access
from academy.web.participant import create_app as create_participant_app
from academy.web.shared import once
from academy.web.shared.once import AGE, Held, HeldPages, Limits

CANARY = "canaryplumage"
TEMPLATES = sorted(Path(academy.web.__file__).parent.rglob("*.html"))


def posts_of(app):
    """Every address of an app that takes a form, with something in the place of its parts."""
    return [
        re.sub(r"<[^>]+>", "x", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.methods - {"GET", "HEAD", "OPTIONS"}
    ]


def bare(app):
    """A client that follows nothing."""
    return FlaskClient(app, app.response_class)


def signed_in(app):
    client = bare(app)
    with client.session_transaction() as session:
        session["staff"] = True
    return client


@pytest.fixture
def phones(desk):
    app = create_participant_app(desk.house)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("central", [False, True])
@pytest.mark.parametrize("signed", [False, True])
def test_no_form_of_the_desk_is_answered_directly(new_desk, central, signed):
    desk = new_desk(central=central)
    desk.house.set_up(desk.passphrase)
    for path in [*posts_of(desk.app), "/nothing/here"]:
        client = signed_in(desk.app) if signed else bare(desk.app)
        every = {"alias": CANARY, "name": CANARY, "list": CANARY, "code": CANARY, "place": CANARY,
                 "passphrase": CANARY, "title": CANARY, "reason": CANARY}  # fmt: skip
        answer = client.post(path, data=every)
        assert answer.status_code in {302, 303}, path
        assert CANARY not in answer.text + answer.location, path
        desk.house.unlock(desk.passphrase)


@pytest.mark.parametrize("tokens", [False, True])
def test_no_form_of_the_phones_is_answered_directly(desk, phones, tokens):
    phones.config["WTF_CSRF_ENABLED"] = tokens
    for path in [*posts_of(phones), "/nothing/here"]:
        answer = bare(phones).post(path, data={"alias": CANARY, "code": CANARY, "pin": CANARY})
        assert answer.status_code in {302, 303}, path
        assert CANARY not in answer.text + answer.location, path


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        ({"alias": "x" * 2**21}, {}, 413),
        ({"alias": CANARY}, {"Origin": "http://evil.example"}, 400),
        ({"alias": CANARY}, {"Host": "evil.example"}, 421),
    ],
    ids=["too large", "from another page", "under another name"],
)
def test_what_is_turned_away_at_the_door_is_not_answered_directly_either(
    desk, form, headers, status
):
    client = signed_in(desk.app)
    answer = client.post("/people/new", data=form, headers=headers)
    assert answer.status_code == 303
    assert client.get(answer.location, headers=headers).status_code == status


def test_a_fault_of_ours_is_not_answered_directly_either(desk, monkeypatch):
    monkeypatch.setattr("academy.actions.register_person", lambda *_a, **_k: 1 / 0)
    client = signed_in(desk.app)
    answer = client.post("/people/new", data={"alias": CANARY})
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert shown.status_code == 500
    assert "Something went wrong." in shown.text


def test_the_page_it_leads_to_is_the_answer_itself(desk):
    client = signed_in(desk.app)
    answer = client.post("/people/new", data={"alias": "", "team": CANARY})
    for _again in range(2):
        shown = client.get(answer.location)
        assert shown.status_code == 400
        assert f'value="{CANARY}"' in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["Content-Type"] == "text/html; charset=utf-8"
    head = client.head(answer.location)
    assert (head.status_code, head.data) == (400, b"")


def test_a_paper_is_led_to_as_well(desk):
    client = signed_in(desk.app)
    answer = client.post("/certificates/cards", data={"everybody": "1"})
    assert (answer.status_code, answer.data) == (303, b"")
    shown = client.get(answer.location)
    assert shown.status_code == 200
    assert shown.data.startswith(b"%PDF")
    assert "object-src 'self'" in shown.headers["Content-Security-Policy"]
    assert client.get(answer.location).data == shown.data, "kept as a file a moment later"


def test_a_form_on_such_a_page_can_be_sent_again(desk, phones):
    phones.config["WTF_CSRF_ENABLED"] = True
    desk.house.codes.open(f"door:{desk.workshop}")
    phone = bare(phones)

    def token(page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    first = phone.get("/join")
    sent = {"code": "000000", "alias": "Marigold", "csrf_token": token(first)}
    refused = phone.get(phone.post("/join", data=sent).location)
    assert refused.status_code == 403
    sent = {"code": desk.house.codes.shown(f"door:{desk.workshop}").digits, "alias": "Marigold"}
    answer = phone.post("/join", data={**sent, "csrf_token": token(refused)})
    assert answer.location == "/card"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_form_names_its_address(path):
    """A form without one would be sent to the address of the held page."""
    for form in re.findall(r"<form\b[^\n]*", path.read_text("utf-8")):
        assert 'action="' in form


def test_nobody_else_sees_it(desk):
    client = signed_in(desk.app)
    seen = client.post("/people/new", data={"alias": "", "team": CANARY}).location
    for other in (bare(desk.app), signed_in(desk.app)):
        with_own_cookie = other.post("/people/new", data={"alias": ""})
        assert with_own_cookie.status_code in {302, 303}
        answer = other.get(seen)
        assert answer.status_code == 410
        assert CANARY not in answer.text
        assert 'href="/"' in answer.text
    assert client.get("/seen/x").status_code == 410
    assert client.get(seen).status_code == 400, "and whose it is still does"


@pytest.mark.parametrize("ending", ["/lock", "/settings/seal"])
def test_locking_ends_it_for_everybody_at_this_screen(desk, ending):
    client = signed_in(desk.app)
    seen = client.post("/people/new", data={"alias": "", "team": CANARY}).location
    client.post(ending)
    assert len(desk.app.extensions["held_pages"]) == 0
    assert client.get(seen).status_code == 410
    desk.house.unlock(desk.passphrase)
    with client.session_transaction() as session:
        session["staff"] = True
    assert client.get(seen).status_code == 410


def test_signing_in_and_out_and_a_new_pin_end_it(desk, phones):
    person, alias = desk.people[0]["person"], desk.people[0]["alias"]
    pin = access.new_pin(desk.store, person)
    phone = bare(phones)
    before = phone.post("/sign-in", data={"alias": alias, "pin": "1"}).location
    assert phone.get(before).status_code == 403
    assert phone.post("/sign-in", data={"alias": alias, "pin": pin}).location == "/"
    assert phone.get(before).status_code == 410

    inside = phone.post("/me/forget", data={"pin": "1"}).location
    assert phone.get(inside).status_code == 403
    desk.house.sign_out(person)
    assert phone.get(inside).status_code == 410

    phone.post("/sign-in", data={"alias": alias, "pin": pin})
    inside = phone.post("/me/forget", data={"pin": "1"}).location
    phone.post("/sign-out")
    assert phone.get(inside).status_code == 410
    assert len(phones.extensions["held_pages"]) == 0


def test_strangers_make_no_sessions_and_fill_no_memory(desk, phones):
    phones.config["WTF_CSRF_ENABLED"] = True
    held, sessions = phones.extensions["held_pages"], phones.session_interface
    for _one in range(200):
        bare(phones).post("/join", data={"alias": CANARY})
    assert len(held) == once.OF_ONE["participant"].pages
    assert len(sessions._sessions) == 0


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def held(visitor="a", address="10.0.0.1", until=2000.0, size=10):
    return Held(visitor, (), address, until, 200, (), b"x" * size)


def test_a_page_is_there_for_ten_minutes():
    clock = Clock()
    pages = HeldPages(Limits(9, 999), Limits(9, 999), clock)
    token = pages.hold(held(until=pages.until()))
    clock.now += AGE - 1
    assert pages.find(token, "a", ()) is not None
    clock.now += 2
    assert pages.find(token, "a", ()) is None
    assert len(pages) == 0


def test_old_pages_go_where_nobody_asks_any_more(monkeypatch):
    waiting = []

    class Timer:
        def __init__(self, after, call):
            waiting.append(call)

        def start(self):
            pass

    monkeypatch.setattr("threading.Timer", Timer)
    clock = Clock()
    pages = HeldPages(Limits(9, 999), Limits(9, 999), clock)
    pages.hold(held(until=pages.until()))
    clock.now += AGE / 2
    pages.hold(held(until=pages.until()))
    assert len(waiting) == 1
    clock.now += AGE / 2 + 1
    waiting.pop()()
    assert (len(pages), len(waiting)) == (1, 1), "one is left, and will be looked after"
    clock.now += AGE
    waiting.pop()()
    assert (len(pages), len(waiting)) == (0, 0)


def test_one_phone_can_push_out_its_own_pages_only():
    pages = HeldPages(Limits(3, 100), Limits(10, 1000), Clock())
    other = pages.hold(held("b", "10.0.0.2"))
    mine = [pages.hold(held()) for _ in range(5)]
    assert [pages.find(token, "a", ()) is not None for token in mine] == [False] * 2 + [True] * 3
    assert pages.find(other, "b", ()) is not None
    large = pages.hold(held(size=95))
    assert pages.find(large, "a", ()) is not None
    assert pages.find(mine[-1], "a", ()) is None


def test_all_together_hold_no_more_than_there_is_room_for():
    pages = HeldPages(Limits(3, 100), Limits(4, 100), Clock())
    tokens = [pages.hold(held("a", f"10.0.0.{n}")) for n in range(6)]
    assert [pages.find(token, "a", ()) is not None for token in tokens] == [False] * 2 + [True] * 4
    alone = pages.hold(held("c", "10.0.1.1", size=5000))
    assert pages.find(alone, "c", ()) is not None, "the newest is held, however large"
    assert len(pages) == 1

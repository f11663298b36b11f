"""Everybody who came in by the door since a moment is taken back with one press."""

import re
from datetime import timedelta

import pytest

from academy import actions, events
from academy.web.participant import create_app as create_participant_app


@pytest.fixture
def phones(desk):
    app = create_participant_app(desk.house)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def at(desk, monkeypatch):
    """Sets the clock so many minutes back."""
    now = desk.store.now()

    def back(minutes):
        monkeypatch.setattr(type(desk.store), "now", lambda _self: now - timedelta(minutes=minutes))

    return back


def join(desk, phones, alias):
    door = f"door:{desk.workshop}"
    desk.house.codes.open(door)
    desk.house.codes.open(desk.first)
    phone = phones.test_client()
    phone.get(f"/join/{desk.house.codes.shown(door).secret}")
    phone.post("/join", data={"alias": alias})
    return phone


def aliases(desk):
    return {row["alias"] for row in desk.people}


def test_nobody_came_in_by_the_door_so_nothing_is_offered(desk):
    assert "/people/joined" not in desk.get("/people")
    assert "Take back" not in desk.get("/people/joined").split("<h1>")[1]


def test_those_since_a_moment_are_named_counted_and_taken_back_as_one(desk, phones, at):
    at(40)
    early = join(desk, phones, "Early")
    at(3)
    flood = [join(desk, phones, f"x{number}") for number in range(6)]
    at(0)
    assert 'href="/people/joined"' in desk.get("/people")
    page = desk.get("/people/joined")
    offered = re.findall(r'href="(/people/joined\?since=[^"]+)".*?class="muted">(\d+)<', page)
    assert [count for _, count in offered] == ["6", "7"]

    page = desk.get(offered[0][0])

    assert "Take back 6 people" in page
    assert "x5" in page
    assert "Early" not in page
    form = dict(re.findall(r'name="(since|count)" value="([^"]+)"', page))
    assert "6 people are taken back." in desk.done("/people/joined", **form)
    assert "Early" in aliases(desk)
    assert "North 1" in aliases(desk)
    assert not any(alias.startswith("x") for alias in aliases(desk))
    assert list(desk.states(desk.first).values()) == ["present"]
    assert "Hello, Early" in early.get("/").text
    for phone in flood:
        page = phone.get("/")
        assert page.status_code == 200
        assert 'href="/join"' in page.text
    assert desk.store.tables().value("SELECT count(*) FROM web_sessions") == 1


def test_what_changed_since_it_was_shown_is_shown_again(desk, phones, at):
    at(3)
    join(desk, phones, "x1")
    at(0)
    page = desk.get("/people/joined?since=2000-01-01T00:00:00")
    form = dict(re.findall(r'name="(since|count)" value="([^"]+)"', page))
    join(desk, phones, "x2")
    assert "Something changed" in desk.refused("/people/joined", 409, **form)
    assert {"x1", "x2"} <= aliases(desk)


def test_a_time_of_today_can_be_typed(desk, phones):
    join(desk, phones, "x1")
    now = desk.store.now().astimezone()
    page = desk.get("/people/joined?clock=00:00")
    assert "1 person since 00:00" in page
    later = now + timedelta(minutes=2)
    if later.date() == now.date():
        assert "0 people since" in desk.get(f"/people/joined?clock={later:%H:%M}")


@pytest.mark.parametrize("query", ["since=x", "clock=25:99", "since=2026-13-01", "clock=%00"])
def test_a_moment_that_is_none_is_said(desk, query):
    assert desk.client.get(f"/people/joined?{query}").status_code == 400


def test_who_has_a_certificate_is_not_taken_back(desk, phones):
    join(desk, phones, "Real")
    person = next(row["person"] for row in desk.people if row["alias"] == "Real")
    given = events.CertificateIssued(
        certificate="ABCD", workshop=desk.workshop, person=person, type="attendance", title="x",
        month="2026-11", at="2026-11-01T09:00",
    )  # fmt: skip
    desk.store.record(lambda _tables: [given])
    assert actions.withdraw_people(desk.store, workshop=desk.workshop, people=[person]) == []


def test_who_waits_is_let_in_or_sent_away_from_the_desk(desk, phones):
    newcomers = desk.house.newcomers
    newcomers._room._clock = lambda: 5000.0
    while newcomers.may_come(""):
        pass
    kept, sent = join(desk, phones, "Marigold"), None
    page = desk.get("/people")
    assert "1 person waits to come in:" in page
    assert "Marigold" in page
    until = re.search(r'name="until" value="(\d+)"', page)[1]
    sent = join(desk, phones, "Egret")
    assert "1 person may come in." in desk.done("/room/let-in", until=until, at="people")
    assert kept.get("/wait").location == "/card"
    assert "2 people wait" not in desk.get("/door")
    page = desk.get("/")
    assert "Egret" in page
    assert "1 person waits: the trainer lets people in." in desk.get("/door")
    assert "Egret" not in desk.get("/door")
    until = re.search(r'name="until" value="(\d+)"', page)[1]
    assert "1 person was sent away." in desk.done("/room/away", until=until)
    assert "don’t wait any more" in sent.get("/wait").text
    assert "Egret" not in aliases(desk)

"""Times are those of the place where the workshop is held, whatever zone its laptop was left in."""

import re
import time
from datetime import UTC, datetime

import pytest

from academy import actions
from academy.projections import workshops

WORDS = "river lamp stone cloud seven"


@pytest.fixture
def laptop_in(monkeypatch):
    """Sets the zone of this computer."""

    def set_to(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def it_is(monkeypatch):
    """Sets the computer's clocks: one that anybody may set, and the steady one with it."""

    moments = [datetime.now(UTC)]

    def steady():
        return moments[-1].timestamp()

    monkeypatch.setattr("academy.times.clock._system", lambda: moments[-1])
    monkeypatch.setattr("academy.times.clock._steady", steady)
    return lambda *moment: moments.append(datetime(*moment, tzinfo=UTC))


def fields(page):
    found = dict(re.findall(r'name="(today|hour)"[^>]* value="([^"]*)"', page))
    return {"assumed": re.search(r'name="assumed" value="([^"]*)"', page)[1], **found}


def set_up(desk, **typed):
    shown = fields(desk.get("/setup"))
    desk.post("/setup", passphrase=WORDS, paper="1", **shown | typed)


def plan(desk, country="KE", starts="2027-03-04"):
    page = desk.done(
        "/workshops/new", title="Leadership week", level="regional", country=country,
        starts=starts, ends="", shape="five",
    )  # fmt: skip
    desk.workshop = workshops.all_workshops(desk.store.tables())[0]["workshop"]
    return page


def on_the_wall(desk):
    desk.get("/")
    return f"{desk.store.clock.local():%Y-%m-%d %H:%M}"


def test_a_laptop_of_elsewhere_shows_the_hour_of_the_place(fresh_desk, laptop_in, it_is):
    laptop_in("America/Lima")
    it_is(2027, 3, 4, 6)  # 09:00 in Nairobi, 01:00 in Lima
    set_up(fresh_desk)
    page = plan(fresh_desk)
    assert "Times are those of Nairobi, where it is 09:00 now." in page
    assert on_the_wall(fresh_desk) == "2027-03-04 09:00"
    person = actions.register_person(fresh_desk.store, workshop=fresh_desk.workshop, alias="Heron")
    it_is(2027, 3, 4, 6, 20)
    marked = {"session": fresh_desk.first, "states": {person: "present"}, "way": "grid"}
    actions.mark_attendance(fresh_desk.store, **marked)
    page = fresh_desk.get(f"/attendance/{fresh_desk.first}/{person}")
    assert '<bdi dir="ltr">09:20</bdi> <small class="muted">Nairobi</small>' in page


def test_the_session_at_hand_is_that_of_the_place(fresh_desk, laptop_in, it_is):
    laptop_in("America/Lima")
    it_is(2027, 3, 4, 15)
    set_up(fresh_desk)
    plan(fresh_desk)
    it_is(2027, 3, 5, 6)  # 01:00 in Lima
    assert on_the_wall(fresh_desk) == "2027-03-05 09:00"
    at_hand = fresh_desk.get("/").split("<h1")[0].split('class="eyebrow"')[1]
    assert "Friday, 5 March" in at_hand
    assert "next session" not in at_hand


def test_an_hour_that_was_typed_stays_on_the_wall(fresh_desk, laptop_in, it_is):
    """A laptop with a dead clock in no zone: the trainer typed what her watch showed."""
    laptop_in("UTC")
    it_is(1970, 1, 1, 21)
    set_up(fresh_desk, today="2027-03-04", hour="09:00")
    plan(fresh_desk)
    assert on_the_wall(fresh_desk) == "2027-03-04 09:00"
    assert fresh_desk.store.now() == datetime(2027, 3, 4, 6, tzinfo=UTC)


def test_the_next_start_asks_by_the_clock_of_the_place_and_names_none(fresh_desk, laptop_in, it_is):
    laptop_in("America/Lima")
    it_is(2027, 3, 4, 6)
    set_up(fresh_desk)
    plan(fresh_desk)
    fresh_desk.get("/")
    kept = (fresh_desk.house.config.folder / "clock.json").read_text("utf-8")
    assert "Nairobi" not in kept
    fresh_desk.post("/settings/seal")
    it_is(2027, 3, 4, 11, 30)
    shown = fields(fresh_desk.get("/unlock"))
    assert shown == {"assumed": "2027-03-04T14:30", "today": "2027-03-04", "hour": "14:30"}
    fresh_desk.post("/unlock", passphrase=WORDS, **shown | {"hour": "14:40"})
    assert on_the_wall(fresh_desk) == "2027-03-04 14:40"
    assert fresh_desk.store.now() == datetime(2027, 3, 4, 11, 40, tzinfo=UTC)


def test_before_and_after_the_week_it_is_the_laptop_s_hour(fresh_desk, laptop_in, it_is):
    laptop_in("America/Lima")
    it_is(2027, 3, 1, 14)
    set_up(fresh_desk)
    plan(fresh_desk)
    assert on_the_wall(fresh_desk) == "2027-03-01 09:00"
    it_is(2027, 3, 4, 6)
    assert on_the_wall(fresh_desk) == "2027-03-04 09:00"
    it_is(2027, 4, 1, 14)
    assert on_the_wall(fresh_desk) == "2027-04-01 09:00"


def test_a_country_of_several_zones_is_asked_and_another_country_asks_anew(
    fresh_desk, laptop_in, it_is
):
    laptop_in("America/Lima")
    it_is(2027, 3, 4, 12)
    set_up(fresh_desk)
    assert "where it is" not in plan(fresh_desk, "BR")
    form = f"/workshops/{fresh_desk.workshop}/edit"
    page = fresh_desk.get(form)
    assert "Manaus · 08:00" in page
    assert "this laptop’s own · 07:00" in page
    facts = {
        "title": "Leadership week", "level": "regional", "country": "BR", "starts": "2027-03-04",
        "ends": "2027-03-08",
    }  # fmt: skip
    assert "where it is 08:00 now" in fresh_desk.done(form, **facts, zone="America/Manaus")
    assert on_the_wall(fresh_desk) == "2027-03-04 08:00"
    assert "where it is 15:00 now" in fresh_desk.done(
        form, **facts | {"country": "KE"}, zone="America/Manaus"
    )
    assert '<option value="Africa/Nairobi" selected>' in fresh_desk.get(form)


def test_a_zone_that_is_none_or_not_the_country_s_is_the_laptop_s(desk):
    for zone in ("", "Mars/Olympus", "America/Lima", "../../etc", "x" * 99):
        values = {"title": "Week", "level": "national", "country": "KE", "languages": (),
                  "starts": "2027-03-04", "ends": "2027-03-05", "courses": ()}  # fmt: skip
        actions.revise_workshop(desk.store, desk.workshop, **values, zone=zone)
        assert workshops.workshop(desk.store.tables(), desk.workshop)["zone"] == ""
        desk.get("/")

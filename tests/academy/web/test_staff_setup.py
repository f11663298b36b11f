import re
from datetime import datetime
from threading import Thread

import pytest
from flask import url_for

from academy import actions
from academy.door import access
from academy.errors import AcademyError
from academy.web.staff import OPEN
from academy.web.staff.entry import setup

WORDS = "table orange window seven cloud"


def test_a_new_laptop_leads_to_setting_up_with_five_words_and_the_date_filled_in(fresh_desk):
    answer = fresh_desk.client.get("/")
    assert answer.location == "/setup"
    page = fresh_desk.get("/setup")
    offered = page.split('name="passphrase"')[1].split('value="')[1].split('"')[0]
    assert len(offered.split()) == 5
    assert 'type="date" value="20' in page
    assert "العربية" in page


def test_setting_up_signs_in_under_a_new_session_and_leads_to_planning(fresh_desk):
    answer = fresh_desk.post("/setup", passphrase=WORDS, paper="1", today="2026-11-22")
    assert answer.location == "/workshops/new"
    assert fresh_desk.store.opens_with(WORDS)
    assert fresh_desk.store.now().astimezone().date().isoformat() == "2026-11-22"
    fresh_desk.get("/workshops/new")


def test_setting_up_the_central_copy_leads_to_the_report(new_desk):
    answer = new_desk(central=True).post("/setup", passphrase=WORDS, paper="1", today="2026-11-22")
    assert answer.location == "/report"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"passphrase": "short", "paper": "1"}, "too short"),
        ({"passphrase": "aaaaaaaaaaaa", "paper": "1"}, "repeats itself"),
        ({"passphrase": "йцукенгшщзхъ", "paper": "1"}, "neighbouring keys"),
        ({"passphrase": WORDS}, "on paper"),
        ({"passphrase": WORDS, "paper": "1", "today": "yesterday"}, "not a date"),
        ({"passphrase": WORDS, "paper": "1", "today": "1970-01-01"}, "not a date"),
    ],
)
def test_a_refused_set_up_makes_nothing_and_keeps_what_was_typed(fresh_desk, form, said):
    page = fresh_desk.refused("/setup", 400, **{"today": "2026-11-22", **form})
    assert said in page
    assert form["passphrase"] in page
    assert not fresh_desk.house.is_set_up


def test_setting_up_happens_once(empty_desk):
    assert empty_desk.client.get("/setup").location == "/unlock"
    assert empty_desk.post("/setup", passphrase=WORDS, paper="1").location == "/unlock"


def test_the_right_passphrase_opens_the_store_and_goes_on_where_one_wanted_to_go(desk):
    desk.client.post("/settings/seal")
    assert desk.house.store is None
    answer = desk.client.get("/people?team=North")
    assert answer.location == "/unlock?back=/people?team%3DNorth"
    answer = desk.post("/unlock", passphrase=f"  {desk.passphrase.upper()} ", back="/people")
    assert answer.location == "/people"
    desk.get("/people")


def test_signing_in_gives_the_session_a_new_number(desk):
    with desk.client.session_transaction() as session:
        session["seen"] = True
    before = desk.client.get_cookie("s").value
    desk.post("/unlock", passphrase=desk.passphrase)
    assert desk.client.get_cookie("s").value != before


def test_wrong_passphrases_open_nothing_and_lock_nobody_out(empty_desk):
    empty_desk.post("/settings/seal")
    for _ in range(12):
        page = empty_desk.refused("/unlock", 403, passphrase="not these words at all")
        assert "doesn’t open" in page
    assert empty_desk.house.store is None
    another = empty_desk.app.test_client()
    another.post("/unlock", data={"passphrase": empty_desk.passphrase})
    assert empty_desk.house.store is not None
    assert another.get("/settings").status_code == 200


def test_strange_browsers_go_one_at_a_time_at_a_walking_pace_and_a_known_one_goes_past():
    slept = []
    screen = access.Screen(slept.append)

    def slip(browser=""):
        with pytest.raises(AcademyError), screen.turn(browser):
            raise AcademyError("passphrase_wrong")

    for _ in range(3):
        slip()
    assert slept == [access.PAUSE] * 3
    with screen.turn(""):
        waiting = Thread(target=slip)
        waiting.start()
        while screen._places._value:
            pass
        with pytest.raises(AcademyError, match="store_busy"), screen.turn(""):
            pass
        for _ in range(5):
            slip("a browser that is known")
    waiting.join()
    slip("a browser that is known")  # its sixth slip: it stands with the strangers now
    assert slept == [access.PAUSE] * 5


def test_a_browser_that_proved_the_passphrase_is_known_by_a_number_of_its_own(empty_desk):
    empty_desk.post("/unlock", passphrase=empty_desk.passphrase)
    number = empty_desk.client.get_cookie("b").value
    assert access.is_known(empty_desk.store, number, setup.BROWSER)
    assert number not in str(empty_desk.store.tables().rows("SELECT * FROM phones"))
    stranger = empty_desk.app.test_client()
    stranger.post("/unlock", data={"passphrase": "not these words at all"})
    assert stranger.get_cookie("b") is None


def test_wrong_pins_on_phones_do_not_lock_the_trainer_out(empty_desk):
    for number in range(400):
        empty_desk.house.guesses.reserve(f"somebody {number}")
    assert empty_desk.post("/unlock", passphrase=empty_desk.passphrase).status_code == 303


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\r\nb: c", ""]
)
def test_unlocking_leads_nowhere_else(empty_desk, back):
    answer = empty_desk.post("/unlock", passphrase=empty_desk.passphrase, back=back)
    assert answer.location == "/"


def test_locking_the_screen_leaves_the_store_open_for_the_class(desk):
    assert desk.post("/lock").location == "/unlock"
    assert desk.client.get("/people").location.startswith("/unlock")
    assert desk.house.store is not None


def test_every_page_seals_in_one_press_and_a_locked_screen_too(desk):
    for path in ("/", "/people", "/report"):
        assert 'action="/settings/seal"' in desk.get(path)
    desk.post("/lock")
    assert 'action="/settings/seal"' in desk.get("/unlock")
    assert desk.post("/settings/seal").location == "/unlock"
    assert desk.house.store is None
    assert 'action="/settings/seal"' not in desk.get("/unlock")


def test_sealing_ends_what_serves_before_it_answers(desk):
    ended = []
    desk.house.on_seal(lambda: ended.append(desk.house.store is not None))
    desk.post("/settings/seal")
    desk.post("/settings/seal")  # nothing is left to seal
    assert ended == [True]


def test_where_nobody_listens_meanwhile_a_page_looks_again_by_itself(desk, monkeypatch):
    monkeypatch.setattr("academy.web.afresh.IN_PLACE", False)
    answer = desk.post("/settings/seal")
    assert answer.headers["Refresh"] == "3; url=/unlock"
    assert 'href="/unlock"' in answer.text


def test_sealing_closes_the_store(desk):
    assert desk.post("/settings/seal").location == "/unlock"
    assert desk.house.store is None


def test_the_demo_lets_in_by_its_link_once(new_desk):
    desk = new_desk(demo=True)
    desk.house.set_up(desk.passphrase)
    desk.house.entry_token = "once"
    assert desk.client.get("/enter/twice").status_code == 404
    assert desk.client.get("/enter/once").location == "/"
    desk.get("/settings")
    assert desk.client.get("/enter/once").status_code == 404


def test_no_link_lets_into_a_real_laptop(empty_desk):
    empty_desk.post("/lock")
    empty_desk.house.entry_token = "once"
    assert empty_desk.client.get("/enter/once").status_code == 404


# The time


@pytest.fixture
def system(monkeypatch):
    """Sets this computer's clock."""

    def set_to(*moment):
        monkeypatch.setattr("academy.times.clock._system", lambda: datetime(*moment).astimezone())

    return set_to


def shown(page):
    """What the fields of a page propose: day and hour."""
    found = dict(re.findall(r'name="(today|hour|assumed)"[^>]* value="([^"]*)"', page))
    return {"assumed": re.search(r'name="assumed" value="([^"]*)"', page)[1], **found}


def now(desk):
    return desk.store.now().astimezone().strftime("%Y-%m-%dT%H:%M")


def test_a_clock_of_1970_is_told_day_and_hour_and_put_right_later(fresh_desk, system):
    """Case 02, its three parts."""
    desk = fresh_desk
    system(1970, 1, 1, 21)
    told = shown(desk.get("/setup")) | {"today": "2027-03-04", "hour": "09:00"}
    desk.post("/setup", passphrase=WORDS, paper="1", **told)
    assert now(desk) == "2027-03-04T09:00"
    # The clock is put right, in the middle of the morning and over a new start.
    system(2027, 3, 4, 14)
    assert now(desk) == "2027-03-04T09:00"
    desk.post("/settings/seal")
    page = desk.get("/unlock")
    assert "<details open>" not in page
    assert shown(page)["assumed"] == "2027-03-04T14:00"
    desk.post("/unlock", passphrase=WORDS, **shown(page))
    assert now(desk) == "2027-03-04T14:00"


@pytest.mark.parametrize("moment", [(1970, 1, 1), (2036, 2, 7), (2026, 6, 1)])
def test_a_jump_in_either_direction_opens_the_question(fresh_desk, system, moment):
    desk = fresh_desk
    system(2026, 11, 22, 9)
    desk.post("/setup", passphrase=WORDS, paper="1", **shown(desk.get("/setup")))
    desk.post("/settings/seal")
    system(*moment)
    page = desk.get("/unlock")
    assert "<details open>" in page
    assert "clock looks wrong" in page
    told = shown(page) | {"today": "2026-11-22", "hour": "10:30"}
    desk.post("/unlock", passphrase=WORDS, **told)
    assert now(desk) == "2026-11-22T10:30"
    desk.post("/settings/seal")
    assert "<details open>" not in desk.get("/unlock")


def test_a_mark_of_2084_is_not_asked_about_once_the_day_is_right(desk, system):
    system(2084, 5, 4, 9)
    desk.done("/day", today="2084-05-04", hour="09:00")
    states = {desk.everybody[0]: "present"}
    actions.mark_attendance(desk.store, session=desk.first, states=states, way="grid")
    system(2027, 3, 4, 9)
    desk.done("/day", today="2027-03-04", hour="09:00")
    for _ in range(2):
        desk.post("/settings/seal")
        page = desk.get("/unlock")
        assert "<details open>" not in page
        answer = desk.post("/unlock", passphrase=desk.passphrase, back="/people", **shown(page))
        assert answer.location == "/people"
        assert now(desk) == "2027-03-04T09:00"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"today": "soon"}, "not a date"),
        ({"hour": "noon"}, "not a time"),
        ({"today": "2026-02-30"}, "not a date"),
    ],
)
def test_what_is_no_time_is_refused_and_stays_on_the_page(desk, form, said):
    before = now(desk)[:13]
    page = desk.refused("/day", 400, back="/people", **form)
    assert said in page
    assert f'value="{next(iter(form.values()))}"' in page
    assert now(desk)[:13] == before


def test_the_hour_may_be_written_in_other_digits(desk):
    desk.done("/day", today="٢٠٢٧-٠٣-٠٤", hour="٠٩:٣٠")
    assert now(desk) == "2027-03-04T09:30"


# Every door closed


def routes(desk):
    for rule in desk.app.url_map.iter_rules():
        if rule.endpoint not in OPEN:
            with desk.app.test_request_context():
                path = url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "0" * 32))
            yield from ((path, method) for method in sorted(rule.methods & {"GET", "POST"}))


def test_every_page_asks_for_the_passphrase_first(desk):
    before = desk.count
    desk.client.post("/lock")
    for path, method in routes(desk):
        answer = desk.client.open(path, method=method)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/unlock?back="), path
    assert desk.count == before


def test_every_page_leads_to_setting_up_first(fresh_desk):
    for path, method in routes(fresh_desk):
        assert fresh_desk.client.open(path, method=method).location == "/setup", path


def test_no_form_is_taken_without_its_token(desk):
    desk.app.config.update(WTF_CSRF_ENABLED=True)
    for path, method in routes(desk):
        if method == "POST":
            assert desk.client.post(path).status_code == 400, path
    for path in ("/setup", "/unlock", "/settings/seal"):
        assert desk.client.post(path, data={"passphrase": desk.passphrase}).status_code == 400
    page = desk.get("/people/new")
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "alias": "Nova", "role": "participant"}
    assert desk.client.post("/people/new", data=form).status_code == 303

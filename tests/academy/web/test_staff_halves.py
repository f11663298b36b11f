"""Half-days made of lessons and activities: offered, filled, and called so wherever they show."""

import re

import pytest

from academy import actions
from academy.printing import pdf
from academy.projections import workshops

DECIDES, ROOMS = "advocacy/who-decides", "advocacy/three-rooms-one-ask"


def taught(desk):
    return [row["teaches"] for row in desk.sessions]


def fill(desk, *pieces, session=""):
    session = session or desk.first
    return desk.done(f"/sessions/{session}/fill", piece=list(pieces))


def test_half_days_are_offered_that_fit(planned_desk):
    morning, afternoon = (row["session"] for row in planned_desk.sessions[:2])
    page = planned_desk.get(f"/sessions/{morning}/fill")
    assert "165 min for teaching" in page
    assert "What advocacy is</bdi> · <bdi>Choosing the issue</bdi>" in page
    assert "Evidence that persuades</bdi> · <bdi>Who decides</bdi>" in page
    assert "Share the rent" not in page  # the workshop is about advocacy
    assert "Our agreement</bdi> · <bdi>" not in page  # it opens the week where somebody puts it
    assert 'value="advocacy/our-agreement"' in page
    page = planned_desk.get(f"/sessions/{afternoon}/fill")
    assert "150 min for teaching" in page
    assert "</bdi> · <bdi>" not in page


def test_what_is_planned_already_is_not_offered_again(planned_desk):
    fill(planned_desk, DECIDES, ROOMS)
    second = planned_desk.sessions[2]["session"]
    offers = planned_desk.get(f"/sessions/{second}/fill").split("<fieldset")[0]
    assert "What advocacy is" in offers
    assert "Who decides" not in offers
    assert "Who decides" in planned_desk.get(f"/sessions/{planned_desk.first}/fill")


def test_a_session_is_filled_and_says_its_minutes(planned_desk):
    page = fill(planned_desk, DECIDES, ROOMS)
    assert taught(planned_desk)[0] == [DECIDES, ROOMS]
    assert "165 of 165" in page
    assert 'placeholder="Who decides · Three rooms, one ask"' in page
    assert "too long" not in page
    page = fill(planned_desk, "advocacy/choosing-the-issue", ROOMS)
    assert "These take 180 min; this half-day has 165." in page
    assert "too long" in page


def test_what_the_laptop_has_no_course_for_cannot_be_chosen_but_stays(planned_desk):
    fill(planned_desk, DECIDES, "nowhere/nothing", "../../x", "budgeting/exchange-rates")
    assert taught(planned_desk)[0] == [DECIDES]
    actions.fill_sessions(planned_desk.store, {planned_desk.first: [DECIDES, "elsewhere/lesson"]})
    page = planned_desk.get(f"/attendance/{planned_desk.first}")
    assert "Who decides" in page
    assert "elsewhere" not in page
    page = planned_desk.get(f"/sessions/{planned_desk.first}/fill")
    assert 'value="elsewhere/lesson" checked' in page
    assert "not on this copy" in page
    fill(planned_desk, DECIDES, "elsewhere/lesson")
    assert taught(planned_desk)[0] == [DECIDES, "elsewhere/lesson"]


def test_more_than_six_are_refused_and_what_was_ticked_stays(planned_desk):
    with_all = [f"advocacy/{one}" for one in ("what-advocacy-is", "choosing-the-issue")]
    with_all += [DECIDES, ROOMS]
    workshop = planned_desk.workshop
    row = workshops.workshop(planned_desk.store.tables(), workshop)
    facts = {name: row[name] for name in ("title", "level", "country", "starts", "ends")}
    courses = ["advocacy", "budgeting"]
    actions.revise_workshop(planned_desk.store, workshop, **facts, courses=courses)
    more = ["budgeting/exchange-rates", "budgeting/several-donors", "budgeting/share-the-rent"]
    path = f"/sessions/{planned_desk.first}/fill"
    page = planned_desk.refused(path, 400, piece=with_all + more)
    assert "at most 6" in page
    assert page.count(" checked") == 7
    assert taught(planned_desk)[0] == []


def test_the_empty_half_days_are_filled_from_the_courses(planned_desk):
    _first, second, third, *_ = planned_desk.sessions
    actions.revise_session(
        planned_desk.store, second["session"], title="Site visit", day=second["day"],
        half=second["half"], countable=True,
    )  # fmt: skip
    actions.revise_session(
        planned_desk.store, third["session"], title="", day=third["day"], half=third["half"],
        countable=False,
    )  # fmt: skip
    page = planned_desk.done(f"/workshops/{planned_desk.workshop}/fill")
    filled = dict(enumerate(taught(planned_desk)))
    assert "6 half-days are filled." in page
    assert filled[0] == ["advocacy/what-advocacy-is", "advocacy/choosing-the-issue"]
    assert (filled[1], filled[2]) == ([], [])
    assert filled[3] == ["advocacy/evidence"]  # an afternoon has no room for the next as well
    assert filled[4] == [DECIDES, "advocacy/a-message-for-each-audience"]
    assert filled[7] == [ROOMS]
    before = planned_desk.count
    assert "0 half-days" in planned_desk.done(f"/workshops/{planned_desk.workshop}/fill")
    assert planned_desk.count == before
    assert planned_desk.post(f"/workshops/{'0' * 32}/fill").status_code == 404


def test_today_leads_to_the_guides_of_what_is_taught(planned_desk):
    taught_today = {row["session"]: [DECIDES, "nowhere/nothing"] for row in planned_desk.sessions}
    actions.fill_sessions(planned_desk.store, taught_today)
    page = planned_desk.get("/")
    assert re.findall(r'href="(/guides/[^"]+)"', page) == [f"/guides/{DECIDES}"]


LANGUAGES = {"en": "Who decides", "fr": "Qui décide", "zh_Hans": "谁说了算", "ar": "من يقرر"}


@pytest.mark.parametrize(("locale", "title"), LANGUAGES.items())
def test_the_title_is_in_the_readers_language_wherever_it_stands(room, locale, title):
    desk, session = room, room.first
    fill(desk, DECIDES)
    desk.client.set_cookie("language", locale)
    desk.house.codes.open(session)
    for path in ("/", f"/attendance/{session}", f"/code/{session}", f"/sessions/{session}/cancel"):
        assert title in desk.get(path), path
    assert title in desk.get(f"/workshops/{desk.workshop}")


def test_a_title_typed_by_hand_stays_as_typed(room):
    desk, session = room, room.sessions[0]
    fill(desk, DECIDES)
    actions.revise_session(
        desk.store, session["session"], title="Notre matinée", day=session["day"],
        half=session["half"], countable=True,
    )  # fmt: skip
    for locale, title in LANGUAGES.items():
        desk.client.set_cookie("language", locale)
        page = desk.get(f"/attendance/{session['session']}")
        assert "Notre matinée" in page
        assert title not in page
    desk.client.set_cookie("language", "en")
    assert "The title typed by hand is shown" in desk.get(f"/sessions/{session['session']}/fill")


@pytest.fixture
def room(planned_desk):
    """With somebody in it, so that there is a grid."""
    actions.register_person(planned_desk.store, workshop=planned_desk.workshop, alias="Heron")
    return planned_desk


@pytest.mark.parametrize(("locale", "title"), LANGUAGES.items())
def test_the_sheet_and_the_grid_say_it_too(room, monkeypatch, locale, title):
    made = []
    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", lambda html: made.append(html) or b"%PDF-1.7")
    sessions = [row["session"] for row in room.sessions[:2]]
    fill(room, DECIDES)
    room.client.set_cookie("language", locale)
    grid = room.get("/")
    assert re.search(rf'title="[^"]*{title}[^"]*"', grid)
    for chosen in (sessions, sessions[:1]):
        answer = room.client.get("/certificates/sheet", query_string={"session": chosen})
        assert answer.mimetype == "application/pdf"
        assert title.replace(" ", "") in re.sub(r"<br>|\s", "", made[-1])

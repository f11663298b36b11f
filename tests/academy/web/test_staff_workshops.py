import pytest

from academy.projections import workshops

FORM = {
    "title": "Leadership week",
    "level": "regional",
    "country": "KE",
    "starts": "2026-11-23",
    "ends": "2026-11-29",
    "languages": ["fr", "en", "xx"],
    "courses": ["advocacy", "nowhere"],
    "shape": "five",
}


def the_only(desk):
    (row,) = workshops.page_of(desk.store.tables(), 60, 0)
    return row


def test_the_form_offers_neutral_words_countries_and_pictures_of_the_week(empty_desk):
    page = empty_desk.get("/workshops/new")
    assert 'value="Leadership week"' in page
    assert '<option value="KE">Kenya</option>' in page
    assert page.count('<i class="on">') == 10 + 12
    assert page.count('<i class="none">') == 1


def test_countries_are_named_and_sorted_in_the_visitor_s_language(empty_desk):
    empty_desk.client.set_cookie("language", "fr")
    page = empty_desk.get("/workshops/new")
    order = [page.index(f'<option value="{code}">') for code in ("ZA", "CI", "EG", "ZW")]
    assert order == sorted(order)
    assert "Côte d’Ivoire" in page


def test_planning_records_the_week_and_makes_it_the_one_at_hand(empty_desk):
    page = empty_desk.done("/workshops/new", **FORM)
    assert "Planned" in page
    row = the_only(empty_desk)
    assert (row["languages"], row["courses"]) == (["fr", "en"], ["advocacy"])
    assert row["sessions"] == 10
    assert empty_desk.store.setting("workshop") == row["workshop"]


@pytest.mark.parametrize(
    ("shape", "ends", "sessions"),
    [
        ({"shape": "five"}, "2026-11-27", 10),
        ({"shape": "seven"}, "2026-11-29", 13),
        ({"shape": "own", "days": "2", "halves": "3"}, "2026-11-24", 6),
    ],
)
def test_the_last_day_follows_from_the_shape(empty_desk, shape, ends, sessions):
    empty_desk.done("/workshops/new", **{**FORM, **shape, "ends": ""})
    row = the_only(empty_desk)
    assert (row["ends"], row["sessions"]) == (ends, sessions)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "“Title” is empty"),
        ({"title": "x" * 121}, "too long"),
        ({"country": ""}, "not a country known here"),
        ({"level": "galactic"}, "can’t be chosen"),
        ({"starts": "soon"}, "not a date"),
        ({"starts": "soon", "ends": ""}, "not a date"),
        ({"ends": "2026-11-01"}, "before the first day"),
        ({"ends": "2026-11-24"}, "after the last day"),
        ({"ends": "2027-11-24"}, "too far apart"),
        ({"shape": "round"}, "can’t be chosen"),
        ({"shape": "own", "days": "0", "halves": "2"}, "shape can’t be planned"),
        ({"shape": "own", "days": "31", "halves": "3"}, "shape can’t be planned"),
        ({"shape": "own", "days": "many", "halves": "2"}, "shape can’t be planned"),
    ],
)
def test_what_can_t_be_planned_is_said_and_nothing_typed_is_lost(empty_desk, wrong, said):
    form = {**FORM, "title": "A quiet week", **wrong}
    page = empty_desk.refused("/workshops/new", 400, **form)
    assert said in page
    assert f'value="{form["title"]}"' in page
    assert 'value="fr" checked' in page
    assert workshops.all_workshops(empty_desk.store.tables()) == []


def test_a_workshop_is_edited(planned_desk):
    path = f"/workshops/{planned_desk.workshop}/edit"
    assert 'value="fr" checked' in planned_desk.get(path)
    planned_desk.done(path, **{**FORM, "title": "Second week"})
    assert the_only(planned_desk)["title"] == "Second week"
    assert "not a date" in planned_desk.refused(path, 400, **{**FORM, "starts": "x"})


def test_one_of_several_is_chosen(planned_desk):
    planned_desk.done("/workshops/new", **{**FORM, "title": "Another"})
    assert "Work on this" in planned_desk.get("/workshops")
    planned_desk.post(f"/workshops/{planned_desk.workshop}/choose")
    assert planned_desk.store.setting("workshop") == planned_desk.workshop


def test_workshops_nobody_knows_are_not_found(empty_desk):
    for path in ("", "/edit"):
        assert empty_desk.client.get(f"/workshops/{'0' * 32}{path}").status_code == 404
    for path in ("", "/edit", "/choose", "/sessions"):
        form = {"title": "", "day": "2026-11-23", "half": "am", **FORM}
        assert empty_desk.post(f"/workshops/{'0' * 32}{path}", **form).status_code == 404


def plan_form(desk, **changes):
    form = {}
    for row in desk.sessions:
        key = row["session"]
        form |= {f"title_{key}": row["title"], f"day_{key}": row["day"], f"half_{key}": row["half"]}
        if row["countable"]:
            form[f"countable_{key}"] = "on"
    return {**form, **changes}


def test_the_plan_saves_what_was_changed_and_nothing_else(planned_desk):
    first, second = planned_desk.sessions[:2]
    form = plan_form(planned_desk, **{f"title_{first['session']}": "Welcome"})
    del form[f"countable_{second['session']}"]
    before = planned_desk.count
    planned_desk.done(f"/workshops/{planned_desk.workshop}", **form)
    assert planned_desk.count == before + 2
    assert planned_desk.sessions[0]["title"] == "Welcome"
    assert not planned_desk.sessions[1]["countable"]


@pytest.mark.parametrize(
    ("name", "value"), [("day", "never"), ("half", "noon"), ("title", "\ue000")]
)
def test_a_plan_with_one_mistake_saves_nothing_and_loses_nothing(planned_desk, name, value):
    first, second = (row["session"] for row in planned_desk.sessions[:2])
    form = plan_form(planned_desk, **{f"title_{first}": "Welcome", f"{name}_{second}": value})
    before = planned_desk.count
    page = planned_desk.refused(f"/workshops/{planned_desk.workshop}", 400, **form)
    assert 'value="Welcome"' in page
    assert planned_desk.count == before


def test_a_session_is_added(planned_desk):
    path = f"/workshops/{planned_desk.workshop}/sessions"
    day = planned_desk.sessions[0]["day"]
    planned_desk.done(path, title="Dinner", day=day, half="eve")
    assert [r["countable"] for r in planned_desk.sessions if r["title"] == "Dinner"] == [0]
    assert "Lunch" in planned_desk.refused(path, 400, title="Lunch", day=day, half="noon")


def test_a_session_is_cancelled_with_a_reason(planned_desk):
    session = planned_desk.first
    path = f"/sessions/{session}/cancel"
    planned_desk.house.codes.open(session)
    planned_desk.get(path)
    planned_desk.refused(path, 400, reason=" ")
    planned_desk.done(path, reason="Strike")
    assert session not in {row["session"] for row in planned_desk.sessions}
    assert not planned_desk.house.codes.is_open(session)
    assert planned_desk.client.get(path).status_code == 409

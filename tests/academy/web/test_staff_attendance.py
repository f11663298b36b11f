import re

import pytest

from academy import actions, events
from academy.projections import attendance


def checked(page):
    return re.findall(r'name="p_([0-9a-f]{32})" value="(\w+)" checked', page)


def mark(desk, person, state, session=None):
    actions.mark_attendance(
        desk.store, session=session or desk.first, states={person: state}, way="grid"
    )


def disagree(desk, person, session=None):
    """Two marks nobody replaced, as two laptops bring them."""
    session = session or desk.first
    desk.store.record(
        lambda _t: [
            events.AttendanceMarked(
                workshop=desk.workshop,
                session=session,
                person=person,
                state=state,
                way="grid",
                at="2017-04-24T09:00",
            )
            for state in ("present", "absent")
        ]
    )


def test_nobody_is_ticked_before_anybody_ticks(desk):
    page = desk.get(f"/attendance/{desk.first}")
    assert checked(page) == []
    assert page.count('role="radiogroup"') == 13


def test_eighteen_people_are_taken_in_one_form(desk):
    for number in range(6):
        actions.register_person(desk.store, workshop=desk.workshop, alias=f"More {number}")
    who = [row["person"] for row in desk.people if row["role"] == "participant"]
    states = ["present", "late", "left_early", "excused", "absent", "present"] * 3
    form = {f"p_{person}": state for person, state in zip(who, states, strict=True)}
    page = desk.done(f"/attendance/{desk.first}", way="grid", **form)
    assert "18 marks are recorded." in page
    assert desk.states(desk.first) == dict(zip(who, states, strict=True))
    assert len(checked(page)) == 18


def test_the_one_button_marks_the_other_participants_and_nobody_else(desk):
    late, away = desk.everybody[:2]
    form = {f"p_{late}": "late", f"p_{away}": "absent", "others": "present"}
    desk.done(f"/attendance/{desk.first}", **form)
    states = desk.states(desk.first)
    assert (states[late], states[away]) == ("late", "absent")
    assert sorted(states) == sorted(desk.everybody)
    assert list(states.values()).count("present") == 10


def test_a_grid_with_corrections_is_one_change(desk, monkeypatch):
    late, away = desk.everybody[:2]
    mark(desk, late, "absent")
    recorded = []
    record = desk.store.record
    monkeypatch.setattr(desk.store, "record", lambda decide: recorded.append(1) or record(decide))
    page = desk.done(
        f"/attendance/{desk.first}",
        **{f"p_{late}": "late", f"was_{late}": "absent", f"p_{away}": "absent"},
        reason="Came later",
    )
    assert recorded == [1]
    assert "1 mark is recorded." in page
    assert "1 mark is corrected." in page
    assert (desk.states(desk.first)[late], desk.states(desk.first)[away]) == ("late", "absent")


def test_what_was_typed_from_paper_is_remembered_as_such(desk):
    page = desk.get(f"/attendance/{desk.first}?way=sheet")
    assert re.findall(r'class="n">(\d+)<', page) == [str(n) for n in range(1, 14)]
    person = desk.everybody[0]
    desk.done(f"/attendance/{desk.first}", way="sheet", **{f"p_{person}": "late"})
    trail = attendance.trail(desk.store.tables(), desk.first, person)
    assert [row["way"] for row in trail] == ["sheet"]


def test_the_same_again_changes_nothing(desk):
    person = desk.everybody[0]
    mark(desk, person, "present")
    before = desk.count
    page = desk.done(f"/attendance/{desk.first}", **{f"p_{person}": "present"})
    assert "Nothing was changed." in page
    assert desk.count == before


def test_a_correction_needs_a_reason_and_keeps_both(desk):
    person, other = desk.everybody[:2]
    mark(desk, person, "absent")
    form = {f"p_{person}": "late", f"p_{other}": "present"}
    page = desk.refused(f"/attendance/{desk.first}", 409, **form)
    assert "Say why" in page
    assert "absent → late" in page
    assert set(checked(page)) == {(person, "late"), (other, "present")}
    assert desk.states(desk.first) == {person: "absent"}

    page = desk.done(f"/attendance/{desk.first}", why="Came later", **form)
    assert "1 mark is recorded." in page
    assert "1 mark is corrected." in page
    trail = attendance.trail(desk.store.tables(), desk.first, person)
    assert [(row["state"], row["reason"], row["standing"]) for row in trail] == [
        ("absent", "", 0),
        ("late", "Came later", 1),
    ]


def test_a_reason_that_can_t_be_kept_changes_nothing_at_all(desk):
    person, other = desk.everybody[:2]
    mark(desk, person, "absent")
    before = desk.count
    desk.refused(
        f"/attendance/{desk.first}",
        400,
        reason="x" * 301,
        **{f"p_{person}": "late", f"p_{other}": "present"},
    )
    assert desk.count == before


def test_a_mark_made_on_a_phone_meanwhile_is_not_undone_by_a_row_nobody_touched(desk):
    person = desk.everybody[0]
    mark(desk, person, "present")
    store = desk.store
    actions.correct_mark(store, session=desk.first, person=person, state="left_early", reason="Bus")
    page = desk.done(
        f"/attendance/{desk.first}", **{f"p_{person}": "present", f"was_{person}": "present"}
    )
    assert "Nothing was changed." in page
    assert desk.states(desk.first) == {person: "left_early"}


def test_all_others_does_not_touch_who_marked_themselves_meanwhile(desk):
    person = desk.everybody[0]
    mark(desk, person, "late")
    desk.done(f"/attendance/{desk.first}", others="present")
    assert desk.states(desk.first)[person] == "late"


@pytest.mark.parametrize("state", ["asleep", "PRESENT", "1"])
def test_states_nobody_knows_are_refused(desk, state):
    page = desk.refused(f"/attendance/{desk.first}", 400, **{f"p_{desk.everybody[0]}": state})
    assert state in page
    assert desk.states(desk.first) == {}


def test_sessions_and_people_nobody_knows_are_not_found(desk):
    for path in (f"/attendance/{'0' * 32}", f"/attendance/{desk.first}/{'0' * 32}"):
        assert desk.client.get(path).status_code == 404
        assert desk.post(path, state="late", reason="x").status_code == 404


def test_a_cancelled_session_is_not_taken(desk):
    session = desk.first
    actions.cancel_session(desk.store, session, reason="Strike")
    assert desk.client.get(f"/attendance/{session}").status_code == 409


def test_the_grid_shows_every_mark_and_leads_to_it(desk):
    person = desk.everybody[0]
    mark(desk, person, "excused")
    page = desk.get("/attendance")
    link = page.split(f'/attendance/{desk.first}/{person}"')[1]
    assert 'class="bead ex"' in link[:250]
    assert page.count('class="bead none" title') == 13 * 10 - 1


def test_all_sessions_are_one_link_away(desk):
    actions.add_session(
        desk.store,
        workshop=desk.workshop,
        title="Dinner",
        day=desk.sessions[0]["day"],
        half="eve",
        countable=False,
    )
    assert "Dinner" not in desk.get("/attendance")
    assert "Dinner" in desk.get("/attendance?all=1")


def test_one_mark_s_story_says_when_how_where_and_why(desk):
    person = desk.everybody[0]
    mark(desk, person, "absent")
    path = f"/attendance/{desk.first}/{person}"
    assert "say why" not in desk.get(path)
    page = desk.done(path, state="excused", why="Told us beforehand")
    for said in ("replaced", "stands", "by hand", "correction", "this laptop", "Told us"):
        assert said in page


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"state": "late"}, 400),
        ({"state": "late", "reason": "   "}, 400),
        ({"state": "late", "reason": "x" * 301}, 400),
        ({"state": "asleep", "reason": "x"}, 400),
        ({"reason": "x"}, 400),
    ],
)
def test_a_correction_that_says_too_little_is_refused(desk, form, status):
    person = desk.everybody[0]
    mark(desk, person, "absent")
    before = desk.count
    desk.refused(f"/attendance/{desk.first}/{person}", status, **form)
    assert desk.count == before


def test_what_isn_t_recorded_is_marked_and_not_corrected(desk):
    path = f"/attendance/{desk.first}/{desk.everybody[0]}"
    page = desk.get(path)
    assert "Not recorded yet" in page
    assert f'action="/attendance/{desk.first}"' in page
    desk.refused(path, 409, state="late", reason="x")


def test_a_conflict_is_ringed_explained_and_decided(desk):
    person = desk.everybody[0]
    disagree(desk, person)
    assert 'class="bead on ring"' in desk.get("/attendance")
    assert "to decide" in desk.get(f"/attendance/{desk.first}")
    path = f"/attendance/{desk.first}/{person}"
    assert "the better one for the participant holds: present." in desk.get(path)
    page = desk.done(path, state="present", why="Two laptops disagreed")
    assert "nobody has decided" not in page
    assert 'class="bead on ring" title' not in desk.get("/attendance")

"""The trainer's page of worksheets: teams' sheets and plans, never a person's own."""

import msgspec
import pytest

from academy import actions, events
from academy.projections import plans
from academy.store import sheets
from academy.web.shared.security import SHEET_POLICY
from tests import ours
from tests.academy.web.conftest import Desk

SHELF = ours.sheets()
PLAN = SHELF["advocacy", "plan"]
BUDGET = SHELF["budgeting", "budget"]


@pytest.fixture
def team(desk: Desk) -> str:
    """The plan of the team North, ready to be handed in."""
    id = actions.begin_sheet(
        desk.store, PLAN, workshop=desk.workshop, person=desk.everybody[0], team="North"
    )
    texts = {
        "asks.1.ask": "Order signed", "asks.1.primary": "Commander", "actors.2.name": "Ministry",
    }  # fmt: skip
    actions.save_sheet(desk.store, PLAN, id, texts, seen=1, language="en")
    return id


def test_the_page_lists_the_teams_sheets_and_nobodys_own(desk: Desk, team: str):
    own = actions.begin_sheet(
        desk.store, BUDGET, workshop=desk.workshop, person=desk.everybody[5]
    )  # fmt: skip
    page = desk.get("/worksheets")
    assert "Advocacy plan" in page
    assert f"/worksheets/team/{team}/paper" in page
    assert own not in page
    assert desk.client.get(f"/worksheets/team/{own}/xlsx").status_code == 404
    assert desk.client.get(f"/worksheets/team/{team}/xlsx").data[:2] == b"PK"
    assert "Order signed" in desk.client.get(f"/worksheets/team/{team}/csv").text


def test_a_plan_is_given_out_as_it_was_handed_in(desk: Desk, team: str):
    person = desk.everybody[0]
    actions.hand_in_sheet(desk.store, PLAN, team, workshop=desk.workshop, person=person)
    seen = sheets.held(desk.store.tables(), team).rev
    actions.save_sheet(
        desk.store, PLAN, team, {"asks.1.ask": "Something else"}, seen=seen, language="en"
    )  # fmt: skip
    page = desk.get("/worksheets")
    assert f"/worksheets/plan/{team}/paper" in page
    text = desk.client.get(f"/worksheets/plan/{team}/csv").text
    assert "Order signed" in text
    assert "Something else" not in text
    assert "Ministry" in text
    answer = desk.client.get(f"/worksheets/plan/{team}/xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=table.xlsx"
    assert desk.client.get(f"/worksheets/plan/{'0' * 32}/xlsx").status_code == 404


def test_a_hostile_plan_is_laid_out_within_bounds(desk: Desk):
    cells = {f"lines.{'9' * n}.share.{m}x": "=1" for n in range(1, 30) for m in range(30)}
    cells |= {"lines.a.description": "=HYPERLINK(1)", "nothing.1.at_all": "x", "grand": "7"}
    event = events.PlanHandedIn(
        plan="6" * 32, workshop=desk.workshop, person=desk.everybody[0], team="=North",
        course="budgeting", worksheet="budget", places=tuple(cells), texts=tuple(cells.values()),
        at="2017-04-24T09:00",
    )  # fmt: skip
    desk.store.record(lambda _tables: [event])
    assert "=North" in desk.get("/worksheets")
    for kind in ("xlsx", "csv"):
        assert desk.client.get(f"/worksheets/plan/{'6' * 32}/{kind}").status_code == 200
    unknown = msgspec.structs.replace(event, plan="7" * 32, worksheet="gone")
    desk.store.record(lambda _tables: [unknown])
    assert "gone" in desk.get("/worksheets")
    assert desk.client.get(f"/worksheets/plan/{'7' * 32}/xlsx").status_code == 404


def begin(desk: Desk, team: str, worksheet: str = "budgeting/budget") -> str:
    answer = desk.post("/worksheets/begin", team=team, worksheet=worksheet)
    assert answer.status_code == 303, answer.status_code
    return str(answer.location)


def test_what_was_filled_in_on_paper_is_typed_in_and_handed_in_for_the_team(desk: Desk, team: str):
    store, (first, *_rest) = desk.store, desk.everybody
    actions.revise_person(store, first, workshop=desk.workshop, alias="Heron", team="North")
    page = desk.get("/worksheets")
    assert 'name="worksheet"' in page
    # The sheet that the team began on its phones, however the team is written.
    home = begin(desk, "north", "advocacy/plan")
    assert home == f"/worksheets/team/{team}/"
    assert "Order signed" in desk.get(f"{home}asks/1/")
    assert "12.00" in desk.done(
        f"{home}activities/1/", **{"activities.1.cost": "12"}, seen="9", then="back"
    )
    assert desk.done(f"{home}asks/more").count("asks.2.ask")
    assert "asks.2" not in desk.done(f"{home}asks/2/less", seen="99")
    members = desk.get(home)
    assert f'<option value="{first}">Heron</option>' in members
    assert desk.everybody[5] not in members
    desk.done(f"{home}activities/1/", **{"activities.1.cost": ""}, seen="99", then="back")
    desk.refused(f"{home}hand-in", 404, person=desk.everybody[5])
    assert "Handed in on" in desk.done(f"{home}hand-in", person=first)
    assert 'name="plan" value="North" checked' in desk.get("/certificates")
    actions.erase_person(store, first)  # who can take it back is who was chosen
    assert plans.plans(store.tables(), desk.workshop) == []


def test_a_sheet_typed_in_is_the_teams_on_its_phones_too(desk: Desk):
    person = desk.everybody[0]
    actions.revise_person(desk.store, person, workshop=desk.workshop, alias="Heron", team="North")
    home = begin(desk, "North")
    other = actions.begin_sheet(
        desk.store, BUDGET, workshop=desk.workshop, person=person, team="North"
    )  # fmt: skip
    assert home == f"/worksheets/team/{other}/"
    answer = desk.client.get(f"{home}lines/1/")
    assert answer.headers["Content-Security-Policy"] == SHEET_POLICY
    assert "sheet.js" in answer.text


WRONG = {
    "no team": {"worksheet": "budgeting/budget", "team": ""},
    "a team nobody is in": {"worksheet": "budgeting/budget", "team": "Nobody"},
    "no worksheet": {"team": "North"},
    "a worksheet that isn't there": {"team": "North", "worksheet": "budgeting/nothing"},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_begun_is_refused(desk: Desk, name: str):
    assert desk.post("/worksheets/begin", **WRONG[name]).status_code in {400, 404}
    assert desk.store.tables().value("SELECT count(*) FROM sheets") == 0


def test_nobodys_own_sheet_can_be_opened_here(desk: Desk):
    person = desk.everybody[5]
    own = actions.begin_sheet(desk.store, BUDGET, workshop=desk.workshop, person=person)
    for path in ("", "lines/1/", "csv"):
        assert desk.client.get(f"/worksheets/team/{own}/{path}").status_code == 404
    for path in ("lines/1/", "lines/more", "lines/1/less", "hand-in"):
        assert desk.post(f"/worksheets/team/{own}/{path}", person=person).status_code == 404


def test_blank_forms_are_at_hand_before_anything_is_planned(empty_desk: Desk):
    page = empty_desk.get("/worksheets")
    assert "/worksheets/blank/budgeting/budget/paper" in page
    assert empty_desk.client.get("/worksheets/blank/swit/assessment/xlsx").data[:2] == b"PK"
    assert empty_desk.client.get("/worksheets/blank/swit/nothing/xlsx").status_code == 404


def test_the_page_needs_the_passphrase(fresh_desk: Desk):
    fresh_desk.house.set_up(fresh_desk.passphrase)
    assert fresh_desk.client.get("/worksheets").status_code == 302

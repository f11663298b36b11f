"""The trainer's page of worksheets: teams' sheets and plans, never a person's own."""

import msgspec
import pytest

from academy import actions, events, worksheets
from academy.data import data_folder
from academy.store import sheets
from tests.academy.web.conftest import Desk

SHELF = worksheets.load(data_folder("courses"))
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


def test_blank_forms_are_at_hand_before_anything_is_planned(empty_desk: Desk):
    page = empty_desk.get("/worksheets")
    assert "/worksheets/blank/budgeting/budget/paper" in page
    assert empty_desk.client.get("/worksheets/blank/swit/assessment/xlsx").data[:2] == b"PK"
    assert empty_desk.client.get("/worksheets/blank/swit/nothing/xlsx").status_code == 404


def test_the_page_needs_the_passphrase(fresh_desk: Desk):
    fresh_desk.house.set_up(fresh_desk.passphrase)
    assert fresh_desk.client.get("/worksheets").status_code == 302

"""The invented week: what a newcomer should see of every part is there."""

from academy import actions, demo, worksheets
from academy.data import data_folder
from academy.store import Store, sheets
from academy.worksheets import Worked


def test_a_team_has_a_budget_that_comes_out_and_a_plan_ready_to_be_handed_in(store: Store):
    workshop = demo.fill(store)
    shelf = worksheets.load(data_folder("courses"))
    found = {}
    for row in sheets.of_team(store.tables(), workshop):
        held = sheets.held(store.tables(), row["sheet"])
        worked = Worked(shelf[row["course"], row["worksheet"]], actions.entered(held))
        assert not worked.stopped
        assert len(held.first) > 40
        found[row["worksheet"]] = worked
    assert set(found) == {"budget", "plan"}
    direct = found["budget"].worksheet.column("direct")
    assert direct is not None
    assert found["budget"].value(direct, {}) == 12 * (60_000 + 51_000 + 25_000) + 425_000 + 12_500

"""The organiser's report as a page, and the same figures as CSV and JSON."""

import csv
import io

import pytest
from click.testing import CliRunner

from academy import actions, rules
from academy.cli import main
from tests.academy.conftest import PASSPHRASE

YEAR = "2017-01-01", "2017-12-31"
ASKED = "?from=2017-01-01&to=2017-12-31"


@pytest.fixture
def report_desk(empty_desk):
    """One workshop of 2017 with a half-day held: two of three came, one mark was left out."""
    empty_desk.workshop = actions.plan_workshop(
        empty_desk.store, title="=Leadership", level="regional", country="KE",
        starts="2017-04-24", ends="2017-04-24",
        shape=rules.shape("own", days=1, halves=2),
    )  # fmt: skip
    rows = [
        {"alias": "Heron", "organisation": "Ring A", "country": "KE"},
        {"alias": "Ivy", "organisation": "ring a", "country": "UG"},
        {"alias": "Stone"},
    ]
    people = actions.register_list(empty_desk.store, workshop=empty_desk.workshop, rows=rows)
    morning, afternoon = (row["session"] for row in empty_desk.sessions)
    states = {people[0]: "present", people[1]: "late", people[2]: "absent"}
    actions.mark_attendance(empty_desk.store, session=morning, states=states, way="grid")
    states.pop(people[2])
    actions.mark_attendance(empty_desk.store, session=afternoon, states=states, way="grid")
    return empty_desk


def test_the_page_tells_register_came_and_rate_apart(report_desk):
    page = report_desk.get(f"/report{ASKED}")
    for label, count in (("Registered", 3), ("Came to at least one half-day", 2), ("Completed", 0)):
        assert f"<dt>{label}</dt><dd>{count}</dd>" in page
    assert "67 %" in page  # 4 of 6
    assert "4 of 6" in page
    assert "1 mark that is not recorded" in page
    assert "The three are not added up" in page
    assert page.count("None ended in this period.") == 2


def test_the_default_is_this_year(report_desk):
    year = report_desk.store.now().year
    page = report_desk.get("/report")
    assert f'value="{year}-01-01"' in page
    assert f'value="{year}-12-31"' in page
    assert "No workshop with a recorded half-day ended" in page


def test_a_laptop_says_that_it_counts_only_itself(report_desk):
    assert "this page counts only what is on this one" in report_desk.get(f"/report{ASKED}")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?from=2017-12-31&to=2017-01-01", "The last day is before the first day"),
        ("?from=x&to=2017-01-01", "is not a date"),
        ("?from=<script>&to=2017-01-01", "is not a date"),
    ],
)
def test_a_period_that_is_none_is_refused_and_stays_in_the_form(report_desk, asked, said):
    answer = report_desk.client.get(f"/report{asked}")
    assert answer.status_code == 400
    assert said in answer.text
    assert "<script>" not in answer.text
    assert 'value="2017-01-01"' in answer.text
    assert report_desk.client.get(f"/report.csv{asked}").status_code == 400


def test_the_csv_is_for_spreadsheets_and_runs_nothing(report_desk):
    answer = report_desk.client.get(f"/report.csv{ASKED}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=table.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == ["level"] * 3 + ["workshop"]
    assert rows[-1]["workshop"] == "'=Leadership"
    assert (rows[0]["people"], rows[0]["organisations"], rows[0]["rate"]) == ("2", "1", "67")


def test_the_json_is_what_the_command_prints(report_desk):
    page = report_desk.client.get(f"/report.json{ASKED}")
    assert page.mimetype == "application/json"
    told = page.json
    assert told["levels"][0] == {
        "level": "regional", "workshops": 1, "register": 3, "people": 2, "organisations": 1,
        "countries": 2, "without_country": 0, "attendances": 4, "possible": 6,
        "completed": 0, "certificates": 0,
        "trainers": 0, "not_recorded": 1, "rate": 67,
    }  # fmt: skip
    answer = CliRunner().invoke(
        main,
        ["--folder", str(report_desk.store.folder), "report", "--from", YEAR[0], "--to", YEAR[1],
         "--json"],
        env={"ACADEMY_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip

    def without_minute(text):
        return [line for line in text.splitlines() if '"as_of"' not in line]

    assert without_minute(answer.output) == without_minute(page.text)

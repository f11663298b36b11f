"""The organiser's report as a page, and the same figures as CSV and JSON."""

import csv
import io
from datetime import date

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from academy import actions, rules
from academy.cli import main
from academy.projections import workshops
from academy.reports import COLUMNS
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
        "trainers": 0, "not_recorded": 1, "rate": 67, "matched": 0, "improved": 0,
        "gain_in_tenths": None, "evaluated": 0, "satisfaction_in_tenths": None,
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


@pytest.mark.parametrize(
    ("language", "separator"), [("fr", ";"), ("es", ";"), ("ru", ";"), ("en", ","), ("zh-CN", ",")]
)
def test_the_csv_opens_in_columns_where_its_language_is_spoken(report_desk, language, separator):
    """A spreadsheet parts columns by its country's list separator, and by nothing else."""
    workshop = report_desk.workshop
    row = workshops.workshop(report_desk.store.tables(), workshop)
    actions.revise_workshop(
        report_desk.store, workshop, title="Semaine; mars, avril", level=row["level"],
        country="KE", starts=row["starts"], ends=row["ends"], languages=("fr",), courses=(),
    )  # fmt: skip
    answer = report_desk.client.get(f"/report.csv{ASKED}", headers={"Accept-Language": language})
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert not lines[0].startswith("sep=")  # Excel would read é wrongly, others would show a row
    assert [len(row) for row in csv.reader(lines, delimiter=separator)] == [len(COLUMNS)] * 5
    rows = list(csv.DictReader(lines, delimiter=separator))
    assert rows[-1]["workshop"] == "Semaine; mars, avril"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-Hans", "ar"])
def test_the_workbook_is_read_back_in_every_language(report_desk, language):
    answer = report_desk.client.get(f"/report.xlsx{ASKED}", headers={"Accept-Language": language})
    assert answer.headers["Content-Disposition"] == "attachment; filename=table.xlsx"
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    levels, held, about = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [len(row) for row in levels] == [13] * 4
    assert levels[1][1:9] == [1.0, 1.0, 2.0, 0.0, 3.0, 2.0, 4.0, 6.0]
    assert levels[1][9] == 0.67
    assert levels[2][9] == ""  # of nothing there is no rate
    assert held[1][0] == "=Leadership"
    assert held[1][3:5] == [date(2017, 4, 24)] * 2
    assert about[0][1] == date(2017, 1, 1)
    if language == "en":
        assert levels[0][:5] == ["Level", "Workshops", "Organisations", "Countries", "Trainers"]
        assert held[1][1:3] == ["Regional workshops", "Kenya"]
    else:
        assert "Level" not in levels[0]


def test_the_command_writes_the_same_workbook(report_desk):
    answer = CliRunner().invoke(
        main,
        ["--folder", str(report_desk.store.folder), "report", "--from", YEAR[0], "--to", YEAR[1],
         "--xlsx"],
        env={"ACADEMY_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip
    assert answer.exit_code == 0
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.stdout_bytes))
    assert book.sheet_names == ["Level", "Workshops", "About this report"]


def test_the_page_offers_the_workbook_first(report_desk):
    page = report_desk.get(f"/report{ASKED}")
    assert page.index("/report.xlsx?") < page.index("/report.csv?") < page.index("/report.json?")

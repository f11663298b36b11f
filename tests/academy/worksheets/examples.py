"""The worked examples of the curriculum, typed in as people type them."""

from pathlib import Path

from academy import worksheets
from academy.data import data_folder
from academy.worksheets import Entered, Worked, Worksheet

PACKS = Path(__file__).with_name("packs")
"""Worksheets that no course has yet, with the examples that they come to."""


def shipped(course: str, id: str) -> Worksheet:
    return worksheets.load(data_folder("courses"))[course, id]


def trial(id: str) -> Worksheet:
    return worksheets.load(PACKS)["sums", id]


def rows(worksheet: Worksheet, table: str, columns: str, *given: str) -> dict[str, str]:
    """Texts of a table: columns by name, then one text a row, parted by “|”."""
    return {
        f"{table}.{number}.{id}": cell.strip()
        for number, row in enumerate(given, 1)
        for id, cell in zip(columns.split(), row.split("|"), strict=True)
    }


DONORS = (
    "R | USD | 103.50 | 101.20 | 101.20 | 10 |    |",
    "B | EUR | 117.30 | 120.10 |        |  7 | 11 |",
    "G | USD | 103.50 | 101.20 |        |  0 |    |",
)
COLUMNS = "description unit_cost quantity frequency share.1 share.2 share.3"
LINES = (
    "Coordinator salary         | 60,000.00 |  1 | 12 | 50    | 30    | 20",
    "Finance officer            | 35,000.00 |  1 | 12 | 50    | 25    | 25",
    "Community outreach workers |  8,500.00 |  6 | 12 |       | 40    | 60",
    "Office rent                | 25,000.00 |  1 | 12 | 33.34 | 33.33 | 33.33",
    "Internet and airtime       |  4,750.00 |  1 | 12 | 33.34 | 33.33 | 33.33",
    "SWIT workshop, full board  |  4,250.00 | 20 |  5 | 100   |       |",
    "Workshop transport         |  1,850.00 | 20 |  1 | 100   |       |",
    "Interpretation             | 15,000.00 |  2 |  5 | 60    |       | 40",
    "Printing                   |    312.50 | 40 |  1 | 50    |       | 50",
    "Bank charges               |    333.35 |  1 | 12 | 33.33 | 33.33 | 33.34",
    "Annual audit               | 80,000.00 |  1 |  1 | 40    | 20    | 40",
)


def budget(**changes: str) -> Worked:
    """The budget of “Umoja Collective”. `changes` are texts by place, with __ for dots."""
    return Worked(shipped("budgeting", "budget"), budget_entered(**changes))


def budget_entered(**changes: str) -> Entered:
    worksheet = shipped("budgeting", "budget")
    donors = "name currency rate transfer spending overhead without ceiling"
    texts = {
        "organisation": "Umoja Collective", "local": "KES", "report_in": "USD",
        "report_rate": "103.50",
        **rows(worksheet, "donors", donors, *DONORS),
        **rows(worksheet, "lines", COLUMNS, *LINES),
        **{place.replace("__", "."): text for place, text in changes.items()},
    }  # fmt: skip
    return Entered(
        {
            "donors": tuple(map(str, range(1, 4))),
            "lines": tuple(map(str, range(1, 12))),
        },
        texts,
    )


LEDGER = (
    "2017-01-02 | R-01 |   | 688,682.19 |            | cleared",
    "2017-01-31 | P-01 | 1 |            | 30,000.00  | cleared",
    "2017-01-31 | P-01 | 2 |            | 17,500.00  | cleared",
    "2017-01-31 | P-03 | 4 |            | 8,335.00   | cleared",
    "2017-02-12 | P-04 | 6 |            | 431,250.00 | cleared",
    "2017-02-14 | P-05 | 7 |            | 35,150.00  | open",
)


def ledger(**changes: str) -> tuple[Worksheet, Entered]:
    """Donor R's ledger."""
    worksheet = trial("ledger")
    texts = {
        "bank": "201,597.19",
        **rows(worksheet, "entries", "date voucher line in out state", *LEDGER),
        "lines.6.budget": "425,000.00", "lines.7.budget": "37,000.00",
        **{place.replace("__", "."): text for place, text in changes.items()},
    }  # fmt: skip
    numbers = {"lines": range(1, 12), "entries": range(1, 7)}
    return worksheet, Entered({id: tuple(map(str, n)) for id, n in numbers.items()}, texts)


def counting(**changes: str) -> tuple[Worksheet, Entered]:
    """An election, a resource plan, outreach workers."""
    worksheet = trial("counting")
    texts = {
        "eligible": "27", "cast": "21", "spoilt": "1", "people": "480", "need": "25 000",
        **rows(worksheet, "candidates", "name votes", "A | 9", "B | 7", "C | 4"),
        **rows(worksheet, "sources", "amount chance",
               "12,000 | 75 %", "30,000 | 20 %", "4,000 | 100 %"),
        **{place.replace("__", "."): text for place, text in changes.items()},
    }  # fmt: skip
    three = ("1", "2", "3")
    return worksheet, Entered({"candidates": three, "sources": three}, texts)

"""The worked examples of the curriculum, typed in as people type them."""

import random
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from academy import worksheets
from academy.data import data_folder
from academy.worksheets import Entered, Worked, Worksheet

PACKS = Path(__file__).with_name("packs")
"""Worksheets to try the language with, and the examples that they come to."""


@cache
def _shelf() -> worksheets.Shelf:
    """What comes with us, read once for all tests."""
    return worksheets.load(data_folder("courses"))


def shipped(course: str, id: str) -> Worksheet:
    return _shelf()[course, id]


def trial(id: str) -> Worksheet:
    return worksheets.load(PACKS)["sums", id]


def filled(
    course: str,
    id: str,
    tables: Mapping[str, tuple[str, Sequence[Sequence[object]]]],
    **fields: object,
) -> Worked:
    """A worksheet with these fields and lines; None is an empty cell."""
    texts = {name: str(one) for name, one in fields.items()}
    for table, (columns, lines) in tables.items():
        for number, line in enumerate(lines, 1):
            for column, cell in zip(columns.split(), line, strict=True):
                texts[f"{table}.{number}.{column}"] = "" if cell is None else str(cell)
    numbers = {
        table: tuple(str(n) for n in range(1, len(lines) + 1))
        for table, (_columns, lines) in tables.items()
    }
    return Worked(shipped(course, id), Entered(numbers, texts))


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


def budgets() -> list[Entered]:
    """The budget, and what may be wrong with it."""
    return [
        budget_entered(),
        budget_entered(lines__3__quantity="7"),
        budget_entered(lines__1__share__3="10"),
        budget_entered(lines__4__share__1="60", lines__4__share__2="60", lines__4__share__3=""),
        budget_entered(donors__2__ceiling="750,000.00", donors__1__rate=""),
        budget_entered(lines__3__quantity="six", lines__4__unit_cost="25.001"),
        # Cents that no binary number is: where a spreadsheet could come to another one.
        budget_entered(
            lines__1__unit_cost="0.01", lines__2__unit_cost="1.005", lines__2__quantity="1.5",
            lines__3__unit_cost="0.07", lines__3__quantity="0.5", lines__3__frequency="1",
            lines__9__unit_cost="99,999,999.99", lines__9__quantity="33.3333",
            lines__10__share__1="0.01", lines__10__share__2="0.02", lines__10__share__3="0.03",
        ),
        *map(_by_chance, range(2)),
        _by_chance(7, most=9),  # in a currency with many noughts
    ]  # fmt: skip


def _by_chance(seed: int, most: int = 7) -> Entered:
    """A budget of many lines and five donors, in which anything may stand."""
    dice = random.Random(seed)
    lines, donors = tuple(map(str, range(1, 25))), tuple(map(str, range(1, 6)))
    texts = {f"donors.{n}.rate": f"{dice.uniform(0.01, 2000):.6f}" for n in donors}
    texts |= {f"donors.{n}.transfer": f"{dice.uniform(0.01, 2000):.4f}" for n in donors[:3]}
    texts |= {f"donors.{n}.overhead": f"{dice.uniform(0, 15):.2f}" for n in donors}
    texts |= {f"donors.{n}.without": f"{dice.randint(1, 9)}, {n}" for n in donors[1:]}
    for n in lines:
        texts[f"lines.{n}.unit_cost"] = f"{dice.uniform(0, 10 ** dice.randint(0, most)):.2f}"
        texts[f"lines.{n}.quantity"] = f"{dice.uniform(0, 40):.{dice.randint(0, 4)}f}"
        texts[f"lines.{n}.frequency"] = str(dice.choice([1, 5, 12, 0.5]))
        cuts = sorted(dice.randint(0, 10_000) for _ in range(5))
        shares = [b - a for a, b in pairwise([0, *cuts])]
        for donor, share in zip(donors, shares, strict=True):
            texts[f"lines.{n}.share.{donor}"] = f"{share / 100:.2f}"
    return Entered({"lines": lines, "donors": donors}, texts)


def plan(**changes: str) -> tuple[Worksheet, Entered]:
    """An advocacy plan that lacks an answer to its greatest risk."""
    worksheet = shipped("advocacy", "plan")
    texts = {
        "team": "North", "issue": "Condoms as evidence", "period": "2017",
        **rows(worksheet, "asks", "problem evidence ask primary",
               "Condoms are taken | Survey of 40 | Order signed by 30 June | County commander"),
        **rows(worksheet, "actors", "name influence support move",
               "Ministry of health | 5 | −1 | persuade", "Nurses' union | 4 | 2 | inform",
               "A newspaper | | |"),
        **rows(worksheet, "activities", "activity role start end cost indicator status",
               "Meet the chief | Coordinator | 2017-05-02 | 2017-05-30 | 12,000 | Order | doing"),
        **rows(worksheet, "risks", "risk affected likelihood harm",
               "Late | All | 1 | 5", "No money | All | 2 | 3", "Tired | Team | 3 | 4",
               "Seen at a march | Members | 3 | 5"),
        **{place.replace("__", "."): text for place, text in changes.items()},
    }  # fmt: skip
    counts = {"asks": 1, "actors": 3, "activities": 1, "risks": 4}
    numbers = {id: tuple(map(str, range(1, n + 1))) for id, n in counts.items()}
    return worksheet, Entered(numbers, texts)


def assessment() -> tuple[Worksheet, Entered]:
    """The curriculum's three chapters, and the first once more, later."""
    worksheet = shipped("swit", "assessment")
    table = worksheet.table("statements")
    assert table is not None
    answers = dict(zip(table.fixed[:8], ["2", "3", "1", "2", "1", "na", "0", "1"], strict=True))
    answers |= dict(zip(table.fixed[16:20], ["dk", "dk", "dk", "2"], strict=True))
    texts = {f"statements.{row}.first": answer for row, answer in answers.items()}
    texts |= {f"statements.{row}.second": "3" for row in table.fixed[:4]}
    dates = {"first_date": "2017-04-24", "second_date": "2018-04-24", "people": "6"}
    return worksheet, Entered({}, {**dates, **texts})


def referrals(**changes: str) -> tuple[Worksheet, Entered]:
    """A list of services on the first of September: one was last called in May."""
    worksheet = shipped("safe-records", "referral-list")
    texts = {
        "today": "2026-09-01",
        **rows(worksheet, "services", "kind hours checked friendly",
               "care | always | 2026-08-20 | good", "care | day | 2026-08-20 | bad",
               "contraception | day | 2026-08-20 | good", "talk | night | 2026-06-15 | good",
               "law | day | 2026-06-15 | good", "rest | night | 2026-06-15 | unknown",
               "children | day | 2026-06-15 | good", "money | evening | 2026-05-02 | good"),
        **{place.replace("__", "."): text for place, text in changes.items()},
    }  # fmt: skip
    return worksheet, Entered({"services": tuple(map(str, range(1, 9)))}, texts)


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """Further examples by name."""
    return {
        "plan": plan(),
        "plan-right": plan(risks__4__mitigation="Drawn art", activities__1__end="2017-05-01"),
        "assessment": assessment(),
        "referrals": referrals(),
        "referrals-later": referrals(today="2026-09-16", services__1__checked=""),
        "referrals-undated": referrals(today=""),
    }

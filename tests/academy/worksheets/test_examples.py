"""The curriculum's other examples: ledger, variance, an election, a resource plan, staffing."""

from fractions import Fraction

import pytest

from academy.worksheets import Entered, Worked
from tests.academy.worksheets.examples import counting, ledger
from tests.academy.worksheets.test_budget import number, of

BALANCES = "688,682.19 658,682.19 641,182.19 632,847.19 201,597.19 166,447.19"


def test_the_ledger_keeps_its_balance_to_the_cent():
    worked = Worked(*ledger())
    rows = [str(n) for n in range(1, 7)]
    found = [of(worked, "entries.balance", entries=row) for row in rows]
    assert found == [number(one) for one in BALANCES.split()]
    assert of(worked, "balance") == number("166,447.19")


def test_the_bank_less_what_is_open_is_the_book():
    worked = Worked(*ledger())
    assert of(worked, "book") == number("166,447.19")
    assert worked.found() == []
    other = Worked(*ledger(bank="201,597.20"))
    assert [one.says for one in other.found()] == [{"gap": (Fraction(1, 100), 2)}]


def test_variances_are_actual_less_budget():
    worked = Worked(*ledger())
    assert [of(worked, f"lines.{id}", lines="6") for id in ("variance", "percent")] == [
        number("6,250.00"), number("1.47")
    ]  # fmt: skip
    assert [of(worked, f"lines.{id}", lines="7") for id in ("variance", "percent")] == [
        number("-1,850.00"), number("-5.00")
    ]  # fmt: skip
    assert of(worked, "lines.variance", lines="3") is None


def test_an_election_counts_its_quorum_and_majority():
    worked = Worked(*counting())
    told = {id: of(worked, id) for id in ("quorum", "valid", "majority", "votes", "workers")}
    assert told == {"quorum": 14, "valid": 20, "majority": 11, "votes": 20, "workers": 10}
    shares = [of(worked, "candidates.percent", candidates=str(n)) for n in (1, 2, 3)]
    assert shares == [45, 35, 20]
    assert [one.check.id for one in worked.found()] == ["elected"]


def test_a_resource_plan_weighs_what_may_come():
    worked = Worked(*counting())
    expected = [of(worked, "sources.expected", sources=str(n)) for n in (1, 2, 3)]
    assert expected == [9000, 6000, 4000]
    assert (of(worked, "expected"), of(worked, "missing")) == (19000, 6000)


def test_half_a_cent_goes_away_from_zero_on_either_side():
    worksheet, entered = counting(people="0.5")
    assert Worked(worksheet, entered).unfit == {"people": "whole"}
    assert of(Worked(*counting(people="-1")), "third") == Fraction(3, 10)


@pytest.mark.parametrize("rows", [(), ("1",)])
def test_an_empty_sheet_is_worked_out_too(rows: tuple[str, ...]):
    for worksheet, _entered in (ledger(), counting()):
        tables = {table.id: rows for table in worksheet.tables}
        worked = Worked(worksheet, Entered(tables))
        assert worked.unfit == {}

"""The budget of the curriculum comes out to the cent."""

from fractions import Fraction

from academy.worksheets import Worked
from tests.academy.worksheets.examples import budget

AMOUNTS = {
    1: "720,000.00 360,000.00 216,000.00 144,000.00",
    2: "420,000.00 210,000.00 105,000.00 105,000.00",
    3: "612,000.00 0.00 244,800.00 367,200.00",
    4: "300,000.00 100,020.00 99,990.00 99,990.00",
    5: "57,000.00 19,003.80 18,998.10 18,998.10",
    6: "425,000.00 425,000.00 0.00 0.00",
    7: "37,000.00 37,000.00 0.00 0.00",
    8: "150,000.00 90,000.00 0.00 60,000.00",
    9: "12,500.00 6,250.00 0.00 6,250.00",
    10: "4,000.20 1,333.27 1,333.26 1,333.67",
    11: "80,000.00 32,000.00 16,000.00 32,000.00",
}
DONORS = {
    "direct": "1,280,607.07 702,121.36 834,771.77",
    "base": "1,280,607.07 686,121.36 834,771.77",
    "indirect": "128,060.71 48,028.50 0.00",
    "grand": "1,408,667.78 750,149.86 834,771.77",
    "of_direct": "45.45 24.92 29.63",
    "of_grand": "47.06 25.06 27.88",
    "request": "13,610.32 6,395.14 8,065.43",
    "received": "1,377,364.38 768,056.31 816,221.52",
    "gain": "-31,303.40 17,906.45 -18,550.25",
    "gain_percent": "-2.22 2.39 -2.22",
}
WHOLE = {
    "direct": "2,817,500.20",
    "indirect": "176,089.21",
    "grand": "2,993,589.41",
    "unfunded": "0.00",
    "gain": "-31,947.20",
    "in_report": "28,923.57",
}


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def of(worked: Worked, key: str, **row: str) -> object:
    column = worked.worksheet.column(key)
    assert column is not None
    return worked.value(column, row)


def donor(worked: Worked, id: str) -> list[object]:
    return [of(worked, f"donors.{id}", donors=str(n)) for n in (1, 2, 3)]


def test_every_line_and_share_comes_out_to_the_cent():
    worked = budget()
    for line, told in AMOUNTS.items():
        amounts = [of(worked, "lines.amount", lines=str(line), donors=str(n)) for n in (1, 2, 3)]
        total = of(worked, "lines.total", lines=str(line))
        assert [total, *amounts] == [number(one) for one in told.split()], line
        assert of(worked, "lines.unfunded", lines=str(line)) == 0


def test_every_donor_comes_out_to_the_cent():
    worked = budget()
    for id, told in DONORS.items():
        assert donor(worked, id) == [number(one) for one in told.split()], id


def test_the_whole_comes_out_to_the_cent():
    worked = budget()
    assert {id: of(worked, id) for id in WHOLE} == {id: number(told) for id, told in WHOLE.items()}
    assert worked.found() == []
    assert worked.unfit == {}


def test_one_outreach_worker_more_changes_what_the_curriculum_says():
    worked = budget(lines__3__quantity="7")
    assert of(worked, "lines.total", lines="3") == number("714,000.00")
    assert donor(worked, "direct")[1] == number("742,921.36")
    assert donor(worked, "indirect")[1] == number("50,884.50")
    assert donor(worked, "grand")[1:] == [number("793,805.86"), number("895,971.77")]
    assert of(worked, "grand") == number("3,098,445.41")


def test_shares_that_leave_a_gap_say_how_much_nobody_pays():
    worked = budget(lines__1__share__3="10")
    found = worked.found()
    assert [(one.check.id, one.row, one.place) for one in found] == [("gap", "1", "lines.1.share")]
    assert found[0].says == {"shares": (Fraction(90), 2), "gap": (number("72,000.00"), 2)}
    assert worked.stopped
    assert of(worked, "lines.unfunded", lines="1") == number("72,000.00")


def test_what_two_donors_pay_twice_is_said_and_stops():
    worked = budget(lines__4__share__1="60", lines__4__share__2="60", lines__4__share__3="")
    found = worked.found()
    assert [one.check.id for one in found] == ["twice"]
    assert found[0].says == {"shares": (Fraction(120), 2), "more": (number("60,000.00"), 2)}
    assert worked.stopped


def test_a_donor_beyond_the_ceiling_is_said():
    worked = budget(donors__2__ceiling="750.000,00")
    assert [one.check.id for one in worked.found()] == ["ceiling"]
    assert worked.found()[0].says["name"] == ("B", -1)


def test_money_in_arabic_digits_is_the_same_money():
    assert of(budget(lines__10__unit_cost="٣٣٣٫٣٥"), "grand") == number("2,993,589.41")


def test_what_cannot_be_read_is_kept_and_counted_as_nothing():
    worked = budget(lines__3__quantity="six", lines__4__unit_cost="25.001", donors__1__rate="-3")
    assert worked.unfit == {
        "lines.3.quantity": "number", "lines.4.unit_cost": "decimals", "donors.1.rate": "least"
    }  # fmt: skip
    assert of(worked, "lines.total", lines="3") == 0
    assert of(worked, "donors.request", donors="1") is None
    assert worked.stopped

"""Records, registers and sheets of the course on governance, typed in as its lessons have them."""

from collections.abc import Sequence
from functools import partial

from academy.worksheets import Column, Entered, Value, Worked, Worksheet
from tests.academy.worksheets import examples

filled = partial(examples.filled, "governance")


def election(
    votes: Sequence[int], again: Sequence[int] = (), lot: int | None = None, /, **fields: object
) -> Worked:
    """A record: votes by candidate, those of a second vote, and on which line the lot fell."""
    lines = [(chr(65 + at), one, next(iter(again[at:]), None)) for at, one in enumerate(votes)]
    fell_on = {} if lot is None else {"lot": lot}
    return filled("election", {"candidates": ("name votes again", lines)}, **fields, **fell_on)


def said(worked: Worked, *ids: str) -> list[Value]:
    """What some fields come to."""
    return [worked.value(_of(worked.worksheet, id), {}) for id in ids]


def results(worked: Worked) -> list[Value]:
    """What the record says of each candidate."""
    column = _of(worked.worksheet, "candidates.result")
    return [worked.value(column, row) for row in worked.rows_of(column)]


def column(worked: Worked, key: str) -> list[Value]:
    """A column of a table, from the first row to the last."""
    found = _of(worked.worksheet, key)
    return [worked.value(found, row) for row in worked.rows_of(found)]


def found(worked: Worked) -> list[str]:
    """The checks that have something to say."""
    return [one.check.id for one in worked.found()]


def _of(worksheet: Worksheet, key: str) -> Column:
    one = worksheet.column(key)
    assert one is not None, key
    return one


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    small = {"eligible": 27, "handed": 21, "cast": 21, "spoilt": 1}
    again = {**small, "again_cast": 20, "again_spoilt": 0}
    columns = "function role able steps_in"
    tasks = [
        ("Pay salaries", "treasurer", 1, "bookkeeper"),
        ("Sign at the bank", "chair", 2, "secretary"),
        ("Answer the phone", "coordinator", 0, None),
        (None, None, None, None),
    ]
    made = {
        "election": election([9, 7, 4], **small),
        "election-tie": election([9, 7, 4], [10, 10], **again),
        "election-lot": election([9, 7, 4], [10, 10], 1, **again),
        "election-lots": election([10, 10, 0], [10, 10], 3, **again),
        "election-second": election([9, 7, 4], [9, 11], **again),
        "election-equal": election([9, 6, 5, 5], eligible=40, cast=25, quorum_rule="third"),
        "election-three": election([8, 6, 6], [8, 6, 6], **again),
        "election-most": election([9, 9, 2], enough="most", quorum_rule="two_thirds", **small),
        "election-most-won": election([10, 9, 1], enough="most", **small),
        "election-miscounted": election([9, 7, 5], **small),
        "election-few": election([9, 7, 4], eligible=60, cast=21, spoilt=1),
        "election-more": election([9, 7, 4], eligible=27, handed=19, cast=20, until="2026-03-01",
                                  day="2026-03-02"),
        "election-alone": election([7], eligible=12, cast=8, spoilt=1),
        "succession": filled(
            "succession",
            {"functions": (columns, tasks), "salaries": ("role month", [("a", 3000), ("b", 1800)])},
            grants=9600, reserve=2640, aim=3, mandate="Salaries and rent", members=7,
            starts="2026-03-01", ends="2026-08-31",
        ),
        "succession-long": filled(
            "succession", {"salaries": ("role month", [("a", "0.07")])},
            grants="0.20", aim="2.5", starts="2026-03-01", ends="2026-12-31",
        ),
        "interests": filled(
            "interests",
            {
                "interests": ("role kind what declared ended",
                              [("treasurer", "family", "sister offers meals", "2026-03-01", None),
                               ("chair", "money", "lent 400", "2026-03-01", "2026-02-01")]),
                "decisions": ("item present out minute",
                              [("Meals", 5, 1, "4"), ("Partner", 5, 2, None), ("Rent", 9, 0, "6"),
                               (None, None, None, None)]),
            },
            board=7,
        ),
    }  # fmt: skip
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

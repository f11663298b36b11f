"""Whose decision an expense is, how many seats a test asks for, and what a register lacks."""

from pathlib import Path

import pytest

from academy.worksheets import Entered, Worked
from tests.academy.lesson_files import part, rows
from tests.academy.lesson_texts import read
from tests.academy.test_courses_examples_governance_members import LIMITS, MEMBERS
from tests.academy.worksheets.examples import shipped
from tests.academy.worksheets.governing import (
    expenses,
    expenses_of_the_lesson,
    others,
    register,
    typed,
)
from tests.academy.worksheets.test_budget import of


def decided(worked: Worked) -> list[object]:
    numbers = worked.entered.rows["expenses"]
    return [of(worked, "expenses.decides", expenses=one) for one in numbers]


@pytest.mark.parametrize("path", LIMITS, ids=str)
def test_the_expenses_of_the_lesson_find_who_decides(path: Path):
    worked = expenses_of_the_lesson(path)
    assert decided(worked) == ["coordinator", "two", "board", "board", "assembly"]
    totals = [of(worked, "expenses.total", expenses=str(n)) for n in range(1, 6)]
    assert totals == [140, 840, 1860, 90, 16200]
    assert [one.check.id for one in worked.found()] == ["open"]


def test_a_limit_itself_is_within_it_and_a_cent_more_is_not():
    worked = Worked(*others()["delegation-edges"])
    assert decided(worked) == [
        "coordinator", "two", "board", "two", "board", "board", "assembly", None, None, None
    ]  # fmt: skip
    assert [(one.check.id, one.row) for one in worked.found()] == [
        ("open", ""), ("times", "8"), ("planned", "9")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("three", "found"),
    [
        ((200, 1000, 10000), ["open"]),
        ((200, 200, 200), ["open"]),
        ((200, 100, 10000), ["limits", "open"]),
        ((200, 1000, 999), ["limits", "open"]),
        ((200, "", 100), ["limits", "open"]),
    ],
)
def test_each_limit_is_at_least_the_one_before(three: tuple[object, ...], found: list[str]):
    worked = expenses([], three)
    assert [one.check.id for one in worked.found()] == found
    assert worked.stopped == ("limits" in found)


def test_without_limits_nobody_is_named_and_they_are_asked_for():
    worked = expenses([(5, 1, "yes")], (200, "", 1000))
    assert decided(worked) == [None]
    assert [one.check.id for one in worked.found()] == ["missing", "open"]


def test_whoever_decides_for_others_tells_somebody():
    texts = {
        "decisions.constitution.decides": "members",
        "decisions.budget.decides": "board",
        "decisions.staff.decides": "coordinator",
        "decisions.staff.told": "board",
        "others.1.decision": "A new logo",
        "others.2.decides": "team",
    }
    worked = Worked(shipped("governance", "delegation"), Entered({"others": ("1", "2")}, texts))
    assert [(one.check.id, one.row) for one in worked.found()] == [
        ("open", ""), ("told", "budget"), ("told_too", "2"), ("decides", "1")
    ]  # fmt: skip
    assert worked.stopped


@pytest.mark.parametrize("path", MEMBERS, ids=str)
def test_seats_of_the_lesson_are_rounded_up(path: Path):
    lines = list(rows(part(path, "by-numbers"), 5))
    texts: dict[str, str] = {}
    for row, (_what, size, share, *_) in zip(("body", "voices", "staff"), lines, strict=True):
        texts |= {f"test__{row}__size": size, f"test__{row}__share": str(100 * read(share))}
    worked = typed("members", "members", "alias", [], **texts)
    least = [of(worked, "test.at_least", test=row) for row in ("body", "voices", "staff")]
    assert [f"**{one}**" for one in least] == [cells[4] for cells in lines]


def test_a_register_counts_classes_and_says_what_a_full_member_lacks():
    worked = register()
    assert [of(worked, id) for id in ("full", "associate", "listed")] == [3, 1, 2]
    assert [(one.check.id, one.row) for one in worked.found()] == [
        ("class", "5"), ("declared", "3"), ("confirmed", "2"), ("again", "2")
    ]  # fmt: skip


def test_a_register_of_members_has_no_field_for_a_person_and_is_handed_in_by_nobody():
    worksheet = shipped("governance", "members")
    assert not worksheet.team
    words = {column.id for table in worksheet.tables for column in table.columns}
    assert not words & {"name", "contact", "phone", "address", "mail", "people", "sex_workers"}

"""The election record: what both lessons on elections count comes out of it, in every language."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from academy.worksheets import Worked
from tests.academy import lesson_files
from tests.academy import test_courses_examples_country_seats as seats
from tests.academy.test_courses_examples_governance_elections import (
    ELECTIONS,
    Count,
    evening,
    first_and_second,
    third,
)
from tests.academy.worksheets.electing import column, election, found, results, said

NUMBERS = ("quorum", "valid", "needed")


def of(count: Count, **fields: object) -> Worked:
    """The record of what a lesson counts."""
    typed = {"eligible": count.eligible, "cast": count.cast, "spoilt": count.spoilt, **fields}
    return election(count.votes, **typed)


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_the_leader_of_the_first_vote_loses_the_second(path: Path):
    first, second = first_and_second(path)
    record = of(first)
    assert said(record, *NUMBERS) == [17, 22, 12]
    assert said(record, "reached", "outcome") == ["reached", "again"]
    assert results(record) == ["again", "again", None]
    record = election(
        first.votes, second.votes, eligible=first.eligible, cast=first.cast, spoilt=first.spoilt,
        again_cast=second.cast, again_spoilt=second.spoilt,
    )  # fmt: skip
    assert said(record, "again_valid", "again_needed", "outcome") == [22, 12, "elected"]
    assert results(record) == [None, "elected", None]
    assert found(record) == []


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_with_a_third_as_quorum_fourteen_of_forty_are_enough_and_two_are_equal(path: Path):
    count = third(path)
    record = of(count, quorum_rule="third")
    assert said(record, *NUMBERS, "outcome") == [14, 14, 8, "again"]
    fields = {"again_cast": count.cast, "again_spoilt": count.spoilt, "quorum_rule": "third"}
    typed = {"eligible": count.eligible, "cast": count.cast, "spoilt": count.spoilt, **fields}
    assert said(election(count.votes, count.votes, **typed), "outcome") == ["tie"]
    drawn = election(count.votes, count.votes, 2, **typed)
    assert said(drawn, "outcome") == ["lot"]
    assert results(drawn) == ["tie", "elected"]


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_the_treasurer_of_the_case_needs_a_second_vote(path: Path):
    record = of(evening(path))
    assert said(record, "reached", "needed", "outcome") == ["reached", 7, "again"]
    assert results(record) == ["again", "again", None]


def small(path: Path) -> tuple[Count, list[int], list[int]]:
    """The election of the course on country funding: the first vote, the second, what is said."""
    text = lesson_files.part(path, "ballot-and-count").split(":::try")[0]
    lines = [
        lesson_files.numbers(one) for one in text.splitlines() if one[:2] in {"1.", "2.", "3."}
    ]
    (_, cast, of_, _, quorum), (_, valid, spoilt, _), (_, *votes, _) = lines
    run_off = lesson_files.numbers(text.split("![")[0].strip().rpartition("\n\n")[2])
    bold = [int(one) for one in text.split("**")[1::2] if one.isdigit()]
    return Count(of_, cast, spoilt, votes[:3]), run_off[:2], [quorum, valid, bold[-1]]


@pytest.mark.parametrize("path", seats.ELECTING, ids=str)
def test_a_seat_in_a_committee_outside_comes_out_of_it_too(path: Path):
    count, run_off, expected = small(path)
    record = of(count)
    assert said(record, *NUMBERS) == expected
    assert said(record, "outcome") == ["again"]
    typed = {"eligible": count.eligible, "cast": count.cast, "spoilt": count.spoilt,
             "again_cast": sum(run_off), "again_spoilt": 0}  # fmt: skip
    assert said(election(count.votes, run_off, **typed), "outcome") == ["tie"]
    assert said(election(count.votes, run_off, 1, **typed), "outcome") == ["lot"]


@pytest.mark.parametrize("path", seats.ELECTING, ids=str)
def test_so_do_its_task_and_its_questions(path: Path):
    _, _, task = lesson_files.part(path, "ballot-and-count").partition(":::try")
    eligible, cast, spoilt, *votes = lesson_files.numbers(task.split(":::alone")[0])
    record = of(Count(eligible, cast, spoilt, votes))
    assert said(record, *NUMBERS, "outcome") == [21, 24, 13, "elected"]
    assert set(said(record, *NUMBERS)) <= set(
        lesson_files.numbers(lesson_files.box(task, "answer"))
    )
    eligible, *_ = lesson_files.asked(path, "q-quorum")
    assert said(election([], eligible=eligible), "quorum") == [
        lesson_files.right(lesson_files.part(path, "q-quorum"))
    ]
    eligible, cast, spoilt, *votes = lesson_files.numbers(lesson_files.part(path, "case-network"))
    record = of(Count(eligible, cast, spoilt, votes))
    assert said(record, "needed", "outcome") == [
        lesson_files.right(lesson_files.part(path, "q-majority")), "again",
    ]  # fmt: skip


SMALL = {"eligible": 27, "handed": 21, "cast": 21, "spoilt": 1}
AGAIN = {**SMALL, "again_cast": 20}


@pytest.mark.parametrize(
    ("votes", "again", "fields", "outcome", "checks"),
    [
        ([11, 7, 2], [], SMALL, "elected", []),
        ([10, 8, 2], [], SMALL, "again", []),  # exactly half is not more than half
        ([10, 10], [], SMALL, "again", []),
        ([20], [], SMALL, "elected", []),
        ([], [], {"eligible": 27}, None, []),
        ([8, 6, 6], [], SMALL, "again", ["equal"]),
        ([8, 6, 6], [8, 6, 6], AGAIN, "open", []),
        ([9, 7, 4], [9, 10], AGAIN, None, ["counted_again"]),
        ([9, 7, 4], [7, 6], {**AGAIN, "again_cast": 13}, "elected", ["few_again"]),
        ([9, 7, 5], [], SMALL, None, ["counted"]),
        ([9, 7, 4], [], {**SMALL, "eligible": 60}, "no_quorum", ["quorum"]),
        ([9, 7, 4], [], {**SMALL, "cast": 22, "spoilt": 2}, "again", ["more"]),
        ([9, 7, 4], [], {**SMALL, "handed": 28}, "again", ["handed"]),
        ([9, 9, 2], [], {**SMALL, "enough": "most"}, "tie", []),
        ([9, 8, 3], [], {**SMALL, "enough": "most"}, "elected", []),
        ([9, 7, 4], [], {**SMALL, "quorum_rule": "two_thirds"}, "again", []),  # 18 of 27
        ([9, 7, 4], [], {**SMALL, "day": "2026-03-02", "until": "2026-03-01"}, "again", ["window"]),
    ],
)
def test_a_record_says_what_came_out_and_what_does_not_fit(
    votes: Sequence[int],
    again: Sequence[int],
    fields: dict[str, object],
    outcome: str | None,
    checks: list[str],
):
    record = election(votes, again, **fields)
    if checks != ["counted_again"]:
        assert said(record, "outcome") == [outcome]
    assert found(record) == checks


def test_without_a_tie_no_lot_is_needed():
    record = election([9, 7, 4], (), 1, **SMALL)
    assert found(record) == ["no_tie"]
    assert said(record, "outcome") == ["again"]


def test_the_lot_falls_on_one():
    record = election([10, 10], [10, 10], **{**AGAIN, "lot": "1, 2"})
    assert found(record) == ["lots"]
    assert record.stopped


def test_how_far_each_is_from_the_first_and_from_all_others():
    record = election([9, 7, 4], **SMALL)
    assert column(record, "candidates.others") == [11, 13, 16]
    assert column(record, "candidates.behind") == [None, 2, 5]

"""Expected money and its gap, and rules kept, changed, deleted and added: as the lessons say."""

from fractions import Fraction
from pathlib import Path

import pytest

from academy.worksheets import Worked
from tests.academy.test_courses_examples_organisation_money import (
    MANUALS,
    MONEY,
    answer,
    expected,
    need,
    sources,
    steps,
    task,
    words,
)
from tests.academy.worksheets.examples import shipped
from tests.academy.worksheets.resourcing import plan, record
from tests.academy.worksheets.test_budget import of


def found(worked: Worked) -> list[tuple[str, str]]:
    return [(one.check.id, one.row) for one in worked.found()]


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_the_plan_of_the_lesson_lacks_six_thousand(path: Path):
    worked = plan(path)
    lines = [of(worked, "streams.expected", streams=str(n)) for n in (1, 2, 3)]
    assert lines == [expected([one]) for one in sources(path)] == [9000, 6000, 4000]
    told = [of(worked, id) for id in ("asked", "total", "gap", "signed", "open")]
    assert told == [46000, 19000, 6000, 4000, 21000]
    assert found(worked) == [("gap", ""), ("open", "")]


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_one_more_source_comes_to_the_answer_of_the_task(path: Path):
    (amount, likely) = task(path, "gap")
    worked = plan(path, more=(amount, likely))
    total = expected([*sources(path), (amount, likely)])
    assert [of(worked, "total"), of(worked, "gap")] == [total, need(path) - total]
    assert {total, need(path) - total} <= set(answer(path, "gap"))


def test_a_source_that_is_more_than_half_is_named():
    worked = plan(streams__1__amount=68000, streams__2__amount=0, streams__3__amount=9000)
    assert of(worked, "streams.part", streams="1") == 85
    assert ("part", "1") in found(worked)
    assert of(plan(), "streams.part", streams="1") == Fraction("47.37")
    assert "part" not in dict(found(plan()))


def test_money_that_is_free_is_told_apart():
    assert of(plan(), "free") == 0
    assert of(plan(streams__3__free="free"), "free") == 4000


def test_a_gap_is_never_less_than_nothing():
    assert (of(plan(need=1000), "gap"), of(plan(need=1000), "open")) == (0, 0)
    assert found(plan(need=1000)) == []
    assert of(plan(need=""), "gap") is None


def test_a_source_wants_a_probability_months_in_order_and_a_next_step():
    assert ("likely", "2") in found(plan(streams__2__likely=""))
    assert ("next", "2") in found(plan(streams__2__next=""))
    assert "next" not in dict(found(plan(streams__3__next="")))
    assert plan(streams__1__first=7, streams__1__last=3).stopped
    assert not plan(streams__1__first=3, streams__1__last=3).stopped


@pytest.mark.parametrize("path", MANUALS, ids=str)
def test_the_record_counts_the_rules_of_the_lesson(path: Path):
    worked = record(path)
    counted = [of(worked, id) for id in ("kept", "changed", "deleted", "added")]
    assert counted == steps(path, "first-step")
    assert [of(worked, "was"), of(worked, "now")] == [
        words(path, "source-is")[-1],
        words(path, "ours-is")[-1],
    ]
    assert found(worked) == []


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"source_by": ""}, ("source", "")),
        ({"source_version": ""}, ("version", "")),
        ({"licence": "silent"}, ("silent", "")),
        ({"licence": "forbids"}, ("forbids", "")),
        ({"adopted_by": ""}, ("by", "")),
        ({"review": ""}, ("review", "")),
        ({"review": "2027-03-10"}, ("early", "")),
        ({"rules__2__mark": ""}, ("mark", "2")),
        ({"rules__1__protects": ""}, ("protects", "1")),
        ({"rules__1__ours": ""}, ("ours", "1")),
    ],
)
def test_what_a_record_lacks_is_asked_for(texts, told):
    assert found(record(**texts)) == [told]


def test_without_a_source_or_against_its_licence_nothing_is_handed_in():
    assert record(source_title="").stopped
    assert record(licence="forbids").stopped
    assert not record(licence="silent").stopped


def test_a_model_that_fits_in_every_rule_is_doubted():
    marks = {f"rules__{n}__mark": "keep" for n in range(1, 11)}
    assert found(record(**marks)) == [("nothing", "")]


@pytest.mark.parametrize("id", ["resource-plan", "adaptation-record"])
def test_no_field_asks_for_a_person_or_a_place(id):
    worksheet = shipped("organisation", id)
    words = {column.id for table in worksheet.tables for column in table.columns}
    words |= {field.id for field in worksheet.fields}
    assert not words & {"name", "contact", "phone", "address", "mail", "place", "person"}

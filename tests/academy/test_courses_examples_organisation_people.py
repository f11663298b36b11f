"""Scores, fees, hours and weights in the first four lessons on organisational development."""

import re
from math import prod
from pathlib import Path

import pytest

from tests.academy.lesson_files import asked, box, every, forms, numbers, part, right, rows
from tests.academy.lesson_texts import read, sums, worked

COURSES = Path(__file__).parents[2] / "courses"
COURSE = COURSES / "organisation"


STAGES = every("organisation", "*-stages.md")
HOST = every("organisation", "*-legal-form-and-host.md")
STRATEGY = every("organisation", "*-strategy-and-swot.md")
PEOPLE = every("organisation", "*-people.md")
LESSONS = [*STAGES, *HOST, *STRATEGY, *PEOPLE]
FORMS = forms("q-choice")

_LINES = re.MULTILINE


def told(path: Path, id: str) -> str:
    """A section without its task."""
    return part(path, id).split(":::try")[0]


def task(path: Path, id: str) -> str:
    """What a section's task says before anybody does it."""
    _, _, after = part(path, id).partition(":::try")
    return re.split(r"^:::(?:alone|answer)", after, maxsplit=1, flags=re.MULTILINE)[0]


def answer(path: Path, id: str) -> list[int]:
    return numbers(box(part(path, id), "answer"))


def table(path: Path, id: str, width: int) -> list[list[int]]:
    """The numbers of a table, row by row, below its own words."""
    plain = [
        [cell.strip("* +").replace("−", "-") for cell in row] for row in rows(part(path, id), width)
    ]
    return [[int(cell) for cell in row if re.fullmatch(r"-?\d+", cell)] for row in plain]


def areas(path: Path) -> tuple[list[list[int]], list[int]]:
    """Today, enough and gap of the eight areas, and their sums."""
    *lines, together = table(path, "scoring", 4)
    assert len(lines) == 8
    return lines, together


def two_dates(path: Path) -> list[list[int]]:
    """The first date, the second and the change of the eight areas."""
    *lines, together = table(path, "second-date", 4)
    assert [sum(column) for column in zip(*lines, strict=True)] == together
    return lines


def applied(path: Path) -> tuple[list[int], list[list[int]]]:
    """The weights, and the points of each candidate."""
    weights, *candidates = zip(*table(path, "fair-choice", 5), strict=True)
    return list(weights), [list(one) for one in candidates]


def weighed(weights: list[int], points: list[int]) -> int:
    return sum(a * b for a, b in zip(weights, points, strict=True))


def hours(text: str) -> tuple[int, int]:
    """How many hours there are if a quarter stays free, and how many are planned."""
    people, week, weeks, planned = numbers(text)
    return people * week * weeks * 3 // 4, planned


def test_a_slip_in_a_sum_is_seen():
    assert worked("240 + 12 × 60 + 960") == 1920
    assert worked("500 × 12 %") == 60
    assert worked("2 + 3 × 4") != 20


@pytest.mark.parametrize("path", LESSONS, ids=str)
def test_what_is_written_as_a_sum_comes_out(path: Path):
    found = sums(path)
    for left, result in found:
        decimals = len(re.sub(r"^\d+[.,]?", "", result))
        assert round(worked(left), decimals) == read(result), f"{left} = {result}"
    original = COURSE / "en" / path.name
    assert len(found) == len(sums(original)) > 3


@pytest.mark.parametrize("path", STAGES, ids=str)
def test_gaps_and_sums_of_the_eight_areas_come_out(path: Path):
    lines, together = areas(path)
    assert all(gap == max(0, enough - today) for today, enough, gap in lines)
    assert [sum(column) for column in zip(*lines, strict=True)] == together
    assert f"{together[0]} ÷ 24" in part(path, "scoring")
    dates = two_dates(path)
    assert [one[0] for one in dates] == [one[0] for one in lines]
    assert all(second - first == change for first, second, change in dates)
    assert f"{sum(one[1] for one in dates)} ÷ 24" in part(path, "second-date")
    scores = numbers(task(path, "scoring"))
    assert len(scores) == 10, "eight areas, and what is enough in two"
    assert str(sum(scores[:8])) in box(part(path, "scoring"), "answer")
    assert answer(path, "scoring")[-6:] == [2, scores[3], 2, 2, scores[7], 1]


@pytest.mark.parametrize("path", STAGES, ids=str)
def test_the_share_in_the_question_is_half(path: Path):
    first, *others = asked(path, "q-share")[-9:]
    points = [first, *others][:8]
    assert right(part(path, "q-share")) == 100 * sum(points) // 24


@pytest.mark.parametrize("path", HOST, ids=str)
def test_registering_and_a_host_cost_the_same_where_it_is_said(path: Path):
    fees, month, audit = numbers(told(path, "four-forms").split("- ")[0])[-3:]
    whole_year = fees + 12 * month + audit
    percent = int(re.findall(r"(\d+)[ \xa0\u202f]?%", told(path, "four-forms"))[0])
    assert f"{whole_year} ÷ {percent} × 100 = {whole_year * 100 // percent}" in told(
        path, "four-forms"
    )
    fees, month, audit, percent = numbers(task(path, "four-forms"))
    found = answer(path, "four-forms")
    for one in (fees + 12 * month + audit, (fees + 12 * month + audit) * 100 // percent):
        assert one in found
    expected, cost, percent = numbers(part(path, "case-orchard"))[:3]
    assert f"{expected * percent // 100}" in part(path, "q-form")
    assert expected * percent < 100 * cost, "so that the host is cheaper"


@pytest.mark.parametrize("path", HOST, ids=str)
def test_a_fee_is_taken_of_what_is_spent_and_a_risk_is_likely_times_bad(path: Path):
    percent, grant, spent = asked(path, "q-fee")
    text = part(path, "q-fee")
    assert right(text) == spent * percent // 100
    for one in (grant, grant - spent):
        assert re.search(rf"^- \[ \] {one * percent // 100}$", text, re.MULTILINE)
    likely, bad, less = numbers(task(path, "name-and-risk"))
    assert answer(path, "name-and-risk")[2::3] == [likely * bad, less * bad]


@pytest.mark.parametrize("path", STRATEGY, ids=str)
def test_a_goal_grows_in_equal_steps(path: Path):
    (quoted,) = re.findall(r"^> (.*)$", told(path, "goals"), re.MULTILINE)
    today, then, _year = numbers(quoted)
    first, last, years, *_ = numbers(told(path, "goals").partition(quoted)[2])
    (steps,) = re.findall(r"(\d+)(?:, |、)(\d+)(?:, |、)(\d+)[.。]", told(path, "goals"))
    each = (then - today) // 3
    assert [int(one) for one in steps] == [today + each * n for n in (1, 2, 3)]
    assert numbers(quoted)[2] in (first, last, years)
    today, then = numbers(task(path, "goals"))[:2]
    each = (then - today) // 4
    found = answer(path, "goals")
    assert each in found
    assert found[-1] == today + 2 * each
    today, then = asked(path, "q-steps")[:2]
    assert right(part(path, "q-steps")) == today + (then - today) // 3


@pytest.mark.parametrize("path", STRATEGY, ids=str)
def test_the_hours_of_the_plan_are_too_many_until_something_goes(path: Path):
    text = told(path, "annual-plan")
    *lines, (together,) = table(path, "annual-plan", 4)
    planned = sum(one for (one,) in lines)
    assert planned == together
    (factors,) = re.findall(r"(\d+) × (\d+) × (\d+) = ", text)
    there = prod(map(int, factors)) * 3 // 4
    after = [int(one) for one in re.findall(r"= (\d+)", text.rpartition("|")[2])]
    assert after[0] == planned - there
    assert after[-1] == there, "what is saved makes it fit"
    there, planned = hours(task(path, "annual-plan"))
    assert answer(path, "annual-plan")[-1] == planned - there > 0
    there, planned = numbers(part(path, "case-year"))
    assert right_of(part(path, "q-hours")) == planned - there


def without_codes(text: str) -> str:
    """A text without K1, K2: they are no numbers."""
    return re.sub(r"\bK\d\b", "", text)


def right_of(text: str) -> int:
    """The number in the right option, wherever it stands in it."""
    (option,) = re.findall(r"^- \[x\] (.*)$", text, re.MULTILINE)
    return numbers(option)[0]


@pytest.mark.parametrize("path", STRATEGY, ids=str)
def test_the_drawing_shows_what_the_lesson_crosses(path: Path):
    words = (path.parent / "figures.md").read_text("utf-8")
    said = re.findall(r"^- (?:strength|weakness|opportunity|threat)-like: .(.*).$", words, _LINES)
    assert len(said) == 4
    for one in said:
        assert one in told(path, "swot")


@pytest.mark.parametrize("path", PEOPLE, ids=str)
def test_weights_turn_the_order_and_the_first_is_far_above_the_least(path: Path):
    weights, candidates = applied(path)
    text = told(path, "fair-choice")
    totals = [weighed(weights, one) for one in candidates]
    assert [int(one) for one in re.findall(r"^- K\d.*= (\d+)$", text, re.MULTILINE)] == totals
    plain = [sum(one) for one in candidates]
    assert totals.index(max(totals)) != plain.index(max(plain)), "weights decide"
    assert f"{max(totals)} ÷ {sum(weights) * 9}" in text
    points = numbers(without_codes(task(path, "fair-choice")))[:4]
    found = answer(path, "fair-choice")
    mine = weighed(weights, points)
    assert mine in found
    assert totals[0] in found
    assert mine < totals[0], "so that K4 comes after K1"


@pytest.mark.parametrize("path", PEOPLE, ids=str)
def test_pay_and_hours_come_out(path: Path):
    pay, percent = numbers(task(path, "contract-and-pay"))
    month = pay + pay * percent // 100
    assert answer(path, "contract-and-pay")[-3:] == [month, 12, 12 * month]
    agreed, *weeks = numbers(task(path, "burnout"))
    found = answer(path, "burnout")
    assert sum(weeks) // len(weeks) - agreed in found
    weights, points = asked(path, "q-score")[:3], asked(path, "q-score")[3:]
    text = part(path, "q-score")
    assert right(text) == weighed(weights, points)
    wrong = [int(one) for one in re.findall(r"^- \[ \] (\d+)", text, re.MULTILINE)]
    assert wrong == [sum(points), sum(points) * sum(weights)]
    agreed, *done = numbers(part(path, "case-tired"))
    assert right(part(path, "q-hours")) == sum(done) // len(done) - agreed


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_a_week_asks_for_gaps_fees_hours_and_weights_that_come_out(path: Path):
    said = asked(path, "q-gap")
    today, enough = said[0::2], said[1::2]
    gaps = [max(0, e - t) for t, e in zip(today, enough, strict=True)]
    assert right(part(path, "q-gap")) == sum(gaps)
    percent, _grant, spent = asked(path, "q-host")
    assert right(part(path, "q-host")) == spent * percent // 100
    text = part(path, "q-hours")
    numbered = asked(path, "q-hours")
    there, planned = numbered[0] * numbered[1] * numbered[2] * 3 // 4, numbered[3]
    assert right_of(text) == planned - there > 0
    text = part(path, "q-choice")
    title = re.findall(r"^### (.*)\{#q-choice\}", path.read_text("utf-8"), re.MULTILINE)[0]
    heavy, light, a1, a2, b1, b2 = numbers(without_codes(title))
    best = max(heavy * a1 + light * a2, heavy * b1 + light * b2)
    (option,) = re.findall(r"^- \[x\] (.*)$", text, re.MULTILINE)
    assert numbers(without_codes(option)) == [best]

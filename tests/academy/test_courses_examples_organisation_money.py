"""Rules, expected money, shares and people taught in the last three lessons on organisations.

Sums that are written out come out in `test_courses_examples_sums`. Here is what no sum says: that a
lesson, its drawing, its guide and its questions speak of the same numbers.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.academy.lesson_files import asked, box, every, forms, numbers, part, right, rows

COURSES = Path(__file__).parents[2] / "courses"
COURSE = COURSES / "organisation"


MANUALS = every("organisation", "[0-9]*-manuals-by-adaptation.md")
MONEY = every("organisation", "[0-9]*-money.md")
PASSING = every("organisation", "[0-9]*-passing-it-on.md")
GAME = every("organisation", "trainer/adapt-dont-invent.md")
FORMS = forms("q-expected")


def told(path: Path, id: str) -> str:
    """A section without its task."""
    return part(path, id).split(":::try")[0]


def task(path: Path, id: str) -> list[int]:
    """The numbers that a section's task gives, without those of its list."""
    _, _, after = part(path, id).partition(":::try")
    text = re.split(r"^:::(?:alone|answer)", after, maxsplit=1, flags=re.MULTILINE)[0]
    return numbers(re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE))


def answer(path: Path, id: str) -> list[int]:
    return numbers(box(part(path, id), "answer"))


def wrong(path: Path, id: str) -> list[int]:
    """The numbers that people come to by mistake."""
    return [int(one) for one in re.findall(r"^- \[ \] (\d+)", part(path, id), re.MULTILINE)]


def sources(path: Path) -> list[tuple[int, int]]:
    """Amount and probability of the three sources of the lesson."""
    *lines, _together = rows(part(path, "gap"), 4)
    return [(numbers(line[1])[0], numbers(line[2])[0]) for line in lines]


def months(path: Path) -> list[tuple[int, int]]:
    """The first and last month of each."""
    *lines, _together = rows(part(path, "gap"), 4)
    return [(first, last) for first, last in (numbers(line[0]) for line in lines)]


def need(path: Path) -> int:
    return numbers(told(path, "gap"))[0]


def expected(sources: list[tuple[int, int]]) -> int:
    return sum(amount * likely for amount, likely in sources) // 100


# Manuals by adaptation


@pytest.mark.parametrize("path", MANUALS, ids=str)
def test_the_drawing_has_the_rules_of_the_lesson(path: Path):
    kept, changed, deleted, added = steps(path, "first-step")
    assert words(path, "source-is")[-1] == kept + changed + deleted
    assert words(path, "ours-is")[-1] == kept + changed + added
    of_it = next(line for line in told(path, "lineage").splitlines() if " = 21" in line)
    assert numbers(of_it)[:5] == [kept + changed + deleted, kept, changed, deleted, added]
    further = steps(path, "second-step")
    assert sum(further[:3]) == words(path, "ours-is")[-1]
    assert words(path, "theirs-is")[-1] == further[0] + further[1] + further[3]
    assert Counter([kept, changed, deleted, added]) <= Counter(task(path, "lineage"))


def words(path: Path, key: str) -> list[int]:
    """The numbers of a word in the drawing."""
    text = (path.parent / "figures.md").read_text("utf-8").partition("{#lineage}")[2]
    (found,) = re.findall(rf"^- {key}: (.*)$", text.partition("\n## ")[0], re.MULTILINE)
    return numbers(found)


def steps(path: Path, key: str) -> list[int]:
    found = words(path, key)
    assert len(found) == 4
    spoken = (path.parent / "figures.md").read_text("utf-8").partition("{#lineage}")[2]
    assert ", ".join(map(str, found)) in ", ".join(map(str, numbers(spoken.partition("\n- ")[0])))
    return found


@pytest.mark.parametrize("path", MANUALS, ids=str)
def test_the_question_about_rules_has_its_answer(path: Path):
    model, kept, changed, added = asked(path, "q-rules")
    assert right(part(path, "q-rules")) == kept + changed + added
    assert wrong(path, "q-rules") == [model + added, kept + changed]


@pytest.mark.parametrize("path", GAME, ids=str)
def test_the_model_has_as_many_rules_as_its_guide_counts(path: Path):
    text = part(path, "materials")
    listed = re.findall(r"^\| (\d+) \|", text, re.MULTILINE)
    assert listed == [str(n) for n in range(1, len(listed) + 1)]
    assert len(listed) in numbers(text.partition("\n| ")[0])
    said = part(path, "debrief").rstrip().split("\n\n")[-1]
    kept, changed, deleted, added = numbers(said)[2:6]
    assert kept + changed + deleted == len(listed)
    assert numbers(said)[-1] == kept + changed + added
    spoken = re.findall(r"^- \*\*(\d+)", part(path, "debrief"), re.MULTILINE)
    assert len(spoken) == changed + deleted
    assert {*spoken} <= {*listed}


# Money


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_what_can_be_expected_and_what_is_missing_come_out(path: Path):
    *lines, together = rows(part(path, "gap"), 4)
    given = sources(path)
    assert [numbers(line[3])[0] for line in lines] == [expected([one]) for one in given]
    assert numbers(together[1])[0] == sum(amount for amount, _likely in given)
    assert numbers(together[3])[0] == expected(given)
    gap = need(path) - expected(given)
    assert {gap, expected(given)} <= set(numbers(told(path, "gap").rpartition("|")[2]))
    (amount, likely) = task(path, "gap")
    assert {expected([(amount, likely)]), gap - expected([(amount, likely)])} <= set(
        answer(path, "gap")
    )


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_only_the_signed_grant_covers_the_first_months(path: Path):
    signed = [
        one for one, (_, likely) in zip(months(path), sources(path), strict=True) if likely == 100
    ]
    assert signed == [(1, 6)]
    last = min(one[0] for one in months(path) if one not in signed) - 1
    spoken = [numbers(line)[:3] for line in told(path, "gap").splitlines()]
    assert [1, last, sources(path)[-1][0]] in spoken


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_an_hour_of_writing_brings_what_the_lesson_says(path: Path):
    large, known = numbers(part(path, "fit").split("\n\n")[1])[:2]
    (known_expected,), (large_expected,) = ([expected([one])] for one in sources(path)[:2])
    spoken = numbers(part(path, "fit").split("\n\n")[1])
    assert spoken[2:5] == [large_expected, large, large_expected // large]
    assert spoken[5:8] == [known_expected, known, known_expected // known]


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_the_question_about_the_gap_has_its_answer(path: Path):
    first, likely, second, unlikely, signed, needed = asked(path, "q-gap")
    hoped = expected([(first, likely), (second, unlikely), (signed, 100)])
    assert right(part(path, "q-gap")) == needed - hoped
    assert wrong(path, "q-gap") == [hoped, needed - signed]


@pytest.mark.parametrize("path", MONEY, ids=str)
def test_work_and_money_of_a_partner_are_compared_alike(path: Path):
    whole, ours, all, paid = task(path, "partners")
    found = answer(path, "partners")
    assert {100 * ours // all, 100 * paid // whole, whole - paid} <= set(found)
    part_of, whole_of = [one for one in asked(path, "q-one-donor") if one > 100]
    assert 100 * part_of % whole_of == 0
    assert 100 * part_of // whole_of in numbers(part(path, "q-one-donor"))


# Passing it on


@pytest.mark.parametrize("path", PASSING, ids=str)
def test_the_table_of_one_thing_takes_forty_minutes(path: Path):
    minutes = [int(row[0]) for row in rows(part(path, "teach-one-thing"), 2)]
    said = numbers(told(path, "teach-one-thing").partition("\n|")[0])[-1]
    assert sum(minutes) == said


@pytest.mark.parametrize("path", PASSING, ids=str)
def test_people_taught_are_attendances_less_those_counted_twice(path: Path):
    learnt, taught, each, twice = task(path, "next-trainer")
    assert set(answer(path, "next-trainer")) >= {
        taught * each,
        taught * each - twice,
        learnt - taught,
    }
    learnt, taught, each, twice = asked(path, "q-reached")
    assert right(part(path, "q-reached")) == taught * each - twice
    assert wrong(path, "q-reached") == [taught * each, learnt * each - twice]


# The week


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_the_week_asks_what_can_be_worked_out(path: Path):
    needed, first, likely, second, unlikely, signed = asked(path, "q-expected")
    hoped = expected([(first, likely), (second, unlikely), (signed, 100)])
    assert right(part(path, "q-expected")) == needed - hoped
    assert set(wrong(path, "q-expected")) == {hoped, needed - signed}
    learnt, taught, each, twice = asked(path, "q-taught")
    assert right(part(path, "q-taught")) == taught * each - twice
    assert set(wrong(path, "q-taught")) == {taught * each, learnt * each - twice}

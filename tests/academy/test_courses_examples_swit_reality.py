"""What SWIT's lessons on care, programmes and our reality work out is right in every language.

The numbers are read out of the lessons and worked out again: a slip in a translation fails here.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

SWIT = Path(__file__).parents[2] / "courses" / "swit"
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
WITH_DECIMAL_COMMA = ("es", "fr", "pt", "ru")
FIGURE = rf"\d+(?:[{SPACES},.]\d+)*"
CALCULATION = re.compile(rf"{FIGURE}(?: [×÷+−] {FIGURE})+ = {FIGURE}")


WEEKS = sorted(file.parent.name for file in SWIT.parent.glob("week/*/form-a.md"))
"""The languages of the questions before and after a week."""
DRAWN = sorted(file.parent.name for file in SWIT.glob("*/figures.md"))
"""The languages that have words for the drawings."""


def every(slug):
    """Each language's text of a lesson, to be given to a test one by one."""
    files = sorted(SWIT.glob(f"*/[0-9][0-9]-{slug}.md"))
    return [pytest.param(file.read_text(), file.parent.name, id=file.parent.name) for file in files]


def part(text, id):
    """What stands below the heading with this id, up to the next one as high."""
    heading = re.search(rf"^(#+) .*\{{#{id}\}}$", text, re.MULTILINE)
    below = text[heading.end() :]
    ends = re.search(rf"^#{{1,{len(heading[1])}}} ", below, re.MULTILINE)
    return below[: ends.start()] if ends else below


def box(text, name):
    """What stands in the first box of this name."""
    return re.search(rf"^:::{name}.*?\n(.*?)^:::", text, re.MULTILINE | re.DOTALL)[1]


def value(written, language):
    """A number as people of this language write it."""
    thousands, point = (SPACES + ".", ",") if language in WITH_DECIMAL_COMMA else (",", ".")
    for sign in thousands:
        written = written.replace(sign, "")
    return Decimal(written.replace(point, "."))


def numbers(text, language):
    """Every number in a text, in its order; citations and addresses left out."""
    plain = re.sub(r"\[\^[^]]*\]|\{#[^}]*\}|\]\([^)]*\)", "", text)
    return [value(one, language) for one in re.findall(FIGURE, plain)]


def worked_out(calculation, language):
    """Both sides of `36 × 3 = 108`; what is written on the right decides how it is rounded."""
    left, right = calculation.split(" = ")
    total = Decimal(0)
    for sign, term in re.findall(r"(^|[+−] )((?:[^+−])+)", left):
        factor = Decimal(1)
        for how, figure in re.findall(rf"(^|[×÷]) ?({FIGURE})", term.strip()):
            factor = (
                factor / value(figure, language) if how == "÷" else factor * value(figure, language)
            )
        total += -factor if sign.startswith("−") else factor
    said = value(right, language)
    return total.quantize(said, ROUND_HALF_UP), said


@pytest.mark.parametrize(
    ("text", "language"), [*every("clinical-services"), *every("programme-and-organisation")]
)
def test_every_calculation_that_is_written_out_is_right(text, language):
    found = CALCULATION.findall(text)
    assert len(found) >= 2
    for calculation in found:
        again, said = worked_out(calculation, language)
        assert again == said, calculation


def doses(wanted, begun):
    """Three for who begins, two more for who has had the first."""
    return (wanted - begun) * 3 + begun * 2


@pytest.mark.parametrize(("text", "language"), every("clinical-services"))
def test_doses_of_a_vaccine_are_counted_for_those_who_begin_and_those_who_go_on(text, language):
    task = part(text, "sti-hepatitis")
    wanted, begun = numbers(box(task, "try"), language)
    assert numbers(box(task, "answer"), language)[-1] == doses(wanted, begun)
    asked = part(text, "q-doses")
    wanted, begun = numbers(asked.split("- [=]")[0], language)
    right, *near = re.findall(r"- \[[= ]\] (.*)", asked)
    assert numbers(right, language) == [doses(wanted, begun)]
    assert [numbers(one, language) for one in near[:2]] == [[wanted * 3], [(wanted - begun) * 3]]


MONTHS = 12
"""Chinese writes months as numbers; every other number of these tasks is larger."""


def area(text, language):
    """Of an area: people met, people there, talks; whatever their order in the sentence."""
    met, there, talks = sorted(one for one in numbers(text, language) if one > MONTHS)
    return met, there, talks


@pytest.mark.parametrize(("text", "language"), every("programme-and-organisation"))
def test_coverage_is_the_share_of_people_and_not_of_talks(text, language):
    told = part(text, "standards-and-stages")
    written_out = CALCULATION.search(told)
    met, there = numbers(written_out[0], language)[:2]
    assert {met, there} < set(numbers(told[: written_out.start()], language))
    asked = part(text, "q-coverage")
    met, there, talks = area(asked.split("- [=]")[0], language)
    right, near, _ = re.findall(r"- \[[= ]\] (.*)", asked)[:3]
    share, off = numbers(right, language)
    assert abs(share - met / there * 100) <= off
    assert abs(numbers(near, language)[0] - talks / there * 100) <= off


@pytest.mark.parametrize("form", ["form-a", "form-b"])
@pytest.mark.parametrize("language", WEEKS)
def test_coverage_before_and_after_a_week_is_the_share_of_people(form, language):
    text = (SWIT.parent / "week" / language / f"{form}.md").read_text()
    heading = re.search(r"^### (.*) \{#q-coverage\}$", text, re.MULTILINE)[1]
    met, there, talks = area(heading, language)
    assert options(part(text, "q-coverage"), language) == {
        met / there * 100: "x",
        talks / there * 100: " ",
        met / talks * 100: " ",
    }


@pytest.mark.parametrize(("text", "language"), every("programme-and-organisation"))
def test_an_hour_is_paid_alike_whoever_works_it(text, language):
    task = part(text, "pay")
    full, hours, worked, paid, people, *_ = numbers(box(task, "try"), language)
    fair = full / hours * worked
    said = numbers(box(task, "answer"), language)
    assert {fair, fair * people} < set(said)
    assert paid * 2 == fair


def percent(answers):
    """A chapter's per cent, as the worksheet reckons it: only what was answered counts."""
    return Decimal(100) * sum(answers) / (3 * len(answers))


def same(said, exactly):
    """Whether a number is what it should be, rounded as it is written."""
    return said == exactly.quantize(said, ROUND_HALF_UP)


def options(text, language):
    """The number of each option of a question, with its mark."""
    found = re.findall(r"- \[([x= ])\] (.*)", text)
    return {
        numbers(option, language)[0]: mark for mark, option in found if re.search(r"\d", option)
    }


def tables(text):
    """The cells of a section's table, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(("text", "language"), every("swit-and-our-reality"))
def test_chapters_have_the_per_cent_that_the_worksheet_gives_them(text, language):
    told = part(text, "self-assessment")
    for _, answers, result in tables(told)[:2]:
        given = numbers(answers, language)
        total, most, share = numbers(result, language)
        assert (total, most) == (sum(given), 3 * len(given))
        assert same(share, percent(given))
    asked = numbers(box(told, "try"), language)
    said = numbers(box(told, "answer"), language)
    for given in (asked[1:5], asked[6:9]):
        assert {sum(given), 3 * len(given)} < set(said)
        assert any(same(one, percent(given)) for one in said)


@pytest.mark.parametrize(("text", "language"), every("swit-and-our-reality"))
def test_a_rise_is_told_in_points_and_a_number_of_its_question_is_right(text, language):
    told = part(text, "roll-out")
    _, *answers = numbers(box(told, "try"), language)
    first, second = percent(answers[:2]), percent(answers[2:6])
    _, _, before, *_, after, points = numbers(box(told, "answer"), language)
    assert same(before, first)
    assert same(after, second)
    assert same(points, second - first)
    asked = part(text, "q-percent")
    given = numbers(asked.split("- [=]")[0], language)
    right, left_in, total = options(asked, language)
    assert same(right, percent(given))
    assert left_in == percent([*given, 0])
    assert total == sum(given)


@pytest.mark.parametrize("form", ["form-a", "form-b"])
@pytest.mark.parametrize("language", WEEKS)
def test_a_chapter_before_and_after_a_week_is_reckoned_from_what_was_answered(form, language):
    text = (SWIT.parent / "week" / language / f"{form}.md").read_text()
    heading = re.search(r"^### (.*) \{#q-chapter\}$", text, re.MULTILINE)[1]
    given = numbers(heading, language)
    assert len(given) == 3
    for said, mark in options(part(text, "q-chapter"), language).items():
        wrong = (percent([*given, 0]), Decimal(100) * sum(given) / len(given))
        assert same(said, percent(given)) if mark == "x" else any(same(said, one) for one in wrong)


@pytest.mark.parametrize("language", DRAWN)
def test_the_hour_that_sex_workers_teach_has_sixty_minutes(language):
    drawing = (SWIT / "media" / "one-hour.svg").read_text()
    minutes = [Decimal(one) for one in re.findall(r">(\d+)</text>", drawing)]
    assert sum(minutes) == 60
    told = part((SWIT / language / "figures.md").read_text(), "one-hour").split("\n- ")[0]
    assert numbers(told, language) == [*minutes, 60]


@pytest.mark.parametrize(("text", "language"), every("swit-and-our-reality"))
def test_two_dates_show_what_four_answers_can_reach(text, language):
    heading = re.search(r"^### (.*) \{#q-points\}$", text, re.MULTILINE)[1]
    before, after = [one for one in numbers(heading, language) if one > MONTHS]
    reachable = [Decimal(100) * total / 12 for total in range(13)]
    for said in (before, after):
        assert any(same(said, one) for one in reachable), said
    right = re.search(r"- \[x\] (.*)", part(text, "q-points"))[1]
    assert numbers(right, language)[0] == after - before


@pytest.mark.parametrize(("text", "language"), every("swit-and-our-reality"))
def test_no_count_that_is_handed_out_is_under_five(text, language):
    asks = part(text, "gap-to-ask")
    counted = numbers(re.search(r"^\| 3\D.*$", asks, re.MULTILINE)[0], language)
    assert min(counted[1:3]) >= 5

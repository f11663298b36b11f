"""The sums of the lessons on books and reports, read from their text and worked out again.

A lesson is read as it stands in its file, in every language that has it, so that a slip in a
translation fails as one in the original does. `WORKED` says how the numbers of the prose hang
together; what a text writes out as a sum, and what stands in its tables, is found there.
"""

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[2] / "courses" / "budgeting"
LESSONS = ("a-ledger-for-each-donor", "control-and-report", "when-it-gets-hard")
TEXTS = [
    (file.parent.name, slug)
    for slug in LESSONS
    for file in sorted(COURSE.glob(f"*/[0-9][0-9]-{slug}.md"))
]
COMMA = ("fr", "es", "ru", "pt")
"""Languages that write 1 234,50; the others write 1,234.50."""

WORKED = {
    "books": [
        "2,000.00 − 145.50 = 1,854.50",
        "1,854.50 − 38.00 = 1,816.50",
        "1,816.50 + 600.00 = 2,416.50",
        "2,416.50 − 72.25 = 2,344.25",
    ],
    "one-ledger-per-donor": [
        "25,000.00 × 33.34 ÷ 100 = 8,335.00",
        "8,335.00 + 8,332.50 + 8,332.50 = 25,000.00",
        "166,447.19 − 30,000.00 = 136,447.19",
        "136,447.19 − 8,335.00 = 128,112.19",
    ],
    "vouchers": ["8 × 6.50 = 52.00", "5 × 11.00 = 55.00", "52.00 + 55.00 = 107.00", "8 + 5 = 13"],
    "cash": [
        "42.30 + 18.75 + 96.50 = 157.55",
        "300.00 − 157.55 = 142.45",
        "500.00 − 463.20 = 36.80",
        "64.80 + 31.15 = 95.95",
        "300.00 − 95.95 = 204.05",
        "204.05 − 200.00 = 4.05",
        "512.40 − 500.00 = 12.40",
    ],
    "reconciling": [
        "201,597.19 − 35,150.00 = 166,447.19",
        "18,420.00 − 1,750.00 + 300.00 = 16,970.00",
        "16,985.50 − 15.50 = 16,970.00",
        "540 − 450 = 90",
        "12,310.00 − 925.00 + 80.00 = 11,465.00",
        "11,482.00 − 17.00 = 11,465.00",
    ],
    "hosted-and-passed-on": [
        "40,000.00 × 5 ÷ 100 = 2,000.00",
        "40,000.00 − 2,000.00 = 38,000.00",
        "38,000.00 − 12,350.40 = 25,649.60",
        "61,200.00 − 25,649.60 = 35,550.40",
        "3 × 4,500.00 = 13,500.00",
        "60,000.00 + 18,000.00 + 13,500.00 = 91,500.00",
        "18,000.00 − 13,500.00 = 4,500.00",
        "60,000.00 − 18,000.00 = 42,000.00",
    ],
    "four-hands": [],
    "variance": [
        "431,250.00 − 425,000.00 = 6,250.00",
        "6,250.00 ÷ 425,000.00 × 100 ≈ 1.47",
        "35,150.00 − 37,000.00 = −1,850.00",
        "−1,850.00 ÷ 37,000.00 × 100 = −5.00",
        "20 − 1 = 19",
        "6,150 − 5,000 = 1,150",
        "1,150 ÷ 5,000 × 100 = 23.00",
        "26,400 − 30,000 = −3,600",
        "−3,600 ÷ 30,000 × 100 = −12.00",
        "2,520 − 2,400 = 120",
        "120 ÷ 2,400 × 100 = 5.00",
        "48,000 + 5,000 + 30,000 + 2,400 = 85,400",
        "48,000 + 6,150 + 26,400 + 2,520 = 83,070",
        "83,070 − 85,400 = −2,330",
        "−2,330 ÷ 85,400 × 100 ≈ −2.73",
    ],
    "commitments-and-advances": [
        "12,000.00 − 4,300.00 − 3,250.00 − 1,500.00 = 2,950.00",
        "12,000.00 − 4,300.00 = 7,700.00",
        "1,500.00 − 1,380.00 = 120.00",
        "4,300.00 + 1,380.00 = 5,680.00",
        "12,000.00 − 5,680.00 − 3,250.00 = 3,070.00",
    ],
    "report-pack": [
        "1,240 + 15,000 − 11,835 = 4,405",
        "3,855 + 400 + 150 = 4,405",
        "6,000 − 2,715 = 3,285",
        "3,805 + 400 + 150 = 4,355",
        "4,405 − 4,355 = 50",
    ],
    "keeping-papers": ["2033 − 2026 = 7"],
    "cash-flow": [
        "−8,000 + 10,000 = 2,000",
        "2,000 + 50,000 − 26,000 − 10,000 = 16,000",
        "−8,000 + 0 − 26,000 = −34,000",
        "−34,000 + 50,000 − 12,000 = 4,000",
    ],
    "salaries": [
        "2 × 14,000.00 = 28,000.00",
        "28,000.00 − 9,500.00 = 18,500.00",
        "18,500.00 − 11,000.00 = 7,500.00",
        "14,000.00 ÷ 2 = 7,000.00",
        "7,500.00 − 7,000.00 = 500.00",
        "2,500.00 + 640.00 + 2 × 380.00 = 3,900.00",
    ],
    "reprogramming": [
        "−45,000 ÷ 180,000 × 100 = −25",
        "45,000 ÷ 60,000 × 100 = 75",
    ],
    "suspecting-fraud": ["3,480.00 + 3,480.00 = 6,960.00", "6,960.00 − 3,480.00 = 3,480.00"],
    "audit-week": [
        "38 ÷ 40 × 100 = 95",
        "890.00 + 350.00 = 1,240.00",
        "1,240.00 ÷ 62,000.00 × 100 = 2",
    ],
}
QUIZZES = {
    "a-ledger-for-each-donor": [
        "9,640.00 − 1,275.00 + 400.00 = 8,765.00",
        "9,640.00 − 1,275.00 = 8,365.00",
        "9,640.00 + 1,275.00 − 400.00 = 10,515.00",
    ],
    "control-and-report": [
        "18,400 − 20,000 = −1,600",
        "−1,600 ÷ 20,000 × 100 = −8",
        "−1,600 ÷ 18,400 × 100 ≈ −8.7",
        "2,400.00 + 3,100.00 = 5,500.00",
        "5,500.00 + 600.00 = 6,100.00",
        "9,000.00 − 2,400.00 = 6,600.00",
        "9,000.00 − 5,500.00 = 3,500.00",
        "9,000.00 − 2,400.00 − 3,100.00 − 600.00 = 2,900.00",
    ],
    "when-it-gets-hard": [
        "9,000 + 4,000 − 11,000 = 2,000",
        "2,000 − 6,500 = −4,500",
    ],
}
ELSEWHERE = {
    "variance": {"10"},
    "reprogramming": {"10"},
    "quiz": {"8,200.00", "3,000.00", "8,000", "640.00", "0.05"},
    "four-hands": {"1,800.00"},
    "cash-flow": {"8,000"},
    "one-ledger-per-donor": {"33.34", "50"},
}
"""Numbers that nothing is worked out from, or that are shown without their sign."""
YEARS = {Decimal(year) for year in (2016, 2017, 2018)}

_NUMBER = r"[+−]?\d(?:[\d.,\u202f\xa0]*\d)?"
_SUM = re.compile(rf"{_NUMBER}(?:\s?[+−×÷]\s?{_NUMBER})+\s?[=≈]\s?{_NUMBER}")


def read(written: str, language: str) -> Decimal:
    """A number as the language writes it."""
    group, point = (".", ",") if language in COMMA else (",", ".")
    plain = re.sub("[\u202f\xa0+]", "", written).replace("−", "-").replace(group, "")
    return Decimal(plain.replace(point, "."))


def sections(language: str, slug: str) -> dict[str, str]:
    """The text below each heading with an id; the lead of the lesson is left out."""
    (file,) = (COURSE / language).glob(f"[0-9][0-9]-{slug}.md")
    parts = re.split(r"^## .*\{#([a-z0-9-]+)\}$", file.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def worked(slug: str, section: str) -> list[str]:
    return QUIZZES[slug] if section == "quiz" else WORKED[section]


def numbers(text: str, language: str) -> Counter[Decimal]:
    """What stands in a text, without signs: “2,330 less” and “−2,330” are the same number."""
    plain = re.sub(r"\[\^[a-z0-9-]+\]|\{#[a-z0-9-]+\}|[A-Z]-\d+", "", text)
    return Counter(abs(read(one, language)) for one in re.findall(_NUMBER, plain))


def comes_out(sum_: str, language: str = "en") -> bool:
    """Whether a sum that is written out is right: exactly, or with ≈ as far as it is written."""
    left, sign, right = re.split(r"\s?([=≈])\s?", sum_)
    first, *others = re.split(r"(?<=\d)\s?([+−])\s?", left)
    exact = product(first, language)
    for plus, term in zip(others[::2], others[1::2], strict=True):
        exact += product(term, language) * (1 if plus == "+" else -1)
    said = read(right, language)
    rounded = Decimal(exact.numerator) / Decimal(exact.denominator)
    return exact == Fraction(said) if sign == "=" else rounded.quantize(said) == said


def product(term: str, language: str) -> Fraction:
    """What numbers with × and ÷ between them come to."""
    first, *others = re.split(r"\s?([×÷])\s?", term)
    value = Fraction(read(first, language))
    for times, number in zip(others[::2], others[1::2], strict=True):
        by = Fraction(read(number, language))
        value = value * by if times == "×" else value / by
    return value


def rows(text: str, language: str) -> list[list[Decimal]]:
    """The numbers of a table, row by row: an empty cell is 0, and words are left out."""
    found = []
    for line in re.findall(r"^\|(.+)\|$", text, re.MULTILINE):
        cells = [one.strip(" *") for one in line.split("|")][1:]
        kept = [one for one in cells if not one or re.fullmatch(_NUMBER, one)]
        if any(kept):
            found.append([read(one or "0", language) for one in kept])
    return found


def test_the_reader_of_sums_sees_a_slip():
    for right in ("2 + 3 × 4 = 14", "−8,000 + 0 − 26,000 = −34,000", "10 ÷ 4 × 2 = 5"):
        assert comes_out(right)
    assert comes_out("1,5 × 2 = 3,0", "fr")
    assert comes_out("1 ÷ 3 ≈ 0.33")
    for wrong in ("2 + 3 × 4 = 20", "1 ÷ 3 ≈ 0.34", "1 ÷ 3 = 0.33", "5 − −2 = 3"):
        assert not comes_out(wrong)


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_is_there_in_english(slug):
    assert ("en", slug) in TEXTS
    assert set(sections("en", slug)) <= {*WORKED, "quiz"}


@pytest.mark.parametrize(("language", "slug"), TEXTS)
def test_what_is_written_out_as_a_sum_comes_out(language, slug):
    for section, text in sections(language, slug).items():
        for one in _SUM.findall(text):
            assert comes_out(one, language), (section, one)


@pytest.mark.parametrize(("language", "slug"), TEXTS)
def test_the_numbers_of_the_prose_hang_together(language, slug):
    for section, text in sections(language, slug).items():
        there = numbers(text, language)
        for one in worked(slug, section):
            assert comes_out(one), (section, one)
            missing = numbers(one, "en").keys() - there.keys() - {Decimal(100), Decimal(0)}
            assert {n for n in missing if n > 10} == set(), (section, one)


@pytest.mark.parametrize(("language", "slug"), TEXTS)
def test_no_sum_no_per_cent_and_no_answer_stands_there_that_nothing_recomputes(language, slug):
    for section, text in sections(language, slug).items():
        tables = {abs(n) for row in rows(text, language) for n in row}
        known = {n for one in worked(slug, section) for n in numbers(one, "en")}
        known |= {read(one, "en") for one in ELSEWHERE.get(section, ())}
        said = {n for n in numbers(text, language) if n >= 200 or n != n.to_integral_value()}
        assert said - known - tables - YEARS == set(), section
        shares = re.findall(rf"({_NUMBER})[ \u202f\xa0]?%", text)
        answers = re.findall(rf"^- \[[=x ]\] ({_NUMBER})(?=\s)", text, re.MULTILINE)
        assert {abs(read(one, language)) for one in shares + answers} - known == set(), section


def of(section: str, slug: str):
    found = [(language, one) for language, one in TEXTS if one == slug]
    return pytest.mark.parametrize(
        ("table", "language"),
        [(rows(sections(a, b)[section], a), a) for a, b in found],
        ids=[a for a, _ in found],
    )


@of("one-ledger-per-donor", "a-ledger-for-each-donor")
def test_each_balance_of_the_ledger_is_the_one_before_plus_in_minus_out(table, language):
    balance = Decimal(0)
    assert len(table) == 6
    for moved, after in table:
        balance += moved
        assert balance == after
    assert balance == Decimal("166447.19")
    assert table[0][0] == (Decimal("6805.16") * Decimal("101.20")).quantize(Decimal("0.01"))


@of("variance", "control-and-report")
def test_two_lines_need_an_explanation_and_the_total_hides_them(table, language):
    def far(budget, actual):
        return abs(actual - budget) * 10 > budget

    assert [far(*line) for line in table] == [False, True, True, False]
    planned, spent = (sum(column) for column in zip(*table, strict=True))
    assert (planned, spent) == (85400, 83070)
    assert not far(planned, spent)


@of("commitments-and-advances", "control-and-report")
def test_what_is_free_in_a_line_is_its_budget_less_the_three(table, language):
    (budget,), *taken, (free,) = table
    assert len(taken) == 3
    assert budget - sum(one for (one,) in taken) == free


@of("report-pack", "control-and-report")
def test_the_report_adds_up_by_rows_and_by_columns(table, language):
    *lines, totals = table
    assert len(lines) == 3
    assert [sum(column) for column in zip(*lines, strict=True)] == totals
    for budget, quarter, so_far, left in table:
        assert budget - so_far == left
        assert quarter < so_far


@of("cash-flow", "when-it-gets-hard")
def test_each_month_begins_with_what_the_last_one_left(table, language):
    assert len(table) == 5
    start = table[0][0]
    for begins, came, went, ends in table:
        assert begins == start
        start = begins + came - went
        assert start == ends
    assert min(ends for *_, ends in table) == -8000


@of("reprogramming", "when-it-gets-hard")
def test_what_changes_in_a_plan_comes_to_nothing(table, language):
    *lines, totals = table
    assert len(lines) == 4
    assert [sum(column) for column in zip(*lines, strict=True)] == totals
    assert all(asked - approved == change for approved, asked, change in table)
    assert totals[2] == 0

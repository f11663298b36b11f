"""Every sum that is written out in the courses comes out, in every language it is written in."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.academy.lesson_files import LANGUAGES

COURSES = Path(__file__).parents[2] / "courses"
SPACE = "[ \u00a0\u202f]?"
PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SPACED = "\\d{1,3}(?:[\u202f\u00a0 ]\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?"
WRITTEN = {
    "ar": PLAIN,
    "en": PLAIN,
    "sw": PLAIN,
    "zh-Hans": PLAIN,
    "es": r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "fr": SPACED,
    "pt": SPACED,
    "ru": SPACED,
}
DECIMAL = {"es": ",", "fr": ",", "pt": ",", "ru": ","}
GROUP = {"es": ".", "fr": "\u202f", "pt": "\u00a0", "ru": "\u202f"}
"""What languages write that don't write 1,234.56."""


def number(language):
    return f"(?:{WRITTEN[language]})(?:{SPACE}%)?"


def sums(language):
    """An expression without brackets and what it comes to."""
    one = number(language)
    before, after = r"(?<![A-Za-z0-9\u202f.,()×÷−+=])(?<![×÷−+=(] )", r"(?![\d(]| [×÷])"
    return re.compile(rf"{before}([−+]?{one}(?: [×÷−+] {one})+) = ([−+]?{one}){after}")


def value(written, language):
    """`1 234,56` or `7 %` as a number; a sign stands before it."""
    digits = re.sub("[ \u00a0\u202f%+]", "", written).replace("−", "-")
    point, group = DECIMAL.get(language, "."), GROUP.get(language, ",")
    plain = digits.replace(group, "").replace(point, ".")
    return Fraction(plain) / (100 if written.endswith("%") else 1)


def worked(expression, language):
    """What it comes to: products first, then from left to right."""
    total, sign = Fraction(0), 1
    for piece in re.split("( [−+] )", expression):
        if piece.strip() in ("−", "+"):
            sign = -1 if piece.strip() == "−" else 1
            continue
        product, dividing = Fraction(1), False
        for factor in re.split("( [×÷] )", piece):
            if factor.strip() in ("×", "÷"):
                dividing = factor.strip() == "÷"
            else:
                one = value(factor, language)
                product = product / one if dividing else product * one
        total += sign * product
    return total


def comes_to(exact, said, language):
    """Whether `said` is `exact`, rounded half up to as many places as it is written with."""
    point = DECIMAL.get(language, ".")
    bare = said.rstrip("%\u00a0\u202f ")
    places = len(bare.partition(point)[2]) if point in bare else 0
    shown = value(bare, language) * 10**places
    wanted = abs(exact) * 10**places + Fraction(1, 2)
    return abs(shown) == wanted.numerator // wanted.denominator and shown * exact >= 0


def texts(language):
    return sorted(COURSES.glob(f"*/{language}/**/*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sum_in_the_courses_comes_out(language):
    found = 0
    for path in texts(language):
        for expression, said in sums(language).findall(path.read_text("utf-8")):
            found += 1
            exact = worked(expression, language)
            name = path.relative_to(COURSES).as_posix()
            assert comes_to(exact, said, language), f"{name}: {expression} = {said}"
    assert found > 50


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_works_out_every_sum_of_the_original(language):
    def found(path, language):
        texts = sums(language).findall(path.read_text("utf-8"))
        return {(worked(left, language), value(right, language)) for left, right in texts}

    for path in texts("en"):
        course, _, *rest = path.relative_to(COURSES).parts
        translated = COURSES.joinpath(course, language, *rest)
        waiting = course == "week"  # with questions about lessons that a language doesn't have yet
        if translated.exists() and not waiting:
            missing = found(path, "en") - found(translated, language)
            assert not missing, f"{course}/{language}/{path.stem}: {missing}"


def test_a_slip_in_a_sum_is_found():
    pattern = sums("fr")
    for text, right in (
        ("80\u202f000 × 20\u00a0% = 16\u202f000", True),
        ("50 ÷ 1,05 = 47,63", False),
    ):
        [(left, said)] = pattern.findall(text)
        assert comes_to(worked(left, "fr"), said, "fr") == right


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_indirect_cost_of_each_donor_is_base_times_rate(language):
    [path] = (COURSES / "budgeting" / language).glob("*-indirect-cost.md")
    text, one = path.read_text("utf-8"), number(language)
    row = rf"\| [XY] \|(?: {one} − {one} =)? ({one}) \| ({one}) \| ({one}) \|"
    rows = re.findall(row, text)
    assert len(rows) == 2
    for base, rate, indirect in rows:
        exact = value(base, language) * value(rate, language)
        assert comes_to(exact, indirect, language), base
    total = re.search(rf"\*\*({one})\*\* \|", text)
    assert total
    assert value(total[1], language) == sum(value(row[2], language) for row in rows)
    several = next((COURSES / "budgeting" / language).glob("*-several-donors.md"))
    columns = re.findall(rf"\| ([XYZ]) \| ({one}) \|", several.read_text("utf-8"))
    direct = {donor: said for donor, said in columns if value(said, language) > 500_000}
    for donor, said in direct.items():
        assert said in text, donor
    drawn = (COURSES / "budgeting" / language / "figures.md").read_text("utf-8")
    figure = drawn.partition("{#indirect-cost}")[2].partition("\n## ")[0]
    for said in re.findall(rf"^- [a-z-]+: ({one})$", figure, re.MULTILINE):
        assert said in text, said

"""Sums in an Arabic line are read from the left, as a calculator shows them."""

import re
from pathlib import Path

import pytest

from academy.courses import markdown, sums

ACADEMY = Path(__file__).parents[2] / "academy"
TOLD = {
    "a sum": ("الرصيد: 9.00 − 4.50 = 4.50.", ["9.00 − 4.50 = 4.50"]),
    "a sum with a bracket": ("هي 2 × (3 + 4) = 14 فقط", ["2 × (3 + 4) = 14"]),
    "a bracket in a bracket": ("5 × (2 − (−1)) = 5 × 3 هنا", ["5 × (2 − (−1)) = 5 × 3"]),
    "a bracket of the line": (
        "(أي 3 + 4)، (3 + 4 أو 7)، (3 + 4 = 7)",
        ["3 + 4"] * 2 + ["(3 + 4 = 7)"],
    ),
    "a product in per cent": (
        "−45,000 ÷ 180,000 × 100 = −25%، نعم",
        ["−45,000 ÷ 180,000 × 100 = −25%"],
    ),
    "a number with its sign": ("نقص −1,850.00، أي −5.00%.", ["−1,850.00", "−5.00%"]),
    "a sum in a currency": ("USD 10.00 + 5.00 = 15.00 KES معًا", ["USD 10.00 + 5.00 = 15.00 KES"]),
    "numbers alone": ("في 2026 كان 1,234.50 أو 12.5% من 50/30/20", []),
    "a range and a number of a paper": ("السند P-17 في 2017-2018", []),
    "a sum of words": ("القديم + الداخل − الخارج = 5", []),
    "two sentences": ("كان 5. 6 − 2 = 4", ["6 − 2 = 4"]),
}


@pytest.mark.parametrize("row", TOLD.values(), ids=TOLD.keys())
def test_a_sum_is_told_apart_from_its_line(row):
    text, found = row
    apart = sums.apart(text)
    assert [piece.partition("\u2069")[0] for piece in apart.split("\u2066")[1:]] == found
    assert apart.replace("\u2066", "").replace("\u2069", "") == text


def test_no_line_ends_in_a_sum_but_before_what_a_long_one_comes_to():
    assert sums.together("left: 9.00 − 4.50 = 4.50.") == "left: 9.00\xa0−\xa04.50\xa0=\xa04.50."
    long = "−45,000 ÷ 180,000 × 100 = −25%"
    assert sums.together(long) == "−45,000\xa0÷\xa0180,000\xa0×\xa0100 =\xa0−25%"
    assert sums.together("5 – 7 people, 12 in 2026") == "5 – 7 people, 12 in 2026"
    assert sums.together("(1–31 %)") == "(1–31\xa0%)"


def test_no_gap_is_left_in_chinese_behind_bold_words_that_end_in_a_full_stop():
    source = "**先问。** 再写。"
    assert markdown.blocks(source, markdown.Place("garden", "zh-Hans")).startswith(
        "<p><strong>先问。</strong>再写。"
    )


def test_only_what_is_written_from_the_right_needs_it():
    source = "**9 − 4 = 5**\n\n| −8 |\n|---|\n| +1 |\n"
    arabic = markdown.blocks(source, markdown.Place("garden", "ar"))
    assert "<strong>\u20669\xa0−\xa04\xa0=\xa05\u2069</strong>" in arabic
    assert "\u2066−8\u2069</th>" in arabic
    assert "\u2066+1\u2069</td>" in arabic
    assert "\u2066" not in markdown.blocks(source, markdown.Place("garden", "fr"))
    assert markdown.inline("−8", markdown.Place("garden", "ar")) == "\u2066−8\u2069"
    assert markdown.plain(source).startswith("9 − 4 = 5")


SHEETS = (
    *("web/shared/static/core.css", "takehome/templates/page.css", "takehome/templates/book.css"),
    *("printing/lessons.css", "printing/style.css"),
)


@pytest.mark.parametrize("sheet", SHEETS)
def test_units_stand_below_units_whichever_way_a_page_is_written(sheet):
    """A column of numbers ends at its right in Arabic too: the digits are read from the left."""
    rules = re.findall(r"[^{}]*\.right\s*\{([^}]*)", (ACADEMY / sheet).read_text("utf-8"))
    told = [found[1] for rule in rules if (found := re.search(r"text-align:\s*(\w+)", rule))]
    assert set(told) == {"right"}

"""What changed is marked by words, in scripts with spaces and without."""

import random

import pytest

from academy.courses.own import comparing
from academy.courses.own.comparing import changes


def told(then, now):
    signs = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(signs[one.kind].format(one.text) for one in changes(then, now))


PAIRS = {
    "a word": ("start in the shed.", "start in the barn.", "start in the [-shed.-][+barn.+]"),
    "nothing": ("a b", "a b", "a b"),
    "Chinese": ("从棚屋开始", "从谷仓开始", "从[-棚屋-][+谷仓+]开始"),
    "Arabic": ("نبدأ في الكوخ", "نبدأ في الحظيرة", "نبدأ في [-الكوخ-][+الحظيرة+]"),
    "a line more": ("a\n", "a\nb\n", "a\n[+b\n+]"),
    "a line less": ("a\nb\n", "a\n", "a\n[-b\n-]"),
    "all of it": ("", "a", "[+a+]"),
}


@pytest.mark.parametrize(("then", "now", "shown"), PAIRS.values(), ids=PAIRS)
def test_what_changed_is_marked_word_by_word(then, now, shown):
    assert told(then, now) == shown


def test_both_texts_can_be_read_from_what_is_marked():
    source = random.Random(7)
    for _ in range(200):
        then, now = ("".join(source.choices("ab \n棚屋", k=40)) for _ in range(2))
        found = changes(then, now)
        assert "".join(one.text for one in found if one.kind != "new") == then
        assert "".join(one.text for one in found if one.kind != "gone") == now


def test_long_texts_without_a_word_in_common_are_not_compared_word_by_word():
    found = changes("a " * comparing.LONGEST, "b " * comparing.LONGEST)
    assert [one.kind for one in found] == ["gone", "new"]
    assert [one.kind for one in changes("\n" * 200_000, "\n" * 200_001)] == ["gone", "new"]

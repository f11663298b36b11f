"""Boxes and what stands in them: closed answers, variants of a task, on pages and in the search."""

import pytest

from academy.courses import boxes, markdown

FRENCH = markdown.Place("garden", "fr")
TASK = """Before.

:::try
Share it.

:::alone
Write it down.
:::

:::together
One asks.
:::

:::answer
3.34 each.
:::
:::

After.
"""


def html(source, place=FRENCH):
    return markdown.blocks(source, place)


def test_a_task_holds_its_variants_and_a_closed_answer():
    assert html(TASK) == (
        "<p>Before.</p>\n"
        '<aside class="try"><p class="label">À vous d’essayer</p>\n<p>Share it.</p>\n'
        '<div class="alone"><p class="label">En solo</p>\n<p>Write it down.</p>\n</div>\n'
        '<div class="together"><p class="label">Ensemble</p>\n<p>One asks.</p>\n</div>\n'
        '<details class="answer"><summary>Réponse</summary>\n<p>3.34 each.</p>\n</details>\n'
        "</aside>\n<p>After.</p>\n"
    )


def test_longer_fences_mean_the_same():
    longer = TASK.replace(":::try", ":::::try").replace(":::\n:::\n", ":::\n:::::\n")
    assert html(longer) == html(TASK)


def test_what_stays_closed_is_neither_found_nor_shown_by_the_search():
    assert markdown.plain(TASK) == "Before.\nShare it.\nWrite it down.\nOne asks.\nAfter."


def test_a_box_left_open_swallows_no_answer():
    page = html(":::try\nShare.\n:::answer\n3.34\n:::\n\nAfter.\n")
    assert page.index("<details") < page.index("3.34") < page.index("</details>")
    assert page.index("</details>") < page.index("After")


def test_fences_in_code_open_nothing():
    code = "```\n:::try\n```\n"
    assert boxes.paths(code) == []
    assert boxes.levelled(code) == code


@pytest.mark.parametrize("name", boxes.BOXES)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-Hans", "ar", "pt", "sw", "ha"])
def test_every_box_has_a_name_in_every_language(name, language):
    page = html(f":::{name}\nx\n:::", markdown.Place("garden", language))
    assert f'class="{name}"' in page
    assert page.count("label") + page.count("<summary>") == 1
    english = html(f":::{name}\nx\n:::", markdown.Place("garden", "en"))
    assert (page == english) is (language in {"en", "ha"})


HOSTILE = {
    "a script for a title": ":::answer <script>x</script>\ny\n:::",
    "an answer opened by its author": '<details open class="answer">y</details>',
    "another class": '<div class="bar">y</div>',
    "a style": '<details style="color:red">y</details>',
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_box_brings_nothing_in(source):
    page = html(source)
    for sign in ("<script", "<details open", "<details style", '<div class="bar"'):
        assert sign not in page


def test_a_thousand_fences_grow_no_text():
    for source in (":::try\n" * 5000, ":::try\n:::answer\n" * 2500 + ":::\n" * 5000):
        assert len(boxes.levelled(source)) <= len(source) + 4 * source.count("\n")
        assert list(boxes.problems(source))


def test_boxes_are_named_in_their_order():
    assert boxes.paths(TASK + ":::next\nx\n:::") == [
        "try", "try/alone", "try/together", "try/answer", "next",
    ]  # fmt: skip

"""Who reads Traditional Chinese reads everything in it, made from the Simplified texts; what people
typed stays as they typed it.
"""

import io
import re
import zipfile
from html import unescape

import pytest

from academy.courses import locale_of
from academy.languages import i18n
from tests.academy.web.participant.conftest import search_in

LESSON = "/courses/advocacy/what-advocacy-is/"
TAIPEI = {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"}
RIGHT = {"q-ask": "1", "q-duty": "0", "q-decriminalisation": "2", "q-modelling": "1"}
ONLY_SIMPLIFIED = set("们这说时会对为业经过应关个专东两严临丽举义乐习书买争产亲从仅仓仪优传伤众")
"""Signs that no text in Traditional characters has."""


def seen(phone, path, headers=TAIPEI):
    """A page as a reader sees its characters; the menu names each language its own way."""
    answer = phone.get(path, headers=headers)
    assert answer.status_code == 200, path
    return unescape(re.sub(r'<div class="languages">.*?</div>', "", answer.text, flags=re.DOTALL))


def simplified(page):
    return ONLY_SIMPLIFIED & set(page)


@pytest.mark.parametrize("asked", ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-TW", "zh_HANT"])
def test_whose_browser_asks_for_traditional_reads_it(phone, asked):
    page = phone.get("/courses/", headers={"Accept-Language": asked}).text
    assert '<html lang="zh-Hant" dir="ltr">' in page


@pytest.mark.parametrize("asked", ["zh", "zh-CN", "zh-SG", "zh-Hans", "zh-Hans-HK", "zh-cmn"])
def test_every_other_chinese_is_simplified(phone, asked):
    page = phone.get("/courses/", headers={"Accept-Language": asked}).text
    assert '<html lang="zh-Hans" dir="ltr">' in page


def test_it_stands_in_the_menu_under_its_own_name(phone):
    assert ">繁體中文</a>" in phone.get("/courses/").text
    phone.get("/language/zh_Hant")
    assert '<html lang="zh-Hant"' in phone.get("/courses/").text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "課程"),
        ("/courses/", "倡導"),
        ("/courses/advocacy/", "什麼是倡導"),
        (LESSON, "什麼是倡導"),
        ("/courses/glossary/", "預算"),
        ("/take-home/advocacy/", "倡導"),
        ("/courses/budgeting/worksheets/budget/", "預算"),
    ],
)
def test_every_page_is_in_traditional_characters(phone, path, said):
    page = seen(phone, path)
    assert said in page
    assert simplified(page) == set()
    assert "<article" not in page or '<article class="prose">' in page


def test_papers_to_adapt_are_in_traditional_characters_as_page_and_as_file(phone):
    page = phone.get("/papers/elections/", headers=TAIPEI).text
    assert "選舉" in page
    assert "选举" not in page
    assert "還沒有你的語言" not in page
    file = phone.get("/papers/elections/text?in=zh-Hant", headers=TAIPEI)
    with zipfile.ZipFile(io.BytesIO(file.data)) as parts:
        said = parts.read("word/document.xml").decode()
        assert "選舉" in said
        assert "选举" not in said
        assert "zh-TW" in parts.read("word/styles.xml").decode()


def test_a_lesson_is_a_draft_still_and_says_that_a_program_converted_it(phone):
    _ = i18n.gettext_for("zh_Hant")
    page = seen(phone, LESSON)
    assert _("Nobody from the community has read this text yet. If something sounds wrong, tell the"
             " trainer.") in page  # fmt: skip
    told = _("Converted from Simplified Chinese by a program.")
    assert told in page
    assert simplified(told) == set()
    chinese = seen(phone, LESSON, {"Accept-Language": "zh-CN"})
    assert (
        i18n.gettext_for("zh_Hans")("Converted from Simplified Chinese by a program.")
        not in chinese
    )


def test_as_many_words_lead_to_what_they_mean(phone):
    marks = [
        re.findall(r'class="term" href="([^"]+)"', seen(phone, LESSON, {"Accept-Language": one}))
        for one in ("zh-TW", "zh-CN")
    ]
    assert marks[0] == marks[1] != []


def test_an_answer_is_marked_as_it_is_for_everybody(phone):
    phone.set_cookie("language", "zh_Hant")
    answer = phone.post(f"{LESSON}quiz", data={**RIGHT, "q-ask": "0", "attempt": "a" * 32})
    assert (answer.status_code, answer.location) == (303, f"{LESSON}#quiz")
    told = [seen(phone, LESSON, {})]
    phone.set_cookie("language", "zh_Hans")
    told.append(seen(phone, LESSON, {}))
    assert simplified(told[0]) == set()
    for page, locale in zip(told, ("zh_Hant", "zh_Hans"), strict=True):
        right = i18n.ngettext_for(locale)(
            "%(num)s of %(of)s right", "%(num)s of %(of)s right", 3, of=4
        )
        assert right in page


@pytest.mark.parametrize("typed", ["預算", "预算"])
def test_the_search_finds_what_it_finds_for_everybody(phone, house, typed):
    search_in(house)
    page, other = (
        seen(phone, f"/search?q={typed}", {"Accept-Language": one}) for one in ("zh-TW", "zh-CN")
    )
    links = [re.findall(r'href="(/courses/[^"]+)"', one) for one in (page, other)]
    assert links[0] == links[1] != []
    assert "<mark>預算</mark>" in page
    assert "<mark>预算</mark>" in other
    typed_aside = page.replace(typed, "")
    assert simplified(typed_aside) == set()


def test_what_somebody_typed_is_hers(phone, room):
    person, pin = room.register("小云")
    phone.set_cookie("language", "zh_Hant")
    phone.post("/sign-in", data={"alias": "小云", "pin": pin})
    page = phone.get("/me").text
    assert "小云" in page
    assert "小雲" not in page
    assert room.person("小云") == person


def test_questions_of_the_week_and_glossary_name_their_language(phone):
    page = phone.get("/courses/glossary/?in=zh-Hant").text
    assert f'lang="{locale_of("zh_Hant").replace("_", "-")}"' in page
    assert "預算" in page

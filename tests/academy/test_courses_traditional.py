"""Texts in Traditional characters, made from those in Simplified ones when somebody reads them."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from academy import courses, worksheets
from academy.courses import boxes, markdown, traditional
from academy.courses.states import status
from academy.data import data_folder
from academy.text import han

PACKS = Path(__file__).parent.parent / "packs"
OURS = data_folder("courses")
SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"

CONVERTED = {
    "whose neighbours decide": ("干净的干部", "乾淨的幹部"),
    "a place and a measure": ("三公里，在里面", "三公里，在裡面"),
    "hair and sending": ("发短信，理发", "發短信，理髮"),
    "after and empress": ("以后，皇后", "以後，皇后"),
    "face and noodles": ("面对面吃面", "面對面吃麵"),
    "in the forms of print": ("为了社群里的人", "為了社群裡的人"),
    "words stay words": ("项目、窗口、文件", "項目、窗口、文件"),
    "a word of two words": ("要是只问了六个人，还是只有一只手", "要是只問了六個人，還是只有一隻手"),
    "how many": ("最多只能有两只，多少只，这只够八个", "最多只能有兩隻，多少隻，這只夠八個"),
    "signing": ("房东肯签，标签和抽签", "房東肯簽，標籤和抽籤"),
    "done": ("写明了由谁决定，你了解的", "寫明了由誰決定，你瞭解的"),
    "inside": (
        "组织里谁是，四周里，苏里南，方格里，每一百里",
        "組織裡誰是，四周裡，蘇里南，方格裡，每一百里",
    ),
    "later": ("东西后来，密封后送到", "東西後來，密封後送到"),
    "work": ("谁白干活，是协调人干的，干脆", "誰白幹活，是協調人幹的，乾脆"),
    "others": (
        "大家什么时候，更加注意，面霜和面包，相互冲突，不复印",
        "大家什麼時候，更加注意，面霜和麵包，相互衝突，不複印",
    ),
    "a value": ("还差 %(num)s 张", "還差 %(num)s 張"),
    "Markdown": ("**预算** [看](../02-water.md#rain)", "**預算** [看](../02-water.md#rain)"),
    "not Chinese": ("Budget, الميزانية", "Budget, الميزانية"),
}


@pytest.mark.parametrize(("written", "read"), CONVERTED.values(), ids=CONVERTED)
def test_a_text_is_converted_by_its_words_and_keeps_them(written, read):
    assert han.traditional(written) == read


@pytest.fixture(scope="module")
def garden():
    return courses.load(PACKS).course("garden")


@pytest.fixture(scope="module")
def ours():
    return courses.load(OURS)


def test_a_course_is_there_in_traditional_characters_and_listed_nowhere(garden):
    found = garden.in_language(TRADITIONAL)
    assert (found.title, found.language) == ("一起建花園", "zh-Hant")
    assert found.is_in("zh-Hant")
    assert found.in_language("zh_Hans").title == "一起建花园"
    assert found is garden.in_language("fr").in_language("zh-Hant")
    assert "zh-Hant" not in (*found.languages, *found.versions)
    assert {one.language for one in status(courses.load(PACKS))} == {
        "en",
        "fr",
        "ru",
        "zh-Hans",
        "ar",
    }


def test_a_lesson_says_of_itself_what_its_source_says(garden):
    made, source = (garden.in_language(one).lesson("soil") for one in (TRADITIONAL, SIMPLIFIED))
    assert (made.converted, source.converted) == (True, False)
    for name in ("slug", "number", "minutes", "reviewed", "edited", "sources", "stale", "file"):
        assert getattr(made, name) == getattr(source, name)
    assert [one.id for one in made.sections] == [one.id for one in source.sections]
    assert {one.language for one in (*made.sections, made.lead, made.quiz)} == {"zh-Hant"}
    assert "編制花園預算" in made.section("budget").html
    assert "試一試" in made.section("training").html


def test_what_is_in_another_language_stays_as_it_is(garden):
    english = garden.in_language("en")
    assert traditional.made(english) is english
    lessons = garden.in_language("ar").lessons
    assert all(traditional.made(one) is one for one in lessons)


def test_a_quiz_asks_and_marks_the_same(garden):
    made, source = (
        garden.in_language(one).lesson("soil").quiz for one in (TRADITIONAL, SIMPLIFIED)
    )
    assert made.questions[0].options[0].html == "油漆"
    given = {one.id: "1" for one in source.questions}
    assert made.mark(given).correct == source.mark(given).correct
    assert "封住土壤" in made.mark({"q-first": "0"}).questions[0].said[0].html


def test_a_picture_has_its_words_in_them(garden):
    library = courses.load(PACKS)
    made, source = (library.figure("garden", "season", one) for one in (TRADITIONAL, SIMPLIFIED))
    assert made.words == {key: han.traditional(one) for key, one in source.words.items()}
    assert made.canvas is source.canvas
    assert "這幅圖說的是" in made.html_in("zh-Hant")


def test_boxes_have_a_label_for_each_kind():
    place = markdown.Place("garden", "zh-Hant")
    for name in boxes.BOXES:
        html = markdown.blocks(f":::{name}\n文字。\n:::", place)
        assert re.search(r'class="label">|<summary>', html)
        assert not set(html) & set("试说变后独")


def test_guides_worksheets_week_and_glossary_are_made_over(ours):
    guide = courses.guide(
        OURS, ours.course("advocacy").in_language(TRADITIONAL), "what-advocacy-is"
    )
    assert (guide.language, guide.converted, guide.reviewed) == ("zh-Hant", True, None)
    words = worksheets.load(OURS)["budgeting", "budget"].in_language(TRADITIONAL)
    assert words.language == "zh-Hant"
    assert "預算" in words["title"]
    version = courses.load_week(OURS).in_language(TRADITIONAL)
    assert version.language == "zh-Hant"
    assert "節奏適合我" in "".join(version.evaluation.scales.values())
    glossary = ours.glossary(TRADITIONAL)
    assert (glossary.language, glossary is ours.glossary("zh-Hant")) == ("zh-Hant", True)
    assert {one.id for one in glossary.terms} == {one.id for one in ours.glossary("zh_Hans").terms}


def test_every_term_is_met_in_the_lessons_as_often_as_in_their_source(ours):
    def met(locale):
        glossary = ours.glossary(locale)
        found = Counter()
        for course in ours.courses:
            for lesson in course.in_language(locale).lessons:
                for part in lesson.sections if lesson.is_in(locale) else ():
                    html = glossary.marked(part.html, set(), "")
                    found.update(
                        (lesson.slug, one)
                        for one in re.findall('class="term" href="#([^"]+)', html)
                    )
        return found

    assert met(TRADITIONAL) == met(SIMPLIFIED) != Counter()


def test_lessons_that_somebody_wrote_in_them_count(tmp_path):
    packs = tmp_path / "packs"
    shutil.copytree(PACKS, packs)
    facts = packs / "garden" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("zh-Hans,", "zh-Hans, zh-Hant,"), "utf-8")
    own, other = (packs / "garden" / one for one in ("zh-Hant", "zh-Hans"))
    own.mkdir()
    (own / "course.md").write_text(
        (other / "course.md").read_text("utf-8").replace("一起建花园", "一起來"), "utf-8"
    )
    (own / "02-water.md").write_text(
        (other / "02-water.md").read_text("utf-8").replace("雨", "雨水"), "utf-8"
    )
    found = courses.load(packs).course("garden").in_language(TRADITIONAL)
    assert found.title == "一起來"
    assert [(one.slug, one.converted) for one in found.lessons] == [
        ("soil", True),
        ("water", False),
    ]
    assert "雨水" in found.lesson("water").text


def test_dictionaries_are_read_when_somebody_reads_traditional_characters():
    code = (
        "import sys; from pathlib import Path\n"
        "from academy import courses\nfrom academy.languages import i18n\n"
        "found = courses.load(Path(sys.argv[1]), translations_later=True).course('garden')\n"
        "found.in_language('zh_Hans').lessons[0].text, i18n.gettext_for('zh_Hans')('Language')\n"
        "i18n.countries('zh_Hant')\n"
        "print('opencc' in sys.modules, len(found.versions))\n"
        "print(found.in_language('zh_Hant').title, 'opencc' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(PACKS)], capture_output=True, text=True,
        check=True, encoding="utf-8",
    )  # fmt: skip
    assert told.stdout.split("\n")[:2] == ["False 5", "一起建花園 True"]

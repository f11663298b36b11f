"""Finding things in each language, and never falling over what people type or disks lose."""

import logging
import os
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from academy import courses
from academy.errors import AcademyError
from academy.search import Index, Results, building, child, writing
from academy.search.passages import Wanted, passage
from academy.search.words import key, surface, terms, token_beginning
from tests.patience import PATIENCE

PACKS = Path(__file__).parent.parent / "packs"


@pytest.fixture(scope="module")
def library():
    return courses.load(PACKS)


@pytest.fixture(scope="module")
def index(library, tmp_path_factory):
    index = Index(tmp_path_factory.mktemp("search"))
    index.refresh(library)
    yield index
    index.close()


def places(results):
    return [(hit.language, hit.lesson, hit.section) for hit in results.hits]


def marked(hit):
    return [text for text, is_marked in hit.passage if is_marked]


FOUND = {
    "a word": ("seeds", "en", ("soil", "budget")),
    "another form of it": ("seed", "en", ("soil", "budget")),
    "English, inflected": ("irrigate", "en", ("water", "rain")),
    "a word of the title": ("hands", "en", ("soil", "training")),
    "the lesson itself": ("ground", "en", ("soil", "")),
    "its lead": ("everything begins", "en", ("soil", "")),
    "two words, one in the title": ("budget tools", "en", ("soil", "budget")),
    "capitals": ("ADVOCACY", "en", ("soil", "training")),
    "half a word": ("umbre", "en", ("water", "rain")),
    "French, inflected": ("formations", "fr", ("soil", "training")),
    "French without accents": ("evaluation", "fr", ("soil", "training")),
    "French plural with accents": ("évaluations", "fr", ("soil", "training")),
    "an ending that needs its accent": ("lecon", "fr", ("soil", "budget")),
    "half a French word without its accent": ("enume", "fr", ("soil", "budget")),
    "after an apostrophe": ("l'évaluation", "fr", ("soil", "training")),
    "decomposed accents": ("e\u0301valuation", "fr", ("soil", "training")),
    "Russian, inflected": ("участники", "ru", ("soil", "training")),
    "Russian with ё": ("лопатё", "ru", ("soil", "training")),
    "Chinese, two characters": ("预算", "zh_Hans", ("soil", "budget")),
    "Chinese, two others": ("倡导", "zh_Hans", ("soil", "training")),
    "Chinese, four characters": ("社区倡导", "zh_Hans", ("soil", "training")),
    "Chinese, one character": ("雨", "zh_Hans", ("water", "rain")),
    "Chinese, the last character of a run": ("钱", "zh_Hans", ("water", "rain")),
    "Latin in Chinese": ("ngo", "zh_Hans", ("soil", "training")),
    "Chinese and Latin without a space": ("倡导NGO", "zh_Hans", ("soil", "training")),
    "Arabic, without article and ending": ("مدرس", "ar", ("water", "rain")),
    "Arabic with vowel signs": ("مَطَر", "ar", ("water", "rain")),
}


@pytest.mark.parametrize(("text", "locale", "place"), FOUND.values(), ids=FOUND.keys())
def test_words_are_found_in_their_language(index, text, locale, place):
    results = index.query(text, locale)
    assert (courses.pack_language(locale), *place) == places(results)[0]
    assert results.correction is None


def test_a_title_weighs_more_than_a_mention(index):
    assert places(index.query("预算", "zh_Hans"))[0][2] == "budget"
    assert places(index.query("water", "en"))[0][1] == "water"


def test_a_chinese_phrase_is_found_to_the_letter(index):
    """预 and 算 both occur in 预先算, but 预算 doesn't."""
    assert index.query("花园预算", "zh_Hans").hits[0].section == "budget"
    assert marked(index.query("花园预算", "zh_Hans").hits[0]) == ["花园预算"]
    assert index.query("预先算", "zh_Hans").total == 1
    assert index.query("先预", "zh_Hans").total == 0


def test_a_chinese_phrase_nobody_wrote_finds_its_words(index):
    results = index.query("预算倡导", "zh_Hans")
    assert {hit.section for hit in results.hits} >= {"budget", "training"}


def test_the_passage_marks_the_words_looked_for(index):
    hit = index.query("formations", "fr").hits[0]
    assert marked(hit) == ["formation"]
    assert "".join(text for text, _ in hit.passage).startswith("La formation commence")
    assert (hit.course_title, hit.lesson_title) == ("Un jardin ensemble", "La terre")
    assert hit.section_title == "Former les mains"
    assert marked(index.query("evaluation", "fr").hits[0]) == ["évaluation"]
    assert marked(index.query("enume", "fr").hits[0]) == ["énumère"]


def test_passages_are_text_and_not_html(library, tmp_path):
    index = Index(tmp_path)
    index.refresh(_with_text(library, "Write <b>budget</b> &amp; <script>alert(1)</script>"))
    hit = index.query("budget", "en").hits[0]
    assert ("budget", True) in hit.passage
    assert "<script>" in "".join(text for text, _ in hit.passage)
    index.close()


def _with_text(library, text):
    """One lesson with one section, in one language."""
    course = library.courses[0]
    water = course.lesson("water")
    section = replace(water.sections[0], source=text)
    course = replace(course, lessons=(replace(water, sections=(section,)),), languages=("en",))
    course = replace(course, versions={"en": course})
    return courses.Library((course,), text)


@pytest.fixture
def lesson_of(library, tmp_path):
    """An index of one lesson that holds these texts, each by its language."""
    opened = []

    def make(**texts):
        water = library.courses[0].lesson("water")
        versions, first = {}, next(iter(texts)).replace("_", "-")
        for locale, text in texts.items():
            language = locale.replace("_", "-")
            section = replace(water.sections[0], source=text, language=language)
            lesson = replace(water, sections=(section,), language=language)
            versions[language] = replace(
                library.courses[0], lessons=(lesson,), language=language, original=first,
                languages=tuple(one.replace("_", "-") for one in texts),
            )  # fmt: skip
        for version in versions.values():
            object.__setattr__(version, "versions", versions)
        index = Index(tmp_path / str(len(opened)))
        index.refresh(courses.Library((versions[first],), repr(texts)))
        opened.append(index)
        return index

    yield make
    for index in opened:
        index.close()


CHINESE = (
    """
衛生 卫生服务|衞生 卫生|權利 我们的权利|關係 关系|預算 预算|乾淨 干净的水|乾 干净的水|以後 以后
皇后 皇后|發展 发展|頭髮 头发|裡面 里面|裏面 里面|瞭解 了解情况|藉口 没有借口|網路 网络|軟體 软件
資訊 信息|計畫 计划|臺灣 台湾|台灣 台湾|為什麼 为什么|爲什麽 为什么|⽤戶 用户|夥伴 伙伴|著作 著作
預算表NGO 预算表NGO|說 说话|説 说话|羣眾 群众|覆蓋 覆盖|答覆 答复|占 佔|周 週
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("pair", CHINESE)
def test_traditional_and_simplified_chinese_are_one(lesson_of, pair):
    traditional, simplified = pair.split()
    index = lesson_of(zh_Hans=f"第一节。{simplified}。")
    assert index.query(traditional, "zh_Hans").total == 1
    assert index.query(simplified, "zh_Hans").total == 1


def test_a_traditional_text_is_found_by_simplified_words_and_shown_as_it_is(lesson_of):
    index = lesson_of(zh_Hans="乾隆年間的衛生與權利，瞭解後發。")
    for typed, written in {"卫生": "衛生", "权利": "權利", "干隆": "乾隆", "了解": "瞭解"}.items():
        assert marked(index.query(typed, "zh_Hans").hits[0]) == [written]


ARABIC = (
    "المسؤولية والمسئولية. الميزانيّة والتمويل. الدوري والدورى. الفتاة والفتاه. ذهبت إلى المدرسة. "
    "على الشاطئ. منظماتنا وخطتهم. وزارة الصحة. بالمشاركة وللأعضاء فالقانون كالمجتمع. "
    "قراءة ٢٠٢٦. مبادئ الأشخاص."
)
ARABIC_ASKED = (
    "تمويل التمويل وتمويل بالتمويل للتمويل المسئولية المسؤولية مسئولية مسووليه مسؤوليات الفتاه "
    "فتاة فتاه فتيات ميزانيه ميزانية الميزانيات وميزانية الدورى دوري مدرسه "
    "مدرسة بالمدرسة المدرسه شاطئ "
    "خطة منظمة خطتنا شاطيء شاطىء الشاطي وزارة وزاره مشاركة المشاركه أعضاء اعضاء عضو "
    "قانون قوانين القانون مجتمع "
    "قراءه قراءة قراية 2026 ۲۰۲۶ ٢٠٢٦ مبادئ مبادىء مبدأ اشخاص شخص تموىل تمـويل تَمويل الى إلى علی"
)


@pytest.mark.parametrize("typed", ARABIC_ASKED.split())
def test_arabic_is_found_however_it_is_written(lesson_of, typed):
    results = lesson_of(ar=ARABIC).query(typed, "ar")
    assert results.total == 1
    assert results.instead is results.correction is None
    assert marked(results.hits[0])


def test_arabic_words_that_begin_as_a_little_word_stay_whole(lesson_of):
    index = lesson_of(ar="وزارة. فريق. بلد. كتاب. لجنة.")
    for typed in ("وزارة", "فريق", "بلد", "كتاب", "لجنة", "والوزارة", "للفريق", "بالبلد"):
        assert index.query(typed, "ar").total == 1, typed
    assert index.query("قطار", "ar").total == 0


ACRONYMS = "The WHO and UNAIDS say who may lead. Use IT, PrEP or A+ marks; C++ too. U.N. and M&E."


@pytest.mark.parametrize(
    ("typed", "words"),
    {
        "WHO": ["WHO"],
        "IT": ["IT"],
        "WHO UNAIDS": ["WHO", "UNAIDS"],
        "WHO lead": ["WHO", "lead"],
        "who": ["WHO", "who"],
        "who leads": ["lead"],
        "unaids": ["UNAIDS"],
        "prep": ["PrEP"],
        "A+": ["A+"],
        "c++": ["C++"],
        "UN": ["U.N"],
        "U.N.": ["U.N"],
        "M&E": ["M&E"],
        "the": ["The"],
        "the and": ["The", "and", "and"],
    }.items(),
)
def test_acronyms_and_common_words_are_found(lesson_of, typed, words):
    index = lesson_of(en=ACRONYMS)
    assert marked(index.query(typed, "en").hits[0]) == words


def test_an_acronym_is_not_every_common_word(index, lesson_of):
    assert lesson_of(en="Those who say it.").query("IT", "en").total == 1
    assert lesson_of(en=ACRONYMS, fr="Rien").query("WHO OMS", "en").correction is None
    assert index.query("the and of", "en").total > 0


ONE_AND_MANY = {
    "en": "woman women|child children|law laws|policy policies|life lives|crisis crises|paid pay",
    "fr": "loi lois|appui appuis|photo photos|journal journaux|travail travaux|réseau réseaux|"
    "emploi emplois|revenu revenus|élu élus|œil yeux|feu feux",
    "es": "ley leyes|mujer mujeres|luz luces|voz voces|taller talleres|derecho derechos",
    "ru": "список списки|человек люди|рынок рынки|участок участков|время времени|деньги денег",
    "sw": "mtu watu|shirika mashirika|mradi miradi|kifungu vifungu|jambo mambo|uchaguzi chaguzi",
}


@pytest.mark.parametrize("language", ONE_AND_MANY)
def test_one_and_many_find_the_same(lesson_of, language):
    for group in ONE_AND_MANY[language].split("|"):
        words = group.split()
        for written in words:
            index = lesson_of(**{language: f"xx {written} yy"})
            assert [index.query(word, language).total for word in words] == [1, 1], group


def test_a_whole_word_is_not_taken_for_the_beginning_of_another(lesson_of):
    index = lesson_of(fr="Au loin, les loisirs. La loi.")
    assert marked(index.query("loi", "fr").hits[0]) == ["loi"]
    assert marked(index.query("lois", "fr").hits[0]) == ["loi"]


@pytest.mark.parametrize("locale", ["zh-TW", "zh_Hant_HK", "zh", "zh-Hans"])
def test_whoever_reads_chinese_reads_the_course_that_there_is(index, locale):
    assert index.query("預算", locale).total == index.query("预算", "zh_Hans").total > 0
    assert index.query("預算", locale).instead is None


@pytest.mark.parametrize("typed", ["預算", "预算", "花园预算", "先預", "倡导NGO"])
def test_who_reads_traditional_characters_finds_the_same_in_them(index, typed):
    here, there = index.query(typed, "zh_Hant"), index.query(typed, "zh_Hans")
    assert (here.total, here.instead) == (there.total, there.instead)
    assert [hit.path for hit in here.hits] == [hit.path for hit in there.hits]
    assert {hit.language for hit in here.hits} <= {"zh-Hant"}
    for hit, other in zip(here.hits, there.hits, strict=True):
        assert [one for _, one in hit.passage] == [one for _, one in other.passage]
        assert "".join(text for text, _ in hit.passage).count("預算") == (
            "".join(text for text, _ in other.passage).count("预算")
        )


def test_who_reads_traditional_characters_finds_originals_that_no_chinese_has(index):
    assert [hit.language for hit in index.query("irrigation", "zh_Hant").hits] == [
        hit.language for hit in index.query("irrigation", "zh_Hans").hits
    ]


def test_a_lesson_that_somebody_wrote_in_traditional_characters_is_found_once(tmp_path):
    packs = tmp_path / "packs"
    shutil.copytree(PACKS, packs)
    facts = packs / "garden" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("zh-Hans,", "zh-Hans, zh-Hant,"), "utf-8")
    own, other = (packs / "garden" / one for one in ("zh-Hant", "zh-Hans"))
    own.mkdir()
    shutil.copy(other / "course.md", own)
    soil = (other / "01-soil.md").read_text("utf-8").replace("预算", "預算表")
    (own / "01-soil.md").write_text(soil, "utf-8")
    library = courses.load(packs)
    index = Index(tmp_path / "search")
    index.refresh(library)
    for typed in ("預算", "预算"):
        hits = index.query(typed, "zh_Hant").hits
        assert [hit.section for hit in hits if hit.lesson == "soil"] == ["budget"]
        assert "預算表" in "".join(text for text, _ in hits[0].passage)
        assert index.query(typed, "zh_Hans").hits[0].language == "zh-Hans"
    version = library.course("garden").in_language("zh_Hant")
    assert [one.converted for one in version.lessons] == [False, True]
    assert {one.language for one in version.lessons} == {"zh-Hant"}
    index.close()


@pytest.mark.parametrize("signs", ["\u00ad", "\u200d", "\u200e", "\ufeff", "\u2060"])
def test_signs_that_nobody_sees_change_nothing(lesson_of, signs):
    index = lesson_of(en=f"Our advo{signs}cacy plan")
    assert index.query("advocacy", "en").total == 1
    assert index.query(f"adv{signs}ocacy{signs}", "en").total == 1


def test_another_language_answers_where_this_one_has_nothing(index):
    for typed, locale, language in (
        ("预算", "en", "zh-Hans"),
        ("預算", "fr", "zh-Hans"),
        ("gardeners", "fr", "en"),
        ("formations", "en", "fr"),
        ("участниками", "en", "ru"),
        ("gardeners umbrella", "fr", "en"),
    ):
        results = index.query(typed, locale)
        assert results.total > 0, typed
        assert {hit.language for hit in results.hits} == {results.instead} == {language}
        assert results.correction is None
    assert index.query("budget", "fr").instead is None
    assert index.query("irrigation", "es").instead == "en"


def test_a_word_is_not_found_elsewhere_because_its_stem_means_something_there(lesson_of):
    assert lesson_of(en="Nothing here", fr="Une aide").query("aids", "en").total == 0


@pytest.mark.parametrize("text", ["привет", "مرحبا", "سلام", "สวัสดี", "你好", "ሰላም", "नमस्ते", "שלום"])
@pytest.mark.parametrize("locale", ["en", "fr", "ru", "ar", "zh_Hans"])
def test_no_nonsense_is_suggested_in_another_script(index, text, locale):
    assert index.query(text, locale).correction is None


def test_a_long_text_is_cut_around_its_words():
    wanted = Wanted("en", frozenset([key("needle", "en")]), "", ())
    text = "straw " * 200 + "needle " + "straw " * 200
    pieces = passage(text.strip(), wanted)
    assert pieces[0] == ("…", False)
    assert pieces[-1] == ("…", False)
    assert ("needle", True) in pieces
    assert len("".join(text for text, _ in pieces)) < 240


def test_the_best_passage_holds_most_of_the_words():
    wanted = Wanted("en", frozenset(["needl", "thread"]), "", ())
    text = "needle " + "straw " * 100 + "thread and needle " + "straw " * 50
    assert [text for text, mark in passage(text.strip(), wanted) if mark] == ["thread", "needle"]


@pytest.mark.parametrize("locale", ["es", "ru", "xx", ""])
def test_what_is_not_translated_is_found_in_the_original(index, locale):
    results = index.query("irrigation", locale)
    assert places(results) == [("en", "water", "rain")]
    assert results.total == 1


def test_what_is_translated_is_not_found_twice(index):
    assert {hit.language for hit in index.query("budget", "fr").hits} == {"fr"}
    assert index.query("irrigation budget", "fr").total == len(index.query("budget", "fr").hits)
    assert index.query("gardeners", "es").total == 1


def test_own_language_comes_first(index):
    assert [place[0] for place in places(index.query("вода rain", "ru"))] == ["en"]
    mixed = index.query("почвы rain", "ru")
    assert [hit.language for hit in mixed.hits] == sorted(
        (hit.language for hit in mixed.hits), key=["ru", "en"].index
    )


CORRECTED = {
    "English": ("advocasy", "en", "advocacy"),
    "swapped letters": ("umbrlela", "en", "umbrella"),
    "first letter": ("wudget", "en", "budget"),
    "one of two words": ("budget of seedz", "en", "budget of seeds"),
    "punctuation stays": ("“umbrela”?", "en", "“umbrella”?"),
    "French": ("formasion", "fr", "formation"),
    "French with accents": ("évakuation", "fr", "évaluation"),
    "French without accents": ("plaidoyr", "fr", "plaidoyer"),
    "Russian": ("учасник", "ru", "участник"),
    "the original, where it stands in": ("umbrela", "es", "umbrella"),
}


@pytest.mark.parametrize(("text", "locale", "meant"), CORRECTED.values(), ids=CORRECTED.keys())
def test_a_misspelt_word_is_corrected(index, text, locale, meant):
    assert index.query(text, locale).correction == meant
    assert index.query(meant, locale).total > 0


NOTHING = {
    "nothing": "",
    "blanks": " \t\n ",
    "an operator": '~( "',
    "operators and wildcards": "* ? ~2 [a TO z] title: ^3 NOT",
    "punctuation": "!!! … «» “”",
    "a null": "\0",
    "half an emoji": "\ud83d",
    "10,000 letters": "x" * 10_000,
    "10,000 words": "xyzzy " * 2_000,
    "far from any word": "qqqqqqqq",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
@pytest.mark.parametrize("locale", ["en", "zh_Hans", "ar", "es"])
def test_what_says_nothing_finds_nothing(index, text, locale):
    assert index.query(text, locale) == Results()


@pytest.mark.parametrize(
    "text",
    ["预" * 10_000, "budget " * 2_000, "a" * 64 + "é", "'); DROP TABLE x;--", "ａｂｃ budget", "İ"],
    ids=["many characters", "many words", "long", "SQL", "full width", "grows when lowered"],
)
@pytest.mark.parametrize("locale", ["en", "fr", "ru", "zh_Hans", "ar"])
def test_strange_queries_never_raise(index, text, locale):
    assert index.query(text, locale).total >= 0


def test_the_limit_holds_and_the_total_is_told(index):
    results = index.query("soil tools rain budget", "en", limit=1)
    assert len(results.hits) == 1
    assert results.total > 1


def test_quizzes_are_not_searched(index):
    assert index.query("compost", "en").total == 0


def test_before_the_first_refresh_there_is_nothing(tmp_path, library):
    index = Index(tmp_path / "search")
    assert not index.ready
    assert index.query("budget", "en") == Results()
    index.refresh(library)
    assert index.ready
    assert index.query("budget", "en").total > 0
    index.close()
    assert index.query("budget", "en") == Results()


def test_a_fresh_index_is_not_built_again(tmp_path, library, monkeypatch):
    first = Index(tmp_path)
    first.refresh(library)
    first.close()

    def refuse(*_):
        pytest.fail("built again")

    monkeypatch.setattr("academy.search.index.build", refuse)
    second = Index(tmp_path)
    second.refresh(library)
    second.refresh(library)
    assert second.query("budget", "en").total > 0
    second.close()


def test_another_process_builds_what_this_one_opens(tmp_path, library, monkeypatch):
    def refuse(*_):
        pytest.fail("built here")

    index = Index(tmp_path / "search")
    with monkeypatch.context() as patch:
        patch.setattr("academy.search.index.build", refuse)
        index.refresh(library, lambda folder: child.build_apart(PACKS, tmp_path / "own", folder))
    assert index.query("budget", "en").total > 0
    assert list((tmp_path / "search").iterdir()) == [
        building.folder_for(tmp_path / "search", library)
    ]
    index.close()


def test_a_process_that_ends_doesnt_build_what_its_child_was_building(
    tmp_path, library, monkeypatch
):
    monkeypatch.setattr("academy.search.index.build", lambda *_: pytest.fail("built here"))
    index, refused = Index(tmp_path / "search"), []

    def refresh():
        with pytest.raises(AcademyError) as told:
            index.refresh(library, lambda to: child.build_apart(PACKS, tmp_path / "own", to))
        refused.append(told.value.details["reason"])

    thread = threading.Thread(target=refresh)
    thread.start()
    while not child._at_work:
        time.sleep(0.01)
    child.stop()
    thread.join(PATIENCE)
    refresh()  # nor does one that would begin now
    child.begin()
    index.close()
    assert (refused, child._at_work) == (["ending"] * 2, set())


@pytest.mark.parametrize("fails", ["it isn't there", "it dies", "it makes another"])
def test_what_another_process_didnt_build_is_built_here(tmp_path, library, monkeypatch, fails):
    if fails == "it isn't there":
        monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))
    elif fails == "it dies":
        monkeypatch.setattr(child, "SECONDS", 0)
    index = Index(tmp_path / "search")
    elsewhere = tmp_path / "packs"
    elsewhere.mkdir()
    index.refresh(library, lambda folder: child.build_apart(elsewhere, elsewhere, folder))
    assert index.query("budget", "en").total > 0
    index.close()


def test_changed_courses_are_indexed_again_and_the_old_index_goes(tmp_path, library):
    index = Index(tmp_path)
    index.refresh(library)
    (tmp_path / "somebody-elses").mkdir()
    index.refresh(_with_text(library, "A wheelbarrow."))
    assert index.query("wheelbarrow", "en").total == 1
    assert index.query("budget", "en").total == 0
    names = sorted(path.name.partition("-")[0] for path in tmp_path.iterdir())
    assert names == ["index", "somebody"]
    index.close()


def _damage_manifest(path):
    (path / "en" / "manifest.json").write_text("{")


def _cut_segment(path):
    segment = next(path.glob("en/*.seg"))
    segment.write_bytes(segment.read_bytes()[:100])


def _scramble_contents(path):
    for toc in path.glob("*/_*.toc"):
        toc.write_bytes(b"\xff" * toc.stat().st_size)


def _empty_words(path):
    (path / "en" / "words.json").write_text("")


def _remove_files(path):
    for file in path.glob("*/*"):
        file.unlink()


def _spoil_the_list(path):
    (path / "languages.json").write_text("[")


@pytest.mark.parametrize(
    "damage",
    [_damage_manifest, _cut_segment, _scramble_contents, _empty_words, _remove_files,
     _spoil_the_list],
)  # fmt: skip
def test_a_damaged_index_is_built_again(tmp_path, library, damage, caplog):
    index = Index(tmp_path)
    index.refresh(library)
    index.close()
    damage(next(tmp_path.glob("index-*")))
    again = Index(tmp_path)
    with caplog.at_level(logging.WARNING):
        again.refresh(library)
    assert again.query("budget", "en").total > 0
    assert "built again" in caplog.text
    again.close()


def test_an_index_that_breaks_while_open_is_built_again(tmp_path, library, monkeypatch):
    index = Index(tmp_path)
    index.refresh(library)
    for shelf in index._opened.shelves.values():
        shelf.searcher.close()
    assert index.query("budget", "en").total > 0
    index.close()


def test_a_refusing_disk_is_said_and_leaves_nothing_half_done(tmp_path, library, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "create_in", refuse)
    index = Index(tmp_path)
    with pytest.raises(AcademyError) as caught:
        index.refresh(library)
    assert caught.value.code == "search_unavailable"
    assert list(tmp_path.iterdir()) == []
    assert index.query("budget", "en") == Results()


def test_what_a_dead_builder_left_is_removed_in_time(tmp_path, library):
    for name, age in (("building-old", 7200), ("building-new", 10)):
        (tmp_path / name).mkdir()
        then = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (then, then))
    index = Index(tmp_path)
    index.refresh(library)
    assert [path.name for path in tmp_path.glob("building-*")] == ["building-new"]
    index.close()


def test_many_threads_may_ask_while_the_index_is_refreshed(tmp_path, library):
    index = Index(tmp_path)
    index.refresh(library)
    other = replace(library, fingerprint="another")
    failures, counts, done = [], set(), threading.Event()

    def ask():
        try:
            while not done.is_set():
                counts.add(index.query("budget", "en").total)
                counts.add(index.query("бюджет участники", "ru").total and 2)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the failure
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        index.refresh(other)
        index.refresh(library)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counts == {index.query("budget", "en").total, 2}
    index.close()


def test_keys_are_stems_without_accents():
    assert key("Évaluations", "fr") == key("evaluation", "fr") == "evalu"
    assert key("участники", "ru") == key("участник", "ru")
    assert key("المدرسين", "ar") == key("مدرس", "ar")
    assert surface("Œuvre") == "oeuvre"
    assert surface("ёлка") == "елка"
    assert surface("йод") == "йод"


@pytest.mark.parametrize(
    "word", ["Évaluation", "œuvre", "Ёлка", "ﬁn", "ｗide", "naïf", "2026", "İzmir"]
)
def test_a_word_is_seen_by_the_letter_its_surface_begins_with(word):
    seen = token_beginning(surface(word)[0])
    assert [token[2] for token in seen.finditer(f"x{word} {word}, 倡导{word}")][-1] in (word, "fin")
    assert not [token for token in seen.finditer("qqq zzz") if token[2]]


def test_chinese_becomes_pairs_and_keeps_latin_words_whole():
    assert list(terms("预算表 NGO。", "zh-Hans")) == ["预算", "算表", "表", "ngo^", "ngo"]


def test_the_tests_pack_is_what_these_tests_believe(tmp_path):
    """A copy elsewhere has the same fingerprint, so that an index can move with its courses."""
    copied = shutil.copytree(PACKS, tmp_path / "packs")
    assert courses.load(copied).fingerprint == courses.load(PACKS).fingerprint

"""The words of the courses: listed, led to from a lesson, found by the search."""

import re
from dataclasses import replace

import pytest

from academy.courses import load, locale_of
from academy.data import data_folder
from academy.web.participant.reading.glossary import in_order
from tests.academy.lesson_files import LANGUAGES
from tests.academy.web.participant.conftest import search_in

WORDS = "/courses/glossary/"
LESSON = "/courses/advocacy/what-advocacy-is/"


def speaking(locale):
    return {"Accept-Language": locale.replace("_", "-")}


def test_the_words_are_listed_from_the_courses_page(phone):
    assert f'<a class="card" href="{WORDS}">' in phone.get("/courses/").text
    page = phone.get(WORDS).text
    assert '<dt id="duty-bearer">duty-bearer</dt>' in page
    assert "Someone who owes people their rights" in page
    assert phone.get(WORDS[:-1]).status_code == 200


def test_words_to_avoid_are_on_no_phone(phone):
    glossaries = load(data_folder("courses")).glossaries
    for language in LANGUAGES:
        glossary = glossaries[language]
        page = phone.get(f"{WORDS}?in={language}").text
        assert glossary.title in page
        assert list(glossary.avoided(re.sub("<[^>]*>", "\n", page))) == [], language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_in_a_lesson_leads_to_its_meaning(phone, language):
    headers = speaking(language)
    words = phone.get(WORDS, headers=headers).text
    library = load(data_folder("courses"))
    for course in library.courses:
        for lesson in course.lessons:
            page = phone.get(f"/courses/{course.id}/{lesson.slug}/", headers=headers).text
            led = re.findall(rf'<a class="term" href="{WORDS}#([a-z0-9-]+)">', page)
            assert led, lesson.file
            assert len(set(led)) == len(led), lesson.file
            assert [id for id in led if f'<dt id="{id}">' not in words] == []


def test_a_reader_without_a_glossary_reads_the_original_and_is_told(house, phone, monkeypatch):
    monkeypatch.delitem(house.library.glossaries, "ar")
    page = phone.get(WORDS, headers=speaking("ar")).text
    assert '<dl class="words" lang="en" dir="ltr">' in page


def test_a_word_that_nobody_explained_is_explained_in_the_original(house, phone, monkeypatch):
    glossaries = house.library.glossaries
    terms = [replace(one, source="") for one in glossaries["es"].terms]
    monkeypatch.setitem(glossaries, "es", replace(glossaries["es"], terms=tuple(terms)))
    spanish = phone.get(WORDS, headers=speaking("es")).text
    assert '<dt id="advocacy">incidencia</dt>\n<dd lang="en" dir="ltr">Acting together' in spanish


def test_words_stand_by_the_alphabet_and_chinese_ones_by_subject():
    glossaries = load(data_folder("courses")).glossaries
    french = [term.title for term in in_order(glossaries["fr"])]
    assert french.index("écart") < french.index("effet") < french.index("évaluation")
    chinese = glossaries["zh-Hans"]
    assert in_order(chinese) == list(chinese.terms)


FOUND = [
    ("en", "duty-bearer", "duty-bearer"),
    ("en", "drop-in centre", "safe-space"),
    ("fr", "rapprochement bancaire", "bank-reconciliation"),
    ("zh_Hans", "法定人数", "quorum"),
    ("es", "incidencia", "advocacy"),
    ("ar", "نصاب", "quorum"),
    ("sw", "bajeti", "budget"),
]


@pytest.mark.parametrize(("locale", "asked", "id"), FOUND)
def test_a_search_leads_to_the_word(house, phone, locale, asked, id):
    search_in(house)
    page = phone.get("/search", query_string={"q": asked}, headers=speaking(locale)).text
    links = re.findall(rf'href="({WORDS}(?:\?in=[a-zA-Z-]+)?#{id})"', page)
    assert len(links) == 1
    other = "?in=" in links[0]
    there = phone.get(links[0].partition("#")[0], headers=speaking(locale)).text
    assert f'<dt id="{id}">' in there
    assert other == (f'<a href="{WORDS}">' in there)


def test_a_word_is_told_once_even_where_two_languages_have_it(house, phone):
    search_in(house)
    for locale in ("en", "es", "ar", "zh_Hans"):
        for word in ("SWIT", "audit"):
            hits = house.index.query(word, locale, 50).hits
            words = [hit.section for hit in hits if hit.course == "glossary"]
            assert len(set(words)) == len(words), (locale, word)
            assert all(hit.language == locale_of(hit.language).replace("_", "-") for hit in hits)

"""Translations that are read when somebody asks: the same as if they had been read at once."""

import logging
import shutil
import threading

import pytest

from academy.courses import load, locale_of
from academy.data import data_folder
from academy.languages import i18n
from academy.languages.locales import NAMES
from academy.text import numbers
from tests.academy.test_courses_questions import pack


@pytest.fixture
def garden(tmp_path):
    """A course in English with a French translation, and where it lies."""
    folder = pack(tmp_path / "packs")
    there, french = folder / "garden" / "en", folder / "garden" / "fr"
    if not french.is_dir():
        shutil.copytree(there, french)
    facts = folder / "garden" / "course.yaml"
    text = facts.read_text("utf-8")
    if "fr" not in text.split("languages:")[1].splitlines()[0]:
        line = next(one for one in text.splitlines() if one.startswith("languages:"))
        facts.write_text(text.replace(line, "languages: [en, fr]"), "utf-8")
    return folder


def test_what_is_read_later_is_what_would_have_been_read_at_once():
    later = load(data_folder("courses"), translations_later=True)
    at_once = load(data_folder("courses"))
    assert later.fingerprint == at_once.fingerprint
    assert later.pictures.keys() == at_once.pictures.keys()
    assert later.glossaries.keys() == at_once.glossaries.keys()
    for one, other in zip(later.courses, at_once.courses, strict=True):
        assert list(one.versions) == list(other.versions)
        assert one.versions[one.original] is one
        for language in one.versions:
            assert one.versions[language] == other.versions[language]
            assert one.in_language(locale_of(language)).versions is one.versions
        assert "tlh" not in one.versions
        assert one.versions.get("tlh") is None


def test_nothing_is_made_of_a_translation_before_it_is_asked_for(garden, monkeypatch):
    from academy.courses import reader

    read, real = [], reader._read_version
    monkeypatch.setattr(reader, "_read_version", lambda *how: (read.append(how[2]), real(*how))[1])
    library = load(garden, translations_later=True)
    assert read == ["en"]
    threads = [
        threading.Thread(target=library.courses[0].in_language, args=("fr",)) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert read == ["en", "fr"]


@pytest.mark.parametrize("name", ["01-*.md", "course.md"])
@pytest.mark.parametrize("change", ["another", "gone"])
def test_what_changes_on_the_disk_meanwhile_is_not_mixed_in(garden, caplog, name, change):
    library = load(garden, translations_later=True)
    file = next((garden / "garden" / "fr").glob(name))
    if change == "gone":
        file.unlink()
    else:
        file.write_text(file.read_text("utf-8").replace("title: ", "title: Other "), "utf-8")
    assert library.courses[0].in_language("fr") is library.courses[0]
    assert [one.getMessage() for one in caplog.records] == [
        f"garden/fr/{file.name}:1 can't be read: the original stands in."
    ]
    assert load(garden, translations_later=True).fingerprint != library.fingerprint


def test_in_the_place_of_a_broken_translation_stands_the_original(garden, caplog):
    lesson = next((garden / "garden" / "fr").glob("01-*.md"))
    lesson.write_text("no front matter", "utf-8")
    library = load(garden, leave_out_broken=True, translations_later=True)
    caplog.set_level(logging.ERROR)
    for _ in range(2):
        found = library.courses[0].in_language("fr")
        assert (found.language, found.is_in("fr")) == ("en", False)
    assert [one.getMessage() for one in caplog.records] == [
        f"garden/fr/{lesson.name}:1 can't be read: the original stands in."
    ]


def test_a_missing_original_is_told_as_ever(garden):
    (garden / "garden" / "en" / "course.md").unlink()
    (broken,) = load(garden, leave_out_broken=True, translations_later=True).broken
    assert broken.details["file"] == "garden/en/course.md"


def test_what_is_known_of_our_languages_is_what_babel_says(monkeypatch):
    for locale in NAMES:
        said = i18n.direction(locale)
        with monkeypatch.context() as patch:
            patch.setattr(i18n, "NAMES", ())
            assert i18n.direction(locale) == said
    numbers.decimal_sign.cache_clear()
    for language, sign in numbers.OURS.items():
        assert numbers.decimal_sign(language) == sign
        with monkeypatch.context() as patch:
            patch.setattr(numbers, "OURS", {})
            numbers.decimal_sign.cache_clear()
            assert numbers.decimal_sign(language) == sign
            numbers.decimal_sign.cache_clear()

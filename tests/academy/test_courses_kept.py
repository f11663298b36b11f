"""Faults that an editor found once in the courses, held as kinds so that none comes back."""

import re
import shutil
from pathlib import Path

import pytest

from academy import courses

ROOT = Path(__file__).parents[2]
COURSES = ROOT / "courses"
PACKS = Path(__file__).parent.parent / "packs"
NUMBER = {"en": r"[−+]?\d[\d,]*\.\d\d", "fr": r"[−+]?\d[\d\u202f]*,\d\d"}
NUMBER["zh-Hans"] = NUMBER["en"]


def lessons(course):
    """Every language of every lesson of a course, as its files say it."""
    return [path for path in sorted((COURSES / course).glob("*/*.md")) if path.stem[:2].isdigit()]


def cents(written, language):
    digits = written.replace("−", "-").replace("\u202f", "")
    plain = digits.replace(",", ".") if language == "fr" else digits.replace(",", "")
    return round(float(plain) * 100)


@pytest.mark.parametrize("path", sorted(COURSES.glob("*/fr/**/*.md")), ids=str)
def test_a_french_text_says_whose_bailleur_it_is_the_first_time(path):
    """The same word is a landlord; the week's forms have both."""
    said = re.search(r"bailleurs?(?!\w)(?: de fonds)?", path.read_text("utf-8"))
    assert said is None or said[0].endswith("de fonds")


@pytest.mark.parametrize("path", sorted((COURSES / "budgeting").glob("*/**/*.md")), ids=str)
def test_no_donor_of_the_examples_has_the_initial_of_a_real_one(path):
    said = path.read_text("utf-8")
    assert not re.search(r"(?:[Dd]onors?|bailleurs?(?: de fonds)?|资助方) ?[RG]\b", said)
    assert not re.search(r"\b[RBG] [\d.,\u202f]+ ?%?[,，;] ?[RBG] \d|\b[RG]['’]s ", said)


GUIDANCE = re.compile(r"^(?:SWIT|WHO|Global Fund|UNDP)\b")


@pytest.mark.parametrize("course", [one.id for one in courses.load(COURSES).courses])
def test_a_section_that_rests_on_old_guidance_alone_says_how_old(course):
    found = courses.load(COURSES).course(course).in_language("en")
    for lesson in found.lessons:
        for section in lesson.sections:
            works = re.findall(r"\[\^([\w-]+)\]", section.source)
            texts = [one for one in lesson.citations if one.id in works]
            said = [re.sub("<[^>]+>", "", one.html) for one in texts]
            old = [one for one in said if GUIDANCE.match(one)]
            years = [int(year) for one in old for year in re.findall(r"\b20\d\d\b", one)]
            telling = section.id not in ("who-wrote-it", "what-is-newer")
            if telling and years and max(years) < 2020:
                assert section.as_of, f"{lesson.slug}#{section.id}"


def test_the_model_of_2014_is_told_with_whom_and_where_it_counted():
    whom = {"en": "female sex workers", "fr": "travailleuses du sexe", "zh-Hans": "女性性工作者"}
    where = {
        "en": ["Canada", "India", "Kenya"],
        "fr": ["Canada", "Inde", "Kenya"],
        "zh-Hans": ["加拿大", "印度", "肯尼亚"],
    }
    for language, words in where.items():
        text = (COURSES / "advocacy" / language / "01-what-advocacy-is.md").read_text("utf-8")
        section = text.partition("{#saying-the-evidence}")[2].partition("{#quiz}")[0]
        told = [one for one in section.split("\n") if re.search(r"33.*46", one)]
        assert all(whom[language] in one for one in told if "HIV" in one or "VIH" in one), language
        assert all(one in section for one in words), language


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans"])
def test_the_gains_and_the_share_of_the_whole_can_be_worked_out_again(language):
    folder = COURSES / "budgeting" / language
    text = next(folder.glob("*-exchange-rates.md")).read_text("utf-8")
    number = NUMBER[language]
    rows = re.findall(rf"\| ({number}) − ({number}) = ({number}) \| ({number}) \|", text)
    assert len(rows) == 3
    losses = [[cents(one, language) for one in row] for row in rows]
    for received, budgeted, change, percent in losses:
        assert received - budgeted == change
        assert round(change * 10_000 / budgeted) == percent
    total = re.search(rf"\*\*({number})\*\*", text)
    assert total
    assert cents(total[1], language) == sum(row[2] for row in losses)
    text = next(folder.glob("*-several-donors.md")).read_text("utf-8")
    line = next(one for one in text.split("\n") if re.search("47[.,]06", one))
    part, whole, percent = (cents(one, language) for one in re.findall(number, line))
    assert round(part * 10_000 / whole) == percent
    assert part == losses[0][1]


@pytest.fixture
def packs(tmp_path):
    folder = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    for language in ("fr", "ru", "zh-Hans", "ar"):
        courses.stamp(folder, "garden", language)
    return folder


def told(packs):
    return [one.problem for one in courses.check(packs)]


HAN = "Chinese has no space beside letters and digits"
FRENCH = "French has a no-break space here"
LOOSE = {
    "han and latin": ("zh-Hans", "学 SWIT", f"{HAN}: “学 S”."),
    "digits and han": ("zh-Hans", "共7 天", f"{HAN}: “7 天”."),
    "bold": ("zh-Hans", "按 **1比50**算", f"{HAN}: “按 1”."),
    "a French question": ("fr", "Et quand ?", f"{FRENCH}: “?”."),
    "French quotes": ("fr", "un «\u00a0oui »", f"{FRENCH}: “»”."),
    "per cent": ("fr", "50 % du lit", f"{FRENCH}: “%”."),
}


@pytest.mark.parametrize(("language", "words", "problem"), LOOSE.values(), ids=LOOSE)
def test_check_names_a_space_that_the_script_has_otherwise(packs, language, words, problem):
    assert problem not in told(packs)
    path = packs / "garden" / language / "course.md"
    path.write_text(f"{path.read_text('utf-8')}\n{words}\n", "utf-8")
    assert problem in told(packs)


FINE = {
    "zh-Hans": ["## 目标 {#aim}", ":::case 三点", "4,250 × 20 = 85,000", "612,000 KES的工作坊"],
    "fr": ["Et quand\u202f?", "12:30", "«\u00a0oui\u00a0»", "a: b"],
}


@pytest.mark.parametrize(("language", "lines"), FINE.items(), ids=FINE)
def test_a_space_that_belongs_there_is_left_alone(packs, language, lines):
    path = packs / "garden" / language / "course.md"
    path.write_text("\n\n".join([path.read_text("utf-8"), *lines]) + "\n", "utf-8")
    assert not [one for one in told(packs) if "space" in one]


def test_words_to_avoid_are_looked_for_in_worksheets_and_the_week_too(tmp_path):
    folder = tmp_path / "courses"
    for one in ("budgeting", "glossary", "week"):
        shutil.copytree(COURSES / one, folder / one)
    sheet = folder / "budgeting/worksheets/budget.fr.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("Non financé", "Trou", 1), "utf-8")
    form = folder / "week/fr/form-a.md"
    form.write_text(form.read_text("utf-8").replace("centre de santé", "clinique", 1), "utf-8")
    found = {(one.file, one.problem) for one in courses.check(folder) if "Say" in one.problem}
    assert found == {
        ("budgeting/worksheets/budget.fr.yaml", "Say “quote-part”, not “Trou”."),
        ("week/fr/form-a.md", "Say “centre de santé”, not “clinique”."),
    }

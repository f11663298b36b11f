"""What holds in a reader's country, in a lesson: whose is shown to whom, and in what words."""

import re

import pytest

from academy import actions
from academy.config import Config
from academy.data import data_folder
from academy.door import access
from academy.web.shared.house import House

LESSON = "/courses/advocacy/what-advocacy-is/"
ONLY_ENGLISH = "/courses/country-funding/where-the-money-comes-from/"
"""To whoever reads Arabic."""
WHERE = "for: advocacy/what-advocacy-is#four-legal-models\nchecked: 2026-11-03"


def put(folder, file, text, where=WHERE):
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{where}\n---\n\n{text}\n", "utf-8")


@pytest.fixture
def locked_house(tmp_path):
    """A laptop with what two networks have added."""
    inserts = tmp_path / "laptop" / "inserts"
    put(inserts, "KE/law.en.md", "Section 153 is meant.", f"{WHERE}\nfrom: Penal Code, chapter 63")
    put(inserts, "KE/law.ar.md", "المقصود هو المادة 153.")
    put(inserts, "UG/law.en.md", "Section 139 is meant.")
    elsewhere = "for: country-funding/where-the-money-comes-from#where-from\nchecked: 2026-11-03"
    put(inserts, "KE/money.ar.md", "المقصود هو المادة 153.", elsewhere)
    put(inserts, "UG/money.en.md", "Section 139 is meant.", elsewhere)
    put(inserts, "UG/broken.en.md", "<b>No</b>")
    put(inserts, "KE/odd.qqq.md", "Mba.", WHERE.replace("four-legal-models", "our-eight-rights"))
    house = House(Config(tmp_path / "laptop", data_folder("courses")))
    yield house
    if house.store is not None:
        house.lock()


def boxes(phone, language="en", path=LESSON):
    page = phone.get(path, headers={"Accept-Language": language}).text
    found = re.findall(r"<aside[^>]*><p class=\"label\"[^>]*>([^<]*)</p>(?:<p>|\s)*([^<]*)", page)
    return [(label, text) for label, text in found if ":" in label]


KENYA = ("In your country: Kenya · checked on Tuesday, 3 November 2026", "Section 153 is meant.")
UGANDA = ("In your country: Uganda · checked on Tuesday, 3 November 2026", "Section 139 is meant.")


def test_in_a_workshop_its_country_is_told(heron, phone):
    assert [one for one in boxes(phone) if one[1] != "Mba."] == [KENYA]


def test_who_comes_from_elsewhere_is_told_of_her_own_country(room, phone, heron):
    store, who = room.house.need_store(), {"alias": "Marigold", "country": "UG"}
    pin = access.new_pin(store, actions.register_person(store, workshop=room.workshop, **who))
    phone.post("/sign-out")
    phone.post("/sign-in", data={"alias": "Marigold", "pin": pin})
    assert boxes(phone) == [UGANDA]


def test_without_a_workshop_every_country_is_told(phone):
    assert [one for one in boxes(phone) if one[1] != "Mba."] == [KENYA, UGANDA]


def test_one_reader_never_sees_what_was_kept_for_another(room, phone, app, heron):
    signed_out = app.test_client()
    for _ in range(2):
        assert UGANDA in boxes(signed_out)
        assert UGANDA not in boxes(phone)


def test_it_stands_below_its_section_with_where_it_comes_from(phone):
    page = phone.get(LESSON).text
    section = page.partition('<section id="four-legal-models">')[2].partition("</section>")[0]
    assert "Section 153 is meant." in section
    assert '<p class="muted">Penal Code, chapter 63</p></aside>' in section


def test_it_is_told_in_the_readers_language_also_where_the_lesson_is_not(phone):
    page = phone.get(ONLY_ENGLISH, headers={"Accept-Language": "ar"}).text
    label = '<aside lang="ar" dir="rtl"><p class="label">في بلدك: كينيا'
    assert label in page
    assert "المقصود هو المادة 153." in page
    assert re.search(r'<aside><p class="label" lang="ar" dir="rtl">في بلدك: أوغندا', page)


def test_a_broken_one_is_left_out_and_a_language_nobody_knows_breaks_nothing(phone, locked_house):
    page = phone.get(LESSON).text
    assert '<aside lang="qqq" dir="ltr">' in page
    assert "<b>No</b>" not in page
    assert [one.file for one in locked_house.inserts.problems] == ["UG/broken.en.md"]


def test_another_folder_may_be_named(tmp_path, locked_house):
    put(tmp_path / "ours", "TZ/law.sw.md", "Sheria.")
    courses = data_folder("courses")
    for inserts, countries in ((tmp_path / "ours", {"TZ"}), (None, {"KE", "UG"})):
        house = House(Config(tmp_path / "laptop", courses, inserts=inserts))
        assert house.inserts.countries("advocacy", "what-advocacy-is") == countries


def test_a_lesson_without_inserts_is_as_it_was(phone, heron):
    for path in ("/courses/swit/why-swit/", "/courses/budgeting/several-donors/"):
        assert boxes(phone, path=path) == []

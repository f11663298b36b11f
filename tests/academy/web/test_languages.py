"""The page of all languages, at both doors and also while nothing is set up."""

import re

import pytest

from academy.config import Config
from academy.languages import i18n
from academy.web import participant, staff
from academy.web.shared.house import House
from tests.academy.courses_own import PACKS

NEXT = "http://127.0.0.1:8001"


@pytest.fixture(params=[staff, participant])
def visitor(request, tmp_path):
    house = House(Config(tmp_path / "laptop", PACKS))
    return request.param.create_app(house).test_client()


def test_every_language_says_how_much_of_it_is_there(visitor):
    page = visitor.get("/language/", base_url=NEXT).text
    rows = re.findall(r'<tr><th scope="row"><a [^>]*>([^<]+)</a></th><td>([^<]+)</td>', page)
    told = dict(rows)
    assert [name for name, _ in rows] == list(i18n.NAMES.values())
    assert (told["Français"], told["Kiswahili"]) == ("1 of 1", "0 of 1")
    assert told["繁體中文"] == told["简体中文"] == "1 of 1"


def test_a_choice_leads_back_to_a_page_of_this_door_alone(visitor):
    page = visitor.get("/language/?back=//evil.example", base_url=NEXT).text
    assert 'href="/language/fr?back=/"' in page
    page = visitor.get("/language/?back=/courses/garden/", base_url=NEXT).text
    assert 'href="/language/fr?back=/courses/garden/"' in page


@pytest.mark.parametrize("asked", ["ha", "%00", "x" * 3000, "ha:fr", "fr;Path=x", "é"])
def test_what_is_no_language_here_is_kept_as_english(visitor, asked):
    answer = visitor.get(f"/language/{asked}?back=//evil.example", base_url=NEXT)
    assert answer.location == "/"
    assert answer.headers["Set-Cookie"].startswith("language=en;")

"""The advocacy plan: its priorities, its risks, what must be there before it is handed in."""

import re
from xml.etree import ElementTree as ET

import pytest

from academy.worksheets import Worked
from academy.worksheets.drawing import Drawn, drawn
from tests.academy.worksheets.examples import plan
from tests.academy.worksheets.test_budget import of


def wrong(worked: Worked) -> set[str]:
    return {one.check.id for one in worked.found()}


def picture(worked: Worked, number: int, language: str = "en") -> Drawn:
    words = worked.worksheet.in_language(language)
    return drawn(worked, words, worked.worksheet.pictures[number], lambda _column, v: str(v))


def test_priority_is_influence_times_what_support_lacks():
    worked = Worked(*plan())
    found = [of(worked, "actors.priority", actors=str(n)) for n in (1, 2, 3)]
    assert found == [15, 0, None]


def test_a_risk_is_likelihood_times_harm_in_three_bands():
    worked = Worked(*plan())
    rows = [(of(worked, "risks.score", risks=str(n)), of(worked, "risks.band", risks=str(n)))
            for n in (1, 2, 3, 4)]  # fmt: skip
    assert rows == [(5, "low"), (6, "medium"), (12, "medium"), (15, "high")]


def test_a_high_risk_without_an_answer_stops_the_plan():
    assert wrong(Worked(*plan())) >= {"high", "actors", "activities", "placed", "risks"}
    assert Worked(*plan()).stopped
    answered = Worked(*plan(risks__4__mitigation="Drawn art, no photos"))
    assert "high" not in wrong(answered)
    assert not answered.stopped


MUST = {
    "no ask": ({"asks__1__ask": ""}, "ask"),
    "an ask to nobody": ({"asks__1__primary": ""}, "primary"),
    "an end before the start": ({"activities__1__end": "2017-01-01"}, "dates"),
    "no indicator": ({"activities__1__indicator": " "}, "indicator"),
    "nobody responsible": ({"activities__1__role": ""}, "role"),
}


@pytest.mark.parametrize("name", MUST)
def test_what_a_plan_needs_stops_it(name: str):
    change, check = MUST[name]
    worked = Worked(*plan(risks__4__mitigation="Drawn art, no photos", **change))
    assert check in wrong(worked)
    assert worked.stopped


def test_a_map_grows_the_way_its_language_is_read_as_the_drawing_in_the_lesson_does():
    def across(language: str) -> list[str]:
        svg = ET.fromstring(picture(Worked(*plan()), 0, language).svg)
        texts = svg.iter("{http://www.w3.org/2000/svg}text")
        placed = [(float(one.get("x", "")), str(one.text)) for one in texts]
        assert all(0 <= x <= float(str(svg.get("viewBox")).split()[2]) for x, _ in placed)
        return [text for _, text in sorted(placed) if text in {"−2", "0", "+2", "←", "→"}]

    assert across("en") == ["−2", "→", "0", "+2"] or across("en") == ["−2", "0", "→", "+2"]
    assert across("ar") == ["+2", "←", "0", "−2"] or across("ar") == ["+2", "0", "←", "−2"]


def test_the_power_map_places_everybody_and_says_it_in_words():
    made = picture(Worked(*plan()), 0)
    assert made.told == (
        "1 Ministry of health: Support -1, Influence 5",
        "2 Nurses' union: Support 2, Influence 4",
    )
    svg = ET.fromstring(made.svg)
    assert svg.get("role") == "img"
    assert "Ministry of health" in str(svg.get("aria-label"))
    texts = [one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("1") >= 1
    assert "−2" in texts
    assert "+2" in texts


def test_the_swit_picture_compares_two_dates():
    from tests.academy.worksheets.examples import assessment

    made = picture(Worked(*assessment()), 0, "fr")
    assert made.told[0].startswith("1 L’autonomisation de la communauté: Première date en\u00a0%")
    assert made.svg.count("<rect") == 3


@pytest.mark.parametrize("number", [0, 1])
def test_a_picture_only_draws(number: int):
    typed = "<script>alert(1)</script>\" onload='x'"
    made = picture(Worked(*plan(actors__1__name=typed, risks__1__risk=typed)), number)
    assert not re.search(r"<script|style=|<a |href|<image|<foreign", made.svg)
    for one in ET.fromstring(made.svg).iter():
        assert not any(name.startswith("on") for name in one.attrib)


def test_swit_chapters_come_out_as_in_the_curriculum():
    from tests.academy.worksheets.examples import assessment

    worked = Worked(*assessment())
    told = [
        (of(worked, "chapters.first", chapters=id), of(worked, "chapters.band", chapters=id),
         of(worked, "chapters.answered", chapters=id), of(worked, "chapters.apart", chapters=id))
        for id in ("ch1", "ch2", "ch3", "ch5")
    ]  # fmt: skip
    shown = [(None if p is None else round(float(p), 2), *rest) for p, *rest in told]
    assert shown == [
        (66.67, "green", 4, 0), (22.22, "red", 3, 1), (None, None, 0, 0), (None, "few", 1, 3)
    ]  # fmt: skip
    assert of(worked, "chapters.change", chapters="ch1") == of(
        worked, "chapters.second", chapters="ch1"
    ) - of(worked, "chapters.first", chapters="ch1")
    assert of(worked, "chapters.change", chapters="ch2") is None

"""A quiz on a phone: every kind, an order that stays while it is asked, a clean retry."""

import re

import pytest

from academy.config import Config
from academy.courses import load
from academy.data import data_folder
from academy.web.shared.house import House
from tests.academy.test_courses_questions import pack

LESSON = "/courses/garden/soil/"
OURS = "/courses/advocacy/what-advocacy-is/"
RIGHT = {"q-ask": "1", "q-duty": "0", "q-decriminalisation": "2", "q-modelling": "1"}


@pytest.fixture
def garden(tmp_path, app_for):
    """A phone at a laptop with a lesson that asks in every way."""
    house = House(Config(tmp_path / "laptop", data_folder("courses")))
    house.library = load(pack(tmp_path / "packs"))
    return app_for(house).test_client()


def opened(phone, path=LESSON):
    """A page but for its form's token, which says when it was made."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", phone.get(path).text)


def attempt(page):
    return re.search(r'name="attempt" value="([0-9a-f]{32})"', page)[1]


def order(page, id):
    """A question's options as the page shows them."""
    return re.findall(rf'name="{id}" value="(\d)"', page)


def lines(page):
    """The lines to be put in order, as the page shows them: the field's name and what it says."""
    return re.findall(
        r'<select name="(q-order\.\w+)".*?</select><span>([^<]*?)</span>', page, re.DOTALL
    )


def answers(phone, places=("1", "2", "3"), **changed):
    """What the form sends when everything is right, but for what is changed."""
    page = phone.get(LESSON + "?again=1").text
    place = dict(zip(("Dig", "Sow,\nthinly", "Water"), places, strict=True))
    form = {"q-one": "1", "q-several": ["0", "2"], "q-number": "1250.5", "q-where": "1",
            "q-when": "1", "q-last": "0", "attempt": attempt(page)}  # fmt: skip
    form |= {name: place[said] for name, said in lines(page)}
    return {**form, **{name.replace("_", "-"): value for name, value in changed.items()}}


def test_every_kind_is_drawn_with_what_a_phone_without_script_needs(garden):
    page = garden.get(LESSON).text
    assert page.count('type="radio"') == 3 + 3 + 3 + 2
    assert page.count('type="checkbox"') == 4
    assert page.count("<select ") == 3
    assert "More than one may be right." in page
    assert "Number the lines, from the first to the last." in page
    assert 'name="q-number" value="" inputmode="decimal"' in page
    assert "<bdi>KES</bdi>" in page
    assert page.index("A <em>bed</em>") < page.index("Two rows.") < page.index("Where?")
    assert page.count("Two rows.") == 1
    assert not re.search(r" (checked|selected)[ >]", page)
    assert 'autocomplete="off"' in re.search(r"<form[^>]*/quiz[^>]*>", page)[0]


def test_a_page_loaded_again_is_the_same_and_whoever_answered_sees_another_next(garden):
    first = opened(garden)
    assert all(opened(garden) == first for _ in range(3))
    phones = [garden.application.test_client() for _ in range(20)]
    assert {opened(one) for one in phones} == {first}
    for one in phones:
        one.post(f"{LESSON}quiz", data=answers(one))
    others = {attempt(one.get(LESSON + "?again=1").text) for one in phones}
    assert len(others | {attempt(first)}) == 21


def test_a_strangers_form_needs_no_token_and_a_page_of_this_door(garden):
    garden.application.config["WTF_CSRF_ENABLED"] = True
    page = garden.get(LESSON)
    assert "csrf_token" not in page.text
    assert "Set-Cookie" not in page.headers
    sent = answers(garden)
    here, elsewhere = "http://localhost", "http://example.org"
    for said in ({}, {"Origin": elsewhere}, {"Origin": "null"}, {"Referer": f"{elsewhere}/x"},
                 {"Referer": f"{here}/", "Origin": elsewhere}):  # fmt: skip
        answer = garden.application.test_client().post(f"{LESSON}quiz", data=sent, headers=said)
        assert (answer.status_code, answer.headers.get("Set-Cookie", "")[:2]) == (400, ""), said
    for said in ({"Origin": here}, {"Referer": f"{here}{LESSON}"}):
        phone = garden.application.test_client()
        assert phone.post(f"{LESSON}quiz", data=sent, headers=said).status_code == 303, said
        # Now there is a session, and with it a token, without which nothing is taken.
        assert phone.post(f"{LESSON}quiz", data=sent, headers=said).status_code == 400
        token = re.search(r'name="csrf_token" value="([^"]+)"', phone.get(f"{LESSON}?again=1").text)
        sent_again = {**sent, "csrf_token": token[1]}
        assert phone.post(f"{LESSON}quiz", data=sent_again, headers=said).status_code == 303


def test_what_was_answered_is_shown_as_it_was_asked(garden):
    asked = garden.get(LESSON + "?again=1").text
    sent = garden.post(f"{LESSON}quiz", data=answers(garden, q_several=["0", "1"], q_number="125"))
    assert (sent.status_code, sent.location) == (303, f"{LESSON}#quiz")
    page = opened(garden)
    assert opened(garden) == page
    assert "5 of 7 right" in page
    for id in ("q-one", "q-several", "q-where"):
        assert order(page, id) == order(asked, id)
    assert lines(page) == lines(asked)
    chosen = set(re.findall(r'name="(q-[a-z]+)" value="(\d)" checked', page))
    assert chosen == {("q-one", "1"), ("q-several", "0"), ("q-several", "1"), ("q-where", "1"),
                      ("q-when", "1"), ("q-last", "0")}  # fmt: skip
    assert 'name="q-number" value="125"' in page
    assert page.count(" disabled>") == 7
    for said in ("It holds.", "Warm.", "Dead.", "A nought.", "Roots."):
        assert page.count(f"<span>{said}</span>") >= 1
    assert "There is more to find." in page
    assert "2.5 × 500.2." not in page
    assert f'href="{LESSON[:-1]}/?again=1#quiz"' in page
    assert "<button" not in page.split('id="quiz"')[1].split("</section>")[0]


def test_a_retry_starts_clean_and_in_another_order(garden):
    first = garden.get(LESSON).text
    garden.post(f"{LESSON}quiz", data=answers(garden))
    again = opened(garden, LESSON + "?again=1")
    assert opened(garden, LESSON + "?again=1") == again
    assert attempt(again) != attempt(first)
    assert not re.search(r" (checked|selected)[ >]", again)
    assert 'name="q-number" value=""' in again
    assert "✓" not in again
    seen = {tuple(order(again, "q-several"))}
    for _ in range(12):
        garden.post(f"{LESSON}quiz", data=answers(garden))
        seen.add(tuple(order(garden.get(LESSON + "?again=1").text, "q-several")))
    assert len(seen) > 4


@pytest.mark.parametrize(
    "typed", ["١٬٢٥٠٫٥", "١٢٥٠٫٥", "1,250.5", "1 250,5", "１２５０.５", "१२५०.५", "1250,50 KES"]
)
def test_a_number_counts_however_it_is_written(garden, typed):
    garden.post(f"{LESSON}quiz", data=answers(garden, q_number=typed))
    page = garden.get(LESSON).text
    assert "7 of 7 right" in page
    assert 'name="q-number" value="1,250.5' in page


@pytest.mark.parametrize(
    ("changed", "said", "stays"),
    [
        ({"q_number": "a lot"}, "This is not a number.", 'value="a lot"'),
        ({"q_number": ""}, "No answer yet.", 'name="q-number" value=""'),
        ({"q_several": []}, "No answer yet.", 'name="q-where" value="1" required checked'),
        ({"places": ("2", "2", "1")}, "Give each number once.", '<option value="2" selected>'),
        ({"places": ("2", "", "1")}, "No answer yet.", '<option value="2" selected>'),
        ({"q_number": "<b>x"}, "This is not a number.", 'value="&lt;b&gt;x"'),
    ],
)
def test_what_is_no_answer_is_said_and_the_rest_stays(garden, changed, said, stays):
    form = answers(garden, **changed)
    answer = garden.post(f"{LESSON}quiz", data=form)
    assert answer.status_code == 400
    assert "1 question has no answer yet." in answer.text
    assert said in answer.text
    assert stays in answer.text
    assert attempt(answer.text) == form["attempt"]
    assert "✓" not in answer.text
    assert "✓" not in garden.get(LESSON).text


def test_a_session_keeps_a_few_signs_for_each_question_and_one_quiz(garden):
    long = {name: ["9" * 10_000] * 20 for name in ("q-one", "q-several", "q-number", "extra")}
    garden.post(f"{LESSON}quiz", data={**answers(garden, q_number="7" * 40), "extra": "x" * 9999})
    garden.post(f"{LESSON}quiz", data=long)
    with garden.session_transaction() as session:
        kept = session["quiz"]
    assert set(kept) == {"of", "attempt", "answers"}
    assert set(kept["answers"]) == {"q-one", "q-several", "q-number", "q-order", "q-where",
                                    "q-when", "q-last"}  # fmt: skip
    assert sum(map(len, kept["answers"].values())) < 100


def test_who_only_reads_has_no_session(garden):
    garden.get(LESSON)
    garden.get(LESSON + "?again=1")
    interface = garden.application.session_interface
    assert (len(interface._sessions), len(interface._others)) == (0, 0)


def test_each_try_of_a_person_is_counted_even_after_another_quiz(room, phone, heron):
    """The next try's id follows from what came before; it must not be one that was used."""
    ids = set()
    for lesson, form in ((OURS, RIGHT), ("/courses/swit/why-swit/", {}), (OURS, RIGHT)) * 2:
        page = phone.get(f"{lesson}?again=1").text
        chosen = dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page), "1")
        ids.add(attempt(page))
        phone.post(f"{lesson}quiz", data={**chosen, **form, "attempt": attempt(page)})
    rows = room.house.store.tables().rows("SELECT attempt FROM tries")
    assert {row["attempt"] for row in rows} == ids
    assert len(ids) == 6


def test_an_answer_page_read_in_another_language_says_the_same(phone):
    phone.post(f"{OURS}quiz", data={**RIGHT, "q-duty": "1"})
    english, chinese = (
        phone.get(OURS, headers={"Accept-Language": one}).text for one in ("en", "zh-CN")
    )
    for id in RIGHT:
        assert order(english, id) == order(chinese, id)
    assert english.count("✓") == chinese.count("✓") == 3

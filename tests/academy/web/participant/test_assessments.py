"""Tests and evaluation on phones: once, while it is open; nothing of it stays but what must."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from academy import actions
from academy.courses import load_week
from academy.door import access
from academy.projections import assessments
from academy.rules import assessment
from tests.academy.web.participant.conftest import Room

Heron = tuple[str, str]
WEEK = load_week(Path(__file__).parents[4] / "courses")
ABOUT = WEEK.about if WEEK else {}
OF = len(assessment.asked(ABOUT, ()))


def begin(room: Room, what: str) -> None:
    actions.open_assessment(room.house.need_store(), workshop=room.workshop, what=what, about=ABOUT)


def right(room: Room, form: str) -> dict[str, str]:
    """All answers of a form, as a phone sends them."""
    assert room.house.week is not None
    quiz = room.house.week.in_language("en").forms[form]
    return {
        one.id: str(next(at for at, option in enumerate(one.options) if option.right))
        for one in quiz.only(actions.asked(room.house.need_store(), room.workshop, ABOUT)).questions
    }


def form_of(room: Room, person: str, test: str) -> str:
    there = assessments.scores_of(room.house.need_store().tables(), room.workshop, person)
    return assessment.form_of(test, person, there["pre"]["form"] if "pre" in there else "")


def rows(room: Room) -> str:
    """Everything in every table but the box, and what is asked of everybody, as text."""
    tables = room.house.need_store().tables()
    names = [r["name"] for r in tables.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return repr(
        [tables.rows(f"SELECT * FROM {name}") for name in names if name not in {"ballots", "asked"}]
    )


def test_a_test_is_not_there_before_it_is_opened(room: Room, phone: FlaskClient, heron: Heron):
    assert "Pre-test" not in phone.get("/").text
    for path in ("/questions/pre", "/questions/post", "/evaluation"):
        assert phone.get(path).status_code == 409
    assert phone.post("/questions/pre", data={"anyway": "1"}).status_code == 409
    assert phone.post("/evaluation", data={"pace": "1"}).status_code == 409
    assert phone.get("/questions/between").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(room: Room, phone: FlaskClient):
    begin(room, "pre")
    for path in ("/questions/pre", "/evaluation"):
        assert phone.get(path).location == "/sign-in"
    assert phone.post("/questions/pre").status_code in {401, 403}


def test_before_and_after_are_other_forms_and_each_person_sees_her_own_result(
    room: Room, phone: FlaskClient, heron: Heron
):
    person, _pin = heron
    first = form_of(room, person, "pre")
    begin(room, "pre")
    assert 'href="/questions/pre"' in phone.get("/").text
    answers = right(room, first)
    wrong = {**answers, "q-ask": str((int(answers["q-ask"]) + 1) % 3)}
    answer = phone.post("/questions/pre", data=wrong)
    assert answer.location == "/questions/pre"
    page = phone.get("/questions/pre").text
    assert f"{OF - 1} of {OF}" in page
    assert "Not right" not in page  # the other half is asked this after the week
    begin(room, "post")
    assert form_of(room, person, "post") != first
    page = phone.post(
        "/questions/post", data=right(room, form_of(room, person, "post")), follow_redirects=True
    ).text
    assert f"{OF} of {OF} right" in page
    assert page.count('<p class="said">') == OF
    assert re.findall(rf"<b>(\d+ of {OF})</b>", phone.get("/me").text) == [
        f"{OF - 1} of {OF}", f"{OF} of {OF}"
    ]  # fmt: skip
    assert "/questions/" not in phone.get("/").text


def test_the_page_is_the_same_on_reload(room: Room, phone: FlaskClient, heron: Heron):
    begin(room, "pre")
    pages = [re.sub(r'name="csrf_token" value="[^"]*"', "", phone.get("/questions/pre").text)
             for _ in range(2)]  # fmt: skip
    assert pages[0] == pages[1]
    assert pages[0].count('type="radio"') == 3 * OF
    assert "required" not in pages[0]


def test_what_is_asked_is_about_what_is_planned_and_stays_once_it_was_opened(
    room: Room, phone: FlaskClient, heron: Heron
):
    store = room.house.need_store()

    def plan(*pieces: str) -> None:
        actions.add_session(
            store, workshop=room.workshop, title="", day="2017-04-25", half="eve", countable=False,
            teaches=pieces,
        )  # fmt: skip

    def asked(path: str) -> set[str]:
        return set(re.findall(r'name="(q-[\w-]+)"', phone.get(path).text))

    plan("budgeting/several-donors", "advocacy/three-rooms-one-ask")
    begin(room, "pre")
    assert asked("/questions/pre") == {"q-shares"}
    phone.post("/questions/pre", data={"anyway": "1"})
    plan("swit/why-swit")
    begin(room, "post")
    assert asked("/questions/post") == {"q-shares"}
    assert "Each test asks" not in phone.get("/questions/post").text


def test_two_people_see_other_orders_or_other_forms(room: Room, app: Flask):
    begin(room, "pre")
    shown = set()
    for alias in ("One", "Two", "Three"):
        _person, pin = room.register(alias)
        other = app.test_client()
        other.post("/sign-in", data={"alias": alias, "pin": pin})
        shown.add(tuple(re.findall(r'name="(q-\w+)" value="(\d)"',
                                   other.get("/questions/pre").text)))  # fmt: skip
    assert len(shown) == 3


def test_who_leaves_something_open_is_asked_once_whether_it_is_meant(
    room: Room, phone: FlaskClient, heron: Heron
):
    person, _pin = heron
    begin(room, "pre")
    first = {"q-ask": right(room, form_of(room, person, "pre"))["q-ask"]}
    answer = phone.post("/questions/pre", data=first)
    assert answer.status_code == 409
    assert f"{OF - 1} questions have no answer yet." in answer.text
    assert 'name="anyway" value="1"' in answer.text
    assert re.search(r'name="q-ask" value="\d" checked', answer.text)
    phone.post("/questions/pre", data={**first, "anyway": "1"})
    assert f"1 of {OF}" in phone.get("/questions/pre").text


def test_handing_in_again_changes_nothing(room: Room, phone: FlaskClient, heron: Heron):
    person, _pin = heron
    begin(room, "pre")
    phone.post("/questions/pre", data={"anyway": "1"})
    answer = phone.post("/questions/pre", data=right(room, form_of(room, person, "pre")))
    assert answer.status_code == 303
    assert f"0 of {OF}" in phone.get("/questions/pre").text


@pytest.mark.parametrize(
    "sent",
    [{"q-ask": "9"}, {"q-ask": "-1"}, {"q-ask": "x" * 5000}, {"q-ask": ["0", "1", "2"]},
     {"q-none": "1"}, {"q-ask": "١"}],
)  # fmt: skip
def test_whatever_is_sent_there_is_a_score_or_a_question(
    room: Room, phone: FlaskClient, heron: Heron, sent: dict[str, Any]
):
    begin(room, "pre")
    assert phone.post("/questions/pre", data=sent).status_code == 409
    assert phone.post("/questions/pre", data={**sent, "anyway": "1"}).status_code == 303


def test_what_was_chosen_is_kept_nowhere(room: Room, phone: FlaskClient, heron: Heron):
    person, _pin = heron
    begin(room, "pre")
    begin(room, "post")
    for test in assessment.TESTS:
        phone.post(f"/questions/{test}", data=right(room, form_of(room, person, test)))
    assert "q-ask" not in rows(room)


def test_who_leads_takes_no_test(room: Room, app: Flask):
    store = room.house.need_store()
    person = actions.register_person(
        store, workshop=room.workshop, alias="Ibis", role="facilitator"
    )
    other = app.test_client()
    other.post("/sign-in", data={"alias": "Ibis", "pin": access.new_pin(store, person)})
    for what in assessment.OPENED:
        begin(room, what)
    page = other.get("/").text
    assert "/questions/" not in page
    assert "/evaluation" not in page
    assert other.get("/questions/pre").status_code == 409
    assert other.post("/questions/pre", data={"anyway": "1"}).status_code == 409
    assert other.post("/evaluation", data={"pace": "1"}).status_code == 409


# The evaluation


def test_an_evaluation_is_handed_in_once_and_the_page_says_only_that(
    room: Room, phone: FlaskClient, heron: Heron
):
    begin(room, "evaluation")
    page = phone.get("/evaluation").text
    assert page.count('type="radio"') == 40
    assert page.count("<textarea") == 4
    assert "Please name nobody here" in page
    answer = phone.post("/evaluation", data={"pace": "4", "useful": "Canary"})
    assert (answer.status_code, answer.location) == (303, "/evaluation")
    page = phone.get("/evaluation").text
    assert "Handed in. Thank you." in page
    assert "Canary" not in page
    assert 'href="/evaluation"' not in phone.get("/").text
    assert phone.post("/evaluation", data={"pace": "0"}).location == "/evaluation"
    assert actions.in_the_box(room.house.need_store(), room.workshop) == 1


def test_what_was_answered_lies_in_no_session_and_in_no_table_but_the_box(
    room: Room, phone: FlaskClient, heron: Heron
):
    begin(room, "evaluation")
    phone.get("/evaluation")
    phone.post("/evaluation", data={"pace": "4", "useful": "Canary"}, follow_redirects=True)
    assert "Canary" not in rows(room)
    assert "pace" not in rows(room)


def test_a_text_that_is_refused_keeps_what_was_typed(room: Room, phone: FlaskClient, heron: Heron):
    begin(room, "evaluation")
    answer = phone.post("/evaluation", data={"pace": "4", "useful": "a" * 501, "more": "B"})
    assert answer.status_code == 400
    assert re.search(r'name="pace" value="4" checked', answer.text)
    assert ">B</textarea>" in answer.text
    assert actions.in_the_box(room.house.need_store(), room.workshop) == 0


@pytest.mark.parametrize("sent", [{"pace": "5"}, {"pace": "-1"}, {"pace": "yes"}, {"other": "1"}])
def test_what_is_no_answer_is_left_out(
    room: Room, phone: FlaskClient, heron: Heron, sent: dict[str, str]
):
    begin(room, "evaluation")
    phone.post("/evaluation", data=sent)
    value = room.house.need_store().tables().value("SELECT box FROM ballots")
    assert '"tallies": {}' in value


def test_the_questions_are_in_the_readers_language_or_else_in_the_original(
    room: Room, phone: FlaskClient, heron: Heron, monkeypatch: pytest.MonkeyPatch
):
    begin(room, "evaluation")
    begin(room, "pre")
    phone.set_cookie("language", "zh_Hans")
    assert "节奏适合我" in phone.get("/evaluation").text
    assert "请自己作答" in phone.get("/questions/pre").text
    phone.set_cookie("language", "ar")
    assert "كانت السرعة مناسبة لي." in phone.get("/evaluation").text
    assert room.house.week is not None
    monkeypatch.delitem(room.house.week.versions, "ar")
    page = phone.get("/evaluation").text
    assert 'lang="en" dir="ltr"' in page
    assert "The pace was right for me." in page

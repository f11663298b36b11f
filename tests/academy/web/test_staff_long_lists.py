"""With 2,500 people every list is still a small page, asked in a few questions, and counts all."""

import re

import pytest

from academy import actions
from academy.web.staff import common
from tests.academy.web.test_staff_attendance import checked

MANY = 2500
LARGEST = 200_000
"""Bytes of a page before it is squeezed, a grid of 60 people by ten half-days included."""


@pytest.fixture
def crowded(desk):
    """The twelve, and as many more as make 2,500 participants; everybody present once."""
    rows = [{"alias": f"x{number:04d}", "team": "x"} for number in range(MANY - 12)]
    desk.everybody += actions.register_list(desk.store, workshop=desk.workshop, rows=rows)
    states = dict.fromkeys(desk.everybody, "present")
    actions.mark_attendance(desk.store, session=desk.first, states=states, way="code")
    return desk


@pytest.fixture
def asked(crowded, monkeypatch):
    """How many statements a page asks."""
    made = []
    connection = crowded.store.tables().connection
    ask = connection.execute

    def noted(sql, *values):
        made.append(sql)
        return ask(sql, *values)

    def of(path):
        made.clear()
        crowded.get(path)
        return len(made)

    monkeypatch.setattr(connection, "execute", noted)
    return of


PAGES = ["/", "/people", "/attendance", "/attendance/{first}", "/attendance/{first}?way=sheet"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_a_crowd_is_small_and_asks_little(crowded, asked, path):
    path = path.format(first=crowded.first)
    page = crowded.get(path)
    assert len(page.encode()) < LARGEST
    assert f"1 to 60 of {MANY + 1:,}" in page
    assert asked(path) < 40


def test_many_who_tried_or_ask_are_asked_for_at_once(crowded, asked):
    before = asked("/people")
    crowded.house.codes.open(crowded.first)
    for person in crowded.everybody[:300]:
        crowded.house.hands.up(crowded.first, person)
        for _ in range(5):
            crowded.house.guesses.wrong(person)
    assert asked("/people") <= before + 4
    page = crowded.get("/people")
    assert "300 people want to be marked present:" in page
    assert page.count("A wrong PIN was typed 5 times") == 20


def test_a_page_that_nobody_has_is_the_last(crowded):
    page = crowded.get("/people?page=99")
    assert f"of {MANY + 1:,}" in page
    assert 'aria-current="page">42<' in page
    for strange in ("0", "-3", "x", "1e9"):
        assert "1 to 60 of" in crowded.get(f"/people?page={strange}")


def test_the_figures_on_top_are_of_all(crowded, monkeypatch):
    from academy.web.staff import forms

    first = crowded.sessions[0]
    monkeypatch.setattr(forms.plans, "session_now", lambda *_: first)
    page = crowded.get("/?page=7")
    assert f'<span class="num">{MANY:,}</span> <span class="muted">of {MANY:,} here now' in page
    assert f'<span class="muted">{MANY - 12:,}</span>' in crowded.get("/people?page=3")


def test_every_person_stands_on_exactly_one_page(crowded):
    seen = []
    for number in range(1, 43):
        page = crowded.get(f"/people?page={number}")
        seen += re.findall(r'<th scope="row"><a href="/people/(\w{32})"', page)
    assert sorted(seen) == sorted(row["person"] for row in crowded.people)


def test_all_others_are_those_of_this_page_and_the_button_says_so(crowded):
    session = crowded.sessions[1]["session"]
    page = crowded.get(f"/attendance/{session}?page=2")
    assert "Save, and all others on this page are present" in page
    shown = re.findall(r'name="was_(\w{32})"', page)
    assert len(shown) == common.PAGE
    form = {f"was_{person}": "" for person in shown} | {f"p_{shown[0]}": "late", "page": "2"}
    again = crowded.done(f"/attendance/{session}", others="present", **form)
    assert "61 to 120 of" in again
    states = crowded.states(session)
    assert set(states) == set(shown)
    assert states[shown[0]] == "late"


def test_a_correction_on_a_later_page_is_asked_for_its_reason_there(crowded):
    page = crowded.get(f"/attendance/{crowded.first}?page=5")
    person = re.findall(r'name="was_(\w{32})"', page)[3]
    form = {f"was_{person}": "present", f"p_{person}": "absent", "page": "5"}
    page = crowded.refused(f"/attendance/{crowded.first}", 409, **form)
    assert "Say why" in page
    assert "241 to 300 of" in page
    assert (person, "absent") in checked(page)
    crowded.done(f"/attendance/{crowded.first}", why="Came later", **form)
    assert crowded.states(crowded.first)[person] == "absent"


def test_whoever_joined_while_the_form_was_open_is_none_of_the_others(desk):
    page = desk.get(f"/attendance/{desk.first}")
    form = {f"was_{person}": "" for person in re.findall(r'name="was_(\w{32})"', page)}
    late = actions.register_person(desk.store, workshop=desk.workshop, alias="Late")
    desk.done(f"/attendance/{desk.first}", others="present", **form)
    assert late not in desk.states(desk.first)
    assert len(desk.states(desk.first)) == 12


def test_a_room_has_one_page_and_no_numbers_under_it(desk):
    for path in ("/", "/people", "/attendance", f"/attendance/{desk.first}"):
        assert 'class="pages"' not in desk.get(path)
    assert "Save, and all others are present" in desk.get(f"/attendance/{desk.first}")

"""Sheets that people fill in: several at once, nothing lost, gone with their people, never sent."""

import json
from collections.abc import Callable

import pytest

from academy import actions, rules
from academy.errors import AcademyError
from academy.projections import certificates, plans
from academy.store import Store, sheets
from academy.worksheets import Table, Worksheet
from tests import ours

SHELF = ours.sheets()
BUDGET = SHELF["budgeting", "budget"]
PLAN = SHELF["advocacy", "plan"]


def table(worksheet: Worksheet, id: str) -> Table:
    found = worksheet.table(id)
    assert found is not None
    return found


@pytest.fixture
def person(store: Store, workshop: str) -> str:
    return actions.register_person(store, workshop=workshop, alias="Heron", team="North")


@pytest.fixture
def mate(store: Store, workshop: str) -> str:
    return actions.register_person(store, workshop=workshop, alias="Ibis", team="North")


@pytest.fixture
def sheet(store: Store, workshop: str, person: str) -> str:
    return actions.begin_sheet(store, BUDGET, workshop=workshop, person=person, team="North")


def save(store: Store, sheet: str, seen: int, worksheet: Worksheet = BUDGET, **texts: str):
    told = {place.replace("__", "."): text for place, text in texts.items()}
    return actions.save_sheet(store, worksheet, sheet, told, seen=seen, language="en")


def held(store: Store, sheet: str) -> sheets.Held:
    return sheets.held(store.tables(), sheet)


def test_a_team_has_one_sheet_however_it_is_begun(store: Store, workshop: str, person, mate, sheet):
    again = actions.begin_sheet(store, BUDGET, workshop=workshop, person=mate, team="north")
    assert again == sheet
    own = actions.begin_sheet(store, BUDGET, workshop=workshop, person=mate)
    assert own != sheet
    assert held(store, sheet).rows == {"donors": ("1", "2"), "lines": ("1", "2", "3")}


def test_a_workshop_that_was_planned_twice_has_one_sheet_for_a_team(
    store: Store, workshop: str, person: str, sheet: str
):
    other = actions.plan_workshop(
        store, title="The same", level="regional", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip
    mate = actions.register_person(store, workshop=other, alias="Egret", team="North")
    before = actions.begin_sheet(store, BUDGET, workshop=other, person=mate)
    assert sheets.of_team(store.tables(), other, "North") == []
    actions.link_workshops(store, workshop, other)
    again = actions.begin_sheet(store, BUDGET, workshop=other, person=mate, team="North")
    assert again == sheet
    actions.erase_person(store, person)
    assert sheets.sheet(store.tables(), sheet)["team"] == "North"
    assert sheets.sheet(store.tables(), before)["person"] == mate


def test_two_who_write_in_different_cells_lose_nothing(store: Store, sheet: str):
    seen = held(store, sheet).rev
    # Each phone sends all that its page held.
    save(store, sheet, seen, organisation="Umoja", year="", local="")
    assert save(store, sheet, seen, organisation="", year="2017", local="") == []
    assert held(store, sheet).first == {"organisation": "Umoja", "year": "2017"}


def test_two_who_change_the_same_cell_are_both_kept_until_somebody_decides(
    store: Store, sheet: str
):
    seen = held(store, sheet).rev
    save(store, sheet, seen, lines__1__quantity="6")
    assert save(store, sheet, seen, lines__1__quantity="7") == ["lines.1.quantity"]
    both = held(store, sheet)
    assert [text for _at, text in both.texts["lines.1.quantity"]] == ["6", "7"]
    # Saving the page again, unchanged, decides nothing.
    assert save(store, sheet, both.rev, lines__1__quantity="6") == ["lines.1.quantity"]
    second = both.texts["lines.1.quantity"][1][0]
    left = actions.save_sheet(
        store, BUDGET, sheet, {"lines.1.quantity": "6"}, seen=held(store, sheet).rev, language="en",
        kept={"lines.1.quantity": second},
    )  # fmt: skip
    assert left == []
    assert held(store, sheet).first["lines.1.quantity"] == "7"


def test_who_writes_a_third_thing_having_seen_both_decides_too(store: Store, sheet: str):
    seen = held(store, sheet).rev
    save(store, sheet, seen, year="2016")
    save(store, sheet, seen, year="2017")
    assert save(store, sheet, held(store, sheet).rev, year="2018") == []
    assert held(store, sheet).first == {"year": "2018"}


def test_two_who_write_the_same_agree(store: Store, sheet: str):
    seen = held(store, sheet).rev
    save(store, sheet, seen, year="2017")
    assert save(store, sheet, seen, year=" 2017 ") == []


def test_emptying_a_cell_while_another_writes_in_it_shows_both(store: Store, sheet: str):
    save(store, sheet, held(store, sheet).rev, year="2017")
    seen = held(store, sheet).rev
    save(store, sheet, seen, year="")
    assert save(store, sheet, seen, year="2018") == ["year"]


# A page that is open, and saves again and again


def by(store: Store, sheet: str, hand: str, turn: int, seen: int = 1, **texts: str) -> list[str]:
    return actions.save_sheet(
        store, BUDGET, sheet, texts, seen=seen, language="en", hand=hand, turn=turn
    )


def test_a_page_whose_answers_were_lost_does_not_disagree_with_itself(store: Store, sheet: str):
    assert by(store, sheet, "one", 1, year="2") == []
    assert by(store, sheet, "one", 2, year="2017") == []
    assert held(store, sheet).first == {"year": "2017"}
    assert by(store, sheet, "one", 3, year="2") == []  # and back again
    assert held(store, sheet).first == {"year": "2"}
    assert by(store, sheet, "one", 4, year="") == []
    assert held(store, sheet).first == {"year": ""}


def test_a_save_that_comes_late_replaces_nothing_newer(store: Store, sheet: str):
    by(store, sheet, "one", 2, year="2017")
    by(store, sheet, "one", 1, year="20", organisation="Umoja")
    assert held(store, sheet).first == {"year": "2017", "organisation": "Umoja"}


def test_what_another_wrote_is_shown_however_often_a_page_saves(store: Store, sheet: str):
    by(store, sheet, "one", 1, year="2016")
    assert by(store, sheet, "two", 1, year="2") == ["year"]
    assert by(store, sheet, "two", 2, year="2017") == ["year"]
    assert by(store, sheet, "one", 2, year="2018") == ["year"]
    assert {text for _at, text in held(store, sheet).texts["year"]} == {"2017", "2018"}
    # The same by chance is one text, and still the other's when this page goes on.
    both = held(store, sheet).rev
    by(store, sheet, "three", 1, seen=both, year="2020")
    assert by(store, sheet, "four", 1, seen=both, year="2020") == []
    assert by(store, sheet, "four", 2, seen=both, year="2021") == ["year"]


def test_what_was_typed_and_taken_back_is_not_kept(store: Store, sheet: str):
    seen = held(store, sheet).rev
    by(store, sheet, "one", 1, year="Zanzibar")
    middle = held(store, sheet).rev
    by(store, sheet, "one", 2, year="2017")
    assert trace(store, "Zanzibar") == []
    # A page that showed it is still known to have changed nothing; another to have written anew.
    assert save(store, sheet, middle, year="Zanzibar") == []
    assert save(store, sheet, seen, year="Zanzibar") == ["year"]
    assert {text for _at, text in held(store, sheet).texts["year"]} == {"2017", "Zanzibar"}


def test_pages_that_are_open_no_more_are_forgotten(store: Store, sheet: str, monkeypatch):
    monkeypatch.setattr(sheets, "LONGEST_OPEN", 10)
    for number in range(30):
        by(store, sheet, str(number), 1, seen=held(store, sheet).rev, year=str(number))
    assert store.tables().value("SELECT count(*) FROM sheet_hands") <= 11
    actions.drop_sheet(store, sheet)
    assert store.tables().value("SELECT count(*) FROM sheet_hands") == 0


def test_a_line_in_which_somebody_writes_meanwhile_is_not_thrown_away(store: Store, sheet: str):
    lines = table(BUDGET, "lines")
    seen = held(store, sheet).rev
    save(store, sheet, seen, lines__2__description="Rent")
    assert not actions.remove_sheet_row(store, lines, sheet, "2", seen=seen)
    assert actions.remove_sheet_row(store, lines, sheet, "3", seen=seen)
    # And who had opened a line before it was taken away brings it back by writing in it.
    seen = held(store, sheet).rev
    assert actions.remove_sheet_row(store, lines, sheet, "1", seen=seen)
    save(store, sheet, seen, lines__1__description="Phone")
    assert held(store, sheet).rows["lines"] == ("1", "2")


def test_two_lines_added_at_once_are_two(store: Store, sheet: str):
    lines = table(BUDGET, "lines")
    assert [actions.add_sheet_row(store, lines, sheet) for _ in range(2)] == ["4", "5"]


def test_a_table_is_full_some_time(store: Store, sheet: str):
    donors = table(BUDGET, "donors")
    for _ in range(3):
        actions.add_sheet_row(store, donors, sheet)
    with pytest.raises(AcademyError, match="rows_full"):
        actions.add_sheet_row(store, donors, sheet)


def test_what_is_typed_is_kept_even_where_it_is_wrong(store: Store, sheet: str):
    save(store, sheet, 1, lines__1__quantity="six or so", lines__1__unit_cost="1\u200b2")
    assert held(store, sheet).first == {
        "lines.1.quantity": "six or so", "lines.1.unit_cost": "12"
    }  # fmt: skip


def test_a_number_is_kept_as_its_reader_meant_it(store: Store, sheet: str):
    texts = {"lines.1.unit_cost": "1,500", "lines.2.unit_cost": "1.500,25"}
    actions.save_sheet(store, BUDGET, sheet, texts, seen=1, language="fr")
    assert held(store, sheet).first == {"lines.1.unit_cost": "1.5", "lines.2.unit_cost": "1.500,25"}


def test_a_date_is_kept_as_every_phone_shows_it(store: Store, workshop: str, person: str):
    id = actions.begin_sheet(store, PLAN, workshop=workshop, person=person)
    save(store, id, 1, PLAN, activities__1__start="٢٠١٧/٥/٢", activities__1__end="in May")
    assert held(store, id).first == {
        "activities.1.start": "2017-05-02", "activities.1.end": "in May"
    }  # fmt: skip


def test_what_is_no_cell_is_not_kept(store: Store, sheet: str):
    wrong = {"grand": "1", "lines.1.total": "2", "lines.1.share": "3", "x": "4", "a.b.c.d.e": "5",
             "lines.1.description.9": "6"}  # fmt: skip
    actions.save_sheet(store, BUDGET, sheet, wrong, seen=1, language="en")
    assert held(store, sheet).first == {}
    with pytest.raises(AcademyError, match="sheet_text_too_long"):
        save(store, sheet, 1, year="9" * 4001)


def test_a_long_history_does_not_grow_without_end(store: Store, sheet: str, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CHANGES", 20)
    for year in range(60):
        save(store, sheet, held(store, sheet).rev, year=str(year))
    assert store.tables().value("SELECT count(*) FROM sheet_cells") <= 21
    assert held(store, sheet).first == {"year": "59"}


# Where it stays, and when it goes


def test_nothing_of_a_sheet_is_in_the_log(store: Store, workshop: str, sheet: str):
    save(store, sheet, 1, organisation="Zanzibar Collective")
    with store.reading() as (log, _peers):
        assert not any("Zanzibar" in (e.body or "") for _, e in log.arrivals())


def trace(store: Store, word: str) -> list[str]:
    return [
        table
        for table in store.tables().db.table_names()
        for row in store.tables().connection.execute(f"SELECT * FROM {table}")
        if word in str(row)
    ]


def test_a_persons_sheet_goes_with_the_person(store: Store, workshop: str, person: str, mate: str):
    own = actions.begin_sheet(store, BUDGET, workshop=workshop, person=person)
    save(store, own, 1, organisation="Zanzibar")
    save(store, own, 2, organisation="Zanzibar again")
    actions.erase_person(store, mate)
    assert trace(store, "Zanzibar")
    actions.erase_person(store, person)
    assert trace(store, "Zanzibar") == []
    with pytest.raises(AcademyError, match="sheet_unknown"):
        sheets.sheet(store.tables(), own)


@pytest.mark.parametrize("way", ["erased", "withdrawn"])
def test_a_teams_sheet_goes_with_the_last_of_the_team(
    store: Store, workshop: str, person: str, mate: str, sheet: str, way: str
):
    def go(one: str) -> None:
        if way == "erased":
            actions.erase_person(store, one)
        else:
            actions.withdraw_people(store, workshop=workshop, people=[one])

    save(store, sheet, 1, organisation="Zanzibar")
    go(person)
    assert trace(store, "Zanzibar")
    go(mate)
    assert trace(store, "Zanzibar") == []


def test_a_teams_sheet_goes_along_when_the_team_gets_another_name(
    store: Store, workshop: str, person: str, mate: str, sheet: str
):
    save(store, sheet, 1, organisation="Umoja")
    for one, alias in ((person, "Heron"), (mate, "Ibis")):
        assert sheets.of_team(store.tables(), workshop, "North")
        actions.revise_person(store, one, workshop=workshop, alias=alias, team="Northern lights")
    assert sheets.of_team(store.tables(), workshop, "North") == []
    assert [
        row["sheet"] for row in sheets.of_team(store.tables(), workshop, "Northern lights")
    ] == [sheet]
    other = actions.register_person(store, workshop=workshop, alias="Egret", team="Coast")
    theirs = actions.begin_sheet(store, BUDGET, workshop=workshop, person=other, team="Coast")
    actions.revise_person(store, other, workshop=workshop, alias="Egret", team="Northern lights")
    assert sheets.sheet(store.tables(), theirs)["team"] == "Coast"


# Handing in


@pytest.fixture
def ready(store: Store, workshop: str, person: str) -> str:
    """A plan with nothing wrong in it."""
    id = actions.begin_sheet(store, PLAN, workshop=workshop, person=person, team="North")
    save(store, id, 1, PLAN, issue="Condoms as evidence", asks__1__ask="Order signed by 30 June",
         asks__1__primary="County commander")  # fmt: skip
    return id


def hand_in(store: Store, workshop: str, person: str, sheet: str, worksheet: Worksheet = PLAN):
    actions.hand_in_sheet(store, worksheet, sheet, workshop=workshop, person=person)


def test_a_plan_that_is_handed_in_is_in_the_log(
    store: Store, workshop: str, person: str, ready: str
):
    hand_in(store, workshop, person, ready)
    (found,) = plans.plans(store.tables(), workshop)
    assert found["team"] == "North"
    assert found["cells"] == {
        "issue": "Condoms as evidence", "asks.1.ask": "Order signed by 30 June",
        "asks.1.primary": "County commander",
    }  # fmt: skip
    assert store.folds_to_the_same()


def test_handing_in_the_same_twice_is_once_and_a_change_is_the_latest(
    store: Store, workshop: str, person: str, mate: str, ready: str
):
    hand_in(store, workshop, person, ready)
    with store.reading() as (log, _peers):
        before = log.count()
    hand_in(store, workshop, mate, ready)
    with store.reading() as (log, _peers):
        assert log.count() == before
    save(store, ready, held(store, ready).rev, PLAN, period="2017")
    hand_in(store, workshop, mate, ready)
    (found,) = plans.plans(store.tables(), workshop)
    assert found["cells"]["period"] == "2017"


def missing(store: Store, workshop: str, person: str) -> set[str]:
    return {
        name for name, _count in certificates.standing(store.tables(), workshop, person).missing
    }


def test_a_plan_that_is_handed_in_is_the_team_plan_of_everybody_in_the_team(
    store: Store, workshop: str, person: str, mate: str, ready: str
):
    spelt = actions.register_person(store, workshop=workshop, alias="Egret", team="NORTH")
    other = actions.register_person(store, workshop=workshop, alias="Kite", team="Coast")
    budget = actions.begin_sheet(store, BUDGET, workshop=workshop, team="North")
    save(store, budget, 1, organisation="Umoja")
    hand_in(store, workshop, person, budget, BUDGET)
    assert "plan" in missing(store, workshop, mate)  # a budget is no plan
    hand_in(store, workshop, person, ready)
    for one in (person, mate, spelt):
        assert "plan" not in missing(store, workshop, one)
    assert "plan" in missing(store, workshop, other)
    # Who comes into the team later is in it as well, as with a trainer's tick.
    late = actions.register_person(store, workshop=workshop, alias="Late", team="North")
    assert "plan" not in missing(store, workshop, late)
    assert store.folds_to_the_same()


def test_the_tick_names_the_team_and_nobody_and_stays_when_who_pressed_is_forgotten(
    store: Store, workshop: str, person: str, mate: str, ready: str
):
    hand_in(store, workshop, person, ready)
    with store.reading() as (log, _peers):
        (body,) = (e.body for _, e in log.arrivals() if e.kind == "requirement.met")
    told = json.loads(body or "")
    assert {key: value for key, value in told.items() if key != "at"} == {
        "workshop": workshop, "requirement": "plan", "person": "", "team": "North"
    }  # fmt: skip
    actions.erase_person(store, person)
    assert plans.plans(store.tables(), workshop) == []
    assert "plan" not in missing(store, workshop, mate)


def test_a_trainer_unticks_a_plan_and_only_another_plan_ticks_it_again(
    store: Store, workshop: str, person: str, mate: str, ready: str
):
    hand_in(store, workshop, person, ready)
    actions.withdraw_requirement(store, workshop=workshop, requirement="plan", team="North")
    assert "plan" in missing(store, workshop, mate)
    hand_in(store, workshop, mate, ready)
    assert "plan" in missing(store, workshop, mate)
    actions.meet_requirement(store, workshop=workshop, requirement="plan", team="North")
    assert "plan" not in missing(store, workshop, mate)
    actions.withdraw_requirement(store, workshop=workshop, requirement="plan", team="North")
    save(store, ready, held(store, ready).rev, PLAN, period="2017")
    hand_in(store, workshop, mate, ready)
    assert "plan" not in missing(store, workshop, mate)


NOT_YET = {
    "nothing in it": ({"issue": "", "asks.1.ask": "", "asks.1.primary": ""}, "plan_unready"),
    "something to be read": ({"actors.1.influence": "9"}, "plan_unready"),
    "an end before the start": (
        {"activities.1.activity": "Walk", "activities.1.role": "Treasurer",
         "activities.1.indicator": "Order", "activities.1.start": "2017-02-01",
         "activities.1.end": "2017-01-01"}, "plan_unready"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_not_ready_is_not_handed_in(store: Store, workshop: str, person, ready, name: str):
    texts, code = NOT_YET[name]
    actions.save_sheet(
        store, PLAN, ready, texts, seen=held(store, ready).rev, language="en"
    )  # fmt: skip
    with pytest.raises(AcademyError, match=code):
        hand_in(store, workshop, person, ready)
    assert plans.plans(store.tables(), workshop) == []


def test_a_disagreement_is_settled_before_anything_is_handed_in(
    store: Store, workshop: str, person: str, ready: str
):
    seen = held(store, ready).rev
    save(store, ready, seen, PLAN, period="2016")
    save(store, ready, seen, PLAN, period="2017")
    with pytest.raises(AcademyError, match="plan_unready"):
        hand_in(store, workshop, person, ready)


def test_nobody_hands_in_alone(store: Store, workshop: str, person: str):
    own = actions.begin_sheet(store, PLAN, workshop=workshop, person=person)
    with pytest.raises(AcademyError, match="team_missing"):
        hand_in(store, workshop, person, own)


def test_a_plan_beyond_what_a_body_holds_is_refused(store: Store, workshop: str, person, ready):
    for row in range(1, 11):
        if row > 1:
            actions.add_sheet_row(store, table(PLAN, "asks"), ready)
        texts = {f"asks.{row}.{id}": "字" * 950 for id in ("problem", "evidence", "message")}
        actions.save_sheet(
            store, PLAN, ready, texts, seen=held(store, ready).rev, language="en"
        )  # fmt: skip
    with pytest.raises(AcademyError, match="plan_too_long"):
        hand_in(store, workshop, person, ready)


def test_who_handed_it_in_takes_it_back_by_being_forgotten_and_the_team_keeps_its_sheet(
    store: Store, workshop: str, person: str, mate: str, ready: str
):
    hand_in(store, workshop, person, ready)
    actions.erase_person(store, person)
    assert plans.plans(store.tables(), workshop) == []
    assert held(store, ready).first["issue"] == "Condoms as evidence"
    assert store.folds_to_the_same()
    hand_in(store, workshop, mate, ready)
    assert len(plans.plans(store.tables(), workshop)) == 1


def test_a_plan_arrives_with_the_log_and_the_sheet_does_not(
    store: Store, new_store: Callable[[str], Store], workshop: str, person: str, ready: str
):
    from tests.academy.trusting import relay

    hand_in(store, workshop, person, ready)
    centre = new_store("centre")
    relay(store, centre)
    (found,) = plans.plans(centre.tables(), workshop)
    assert found["cells"]["issue"] == "Condoms as evidence"
    assert centre.tables().value("SELECT count(*) FROM sheets") == 0

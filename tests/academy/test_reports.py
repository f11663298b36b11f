"""The report's figures on an invented pair of laptops, each counted by hand beside it.

Regional: two workshops. R1 (laptop A): three half-days held, one cancelled. R2 (B): two held.

    R1  Heron   Ring A   KE   p p l      3 of 3 counted
        Ivy     ring-a   KE   p a e      1 of 3     (the same organisation, spelt otherwise)
        Stone   –        –    a a a      0 of 3     registered, never came
        Weaver  Ring B   UG   facilitator, present in all: no participant
        Olive   Ring C   TZ   organiser, present in all: no participant, no trainer either
        Gone    Ring D   CD   erased: nowhere
    R2  Heron   Ring A   KE   p p        2 of 2     linked with the Heron of R1
        Lily    Ring-Aa  UG   p –        1 of 2     its organisation is linked; one mark open
        Dew     –        ''   l p        2 of 2     no organisation, no country

National: N1, one half-day; Heron once more, linked with the Heron of R1, and nobody else.
"""

import csv
import io
import json

import pytest

from academy import actions, events, exchanging, persons, reports, rules
from academy.errors import AcademyError
from academy.projections import workshops
from academy.reports import COLUMNS, LevelReport
from academy.rules.assessment import TESTS
from academy.store import Store

STATES = {"p": "present", "l": "late", "e": "left_early", "x": "excused", "a": "absent"}
AS_OF = "2027-01-01T09:00"


def plan(store, level, title, starts, ends, half_days):
    shape = rules.shape("own", days=half_days, halves=1)
    workshop = actions.plan_workshop(
        store, title=title, level=level, country="KE", starts=starts, ends=ends, shape=shape
    )
    held = [row["session"] for row in workshops.sessions(store.tables(), workshop)]
    return workshop, held


def hold(store, workshop, sessions, rows):
    """Register people and mark them; rows are (alias, organisation, country, states[, role])."""
    listed = [
        {"alias": row[0], "organisation": row[1], "country": row[2], "team": "One",
         "role": row[4] if len(row) > 4 else "participant"}
        for row in rows
    ]  # fmt: skip
    ids = actions.register_list(store, workshop=workshop, rows=listed)
    for number, session in enumerate(sessions):
        states = {
            person: STATES[row[3][number]]
            for person, row in zip(ids, rows, strict=True)
            if row[3][number] in STATES
        }
        actions.mark_attendance(store, session=session, states=states, way="grid")
    return dict(zip((row[0] for row in rows), ids, strict=True))


def merge(into: Store, other: Store):
    """What an exchange comes to, without the wire: the union of two logs."""
    with other.reading() as (log, _peers):
        entries = [entry for _, entry in log.arrivals()]
    into.writing(lambda log, _peers: log.merge(entries))


@pytest.fixture
def two_laptops(new_store):
    """The store that holds what both laptops recorded."""
    a, b = new_store("a"), new_store("b")
    r1, half = plan(a, "regional", "R1", "2026-03-02", "2026-03-06", 4)
    actions.cancel_session(a, half[1], reason="No power")
    half = [half[0], half[2], half[3]]
    first = hold(
        a, r1, half,
        [
            ("Heron", "Ring A", "KE", "ppl"),
            ("Ivy", "ring-a", "KE", "pae"),
            ("Stone", "", "", "aaa"),
            ("Weaver", "Ring B", "UG", "ppp", "facilitator"),
            ("Olive", "Ring C", "TZ", "ppp", "organiser"),
            ("Gone", "Ring D", "CD", "ppp"),
        ],
    )  # fmt: skip
    r2, two = plan(b, "regional", "R2", "2026-06-01", "2026-06-02", 2)
    second = hold(
        b, r2, two,
        [
            ("Heron", "Ring A", "KE", "pp"),
            ("Lily", "Ring-Aa", "UG", "p-"),
            ("Dew", "", "", "lp"),
        ],
    )  # fmt: skip
    n1, one = plan(a, "national", "N1", "2026-12-31", "2026-12-31", 1)
    third = hold(a, n1, one, [("Heron", "Ring A", "KE", "p")])
    heron, again, other = first["Heron"], second["Heron"], third["Heron"]
    merge(a, b)
    actions.link_people(a, heron, again)
    actions.link_people(a, heron, other)
    actions.link_organisations(a, "Ring A", "Ring-Aa")
    actions.erase_person(a, first["Gone"])
    for requirement in ("posttest", "evaluation"):
        actions.meet_requirement(a, workshop=r1, requirement=requirement, person=heron)
    actions.meet_requirement(a, workshop=r1, requirement="plan", team="One")
    codes = iter(["AAAABBBBCCCCDDDD", "AAAABBBBCCCCDDDE"])
    issued = actions.issue_certificates(
        a, workshop=r1, people=[heron], titles={}, new_code=lambda: next(codes)
    )
    actions.revoke_certificate(a, issued[heron])
    actions.issue_certificates(
        a, workshop=r1, people=[heron], titles={}, new_code=lambda: next(codes)
    )
    return a


def level(store, name, starts="2026-01-01", ends="2026-12-31"):
    made = reports.report(store.tables(), starts, ends, as_of=AS_OF)
    return next(found for found in made.levels if found.level == name)


def test_the_regional_level_is_counted_as_by_hand(two_laptops):
    assert level(two_laptops, "regional") == LevelReport(
        level="regional",
        workshops=2,
        register=5,  # Heron (once), Ivy, Stone, Lily, Dew
        people=4,  # Stone never came
        organisations=1,  # Ring A in three spellings; none is not an organisation
        countries=2,  # KE and UG of Lily; UG of Weaver isn't looked at
        without_country=1,  # Dew
        attendances=9,  # 3 + 1 + 2 + 1 + 2
        possible=15,  # 3 people × 3 half-days + 3 people × 2
        completed=1,
        certificates=1,  # the revoked one is none
        trainers=1,  # an organiser is no trainer
        not_recorded=1,
    )


def test_the_rate_is_rounded_half_up(two_laptops):
    assert level(two_laptops, "regional").rate == 60
    assert [LevelReport("x", attendances=a, possible=p).rate for a, p in ((1, 8), (1, 3), (0, 0))] \
        == [13, 33, None]  # fmt: skip


def test_a_level_is_counted_apart_from_the_others(two_laptops):
    assert level(two_laptops, "national") == LevelReport(
        level="national", workshops=1, register=1, people=1, organisations=1, countries=1,
        attendances=1, possible=1,
    )  # fmt: skip
    assert level(two_laptops, "academy") == LevelReport(level="academy")


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        ("2026-03-06", "2026-06-02", 2),
        ("2026-03-07", "2026-06-01", 0),
        ("2026-03-06", "2026-03-06", 1),
        ("2025-01-01", "2025-12-31", 0),
    ],
)
def test_a_workshop_belongs_to_the_period_of_its_last_day(two_laptops, starts, ends, held):
    assert level(two_laptops, "regional", starts, ends).workshops == held


def test_unlinking_counts_two_people_again(two_laptops):
    for link in persons.joined(two_laptops.tables()):
        actions.unlink(two_laptops, link["link"])
    assert level(two_laptops, "regional").people == 5
    made = reports.report(two_laptops.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF)
    assert made.possible_doubles == 3  # three Herons of KE, pair by pair


def test_a_workshop_without_a_half_day_held_is_not_counted(two_laptops):
    plan(two_laptops, "regional", "Planned only", "2026-08-03", "2026-08-04", 2)
    assert level(two_laptops, "regional").workshops == 2


def test_an_erased_person_is_nowhere_in_it(two_laptops):
    told = reports.report(two_laptops.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF)
    assert "CD" not in told.json_bytes().decode()
    assert told.workshops[-1]["register"] == 3


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        ("", "2026-01-01", "date_wrong"),
        ("01/02/2026", "2026-12-31", "date_wrong"),
        ("2026-12-31", "2026-01-01", "dates_reversed"),
        ("2026-02-30", "2026-12-31", "date_wrong"),
    ],
)
def test_a_period_that_is_none_is_refused(store, starts, ends, code):
    with pytest.raises(AcademyError, match=code):
        exchanging.report(store, starts, ends)


# The table


def read_csv(made):
    return list(csv.DictReader(io.StringIO(made.as_csv())))


def test_the_table_has_a_row_per_level_and_workshop_and_no_sum(two_laptops):
    made = reports.report(two_laptops.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF)
    rows = read_csv(made)
    assert [(row["row"], row["level"], row["workshop"], row["people"]) for row in rows] == [
        ("level", "regional", "", "4"),
        ("level", "national", "", "1"),
        ("level", "academy", "", "0"),
        ("workshop", "national", "N1", "1"),
        ("workshop", "regional", "R2", "3"),
        ("workshop", "regional", "R1", "2"),
    ]
    assert {(row["from"], row["to"], row["as_of"]) for row in rows} == {
        ("2026-01-01", "2026-12-31", AS_OF)
    }
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize(
    "title",
    ["=1+1", "+49", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", '="a",b', "Week; drop"],
)
def test_no_cell_is_a_formula(store, title):
    workshop, half = plan(store, "regional", title, "2026-03-02", "2026-03-02", 1)
    hold(store, workshop, half, [("Heron", "", "KE", "p")])
    made = exchanging.report(store, "2026-01-01", "2026-12-31")
    cell = read_csv(made)[-1]["workshop"]
    assert cell[0] not in "=+-@＝"
    assert cell.removeprefix("'") == title
    for line in csv.reader(io.StringIO(made.as_csv())):
        assert not [cell for cell in line if cell[:1] in set("=+-@")]


def test_the_csv_begins_with_the_mark_that_spreadsheets_look_for(store):
    made = exchanging.report(store, "2026-01-01", "2026-12-31")
    assert made.csv_bytes().startswith(b"\xef\xbb\xbfrow,level,")


def test_the_json_is_the_whole_report(two_laptops):
    made = exchanging.report(two_laptops, "2026-01-01", "2026-12-31")
    told = json.loads(made.json_bytes())
    assert told["levels"][0]["rate"] == 60
    assert told["levels"][0]["people"] == 4
    assert [row["title"] for row in told["workshops"]] == ["N1", "R2", "R1"]
    assert told["devices"] == []


# Persons, countries and what waits, of the period alone


def national(store, rows, year=2026, country="KE", kind="national"):
    workshop = actions.plan_workshop(
        store, title=f"Of {year}", level=kind, country=country, starts=f"{year}-05-04",
        ends=f"{year}-05-04", shape=rules.shape("own", days=1, halves=1),
    )  # fmt: skip
    (session,) = (row["session"] for row in workshops.week(store.tables(), workshop))
    return workshop, hold(store, workshop, [session], rows)


def test_whoever_gave_no_country_at_a_national_activity_counts_for_the_hosts(store):
    national(store, [("P1", "Umoja", "", "p"), ("P2", "Umoja", "", "p"), ("P3", "Pamoja", "", "p")])
    told = level(store, "national")
    assert (told.people, told.countries, told.without_country, told.organisations) == (3, 1, 0, 2)


def test_a_country_that_is_known_of_somebody_is_their_country(store):
    _, here = national(store, [("Heron", "", "", "p"), ("Crane", "", "UG", "p")])
    _, there = national(store, [("Heron", "", "TZ", "p")])
    assert (level(store, "national").people, level(store, "national").countries) == (3, 3)
    actions.link_people(store, here["Heron"], there["Heron"])
    assert (level(store, "national").people, level(store, "national").countries) == (2, 2)


def test_of_a_regional_workshop_the_report_says_how_many_are_without_a_country(store):
    national(store, [("Heron", "", "", "p"), ("Crane", "", "UG", "p")], kind="regional")
    told = level(store, "regional")
    assert (told.countries, told.without_country) == (1, 1)
    made = reports.report(store.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF)
    assert made.without_country == 1


def test_what_is_to_decide_outside_the_period_is_not_told_of_it(store):
    for _ in range(12):
        national(store, [("Queen", "", "TH", "p")], year=2023)
    for year in (2016, 2017):
        workshop, ids = national(store, [("Heron", "", "KE", "p")], year=year)
    conflict(store, workshop, ids["Heron"])
    assert told_to_decide(store, "2016-01-01", "2016-12-31") == (0, 0)
    assert told_to_decide(store, "2016-01-01", "2017-12-31") == (1, 1)
    assert told_to_decide(store, "2023-01-01", "2023-12-31") == (66, 0)


def told_to_decide(store, starts, ends):
    made = reports.report(store.tables(), starts, ends, as_of=AS_OF)
    return made.possible_doubles, made.conflicts


def conflict(store, workshop, person):
    (session,) = (row["session"] for row in workshops.week(store.tables(), workshop))
    store.record(lambda _tables: [events.AttendanceMarked(
        workshop=workshop, session=session, person=person, state="absent", way="sheet",
        at="2017-05-04T10:00",
    )])  # fmt: skip


def test_a_report_asks_as_often_of_many_people_as_of_few(store):
    def asked(people, workshops_):
        for number in range(workshops_):
            national(store, [(f"P{number} {one}", "", "", "p") for one in range(people)],
                     year=2030 + people)  # fmt: skip
        count = []
        tables = store.tables()
        with tables.connection.lend() as reader:
            reader.set_trace_callback(count.append)
        reports.report(tables, f"{2030 + people}-01-01", f"{2030 + people}-12-31", as_of=AS_OF)
        with tables.connection.lend() as reader:
            reader.set_trace_callback(None)
        return len(count)

    few, many, twice = asked(2, 3), asked(30, 3), asked(31, 6)
    assert few == many
    assert twice < 2.2 * few


def test_before_and_after_and_the_evaluation_are_told_over_a_level(new_store):
    store = new_store("a")
    for title, gain, step in (("R1", 2, 4), ("R2", 4, 2)):
        workshop, half = plan(store, "regional", title, "2026-03-02", "2026-03-06", 1)
        names = [(f"{title} {n}", "Ring", "KE", "p") for n in range(5)]
        came = list(hold(store, workshop, half, names).values())
        for what in ("pre", "post", "evaluation"):
            actions.open_assessment(store, workshop=workshop, what=what)
        typed = {(one, test): 3 + gain * (test == "post") for one in came for test in TESTS}
        actions.type_scores(store, workshop=workshop, typed=typed, of=10)
        told = reports.report(store.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF).levels[0]
        assert told.matched == (0 if title == "R1" else 5)  # counted once it is closed
        actions.close_test(store, workshop=workshop, test="post")
        for one in came:
            actions.hand_in(
                store, workshop=workshop, person=one, answers={"pace": (step, 5)}, remarks={}
            )
        actions.close_evaluation(store, workshop=workshop, asked="week")
    told = reports.report(store.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF).levels[0]
    assert (told.matched, told.improved, told.gain_in_tenths) == (10, 10, 300)
    assert (told.evaluated, told.satisfaction_in_tenths) == (10, 40)
    national = reports.report(store.tables(), "2026-01-01", "2026-12-31", as_of=AS_OF).levels[1]
    assert (national.matched, national.gain_in_tenths, national.satisfaction_in_tenths) == (
        0, None, None
    )  # fmt: skip

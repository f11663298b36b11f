"""The curriculum's numbers: what counts, what is earned, who is whom."""

import itertools

import pytest

from academy import rules
from academy.errors import AcademyError

ALL = frozenset({"posttest", "evaluation", "plan"})


@pytest.mark.parametrize(
    ("held", "percent", "required"),
    [(10, 80, 8), (7, 80, 6), (9, 80, 8), (12, 80, 10), (0, 80, 0), (25, 56, 14)],
)
def test_the_threshold_is_rounded_up_in_whole_numbers(held: int, percent: int, required: int):
    assert rules.required_sessions(held, percent) == required


def states(present: int, *, late: int = 0, absent: int = 0, open_: int = 0, excused: int = 0):
    return (
        ("present",) * present
        + ("late",) * late
        + ("absent",) * absent
        + ("excused",) * excused
        + (None,) * open_
    )


@pytest.mark.parametrize(
    ("why", "record", "earned"),
    [
        ("8 of 10", rules.Record("participant", states(8, absent=2)), "attendance"),
        ("7 of 10", rules.Record("participant", states(7, absent=3)), None),
        ("late counts", rules.Record("participant", states(6, late=2, absent=2)), "attendance"),
        ("excused stays in", rules.Record("participant", states(7, excused=3)), None),
        ("no post-test", rules.Record("participant", states(10), ALL - {"posttest"}), "attendance"),
        ("one not recorded", rules.Record("participant", states(8, absent=1, open_=1), ALL), None),
        ("plan by the team", rules.Record("participant", states(9, absent=1), ALL), "completion"),
        ("facilitator", rules.Record("facilitator", states(10), ALL), "facilitator"),
        ("co-facilitator", rules.Record("co-facilitator", ()), "facilitator"),
        ("organiser", rules.Record("organiser", states(10), ALL), None),
        ("nothing was held", rules.Record("participant", (), ALL), None),
    ],
)
def test_what_a_record_has_earned(why: str, record: rules.Record, earned: str | None):
    assert rules.standing(record).earned == earned, why


def test_what_is_missing_is_told_with_numbers():
    found = rules.standing(rules.Record("participant", states(5, absent=1, open_=4)))
    assert found.missing[:2] == (("sessions", 3), ("not_recorded", 4))
    assert not found.out_of_reach
    assert rules.standing(rules.Record("participant", states(5, absent=3, open_=2))).out_of_reach


def test_of_two_states_the_better_holds_for_now():
    assert rules.state_of(["absent", "late"]) == "late"
    assert rules.state_of([]) is None
    assert rules.in_conflict(["late", "absent"])
    assert not rules.in_conflict(["late", "late"])


@pytest.mark.parametrize(("name", "total", "countable"), [("five", 10, 10), ("seven", 13, 12)])
def test_the_shapes_of_a_week(name: str, total: int, countable: int):
    week = rules.shape(name)
    assert len(week) == total
    assert sum(half.countable for half in week) == countable


@pytest.mark.parametrize(("days", "halves"), [(0, 1), (32, 1), (3, 4), (31, 2)])
def test_a_shape_that_makes_no_week_is_refused(days: int, halves: int):
    with pytest.raises(AcademyError, match="shape_wrong"):
        rules.shape("own", days, halves)


@pytest.mark.parametrize(
    ("why", "value", "code"),
    [
        ("empty", "  ", "field_missing"),
        ("too long", "x" * 41, "field_too_long"),
        ("nothing but a joiner", "\u200c", "field_invisible"),
        ("nothing but a filler", "\u3164", "field_invisible"),
        ("nothing but a blank of Braille", "\u2800", "field_invisible"),
        ("a sign of one font", "Heron\ue000", "field_strange"),
    ],
)
def test_an_alias_that_is_refused(why: str, value: str, code: str):
    with pytest.raises(AcademyError, match=code):
        rules.text("alias", value)


def test_what_nobody_sees_is_no_reason_to_refuse_a_name():
    assert rules.text("alias", "\u200eHe\u200b\u00ad\0ron\u202e ") == "Heron"
    assert rules.text("organisation", "\u3164", required=False) == ""


def test_only_countries_that_exist_are_countries():
    assert [rules.country(one) for one in ("ke", "UK", "CIV", "Кыргызстан")] == [
        "KE", "GB", "CI", "KG",
    ]  # fmt: skip
    for none in ("XX", "EU", "UN", "Mars"):
        with pytest.raises(AcademyError, match="country_unknown"):
            rules.country(none)


def test_a_date_may_be_written_in_the_digits_of_any_script():
    assert rules.day("day", "٢٠٢٧-٠٣-٠٤") == rules.day("day", "２０２７-０３-０４") == "2027-03-04"


def test_organisations_are_compared_without_accents_and_punctuation():
    assert rules.organisation("Réseau “Étoile”, A.C.") == rules.organisation("reseau etoile a c")


def test_links_come_to_the_same_clusters_in_any_order():
    links = [("a", "b"), ("c", "b"), ("d", "e"), ("e", "f")]
    expected = {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d", "f": "d"}
    for order in itertools.permutations(links):
        assert rules.clusters(order) == (expected, set())


def test_a_veto_keeps_the_whole_component_apart_and_flags_it():
    canonical, flagged = rules.clusters([("a", "b"), ("b", "c"), ("x", "y")], [("a", "c")])
    assert canonical == {"a": "a", "b": "b", "c": "c", "x": "x", "y": "x"}
    assert flagged == {"a", "b", "c"}


def test_the_best_try_counts_and_tries_are_never_added():
    assert rules.best_score([(1, 4), (3, 4), (2, 4)]) == (3, 4)
    assert rules.best_score([]) is None


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "1970-01-01", "22.11.2026", ""])
def test_a_date_that_is_none_is_refused(value: str):
    with pytest.raises(AcademyError, match="date_wrong"):
        rules.day("day", value)


# A certificate that was printed


@pytest.mark.parametrize(
    ("why", "certificate", "record", "withdrawn", "lost"),
    [
        ("8 of 10", "attendance", rules.Record("participant", states(8, absent=2)), (), ""),
        ("7 of 10", "attendance", rules.Record("participant", states(7, absent=3)), (), "sessions"),
        ("7 and one to come", "attendance",
         rules.Record("participant", states(7, absent=2, open_=1)), (), ""),
        ("nothing known", "attendance", rules.Record("participant", states(0, open_=10)), (), ""),
        ("all cancelled", "attendance", rules.Record("participant", ()), (), ""),
        ("more than printed", "attendance", rules.Record("participant", states(9, absent=1), ALL),
         (), ""),
        ("7 of 10", "completion", rules.Record("participant", states(7, absent=3), ALL), (),
         "sessions"),
        ("test taken back", "completion",
         rules.Record("participant", states(10), ALL - {"posttest"}), ("posttest",), "withdrawn"),
        ("test not heard of", "completion",
         rules.Record("participant", states(10), ALL - {"posttest"}), (), ""),
        ("plan of the former team", "completion", rules.Record("participant", states(10), ALL),
         ("plan",), ""),
        ("attendance needs no test", "attendance", rules.Record("participant", states(10)),
         ("posttest",), ""),
        ("now leads", "attendance", rules.Record("facilitator", states(10)), (), "role"),
        ("leads", "facilitator", rules.Record("co-facilitator", ()), (), ""),
        ("takes part now", "facilitator", rules.Record("participant", states(10)), (), "role"),
    ],
)  # fmt: skip
def test_a_certificate_is_lost_only_when_that_is_certain(why, certificate, record, withdrawn, lost):
    found = rules.standing(record)
    assert rules.lost(certificate, record.role, found, frozenset(withdrawn)) == lost, why

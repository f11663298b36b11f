"""Events and bodies are each other's inverse; only what is declared is understood."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from academy import actions, events, rules
from academy.errors import AcademyError
from academy.projections import workshops
from academy.store import Store
from tests.academy.bodies import AT, Bad, bad, body_of, good, understood


def test_there_is_a_good_body_of_every_kind():
    assert understood().keys() == good().keys() == events.KINDS.keys()


@pytest.mark.parametrize("kind", events.KINDS)
def test_what_is_written_is_read_again(kind: str):
    event = understood()[kind]
    filed, body = events.write(event)
    assert (filed, json.loads(body)) == (kind, good()[kind])
    assert "\n" not in body
    assert events.read(filed, body) == event


def test_of_everything_that_can_be_wrong_only_what_fits_is_understood():
    tried = list(bad())
    judged = {(one.kind, one.why): events.read(one.kind, one.body) is not None for one in tried}
    assert judged == {(one.kind, one.why): one.understood for one in tried}
    assert len(tried) > 4_900


def test_however_a_body_is_spaced_the_same_is_understood_of_it():
    for one in [*bad(), *(Bad(kind, "", body_of(said), True) for kind, said in good().items())]:  # noqa: FBT003
        spaced = one.body.replace(":", " : ", 1)
        assert events.read(one.kind, spaced) == events.read(one.kind, one.body), one


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "{}x",
        '{"link":"x"',
        "\ud800",
        "[" * 100_000,
        "{" + '"a":{' * 300,
    ],
)
@pytest.mark.parametrize("kind", [*events.KINDS, "person.sang", ""])
def test_what_is_no_body_at_all_is_not_understood(kind: str, body: str):
    assert events.read(kind, body) is None


def test_whether_a_deep_body_is_understood_does_not_depend_on_who_asks():
    body = body_of(good()["person.unlinked"])
    deep = f'{body[:-1]},"x":{"[" * 390 + "]" * 390}}}'

    def from_below(depth: int) -> Any:
        return from_below(depth - 1) if depth else events.read("person.unlinked", deep)

    assert events.read("person.unlinked", deep) == from_below(300)
    assert sys.getrecursionlimit() >= 1000


REFUSED_TOGETHER = [
    ("workshop.planned", {"starts": "2024-03-05"}, "it ends before it starts"),
    ("quiz.answered", {"correct": 3, "of": 2}, "more are right than there were"),
    ("requirement.met", {"team": ""}, "a plan of nobody"),
    ("requirement.met", {"person": "3" * 32}, "a plan of a team and of somebody"),
    ("requirement.met", {"requirement": "posttest"}, "a test of a team"),
    ("requirement.met", {"requirement": "posttest", "team": ""}, "a test of nobody"),
    ("test.taken", {"correct": 11}, "more are right than there were"),
    ("test.taken", {"correct": 0, "of": 0}, "a test without questions"),
    ("test.corrected", {"correct": 11}, "more are right than there were, corrected"),
    ("test.taken", {"form": "c"}, "a form that there is not"),
    ("pairs.counted", {"pairs": [[1, 2]] * 4}, "four people told together"),
    ("pairs.counted", {"pairs": [[1, 2]] * 1001}, "more people than are counted"),
    ("pairs.counted", {"pairs": [[1, 101]] * 5}, "more than everything right"),
    ("pairs.counted", {"pairs": [[1, 2, 3]] * 5}, "a pair of three"),
    ("pairs.counted", {"pairs": [[1, "3" * 32]] * 5}, "a pair that names somebody"),
    ("evaluation.closed", {"handed": 4}, "four people told together"),
    ("evaluation.closed", {"counts": [["pace", [1, 3]]]}, "a question that four answered"),
    ("evaluation.closed", {"counts": [["pace", [3, 4]]]}, "more answers than people"),
    ("evaluation.closed", {"counts": [["pace", [6]], ["pace", [6]]]}, "one question twice"),
    ("evaluation.closed", {"counts": [["pa ce", [6]]]}, "a question that is none"),
    ("evaluation.closed", {"counts": [["3" * 32, [6]]]}, "somebody in the place of a question"),
    ("evaluation.closed", {"handed": 0}, "answers of nobody"),
    ("evaluation.closed", {"handed": 0, "counts": [], "remarks": []}, "nothing at all"),
    ("evaluation.closed", {"remarks": [["useful", "see " + "a" * 32]]}, "an id in a text"),
    ("evaluation.closed", {"remarks": [["useful", "a\nb"]]}, "two lines"),
    ("evaluation.closed", {"remarks": [["useful", "a" * 501]]}, "a text too long"),
    ("evaluation.closed", {"remarks": [["useful"]]}, "a question without a text"),
    ("evaluation.closed", {"remarks": [["useful", "a"]] * 1001}, "texts without end"),
    ("person.linked", {"a": "4" * 32, "b": "4" * 32}, "somebody linked to themselves"),
    ("person.linked", {"a": "4" * 32, "b": "3" * 32}, "the other way round"),
    ("person.distinct", {"a": "4" * 32, "b": "4" * 32}, "somebody other than themselves"),
    ("organisation.linked", {"a": "étoile 2"}, "an organisation linked to itself"),
    ("attendance.corrected", {"replaces": ["e" * 64] * 501}, "more marks than a body may name"),
    ("workshop.planned", {"languages": ["fr"] * 41}, "more languages than anybody speaks"),
    ("workshop.planned", {"courses": ["a"] * 101}, "more courses than there are"),
    ("person.registered", {"alias": "a" * 41}, "one letter more than an alias has"),
    ("workshop.planned", {"title": "a" * 121}, "one letter more than a title has"),
    ("session.planned", {"teaches": ["a/b"] * 7}, "more than a half-day is made of"),
    ("session.planned", {"teaches": ["a"]}, "a course, and nothing of it"),
    ("session.planned", {"teaches": ["a/b/c"]}, "something in a lesson"),
    ("session.planned", {"teaches": ["A/b"]}, "a name that no pack has"),
    ("session.revised", {"teaches": "a/b"}, "a text for a list"),
    ("session.revised", {"teaches": [f"a/{'a' * 32}"]}, "an id that nobody could erase"),
    ("attendance.marked", {"way": "correction"}, "a way that only the fold gives"),
]


@pytest.mark.parametrize(("kind", "change", "why"), REFUSED_TOGETHER)
def test_values_that_do_not_go_together_are_not_understood(
    kind: str, change: dict[str, Any], why: str
):
    assert events.read(kind, body_of({**good()[kind], **change})) is None, why


# What the verbs let through, the declaration has to understand: the longest, the strangest.
LONGEST_TEXTS = {
    "alias": "Á" * 40,
    "title": "“小雨” – نجمة \u200d\u200c🙂"[:120],
    "reason": "é" * 300,
    "organisation": "O'Neill & Söhne (北京) " + "x" * 90,
    "team": "North/South: 1" + "y" * 46,
}


@pytest.mark.parametrize("field", LONGEST_TEXTS)
def test_what_a_form_takes_is_understood(field: str):
    value = rules.text(field, LONGEST_TEXTS[field])
    told = [
        body_of({**values, field: value, **({"requirement": "plan"} if field == "team" else {})})
        for values in good().values()
        if field in values
    ]
    kinds = [kind for kind, values in good().items() if field in values]
    assert kinds
    assert all(events.read(kind, body) for kind, body in zip(kinds, told, strict=True))


CHOICES = {
    "level": rules.LEVELS,
    "half": rules.HALVES,
    "state": rules.STATES,
    "way": rules.WAYS,
    "role": rules.ROLES,
    "type": rules.CERTIFICATES,
}


@pytest.mark.parametrize("field", CHOICES)
def test_what_the_rules_offer_is_understood(field: str):
    kinds = [kind for kind, values in good().items() if field in values]
    assert kinds
    for kind in kinds:
        for choice in CHOICES[field]:
            assert events.read(kind, body_of({**good()[kind], field: choice})), (kind, choice)


@pytest.mark.parametrize("requirement", rules.REQUIREMENTS)
def test_every_requirement_can_be_met_by_whom_it_asks(requirement: str):
    by_team = requirement in rules.TEAM_REQUIREMENTS
    whose = {"person": "", "team": "North"} if by_team else {"person": "3" * 32, "team": ""}
    values = {**good()["requirement.met"], "requirement": requirement, **whose}
    assert events.read("requirement.met", body_of(values))


@pytest.mark.parametrize(
    "day", ["2000-02-29", "2096-02-29", "2024-02-29", "2099-12-31", "2001-04-30", "2010-10-10"]
)
def test_every_day_that_the_rules_take_is_understood(day: str):
    values = {**good()["session.planned"], "day": rules.day("day", day), "at": f"{day}T23:59"}
    assert events.read("session.planned", body_of(values))


def test_a_clock_of_another_time_is_understood_where_its_day_exists():
    times = {
        "1904-02-29T00:00": True, "1970-01-01T00:05": True, "2038-01-19T03:14": True,
        "1900-02-29T00:00": False, "2100-01-01T00:00": False, "2023-04-31T00:00": False,
    }  # fmt: skip
    body = good()["person.unlinked"]
    told = {at: bool(events.read("person.unlinked", body_of({**body, "at": at}))) for at in times}
    assert told == times


REFUSED_BY_THE_VERBS: dict[str, Callable[[Store, str, str], object]] = {
    "a language that is none": lambda s, w, p: actions.revise_person(
        s, p, workshop=w, alias="Heron", language="as at home"
    ),
    "an id for an alias": lambda s, w, _: actions.register_person(s, workshop=w, alias="a" * 32),
    "an id in a reason": lambda s, w, p: actions.cancel_session(
        s, workshops.week(s.tables(), w)[0]["session"], reason=f"for {p}"
    ),
    "a course that is a path": lambda s, w, p: actions.finish_lesson(
        s, workshop=w, person=p, course="../../x", lesson="why"
    ),
    "an attempt that is no id": lambda s, w, p: actions.answer_quiz(
        s, workshop=w, person=p, course="a", lesson="b", attempt="first", correct=1, of=1
    ),
    "more questions than there are": lambda s, w, p: actions.answer_quiz(
        s, workshop=w, person=p, course="a", lesson="b", attempt="a" * 32, correct=1, of=10**30
    ),
    "a test met by nobody": lambda s, w, _: actions.meet_requirement(
        s, workshop=w, requirement="posttest"
    ),
    "a plan met by a team and a person": lambda s, w, p: actions.meet_requirement(
        s, workshop=w, requirement="plan", person=p, team="North"
    ),
    "a device that is none": lambda s, w, _: actions.assign_device(s, w, "laptop"),
    "organisations without end": lambda s, _w, _p: actions.link_organisations(s, "a" * 3000, "b"),
    "a workshop in odd languages": lambda s, _w, _p: actions.plan_workshop(
        s, title="W", level="regional", country="KE", starts="2024-01-01", ends="2024-01-02",
        languages=("as at home",),
    ),
    "a workshop of odd courses": lambda s, w, _p: actions.revise_workshop(
        s, w, title="W", level="regional", country="KE", starts="2024-01-01", ends="2024-01-02",
        courses=("Ad/vocacy",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED_BY_THE_VERBS)
def test_what_is_not_declared_is_refused_before_it_is_recorded(
    why: str, store: Store, workshop: str
):
    person = actions.register_person(store, workshop=workshop, alias="Blue Heron")
    with store.reading() as (log, _peers):
        before = log.count()
    with pytest.raises(AcademyError):
        REFUSED_BY_THE_VERBS[why](store, workshop, person)
    with store.reading() as (log, _peers):
        assert log.count() == before


@pytest.mark.parametrize("year", [1970, 2099, 2106])
def test_a_laptop_whose_clock_is_far_off_still_records(
    year: int, store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(store, "now", lambda: datetime(year, 2, 28, 9, 5, tzinfo=UTC))
    assert actions.register_person(store, workshop=workshop, alias="Blue Heron")


@pytest.mark.parametrize(
    "event",
    [
        events.PersonUnlinked("5" * 31, AT),
        events.SessionCancelled("2" * 32, "1" * 32, "see " + "a" * 32, AT),
        events.SessionCancelled("2" * 32, "1" * 32, "\ud800", AT),
        events.QuizAnswered("1" * 32, "3" * 32, "a", "b", "6" * 32, 10**30, 10**30, AT),
    ],
)
def test_what_no_other_device_would_understand_is_not_written(event: events.Event):
    with pytest.raises(AcademyError) as caught:
        events.write(event)
    assert caught.value.code == "not_recordable"

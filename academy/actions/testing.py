"""The questions before and after: opened, answered once, typed in from paper, counted together.

The log keeps a score of a person and a test, for her own page and to match the two; a page of the
trainer never shows one. What people had before and after is told of several together, and only of
those who took both. It is counted when the test after is closed: the pairs are written into the log
without names and in an order of chance, of five people at least, and each person is counted once,
by the laptop that recorded her second test. Whoever comes after waits until there are five again.
Whoever typed in totals from paper knows those; so of what came from phones, too, five are the
fewest.

Nothing is told of the test before by itself: from the mean of seven before, and that of the six of
them who were there after, everybody could work out what the seventh had.
"""

from collections.abc import Mapping
from random import SystemRandom
from typing import Any

from academy import events, rules
from academy.actions.common import in_parts, minute, need_person, need_workshop, place
from academy.errors import AcademyError
from academy.projections import Row, Tables, assessments, people, same, workshops
from academy.rules import assessment
from academy.store import Store, local

_chance = SystemRandom()


def asked(store: Store, workshop: str, about: Mapping[str, str]) -> tuple[str, ...]:
    """Which questions of a bank both tests of a workshop ask, by the lesson each is `about`.

    They follow from the plan until a test is opened here for the first time; from then on they
    stay, whatever is planned, so that before and after are told of the same.
    """
    return _asked(store.tables(), workshop, about)


def _asked(tables: Tables, workshop: str, about: Mapping[str, str]) -> tuple[str, ...]:
    kept = [id for id in local.asked(tables, same.parts(tables, workshop)) if id in about]
    if kept:
        return tuple(kept)
    week = workshops.week(tables, workshop)
    return assessment.asked(about, {piece for row in week for piece in row["teaches"]})


def open_assessment(
    store: Store, *, workshop: str, what: str, about: Mapping[str, str] | None = None
) -> None:
    """Let people take a test, or hand in the evaluation, on this laptop. Twice is once.

    What a test asks is chosen from a bank as in `asked`, and stays.
    """
    rules.one_of("what", what, assessment.OPENED)

    def change(tables: Tables) -> None:
        need_workshop(tables, workshop)
        first = same.parts(tables, workshop)[0]
        if what in assessment.TESTS and about:
            local.note_asked(tables, first, _asked(tables, workshop, about))
        local.set_opened(tables, [first], what, is_open=True)

    store.noting(change)


def close_test(store: Store, *, workshop: str, test: str) -> int:
    """Take no more answers; of the test after, count the pairs. Return how many were counted.

    With fewer than five none is, and they wait.
    """
    rules.one_of("test", test, assessment.TESTS)
    at, counted = minute(store), 0

    def decide(tables: Tables) -> list[events.Event]:
        nonlocal counted
        need_workshop(tables, workshop)
        parts = same.parts(tables, workshop)
        local.set_opened(tables, parts, test, is_open=False)
        found = _countable(tables, workshop) if test == "post" else {}
        if not found:
            return []
        counted = len(found)
        local.note_counted(tables, found, parts[0])
        pairs = _chance.sample(sorted(found.values()), counted)
        return [events.PairsCounted(workshop=parts[0], pairs=tuple(pairs), at=at)]

    store.record(decide)
    return counted


def need_open(tables: Tables, workshop: str, person: str, what: str) -> Row:
    """The person, where something is open to them here: who leads takes no test and hands in no
    evaluation. Raises AcademyError: "person_unknown", "not_open".
    """
    known = need_person(tables, person, workshop)
    opened = local.opened(tables, same.parts(tables, workshop))
    if what not in opened or known["role"] != "participant":
        raise AcademyError("not_open")
    return known


def is_open(tables: Tables, workshop: str) -> set[str]:
    """What of a workshop is open on this laptop: `assessment.OPENED`."""
    return local.opened(tables, same.parts(tables, workshop))


def waiting(store: Store, workshop: str) -> tuple[int, int]:
    """How many took both tests and were not counted yet; how many of them can be counted now."""
    tables = store.tables()
    return len(_to_count(tables, workshop)), len(_countable(tables, workshop))


def _countable(tables: Tables, workshop: str) -> dict[str, assessment.Pair]:
    """The pairs that may be counted together now: five at least, and five at least of which nobody
    knows both halves, or none.
    """
    every = _to_count(tables, workshop)
    known = {person: pair for person, (pair, is_known) in every.items() if is_known}
    others = {person: pair for person, (pair, is_known) in every.items() if not is_known}
    found = {**known, **(others if len(others) >= assessment.FEWEST else {})}
    return found if len(found) >= assessment.FEWEST else {}


def _to_count(tables: Tables, workshop: str) -> dict[str, tuple[assessment.Pair, bool]]:
    """Whose pairs this laptop has to count, since it recorded their second test; and whether both
    halves were typed in.
    """
    scores = assessments.scores(tables, workshop)
    before = local.counted(tables, same.parts(tables, workshop))
    found: dict[str, tuple[assessment.Pair, bool]] = {}
    for row in people.people(tables, workshop):
        both = scores.get(row["person"], {})
        if row["role"] != "participant" or before.intersection(row["registrations"]):
            continue
        if len(both) == len(assessment.TESTS) and tables.device in both["post"]["devices"]:
            pre, post = (
                assessment.percent(both[test]["correct"], both[test]["of"])
                for test in assessment.TESTS
            )
            typed = all(one["typed"] for one in both.values())
            found[str(row["person"])] = ((pre, post), typed)
    return found


def take_test(
    store: Store, *, workshop: str, person: str, test: str, form: str, correct: int, of: int
) -> None:
    """Remember how many answers of a test were right. The first time counts, and no other.

    Raises AcademyError: "not_open", "score_wrong".
    """
    at = minute(store)
    rules.one_of("test", test, assessment.TESTS)
    rules.one_of("form", form, assessment.FORMS)
    _check(correct, of)

    def decide(tables: Tables) -> list[events.Event]:
        known = need_open(tables, workshop, person, test)
        if test in assessments.scores_of(tables, workshop, person):
            return []
        own, there = place(known, workshop)
        return [
            events.TestTaken(
                workshop=there,
                person=own,
                test=test,
                form=form,
                correct=correct,
                of=of,
                typed=False,
                at=at,
            )
        ]

    store.record(decide)


def type_scores(
    store: Store, *, workshop: str, typed: Mapping[tuple[str, str], int], of: int
) -> int:
    """Record what people had on paper, by (person, test); return how many scores are new.

    A score that is there already is corrected. All are recorded, or none.
    """
    at = minute(store)
    for (_person, test), correct in typed.items():
        rules.one_of("test", test, assessment.TESTS)
        _check(correct, of)

    def decide(tables: Tables) -> list[events.Event]:
        return [
            event
            for whose, correct in typed.items()
            for event in _typed(tables, workshop, whose, (correct, of), at)
        ]

    return len(store.record(decide))


def _typed(
    tables: Tables, workshop: str, whose: tuple[str, str], score: tuple[int, int], at: str
) -> list[events.Event]:
    person, test = whose
    known = need_person(tables, person, workshop)
    there = assessments.scores_of(tables, workshop, person)
    correct, of = score
    own, where = place(known, workshop)
    before = there["pre"]["form"] if "pre" in there else ""
    told: dict[str, Any] = {
        "workshop": where, "person": own, "test": test, "correct": correct, "of": of, "at": at,
        "typed": True, "form": assessment.form_of(test, known["person"], before),
    }  # fmt: skip
    if test not in there:
        return [events.TestTaken(**told)]
    if (there[test]["correct"], there[test]["of"]) == score:
        return []
    return [
        events.TestCorrected(**{**told, "workshop": part, "person": id}, replaces=replaced)
        for (part, id), entries in there[test]["standing"].items()
        for replaced in in_parts(entries)
    ]


def _check(correct: int, of: int) -> None:
    if not 0 <= correct <= of <= rules.MOST_SCORED or of == 0:
        raise AcademyError("score_wrong", correct=correct, of=of)

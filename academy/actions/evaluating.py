"""The evaluation: handed in without a name, closed and counted together (see `academy.ballots`)."""

import json
from collections.abc import Iterator, Mapping
from random import SystemRandom
from typing import Final

from academy import ballots, events, rules
from academy.actions.common import minute, need_workshop, place
from academy.actions.testing import need_open
from academy.ballots import Box
from academy.errors import AcademyError
from academy.projections import Tables, assessments, people, same
from academy.rules import assessment
from academy.store import Store, local

_chance = SystemRandom()

ROOM: Final = 40_000
"""Bytes of texts in one entry at most: a body holds some more."""


def hand_in(
    store: Store,
    *,
    workshop: str,
    person: str,
    answers: Mapping[str, tuple[int, int]],
    remarks: Mapping[str, str],
) -> None:
    """Put somebody's evaluation into the box; nothing is recorded before it is closed.

    `answers`: by question, which place of how many on its scale; `remarks`: by question, a text.
    Raises AcademyError: "not_open", "already_handed_in", as `rules.text` does.
    """
    said = _cleaned(remarks)

    def change(tables: Tables) -> None:
        known = need_open(tables, workshop, person, "evaluation")
        if has_handed_in(tables, workshop, person):
            raise AcademyError("already_handed_in")
        box = same.parts(tables, workshop)[0]
        ballots.put(tables, box, known["person"], answers, said)

    store.noting_unseen(change, concerns=(person,))


def hand_in_paper(
    store: Store,
    *,
    workshop: str,
    answers: Mapping[str, tuple[int, int]],
    remarks: Mapping[str, str],
) -> None:
    """Put into the box what somebody wrote on paper. Whose it is, nobody is asked."""
    said = _cleaned(remarks)

    def change(tables: Tables) -> None:
        need_workshop(tables, workshop)
        if "evaluation" not in local.opened(tables, same.parts(tables, workshop)):
            raise AcademyError("not_open")
        ballots.put(tables, same.parts(tables, workshop)[0], "", answers, said)

    store.noting_unseen(change)


def has_handed_in(tables: Tables, workshop: str, person: str) -> bool:
    """Whether somebody handed in, as this laptop knows: in its box, or in the log."""
    box = ballots.look_at_all(tables, same.parts(tables, workshop))
    return not set(same.ids_of(tables, person)).isdisjoint(box.people) or (
        assessments.has_handed_in(tables, workshop, person)
    )


def in_the_box(store: Store, workshop: str) -> int:
    """How many have handed in on this laptop since it was closed last: all that a page may say."""
    tables = store.tables()
    box = ballots.look_at_all(tables, same.parts(tables, workshop))
    return box.handed + box.papers


def may_close(store: Store, workshop: str) -> bool:
    """Whether what lies in the box may be counted now."""
    tables = store.tables()
    return may_be_counted(ballots.look_at_all(tables, same.parts(tables, workshop)))


def close_evaluation(store: Store, *, workshop: str, asked: str, keep: bool = True) -> int:
    """Take no more evaluations, count what lies in the box, and record who handed in.

    Return how many were counted. Raises AcademyError("too_few_to_count") for fewer than five, on
    phones or in all (`may_be_counted`), and leaves everything as it is; with `keep` false their
    answers are thrown away, and that they handed in is recorded. `asked` is the set of questions.
    """
    at, counted = minute(store), 0

    def decide(tables: Tables) -> list[events.Event]:
        nonlocal counted
        store.writer.sweep()
        need_workshop(tables, workshop)
        parts = same.parts(tables, workshop)
        box = ballots.empty(tables, parts)
        enough = may_be_counted(box)
        if not enough and keep and (box.handed or box.papers):
            raise AcademyError("too_few_to_count", fewest=assessment.FEWEST)
        local.set_opened(tables, parts, "evaluation", is_open=False)
        ticks = _ticks(tables, workshop, box)
        if not enough:
            return ticks
        counted = box.handed + box.papers
        return [*_together(box, parts[0], asked, at), *ticks]

    store.record(decide)
    return counted


def may_be_counted(box: Box) -> bool:
    """Whether there are five at least, and on phones five at least or none.

    Whoever typed four papers in and saw the whole of five would know what the fifth said.
    """
    enough = box.handed + box.papers >= assessment.FEWEST
    return enough and (box.handed == 0 or box.handed >= assessment.FEWEST)


def _together(box: Box, workshop: str, asked: str, at: str) -> Iterator[events.Event]:
    """The answers as they leave the box. What fewer than five have answered stays behind."""
    phones = {q: each for q, each in box.tallies.items() if sum(each) >= assessment.FEWEST}
    counts = tuple(
        (question, tuple(each))
        for question, each in sorted(ballots.added(phones, box.typed).items())
        if sum(each) >= assessment.FEWEST
    )
    first, *others = _in_bodies(_chance.sample(box.remarks, len(box.remarks)))
    closed = events.EvaluationClosed(
        workshop=workshop, asked=asked, handed=box.handed + box.papers, counts=counts,
        remarks=first, at=at,
    )  # fmt: skip
    yield closed
    for remarks in others:
        yield events.EvaluationClosed(
            workshop=workshop, asked=asked, handed=0, counts=(), remarks=remarks, at=at
        )


def _in_bodies(remarks: list[tuple[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """The texts, as many together as one body holds; mostly all."""
    found: list[tuple[tuple[str, str], ...]] = [()]
    room = ROOM
    for remark in remarks:
        size = len(json.dumps(remark, ensure_ascii=False).encode())
        if size > room:
            found.append(())
            room = ROOM
        room -= size
        found[-1] += (remark,)
    return found


def _ticks(tables: Tables, workshop: str, box: Box) -> list[events.Event]:
    """That these people handed in, in the order of their ids: it tells of no other order."""
    known = [row for row in people.people(tables, workshop)
             if not set(row["registrations"]).isdisjoint(box.people)]  # fmt: skip
    places = sorted(place(row, workshop) for row in known)
    return [events.EvaluationHandedIn(workshop=there, person=own) for own, there in places]


def _cleaned(remarks: Mapping[str, str]) -> dict[str, str]:
    said = {
        rules.slug("question", question): rules.text("remark", text, required=False)
        for question, text in remarks.items()
    }
    return {question: text for question, text in said.items() if text}

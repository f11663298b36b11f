"""Whom a change concerns: known from the commit on, and before whoever saved is answered."""

import json
import threading

import pytest

from academy import actions, events
from academy.errors import AcademyError
from academy.store import concerns
from academy.store.concerns import ALL, Concerns, concerned
from tests.academy import bodies


def test_only_who_is_concerned_has_something_new():
    known = Concerns()
    known.announce(("ann",))
    assert not known.since(0, ("ann",))
    known.publish()
    assert known.since(0, ("ann", "ben"))
    assert not known.since(0, ("ben",))
    assert not known.since(known.count, ("ann",))
    known.announce(())
    known.publish()
    assert known.count == 1


@pytest.mark.parametrize("told", [None, ALL, ("ann", *ALL)])
def test_who_says_nothing_concerns_everybody(told):
    known = Concerns()
    if told is not None:
        known.announce(told)
    known.publish()
    assert known.since(0, ())
    assert known.since(0, ("ben",))
    assert not known.since(1, ("ben",))


def test_what_shares_a_commit_is_told_together():
    known = Concerns()
    for ids in (("ann",), (), ("ben",)):
        known.announce(ids)
    known.publish()
    assert [known.since(0, (one,)) for one in ("ann", "ben", "cy")] == [True, True, False]
    known.announce(())
    known.announce(ALL)
    known.publish()
    assert known.since(1, ("cy",))


def test_more_than_is_remembered_concerns_everybody_once(monkeypatch):
    monkeypatch.setattr(concerns, "MOST", 3)
    known = Concerns()
    for one in "abcd":
        known.announce((one,))
        known.publish()
    assert known.since(3, ("nobody",))
    assert not known.since(4, ("nobody",))
    assert len(known._last) <= 3


def test_every_kind_says_a_person_a_workshop_or_everybody():
    ids = bodies.Ids()
    for kind, body in bodies.good(ids).items():
        told = concerned(events.read(kind, json.dumps(body)))
        assert told in {(ids.person,), (ids.workshop,), ALL}, kind
    assert set(concerns.OF_ONE) <= set(events.KINDS)


def test_a_change_counts_from_its_commit_on_and_before_it_is_answered(store, workshop):
    person = actions.register_person(store, workshop=workshop, alias="Heron")
    seen, count = [], store.concerns.count
    real = store.writer.committed

    def committed():
        seen.append(store.concerns.since(count, (person,)))
        real()
        seen.append(store.concerns.since(count, (person,)))

    store.writer.committed = committed
    actions.finish_lesson(store, workshop=workshop, person=person, course="a", lesson="b")
    assert seen == [False, True]


def test_a_change_that_is_refused_or_notes_what_no_page_shows_makes_nothing_old(store, workshop):
    person = actions.register_person(store, workshop=workshop, alias="Heron")
    count = store.concerns.count
    store.noting(lambda _tables: None, concerns=())
    with pytest.raises(AcademyError):
        actions.finish_lesson(store, workshop=workshop, person="f" * 32, course="a", lesson="b")
    assert not store.concerns.since(count, (person, workshop))
    store.set_setting("workshop", workshop)
    assert store.concerns.since(count, ())
    count = store.concerns.count
    store.writing(lambda _log, _peers: None)
    assert store.concerns.since(count, ())


def test_nobody_who_looks_meanwhile_is_told_that_nothing_changed():
    """Many ids come and go past the bound; whoever knew an old count is never told it is right."""
    known, done, wrong = Concerns(), threading.Event(), []

    def look():
        while not done.is_set():
            if not known.since(0, ("ann",)):
                wrong.append(known.count)

    known.announce(("ann",))
    known.publish()
    looking = threading.Thread(target=look)
    looking.start()
    for number in range(2000):
        known.announce((str(number),) if number % 7 else ALL)
        known.publish()
    done.set()
    looking.join()
    assert wrong == []

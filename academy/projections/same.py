"""Which ids are one: persons with several registrations, a workshop that was planned twice.

The log only ever says of pairs that they are one, that they are two, and that this was taken back.
What follows from all of it is kept beside it (`same_people`, `same_workshops`), for linked ids
alone: each with the least id of those it is one with. It is a function of the links and vetoes that
hold, made anew whenever one of them comes, goes or is erased, so their order never matters.

The rooms beside this one ask here whose row to put together with whose.
"""

import json
from collections.abc import Collection
from typing import Final

from academy import rules
from academy.projections import namesakes, tallies
from academy.projections.numbers import number, numbered
from academy.projections.tables import Tables

SAID_IN: Final = frozenset(
    {"links", "workshop_links", "unlinked", "distinct_people", "distinct_withdrawals"}
)
"""The tables from which it follows."""

APART: Final = ("distinct_people", "distinct_withdrawals")
"""Those of them that say that two are not."""

_FOLLOWS: Final = (
    ("same_people", "person", "live_links", "live_distinct"),
    ("same_workshops", "workshop", "live_workshop_links", None),
)


def _one_with(table: str, key: str) -> str:
    """SQL: an id (`:{key}`) and every id that is one with it, as `id`."""
    return (
        f"SELECT :{key} AS id UNION SELECT b.{key} FROM {table} a JOIN {table} b"
        f" ON b.canonical = a.canonical WHERE a.{key} = :{key}"
    )


IDS: Final = _one_with("same_people", "person")
PARTS: Final = _one_with("same_workshops", "workshop")


def settle(tables: Tables, apart: Collection[str] = ()) -> None:
    """Find anew which ids are one, and write what has changed; `apart` are ids of which it was
    said that they are two, or not any more.
    """
    before = [_groups(tables, table, key) for table, key, *_said in _FOLLOWS]
    for table, key, links, vetoes in _FOLLOWS:
        canonical, flagged = rules.clusters(
            _pairs(tables, links), _pairs(tables, vetoes) if vetoes else ()
        )
        told = {(one, top) for one, top in canonical.items() if one not in flagged}
        known = set(tables.connection.execute(f"SELECT {key}, canonical FROM {table}").fetchall())
        tables.connection.executemany(
            f"DELETE FROM {table} WHERE {key} = ? AND canonical = ?", known - told
        )
        tables.connection.executemany(
            f"INSERT INTO {table} ({key}, canonical) VALUES (?, ?)", told - known
        )
        if key == "person":  # the one that stands for others may be registered nowhere here
            numbered(tables, {top for _one, top in told - known})
    persons, workshops = (
        _changed(old, _groups(tables, table, key))
        for old, (table, key, *_said) in zip(before, _FOLLOWS, strict=True)
    )
    tallies.let_go(tables, workshops | _registered_in(tables, persons))
    apart = {one for id in apart for one in ids_of(tables, id)}
    if touched := namesakes.of_ids(tables, persons | apart):
        namesakes.settle(tables, touched)


def _groups(tables: Tables, table: str, key: str) -> dict[str, str]:
    return dict(tables.connection.execute(f"SELECT {key}, canonical FROM {table}").fetchall())


def _changed(before: dict[str, str], now: dict[str, str]) -> set[str]:
    """The ids of every group that has others in it now, or stands under another."""
    tops = {top for _id, top in before.items() ^ now.items()}
    return {id for groups in (before, now) for id, top in groups.items() if top in tops}


def _registered_in(tables: Tables, persons: Collection[str]) -> set[str]:
    found = tables.connection.execute(
        "SELECT p.workshop FROM json_each(?) j"
        f" CROSS JOIN people p ON p.number = {number('j.value')}",
        (json.dumps(sorted(persons)),),
    )
    return {workshop for (workshop,) in found}


def _pairs(tables: Tables, view: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in tables.connection.execute(f"SELECT a, b FROM {view}")]


def ids_of(tables: Tables, person: str) -> list[str]:
    """The ids that are one person with this one, itself among them, in order."""
    found = tables.connection.execute(f"SELECT id FROM ({IDS}) ORDER BY id", {"person": person})
    return [one for (one,) in found]


def parts(tables: Tables, workshop: str) -> list[str]:
    """The workshops that are one with this one, itself among them: the one whose plan holds first.

    That is the least id of which this copy has a plan.
    """
    found = tables.connection.execute(
        f"SELECT id FROM ({PARTS}) ORDER BY"
        " NOT EXISTS (SELECT 1 FROM workshops w WHERE w.workshop = id), id",
        {"workshop": workshop},
    )
    return [one for (one,) in found]


def is_plain(tables: Tables, workshop: str) -> bool:
    """Whether a workshop is one with no other, and nobody in it with anybody: then each
    registration is a person.
    """
    found = tables.value(
        "SELECT EXISTS (SELECT 1 FROM same_workshops WHERE workshop = :workshop) OR EXISTS ("
        " SELECT 1 FROM people p CROSS JOIN same_people s ON s.person = p.person"
        " WHERE p.workshop = :workshop)",
        {"workshop": workshop},
    )
    return not found


def linked(tables: Tables) -> dict[str, str]:
    """Each linked person's id, with the one that stands for it."""
    return _groups(tables, "same_people", "person")


def stands_for(canonical: dict[str, str], one: str) -> str:
    """The id that stands for `one`: itself, where nothing was linked to it."""
    return canonical.get(one, one)


def shown(tables: Tables, parts: Collection[str]) -> dict[str, str]:
    """Under which id each linked person stands in these workshops: their least one there.

    Whoever isn't named is registered once and stands for themselves.
    """
    found = tables.connection.execute(
        "SELECT b.person, t.least FROM ("
        " SELECT s.canonical, min(p.person) AS least FROM people p CROSS JOIN same_people s"
        " ON s.person = p.person WHERE p.workshop IN (SELECT value FROM json_each(?))"
        " GROUP BY s.canonical) t JOIN same_people b ON b.canonical = t.canonical",
        (json.dumps(list(parts)),),
    )
    return {str(person): str(least) for person, least in found}

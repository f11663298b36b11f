"""Who may be one person, and which plans one workshop: groups to decide about, the likeliest first.

Whoever shares an alias stands in one group, so that twelve of one name are decided with one press.
Names that are merely near are proposed two by two. Nobody is proposed who was said to be somebody
else, or is one already.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from academy import rules
from academy.persons.alike import MOST_BUT_LOOKS, Likeness, keys, likeness, looks
from academy.projections import Row, Tables, namesakes
from academy.projections.numbers import number

MOST: Final = 100
"""Groups are proposed up to here: nobody looks through more before deciding about these."""

MOST_NEAR: Final = 2_000
"""Of so many, those whose registration came last, names that are merely near are looked for: that
takes a dozen keys each."""

TOGETHER: Final = 100
"""Names that are looked at together, the likeliest first."""

MOST_OF_A_KEY: Final = 40
"""Persons whom a key may bring together before it says nothing any more."""

Pair = frozenset[str]


@dataclass(frozen=True)
class Group:
    """Persons who may be one, each by their first registration, and why.

    A member's `person` is the canonical id; `registered` says how often they are registered, and
    `registration` under which id the row shown was.
    """

    members: tuple[Row, ...]
    reasons: tuple[str, ...]
    score: int


def proposals(tables: Tables, among: Collection[str] | None = None) -> list[Group]:
    """The groups to decide about; with `among`, of persons with these canonical ids only."""
    apart = kept_apart(tables)
    if among is None:
        grouped = _of_one_name(tables, apart)
        heads = _heads(_persons(tables, _latest(tables)), apart)
    else:
        some = _persons(tables, among)
        grouped = [
            group for alike in _by_alias(some).values() for group in _groups(alike, apart)[0]
        ]
        heads = _heads(some, apart)
    # Where so many are likelier than any who are merely near, these would not be shown.
    enough = sum(group.score > MOST_BUT_LOOKS for group in grouped) >= MOST
    grouped += _near(heads, apart, looks if enough else keys)
    return sorted(grouped, key=lambda g: (-g.score, len(g.members), g.members[0]["alias"]))[:MOST]


def _of_one_name(tables: Tables, apart: set[Pair]) -> list[Group]:
    """The likeliest groups of one name among all people, without looking at the others."""
    grouped: list[Group] = []
    seen = 0
    while len(grouped) < MOST and (names := namesakes.best(tables, TOGETHER, seen)):
        seen += len(names)
        asked = set(names)
        alike = _by_alias(_persons(tables, namesakes.persons(tables, names)))
        grouped += [
            group for name, some in alike.items() if name in asked
            for group in _groups(some, apart)[0]
        ]  # fmt: skip
    return grouped


def _latest(tables: Tables) -> set[str]:
    """Those whose registration came last or was changed."""
    sql = """SELECT coalesce(s.canonical, p.person)
        FROM (SELECT person FROM people ORDER BY rowid DESC LIMIT ?) p
        LEFT JOIN same_people s ON s.person = p.person"""
    return {one for (one,) in tables.connection.execute(sql, (MOST_NEAR,))}


def _heads(persons: list[Row], apart: set[Pair]) -> list[Row]:
    """One of each name and country."""
    return [row for alike in _by_alias(persons).values() for row in _groups(alike, apart)[1]]


def _persons(tables: Tables, among: Collection[str]) -> list[Row]:
    """Each of these persons by their first registration."""
    found: dict[str, Row] = {}
    for row in _registrations(tables, among):
        one = row["canonical"]
        if one in found:
            found[one]["registered"] += 1
        else:
            found[one] = {**row, "registration": row["person"], "person": one, "registered": 1}
    return list(found.values())


ALL_THEIRS: Final = f"""
    (SELECT value AS person, value AS canonical FROM json_each(:among)
     UNION SELECT t.person, t.canonical FROM json_each(:among) j
     CROSS JOIN same_people t ON t.canonical = j.value)
    s CROSS JOIN people p ON p.number = {number("s.person")}"""
"""SQL: the registrations of some persons, without looking at those of everybody else."""


def _registrations(tables: Tables, among: Collection[str]) -> list[Row]:
    """All their registrations."""
    return tables.rows(
        f"SELECT p.*, s.canonical, w.title, w.starts FROM {ALL_THEIRS}"
        " LEFT JOIN workshops w ON w.workshop = p.workshop ORDER BY p.person, p.workshop",
        {"among": json.dumps(sorted(among))},
    )


def kept_apart(tables: Tables) -> set[Pair]:
    """Kept apart is said of two ids; it holds for whoever else is one person with either."""
    rows = tables.rows(
        "SELECT coalesce(x.canonical, d.a) AS a, coalesce(y.canonical, d.b) AS b"
        " FROM live_distinct d LEFT JOIN same_people x ON x.person = d.a"
        " LEFT JOIN same_people y ON y.person = d.b"
    )
    return {frozenset((row["a"], row["b"])) for row in rows}


def _by_alias(persons: list[Row]) -> dict[str, list[Row]]:
    """Persons by their alias in plain letters of its own script; what has no letters by itself."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in persons:
        found[row["spelt"]].append(row)
    return found


def _groups(alike: list[Row], apart: set[Pair]) -> tuple[list[Group], list[Row]]:
    """The groups among people of one alias; and one of each country, to be compared further."""
    groups, heads = groups_of(alike, apart)
    return [_group(some) for some in groups], heads


def groups_of(alike: list[Row], apart: set[Pair]) -> tuple[list[list[Row]], list[Row]]:
    """What `_groups` gives, before anything is said of the groups."""
    countries: dict[str, list[Row]] = defaultdict(list)
    for row in alike:
        countries[row["country"]].append(row)
    if len(countries) == 2 and "" in countries:  # noqa: PLR2004 - one country, and not given
        countries = {"": alike}
    heads = [rows[0] for rows in countries.values()]
    found = [*countries.values(), heads]
    return [some for rows in found for some in _undecided(rows, apart) if len(some) > 1], heads


def _undecided(rows: list[Row], apart: set[Pair]) -> Iterator[list[Row]]:
    """The rows in groups of which no two are kept apart, each as large as one press decides."""
    if len(rows) == 1:
        yield rows
        return
    groups: list[list[Row]] = []
    for row in rows:
        for group in groups:
            if len(group) < rules.MOST_DECIDED and not (
                apart and any(frozenset((row["person"], one["person"])) in apart for one in group)
            ):
                group.append(row)
                break
        else:
            groups.append([row])
    yield from groups


def _group(rows: list[Row]) -> Group:
    """People of one alias: the weakest likeness of the first with any other speaks for all."""
    first, *others = rows
    found = [likeness(first, other) or Likeness(0, ("spelling",)) for other in others]
    weakest = min(found, key=lambda one: one.score)
    shared = [r for r in weakest.reasons if all(r in one.reasons for one in found)]
    against = {r for one in found for r in one.reasons if r in {"country", "no_country"}}
    return Group(
        tuple(rows), tuple(dict.fromkeys([weakest.reasons[0], *shared, *sorted(against)])),
        weakest.score,
    )  # fmt: skip


def _near(heads: list[Row], apart: set[Pair], keys: Callable[[Row], Iterable[str]]) -> list[Group]:
    """Pairs of people whose aliases are merely near, of those who share one of the `keys`."""
    first: dict[str, Row] = {}
    shared: dict[str, list[Row]] = {}
    for row in heads:
        for key in set(keys(row)):
            if (other := first.setdefault(key, row)) is not row:
                shared.setdefault(key, [other]).append(row)
    found: list[Group] = []
    seen = set(apart)
    for rows in shared.values():
        if len(rows) > MOST_OF_A_KEY:
            continue
        for a, b in combinations(rows, 2):
            pair = frozenset((a["person"], b["person"]))
            if pair in seen:
                continue
            seen.add(pair)
            if alike := _likeness(a, b):
                found.append(Group((a, b), alike.reasons, alike.score))
    return found


def _likeness(a: Row, b: Row) -> Likeness | None:
    """How near two of one country are who were not compared by their alias already."""
    if a["country"] and b["country"] and a["country"] != b["country"]:
        return None
    return likeness(a, b) if a["spelt"] != b["spelt"] else None


def waiting(tables: Tables) -> int:
    """How many names several persons have of whom nobody has decided."""
    return int(tables.value("SELECT count(*) FROM namesakes"))


def workshops_alike(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Of all workshops, pairs of plans that may be one: the same title, country and first or last
    day.
    """
    together: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        for day in ("starts", "ends"):
            together[row["country"], day, row[day]].append(row)
    pairs = {
        (a["workshop"], b["workshop"]): (a, b)
        for some in together.values()
        if len(some) > 1
        for alike in _by_title(some)
        for a, b in pairwise(alike)
    }
    return list(pairs.values())[:MOST]


def _by_title(rows: list[Row]) -> Iterable[list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[_title(row["title"])].append(row)
    return found.values()


@lru_cache(maxsize=2**14)
def _title(title: str) -> str:
    """A title as two are compared; a title has nobody's name in it."""
    return rules.organisation(title)

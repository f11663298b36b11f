"""Who may have been counted twice: of a report's people, the pairs who share an alias.

As many as would be proposed are counted, without looking at more of anybody than name and country.
"""

import json
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from math import comb
from operator import itemgetter
from typing import Final

from academy import rules
from academy.persons.proposals import ALL_THEIRS, Pair, groups_of, kept_apart, waiting
from academy.projections import Row, Tables, namesakes, numbers, same

FEW: Final = 4
"""So many times fewer persons than shared names are looked for one by one."""

Named = tuple[str, str, str]
"""Somebody by their first registration: its id, the canonical one, its country."""


def doubles(tables: Tables, among: Collection[int]) -> int:
    """How many pairs of these persons share an alias, and no country speaks against it: they may
    have been counted twice. Persons by the numbers of their canonical ids.
    """
    apart = kept_apart(tables)
    parted = frozenset[str]().union(*apart)
    few = len(among) * FEW < waiting(tables)
    named = _looked_up(tables, among) if few else _looked_through(tables, among)
    return sum(
        _counted(some)
        if not parted or parted.isdisjoint(canonical for _id, canonical, _country in some)
        else _pairs(some, apart)
        for some in named if len(some) > 1
    )  # fmt: skip


def _looked_up(tables: Tables, among: Collection[int]) -> Iterable[list[Named]]:
    """Those of these persons who share a name with anybody, by name: each looked for alone."""
    asked = namesakes.among(tables, numbers.ids_of(tables, among))
    return _named(tables, asked).values()


def _looked_through(tables: Tables, among: Collection[int]) -> Iterator[list[Named]]:
    """As `_looked_up`, from one look at all who share a name. Whoever is registered more than once
    may go by another name first: they are looked for alone.
    """
    linked, several = same.linked(tables), namesakes.several(tables)
    shared = namesakes.shared(tables)
    again = {
        same.stands_for(linked, person) for _name, person, _country, id in shared
        if person in linked or id in several
    }  # fmt: skip
    known = numbers.known(tables, again).items()
    besides = _named(tables, [one for one, number in known if number in among])
    for name, rows in groupby(shared, itemgetter(0)):
        found = [
            (person, person, country) for _name, person, country, id in rows
            if id in among and person not in linked and id not in several
        ]  # fmt: skip
        for one in besides.pop(name, ()):
            insort(found, one)
        yield found
    yield from besides.values()


def _pairs(named: list[Named], apart: set[Pair]) -> int:
    """Pairs among persons of one name, in the groups that would be proposed."""
    rows = [{"person": canonical, "country": country} for _id, canonical, country in named]
    return sum(_in(len(some)) for some in groups_of(rows, apart)[0] if not _abroad(some))


def _counted(named: list[Named]) -> int:
    """As `_pairs`, of persons of whom nobody was kept apart: then it follows from how many are of
    each country.
    """
    said = [country for _id, _canonical, country in named]
    if len(set(said)) == 1:
        return _in(len(said))
    countries = Counter(said)
    if len(countries) == 2 and "" in countries:  # noqa: PLR2004 - one country, and not given
        return _in(len(named))
    heads = 0 if named[0][2] else _in(min(len(countries), rules.MOST_DECIDED))
    return heads + sum(map(_in, countries.values()))


def _in(many: int) -> int:
    """Pairs among so many, as one press decides them."""
    presses, rest = divmod(many, rules.MOST_DECIDED)
    return presses * comb(rules.MOST_DECIDED, 2) + comb(rest, 2)


def _abroad(rows: list[Row]) -> bool:
    """Whether the country of the first speaks against any of the others, as in `_group`."""
    first, *others = (row["country"] for row in rows)
    return bool(first) and any(country not in {"", first} for country in others)


def _named(tables: Tables, among: Collection[str]) -> dict[str, list[Named]]:
    """Each of these persons by the name that their first registration has: what they may be counted
    twice by.
    """
    found: dict[str, list[Named]] = defaultdict(list)
    seen: set[str] = set()
    sql = (
        f"SELECT s.canonical, p.spelt, p.person, p.country FROM {ALL_THEIRS}"
        " ORDER BY p.person, p.workshop"
    )
    asked = {"among": json.dumps(sorted(among))}
    for canonical, name, person, country in tables.connection.execute(sql, asked):
        if canonical not in seen:
            seen.add(canonical)
            found[name].append((person, canonical, country))
    return found

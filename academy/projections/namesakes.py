"""Under which names persons stand who may be one, and how likely the likeliest of them are.

Looking for them among everybody takes as long as there are people. So the fold keeps the names that
several persons have who are neither linked nor kept apart, each with a score that none of them
exceeds: whoever proposes starts with the best, and looks at no others than those it shows.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from academy.projections.numbers import number
from academy.projections.tables import Tables
from academy.text import plain

Person = tuple[str, str, str, str]
Alias = tuple[str, str]
"""An alias as it is looked up, and the name it comes to. What is looked up by an alias is found
through its names: an index of all registrations by aliases, beside the one by names, would cost
each of them another page.
"""

LOOKED_AT = 6
"""Registrations of one name that the fold looks at, so that a merge costs no more where hundreds
have it; with so many, some are taken to be undecided.
"""

MOST_OF_A_NAME = 200
"""Registrations of one name that are proposed at once."""

SAME, NO_COUNTRY, ABROAD = 100, 95, 70
BESIDE = (12, 4)
"""What the same organisation, and the same team, make likelier."""

_OF_IDS = f"""SELECT DISTINCT p.spelt FROM json_each(?) j
    CROSS JOIN people p ON p.number = {number("j.value")}"""
_ALIASES = """SELECT DISTINCT p.compared, p.spelt FROM json_each(?) j
    CROSS JOIN people p ON p.workshop = j.value ->> 1 AND p.person = j.value ->> 0"""
_STILL = "SELECT 1 FROM people WHERE compared = ? AND spelt = ? LIMIT 1"
# How many is said in the statement itself: one whose LIMIT is a value is understood anew each time.
_NAMED = """SELECT coalesce(s.canonical, p.person), p.country, p.organisation_key, p.team FROM
    (SELECT person, workshop, country, organisation_key, team FROM people
    WHERE spelt = ? ORDER BY person, workshop LIMIT {}) p
    LEFT JOIN same_people s ON s.person = p.person ORDER BY p.person, p.workshop"""
_FIRST_NAMED = _NAMED.format(LOOKED_AT)
_MOST_NAMED = _NAMED.format(MOST_OF_A_NAME)
_APART = """SELECT DISTINCT coalesce(x.canonical, d.a), coalesce(y.canonical, d.b)
    FROM json_each(?) j CROSS JOIN live_distinct d ON d.a = j.value
    LEFT JOIN same_people x ON x.person = d.a LEFT JOIN same_people y ON y.person = d.b"""
_IDS = """SELECT value FROM json_each(:ids) UNION SELECT s.person FROM json_each(:ids) j
    CROSS JOIN same_people s ON s.canonical = j.value"""

_ASKED = f"""SELECT DISTINCT coalesce(s.canonical, p.person) FROM ({_IDS}) i
    CROSS JOIN people p ON p.number = {number("i.value")}
    CROSS JOIN namesakes n ON n.spelt = p.spelt
    LEFT JOIN same_people s ON s.person = p.person"""
# All in the order of one index, that says it all.
_SHARED = """SELECT p.spelt, p.person, p.country, p.number
    FROM namesakes n CROSS JOIN people p ON p.spelt = n.spelt ORDER BY n.spelt"""
_AGAIN = "SELECT number FROM people GROUP BY number HAVING count(*) > 1"


def spelt(alias: str, compared: str) -> str:
    """An alias in plain letters of its own script; what has no letters by itself."""
    name = plain.plain(alias).replace(" ", "")
    return f"{plain.script(alias)} {name}" if name else f"= {compared}"


def of_ids(tables: Tables, ids: Collection[str]) -> set[str]:
    """The names under which these ids are registered now."""
    return {name for (name,) in tables.connection.execute(_OF_IDS, (json.dumps(sorted(ids)),))}


def aliases(tables: Tables, keys: Collection[tuple[str, ...]]) -> set[Alias]:
    """The aliases under which these (person, workshop) are registered now."""
    return set(tables.connection.execute(_ALIASES, (json.dumps(sorted(keys)),)).fetchall())


def renamed(tables: Tables, before: set[Alias], now: set[Alias]) -> None:
    """Take in that registrations went by other aliases before."""
    gone = [one for one in before - now if tables.value(_STILL, one) is None]
    tables.connection.executemany("DELETE FROM aliases WHERE compared = ? AND spelt = ?", gone)
    tables.connection.executemany(
        "INSERT INTO aliases (compared, spelt) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(now)
    )
    settle(tables, {name for _compared, name in before | now})


def settle(tables: Tables, names: Collection[str]) -> None:
    """Look anew who stands under these names, and whether anything of it is to be decided."""
    asked = sorted(names)
    tables.connection.execute(
        "DELETE FROM namesakes WHERE spelt IN (SELECT value FROM json_each(?))",
        (json.dumps(asked),),
    )
    tables.connection.executemany(
        "INSERT INTO namesakes (spelt, score, people) VALUES (?, ?, ?)",
        [(name, *found) for name in asked if (found := _looked_at(tables, name))],
    )


def _looked_at(tables: Tables, name: str) -> tuple[int, int] | None:
    """The score of a name, and how many persons have it; None where nothing is to be decided."""
    rows: list[Person] = tables.connection.execute(_FIRST_NAMED, (name,)).fetchall()
    if len(rows) < 2:  # noqa: PLR2004 - nearly always: a name of one
        return None
    persons = {row[0]: row for row in reversed(rows)}
    if len(rows) < LOOKED_AT and not (len(persons) > 1 and _undecided(tables, persons)):
        return None
    return _score(list(persons.values())), len(persons)


def best(tables: Tables, most: int, after: int = 0) -> list[str]:
    """So many names, the likeliest first, after those already seen."""
    sql = "SELECT spelt FROM namesakes ORDER BY score DESC, people, spelt LIMIT ? OFFSET ?"
    return [name for (name,) in tables.connection.execute(sql, (most, after))]


def persons(tables: Tables, names: Collection[str]) -> set[str]:
    """Who stands under these names: canonical ids. Of a name that very many have, the first."""
    return {
        row[0]
        for name in names
        for row in tables.connection.execute(_MOST_NAMED, (name,)).fetchall()
    }


def among(tables: Tables, ids: Collection[str]) -> set[str]:
    """Those of these canonical ids who share a name with somebody."""
    found = tables.connection.execute(_ASKED, {"ids": json.dumps(list(ids))})
    return {canonical for (canonical,) in found}.intersection(ids)


def shared(tables: Tables) -> list[tuple[str, str, str, int]]:
    """Every registration under such a name: the name, whose it is, its country and the number of
    its id. By names; of a name, by id and workshop.
    """
    found: list[tuple[str, str, str, int]] = tables.connection.execute(_SHARED).fetchall()
    return found


def several(tables: Tables) -> set[int]:
    """The numbers of the ids that are registered more than once."""
    return {found for (found,) in tables.connection.execute(_AGAIN)}


def _undecided(tables: Tables, persons: Collection[str]) -> bool:
    """Whether any two of these persons were not said to be two."""
    if tables.value("SELECT 1 FROM distinct_people LIMIT 1") is None:
        return True
    ids = tables.connection.execute(_IDS, {"ids": json.dumps(sorted(persons))}).fetchall()
    asked = json.dumps([one for (one,) in ids])
    apart = {
        frozenset((a, b))
        for a, b in tables.connection.execute(_APART, (asked,))
        if a in persons and b in persons and a != b
    }
    return len(apart) < len(persons) * (len(persons) - 1) // 2


def _score(persons: list[Person]) -> int:
    """What the likeliest of them may come to. Who gave no country may be of any."""
    countries: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        countries[person[1]].append(person)
    found = [SAME + _beside(some) for some in countries.values() if len(some) > 1]
    return max(found, default=(NO_COUNTRY if "" in countries else ABROAD) + sum(BESIDE))


def _beside(persons: list[Person]) -> int:
    return sum(
        worth
        for worth, said in zip(BESIDE, _said(persons), strict=True)
        if len(said) == 1 and "" not in said
    )


def _said(persons: list[Person]) -> Iterator[set[str]]:
    yield {organisation for _person, _country, organisation, _team in persons}
    yield {team for _person, _country, _organisation, team in persons}

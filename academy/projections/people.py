"""Questions about who takes part."""

from collections.abc import Iterable
from typing import Final

from academy import rules
from academy.projections import same
from academy.projections.numbers import number
from academy.projections.tables import Row, Tables
from academy.text import looks

_REGISTERED: Final = (
    "SELECT p.*, coalesce(s.canonical, p.person) AS canonical FROM people p"
    " LEFT JOIN same_people s ON s.person = p.person WHERE p.workshop IN"
    f" (SELECT id FROM ({same.PARTS}))"
)


def people(tables: Tables, workshop: str) -> list[Row]:
    """Everybody in a workshop, a row a person: by role, then team, then alias.

    `person` is the least of the person's ids in the workshop, `canonical` the least of all;
    `registrations` are those in the workshop, `places` the same with the workshop each was made in,
    `aliases` the other names they go by in them, `teams` all they are in.
    """
    alike: dict[str, list[Row]] = {}
    for row in tables.rows(f"{_REGISTERED} ORDER BY p.person, p.workshop", {"workshop": workshop}):
        alike.setdefault(row["canonical"], []).append(row)
    return sorted(
        map(_as_one, alike.values()),
        key=lambda r: (rules.ROLES.index(r["role"]), r["team"].casefold(), r["alias"].casefold()),
    )


def person(tables: Tables, person_id: str, workshop: str) -> Row | None:
    """One person in a workshop, by any of their ids, as `people` gives them."""
    rows = tables.rows(
        f"{_REGISTERED} AND p.person IN (SELECT id FROM ({same.IDS}))"
        " ORDER BY p.person, p.workshop",
        {"workshop": workshop, "person": person_id},
    )
    return _as_one(rows) if rows else None


def _as_one(rows: list[Row]) -> Row:
    """One row of a person's registrations: what the first leaves empty, another may know."""
    first = rows[0]
    known = {
        name: next((row[name] for row in rows if row[name]), "")
        for name in ("organisation", "organisation_key", "country", "language", "team")
    }
    return {
        **first,
        **known,
        "role": max((row["role"] for row in rows), key=rules.ROLES.index),
        "registrations": tuple(dict.fromkeys(row["person"] for row in rows)),
        "places": tuple((row["person"], row["workshop"]) for row in rows),
        "aliases": tuple(dict.fromkeys(r["alias"] for r in rows if r["alias"] != first["alias"])),
        "teams": frozenset(row["team"] for row in rows if row["team"]),
    }


def is_registered(tables: Tables, person_id: str) -> bool:
    """Whether anybody is registered under this very id."""
    sql = f"SELECT 1 FROM people WHERE number = {number('?')} LIMIT 1"
    return tables.value(sql, (person_id,)) is not None


def registrations_of(tables: Tables, person_id: str) -> list[Row]:
    """Every registration of a person on this copy, with its workshop's `title` and `starts`."""
    return tables.rows(
        "SELECT p.*, coalesce(s.canonical, p.person) AS canonical, w.title, w.starts FROM people p"
        " LEFT JOIN same_people s ON s.person = p.person"
        " LEFT JOIN workshops w ON w.workshop = p.workshop"
        f" WHERE p.number IN (SELECT {number('i.id')} FROM ({same.IDS}) i)"
        " ORDER BY w.starts, p.person",
        {"person": person_id},
    )


def some(tables: Tables, workshop: str, ids: Iterable[str]) -> list[Row]:
    """The people with these ids, in the order asked; who isn't registered is left out."""
    known = {one: row for row in people(tables, workshop) for one in row["registrations"]}
    found = {known[one]["person"]: known[one] for one in ids if one in known}
    return list(found.values())


def by_alias(tables: Tables, workshop: str, alias: str) -> Row | None:
    """A registration under this alias in a workshop, however it is spaced or capitalised.

    Where two laptops registered one alias, always the same of the two.
    """
    return tables.row(
        f"{_REGISTERED} AND p.compared = :compared ORDER BY p.person",
        {"workshop": workshop, "compared": looks.compared(alias)},
    )


def sharing_an_alias(tables: Tables, workshop: str) -> list[Row]:
    """Two persons under one alias, which should be changed: `alias` and how many `people`."""
    return tables.rows(
        f"SELECT min(alias) AS alias, count(DISTINCT canonical) AS people FROM ({_REGISTERED})"
        " GROUP BY compared HAVING people > 1 ORDER BY alias",
        {"workshop": workshop},
    )


def teams(tables: Tables, workshop: str) -> list[str]:
    """The teams of a workshop's participants, in order."""
    return [
        row["team"]
        for row in tables.rows(
            f"SELECT DISTINCT team FROM ({_REGISTERED}) WHERE team <> ''"
            " AND role = 'participant' ORDER BY team",
            {"workshop": workshop},
        )
    ]


def of_team(tables: Tables, workshop: str, team: str) -> list[Row]:
    """Those of a workshop who are in a team, however it is written, as `people` gives them."""
    key = looks.compared(team)
    return [
        row for row in people(tables, workshop)
        if key and key in {looks.compared(one) for one in row["teams"]}
    ]  # fmt: skip


def would_be_apart(tables: Tables, pairs: list[tuple[str, str]]) -> bool:
    """Whether a veto would forbid to merge, were these pairs linked."""
    links = [(r["a"], r["b"]) for r in tables.rows("SELECT a, b FROM live_links")]
    vetoes = [(r["a"], r["b"]) for r in tables.rows("SELECT a, b FROM live_distinct")]
    _canonical, flagged = rules.clusters([*links, *pairs], vetoes)
    return any(a in flagged for a, _b in pairs)


def organisations(tables: Tables) -> dict[str, str]:
    """Each linked organisation key's canonical key."""
    links = tables.rows("SELECT a, b FROM live_organisation_links")
    return rules.clusters([(r["a"], r["b"]) for r in links])[0]


def organisation_names(tables: Tables, most: int = -1, after: int = 0) -> list[Row]:
    """Each organisation as it is counted: `organisation_key`, one spelling of it, its `people`. So
    many of them, after so many others.

    `counted_as` names the organisation it was linked to, None where it stands for itself.
    """
    canonical = organisations(tables)
    rows = tables.rows(
        "SELECT k.organisation_key, min(p.organisation) AS organisation,"
        " count(DISTINCT p.number) AS people FROM (SELECT organisation_key FROM people"
        " WHERE organisation_key > '' GROUP BY organisation_key LIMIT ? OFFSET ?) k"
        " CROSS JOIN people p ON p.organisation_key = k.organisation_key"
        " GROUP BY k.organisation_key ORDER BY k.organisation_key",
        (most, after),
    )
    for row in rows:
        top = same.stands_for(canonical, row["organisation_key"])
        row["counted_as"] = _spelt(tables, top) if top != row["organisation_key"] else None
    return rows


def _spelt(tables: Tables, key: str) -> str:
    sql = "SELECT min(organisation) FROM people WHERE organisation_key = ?"
    return str(tables.value(sql, (key,)) or key)


def organisations_known(tables: Tables, keys: Iterable[str]) -> set[str]:
    """Those of these organisations of which somebody is registered."""
    sql = "SELECT 1 FROM people WHERE organisation_key = ? LIMIT 1"
    return {key for key in keys if key and tables.value(sql, (key,)) is not None}


def how_many_organisations(tables: Tables) -> int:
    """How many organisations there are, each spelling by itself."""
    sql = "SELECT count(DISTINCT organisation_key) FROM people WHERE organisation_key > ''"
    return int(tables.value(sql))


def organisation_links(tables: Tables) -> list[Row]:
    """The links of organisations that hold, with a spelling for each side."""
    spelling = (
        "(SELECT min(organisation) FROM people WHERE organisation_key = l.{side}) AS name_{side}"
    )
    sides = ", ".join(spelling.format(side=side) for side in ("a", "b"))
    return tables.rows(f"SELECT l.*, {sides} FROM live_organisation_links l ORDER BY a, b, link")

"""Questions about who takes part."""

from itertools import combinations, islice
from typing import Final

from academy import rules
from academy.projections.tables import Row, Tables
from academy.text import looks

MOST_DOUBLES: Final = 1_000
"""Pairs are proposed up to here: of a thousand with one alias there would be half a million."""


def people(tables: Tables, workshop: str) -> list[Row]:
    """Everybody registered in a workshop: by role, then team, then alias."""
    rows = tables.rows("SELECT * FROM people WHERE workshop = ?", (workshop,))
    return sorted(
        rows,
        key=lambda r: (rules.ROLES.index(r["role"]), r["team"].casefold(), r["alias"].casefold()),
    )


def person(tables: Tables, person_id: str, workshop: str) -> Row | None:
    """One registration."""
    return tables.row(
        "SELECT * FROM people WHERE person = ? AND workshop = ?", (person_id, workshop)
    )


def by_alias(tables: Tables, workshop: str, alias: str) -> Row | None:
    """Who goes by this alias in a workshop, however it is spaced or capitalised.

    Where two laptops registered one alias, always the same of the two.
    """
    return tables.row(
        "SELECT * FROM people WHERE workshop = ? AND compared = ? ORDER BY person",
        (workshop, looks.compared(alias)),
    )


def teams(tables: Tables, workshop: str) -> list[str]:
    """The teams of a workshop's participants, in order."""
    return [
        row["team"]
        for row in tables.rows(
            "SELECT DISTINCT team FROM people WHERE workshop = ? AND team <> ''"
            " AND role = 'participant' ORDER BY team",
            (workshop,),
        )
    ]


def doubles(tables: Tables) -> list[tuple[Row, Row]]:
    """Pairs of ids that may be one person: same alias and country, not linked, not kept apart.

    Only a person decides; this merely saves them the looking. What many share is proposed last, and
    no more is proposed than anybody could look through.
    """
    canonical, _ = identities(tables)
    # Kept apart is said of two ids; it holds for whoever else is one person with either.
    apart = {
        frozenset({stands_for(canonical, row["a"]), stands_for(canonical, row["b"])})
        for row in tables.rows("SELECT a, b FROM distinct_people")
    }
    rows = tables.rows(
        "SELECT p.*, w.title, w.starts FROM people p LEFT JOIN workshops w USING (workshop)"
        " ORDER BY p.person"
    )
    alike: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        alike.setdefault((row["compared"], row["country"]), {}).setdefault(
            stands_for(canonical, row["person"]), row
        )
    pairs = (
        (a, b)
        for group in sorted(alike.values(), key=len)
        for (one, a), (other, b) in combinations(group.items(), 2)
        if frozenset({one, other}) not in apart
    )
    return list(islice(pairs, MOST_DOUBLES))


def identities(tables: Tables) -> tuple[dict[str, str], set[str]]:
    """Each linked person's canonical id, and the ids whose links a veto forbids to merge."""
    return rules.clusters(
        [(r["a"], r["b"]) for r in tables.rows("SELECT a, b FROM live_links")],
        [(r["a"], r["b"]) for r in tables.rows("SELECT a, b FROM distinct_people")],
    )


def stands_for(canonical: dict[str, str], one: str) -> str:
    """The canonical id or key of `one`: itself, where nothing was linked to it."""
    return canonical.get(one, one)


def organisations(tables: Tables) -> dict[str, str]:
    """Each linked organisation key's canonical key."""
    links = tables.rows("SELECT a, b FROM live_organisation_links")
    return rules.clusters([(r["a"], r["b"]) for r in links])[0]


def links(tables: Tables) -> list[Row]:
    """The links of people that hold, with an alias and a workshop's title for each side."""
    sides = ", ".join(
        f"(SELECT alias FROM people WHERE person = l.{side} LIMIT 1) AS alias_{side},"
        " (SELECT w.title FROM people p JOIN workshops w USING (workshop)"
        f" WHERE p.person = l.{side} LIMIT 1) AS where_{side}"
        for side in ("a", "b")
    )
    return tables.rows(f"SELECT l.*, {sides} FROM live_links l ORDER BY alias_a, link")


def organisation_names(tables: Tables) -> list[Row]:
    """Each organisation as it is counted: `organisation_key`, one spelling of it, its `people`.

    `counted_as` names the organisation it was linked to, None where it stands for itself.
    """
    canonical = organisations(tables)
    rows = tables.rows(
        "SELECT organisation_key, min(organisation) AS organisation,"
        " count(DISTINCT person) AS people FROM people WHERE organisation_key <> ''"
        " GROUP BY organisation_key ORDER BY organisation_key"
    )
    spelt = {row["organisation_key"]: row["organisation"] for row in rows}
    for row in rows:
        top = stands_for(canonical, row["organisation_key"])
        row["counted_as"] = spelt.get(top, top) if top != row["organisation_key"] else None
    return rows


def organisation_links(tables: Tables) -> list[Row]:
    """The links of organisations that hold, with a spelling for each side."""
    spelling = (
        "(SELECT min(organisation) FROM people WHERE organisation_key = l.{side}) AS name_{side}"
    )
    sides = ", ".join(spelling.format(side=side) for side in ("a", "b"))
    return tables.rows(f"SELECT l.*, {sides} FROM live_organisation_links l ORDER BY a, b, link")

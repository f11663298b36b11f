"""Questions about who takes part."""

from academy import rules
from academy.projections.tables import Row, Tables


def people(tables: Tables, workshop: str) -> list[Row]:
    """Everybody registered in a workshop: by role, then team, then alias."""
    rows = tables.rows("SELECT * FROM people WHERE workshop = ?", (workshop,))
    return sorted(
        rows, key=lambda r: (rules.ROLES.index(r["role"]), rules.compared(r["team"]), r["compared"])
    )


def person(tables: Tables, person_id: str, workshop: str) -> Row | None:
    """One registration."""
    return tables.row(
        "SELECT * FROM people WHERE person = ? AND workshop = ?", (person_id, workshop)
    )


def by_alias(tables: Tables, workshop: str, alias: str) -> Row | None:
    """Who goes by this alias in a workshop, however it is spaced or capitalised."""
    return tables.row(
        "SELECT * FROM people WHERE workshop = ? AND compared = ?",
        (workshop, rules.compared(alias)),
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

    Only a person decides; this merely saves them the looking.
    """
    canonical, _ = identities(tables)
    apart = {(row["a"], row["b"]) for row in tables.rows("SELECT a, b FROM distinct_people")}
    rows = tables.rows(
        "SELECT p.*, w.title, w.starts FROM people p LEFT JOIN workshops w USING (workshop)"
        " ORDER BY p.person"
    )
    alike: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        alike.setdefault((row["compared"], row["country"]), {}).setdefault(
            stands_for(canonical, row["person"]), row
        )
    found = []
    for group in alike.values():
        ones = list(group.values())
        found += [
            (a, b)
            for n, a in enumerate(ones)
            for b in ones[n + 1 :]
            if (min(a["person"], b["person"]), max(a["person"], b["person"])) not in apart
        ]
    return found


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
    """The links of people that hold, with an alias for each side."""
    return tables.rows(
        "SELECT l.*, (SELECT alias FROM people WHERE person = l.a LIMIT 1) AS alias_a,"
        " (SELECT alias FROM people WHERE person = l.b LIMIT 1) AS alias_b"
        " FROM live_links l ORDER BY link"
    )

"""What was decided, each so that it can be recognised and taken back."""

from academy.projections import Row, Tables

_SIDES = ", ".join(
    f"(SELECT alias FROM people WHERE person = d.{side} LIMIT 1) AS alias_{side},"
    " (SELECT w.title FROM people p JOIN workshops w USING (workshop)"
    f" WHERE p.person = d.{side} LIMIT 1) AS where_{side}"
    for side in ("a", "b")
)


def joined(tables: Tables) -> list[Row]:
    """The links of people that hold, with an alias and a workshop's title for each side.

    `parted`: a veto speaks against it, so that they are counted apart all the same.
    """
    return tables.rows(
        f"SELECT d.*, {_SIDES},"
        " NOT EXISTS (SELECT 1 FROM same_people s WHERE s.person = d.a) AS parted"
        " FROM live_links d ORDER BY alias_a, link"
    )


def apart(tables: Tables) -> list[Row]:
    """The pairs who were said to be two people, as `joined` gives them."""
    return tables.rows(
        f"SELECT d.a, d.b, {_SIDES} FROM live_distinct d GROUP BY d.a, d.b ORDER BY alias_a, a, b"
    )


def workshop_links(tables: Tables) -> list[Row]:
    """The plans that were said to be one workshop, with what each says: `a_…` and `b_…`."""
    facts = ", ".join(
        f"{side}.{name} AS {name}_{side}"
        for side in ("x", "y")
        for name in ("title", "country", "starts", "ends")
    )
    return tables.rows(
        f"SELECT l.*, {facts} FROM live_workshop_links l"
        " LEFT JOIN workshops x ON x.workshop = l.a LEFT JOIN workshops y ON y.workshop = l.b"
        " ORDER BY starts_x DESC, l.link"
    )

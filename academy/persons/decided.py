"""What was decided, each so that it can be recognised and taken back."""

from academy.projections import Row, Tables
from academy.projections.numbers import number

_SIDES = ", ".join(
    f"(SELECT alias FROM people WHERE number = {number(f'd.{side}')} LIMIT 1) AS alias_{side},"
    " (SELECT w.title FROM people p JOIN workshops w USING (workshop)"
    f" WHERE p.number = {number(f'd.{side}')} LIMIT 1) AS where_{side}"
    for side in ("a", "b")
)

_FIRST = (
    f"SELECT o.*, (SELECT alias FROM people WHERE number = {number('o.a')} LIMIT 1) AS named"
    " FROM ({}) o ORDER BY named"
)


def joined(tables: Tables, most: int = -1, after: int = 0) -> list[Row]:
    """The links of people that hold, with an alias and a workshop's title for each side: so many of
    them, after so many others.

    `parted`: a veto speaks against it, so that they are counted apart all the same.
    """
    return tables.rows(
        f"SELECT d.*, {_SIDES},"
        " NOT EXISTS (SELECT 1 FROM same_people s WHERE s.person = d.a) AS parted"
        f" FROM ({_FIRST.format('SELECT * FROM live_links')}, link LIMIT ? OFFSET ?) d"
        " ORDER BY alias_a, link",
        (most, after),
    )


def apart(tables: Tables, most: int = -1, after: int = 0) -> list[Row]:
    """The pairs who were said to be two people, as `joined` gives them."""
    return tables.rows(
        f"SELECT d.a, d.b, {_SIDES}"
        f" FROM ({_FIRST.format('SELECT DISTINCT a, b FROM live_distinct')}, a, b"
        " LIMIT ? OFFSET ?) d ORDER BY alias_a, a, b",
        (most, after),
    )


def how_many(tables: Tables) -> tuple[int, int]:
    """How many links of people hold, and how many pairs were said to be two."""
    return (
        tables.value("SELECT count(*) FROM live_links"),
        tables.value("SELECT count(*) FROM (SELECT DISTINCT a, b FROM live_distinct)"),
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

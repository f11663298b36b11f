"""Registrations that were withdrawn leave no row but their own, in whatever order they came in."""

from collections.abc import Iterable

from academy.projections import schema
from academy.projections.tables import Tables

Pair = tuple[str, str]
"""A person and a workshop."""


def leave_out(tables: Tables, touched: Iterable[Pair]) -> None:
    """Take out again what a folding brought of people who are withdrawn, or withdrew of the others.

    Only the pairs that this folding touched are looked at: what was left out before stays out.
    """
    if tables.value("SELECT 1 FROM withdrawn LIMIT 1") is None:
        return
    gone = [
        pair
        for pair in touched
        if tables.value("SELECT 1 FROM withdrawn WHERE person = ? AND workshop = ?", pair)
    ]
    for pair in gone:
        _replace_nothing(tables, pair)
    for table in schema.IN_A_WORKSHOP:
        tables.connection.executemany(
            f"DELETE FROM {table} WHERE person = ? AND workshop = ?",
            gone,
        )


def _replace_nothing(tables: Tables, pair: Pair) -> None:
    """Corrections of somebody's marks go with the marks."""
    made = tables.rows(
        "SELECT entry FROM marks WHERE person = ? AND workshop = ? AND way = 'correction'", pair
    )
    tables.connection.executemany(
        "DELETE FROM replaced WHERE by_entry = ?", [(row["entry"],) for row in made]
    )

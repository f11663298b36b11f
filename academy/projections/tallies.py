"""What was counted of a workshop, kept until something of that workshop changes.

A report of ten years asks thousands of workshops what hardly ever changes in them. So what somebody
has counted of one may lie here, in words of their own, and is let go of with whatever names the
workshop. The fold fills none of it: without it all is counted anew, and comes out the same.
"""

import json
from collections.abc import Collection, Mapping

from academy.projections.tables import Tables

_ONE_WITH = """SELECT value FROM json_each(:named) UNION SELECT b.workshop FROM json_each(:named) j
    CROSS JOIN same_workshops a ON a.workshop = j.value
    CROSS JOIN same_workshops b ON b.canonical = a.canonical"""


def kept(tables: Tables, workshops: Collection[str], by: str) -> dict[str, str]:
    """What is kept of these workshops, in the form that `by` names."""
    sql = """SELECT t.workshop, t.told FROM json_each(?) j
        CROSS JOIN tallies t ON t.workshop = j.value AND t.counted_by = ?"""
    return dict(tables.connection.execute(sql, (json.dumps(list(workshops)), by)).fetchall())


def keep(tables: Tables, told: Mapping[str, str], by: str) -> None:
    """Keep what was counted, by workshop. Nothing may have changed since it was."""
    tables.connection.executemany(
        "INSERT OR REPLACE INTO tallies (workshop, counted_by, told) VALUES (?, ?, ?)",
        [(workshop, by, one) for workshop, one in told.items()],
    )


def let_go(tables: Tables, workshops: Collection[str]) -> None:
    """Keep nothing of workshops of which something changes, nor of what is one with them."""
    if workshops and tables.value("SELECT 1 FROM tallies LIMIT 1") is not None:
        sql = f"DELETE FROM tallies WHERE workshop IN ({_ONE_WITH})"
        tables.connection.execute(sql, {"named": json.dumps(sorted(workshops))})


def let_go_of_all(tables: Tables) -> None:
    """Keep nothing."""
    tables.connection.execute("DELETE FROM tallies")

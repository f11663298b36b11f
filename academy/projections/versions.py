"""Which version of a workshop, a session or a registration holds now.

A revision names the versions that its author saw, and takes their place. So those that nobody
replaced stand: one, unless two laptops revised at the same time, or somebody wants to be heard.
Until a further revision replaces all that stand, one of them holds for now: the latest, but never
one of a device whose clock has jumped over one of a device whose clock has not. What the first says
replaces only the like of it. An order that anybody can buy by setting a clock is no order.

What holds is a function of the versions and the doubts alone: it is chosen anew for everything that
one of them touches.
"""

import json
from collections.abc import Collection, Mapping

from academy import rules
from academy.projections import namesakes, schema
from academy.projections.tables import Tables

Key = tuple[str, ...]
Touched = Mapping[str, Collection[Key]]
"""By what they are ids of: what was touched, by its key (`schema.VERSIONED`)."""


def doubtful(row: str) -> str:
    """SQL: whether a row's place in its device's chain is one whose clock isn't believed."""
    return f"EXISTS (SELECT 1 FROM doubted d WHERE d.device = {row}.device AND {row}.seq >= d.seq)"


def _ranked(of: str, where: str) -> str:
    """SELECT the versions `where` says, each with its `place`: first the one that holds."""
    _current, versions, key = schema.VERSIONED[of]
    same = " AND ".join(f"b.{column} = v.{column}" for column in key)
    return f"""
        SELECT *, row_number() OVER (PARTITION BY {", ".join(key)}
            ORDER BY doubted, struck, stamp DESC, entry) AS place FROM (
            SELECT v.*, {doubtful("v")} AS doubted, EXISTS (
                SELECT 1 FROM replaced r CROSS JOIN {versions} b ON b.entry = r.by_entry
                WHERE r.entry = v.entry AND {same}
                AND ({doubtful("v")} OR NOT {doubtful("b")})) AS struck
            FROM {versions} v WHERE {where})"""


_HERE = {
    "workshop": "1",
    "session": "1",
    "person": "NOT EXISTS (SELECT 1 FROM withdrawn w"
    " WHERE w.person = v.person AND w.workshop = v.workshop)",
}
"""SQL: whether the version that holds, holds at all. Who was withdrawn is registered no more."""


def choose(tables: Tables, touched: Touched) -> None:
    """Choose anew what holds of what was `touched`."""
    persons = touched.get("person", ())
    before = namesakes.aliases(tables, persons) if persons else set()
    for of, keys in touched.items():
        if keys:
            _choose(tables, of, json.dumps(sorted(keys)))
    if persons:
        namesakes.renamed(tables, before, namesakes.aliases(tables, persons))


def _choose(tables: Tables, of: str, keys: str) -> None:
    current, _versions, key = schema.VERSIONED[of]
    columns = ", ".join(schema.TABLES[current][0])
    places = ", ".join(f"value ->> {place}" for place in range(len(key)))
    asked = f"({', '.join(key)}) IN (SELECT {places} FROM json_each(?))"
    tables.connection.execute(f"DELETE FROM {current} WHERE {asked}", (keys,))
    tables.connection.execute(
        f"INSERT INTO {current} ({columns})"
        f" SELECT {columns} FROM ({_ranked(of, asked)}) v WHERE place = 1 AND {_HERE[of]}",
        (keys,),
    )


def standing(tables: Tables, of: str, *key: str) -> tuple[str, ...]:
    """The versions that a revision made now takes the place of: those nobody replaced.

    The one that holds stands first. Of very many, only as many as one body can name.
    """
    where = " AND ".join(f"v.{column} = ?" for column in schema.VERSIONED[of][2])
    sql = f"SELECT lower(hex(entry)) FROM ({_ranked(of, where)}) WHERE NOT struck OR place = 1"
    found = tables.connection.execute(f"{sql} ORDER BY place LIMIT ?", (*key, rules.MOST_NAMED))
    return tuple(entry for (entry,) in found)


def doubt(tables: Tables, suspects: Mapping[str, int]) -> dict[str, set[Key]]:
    """Note from which place on which devices are doubted; return what that may change."""
    told = {bytes.fromhex(device): seq for device, seq in suspects.items()}
    known = dict(tables.connection.execute("SELECT device, seq FROM doubted").fetchall())
    if told == known:
        return {}
    tables.connection.execute("DELETE FROM doubted")
    tables.connection.executemany("INSERT INTO doubted (device, seq) VALUES (?, ?)", told.items())
    changed = [(device,) for device, _seq in set(told.items()) ^ set(known.items())]
    return {
        of: {
            found
            for device in changed
            for found in tables.connection.execute(
                f"SELECT DISTINCT {', '.join(key)} FROM {versions} WHERE device = ?", device
            )
        }
        for of, (_current, versions, key) in schema.VERSIONED.items()
    }

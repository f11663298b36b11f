"""Small numbers for ids, other ones in every file.

An id is random: in a large index each lies in a page of its own, which is deciphered, changed and
sealed anew for it alone. Numbers follow each other as ids come, so what came together lies
together. So one index holds the ids themselves, and the others go by the numbers.
"""

import json
from collections.abc import Collection

from academy.projections.tables import Tables


def number(of: str) -> str:
    """SQL: the number of the id that an expression gives; NULL where it has none. A column named
    `id` must say of which table it is.
    """
    return f"(SELECT number FROM ids WHERE id = {of})"


def numbered(tables: Tables, ids: Collection[str]) -> dict[str, int]:
    """The number of each id in this file, a new one where it has none."""
    found = known(tables, ids)
    if new := set(ids) - found.keys():
        rows = [(id,) for id in sorted(new)]
        tables.connection.executemany("INSERT INTO ids (id) VALUES (?)", rows)
        found |= known(tables, new)
    return found


def known(tables: Tables, ids: Collection[str]) -> dict[str, int]:
    """The number of each id that has one."""
    sql = "SELECT i.id, i.number FROM json_each(?) CROSS JOIN ids i ON i.id = value"
    return dict(tables.connection.execute(sql, (json.dumps(sorted(ids)),)).fetchall())


def ids_of(tables: Tables, numbers: Collection[int]) -> set[str]:
    """The ids that some numbers stand for."""
    sql = "SELECT i.id FROM json_each(?) CROSS JOIN ids i ON i.number = value"
    return {id for (id,) in tables.connection.execute(sql, (json.dumps(sorted(numbers)),))}

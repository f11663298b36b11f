"""What holds for now, cell by cell: of a person in a session, the best state for the participant.

The workshop is part of a cell: two may claim one session, and whoever asks of one must not wait for
all. Asked in numbers, as marks lie; the ids come last, a cell at a time.
"""

import json
from collections.abc import Collection
from typing import Final

from academy import rules
from academy.projections import schema
from academy.projections.numbers import number
from academy.projections.tables import Row, Tables

# What replaced a mark is looked for first: there is hardly ever anything.
_REPLACED: Final = """EXISTS (SELECT 1 FROM replaced_marks c
        CROSS JOIN ids w CROSS JOIN ids s CROSS JOIN ids p WHERE c.entry = r.entry
        AND w.number = r.workshop AND s.number = r.session AND p.number = r.person
        AND c.workshop = w.id AND c.session = s.id AND c.person = p.id)"""
_HELD: Final = f"""SELECT :workshop AS workshop, s.id AS session, p.id AS person,
        {schema.word("g.rank", rules.STATES)} AS state, g.conflict FROM (
        SELECT r.session, r.person, min(r.state) AS rank, min(r.state) < max(r.state) AS conflict
        FROM mark_rows r WHERE {{of}} AND NOT {_REPLACED} GROUP BY r.session, r.person) g
    CROSS JOIN ids s ON s.number = g.session CROSS JOIN ids p ON p.number = g.person
    WHERE NOT EXISTS (SELECT 1 FROM withdrawn w
        WHERE w.person = p.id AND w.workshop = :workshop)"""

OF_WORKSHOP: Final = _HELD.format(of=f"r.workshop = {number(':workshop')}")
OF_SESSION: Final = _HELD.format(
    of=f"r.workshop = {number(':workshop')} AND r.session = {number(':session')}"
)
# The plus has SQLite go by the people, not through all marks of the workshop.
OF_PEOPLE: Final = _HELD.format(
    of=f"+r.workshop = {number(':workshop')} AND r.person IN (SELECT i.number"
    " FROM json_each(:people) j CROSS JOIN ids i ON i.id = j.value)"
)


def of_workshop(tables: Tables, workshop: str) -> list[Row]:
    """The cells of a workshop that have a mark: `workshop`, `session`, `person`, `state`, and
    whether its marks are in `conflict`.
    """
    return tables.rows(OF_WORKSHOP, {"workshop": workshop})


def of_session(tables: Tables, workshop: str, session: str) -> list[Row]:
    """Those of one session of a workshop."""
    return tables.rows(OF_SESSION, {"workshop": workshop, "session": session})


def of_people(tables: Tables, workshop: str, people: Collection[str]) -> list[Row]:
    """Those of some people in a workshop."""
    return tables.rows(OF_PEOPLE, {"workshop": workshop, "people": json.dumps(sorted(people))})

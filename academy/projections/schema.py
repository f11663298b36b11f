"""The tables that events are folded into."""

from academy import rules
from academy.projections.tables import Tables

VERSION = 9
"""Raised when a table or its folding changes: a store of another version is folded again."""

Columns = dict[str, type]

_WORKSHOP: Columns = {
    "workshop": str, "title": str, "level": str, "country": str, "starts": str, "ends": str,
    "languages": str, "courses": str, "zone": str, "stamp": str,
}  # fmt: skip
_SESSION: Columns = {
    "number": int, "session": str, "workshop": str, "title": str, "day": str, "half": str,
    "countable": int, "teaches": str, "stamp": str,
}  # fmt: skip
_PERSON: Columns = {
    "number": int, "person": str, "workshop": str, "alias": str, "compared": str, "spelt": str,
    "organisation": str, "organisation_key": str, "country": str, "language": str, "team": str,
    "role": str, "stamp": str,
}  # fmt: skip
_VERSION: Columns = {"entry": bytes, "device": bytes, "seq": int}
"""What is known of a version beside what it says: whose it is, so that it can be doubted."""

TABLES: dict[str, tuple[Columns, str | tuple[str, ...] | None]] = {
    # What is planned and who takes part: every version there is, and the one that holds now.
    "workshop_versions": ({**_VERSION, **_WORKSHOP}, "entry"),
    "session_versions": ({**_VERSION, **_SESSION}, ("workshop", "session", "entry")),
    "person_versions": ({**_VERSION, **_PERSON}, ("workshop", "person", "entry")),
    "workshops": (_WORKSHOP, "workshop"),
    "sessions": (_SESSION, ("workshop", "session")),
    "people": (_PERSON, ("workshop", "person")),
    "recorded_in": (
        {"entry": bytes, "workshop": str, "device": str}, ("device", "workshop", "entry"),
    ),
    "assigned": ({"entry": bytes, "workshop": str, "device": str}, "entry"),
    "cancelled": ({"entry": bytes, "session": str, "workshop": str, "reason": str}, "entry"),
    # Marks are what a log is made of, so they are kept narrow: the ids in them once, under numbers
    # of this file. What pages ask is the view `marks`.
    "ids": ({"number": int, "id": str}, "number"),
    "mark_rows": (
        {
            "entry": bytes, "workshop": int, "session": int, "person": int, "state": int,
            "way": int, "reason": str, "at": int, "device": int, "clock": int,
        },
        None,
    ),
    "replaced_marks": (
        {"entry": bytes, "by_entry": bytes, "workshop": str, "session": str, "person": str},
        ("entry", "by_entry"),
    ),
    # Where marks of more than one state stand that nobody replaced: there alone two disagree, where
    # the person is still here.
    "differing": (
        {"workshop": str, "session": str, "person": str}, ("workshop", "session", "person"),
    ),
    "replaced": ({"entry": bytes, "by_entry": bytes}, ("entry", "by_entry")),
    "lessons": (
        {"person": str, "workshop": str, "course": str, "lesson": str},
        ("person", "course", "lesson", "workshop"),
    ),
    "tries": (
        {
            "entry": bytes, "attempt": str, "workshop": str, "person": str, "course": str,
            "lesson": str, "correct": int, "of": int,
        },
        "entry",
    ),
    "scores": (
        {
            "entry": bytes, "workshop": str, "person": str, "test": str, "form": str,
            "correct": int, "of": int, "typed": int, "device": bytes,
        },
        "entry",
    ),
    "handed_in": ({"person": str, "workshop": str}, ("person", "workshop")),
    # What many said together. Nothing in these rows belongs to anybody.
    "pairs": ({"entry": bytes, "workshop": str, "pairs": str}, "entry"),
    "evaluations": (
        {
            "entry": bytes, "workshop": str, "asked": str, "handed": int, "counts": str,
            "remarks": str,
        },
        "entry",
    ),
    "requirements": (
        {"entry": bytes, "workshop": str, "requirement": str, "person": str, "team": str},
        "entry",
    ),
    "plans": (
        {
            "entry": bytes, "plan": str, "workshop": str, "person": str, "team": str,
            "course": str, "worksheet": str, "cells": str, "at": str, "stamp": str,
        },
        "entry",
    ),
    "withdrawals": ({"entry": bytes, "workshop": str}, "entry"),
    "certificates": (
        {
            "entry": bytes, "certificate": str, "workshop": str, "person": str, "type": str,
            "title": str, "month": str, "device": bytes, "seq": int, "stamp": str,
        },
        "entry",
    ),
    "revoked": ({"certificate": str, "workshop": str}, ("certificate", "workshop")),
    "links": ({"link": str, "a": str, "b": str}, ("link", "a", "b")),
    "organisation_links": ({"link": str, "a": str, "b": str}, ("link", "a", "b")),
    "unlinked": ({"link": str}, "link"),
    "workshop_links": ({"link": str, "a": str, "b": str}, ("link", "a", "b")),
    "distinct_people": ({"entry": bytes, "a": str, "b": str}, "entry"),
    "distinct_withdrawals": ({"entry": bytes, "a": str, "b": str}, "entry"),
    # What follows from these: each linked id, and the one that stands for it.
    "same_people": ({"person": str, "canonical": str}, "person"),
    "same_workshops": ({"workshop": str, "canonical": str}, "workshop"),
    # Which names several persons have of whom somebody may have to say whether they are one.
    "namesakes": ({"spelt": str, "score": int, "people": int}, "spelt"),
    # Under which of those names stands who goes by an alias: a row for each alias there is.
    "aliases": ({"compared": str, "spelt": str}, ("compared", "spelt")),
    # What was counted of a workshop, until something in it changes (`tallies.py`).
    "tallies": ({"workshop": str, "counted_by": str, "told": str}, "workshop"),
    "withdrawn": ({"person": str, "workshop": str}, ("person", "workshop")),
    "erased": ({"subject": str}, "subject"),
    # From which place on a device's word for the order of things is not taken.
    "doubted": ({"device": bytes, "seq": int}, "device"),
    # `names` holds every id that the body mentions, so that erasing finds it.
    "not_understood": ({"entry": bytes, "device": str, "kind": str, "names": str}, "entry"),
}  # fmt: skip
"""Every row belongs to one entry, or its key holds every id that the entries behind it name.

So what one entry brought can be taken out again when it is erased, and nothing else: the tables
stay a function of the set of entries. An id from outside is never a key alone, since two devices,
one of them hostile, may use the same.
"""

NUMBERS = {
    "person_versions": "person", "people": "person",
    "session_versions": "session", "sessions": "session",
}  # fmt: skip
"""Of which of its ids a row says the number: what is asked by that id alone goes by it, while keys
begin with the workshop. So what came of one workshop lies together in every index."""

VERSIONED = {
    "workshop": ("workshops", "workshop_versions", ("workshop",)),
    "session": ("sessions", "session_versions", ("session", "workshop")),
    "person": ("people", "person_versions", ("person", "workshop")),
}
"""By the id that says of what a version is one: where the version that holds is kept, where all
are, and what together names the thing."""

MARK = (
    "entry", "workshop", "session", "person", "state", "way", "reason", "at", "device", "clock",
)  # fmt: skip
"""What the view `marks` says of each; `rank` is the state's place among all, the best first."""

WAYS = (*rules.WAYS, "correction")

NUMBERED = frozenset({"ids", "mark_rows"})
"""Tables in which numbers stand for ids, other ones in every file."""

KEPT = frozenset({"tallies"})
"""Tables that the fold only empties."""

IDS = {
    name: tuple(
        column
        for column in columns
        if column in {"workshop", "session", "person", "attempt", "link", "plan"}
        or (column in {"a", "b"} and name != "organisation_links")
    )
    for name, (columns, _key) in TABLES.items()
    if name
    not in {"workshops", "sessions", "people", "same_people", "same_workshops", *NUMBERED, *KEPT}
}
"""The columns that hold ids which a body named, and which may be erased one day."""

LONG_IDS = {
    "replaced": "lower(hex(entry))", "replaced_marks": "lower(hex(entry))", "assigned": "device",
    "not_understood": "names",
}  # fmt: skip
"""Where a body names something longer, in which an id may lie hidden."""

OWNERS = {
    name: "by_entry" if "by_entry" in columns else "entry"
    for name, (columns, _key) in TABLES.items()
    if "entry" in columns and name not in NUMBERED
}
"""The column that says which entry a row belongs to."""

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "workshop_versions": (("workshop",), ("device",)),
    "session_versions": (("device",),),
    "person_versions": (("number",), ("device",)),
    "workshops": (("ends",), ("starts",)),
    "sessions": (("number",),),
    # What the two last say is read from them alone, and not from nearly all pages of the table:
    # which organisations and teams there are, and who shares a name with somebody of which country.
    "people": (
        ("number",),
        ("organisation_key", "organisation", "number", "team"),
        ("spelt", "person", "workshop", "country", "number"),
    ),
    "namesakes": (("score", "people", "spelt"),),
    "recorded_in": (("workshop", "device"),),
    "assigned": (("workshop",), ("device",)),
    "cancelled": (("session",),),
    "mark_rows": (("person",),),
    "replaced": (("by_entry",),),
    "replaced_marks": (("by_entry",),),
    "tries": (("person",),),
    "scores": (("workshop", "person"),),
    "handed_in": (("workshop",),),
    "pairs": (("workshop",),),
    "evaluations": (("workshop",),),
    "same_people": (("canonical",),),
    "same_workshops": (("canonical",),),
    "distinct_people": (("a", "b"),),
    "requirements": (("workshop",),),
    "plans": (("workshop",), ("plan",)),
    "certificates": (("workshop",), ("certificate",)),
}

CELL = """CREATE INDEX mark_rows_cell ON mark_rows
    (workshop, session, person, state, substr(entry, 1, 4))"""
"""Marks by their cell. State and the beginning of the id tell in one step whether a mark is there
already, and whether another differs, however often somebody was marked."""

UNIQUE = {"ids": ("id",)}


def word(column: str, words: tuple[str, ...]) -> str:
    """SQL: the word that a number in a column stands for."""
    said = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"CASE {column} {said} END"


# A correction takes the place of what it names only where it speaks of the same person and session.
REPLACED_MARK = """EXISTS (SELECT 1 FROM replaced_marks c
            WHERE c.entry = m.entry AND c.person = m.person
            AND c.session = m.session AND c.workshop = m.workshop)"""

_REVOKED = """EXISTS (SELECT 1 FROM revoked r
            WHERE r.certificate = c.certificate AND r.workshop = c.workshop)"""


def _of_somebody_here(row: str) -> str:
    """SQL: whether a row's person was not withdrawn from its workshop."""
    return (
        "NOT EXISTS (SELECT 1 FROM withdrawn w"
        f" WHERE w.person = {row}.person AND w.workshop = {row}.workshop)"
    )


_SAID = f"""r.entry, w.id AS workshop, s.id AS session, p.id AS person,
               {word("r.state", rules.STATES)} AS state, r.state AS rank,
               {word("r.way", WAYS)} AS way, r.reason,
               strftime('%Y-%m-%dT%H:%M', r.at * 60, 'unixepoch') AS at, r.clock"""
_MARKS = """mark_rows r JOIN ids w ON w.number = r.workshop
        JOIN ids s ON s.number = r.session JOIN ids p ON p.number = r.person"""

VIEWS = {
    "marks": f"""
        SELECT {_SAID}, d.id AS device FROM {_MARKS} JOIN ids d ON d.number = r.device""",
    # A mark that nobody replaced, of somebody not withdrawn. Two that disagree are a conflict.
    "current_marks": f"""
        SELECT * FROM (SELECT {_SAID} FROM {_MARKS}) m
        WHERE NOT {REPLACED_MARK} AND {_of_somebody_here("m")}""",
    # Where current marks disagree; few differ, so that these few are asked alone.
    "disagreements": f"""
        SELECT *, {word("rank", rules.STATES)} AS state FROM (SELECT d.*, (
            SELECT CASE WHEN min(m.rank) < max(m.rank) THEN min(m.rank) END FROM current_marks m
            WHERE m.workshop = d.workshop AND m.person = d.person AND m.session = d.session
            ) AS rank FROM differing d) WHERE rank IS NOT NULL""",
    # A score that no correction of the same test of the same person has replaced. CROSS JOIN, here
    # and below, has SQLite look for what replaced it first: there is hardly ever one.
    "current_scores": f"""
        SELECT m.* FROM scores m WHERE NOT EXISTS (
            SELECT 1 FROM replaced r CROSS JOIN scores c ON c.entry = r.by_entry
            WHERE r.entry = m.entry AND c.person = m.person AND c.test = m.test
            AND c.workshop = m.workshop) AND {_of_somebody_here("m")}""",
    "planned_sessions": """
        SELECT * FROM sessions s WHERE NOT EXISTS (SELECT 1 FROM cancelled c
            WHERE c.session = s.session AND c.workshop = s.workshop)""",
    "met_requirements": """
        SELECT q.* FROM requirements q WHERE NOT EXISTS (
            SELECT 1 FROM replaced r CROSS JOIN withdrawals w ON w.entry = r.by_entry
            WHERE r.entry = q.entry AND w.workshop = q.workshop)""",
    "told_certificates": f"""
        SELECT c.*, {_REVOKED} AS revoked FROM certificates c WHERE {_of_somebody_here("c")}""",
    # Which devices recorded in a workshop or were assigned to it, or to one that is the same.
    "takes_part": """
        SELECT workshop, device FROM recorded_in UNION SELECT workshop, device FROM assigned
        UNION SELECT a.workshop, r.device FROM same_workshops a
            CROSS JOIN same_workshops b ON b.canonical = a.canonical
            CROSS JOIN recorded_in r ON r.workshop = b.workshop
        UNION SELECT a.workshop, r.device FROM same_workshops a
            CROSS JOIN same_workshops b ON b.canonical = a.canonical
            CROSS JOIN assigned r ON r.workshop = b.workshop""",
    "live_links": """
        SELECT * FROM links l WHERE NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.link = l.link)""",
    "live_workshop_links": """
        SELECT * FROM workshop_links l
        WHERE NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.link = l.link)""",
    "live_distinct": """
        SELECT * FROM distinct_people d WHERE NOT EXISTS (
            SELECT 1 FROM replaced r CROSS JOIN distinct_withdrawals w ON w.entry = r.by_entry
            WHERE r.entry = d.entry AND w.a = d.a AND w.b = d.b)""",
    "live_organisation_links": """
        SELECT * FROM organisation_links l
        WHERE NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.link = l.link)""",
}


def create(tables: Tables) -> None:
    """Make whatever table, index or view isn't there yet."""
    existing = set(_there(tables))
    for name, (columns, key) in TABLES.items():
        if name not in existing:
            tables.db.create_table(name, columns, pk=key, not_null=set(columns))
            for together in INDEXES.get(name, ()):
                tables.db.table(name).create_index(together)
            if name == "mark_rows":
                tables.connection.execute(CELL)
            if name in UNIQUE:
                tables.db.table(name).create_index(UNIQUE[name], unique=True)
    for name, select in VIEWS.items():
        if name not in existing:
            tables.db.create_view(name, select)


def drop(tables: Tables) -> None:
    """Throw the tables away, to fold them again. What is a view now may have been a table once."""
    for name, kind in _there(tables).items():
        if name in VIEWS or name in TABLES:
            tables.connection.execute(f"DROP {kind} {name}")


def _there(tables: Tables) -> dict[str, str]:
    sql = "SELECT name, type FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY type DESC"
    return dict(tables.connection.execute(sql).fetchall())

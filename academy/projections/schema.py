"""The tables that events are folded into."""

from academy import rules
from academy.projections.tables import Tables

VERSION = 2
"""Raised when a table or its folding changes: a store of another version is folded again."""

TABLES: dict[str, tuple[dict[str, type], str | tuple[str, ...]]] = {
    "workshops": (
        {
            "workshop": str,
            "title": str,
            "level": str,
            "country": str,
            "starts": str,
            "ends": str,
            "languages": str,
            "courses": str,
            "stamp": str,
        },
        "workshop",
    ),
    "takes_part": ({"workshop": str, "device": str}, ("workshop", "device")),
    "sessions": (
        {
            "session": str,
            "workshop": str,
            "title": str,
            "day": str,
            "half": str,
            "countable": int,
            "stamp": str,
        },
        "session",
    ),
    "cancelled": ({"session": str, "reason": str}, ("session", "reason")),
    "people": (
        {
            "person": str,
            "workshop": str,
            "alias": str,
            "compared": str,
            "organisation": str,
            "organisation_key": str,
            "country": str,
            "language": str,
            "team": str,
            "role": str,
            "stamp": str,
        },
        ("person", "workshop"),
    ),
    "marks": (
        {
            "entry": bytes,
            "workshop": str,
            "session": str,
            "person": str,
            "state": str,
            "way": str,
            "reason": str,
            "at": str,
            "device": bytes,
            "clock": int,
        },
        "entry",
    ),
    "replaced": ({"entry": bytes, "by_entry": bytes}, ("entry", "by_entry")),
    "lessons": (
        {"person": str, "workshop": str, "course": str, "lesson": str},
        ("person", "course", "lesson", "workshop"),
    ),
    "tries": (
        {
            "attempt": str,
            "workshop": str,
            "person": str,
            "course": str,
            "lesson": str,
            "correct": int,
            "of": int,
            "entry": bytes,
        },
        "attempt",
    ),
    "requirements": (
        {"entry": bytes, "workshop": str, "requirement": str, "person": str, "team": str},
        "entry",
    ),
    "certificates": (
        {
            "certificate": str,
            "workshop": str,
            "person": str,
            "type": str,
            "title": str,
            "month": str,
            "stamp": str,
        },
        "certificate",
    ),
    "revoked": ({"certificate": str}, "certificate"),
    "links": ({"link": str, "a": str, "b": str}, "link"),
    "organisation_links": ({"link": str, "a": str, "b": str}, "link"),
    "unlinked": ({"link": str}, "link"),
    "distinct_people": ({"a": str, "b": str}, ("a", "b")),
    "withdrawn": ({"person": str, "workshop": str}, ("person", "workshop")),
    "erased": ({"subject": str}, "subject"),
}

IN_A_WORKSHOP = ("people", "marks", "lessons", "tries", "requirements", "certificates")
"""The tables whose rows go when a person is withdrawn from a workshop."""

ABOUT_A_PERSON = (*IN_A_WORKSHOP, "withdrawn")
"""The tables whose rows go when a person is erased."""

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "sessions": (("workshop",),),
    "people": (("workshop",),),
    "marks": (("session",), ("workshop", "person")),
    "tries": (("person",),),
    "requirements": (("workshop",),),
    "certificates": (("workshop",),),
}

# Each state by its place in rules.STATES, and back: the least of them holds.
_BEST_STATE = "CASE MIN(CASE state {} END) {} END".format(
    " ".join(f"WHEN '{state}' THEN {place}" for place, state in enumerate(rules.STATES)),
    " ".join(f"WHEN {place} THEN '{state}'" for place, state in enumerate(rules.STATES)),
)

VIEWS = {
    # A mark that nobody replaced. Two of them that disagree are a conflict.
    "current_marks": """
        SELECT m.* FROM marks m
        WHERE NOT EXISTS (SELECT 1 FROM replaced r WHERE r.entry = m.entry)""",
    # What holds for now per person and session: the best state for the participant. The workshop
    # is among the groups so that asking for one doesn't group the marks of all.
    "attendance": f"""
        SELECT workshop, session, person,
               {_BEST_STATE} AS state,
               COUNT(DISTINCT state) > 1 AS conflict
        FROM current_marks GROUP BY workshop, session, person""",
    "planned_sessions": """
        SELECT * FROM sessions s
        WHERE NOT EXISTS (SELECT 1 FROM cancelled c WHERE c.session = s.session)""",
    "met_requirements": """
        SELECT q.* FROM requirements q
        WHERE NOT EXISTS (SELECT 1 FROM replaced r WHERE r.entry = q.entry)""",
    "live_links": """
        SELECT * FROM links l WHERE NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.link = l.link)""",
    "live_organisation_links": """
        SELECT * FROM organisation_links l
        WHERE NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.link = l.link)""",
}


def create(tables: Tables) -> None:
    """Make whatever table, index or view isn't there yet."""
    existing = set(tables.db.table_names())
    for name, (columns, key) in TABLES.items():
        if name not in existing:
            tables.db.create_table(name, columns, pk=key, not_null=set(columns))
            for together in INDEXES.get(name, ()):
                tables.db.table(name).create_index(together)
    views = set(tables.db.view_names())
    for name, select in VIEWS.items():
        if name not in views:
            tables.db.create_view(name, select)


def drop(tables: Tables) -> None:
    """Throw the tables away, to fold them again."""
    for name in VIEWS:
        tables.connection.execute(f"DROP VIEW IF EXISTS {name}")
    for name in TABLES:
        tables.connection.execute(f"DROP TABLE IF EXISTS {name}")

"""What a device notes for itself and never tells another: settings, PINs, phones, who
joined by the door, web sessions, worksheets, what is open for a workshop, the box of its
evaluation.

None of it is in the log. A hash of a PIN on a stick would be a PIN given away.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from academy.projections import Row, Tables
from academy.store import sheets

TABLES: dict[str, tuple[dict[str, type], str | tuple[str, ...]]] = {
    "settings": ({"name": str, "value": str}, "name"),
    "pins": ({"person": str, "hash": str}, "person"),
    "phones": ({"token": str, "person": str}, ("token", "person")),
    "joins": ({"person": str, "workshop": str, "at": str}, "person"),
    # What a workshop's tests ask, from the first time that one is opened: an array of their ids.
    "asked": ({"workshop": str, "questions": str}, "workshop"),
    "opened": ({"workshop": str, "what": str}, ("workshop", "what")),
    # One row a workshop, written whole each time: rows of their own would lie in the order in which
    # people came (`academy.ballots`).
    "ballots": ({"workshop": str, "box": str}, "workshop"),
    "counted": ({"person": str, "workshop": str}, ("person", "workshop")),
    "web_sessions": ({"session": str, "door": str, "expires": int, "value": str}, "session"),
    **sheets.TABLES,
}


INDEXES: dict[str, tuple[str, ...]] = {"counted": ("workshop",), **sheets.INDEXES}


def create(tables: Tables) -> None:
    """Make the tables and indexes that aren't there yet."""
    existing = set(tables.db.table_names())
    for name, (columns, key) in TABLES.items():
        if name not in existing:
            tables.db.create_table(name, columns, pk=key, not_null=set(columns))
    for name, together in INDEXES.items():
        tables.db.table(name).create_index(together, if_not_exists=True)


def setting(tables: Tables, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON
    """A setting's value, or the default."""
    found = tables.value("SELECT value FROM settings WHERE name = ?", (name,))
    return default if found is None else json.loads(found)


def set_setting(tables: Tables, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    """Keep a setting, inside the caller's transaction."""
    tables.connection.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )


def set_settings(tables: Tables, values: Mapping[str, Any]) -> None:
    """Keep several settings, inside the caller's transaction."""
    for name, value in values.items():
        set_setting(tables, name, value)


def forget_erased(tables: Tables) -> None:
    """Drop what was noted of people who were erased: PINs, phones, sessions, joining, sheets."""
    whose = (f"{table} WHERE person" for table in ("pins", "phones", "joins", "counted"))
    for rows in (*whose, "web_sessions WHERE json_extract(value, '$.person')"):
        tables.connection.execute(f"DELETE FROM {rows} IN (SELECT subject FROM erased)")
    tables.connection.execute(
        "UPDATE ballots SET box = json_set(box, '$.people', json((SELECT json_group_array(value)"
        " FROM json_each(box, '$.people') WHERE value NOT IN (SELECT subject FROM erased))))"
    )
    sheets.forget_gone(tables)


def joined(tables: Tables, workshop: str, since: str = "") -> list[Row]:
    """Who came in by this laptop's door and is still registered, in that order: a person's id,
    `alias`, and `at`, when this laptop's clock says so (UTC). `since` is such a moment.
    """
    return tables.rows(
        "SELECT j.person, j.at, p.alias FROM joins j"
        " JOIN people p ON p.person = j.person AND p.workshop = j.workshop"
        " WHERE j.workshop = ? AND j.at >= ? ORDER BY j.rowid",
        (workshop, since),
    )


def opened(tables: Tables, workshops: Iterable[str]) -> set[str]:
    """What of a workshop, or of any of several that are one, is open on this device."""
    return {
        row["what"]
        for workshop in workshops
        for row in tables.rows("SELECT what FROM opened WHERE workshop = ?", (workshop,))
    }


def set_opened(tables: Tables, workshops: Iterable[str], what: str, *, is_open: bool) -> None:
    """Inside a change: open something for a workshop, or close it."""
    verb = "INSERT INTO opened (workshop, what) VALUES (?, ?) ON CONFLICT DO NOTHING"
    if not is_open:
        verb = "DELETE FROM opened WHERE workshop = ? AND what = ?"
    tables.connection.executemany(verb, [(workshop, what) for workshop in workshops])


def asked(tables: Tables, workshops: Iterable[str]) -> tuple[str, ...]:
    """What the tests of a workshop ask on this device; nothing before one of them was opened."""
    for workshop in workshops:
        found = tables.value("SELECT questions FROM asked WHERE workshop = ?", (workshop,))
        if found is not None:
            return tuple(json.loads(found))
    return ()


def note_asked(tables: Tables, workshop: str, questions: Iterable[str]) -> None:
    """Inside a change: this is what the tests of a workshop ask, from now on."""
    tables.connection.execute(
        "INSERT INTO asked (workshop, questions) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (workshop, json.dumps(list(questions))),
    )


def note_counted(tables: Tables, people: Iterable[str], workshop: str) -> None:
    """Inside a change: what these people had before and after has been counted, once."""
    tables.connection.executemany(
        "INSERT INTO counted (person, workshop) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(person, workshop) for person in people],
    )


def counted(tables: Tables, workshops: Iterable[str]) -> set[str]:
    """Whom this device has counted already, by any of their ids."""
    return {
        row["person"]
        for workshop in workshops
        for row in tables.rows("SELECT person FROM counted WHERE workshop = ?", (workshop,))
    }


def has_key(tables: Tables) -> bool:
    """Whether a device ever kept its key here: a store that was made whole has one."""
    return "settings" in tables.db.table_names() and bool(setting(tables, "device_seeds"))


def log_url(tables: Tables) -> str | None:
    """The address of the server where this copy's log lies; None when it lies in the store."""
    if "settings" not in tables.db.table_names():
        return None  # set up, and then the power failed
    found: str | None = setting(tables, "log_url")
    return found

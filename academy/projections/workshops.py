"""Questions about workshops and their sessions."""

import json

from academy.projections.tables import Row, Tables

HALF_ORDER = "CASE half WHEN 'am' THEN 0 WHEN 'pm' THEN 1 ELSE 2 END"


def all_workshops(tables: Tables) -> list[Row]:
    """Every workshop, the latest first, with how many `people` and `sessions` it has."""
    rows = tables.rows(
        "SELECT w.*, (SELECT count(*) FROM people p WHERE p.workshop = w.workshop) AS people,"
        " (SELECT count(*) FROM planned_sessions s WHERE s.workshop = w.workshop) AS sessions"
        " FROM workshops w ORDER BY starts DESC, title"
    )
    return [_opened(row) for row in rows]


def workshop(tables: Tables, workshop_id: str) -> Row | None:
    """One workshop; `languages` and `courses` are lists."""
    row = tables.row("SELECT * FROM workshops WHERE workshop = ?", (workshop_id,))
    return _opened(row) if row else None


def sessions(tables: Tables, workshop_id: str, *, countable: bool = False) -> list[Row]:
    """The sessions of a workshop that were not cancelled, in the order of the week.

    With `marked`: how many people have a mark in it.
    """
    return tables.rows(
        "SELECT s.*, (SELECT count(DISTINCT m.person) FROM current_marks m"
        " WHERE m.session = s.session AND +m.workshop = s.workshop) AS marked"
        " FROM planned_sessions s WHERE workshop = ? AND countable >= ?"
        f" ORDER BY day, {HALF_ORDER}, title, session",
        (workshop_id, int(countable)),
    )


def week(tables: Tables, workshop_id: str) -> list[Row]:
    """The sessions as `sessions` gives them, without counting marks: what a phone's page needs."""
    return tables.rows(
        "SELECT * FROM planned_sessions WHERE workshop = ?"
        f" ORDER BY day, {HALF_ORDER}, title, session",
        (workshop_id,),
    )


def session(tables: Tables, session_id: str) -> Row | None:
    """One session, whether or not it was cancelled; `cancelled` says so.

    Where two workshops claim the id, it is the one for which this device planned it, or that
    planned it first.
    """
    return tables.row(
        "SELECT s.*, EXISTS (SELECT 1 FROM cancelled c"
        " WHERE c.session = s.session AND c.workshop = s.workshop) AS cancelled"
        " FROM sessions s WHERE session = ? ORDER BY (SELECT min((v.device <> ?) || v.stamp)"
        " FROM session_versions v WHERE v.session = s.session AND v.workshop = s.workshop)",
        (session_id, bytes.fromhex(tables.device)),
    )


def session_now(rows: list[Row], today: str, hour: int) -> Row | None:
    """The session of this half-day among `rows`, else the next to come, else the last."""
    half = "am" if hour < 13 else "pm" if hour < 18 else "eve"  # noqa: PLR2004 - the day's halves
    order = {"am": 0, "pm": 1, "eve": 2}
    ahead = [r for r in rows if (r["day"], order[r["half"]]) >= (today, order[half])]
    return ahead[0] if ahead else rows[-1] if rows else None


def devices(tables: Tables, workshop_id: str) -> list[str]:
    """The devices that take part in a workshop: they recorded in it, or were assigned to it."""
    return [
        row["device"]
        for row in tables.rows(
            "SELECT device FROM takes_part WHERE workshop = ? ORDER BY device", (workshop_id,)
        )
    ]


def of_device(tables: Tables, device: str) -> list[Row]:
    """The workshops a device takes part in, the latest first."""
    return tables.rows(
        "SELECT w.workshop, w.title, w.starts FROM takes_part t JOIN workshops w USING (workshop)"
        " WHERE t.device = ? ORDER BY w.starts DESC, w.title",
        (device,),
    )


def _opened(row: Row) -> Row:
    return {
        **row,
        "languages": json.loads(row["languages"]),
        "courses": json.loads(row["courses"]),
    }

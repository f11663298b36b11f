"""Questions about workshops and their sessions."""

import json
from datetime import date, timedelta

from academy import rules
from academy.projections import matching, same
from academy.projections.numbers import number
from academy.projections.tables import Row, Tables

# One of several that are one, of which this copy has a plan with a lesser id.
_STANDS_BEHIND = (
    "EXISTS (SELECT 1 FROM same_workshops a JOIN same_workshops b ON b.canonical = a.canonical"
    " JOIN workshops o ON o.workshop = b.workshop"
    " WHERE a.workshop = w.workshop AND b.workshop < w.workshop)"
)

_LATEST = "w.starts DESC, w.title, w.workshop"


def all_workshops(tables: Tables) -> list[Row]:
    """Every workshop, the latest first, by what tells it from others: title, country and days.

    Of those that are one, the one whose plan holds; `parts` are the ids of them all.
    """
    rows = tables.rows(
        "SELECT w.workshop, w.title, w.country, w.starts, w.ends FROM workshops w"
        f" WHERE NOT {_STANDS_BEHIND} ORDER BY {_LATEST}"
    )
    joined = _joined(tables)
    for row in rows:
        id = row["workshop"]
        row["parts"] = same.parts(tables, id) if id in joined else [id]
    return rows


def page_of(tables: Tables, most: int, after: int) -> list[Row]:
    """So many of all workshops, the latest first, after so many others: each as `workshop` gives
    it, with how many `people` and `sessions` it has.
    """
    rows = tables.rows(
        "SELECT w.*, (SELECT count(DISTINCT coalesce(i.canonical, p.person)) FROM people p"
        "  LEFT JOIN same_people i ON i.person = p.person WHERE p.workshop = w.workshop) AS people,"
        " (SELECT count(*) FROM planned_sessions s WHERE s.workshop = w.workshop) AS sessions FROM"
        f" (SELECT w.* FROM workshops w WHERE NOT {_STANDS_BEHIND} ORDER BY {_LATEST}"
        f" LIMIT ? OFFSET ?) w ORDER BY {_LATEST}",
        (most, after),
    )
    joined = _joined(tables)
    return [_opened(tables, row) if row["workshop"] in joined else _plain(row) for row in rows]


def last(tables: Tables, most: int) -> list[Row]:
    """So many of all workshops, the latest first, each as `workshop` gives it."""
    rows = tables.rows(
        f"SELECT w.* FROM workshops w WHERE NOT {_STANDS_BEHIND} ORDER BY {_LATEST} LIMIT ?",
        (most,),
    )
    return [_plain(row) for row in rows]


def count(tables: Tables) -> int:
    """How many workshops there are, those that are one counted once."""
    found = tables.value(f"SELECT count(*) FROM workshops w WHERE NOT {_STANDS_BEHIND}")
    return int(found)


def _joined(tables: Tables) -> set[str]:
    """The ids that were said to be one workshop with another."""
    return {row["workshop"] for row in tables.rows("SELECT workshop FROM same_workshops")}


def ended_between(tables: Tables, first: str, last: str) -> list[Row]:
    """What a report says of the workshops whose last day is one of these, the latest first."""
    return tables.rows(
        "SELECT w.workshop, w.title, w.level, w.country, w.starts, w.ends FROM workshops w"
        f" WHERE ends BETWEEN ? AND ? AND NOT {_STANDS_BEHIND}"
        f" ORDER BY {_LATEST}",
        (first, last),
    )


def latest(tables: Tables) -> Row | None:
    """The workshop that starts last, as `workshop` gives it."""
    found = tables.value(
        "SELECT workshop FROM workshops WHERE starts = (SELECT max(starts) FROM workshops)"
        " ORDER BY title, workshop LIMIT 1"
    )
    return workshop(tables, found) if found else None


def workshop(tables: Tables, workshop_id: str) -> Row | None:
    """One workshop; `languages` and `courses` are lists. Of several that are one, the plan that
    holds.
    """
    parts = same.parts(tables, workshop_id)
    row = tables.row("SELECT * FROM workshops WHERE workshop = ?", (parts[0],))
    return {**_plain(row), "parts": parts} if row else None


def zone_about(tables: Tables, day: date, *, chosen: str) -> str:
    """The zone of the workshop held about a day, give or take one: the date itself depends on it.

    Of several, of the `chosen` one, else of the latest; "" when none is held.
    """
    around = [(day + timedelta(days=off)).isoformat() for off in (1, -1)]
    found = tables.value(
        "SELECT zone FROM workshops WHERE starts <= ? AND ends >= ?"
        " ORDER BY workshop <> ?, starts DESC, workshop LIMIT 1",
        (*around, chosen),
    )
    return str(found or "")


def sessions(tables: Tables, workshop_id: str, *, countable: bool = False) -> list[Row]:
    """The sessions of a workshop that were not cancelled, in the order of the week.

    With `marked`: how many people have a mark in it.
    """
    planned = [row for row in week(tables, workshop_id) if row["countable"] >= countable]
    return [{**row, "marked": _marked(tables, row)} for row in planned]


def _marked(tables: Tables, row: Row) -> int:
    found: set[str] = set()
    for part, twin in row["twins"]:
        sql = (
            "SELECT DISTINCT coalesce(s.canonical, m.person) FROM current_marks m"
            " LEFT JOIN same_people s ON s.person = m.person"
            " WHERE m.session = ? AND m.workshop = ?"
        )
        found.update(one for (one,) in tables.connection.execute(sql, (twin, part)))
    return len(found)


def week(tables: Tables, workshop_id: str) -> list[Row]:
    """The sessions as `sessions` gives them, without counting marks: what a phone's page needs.

    Where a workshop was planned twice, each is one of all plans; `twins` are their (workshop,
    session).
    """
    return _week(tables, same.parts(tables, workshop_id))


def _week(tables: Tables, parts: list[str]) -> list[Row]:
    planned = [
        {**_taught(row), "twins": ((part, row["session"]),)}
        for part in parts
        for row in tables.rows(
            "SELECT * FROM planned_sessions WHERE workshop = ? ORDER BY title, session", (part,)
        )
    ]
    if len(parts) > 1:
        planned = matching.matched(planned)
    order = rules.HALVES.index
    return sorted(planned, key=lambda r: (r["day"], order(r["half"]), r["title"], r["session"]))


def twins(tables: Tables, parts: list[str]) -> dict[tuple[str, str], str]:
    """Which session of the week each session is, by (workshop, session). Of one plan: nothing."""
    if len(parts) == 1:
        return {}
    return {twin: row["session"] for row in _week(tables, parts) for twin in row["twins"]}


def twins_of(tables: Tables, session_id: str) -> list[tuple[str, str]]:
    """The (workshop, session) that are one session with this one, itself among them."""
    row = session(tables, session_id)
    return twins_beside(tables, row) if row else []


def twins_beside(tables: Tables, row: Row) -> list[tuple[str, str]]:
    """As `twins_of`, for whoever has asked for the session already."""
    own = (row["workshop"], row["session"])
    parts = same.parts(tables, row["workshop"])
    together = _week(tables, parts) if len(parts) > 1 else []
    return next((list(one["twins"]) for one in together if own in one["twins"]), [own])


def session(tables: Tables, session_id: str) -> Row | None:
    """One session, whether or not it was cancelled; `cancelled` says so.

    Where two workshops claim the id, it is the one for which this device planned it, or that
    planned it first.
    """
    row = tables.row(
        "SELECT s.*, EXISTS (SELECT 1 FROM cancelled c"
        " WHERE c.session = s.session AND c.workshop = s.workshop) AS cancelled"
        f" FROM sessions s WHERE number = {number('?')}"
        " ORDER BY (SELECT min((v.device <> ?) || v.stamp)"
        " FROM session_versions v WHERE v.session = s.session AND v.workshop = s.workshop)",
        (session_id, bytes.fromhex(tables.device)),
    )
    return _taught(row) if row else None


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
        f" WHERE t.device = ? AND NOT {_STANDS_BEHIND} ORDER BY w.starts DESC, w.title",
        (device,),
    )


def _taught(row: Row) -> Row:
    """A session; `teaches` is a list of the lessons and activities it is made of."""
    return {**row, "teaches": json.loads(row["teaches"])}


def _plain(row: Row) -> Row:
    return {
        **row,
        "languages": json.loads(row["languages"]),
        "courses": json.loads(row["courses"]),
        "parts": [row["workshop"]],
    }


def _opened(tables: Tables, row: Row) -> Row:
    """A workshop that was planned twice, counted as one."""
    parts = same.parts(tables, row["workshop"])
    made = {**_plain(row), "parts": parts}
    return {**counted(tables, made), "sessions": len(_week(tables, parts))}


def counted(tables: Tables, row: Row) -> Row:
    """A workshop as `all_workshops` gives it, with how many `people` it has."""
    sql = (
        "SELECT count(DISTINCT coalesce(i.canonical, p.person)) FROM people p LEFT JOIN same_people"
        " i ON i.person = p.person WHERE p.workshop IN (SELECT value FROM json_each(?))"
    )
    return {**row, "people": tables.value(sql, (json.dumps(row["parts"]),))}

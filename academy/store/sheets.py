"""Worksheets as people fill them in: on this device alone, outside the log, never sent.

A sheet belongs to one person, or to a team of a workshop, be it one that was planned twice. Each
change has a number within its sheet (`rev`). A cell keeps every text that nobody has replaced: who
saves says up to which change they had seen, and replaces only what they saw. So two who type over
the same cell at the same time are both kept, until somebody who has seen both decides.

A page that is open saves again and again, and an answer may get lost: so each page has a number,
its *hand*, and has seen what it wrote itself; each of its saves has a *turn*, so that one that
comes late replaces nothing newer. What was replaced is kept as a mark by which it is known again,
not as a text: a name that somebody typed and took back is gone.

Sheets go when their people do: a person's own with the person, a team's with the last of the team.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from academy.errors import AcademyError
from academy.projections import Row, Tables, same
from academy.text import looks

TABLES: Final[dict[str, tuple[dict[str, type], str | tuple[str, ...]]]] = {
    "sheets": (
        {
            "sheet": str, "workshop": str, "person": str, "team": str, "course": str,
            "worksheet": str, "rev": int,
        },
        "sheet",
    ),
    "sheet_rows": ({"sheet": str, "part": str, "row": int, "gone": int}, ("sheet", "part", "row")),
    "sheet_cells": (
        {"sheet": str, "place": str, "rev": int, "text": str, "replaced": int},
        ("sheet", "place", "rev"),
    ),
    # What an open page wrote last in a cell, and in which of its saves.
    "sheet_hands": (
        {"sheet": str, "hand": str, "place": str, "rev": int, "turn": int},
        ("sheet", "hand", "place"),
    ),
}  # fmt: skip

INDEXES: Final = {"sheets": ("workshop", "person")}

MOST_CHANGES: Final = 5_000
"""Texts and marks that one sheet keeps: beyond them the oldest marks go."""

LONGEST_OPEN: Final = 2_000
"""Changes after which a page is no longer known by its hand: it is treated as another's."""

_MARK: Final = "\0"
"""What begins with it was a text once. Nothing typed does: it is no sign that is kept."""


@dataclass(frozen=True)
class Held:
    """What a sheet holds: its rows by table, and the texts of each cell, the first one first."""

    rev: int
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    """Of each cell the texts that nobody replaced, with their change. Two are a disagreement.

    Of an earlier state those that were replaced since are marks.
    """

    @property
    def first(self) -> dict[str, str]:
        """What counts for now: of each cell what was written first."""
        return {place: found[0][1] for place, found in self.texts.items()}

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Cells in which two texts stand."""
        return tuple(place for place, found in self.texts.items() if len(found) > 1)


def of_person(tables: Tables, workshop: str, people: Iterable[str]) -> list[Row]:
    """A person's own sheets in a workshop, by any of the person's ids."""
    ids = set(people)
    found = tables.rows(
        f"SELECT * FROM sheets WHERE person <> '' AND workshop IN (SELECT id FROM ({same.PARTS}))",
        {"workshop": workshop},
    )
    return [row for row in found if row["person"] in ids]


def of_team(tables: Tables, workshop: str, team: str = "") -> list[Row]:
    """The sheets of a workshop's teams; with `team`, of that one, however it is written."""
    found = tables.rows(
        f"SELECT * FROM sheets WHERE person = '' AND workshop IN (SELECT id FROM ({same.PARTS}))"
        " ORDER BY team, course, worksheet, sheet",
        {"workshop": workshop},
    )
    if not team:
        return found
    return [row for row in found if looks.compared(row["team"]) == looks.compared(team)]


def sheet(tables: Tables, id: str) -> Row:
    """A sheet. Raises AcademyError("sheet_unknown")."""
    found = tables.row("SELECT * FROM sheets WHERE sheet = ?", (id,))
    if found is None:
        raise AcademyError("sheet_unknown")
    return found


def held(tables: Tables, id: str, at: int | None = None, also: tuple[str, str] = ("", "")) -> Held:
    """What a sheet holds now, or held after the change `at`; with the row `also`, if there was one
    that was taken away.
    """
    rev = sheet(tables, id)["rev"] if at is None else at
    rows: dict[str, list[str]] = {}
    for row in tables.rows(
        "SELECT part, row FROM sheet_rows WHERE sheet = ?"
        " AND (gone = 0 OR (part = ? AND row = ?)) ORDER BY row",
        (id, *also),
    ):
        rows.setdefault(row["part"], []).append(str(row["row"]))
    texts: dict[str, list[tuple[int, str]]] = {}
    for row in tables.rows(
        "SELECT place, rev, text FROM sheet_cells WHERE sheet = ? AND rev <= ?"
        " AND (replaced = 0 OR replaced > ?) ORDER BY place, rev",
        (id, rev, rev),
    ):
        texts.setdefault(row["place"], []).append((row["rev"], row["text"]))
    return Held(
        rev,
        {part: tuple(found) for part, found in rows.items()},
        {place: tuple(found) for place, found in texts.items()},
    )


# Changes: each inside the caller's transaction.


def make(
    tables: Tables, owner: Mapping[str, str], course: str, worksheet: str, rows: Mapping[str, int]
) -> str:
    """A new sheet with so many empty rows by table; returns its id.

    `owner` says `workshop`, and either `person` or `team`.
    """
    id = uuid4().hex
    tables.connection.execute(
        "INSERT INTO sheets (sheet, workshop, person, team, course, worksheet, rev)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        (id, owner["workshop"], owner.get("person", ""), owner.get("team", ""), course, worksheet),
    )
    for part, count in rows.items():
        for row in range(1, count + 1):
            _add(tables, id, part, row)
    return id


def add_row(tables: Tables, id: str, part: str, most: int) -> str:
    """One more row; returns its number. Raises AcademyError: "sheet_unknown", "rows_full"."""
    _next(tables, id)
    counts = tables.row(
        "SELECT coalesce(max(row), 0) AS last, coalesce(sum(gone = 0), 0) AS live FROM sheet_rows"
        " WHERE sheet = ? AND part = ?",
        (id, part),
    ) or {"last": 0, "live": 0}
    if counts["live"] >= most or counts["last"] >= 9999:  # noqa: PLR2004 - a place's four digits
        raise AcademyError("rows_full", most=most)
    _add(tables, id, part, counts["last"] + 1)
    return str(counts["last"] + 1)


def remove_row(tables: Tables, id: str, part: str, row: str, seen: int) -> bool:
    """One row less; returns whether it went.

    It stays where somebody wrote in it after the change `seen`: their line isn't thrown away.
    """
    written = tables.value(
        "SELECT 1 FROM sheet_cells WHERE sheet = ? AND place LIKE ? AND rev > ? AND text <> ''",
        (id, f"{part}.{row}.%", seen),
    )
    if written:
        return False
    rev = _next(tables, id)
    tables.connection.execute(
        "UPDATE sheet_rows SET gone = ? WHERE sheet = ? AND part = ? AND row = ?",
        (rev, id, part, row),
    )
    return True


@dataclass(frozen=True)
class By:
    """Which open page saves, the change up to which it showed the sheet, its how many-th save."""

    seen: int
    hand: str = ""
    turn: int = 0


def save(
    tables: Tables, id: str, texts: Mapping[str, str], by: By, kept: Mapping[str, int]
) -> list[str]:
    """Write what was typed; returns the places in which two texts now stand.

    `texts` are what the page held, all or what was typed. What the page showed itself isn't a
    change. `kept` names, by place, the text that somebody chose of two.
    """
    rev = _next(tables, id)
    shown, now, own = held(tables, id, by.seen), held(tables, id), _own(tables, id, by)
    for place, text in texts.items():
        wrote = own.get(place)
        if wrote and wrote["turn"] > by.turn:
            continue
        before = shown.texts.get(place, ())
        if wrote and wrote["rev"] > by.seen:
            before = ((wrote["rev"], wrote["text"]), *before)
        chosen = next((old for at, old in now.texts.get(place, ()) if at == kept.get(place)), None)
        unchanged = _is_first(id, text, before)
        if unchanged and chosen is None:
            continue
        said = text if chosen is None or not unchanged else chosen
        if _write(tables, id, place, rev, said, [at for at, _ in before]) and by.hand:
            tables.connection.execute(
                "INSERT OR REPLACE INTO sheet_hands (sheet, hand, place, rev, turn)"
                " VALUES (?, ?, ?, ?, ?)",
                (id, by.hand, place, rev, by.turn),
            )
    _prune(tables, id, rev)
    return [place for place in held(tables, id).disagreements if place in texts]


def _own(tables: Tables, id: str, by: By) -> dict[str, Row]:
    """What this open page wrote last, by place."""
    rows = tables.rows(
        "SELECT h.place, h.rev, h.turn, c.text FROM sheet_hands h"
        " JOIN sheet_cells c ON c.sheet = h.sheet AND c.place = h.place AND c.rev = h.rev"
        " WHERE h.sheet = ? AND h.hand = ?",
        (id, by.hand),
    )
    return {row["place"]: row for row in rows}


def _is_first(id: str, text: str, texts: tuple[tuple[int, str], ...]) -> bool:
    """Whether this is the first of these texts, be it a mark by now."""
    first = texts[0][1] if texts else ""
    return (_mark(id, text) if first.startswith(_MARK) else text) == first


def _mark(id: str, text: str) -> str:
    """By what a text of a sheet is known again when it isn't kept any more."""
    return _MARK + hashlib.blake2b(text.encode(), digest_size=8, key=id.encode()).hexdigest()


def _write(tables: Tables, id: str, place: str, rev: int, text: str, seen: list[int]) -> bool:
    """A cell's text instead of those that were seen; False where another wrote the same."""
    live = tables.rows(
        "SELECT rev, text FROM sheet_cells WHERE sheet = ? AND place = ? AND replaced = 0",
        (id, place),
    )
    for row in live:
        if row["rev"] in seen:
            tables.connection.execute(
                "UPDATE sheet_cells SET replaced = ?, text = ?"
                " WHERE sheet = ? AND place = ? AND rev = ?",
                (rev, _mark(id, row["text"]), id, place, row["rev"]),
            )
    same = any(row["text"] == text for row in live if row["rev"] not in seen)
    if not same:
        tables.connection.execute(
            "INSERT INTO sheet_cells (sheet, place, rev, text, replaced) VALUES (?, ?, ?, ?, 0)",
            (id, place, rev, text),
        )
    part, _, rest = place.partition(".")
    if rest and text:  # who writes in a row that somebody took away wants it back
        tables.connection.execute(
            "UPDATE sheet_rows SET gone = 0 WHERE sheet = ? AND part = ? AND row = ?",
            (id, part, rest.split(".")[0]),
        )
    return not same


def _add(tables: Tables, id: str, part: str, row: int) -> None:
    tables.connection.execute(
        "INSERT INTO sheet_rows (sheet, part, row, gone) VALUES (?, ?, ?, 0)", (id, part, row)
    )


def _next(tables: Tables, id: str) -> int:
    """The number of this change."""
    rev = int(sheet(tables, id)["rev"]) + 1
    tables.connection.execute("UPDATE sheets SET rev = ? WHERE sheet = ?", (rev, id))
    return rev


def _prune(tables: Tables, id: str, rev: int) -> None:
    tables.connection.execute(
        "DELETE FROM sheet_hands WHERE sheet = ? AND rev < ?", (id, rev - LONGEST_OPEN)
    )
    count = tables.value("SELECT count(*) FROM sheet_cells WHERE sheet = ?", (id,))
    if count > MOST_CHANGES:
        tables.connection.execute(
            "DELETE FROM sheet_cells WHERE sheet = ? AND replaced > 0 AND rowid IN (SELECT rowid"
            " FROM sheet_cells WHERE sheet = ? AND replaced > 0 ORDER BY replaced LIMIT ?)",
            (id, id, count - MOST_CHANGES // 2),
        )


def follow(tables: Tables, workshop: str, old: str, new: str) -> None:
    """A team's sheets go along when its last person is put into another team: it was renamed.

    They stay where the other team has the same worksheet, or where somebody is left.
    """
    left = tables.rows(
        f"SELECT DISTINCT team FROM people WHERE workshop IN (SELECT id FROM ({same.PARTS}))",
        {"workshop": workshop},
    )
    if not old or not new or looks.compared(old) in {looks.compared(row["team"]) for row in left}:
        return
    has = {(row["course"], row["worksheet"]) for row in of_team(tables, workshop, new)}
    for row in of_team(tables, workshop, old):
        if (row["course"], row["worksheet"]) not in has:
            tables.connection.execute(
                "UPDATE sheets SET team = ? WHERE sheet = ?", (new, row["sheet"])
            )


# Forgetting


def drop(tables: Tables, *ids: str) -> None:
    """Forget sheets, with every text that ever stood in them."""
    for id in ids:
        for table in TABLES:
            tables.connection.execute(f"DELETE FROM {table} WHERE sheet = ?", (id,))


def forget_gone(tables: Tables) -> None:
    """Forget the sheets of people who are registered no more, and of teams nobody is left of."""
    here = tables.rows("SELECT person, workshop, team FROM people")
    people = {row["person"] for row in here}
    teams = {(row["workshop"], looks.compared(row["team"])) for row in here if row["team"]}
    for row in tables.rows("SELECT sheet, workshop, person, team FROM sheets"):
        parts = same.parts(tables, row["workshop"])
        whose = {(part, looks.compared(row["team"])) for part in parts}
        if row["person"] not in people if row["person"] else whose.isdisjoint(teams):
            drop(tables, row["sheet"])

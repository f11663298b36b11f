"""What people do with a worksheet: begin it, type, add and take away rows, hand it in.

All but the last stays on this device, outside the log. Whose a sheet is, its page makes sure.
"""

from collections.abc import Iterator, Mapping

from academy import events
from academy.actions.certificates import Step, newly_met
from academy.actions.common import minute, need_person, place
from academy.errors import AcademyError
from academy.events.types import MOST_CELLS
from academy.projections import Tables, people, plans
from academy.store import Store, sheets
from academy.store.sheets import Held
from academy.text import looks
from academy.worksheets import Entered, Table, Worked, Worksheet, settled

LONGEST = 4_000
"""Signs that a cell keeps even where they are too many for it: so that nothing typed is lost."""

LARGEST_PLAN = 60_000
"""Bytes of the cells that are handed in: their body must stay a body."""


def entered(held: Held) -> Entered:
    """What a sheet holds, to be worked out."""
    return Entered(dict(held.rows), held.first)


def begin_sheet(
    store: Store, worksheet: Worksheet, *, workshop: str, person: str = "", team: str = ""
) -> str:
    """The sheet of a person, or of a team with `team`: the one there is, else a new one.

    Raises AcademyError: "person_unknown"; "team_missing" where nobody is in the team, or where a
    worksheet isn't for teams.
    """
    if team and not worksheet.team:
        raise AcademyError("team_missing")

    def change(tables: Tables) -> str:
        if team:
            if not people.of_team(tables, workshop, team):
                raise AcademyError("team_missing")
            found = sheets.of_team(tables, workshop, team)
        else:
            known = need_person(tables, person, workshop)
            found = sheets.of_person(tables, workshop, known["registrations"])
        key = (worksheet.course, worksheet.id)
        same = [row["sheet"] for row in found if (row["course"], row["worksheet"]) == key]
        if same:
            return str(same[0])
        rows = {table.id: table.start for table in worksheet.tables if not table.fixed}
        owner = {"workshop": workshop, **({"team": team} if team else {"person": person})}
        return sheets.make(tables, owner, *key, rows)

    return store.noting(change)


def save_sheet(
    store: Store,
    worksheet: Worksheet,
    id: str,
    texts: Mapping[str, str],
    *,
    seen: int,
    language: str,
    kept: Mapping[str, int] | None = None,
    hand: str = "",
    turn: int = 0,
) -> list[str]:
    """Keep what was typed, as it was typed; returns the cells in which two texts now stand.

    `seen` is the change up to which the page showed the sheet, `kept` names the text that was
    chosen of two. `hand` and `turn` say which open page saves, and its how many-th save that is
    (`academy.store.sheets`). Raises AcademyError: "sheet_unknown", "sheet_text_too_long".
    """
    told = {}
    for at, text in texts.items():
        column = worksheet.column_at(at)
        if column is None or not column.typed:
            continue
        if len(text) > LONGEST:
            raise AcademyError("sheet_text_too_long", longest=LONGEST)
        told[at] = settled(column, text, language)
    by = sheets.By(seen, hand, turn)
    return store.noting(lambda tables: sheets.save(tables, id, told, by, kept or {}), concerns=())


def add_sheet_row(store: Store, table: Table, id: str) -> str:
    """One row more; returns its number. Raises AcademyError: "sheet_unknown", "rows_full"."""
    if table.fixed:
        raise AcademyError("rows_full", most=len(table.fixed))
    return store.noting(lambda tables: sheets.add_row(tables, id, table.id, table.most))


def remove_sheet_row(store: Store, table: Table, id: str, row: str, *, seen: int) -> bool:
    """One row less. It stays, and False comes back, where somebody wrote in it meanwhile."""
    if table.fixed or row not in sheets.held(store.tables(), id).rows.get(table.id, ()):
        return True
    return store.noting(lambda tables: sheets.remove_row(tables, id, table.id, row, seen))


def drop_sheet(store: Store, id: str) -> None:
    """Forget a sheet. What was handed in of it stays handed in."""
    store.noting(lambda tables: sheets.drop(tables, id))


def hand_in_sheet(
    store: Store, worksheet: Worksheet, id: str, *, workshop: str, person: str
) -> None:
    """A team hands in its sheet: what stands in it now enters the log. The same twice is once.

    Where it is the team plan, that is ticked for all who are in the team now, by its name alone as
    a trainer ticks it: so it stays when whoever pressed is forgotten, and a trainer can untick it.
    Raises AcademyError: "sheet_unknown", "person_unknown", "team_missing" for a sheet that is
    nobody's team's, "plan_unready" while something in it is wrong or written twice, "plan_empty",
    "plan_too_long".
    """
    at = minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        sheet, held = sheets.sheet(tables, id), sheets.held(tables, id)
        if not sheet["team"] or not worksheet.team:
            raise AcademyError("team_missing")
        worked = Worked(worksheet, entered(held))
        if worked.stopped or _live(worked, held.disagreements):
            raise AcademyError("plan_unready")
        cells = _live(worked, held.first)
        if not cells:
            raise AcademyError("plan_empty")
        if len(cells) > MOST_CELLS or _size(cells) > LARGEST_PLAN:
            raise AcademyError("plan_too_long")
        own, there = place(need_person(tables, person, workshop), workshop)
        event = events.PlanHandedIn(
            plan=id, workshop=there, person=own, team=sheet["team"], course=worksheet.course,
            worksheet=worksheet.id, places=tuple(cells), texts=tuple(cells.values()), at=at,
        )  # fmt: skip
        if _is_known(tables, event):
            return []
        return [event, *(_ticked(tables, workshop, sheet["team"], at) if worksheet.plan else ())]

    store.record(decide)


def _ticked(tables: Tables, workshop: str, team: str, at: str) -> Iterator[events.Event]:
    """The team plan of a team, under every spelling by which somebody is in it."""
    members = people.of_team(tables, workshop, team)
    spelt = {
        one
        for row in members
        for one in row["teams"]
        if looks.compared(one) == looks.compared(team)
    }
    for one in sorted(spelt):
        yield from newly_met(tables, workshop, Step("plan", team=one), at)


def _live(worked: Worked, places: "Mapping[str, str] | tuple[str, ...]") -> dict[str, str]:
    """Of these places the ones in rows that are still there, with something in them."""
    typed = {
        worked.place(column, row)
        for column in worked.worksheet.columns
        if column.typed
        for row in worked.rows_of(column)
    }
    texts = worked.entered.texts
    return {at: texts[at] for at in places if at in typed and texts.get(at)}


def _size(cells: Mapping[str, str]) -> int:
    return sum(len(text.encode()) + len(at) + 6 for at, text in cells.items())


def _is_known(tables: Tables, event: events.PlanHandedIn) -> bool:
    found = plans.plan(tables, event.workshop, event.plan)
    return found is not None and found["cells"] == dict(zip(event.places, event.texts, strict=True))

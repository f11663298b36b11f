"""Which row names the columns, which column is what, and who is on the list.

What is found is a proposal: the page shows it, and whoever brings the list can say otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from academy.errors import AcademyError
from academy.roster import words
from academy.roster.cells import ABOVE, MOST, Source, Table

FIELDS: Final = ("alias", "organisation", "country", "language", "team", "role")


@dataclass(frozen=True)
class Layout:
    """How a list is laid out: the sheet, the number of the row of headings, the columns by field.

    `heading` 0 says that no row names the columns. Columns are counted from 0; without an "alias"
    among them nobody can be read. `hidden`: hidden rows are taken too.
    """

    sheet: int
    heading: int
    columns: Mapping[str, int]
    hidden: bool = False


@dataclass(frozen=True)
class Roster:
    """A list as it was understood.

    `rows` map each field to text, in the list's order, with the `line` each stood on. `headings`
    names every column, "" where it has no name; `left_out` counts hidden rows. `legal`: the aliases
    come from a column that may hold legal names.
    """

    rows: tuple[dict[str, str], ...]
    headings: tuple[str, ...]
    left_out: int
    legal: bool


def guessed(source: Source, remembered: Mapping[str, str] | None = None) -> Layout:
    """The likeliest layout: the sheet and the row with the most headings known here.

    `remembered` maps folded headings to the field they were said to mean before, "" for none. A
    list of one column without a known heading is a list of aliases.
    """
    told = dict(remembered or {})
    scores = [
        (max(len(columns) for _number, columns in _rows_of_headings(table, told)), -sheet)
        for sheet, table in enumerate(source.tables)
    ]
    return laid_out(source, -max(scores)[1], None, told)


def laid_out(
    source: Source, sheet: int, heading: int | None, remembered: Mapping[str, str] | None = None
) -> Layout:
    """The likeliest layout of one sheet, whose row of headings somebody may have named."""
    told, table = dict(remembered or {}), source.tables[sheet]
    if heading is None:
        found = _rows_of_headings(table, told)
        heading, columns = max(found, key=lambda one: (len(one[1]), -one[0]))
    else:
        columns = _named(dict(table.rows).get(heading, ()), told)
    if not columns and _width(table) == 1:
        return Layout(sheet, heading, {"alias": 0})
    # Where nothing is known, the first row is likelier to name columns than a person.
    return Layout(sheet, heading or (0 if columns else table.rows[0][0]), columns)


def read(source: Source, layout: Layout) -> Roster:
    """Everybody on the list. Rows that are empty in every column that is used are passed over.

    Raises AcademyError: "list_empty", "list_no_alias", "list_too_long" (`most`).
    """
    table = source.tables[layout.sheet]
    if "alias" not in layout.columns:
        raise AcademyError("list_no_alias")
    named = dict(table.rows).get(layout.heading, ())
    body = [(number, row) for number, row in table.rows if number > layout.heading]
    shown = [one for one in body if layout.hidden or one[0] not in table.hidden]
    rows = [row for number, cells in shown if (row := _row(number, cells, layout.columns))]
    if not rows:
        raise AcademyError("list_empty")
    if len(rows) > MOST:
        raise AcademyError("list_too_long", most=MOST)
    alias = named[layout.columns["alias"]] if layout.columns["alias"] < len(named) else ""
    width = _width(table)
    return Roster(
        tuple(rows),
        tuple(named[at] if at < len(named) else "" for at in range(width)),
        len(body) - len(shown),
        words.folded(alias) in words.names(),
    )


def _rows_of_headings(table: Table, told: dict[str, str]) -> list[tuple[int, dict[str, int]]]:
    """The rows that may name the columns, with what each names; row 0 for a table without one."""
    found: list[tuple[int, dict[str, int]]] = [(0, {})]
    for number, cells in table.rows[:ABOVE]:
        columns = _named(cells, told)
        # One known word among many cells may as well be somebody's; "alias" is nobody's.
        few = len([cell for cell in cells if cell]) < 3  # noqa: PLR2004
        if columns and (len(columns) > 1 or "alias" in columns or few):
            found.append((number, columns))
    return found


def _named(cells: tuple[str, ...], told: dict[str, str]) -> dict[str, int]:
    """The columns that a row of headings names. Of two with one name the first is meant."""
    known = {**words.headings(), **told}
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        field = known.get(words.folded(cell), "")
        if field:
            columns.setdefault(field, at)
    if "alias" not in columns:
        legal = (at for at, cell in enumerate(cells) if words.folded(cell) in words.names())
        taken = set(columns.values())
        found = next((at for at in legal if at not in taken), None)
        if found is not None:
            columns["alias"] = found
    return columns


def _row(number: int, cells: tuple[str, ...], columns: Mapping[str, int]) -> dict[str, str] | None:
    found = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    if not any(found.values()):
        return None
    if found.get("role"):
        found["role"] = words.roles().get(words.folded(found["role"]), found["role"])
    return {**dict.fromkeys(FIELDS, ""), **found, "line": str(number)}


def _width(table: Table) -> int:
    return max(
        (at for _number, row in table.rows for at, cell in enumerate(row, 1) if cell), default=0
    )

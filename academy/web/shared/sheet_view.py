"""What the pages of a sheet show: its parts on the whole, and the cells of one page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from academy.errors import AcademyError
from academy.web.shared.worksheet import Shown

if TYPE_CHECKING:
    from academy.store.sheets import Held
    from academy.worksheets import Column, Drawn, Found, Table

FIELDS: Final = "fields"
"""What the part that is asked once is called in an address."""

FEW: Final = 11
"""Whole numbers that are chosen and not typed."""


@dataclass(frozen=True)
class Cell:
    """One cell on a page."""

    place: str
    label: str
    hint: str
    typed: bool
    text: str
    """As it was typed; of a calculated one, its value."""
    input: str
    """How it is typed: "text", "long", "number", "date", or "choice" among `options`."""
    options: Sequence[tuple[str, str]] = ()
    why: str = ""
    """Why it can't be read."""
    said: Sequence[str] = ()
    """What checks say beside it."""
    both: Sequence[tuple[int, str]] = ()
    """The texts that two have written there, each with its change."""


@dataclass(frozen=True)
class Group:
    """Cells under a heading of their own."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Page:
    """One page of a sheet: its title, groups of cells, the pages before and after it."""

    title: str
    groups: Sequence[Group]
    before: str = ""
    after: str = ""
    can_grow: bool = False
    can_shrink: bool = False

    @property
    def cells(self) -> list[Cell]:
        """Every cell on the page."""
        return [cell for group in self.groups for cell in group.cells]


@dataclass(frozen=True)
class Line:
    """One line of a part, on the whole: where it is typed, what it is called, what comes out."""

    at: str
    title: str
    told: Sequence[tuple[str, str]] = ()
    look: bool = False
    """Something is to be looked at in it."""


@dataclass(frozen=True)
class Part:
    """A part of the sheet on the whole."""

    id: str
    title: str
    lines: Sequence[Line] = ()
    told: Sequence[tuple[str, str]] = ()
    can_grow: bool = False
    pictures: "Sequence[Drawn]" = field(default=())


# The whole


def overview_of(shown: Shown, held: "Held") -> list[Part]:
    """The parts of the whole sheet: what is asked once, the tables, what comes out."""
    return list(_parts(shown, held))


def _parts(shown: Shown, held: "Held") -> Iterator[Part]:
    from academy.worksheets import drawn

    typed = [one for one in shown.sheet.fields if one.typed]
    told = [(shown.words.of(one), shown.cell(one, {})) for one in typed]
    yield Part(FIELDS, "", told=[pair for pair in told if pair[1]])
    for table in shown.sheet.tables:
        pictures = [one for one in shown.sheet.pictures if one.table == table.id]
        rows = shown.worked.entered.of(table)
        yield Part(
            table.id,
            shown.words[table.id],
            list(_lines(shown, held, table)),
            can_grow=not table.fixed and len(rows) < table.most,
            pictures=[drawn(shown.worked, shown.words, one, shown.value) for one in pictures],
        )
    sums = [(shown.words.of(one), shown.cell(one, {})) for one in shown.sheet.fields
            if not one.typed]  # fmt: skip
    if sums:
        yield Part("result", "", told=sums)


def _lines(shown: Shown, held: "Held", table: "Table") -> Iterator[Line]:
    rows = shown.worked.entered.of(table)
    wrong = _wrong_rows(shown, held, table)
    if not any(one.typed for one in table.columns):
        for row in rows:
            yield Line("", shown.words.row(table, row), list(_told(shown, table, row)))
        return
    for number, start in enumerate(range(0, len(rows), table.together), 1):
        some = rows[start : start + table.together]
        at = str(number) if table.fixed else some[0]
        told = list(_told(shown, table, some[0])) if len(some) == 1 else _filled(shown, table, some)
        yield Line(at, _title(shown, table, some, start), told, look=bool(wrong & set(some)))


def _title(shown: Shown, table: "Table", rows: Sequence[str], start: int) -> str:
    if len(rows) > 1:
        return f"{start + 1}–{start + len(rows)} {shown.words.row(table, rows[0])} …"
    named = shown.words.row(table, rows[0]) or shown.cell(table.title_column, {table.id: rows[0]})
    return f"{start + 1} {named or '…'}"


def _told(shown: Shown, table: "Table", row: str) -> Iterator[tuple[str, str]]:
    """What is calculated in a row, where there is something."""
    if shown.worked.is_empty(table, row) and not table.fixed:
        return
    for column in table.columns:
        if column.calculated and not column.each:
            said = shown.cell(column, {table.id: row})
            none = table.fixed and not shown.worked.value(column, {table.id: row})
            if said and not none:
                yield shown.words.of(column), said


def _filled(shown: Shown, table: "Table", rows: Sequence[str]) -> list[tuple[str, str]]:
    """How many cells of these rows are filled in, by column."""
    return [
        (shown.words.of(column), f"{count}/{len(rows)}")
        for column in table.columns
        if column.typed and not column.each
        for count in [sum(bool(shown.cell(column, {table.id: row})) for row in rows)]
    ]


def _wrong_rows(shown: Shown, held: "Held", table: "Table") -> set[str]:
    places = {*shown.worked.unfit, *held.disagreements}
    found = {one.row for one in shown.worked.found() if one.check.table == table.id}
    return found | {at.split(".")[1] for at in places if at.startswith(f"{table.id}.")}


# One page


def page_of(shown: Shown, held: "Held", part: str, at: str) -> Page:
    """The page of a part. Raises AcademyError("sheet_unknown") where there is none."""
    if part == FIELDS:
        columns = [one for one in shown.sheet.fields if one.typed]
        cells = [_cell(shown, held, one, {}) for one in columns]
        return Page(shown.words["title"], [Group("", cells)])
    table = shown.sheet.table(part)
    rows = shown.worked.entered.of(table) if table else ()
    if table is None or not any(one.typed for one in table.columns):
        raise AcademyError("sheet_unknown")
    if table.fixed:
        pages = [str(n) for n in range(1, -(-len(rows) // table.together) + 1)]
    else:
        pages = list(rows)
    if at not in pages:
        raise AcademyError("sheet_unknown")
    here = pages.index(at)
    some = rows[here * table.together : (here + 1) * table.together] if table.fixed else (at,)
    groups = [group for row in some for group in _groups(shown, held, table, row)]
    return Page(
        shown.words[table.id], groups,
        before=pages[here - 1] if here else "",
        after=pages[here + 1] if here + 1 < len(pages) else "",
        can_grow=not table.fixed and len(rows) < table.most,
        can_shrink=not table.fixed,
    )  # fmt: skip


def _groups(shown: Shown, held: "Held", table: "Table", row: str) -> Iterator[Group]:
    number = shown.worked.entered.of(table).index(row) + 1
    name = shown.words.row(table, row)
    plain = [one for one in table.columns if not one.each and not one.given]
    title = f"{number} {name}" if name else str(number)
    yield Group(title, [_cell(shown, held, one, {table.id: row}) for one in plain])
    other = next((shown.sheet.table(one.each) for one in table.columns if one.each), None)
    for place in shown.worked.entered.of(other) if other else ():
        here = {table.id: row, other.id: place} if other else {}
        each = [one for one in table.columns if other and one.each == other.id]
        called = shown.cell(other.title_column, {other.id: place}) if other else ""
        nth = shown.worked.entered.of(other).index(place) + 1 if other else 0
        yield Group(called or f"{shown.words[other.id]} {nth}" if other else "",
                    [_cell(shown, held, one, here) for one in each])  # fmt: skip


def _cell(shown: Shown, held: "Held", column: "Column", row: dict[str, str]) -> Cell:
    place = shown.worked.place(column, row)
    label, hint = shown.words.of(column), shown.words.hint(column)
    if not column.typed:
        return Cell(place, label, hint, typed=False, text=shown.cell(column, row), input="")
    text = shown.worked.entered.texts.get(place, "")
    kind, options = _input(shown, column, text, place)
    both = held.texts.get(place, ())
    return Cell(
        place, label, hint, typed=True, text=text, input=kind, options=options,
        why=shown.why(place), said=[shown.said(one) for one in _beside(shown, column, row)],
        both=both if len(both) > 1 else (),
    )  # fmt: skip


def _beside(shown: Shown, column: "Column", row: dict[str, str]) -> "Iterator[Found]":
    """What checks say beside a cell; beside one of several alike, only the first."""
    if column.each:
        other = shown.sheet.table(column.each)
        if other is None or row[column.each] != shown.worked.entered.of(other)[0]:
            return
    for one in shown.worked.found():
        here = (one.check.table, one.check.at) == (column.table, column.id)
        if here and one.row == row.get(column.table, ""):
            yield one


def _input(
    shown: Shown, column: "Column", text: str, place: str
) -> tuple[str, Sequence[tuple[str, str]]]:
    """How a cell is typed. What can't be chosen stays a text that can be seen."""
    if place in shown.worked.unfit:
        return ("long" if column.kind == "long" else "text"), ()
    if column.kind == "choice":
        return "choice", [(one, _option(shown, column, one)) for one in column.scale]
    if column.kind == "date":
        return "date", ()
    if column.kind == "whole" and column.least is not None and column.most is not None:
        values = range(column.least, column.most + 1)
        known = {f"{value:d}" for value in values} | {""}
        if len(values) <= FEW and text in known:
            signed = column.least < 0
            return "choice", [(str(n), f"{n:+d}" if signed and n else str(n)) for n in values]
    if column.is_number:
        return "number", ()
    return ("long" if column.kind == "long" else "text"), ()


def _option(shown: Shown, column: "Column", option: str) -> str:
    said = shown.words.option(column, option)
    return f"{option} – {said}" if option.isdigit() and said != option else said

"""A worksheet as parts of a printed page (`printing.worksheet`), blank or filled in."""

from collections.abc import Iterator, Sequence

from academy.printing.worksheet import Cards, Drawing, Grid, Notes, Pairs, Part
from academy.worksheets.drawing import Show, drawn
from academy.worksheets.model import Column, Table, Words
from academy.worksheets.working import Worked

MANY = 9
"""Columns from which a table is printed as cards."""


def parts(worked: Worked, words: Words, show: Show, said: Sequence[str], result: str) -> list[Part]:
    """The parts in the form's order. `said` is what its checks say; `result` heads the sums."""
    return list(_Paper(worked, words, show).parts(said, result))


class _Paper:
    def __init__(self, worked: Worked, words: Words, show: Show) -> None:
        self._worked = worked
        self._sheet = worked.worksheet
        self._words = words
        self._show = show
        self._is_blank = not worked.entered.texts

    def parts(self, said: Sequence[str], result: str) -> Iterator[Part]:
        """What is asked once, the tables, the pictures, what comes out, what the checks say."""
        yield from self._fields("", typed=True)
        for table in self._sheet.tables:
            yield from self._table(table)
        for picture in self._sheet.pictures:
            if self._is_blank and picture.kind != "grid":
                continue  # an empty grid can be filled in by hand; there is nothing to compare yet
            made = drawn(self._worked, self._words, picture, self._show)
            yield Drawing(made.title, made.svg, made.told)
        yield from self._fields(result, typed=False)
        if said:
            yield Notes("", said)

    def _fields(self, title: str, *, typed: bool) -> Iterator[Part]:
        columns = [one for one in self._sheet.fields if one.typed == typed]
        rows = [(self._label(one), self._text(one, {})) for one in columns]
        if rows:
            yield Pairs(title, rows)

    def _label(self, column: Column) -> str:
        """What is asked; for who fills it in by hand, with what helps."""
        hint = self._words.hint(column) if self._is_blank else ""
        return f"{self._words.of(column)} – {hint}" if hint else self._words.of(column)

    def _text(self, column: Column, row: dict[str, str]) -> str:
        if column.calculated and self._is_blank:
            return ""  # whoever fills it in by hand calculates too
        place = self._worked.place(column, row)
        if place in self._worked.unfit:
            return self._worked.entered.texts.get(place, "")
        return self._show(column, self._worked.value(column, row))

    def _table(self, table: Table) -> Iterator[Part]:
        title, hint = self._words[table.id], self._hint(table)
        if table.across:
            yield self._lying(table, title, hint)
            return
        plain = [one for one in table.columns if not one.each]
        if len(plain) >= MANY and any(one.kind == "long" for one in plain):
            yield Cards(title, [self._card(table, row) for row in self._rows(table)], hint)
            return
        yield self._grid(table, title, hint, [(one, "") for one in plain])
        each = [
            (one, other)
            for one in table.columns
            if one.each
            for other in self._worked.entered.of(self._other(one))
        ]
        if each:
            shown = [(table.title_column, ""), *each]
            yield self._grid(table, "", "", shown)

    def _rows(self, table: Table) -> Sequence[str]:
        return self._worked.entered.of(table)

    def _hint(self, table: Table) -> str:
        """What the options of its choices mean."""
        told = [self._words.said.get(f"{table.id}-hint", "")]
        for scale in dict.fromkeys(one.scale_id for one in table.columns if one.scale):
            column = next(one for one in table.columns if one.scale_id == scale)
            told.append(" · ".join(self._option(column, one) for one in column.scale))
        if self._is_blank and not table.across:
            hinted = [column for column in table.columns if self._words.hint(column)]
            told += [f"{self._words.of(one)}: {self._words.hint(one)}" for one in hinted]
        return " — ".join(filter(None, told))

    def _option(self, column: Column, option: str) -> str:
        said = self._words.option(column, option)
        return said if said == option or not option.isdigit() else f"{option} {said}"

    def _other(self, column: Column) -> Table:
        found = self._sheet.table(column.each)
        assert found is not None  # noqa: S101 - the reader made sure
        return found

    def _lying(self, table: Table, title: str, hint: str) -> Grid:
        """A table whose rows are printed as columns."""
        rows = self._rows(table)
        lines = [
            [self._label(one), *(self._text(one, {table.id: row}) for row in rows)]
            for one in table.columns
        ]
        numbers = [False, *([True] * len(rows))]
        wide = [True, *([False] * len(rows))]
        return Grid(title, ["", *map(str, range(1, len(rows) + 1))], lines, numbers, wide, hint)

    def _grid(
        self, table: Table, title: str, hint: str, columns: Sequence[tuple[Column, str]]
    ) -> Grid:
        named = [""] if table.fixed else []
        headings = ["", *named, *(self._heading(one, other) for one, other in columns)]
        lines = [
            [
                str(number),
                *([self._words.row(table, row)] if table.fixed else []),
                *(self._text(one, self._at(table, row, one, other)) for one, other in columns),
            ]
            for number, row in enumerate(self._rows(table), 1)
        ]
        numbers = [True, *(False for _ in named), *(one.is_number for one, _ in columns)]
        wide = [
            False,
            *(True for _ in named),
            *(one.kind in {"text", "long"} for one, _ in columns),
        ]
        short = [False, *(False for _ in named), *(_is_short(one) for one, _ in columns)]
        tall = self._is_blank and any(one.kind == "long" for one, _ in columns)
        return Grid(title, headings, lines, numbers, wide, hint, tall, short)

    def _heading(self, column: Column, other: str) -> str:
        if not other:
            return self._words.of(column)
        table = self._other(column)
        name = self._worked.value(table.title_column, {table.id: other})
        return f"{self._words.of(column)} · {name or self._rows(table).index(other) + 1}"

    @staticmethod
    def _at(table: Table, row: str, column: Column, other: str) -> dict[str, str]:
        return {table.id: row, **({column.each: other} if other else {})}

    def _card(self, table: Table, row: str) -> tuple[str, list[tuple[str, str]]]:
        number = self._rows(table).index(row) + 1
        told = [(self._words.of(one), self._text(one, {table.id: row})) for one in table.columns]
        return str(number), told


def _is_short(column: Column) -> bool:
    """Whether a narrow column does: for a day, or a word that nobody writes."""
    return column.kind == "date" or (column.kind == "choice" and column.calculated)

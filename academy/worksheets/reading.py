"""YAML of a pack → worksheets. An author's mistake is told with file and line (`courses.problems`).

What each column calculates is settled here, once for all: after reading, no expression names what
isn't there, mixes kinds, or waits for itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from academy.courses import inside, outline
from academy.courses.pack import Desk, Pack
from academy.courses.problems import Problem
from academy.worksheets import meaning, wording
from academy.worksheets.language import MistakeError, Node, parse
from academy.worksheets.model import KINDS, Check, Column, Picture, Table, Worksheet

FOLDER: Final = "worksheets"
MOST: Final = 20
"""Worksheets of one pack; and tables, checks and pictures of one worksheet."""

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_OPTION: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,30}")
_FILE: Final = re.compile(r"([a-z][a-z0-9-]{0,40})\.yaml")
_TAKEN: Final = f"{meaning.ROW}, seen, hand, turn, then, keep"  # also by the form of the pages
_KEYS: Final = ("id", "team", "plan", "scales", "fields", "tables", "checks", "pictures")
_OF_COLUMN: Final = {"id", "kind", "is", "for", "scale", "least", "most", "given"}
_OF_TABLE: Final = {"id", "columns", "rows", "across", "blank", "most", "together", "start"}


def read(desk: Desk, pack: Pack, name: str) -> Worksheet | None:
    """One worksheet of a pack; problems go to `desk.report`. None for what is none."""
    return _Reading(desk, pack, name).worksheet()


def names(folder: Path, course: str) -> list[str]:
    """The worksheets of a pack, by the names of their files."""
    place = folder / course / FOLDER
    if not place.is_dir() or inside.is_link(place):
        return []
    found = (match[1] for path in place.iterdir() if (match := _FILE.fullmatch(path.name)))
    return sorted(found)[:MOST]


class _Reading:
    """One file being read."""

    def __init__(self, desk: Desk, pack: Pack, name: str) -> None:
        self._desk = desk
        self._pack = pack
        self._name = name
        self._file = f"{pack.id}/{FOLDER}/{name}.yaml"
        self._scales: dict[str, tuple[str, ...]] = {}
        self._failed = False

    def _say(self, path: outline.Path, problem: str) -> None:
        """Tell of a mistake, on the line where the thing or what it lies in stands."""
        self._failed = True
        while path and path not in self._lines:
            path = path[:-1]
        self._desk.report(Problem(self._file, self._lines.get(path, 1), problem))

    def worksheet(self) -> Worksheet | None:
        """The worksheet; None where mistakes were told."""
        text = self._desk.text(self._file)
        self._lines: dict[outline.Path, int] = {}
        if text is None:
            return None
        facts, self._lines = outline.read(text, self._file, self._desk.report)
        self._top: dict[str, Any] = facts.values
        facts.know_only(_KEYS)
        if self._top.get("id") != self._name:
            self._say(("id",), f"The id must be “{self._name}”, as the file is called.")
        for number, one in enumerate(self._maps(self._top, "scales", ())):
            options = self._texts(one, "options", ("scales", number), _OPTION)
            self._scales[self._id(one, ("scales", number))] = options
        fields = tuple(self._columns(self._top, "fields", (), ""))
        tables = tuple(self._tables())
        made = Worksheet(
            self._pack.id, self._name, fields, tables, (), tuple(self._pictures()),
            self._pack.original, self._top.get("team") is True, self._top.get("plan") is True, {},
        )  # fmt: skip
        if made.plan and not made.team:
            self._say(("plan",), "Only what is a team's can be its “plan”.")
        self._unique(made)
        return self._finished(made) if not self._failed else None

    def _finished(self, made: Worksheet) -> Worksheet | None:
        made = self._calculating(made)
        made = replace(made, checks=tuple(self._checks(made)))
        self._pictured(made)
        if self._failed:
            return None
        words = wording.read(self._desk, self._pack, made, FOLDER)
        return None if words is None else replace(made, words=words)

    # What stands in the file

    def _maps(self, of: Mapping[str, Any], key: str, path: outline.Path) -> list[dict[str, Any]]:
        found = of.get(key) or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._say((*path, key), f"“{key}” must be a list of maps.")
            return []
        if len(found) > 2 * MOST:
            self._say((*path, key), f"There are more than {2 * MOST} of “{key}”.")
        return found[: 2 * MOST]

    def _texts(
        self, of: Mapping[str, Any], key: str, path: outline.Path, like: re.Pattern[str]
    ) -> tuple[str, ...]:
        found = of.get(key)
        if not isinstance(found, list) or not found or len(found) > 60:  # noqa: PLR2004
            self._say((*path, key), f"“{key}” must be a list of one to 60.")
            return ()
        told = tuple(str(one) if isinstance(one, int | str) else "" for one in found)
        if not all(map(like.fullmatch, told)) or len(set(told)) < len(told):
            self._say((*path, key), f"In “{key}” are small letters, digits, _; none of them twice.")
        return told

    def _id(self, of: Mapping[str, Any], path: outline.Path) -> str:
        id = of.get("id")
        if isinstance(id, str) and _ID.fullmatch(id) and id not in _TAKEN.split(", "):
            return id
        self._say((*path, "id"), f"An “id” is needed: small letters, digits, _; none of {_TAKEN}.")
        return "unnamed"

    def _whole(
        self,
        of: Mapping[str, Any],
        key: str,
        path: outline.Path,
        usual: Any,  # noqa: ANN401
        most: int,
    ) -> Any:  # noqa: ANN401
        found = of.get(key, usual)
        whole = isinstance(found, int) and not isinstance(found, bool)
        if found is not usual and not (whole and -most <= found <= most):
            self._say((*path, key), f"“{key}” must be a whole number, {most} at most.")
            return usual
        return found

    def _columns(
        self, of: Mapping[str, Any], key: str, path: outline.Path, table: str
    ) -> Iterator[Column]:
        for number, one in enumerate(self._maps(of, key, path)):
            at = (*path, key, number)
            for unknown in one.keys() - _OF_COLUMN:
                self._say((*at, unknown), f"“{unknown}” means nothing here.")
            yield self._column(one, at, table)

    def _column(self, one: Mapping[str, Any], at: outline.Path, table: str) -> Column:
        kind, scale = one.get("kind"), one.get("scale", "")
        if kind not in KINDS:
            self._say((*at, "kind"), f"The kind must be one of {', '.join(KINDS)}.")
        if not isinstance(scale, str) or (kind == "choice") != (scale in self._scales):
            self._say((*at, "scale"), "A choice, and nothing else, names one of the “scales”.")
        each, given = one.get("for", ""), one.get("given", "")
        if not isinstance(given, str) or not isinstance(each, str):
            self._say(at, '“given” is a text, such as "1 1 2"; “for” is the name of a table.')
            given, each = "", ""
        return Column(
            self._id(one, at), str(kind), table, each, self._scales.get(str(scale), ()), str(scale),
            tuple(given.split()), "is" in one,
            least=self._whole(one, "least", at, None, 10**6),
            most=self._whole(one, "most", at, None, 10**6), line=self._lines.get(at, 1),
        )  # fmt: skip

    def _tables(self) -> Iterator[Table]:
        for number, one in enumerate(self._maps(self._top, "tables", ())):
            at = ("tables", number)
            id = self._id(one, at)
            for unknown in one.keys() - _OF_TABLE:
                self._say((*at, unknown), f"“{unknown}” means nothing here.")
            fixed = self._texts(one, "rows", at, _OPTION) if "rows" in one else ()
            sizes = {
                name: self._whole(one, name, at, usual, 100)
                for name, usual in (("blank", 5), ("most", 40), ("together", 1), ("start", 0))
            }
            if min(sizes.values()) < 0 or not sizes["together"] or not sizes["most"]:
                self._say(at, "Numbers of rows are 1 or more.")
            columns = tuple(self._columns(one, "columns", at, id))
            if not columns:
                self._say(at, f"The table “{id}” has no columns.")
            yield Table(id, columns, fixed, one.get("across") is True, **sizes)

    def _pictures(self) -> Iterator[Picture]:
        for number, one in enumerate(self._maps(self._top, "pictures", ())):
            at = ("pictures", number)
            told = {key: str(one.get(key, "")) for key in ("kind", "table", "first", "second")}
            if told["kind"] not in {"grid", "bars", "levels"}:
                self._say((*at, "kind"), "The kind of a picture is “grid”, “bars” or “levels”.")
            if told["kind"] == "levels" and told["second"]:
                self._say((*at, "second"), "“levels” show one column, “first”.")
            yield Picture(self._id(one, at), label=str(one.get("label", "")), **told)

    # What goes together

    def _unique(self, made: Worksheet) -> None:
        ids = [*(one.id for one in made.fields), *(one.id for one in made.tables)]
        for groups in (ids, *([c.id for c in table.columns] for table in made.tables)):
            for id in {one for one in groups if groups.count(one) > 1}:
                self._say((), f"“{id}” stands here twice.")
        for table in made.tables:
            for column in table.columns:
                self._fits(made, table, column)

    def _fits(self, made: Worksheet, table: Table, column: Column) -> None:
        at = self._at(made, column)
        if column.each and not (
            (other := made.table(column.each)) and other.across and not table.across
        ):
            self._say((*at, "for"), f"“{column.each}” is no other table that lies “across”.")
        if column.given and len(column.given) != len(table.fixed):
            self._say((*at, "given"), "“given” needs one for each of the table's “rows”.")

    def _at(self, made: Worksheet, column: Column) -> outline.Path:
        if not column.table:
            return ("fields", made.fields.index(column))
        number = [table.id for table in made.tables].index(column.table)
        return ("tables", number, "columns", made.tables[number].columns.index(column))

    def _written(self, at: outline.Path) -> Mapping[str, Any]:
        """The map that stands at a place of the file."""
        found: Any = self._top
        for step in at:
            found = found[step]
        return found  # type: ignore[no-any-return]

    def _calculating(self, made: Worksheet) -> Worksheet:
        """The worksheet with what its columns calculate, none of them waiting for itself."""
        formulas: dict[str, Node] = {}
        for column in made.columns:
            at = self._at(made, column)
            told = self._written(at).get("is")
            if told is not None:
                scope = meaning.Scope(made.column, column.table, column.dims)
                wanted = "number" if column.is_number else "text"
                node = self._settled((*at, "is"), told, scope, wanted, column)
                if node is not None:
                    formulas[column.key] = node
        for key in formulas:
            if _waits(key, formulas):
                found = made.column(key)
                self._say(self._at(made, found) if found else (), f"“{key}” waits for itself.")
        if self._failed:
            return made
        hollow = meaning.hollow(formulas)
        for key, node in formulas.items():
            found = made.column(key)
            if found and (weights := meaning.weights(node) & hollow):
                problem = f"“{weights.pop()}” may be empty, and nothing can be shared by it."
                self._say((*self._at(made, found), "is"), problem)
        return _with(made, formulas, hollow)

    def _settled(
        self,
        at: outline.Path,
        told: object,
        scope: meaning.Scope,
        wanted: str,
        column: Column | None = None,
    ) -> Node | None:
        try:
            if isinstance(told, bool) or not isinstance(told, str | int):
                raise MistakeError("Here should be a calculation, in quotes.")  # noqa: TRY301
            found = meaning.settle(parse(str(told)), scope, wanted)
            if column is not None:
                meaning.need_options(column, found)
        except MistakeError as mistake:
            self._say(at, str(mistake))
            return None
        return found

    def _checks(self, made: Worksheet) -> Iterator[Check]:
        for number, one in enumerate(self._maps(self._top, "checks", ())):
            at = ("checks", number)
            table, beside = str(one.get("for", "")), str(one.get("at", ""))
            if table and made.table(table) is None:
                self._say((*at, "for"), f"There is no table “{table}”.")
                continue
            if beside and made.column(f"{table}.{beside}" if table else beside) is None:
                self._say((*at, "at"), f"There is no column “{beside}”.")
            scope = meaning.Scope(made.column, table, tuple(filter(None, (table,))))
            wrong = self._settled((*at, "wrong"), one.get("wrong"), scope, "truth")
            if wrong is not None:
                yield Check(
                    self._id(one, at), table, beside, wrong, dict(self._says(one, at, scope)),
                    one.get("stops") is True, self._lines.get(at, 1),
                )  # fmt: skip

    def _says(
        self, one: Mapping[str, Any], at: outline.Path, scope: meaning.Scope
    ) -> Iterator[tuple[str, tuple[Node, int]]]:
        told = one.get("says") or {}
        if not isinstance(told, dict):
            self._say((*at, "says"), "“says” must be a map of names and calculations.")
            return
        for name, said in told.items():
            if not isinstance(name, str) or not _ID.fullmatch(name):
                self._say(
                    (*at, "says", str(name)), "A name needs small letters; “off” needs quotes."
                )
                continue
            told_text, _, kind = str(said).partition(" as ")
            decimals = {"money": 2, "percent": 2, "whole": 0}.get(kind.strip(), 0)
            wanted = "text" if kind.strip() == "text" else "number"
            node = self._settled((*at, "says", name), told_text, scope, wanted)
            if node is not None:
                yield str(name), (node, -1 if wanted == "text" else decimals)

    def _pictured(self, made: Worksheet) -> None:
        for number, one in enumerate(made.pictures):
            table = made.table(one.table)
            shown = (one.first,) if one.kind == "levels" else (one.first, one.second)
            needed = (*shown, *filter(None, (one.label,)))
            if table is None or any(table.column(id) is None for id in needed):
                problem = "A picture needs a table and its columns “first”, “second”, “label”."
                self._say(("pictures", number), problem)


def _with(made: Worksheet, formulas: Mapping[str, Node], hollow: set[str]) -> Worksheet:
    def full(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(
            replace(one, formula=formulas.get(one.key), hollow=one.key in hollow) for one in columns
        )

    tables = tuple(replace(one, columns=full(one.columns)) for one in made.tables)
    return replace(made, fields=full(made.fields), tables=tables)


def _waits(key: str, formulas: Mapping[str, Node]) -> bool:
    """Whether a column's calculation looks, by whatever way, at the column itself."""
    seen: set[str] = set()
    todo = [key]
    while todo:
        node = formulas.get(todo.pop())
        for cell in meaning.cells(node) if node is not None else ():
            if cell.column.key == key:
                return True
            if cell.column.key not in seen:
                seen.add(cell.column.key)
                todo.append(cell.column.key)
    return False

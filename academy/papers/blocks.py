"""Markdown → the few shapes of a paper. What is none of them is told with its line."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from academy.courses import markdown, structure
from academy.courses.problems import Problem, Report
from academy.papers.model import BOXES, Block, Box, Line, Listed, Paragraph, Run, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Tokens = Sequence[Any]

LONGEST_BLANK: Final = 80
LEAST: Final = 2
"""A choice among fewer is none."""

_FENCE: Final = re.compile(r" {0,3}:{3,}")
_BLANK: Final = re.compile(r"\[([^\[\]]+)\]")
_NAMES: Final = {
    "heading": "There is no heading below a section's “##” in a paper.",
    "blockquote": "A paper has no quotations; a word to whoever adapts it is a box “note”.",
    "fence": "A paper has no code.",
    "code_block": "Four spaces at the beginning make code of a line; take them out.",
    "code_inline": "A paper has no code.",
    "hr": "A paper has no lines across; begin a section.",
    "html_block": "HTML is not read here; write it in Markdown.",
    "html_inline": "HTML is not read here; write it in Markdown.",
    "link": "A paper has no links: it is read on paper.",
    "image": "A paper has no pictures.",
    "hardbreak": "A line can't be broken here; begin a paragraph.",
}
_SMALL: Final = "A box “{name}” holds paragraphs and lists."
_CHOICE: Final = "A box “choose” holds one list, “- …”, of two or more to choose from."


def read(source: str, first_line: int, file: str, report: Report) -> tuple[Block, ...]:
    """The blocks of a text whose first line is the file's line `first_line`."""
    reader = _Reader(file, report)
    found: list[Block] = []
    for name, start, lines in reader.pieces(source.split("\n"), first_line):
        inside = reader.blocks("\n".join(lines), start)
        if not name:
            found += inside
            continue
        at = Problem(file, start - 1, "")
        if name == "choose" and not _is_choice(inside):
            reader.say(at.line, _CHOICE)
        elif name != "choose" and (not inside or any(isinstance(one, Table) for one in inside)):
            reader.say(at.line, _SMALL.format(name=name))
        found.append(Box(name, tuple(inside)))
    return tuple(found)


def _is_choice(blocks: list[Block]) -> bool:
    only = blocks[0] if len(blocks) == 1 else None
    return isinstance(only, Listed) and not only.ordered and len(only.items) >= LEAST


class _Reader:
    """Reads one text; tells what is wrong with it."""

    def __init__(self, file: str, report: Report) -> None:
        self.file, self.report = file, report

    def say(self, line: int, problem: str) -> None:
        self.report(Problem(self.file, line, problem))

    def pieces(self, lines: list[str], first: int) -> Iterator[tuple[str, int, list[str]]]:
        """What stands in each box and between them: the box's name or "", first line, lines."""
        name, start, held = "", first, []
        for at, line, is_markdown in structure.outside_code(lines):
            fence = _FENCE.match(line) if is_markdown else None
            if fence is None:
                held.append(line)
                continue
            said = line[fence.end() :].strip()
            if bool(name) == bool(said):
                self.say(first + at, "A box opens with its name, “:::note”, and closes with “:::”"
                                     " before another opens.")  # fmt: skip
            elif said and said not in BOXES:
                told = ", ".join(BOXES)
                self.say(first + at, f"There is no box “{said[:40]}”; there are {told}.")
            yield name, start, held
            name, start, held = said if said in BOXES else "", first + at + 1, []
        if name:
            self.say(start - 1, "This box is not closed; end it with a line “:::”.")
        yield name, start, held

    def blocks(self, source: str, first: int) -> list[Block]:
        """The blocks of Markdown without boxes."""
        if "[^" in source:
            self.say(first + source[: source.index("[^")].count("\n"),
                     "A paper points at no works; say it in its own words.")  # fmt: skip
        found: list[Block] = []
        group: list[Any] = []
        for token in markdown.parse(source, html=True):
            group.append(token)
            if token.level == 0 and token.nesting <= 0:
                line = first + (group[0].map[0] if group[0].map else 0)
                block = self._block(group, line)
                found += [block] if block is not None else []
                group = []
        return found

    def _block(self, tokens: "Tokens", line: int) -> Block | None:
        kind = tokens[0].type.removesuffix("_open")
        if kind == "paragraph":
            return Paragraph(self.line(tokens[1], line))
        if kind in {"bullet_list", "ordered_list"}:
            return self._list(tokens, line)
        if kind == "table":
            return self._table(tokens, line)
        self.say(line, _NAMES.get(kind, "This is nothing that a paper has."))
        return None

    def _list(self, tokens: "Tokens", line: int) -> Listed:
        ordered = tokens[0].type.startswith("ordered")
        if ordered and tokens[0].attrs.get("start", 1) != 1:
            self.say(line, "A list with numbers begins with 1.")
        items: list[Line] = []
        inside = 0
        for token in tokens[1:-1]:
            at = line - tokens[0].map[0] + token.map[0] if token.map else line
            if token.type == "list_item_open":
                inside = 0
            elif token.type == "inline":
                inside += 1
                items.append(self.line(token, at))
                if inside > 1:
                    self.say(at, "An entry of a list is one paragraph.")
            elif token.type not in {"list_item_close", "paragraph_open", "paragraph_close"}:
                self.say(at, "A list has one level, and only words in it.")
                break
        return Listed(tuple(items), ordered)

    def _table(self, tokens: "Tokens", line: int) -> Table:
        rows: list[list[Line]] = []
        at = line
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
                at = line - tokens[0].map[0] + token.map[0] if token.map else at
            elif token.type == "inline":
                rows[-1].append(self.line(token, at))
        return Table(tuple(map(tuple, rows)))

    def line(self, token: "Any", at: int) -> Line:  # noqa: ANN401 - the parser's own
        """The runs of one line, or of a paragraph; its blanks are runs of their own."""
        runs: list[Run] = []
        bold = italic = 0
        for child in token.children or ():
            kind = child.type.removesuffix("_open").removesuffix("_close")
            if kind == "strong":
                bold += child.nesting
            elif kind == "em":
                italic += child.nesting
            elif kind in {"text", "softbreak"}:
                text = child.content if kind == "text" else _between(runs)
                runs = _with(runs, Run(text, bold > 0, italic > 0))
                at += kind == "softbreak"
            elif child.nesting >= 0:
                self.say(at, _NAMES.get(kind, "This is nothing that a paper has."))
        return tuple(piece for run in runs for piece in self._blanks(run, at))

    def _blanks(self, run: Run, at: int) -> Iterator[Run]:
        end = 0
        for found in _BLANK.finditer(run.text):
            if not found[1].strip() or len(found[1]) > LONGEST_BLANK:
                self.say(at, f"A blank says in 1 to {LONGEST_BLANK} characters what belongs there.")
            yield from self._plain(run, run.text[end : found.start()], at)
            yield Run(found[0], run.bold, run.italic, blank=True)
            end = found.end()
        yield from self._plain(run, run.text[end:], at)

    def _plain(self, run: Run, text: str, at: int) -> Iterator[Run]:
        if "[" in text or "]" in text:
            self.say(at, "A blank opens with “[”, closes with “]”, and has no bold in part of it.")
        if text:
            yield Run(text, run.bold, run.italic)


def _with(runs: list[Run], run: Run) -> list[Run]:
    """The runs with one more, joined to the last where both are set alike."""
    last = runs[-1] if runs else None
    if last is not None and (last.bold, last.italic) == (run.bold, run.italic):
        return [*runs[:-1], Run(last.text + run.text, run.bold, run.italic)]
    return [*runs, run]


def _between(runs: list[Run]) -> str:
    """What a broken line stands for: a space, and nothing behind a Chinese sign."""
    last = runs[-1].text[-1:] if runs else ""
    return "" if "\u2e80" <= last <= "\u9fff" or "\u3000" <= last <= "\u303f" else " "


def shape(blocks: tuple[Block, ...]) -> list[str]:
    """What every language of a text shares: its blocks in their order, a word or two each."""
    found = []
    for one in blocks:
        if isinstance(one, Paragraph):
            found.append("a paragraph")
        elif isinstance(one, Listed):
            found.append(f"{'clauses' if one.ordered else 'a list'} of {len(one.items)}")
        elif isinstance(one, Table):
            found.append(f"a table of {len(one.rows)} by {len(one.rows[0]) if one.rows else 0}")
        else:
            found.append(f"{one.name} ({', '.join(shape(one.blocks))})")
    return found


def runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    """Every run of a text, in order."""
    for one in blocks:
        if isinstance(one, Paragraph):
            yield from one.line
        elif isinstance(one, Listed):
            yield from (run for line in one.items for run in line)
        elif isinstance(one, Table):
            yield from (run for row in one.rows for line in row for run in line)
        else:
            yield from runs(one.blocks)


def words(blocks: tuple[Block, ...]) -> str:
    """All words of a text, for counting."""
    return " ".join(run.text for run in runs(blocks))

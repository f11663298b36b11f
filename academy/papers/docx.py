"""Papers → DOCX, for Word and LibreOffice: a zip of XML, written file by file.

A library for this (python-docx) needs lxml: 20 MB more on every laptop for what 200 lines do. It
would also have to be talked out of naming an author and the time, and knows neither a line that
runs from the right nor a list that begins again with 1. What is needed here is text with headings,
lists, tables, a language and a direction; that is a small and stable part of the format.

Nothing tells who, where, or when: there is no author, no time, no machine, and the settings ask
Word not to note later who edits it (`package.SETTINGS`). The same paper gives the same bytes.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from academy.courses.languages import is_rtl
from academy.papers import package
from academy.papers.model import Block, Box, Front, Line, Listed, Paper, Paragraph, Run, Table
from academy.papers.record import Half, Record, lineage, standing

WIDTH: Final = 9638
"""Twentieths of a point between the margins."""
NARROW: Final = WIDTH * 2 // 5


def make(paper: Paper, front: Front, record: Record) -> bytes:
    """The file, as bytes."""
    writer = _Writer(paper, front)
    body = "".join(writer.body(record))
    lists = package.numbering(writer.clauses)
    foot = writer.foot(standing(paper, front))
    says = {"Version": paper.version, "Licence": paper.licence, "Source": lineage(paper)}
    return package.packed({
        "word/document.xml": package.document(body, rtl=writer.rtl),
        "word/styles.xml": package.styles(paper.language, rtl=writer.rtl),
        "word/numbering.xml": lists,
        "word/settings.xml": package.SETTINGS,
        "word/footer1.xml": package.footer(foot),
        "docProps/core.xml": package.core(paper.title, paper.summary, paper.language, says),
        "docProps/custom.xml": package.custom(says),
    })  # fmt: skip


class _Writer:
    """Writes the paragraphs and tables of one paper, and counts its lists of clauses."""

    def __init__(self, paper: Paper, front: Front) -> None:
        self._paper, self._words = paper, front.words
        self.rtl = is_rtl(paper.language)
        self.clauses = 0
        language = paper.language.partition("-")[0]
        self._italic = package.EMPHASIS.get(language, "<w:i/>")

    def body(self, record: Record) -> Iterator[str]:
        """Title, summary, sections, record."""
        yield self._plain(self._paper.title, "Title")
        yield self._plain(self._paper.summary, "Subtitle")
        for part in self._paper.parts:
            if part.title:
                yield self._plain(part.title, "Heading1")
            yield from self._blocks(part.blocks)
        unnumbered = package.before(page=True) + package.listed(0)
        yield self._plain(record.title, "Heading1", unnumbered)
        for half in record.halves:
            yield self._plain(half.title, "Heading2")
            yield self._half(half)
        yield self._plain(record.may, "Small")

    def foot(self, said: str) -> str:
        """What stands below each page: title and version, page and pages."""
        here = [self._run(Run(f"{said} · ")), *map(self._field, ("PAGE", "NUMPAGES"))]
        return self._paragraph(here[0] + here[1] + self._run(Run(" / ")) + here[2], "Footer")

    def _field(self, name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} ">{self._run(Run("1"))}</w:fldSimple>'

    def _blocks(self, blocks: Iterable[Block], style: str = "") -> Iterator[str]:
        listed = list(blocks)
        for one, following in zip(listed, [*listed[1:], None], strict=True):
            if isinstance(one, Paragraph):
                stays = following is not None and not isinstance(following, Paragraph)
                more = package.before(keep=stays)
                yield self._paragraph(self._line(one.line), style, more)
            elif isinstance(one, Listed):
                yield from self._list(one, style)
            elif isinstance(one, Table):
                yield self._table(one)
            else:
                yield from self._box(one)

    def _box(self, one: Box) -> Iterator[str]:
        label = self._run(Run(self._words[one.name], bold=True))
        yield self._paragraph(label, "Label", package.before(keep=True))
        if one.name != "choose":
            yield from self._blocks(one.blocks, "Box")
            return
        for block in one.blocks:
            for item in block.items if isinstance(block, Listed) else ():
                yield self._paragraph(self._line(item), "Choice", package.listed(package.CHOICES))

    def _list(self, one: Listed, style: str) -> Iterator[str]:
        number = package.BULLETS
        if one.ordered:
            number = package.FIRST_CLAUSES + self.clauses
            self.clauses += 1
        for item in one.items:
            yield self._paragraph(
                self._line(item), style or "ListParagraph", package.listed(number)
            )

    def _table(self, one: Table) -> str:
        rows = [
            package.row([self._cell(cell, bold=not at) for cell in row], head=not at)
            for at, row in enumerate(one.rows)
        ]
        return package.table(_widths(one), rows, rtl=self.rtl)

    def _half(self, half: Half) -> str:
        rows = [
            package.row(
                [self._cell((Run(label),), bold=True), self._cell((Run(said),) if said else ())],
                high=not said,
            )
            for label, said in half.rows
        ]
        return package.table([NARROW, WIDTH - NARROW], rows, rtl=self.rtl)

    def _cell(self, line: Line, *, bold: bool = False) -> str:
        runs = (Run(one.text, bold or one.bold, one.italic, one.blank) for one in line)
        return self._paragraph(self._line(tuple(runs)), "Cell")

    def _plain(self, said: str, style: str, more: str = "") -> str:
        return self._paragraph(self._run(Run(said)), style, more)

    def _paragraph(self, inside: str, style: str, more: str = "") -> str:
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"{named}{more}{'<w:bidi/>' if self.rtl else ''}"
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"

    def _line(self, line: Line) -> str:
        return "".join(map(self._run, line))

    def _run(self, one: Run) -> str:
        set_so = (
            ('<w:rStyle w:val="Blank"/>' if one.blank else "")
            + ("<w:b/><w:bCs/>" if one.bold else "")
            + (self._italic if one.italic and not self._italic.startswith("<w:em") else "")
            + ("<w:rtl/>" if self.rtl and _runs_from_the_right(one.text) else "")
            + (self._italic if one.italic and self._italic.startswith("<w:em") else "")
        )
        properties = f"<w:rPr>{set_so}</w:rPr>" if set_so else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(one.text)}</w:t></w:r>'


def _widths(table: Table) -> list[int]:
    """How wide each column is, by the longest text in it; none so narrow that words break."""
    longest = [
        min(max(sum(len(run.text) for run in cell) for cell in column), 60) + 12
        for column in zip(*table.rows, strict=False)
    ]
    return [WIDTH * one // sum(longest) for one in longest]


def _runs_from_the_right(text: str) -> bool:
    """Whether words in a line from the right are to be set so: all but those in Latin alone."""
    ways = set(map(unicodedata.bidirectional, text))
    return bool(ways & {"R", "AL"}) or "L" not in ways

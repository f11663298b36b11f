"""The places of a course whose words can be changed, and the files in which these lie.

    soil            a lesson                        en/01-soil.md
    guide.soil      its guide, or an activity's     en/trainer/01-soil.md
    sheet.budget    the words of a worksheet        worksheets/budget.en.yaml
    all.figures     the words of all pictures       en/figures.md
    all.glossary    terms of its own                glossary/en.md
    form.a          a form before or after a week   week/es/form-a.md
    all.evaluation  the evaluation of a week        week/es/evaluation.yaml

The last three are common to all courses; those of a week are there to be translated alone.
A lesson has another number where an overlay puts the lessons in another order, so a file is asked
for with the course that it lies in. No slug has a dot: no lesson is taken for something else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from academy.courses import glossary, guides, week
from academy.courses.figures.reading import FIGURES_FILE
from academy.courses.model import Course
from academy.courses.own import blocks, labels, weeks, words
from academy.courses.own.blocks import Page
from academy.courses.problems import Report

Kind = Literal["lesson", "guide", "sheet", "figures", "glossary", "form", "evaluation"]
SHEETS: Final = "worksheets"
_LANGUAGE: Final = r"[a-z]{2,3}(?:-[A-Z][A-Za-z]+)?"
_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_FILES: Final = (
    ("lesson", rf"(?P<language>{_LANGUAGE})/\d\d-(?P<name>{_SLUG})\.md"),
    ("guide", rf"(?P<language>{_LANGUAGE})/{guides.FOLDER}/(?:\d\d-)?(?P<name>{_SLUG})\.md"),
    ("sheet", rf"{SHEETS}/(?P<name>[a-z][a-z0-9-]*)\.(?P<language>{_LANGUAGE})\.yaml"),
    ("figures", rf"(?P<language>{_LANGUAGE})/{re.escape(FIGURES_FILE)}(?P<name>)"),
    ("glossary", rf"{glossary.FOLDER}/(?P<language>{_LANGUAGE})\.md(?P<name>)"),
    ("form", rf"{week.FOLDER}/(?P<language>{_LANGUAGE})/form-(?P<name>[a-z])\.md"),
    ("evaluation", rf"{week.FOLDER}/(?P<language>{_LANGUAGE})/{week.EVALUATION}(?P<name>)"),
)
_NAMED: Final[Mapping[str, Kind]] = {"guide": "guide", "sheet": "sheet", "form": "form"}
_ALL: Final[Mapping[str, Kind]] = {
    "figures": "figures", "glossary": "glossary", "evaluation": "evaluation",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One of them; `name` is a slug, or a worksheet's id, or nothing."""

    kind: Kind
    name: str = ""

    @property
    def id(self) -> str:
        """As addresses have it."""
        if self.kind == "lesson":
            return self.name
        return f"{self.kind}.{self.name}" if self.name else f"all.{self.kind}"

    @property
    def in_parts(self) -> bool:
        """Whether its file is a page with headings; else it is a list of words by key."""
        return self.kind not in {"sheet", "evaluation"}

    @property
    def is_common(self) -> bool:
        """Whether all courses share what it says."""
        return self.kind == "glossary" or self.is_weeks

    @property
    def is_weeks(self) -> bool:
        """Whether it is of a week, and translated only into a language that has nothing of it."""
        return self.kind in {"form", "evaluation"}

    @property
    def is_list(self) -> bool:
        """Whether each of its parts stands by itself; else it is a text that is read as a whole."""
        return self.kind in {"sheet", "figures", "glossary"}

    def read(self, text: str, file: str, report: Report) -> Page:
        """Such a file, as a page in parts."""
        read = {"sheet": labels.read, "form": weeks.read_form, "evaluation": weeks.read_evaluation}
        return read.get(self.kind, blocks.read)(text, file, report)

    def written(self, page: Page) -> str:
        """The file that a page is."""
        return {
            "sheet": labels.written, "form": weeks.written_form,
            "evaluation": weeks.written_evaluation,
        }.get(self.kind, words.written)(page)  # fmt: skip

    def file(self, course: Course, language: str) -> str:
        """Where it lies, or would lie, below the folder of `course`."""
        lesson = course.lesson(self.name)
        number = f"{lesson.number:02}-" if lesson else ""
        return {
            "lesson": f"{language}/{number}{self.name}.md",
            "guide": f"{language}/{guides.FOLDER}/{number}{self.name}.md",
            "sheet": f"{SHEETS}/{self.name}.{language}.yaml",
            "figures": f"{language}/{FIGURES_FILE}",
            "glossary": f"{glossary.FOLDER}/{language}.md",
            "form": week.file_of(language, self.name),
            "evaluation": f"{week.FOLDER}/{language}/{week.EVALUATION}",
        }[self.kind]


def of(id: str) -> Place:
    """The place with this id; whether the course has it, is another question."""
    kind, dot, name = id.partition(".")
    if kind == "all" and name in _ALL:
        return Place(_ALL[name])
    if dot and kind in _NAMED:
        return Place(_NAMED[kind], name)
    return Place("lesson", id)


def at(file: str) -> tuple[Place, str] | None:
    """The place that a file of a pack is, and its language; None for any other file."""
    for kind, pattern in _FILES:
        found = re.fullmatch(pattern, file)
        if found:
            return Place(kind, found["name"]), found["language"]  # type: ignore[arg-type]
    return None

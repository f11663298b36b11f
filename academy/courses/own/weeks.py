"""The questions before and after a week, and the evaluation, in a language of the network's own.

    week/es/form-a.md            as `academy.courses.week` has them, and from which words each
    week/es/form-b.md            question was translated
    week/es/evaluation.yaml

A network changes nothing in what the program asks: what counts of two classes must have been asked
alike. It translates all of it into a language that isn't there yet, and a language is whole or is
not: both forms, as they are held against each other and against the original, and the evaluation.

On the bench a form is in parts, one for each question; the evaluation is a list of words by key.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from academy.courses import facts, inside, week
from academy.courses.own import blocks, words
from academy.courses.own.blocks import Line, Page
from academy.courses.own.words import Words
from academy.courses.pack import Desk
from academy.courses.problems import Problem, Report
from academy.courses.structure import QUIZ, outside_code
from academy.courses.week import Version, Week

_QUESTION: Final = re.compile(r"###(?=[ \t])")
_LEAD: Final = re.compile(rf"(##[ \t].*)\{{#{QUIZ}\}}")
LEAD: Final = "questions"
"""How that part of a form is called here which is the heading of all."""
_ASKED: Final = "asked-"
_STEP: Final = "scale-"


def read_form(text: str, file: str, report: Report) -> Page:
    """A form as a page whose parts are its questions, behind what leads into them."""
    lines = text.split("\n")
    for at, line, is_markdown in outside_code(lines):
        if is_markdown:
            lines[at] = _QUESTION.sub("##", _LEAD.sub(rf"\1{{#{LEAD}}}", line))
    return blocks.read("\n".join(lines), file, report)


def written_form(page: Page) -> str:
    """The file that such a page is."""
    parts = {id: _as_asked(id, block) for id, block in page.parts.items()}
    return words.written(Page(page.front, parts))


def _as_asked(id: str, block: list[Line]) -> list[Line]:
    if not block or not block[0].text.startswith("##"):
        return block
    text = block[0].text
    text = text.replace(f"{{#{LEAD}}}", f"{{#{QUIZ}}}") if id == LEAD else f"#{text}"
    return [block[0]._replace(text=text), *block[1:]]


def read_evaluation(text: str, file: str, report: Report) -> Page:
    """The evaluation as a page whose parts have no heading: every word by its key."""
    found = facts.read(text, file, report)
    page = Page()
    words.set_mapping(page, "sources", found.mapping("sources"))
    said = {key: found.optional(key) or "" for key in ("title", "lead", "warning")}
    scale = found.values.get("scale")
    steps = scale if isinstance(scale, list) else []
    said |= {f"{_STEP}{at}": one for at, one in enumerate(steps, 1) if isinstance(one, str)}
    said |= {f"{_ASKED}{key}": one for key, one in found.mapping("asked").items()}
    for key, one in said.items():
        if not one.strip():
            continue  # a draft has only some
        top = "scale" if key.startswith(_STEP) else key.partition("-")[0]
        block = Words("", one).block(key)
        page.parts[key] = [Line(line.text, file, found.lines.get(top, 1)) for line in block]
    return page


def written_evaluation(page: Page) -> str:
    """The file that such a page is."""
    said = {key: words.quoted(one.text) for key, one in words.all_of(page).items()}
    lines = [line.text for block in page.front.values() for line in block]
    lines += [f"{key}: {said[key]}" for key in ("title", "lead", "warning") if key in said]
    steps = [said.get(f"{_STEP}{at}", "''") for at in range(1, week.STEPS + 1)]
    lines += [f"scale: [{', '.join(steps)}]", "asked:"]
    lines += [f"  {key.removeprefix(_ASKED)}: {one}" for key, one in said.items()
              if key.startswith(_ASKED)]  # fmt: skip
    return "\n".join([*lines, ""])


def languages(desk: Desk, pack: str) -> list[str]:
    """The languages of which a pack has something of the week."""
    base = desk.folder / pack / week.FOLDER
    if not base.is_dir() or inside.is_link(base):
        return []
    return sorted(one.name for one in base.iterdir() if inside.is_fit(one.name))


def version(desk: Desk, pack: str, asked: Week, language: str) -> Version | None:
    """The week in a language as a pack has it; None while something is missing, and where the
    program has that language itself. What is wrong goes to `desk.report`.
    """
    if language in asked.versions:
        return None

    def report(problem: Problem) -> None:
        desk.report(replace(problem, file=f"{pack}/{problem.file}"))

    return week.read_own(Desk(desk.folder / pack, report, desk.base), asked, language)


def wrong(desk: Desk, pack: str, asked: Week | None) -> Iterator[Problem]:
    """All that is wrong in what a pack has of the week."""
    found: list[Problem] = []
    if asked is not None:
        for language in languages(desk, pack):
            version(replace(desk, report=found.append), pack, asked, language)
    yield from found

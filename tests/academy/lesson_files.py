"""Lessons and forms as files, for tests that work their numbers out again."""

import re
from collections.abc import Iterator
from pathlib import Path

from academy.data import data_folder

LANGUAGES = sorted(path.stem for path in (data_folder("courses") / "glossary").glob("*.md"))
"""Those that courses are written in: each has its words explained. Not every course has all."""


def every(course: str, name: str) -> list[Path]:
    """A lesson or guide in each language that has it."""
    found = sorted((data_folder("courses") / course).glob(f"*/{name}"))
    assert found
    return found


def forms(question: str) -> list[Path]:
    """The forms of a week that ask a question, in each language."""
    found = sorted((data_folder("courses") / "week").glob("*/form-?.md"))
    return [path for path in found if f"{{#{question}}}" in path.read_text("utf-8")]


def part(path: Path, id: str) -> str:
    """What stands under a heading, its numbers without what groups their digits."""
    text = path.read_text("utf-8")
    _, heading, rest = text.partition(f"{{#{id}}}")
    assert heading, f"{path}: {id}"
    below = re.split(r"^#{2,4} ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return re.sub(r"(?<=\d)[ .,\u202f\xa0](?=\d{3}(?!\d))", "", below)


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"(?<![\d.,])\d+(?![.,]?\d)", text)]


def box(text: str, name: str) -> str:
    (found,) = re.findall(rf":::{name}\b.*?\n(.*?)\n:::", text, re.DOTALL)
    return str(found)


def right(text: str) -> int:
    """The right answer to a question for a number, or with numbers to choose from."""
    (found,) = re.findall(r"^- \[[=x]\] (\d+)", text, re.MULTILINE)
    return int(found)


def asked(path: Path, id: str) -> list[int]:
    """The numbers in the title of a question and above its options."""
    title = re.findall(rf"^#{{3,4}} (.*)\{{#{id}\}}", path.read_text("utf-8"), re.MULTILINE)[0]
    plain = re.sub(r"(?<=\d)[ .,\u202f\xa0](?=\d{3}(?!\d))", "", title)
    return numbers(plain) + numbers(part(path, id).split("\n- [")[0])


def rows(text: str, columns: int) -> Iterator[list[str]]:
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        cells = [[one.strip() for one in line.strip("|").split("|")] for line in table.splitlines()]
        if len(cells[0]) == columns:
            yield from cells[2:]


def more_than_half(count: int) -> int:
    """The least whole number that is more than half of a count."""
    return count // 2 + 1

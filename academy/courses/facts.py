"""The YAML of a pack: course.yaml, and the front matter above each page's Markdown.

YAML (`plain_yaml`) reads `no` as False and `1.10` as a number, so nothing is believed to have
a type until it was asked for by that type here.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from academy.courses.problems import Problem, Report, Severity

_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:", re.MULTILINE)
_FENCE = "---"


@dataclass(frozen=True)
class Facts:
    """Named values of one file, handed out by type; a wrong one is reported with its line."""

    file: str
    values: dict[str, object]
    lines: dict[str, int]
    report: Report

    def complain(self, key: str, problem: str, severity: Severity = "error") -> None:
        """Report `problem` at the line where `key` stands."""
        self.report(Problem(self.file, self.lines.get(key, 1), problem, severity))

    def text(self, key: str) -> str:
        """Return a required text; reported and empty if missing."""
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None or value == "":
            self.complain(key, f"“{key}” is missing.")
        else:
            self.complain(key, f"“{key}” must be text; put it in quotes.")
        return ""

    def optional(self, key: str) -> str | None:
        """Return a text, or None if it isn't there."""
        return None if self.values.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a required list of texts."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value:
            self.complain(key, f"“{key}” must be a list with at least one entry.")
            return ()
        if not all(isinstance(one, str) and one.strip() for one in value):
            self.complain(key, f"Every entry of “{key}” must be text; put it in quotes.")
        return tuple(one.strip() for one in value if isinstance(one, str))

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if it isn't there."""
        return () if self.values.get(key) is None else self.texts(key)

    def number(self, key: str, least: int, most: int) -> int:
        """Return a required whole number between `least` and `most`."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.complain(key, f"“{key}” must be a whole number from {least} to {most}.")
        return least

    def truth(self, key: str) -> bool:
        """Return an optional true or false; false if it isn't there."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, f"“{key}” must be true or false.")
            return False
        return value

    def mapping(self, key: str) -> dict[str, str]:
        """Return an optional map of texts."""
        value = self.values.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.complain(key, f"“{key}” must be a map.")
            return {}
        if not all(isinstance(one, str) for pair in value.items() for one in pair):
            self.complain(key, f"Everything in “{key}” must be text; put it in quotes.")
        return {str(name): str(one) for name, one in value.items()}

    def counts(self, key: str, most: int) -> dict[str, int]:
        """Return an optional map of whole numbers from 1 to `most`."""
        value = self.values.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.complain(key, f"“{key}” must be a map.")
            return {}
        good = {
            str(name): one
            for name, one in value.items()
            if isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= most
        }
        if len(good) < len(value):
            self.complain(key, f"Everything in “{key}” must be a whole number from 1 to {most}.")
        return good

    def mappings(self, key: str) -> list[dict[str, object]]:
        """Return an optional list of maps."""
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.complain(key, f"“{key}” must be a list of maps.")
            return []
        return value

    def know_only(self, keys: Collection[str]) -> None:
        """Warn of keys nobody reads, which are mostly misspelt ones."""
        for key in self.values.keys() - set(keys):
            self.complain(key, f"“{key}” means nothing here and is not read.", "warning")


def read(text: str, file: str, report: Report, first_line: int = 1) -> Facts:
    """Read YAML whose first line is the file's line `first_line`."""
    from academy.courses import plain_yaml  # a start that reads no page needs none

    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        found = _KEY.match(line)
        if found and found[1] in lines:
            report(Problem(file, number, f"“{found[1]}” stands here twice."))
        elif found:
            lines[found[1]] = number
    values: object = {}
    try:
        values = plain_yaml.load(text) or {}
    except plain_yaml.Error as error:
        mark = getattr(error, "problem_mark", None)
        at = first_line + (mark.line if mark else 0)
        why = getattr(error, "problem", None) or "it can't be read"
        report(Problem(file, at, f"This isn't valid YAML ({why}). Text with “:” needs quotes."))
    except (ValueError, OverflowError, TypeError, RecursionError):  # a day 2017-99-99, a number 0x
        report(Problem(file, first_line, "A value here can't be read; put it in quotes."))
    if not isinstance(values, dict):
        report(Problem(file, first_line, "Here should be lines like “title: …”."))
        values = {}
    return Facts(file, {str(key): value for key, value in values.items()}, lines, report)


def day(value: object) -> str | None:
    """Return a day as `YYYY-MM-DD`; None if it is none. Without quotes, YAML makes a date of it."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def split(text: str, file: str, report: Report) -> tuple[Facts, list[str], int]:
    """Split a page into its front matter, its body's lines, and the number of the first of them."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        report(Problem(file, 1, "The file must begin with front matter between two lines “---”."))
        return read("", file, report), lines, 1
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        report(Problem(file, 1, "The front matter has no second line “---”."))
        return read("", file, report), [], len(lines)
    return read("\n".join(lines[1:end]), file, report, 2), lines[end + 1 :], end + 2


def write(key: str, mapping: dict[str, str]) -> list[str]:
    """Return the lines that `read` reads as `{key: mapping}`.

    Values are quoted, because twelve hex digits without a letter are a number to YAML.
    """
    return [f"{key}:", *(f'  {name}: "{value}"' for name, value in mapping.items())]

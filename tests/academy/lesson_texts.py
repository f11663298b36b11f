"""What the lessons of a course say, for tests that work its examples out again."""

import re

from academy.courses import Lesson, load
from academy.data import data_folder


class Texts:
    """One of our courses, in every language that it has."""

    def __init__(self, course: str) -> None:
        self.course = next(one for one in load(data_folder("courses")).courses if one.id == course)

    def written(self, slug: str) -> list[str]:
        """The languages in which there is this lesson."""
        return [one for one in self.course.versions if self.said(one, slug).language == one]

    def said(self, language: str, slug: str) -> Lesson:
        """The lesson, in the original where the language lacks it."""
        lesson = self.course.in_language(language).lesson(slug)
        assert lesson is not None
        return lesson

    def section(self, language: str, slug: str, id: str) -> str:
        """The Markdown of a section, its numbers without what groups their digits."""
        (source,) = [one.source for one in self.said(language, slug).sections if one.id == id]
        return whole(source)


def whole(text: str) -> str:
    """A text, without what groups the digits of its numbers."""
    return re.sub(r"(?<=\d)[ .,\u202f\xa0](?=\d{3}\b)", "", text)


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in its order."""
    return [int(one) for one in re.findall(r"\d+", whole(text))]

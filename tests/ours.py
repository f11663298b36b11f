"""What comes with the program, read once for all tests that look into it: nobody may change it."""

from functools import cache

from academy import courses, papers, worksheets
from academy.data import data_folder


@cache
def library() -> courses.Library:
    """The courses."""
    return courses.load(data_folder("courses"))


@cache
def sheets() -> worksheets.Shelf:
    """Their worksheets."""
    return worksheets.load(data_folder("courses"))


@cache
def model_papers() -> papers.Papers:
    """The papers to adapt."""
    found = papers.load(data_folder("courses"))
    assert found is not None
    return found

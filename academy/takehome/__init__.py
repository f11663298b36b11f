"""Courses that go home: as paper, as a book for reading apps, as one file for a browser.

    things.py   what can be taken home of a course, and how each is made
    shelf.py    each thing is made once, one at a time, and kept while the program runs
    book.py     EPUB 3
    page.py     one HTML file that asks for nothing
    filling.py  the templates, and a course's text as they show it
    measuring.py  how many sheets a handout takes, for authors

What leaves this house says where its text comes from and what may be done with it: title, version,
licence, what it was adapted from, the month up to which the advice was checked. It does not say who
took it, from which academy or laptop, what made it, or when. The same course gives the same bytes.
Titles that others see (on a shelf of books, in a list of open files) are neutral: *Course A*.
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.takehome.shelf import Shelf
    from academy.takehome.things import KINDS, Thing, everything, make

__getattr__ = late(
    __name__,
    {
        "Shelf": "shelf",
        "KINDS": "things",
        "Thing": "things",
        "everything": "things",
        "make": "things",
    },
)

__all__ = ["KINDS", "Shelf", "Thing", "everything", "make"]

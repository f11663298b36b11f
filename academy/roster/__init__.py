"""A list of people as somebody sent it: pasted, a CSV file of any kind, a spreadsheet.

Only reads: bytes or text in, rows of text out. What may be registered is decided by
`academy.rules`, and who is here already by the tables.

words.py    what lists call their columns and roles
cells.py    from bytes to tables of cells: letters, separators, sheets, hidden rows
columns.py  which row names the columns, which column is what, who is on the list
"""

from academy.roster.cells import ABOVE, MOST, Source, Table, opened
from academy.roster.columns import FIELDS, Layout, Roster, guessed, laid_out, read

__all__ = [
    "ABOVE",
    "FIELDS",
    "MOST",
    "Layout",
    "Roster",
    "Source",
    "Table",
    "guessed",
    "laid_out",
    "opened",
    "read",
]

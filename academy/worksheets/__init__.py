"""Worksheets: forms that calculate. Data in a pack; exact arithmetic here, live formulas in XLSX.

    courses/<course>/worksheets/budget.yaml          what it asks and calculates, without words
    courses/<course>/worksheets/budget.en.yaml …     its words, one file for each language

The definition:

    id: budget                          the file's name
    team: true                          optional: a team may fill it in together, and hand it in
    plan: true                          optional: handed in it is the team plan for certificates
    scales:                             the options of choices; digits among them can be added up
      - {id: need, options: [low, high]}
    fields:                             asked once
      - {id: organisation, kind: text}
      - {id: total, kind: money, is: "sum(lines.amount)"}
    tables:
      - id: donors
        across: true                    other tables may have a column for each of its rows
        blank: 3                        empty rows on paper; most: at most; start: at first
        columns:
          - {id: name, kind: text}
      - id: lines
        rows: [rent, phone]             optional: these rows, named in the words, and no others
        together: 4                     rows on one page of the form
        columns:
          - {id: amount, kind: money, least: 0}
          - {id: share, kind: percent, for: donors}
          - {id: paid, kind: money, for: donors, is: "share(amount, share, 100)"}
    checks:                             `wrong` is true where something is wrong
      - id: gap
        for: lines                      in each row; without it, once
        at: share                       beside which column it is said
        stops: true                     nothing is handed in before it is right
        wrong: "sum(share) < 100"
        says: {shares: "sum(share) as percent"}     as percent, money, whole or text
    pictures:
      - {id: map, kind: grid, table: actors, first: support, second: influence, label: actor}

A picture is a grid (rows placed by two columns), bars (two columns out of a hundred) or levels (one
column above and below 0).

Kinds: text, long, whole, number (4 decimals), money and percent (2), rate (6), date, choice (with
`scale`), list (of row numbers). A column with `given`, such as "1 1 2 2", holds constants of a
fixed table.

Calculations: + - * /, = != < <= > >=, and or not, 'text', nothing, no (the row's number), and

    sum(column)  sum(column, condition)  count(condition)     of all rows that aren't settled
    all(column)  lowest(column)      of every row, this one and the others
    upto(column)                     from the first row up to this one
    share(pot, weight, whole)        this row's part by largest remainder;  rest(…): what is missing
    if(condition, yes, no)  round(number, decimals)  up(number)  down(number)  min(a, b)  max(a, b)
    filled(column)  answered(column): a number, not a word   listed(number, column of kind list)

A result has its kind's decimals, half away from zero. An empty cell counts as 0; what divides by
0 is empty, and so is the lowest of no numbers.

The words: `title`, `summary`, each field's and table's id, `lines-share` for a column, `need-high`
for an option, `lines-row-rent`, `check-gap`, `picture-map`; `…-hint` where one helps. A check's
words hold its values: “Shares come to {shares} %”. In a translation `source` remembers, as
`academy courses stamp` writes it, which state of the original it says.

An author's mistake is an AcademyError with the code `course_invalid`, as in `academy.courses`.
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.worksheets.drawing import Drawn, drawn
    from academy.worksheets.model import Check, Column, Picture, Place, Table, Words, Worksheet
    from academy.worksheets.opening import Shelf, check, load, load_from
    from academy.worksheets.shares import rounded
    from academy.worksheets.stamping import stamp
    from academy.worksheets.typed import Entered, Value, blank, day_of, settled
    from academy.worksheets.wording import fill
    from academy.worksheets.working import Found, Worked

__getattr__ = late(
    __name__,
    {
        "Drawn": "drawing", "drawn": "drawing", "Shelf": "opening", "check": "opening",
        "load": "opening", "load_from": "opening", "stamp": "stamping", "rounded": "shares",
        "Entered": "typed", "Value": "typed", "blank": "typed", "day_of": "typed",
        "settled": "typed", "fill": "wording", "Found": "working", "Worked": "working",
        **dict.fromkeys(
            ("Check", "Column", "Picture", "Place", "Table", "Words", "Worksheet"), "model"
        ),
    },
)  # fmt: skip

__all__ = [
    "Check",
    "Column",
    "Drawn",
    "Entered",
    "Found",
    "Picture",
    "Place",
    "Shelf",
    "Table",
    "Value",
    "Words",
    "Worked",
    "Worksheet",
    "blank",
    "check",
    "day_of",
    "drawn",
    "fill",
    "load",
    "load_from",
    "rounded",
    "settled",
    "stamp",
]

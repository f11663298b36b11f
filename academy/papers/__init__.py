"""Papers to adapt: short models of a group's own rules, as a page, as PDF, as DOCX. The format:

    courses/papers/papers.yaml          facts, the same in all languages
    courses/papers/<language>/papers.md what the library is called, and the words beside the papers
    courses/papers/<language>/<id>.md   one paper each

papers.yaml:

    id: papers                          the folder's name
    by: Academy                         who made them; it stands in each paper's adaptation record
    licence: CC-BY-SA-4.0
    original: en
    languages: [en, fr]
    papers: [conduct, money]            ids in order, which are the files' names

A paper:

    ---
    title: Code of conduct
    summary: What we expect of each other.
    version: "1.0"                      a translation says of which version it is
    as_of: "2026-11"                    original only: the month up to which it was checked
    goes_with: governance/members-and-conduct       original only, optional: the lesson to it
    adapted_from: [{title: …, by: …, version: …, licence: …}]     original only, optional
    reviewed: false                     and `edited`, as in a lesson (`academy.courses.reviews`)
    sources:                            translations only, written by `academy courses stamp papers`
      aim: "0123456789ab"
    ---

    A lead, if there is one.

    ## What it is for {#aim}

    The members of [name of the group] decide. A **blank** to fill in stands between [ and ]: say in
    a few words what belongs there. No bracket stands for anything else.

    1. Clauses are a list with numbers: paper and DOCX number the sections too.
    2. Text is paragraphs, lists of one level, tables, **bold** and *emphasis*, and nothing else.

    :::choose
    - A decision needs more than half of the votes cast.
    - A decision needs two thirds of the votes cast.
    :::

    :::lawyer
    What differs from country to country, so that somebody who knows the law must look.
    :::

    :::note
    A word to whoever adapts it. It is taken out before the paper is adopted.
    :::

A box opens with its name and closes with `:::`; `choose` holds a list of two or more, of which one
stays, the others hold paragraphs and lists. Their labels are not in the text: they are among the
words of papers.md. Ids, boxes, lists, tables and the number of blanks are the same in every
language. With its adaptation record a paper takes two sheets at most, both sides.

papers.md has `title`, `summary`, `words` (all of `model.WORDS`) and `reviewed` above a lead that
says how a paper is made one's own; its `sources` know two parts, `lead` and `words`.

Whoever translates copies `en/<id>.md` to `<language>/<id>.md`, translates title, summary, headings,
text and what stands between [ and ], takes out what is "original only", adds the language to
papers.yaml, runs `academy courses stamp papers <language>` and `academy courses check papers`.

Each paper ends in an **adaptation record**: what it comes from, filled in, and what it has become,
blank. Title, version, licence and lineage stand in the file's properties too; who, where and when
do not, and a DOCX asks Word not to note them later.

An author's mistake is an AcademyError with the code `course_invalid`, as in `academy.courses`.
"""

from typing import TYPE_CHECKING

from academy.late import late
from academy.papers.model import FOLDER, File, Front, Paper, Papers, Part

if TYPE_CHECKING:
    from academy.papers.checking import check, status, too_long
    from academy.papers.drawing import html
    from academy.papers.making import everything, laid_out, make
    from academy.papers.reading import load
    from academy.papers.stamping import stamp

__getattr__ = late(
    __name__,
    {
        "check": "checking", "status": "checking", "too_long": "checking", "html": "drawing",
        "everything": "making", "laid_out": "making", "make": "making", "load": "reading",
        "stamp": "stamping",
    },
)  # fmt: skip

__all__ = [
    "FOLDER",
    "File",
    "Front",
    "Paper",
    "Papers",
    "Part",
    "check",
    "everything",
    "html",
    "laid_out",
    "load",
    "make",
    "stamp",
    "status",
    "too_long",
]

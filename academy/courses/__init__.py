"""Course packs: folders of Markdown → Course, Lesson, Section, Quiz. The format is on this page.

    courses/<id>/course.yaml            facts about the course, the same in all languages
    courses/<id>/<language>/course.md   its title, summary, objectives; words of welcome below
    courses/<id>/<language>/01-<slug>.md, 02-<slug>.md …   one lesson each
    courses/<id>/media/                 pictures: SVG that only draws, PNG, JPEG, WebP, up to 512 kB

course.yaml:

    id: advocacy                        the folder's name
    version: "1.0.0"
    licence: CC-BY-SA-4.0
    original: en                        translations are measured against this language
    languages: [en, fr, zh-Hans]
    lessons: [what-advocacy-is, who-decides]      slugs, in order
    pass_percent: 70
    guidance_as_of: "2026-11"           optional: when the advice was last checked
    adapted_from: [{title: …, by: …, licence: …}] optional

A lesson:

    ---
    title: Who decides
    summary: How to find out who can say yes.
    minutes: 20
    reviewed: true                      read by a community speaker of this language
    sources:                            translations only, written by `stamp`
      allies: "0123456789ab"
    ---

    A lead, if there is one.

    ## Allies and others {#allies}

    Text. The id between {# and } is the same in every language, whatever the heading says.

    :::try
    A box. There are `try`, `note` and `changed`.
    :::

    ## Check yourself {#quiz}

    ### Who signs the budget? {#q-signs}

    - [ ] The clerk
      > Clerks prepare it. Every option has a line that is said when it was chosen.
    - [x] The mayor
      > Yes. Exactly one option is right.

The quiz comes last. `lead` and `quiz` are not free as section ids. `sources` remembers for each
section (and `lead`, and `quiz`) the `source_hash` of the original it was translated from; where
the original has another hash today, the section is *stale*, and pages say so.

A pack holds these files and no others: no link, nothing hidden, no HTML, names of letters a–z,
digits, dots and hyphens. A picture is known by what is in it (`pictures`, `drawings`); one that
isn't fit is not shown. Texts have at most 256 kB, and YAML no anchors, aliases or tags.

What a network changes in a course, or adds, lies in a folder of its own: `academy.courses.own`.

An author's mistake is an AcademyError with the code `course_invalid` and the details `file` (below
the courses folder), `line` and `problem`, a sentence. `check` collects all of them, and more.
"""

from academy.courses.checking import check
from academy.courses.languages import locale_of, pack_language
from academy.courses.model import (
    Course,
    Lesson,
    Library,
    Lineage,
    Marked,
    MarkedQuestion,
    Option,
    Origin,
    Question,
    Quiz,
    Section,
)
from academy.courses.problems import Problem
from academy.courses.reader import load, source_hash
from academy.courses.stamping import stamp

__all__ = [
    "Course",
    "Lesson",
    "Library",
    "Lineage",
    "Marked",
    "MarkedQuestion",
    "Option",
    "Origin",
    "Problem",
    "Question",
    "Quiz",
    "Section",
    "check",
    "load",
    "locale_of",
    "pack_language",
    "source_hash",
    "stamp",
]

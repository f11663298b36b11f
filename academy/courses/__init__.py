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

    - [ ] The clerk, who prepares it
      > Clerks prepare it, they don't decide. Every option has a line, said when it was chosen.
    - [x] The mayor, who answers for it
      > The mayor signs. The page says "Right" before this line, so it needn't begin with "Yes".

    ### What belongs in the note? {#q-note}         several [x]: right only with all and no other

    - [x] The date
      > So that anyone can find it later.
    - [x] How many took part
      > A number is enough.
    - [ ] Their names
      > A list of names can harm people.

    ### What is the total? {#q-total}               [=] a number, ± how far off, a unit

    - [=] 612,000 ± 500 KES
      > 8,500 × 6 × 12. Write numbers as your language does: 612 000 in French.
    - [ ] 51,000
      > That is one month. A number that people come to by mistake; as many as you like.
    - [ ] …
      > Multiply all three. Said to any other number.

    ### What comes first? {#q-order}                a list in its right order, [=] and words

    1. Measure the loss
    2. Ask the donor
    3. Change the plan

    - [=] In this order
      > You can only ask once you know the sum.
    - [ ] …
      > Whom must you ask before the plan may change?

    ### The letter {#case-letter}                   a case: a text, then questions with ####

    Lin's group wrote to the minister for a year.

    #### Whose desk is it on? {#q-desk}

    - [ ] The health minister's
      > The minister doesn't set the hours.
    - [x] The health director's
      > Whoever sets the hours can change them.

The quiz comes last. Pages shuffle options and lists for each try; paper keeps them as they are
written, except a list. A pack whose questions give the right option away, by its length, its place
or otherwise, is read all the same, and `check` names each (`giveaways`).

`lead` and `quiz` are not free as section ids. `sources` remembers for each section (and `lead`,
and `quiz`) the `source_hash` of the original it was translated from; where the original has
another hash today, the section is *stale*, and pages say so.

A pack holds these files and no others: no link, nothing hidden, no HTML, names of letters a–z,
digits, dots and hyphens. A picture is known by what is in it (`pictures`, `drawings`); one that
isn't fit is not shown. Texts have at most 256 kB, and YAML no anchors, aliases or tags.

An author's mistake is an AcademyError with the code `course_invalid` and the details `file` (below
the courses folder), `line` and `problem`, a sentence. `check` collects all of them, and more.
"""

from academy.courses.checking import check
from academy.courses.kinds import InOrder, Number, OneRight, SeveralRight
from academy.courses.languages import locale_of, pack_language
from academy.courses.model import Course, Lesson, Library, Marked, Origin, Quiz, Section
from academy.courses.problems import Problem
from academy.courses.questions import Case, MarkedQuestion, Option, Question
from academy.courses.reader import load, source_hash
from academy.courses.stamping import stamp
from academy.courses.week import Evaluation, Week, load_week

__all__ = [
    "Case",
    "Course",
    "Evaluation",
    "InOrder",
    "Lesson",
    "Library",
    "Marked",
    "MarkedQuestion",
    "Number",
    "OneRight",
    "Option",
    "Origin",
    "Problem",
    "Question",
    "Quiz",
    "Section",
    "SeveralRight",
    "Week",
    "check",
    "load",
    "load_week",
    "locale_of",
    "pack_language",
    "source_hash",
    "stamp",
]

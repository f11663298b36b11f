"""Course packs: folders of Markdown → Course, Lesson, Section, Quiz. The format is on this page.

    courses/<id>/course.yaml            facts about the course, the same in all languages
    courses/<id>/<language>/course.md   its title, summary, objectives; words of welcome below
    courses/<id>/<language>/01-<slug>.md, 02-<slug>.md …   one lesson each
    courses/<id>/<language>/figures.md  optional: the words of its pictures, see `figures`
    courses/<id>/<language>/trainer/    guides for whoever teaches: 01-<slug>.md, <activity>.md
    courses/<id>/worksheets/            forms that calculate (`academy.worksheets`)
    courses/<id>/media/                 pictures: SVG that only draws, PNG, JPEG, WebP, up to 512 kB
    courses/glossary/<language>.md      the words of all courses (see `glossary`)

Who reads Traditional Chinese (zh-Hant) needs no files: what stands in zh-Hans is made over for her
(see `traditional`), but for the lessons and terms that somebody writes in zh-Hant after all.

What holds in one country lies outside, in a folder of the network's own (see `inserts`).

course.yaml:

    id: advocacy                        the folder's name
    version: "1.0.0"
    licence: CC-BY-SA-4.0
    original: en                        translations are measured against this language
    languages: [en, fr, zh-Hans]
    lessons: [what-advocacy-is, who-decides]      slugs, in order
    pass_percent: 70
    activities: {three-rooms: 90}       optional: what a group does together, and its minutes
    by_hand: [three-rooms]              optional: activities that have a place of their own in a
                                        week, so that no half-day is filled with them by itself
    guidance_as_of: "2026-11"           optional: when the advice was last checked
    adapted_from: [{title: …, by: …, licence: …}] optional

The title of an activity stands in each course.md: `activities: {three-rooms: Three rooms}`.

A lesson:

    ---
    title: Who decides
    summary: How to find out who can say yes.
    minutes: {reading: 8, alone: 20, together: 75}
    reviewed: {by: community-member, on: 2026-11-30}   else `false`: see `reviews`; never a name
    edited: 2026-11-26                  optional: an editor read it on this day: see `reviews`
    as_of: {allies: "2025-06"}          optional, original only: a section with a date of its own
    quotes: [that word]                 optional: words to avoid that this text has to quote
    sources:                            translations only, written by `stamp`
      allies: "0123456789ab"
    ---

    A lead, if there is one.

    ## Allies and others {#allies}

    Text. The id between {# and } is the same in every language, whatever the heading says.
    A claim may say where it comes from.[^who-2012]

    [^who-2012]: WHO, 2012, p. 8

    :::case Rosa’s clinic
    A box opens with its name, a title of one's own if you like, and closes with `:::`. There are
    `try` (a task), `case` (a story), `note`, `changed` (since the guidance), `next`.
    :::

    :::try
    Share 10.00 among three donors.

    :::alone
    How a task is done by oneself …
    :::

    :::together
    … and in a group: both, or neither.
    :::

    :::answer
    3.34, 3.33, 3.33. It stays closed until the reader opens it; on paper it is open.
    :::
    :::

    :::next
    … add up the shares of one line. (The box begins “Next week I will …”, « La semaine prochaine,
    je vais… », “下周我要……”: go on from there. Nothing is stored: on paper, or in mind.)
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

    A question may have a text of its own, here, above what there is to choose.

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

A lesson has three to six sections, one idea each: 150 to 300 words, an example, a task. Text is
Markdown: lists, tables, **bold**, quotations with `>`; on paper *emphasis* is underlined, and in
Chinese it has dots. French has no-break spaces before `: ; ? ! » %` and after `«`, Chinese has none
beside letters and digits, and its signs stand behind bold, not in it: `**词**：字` (`asterisks`). A
source is named once and may be pointed at as often as you like. With its answers and questions a
lesson fits one sheet of paper, both sides, in English: a file of about 2,000 words.

A lesson between others moves those behind it: rename their files in every language, guides too,
and set its slug into `lessons`. It also needs a question before and after a week: see `week`.

A picture is `![what it shows](../media/beds.jpg)`. A drawing whose words are translated is
`![](../media/problem-tree.svg)`, alone in its paragraph; `figures` says how to make one.

`minutes` is honest: `reading` is the text read once, as `times` reckons it from its length in each
language (guess, and `check` names what is far off); `alone` its tasks and questions by oneself;
`together` the whole lesson in a group. The last two are the same in every language.

`alone`, `together` and `answer` stand in a `try`, an `answer` also in a `case`; no other box stands
in another. Every language has the same boxes in the same order. What is in an `answer` is not found
by the search.

`lead` and `quiz` are not free as section ids. `sources` remembers for each section (and `lead`,
and `quiz`) the `source_hash` of the original it was translated from; where the original has
another hash today, the section is *stale*, and pages say so.

A guide for whoever teaches a lesson or leads an activity, which no phone ever sees:

    ---
    reviewed: false                     and `edited`, `sources`, as in a lesson
    ---

    ## Aim {#aim}
    ## Materials {#materials}
    ## Steps {#steps}

    | Minutes | Step |
    |--:|---|
    | 10 | **Open.** Say the aim in one sentence. |

    ## Debrief {#debrief}
    ## What may go wrong {#what-may-go-wrong}
    ## Without power {#without-power}

All six sections, in this order. The steps come to the lesson's `together`, or to the activity's
minutes, and take as long in every language.

Below a lesson stands where it comes from (`citations`). Who has read it is a role and a day; a
text without them is a draft, in the original language too, and pages say so.

A pack holds these files and no others: no link, nothing hidden, no HTML, names of letters a–z,
digits, dots and hyphens. A picture is known by what is in it (`pictures`, `drawings`); one that
isn't fit is not shown. Texts have at most 256 kB, and YAML no anchors, aliases or tags.

What a network changes in a course, or adds, lies in a folder of its own: `academy.courses.own`.

An author's mistake is an AcademyError with the code `course_invalid` and the details `file` (below
the courses folder), `line` and `problem`, a sentence. `check` collects all of them, and more.
"""

from typing import TYPE_CHECKING

from academy.courses.figures import Figure
from academy.courses.kinds import InOrder, Number, OneRight, SeveralRight
from academy.courses.languages import locale_of, pack_language
from academy.courses.lineage import Lineage, Origin
from academy.courses.model import (
    Activity,
    Course,
    Lesson,
    Library,
    Marked,
    Quiz,
    Section,
)
from academy.courses.problems import Problem
from academy.courses.questions import Case, MarkedQuestion, Option, Question
from academy.courses.terms import Glossary, Term
from academy.courses.times import Minutes
from academy.late import late

if TYPE_CHECKING:
    from academy.courses.checking import check
    from academy.courses.glossary import FOLDER as GLOSSARY
    from academy.courses.guides import Guide, guide, guides_there
    from academy.courses.inserts import Insert, Inserts
    from academy.courses.inserts import check as check_inserts
    from academy.courses.inserts import load as load_inserts
    from academy.courses.reader import load, source_hash
    from academy.courses.stamping import stamp
    from academy.courses.states import STATES, Status, status
    from academy.courses.week import Evaluation, Week, load_week

__getattr__ = late(
    __name__,
    {
        "check": "checking", "GLOSSARY": "glossary:FOLDER", "Guide": "guides", "guide": "guides",
        "guides_there": "guides", "Insert": "inserts", "Inserts": "inserts",
        "check_inserts": "inserts:check", "load_inserts": "inserts:load", "load": "reader",
        "source_hash": "reader", "stamp": "stamping", "STATES": "states", "Status": "states",
        "status": "states", "Evaluation": "week", "Week": "week", "load_week": "week",
    },
)  # fmt: skip

__all__ = [
    "GLOSSARY",
    "STATES",
    "Activity",
    "Case",
    "Course",
    "Evaluation",
    "Figure",
    "Glossary",
    "Guide",
    "InOrder",
    "Insert",
    "Inserts",
    "Lesson",
    "Library",
    "Lineage",
    "Marked",
    "MarkedQuestion",
    "Minutes",
    "Number",
    "OneRight",
    "Option",
    "Origin",
    "Problem",
    "Question",
    "Quiz",
    "Section",
    "SeveralRight",
    "Status",
    "Term",
    "Week",
    "check",
    "check_inserts",
    "guide",
    "guides_there",
    "load",
    "load_inserts",
    "load_week",
    "locale_of",
    "pack_language",
    "source_hash",
    "stamp",
    "status",
]

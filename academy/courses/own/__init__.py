"""A network's own courses: whole packs, and overlays that hold only what differs.

They lie in a folder of their own (ACADEMY_COURSES, else `courses` in the data folder), which no
update of the program touches. A whole pack is what `academy.courses` describes, under an id that no
other course has. An overlay is a folder too:

    <own>/garden-own/course.yaml        which course it adapts, and whose it is
    <own>/garden-own/en/01-soil.md      sections of a lesson, in place of the original's
    <own>/garden-own/en/course.md       a title, a summary, words of welcome
    <own>/garden-own/es/…               a language that the original doesn't have
    <own>/garden-own/en/trainer/        sections of guides, in place of the original's; whole guides
    <own>/garden-own/en/figures.md      words of pictures
    <own>/garden-own/worksheets/budget.en.yaml   words of a worksheet, by key (see `labels`)
    <own>/garden-own/glossary/en.md     terms, in place of those that all courses share, or more
    <own>/garden-own/week/es/       a week's questions and evaluation, translated (see `weeks`)
    <own>/garden-own/media/             pictures: new ones, or in place of the original's
    <own>/garden-own/originals/         what sections were made from, by `source_hash`
    <own>/garden-own/drafts/            lessons in a new language that are not whole yet

course.yaml:

    id: garden-own                      the folder's name
    adapts: {id: garden, version: "1.2.0"}
    version: "3"                        grows each time something is saved
    by: The northern network            optional; shown where the course says where it comes from
    languages: [es]                     optional: languages that are added
    lessons: [soil, rain, water]        optional: another order, new lessons, fewer
    removed: {soil/budget: "0123456789ab"}   optional: sections that are left out
    pass_percent: 60                    optional, as is guidance_as_of

Licence and `adapted_from` stay the original's, and the course itself is named with them.

A lesson:

    ---
    adapted:
      training: "0123456789ab"          the `source_hash` of the original it was made from
    ---

    ## Training the hands {#training}

    What this network says instead. The other sections stay the original's.

Keys of the front matter, sections by id, `lead` and `quiz` each take the place of the original's; a
section that only the overlay has comes after the one it follows here, else last. `whole: true`
makes the file stand for the lesson as it is. When the original's section has another hash one day,
the original *has moved on*: pages of the staff say so, and show then, now and one's own. `sources`
of a translation are as everywhere. Who has `reviewed` the original has not read what was changed.

Guides, words of pictures and terms are written like a lesson's sections, each part with `adapted`
above it; a guide that the original hasn't is whole. Terms hold for all courses, as the glossary
does; in a language that has no glossary, they are a whole one with a title.

A section that is `removed` is left out in every language, whatever says it, and its hash is that of
the original when it was; words of one's own for it wait in their file. Each lesson keeps a section.
Works that other sections point at stay. Questions are nobody's section: `check` names those that
seem to ask about what was left out, and links that lead there, and both stay till somebody looks.

Reading puts both together file by file before anything is understood (`composing`), so an adapted
course obeys the rules of every course. What is wrong is told as elsewhere, with `own/` before the
file, and the overlay is left out; the original is there as ever.

overlay, blocks, composing   reading: what an overlay says, pages in parts, both as one
places, labels, works        files that have parts; a worksheet's words; works that sections name
weeks                        a week's questions and evaluation in a language of one's own
home, shelving               where it lies; all of it on the shelf, beside and over what came
besides, missed              guides and the like in it; who misses a section
bench, pieces, words         a course as it is worked on, part by part
comparing                    what changed in a part
keeping, leaving, changing   saving; leaving a section out; what one save writes
trying                       that it can be read before it is written
carried, taking              a pack as one signed file; taken in, taken back
rows, pages, bringing        words for other tools, out and in
manual                       a manual that becomes a course
"""

from typing import TYPE_CHECKING

from academy.courses.own.home import Own, seen
from academy.late import late

if TYPE_CHECKING:
    from academy.courses.own.bench import Work, work
    from academy.courses.own.overlay import Overlay
    from academy.courses.own.shelving import week_with_own, with_own

__getattr__ = late(
    __name__,
    {
        "Overlay": "overlay", "Work": "bench", "week_with_own": "shelving", "with_own": "shelving",
        "work": "bench",
    },
)  # fmt: skip

__all__ = ["Overlay", "Own", "Work", "seen", "week_with_own", "with_own", "work"]

"""What authors and translators are told: a table of broken packs, each with its sentence."""

import shutil
from pathlib import Path

import pytest

from academy import courses
from academy.courses import boxes
from academy.errors import AcademyError

PACKS = Path(__file__).parent.parent / "packs"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def packs(tmp_path):
    folder = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    for language in ("fr", "ru", "zh-Hans", "ar"):
        courses.stamp(folder, "garden", language)
    return folder


def told(packs, severity="error"):
    return [
        (one.file.removeprefix("garden/"), one.line, one.problem)
        for one in courses.check(packs)
        if one.severity == severity
    ]


SOIL, FRENCH, FACTS = "en/01-soil.md", "fr/01-soil.md", "course.yaml"
MINUTES = "“minutes: {reading: 8, alone: 20, together: 75}”"
SOIL_TAKES = "minutes: {reading: 1, alone: 5, together: 30}"
YAML_SAYS = (
    "This isn't valid YAML (mapping values are not allowed in this context). "
    "Text with “:” needs quotes."
)
NO_ID = (
    "The question “When is it pressed?” has no id; write it as “When is it pressed? {#some-id}”."
)
LOADING = {
    "no title": (SOIL, "title: Soil\n", "", 1, "“title” is missing."),
    "title is a number": (
        SOIL, "title: Soil", "title: 7", 2, "“title” must be text; put it in quotes.",
    ),
    "minutes as one number": (
        SOIL, SOIL_TAKES, "minutes: 15", 4,
        f"“minutes” says how long each way takes: {MINUTES}.",
    ),
    "no minutes": (SOIL, f"{SOIL_TAKES}\n", "", 1,
        f"“minutes” says how long each way takes: {MINUTES}.",
    ),
    "a way forgotten": (
        SOIL, ", together: 30", "", 4,
        "“together” in “minutes” must be a whole number from 0 to 600.",
    ),
    "minutes in words": (
        SOIL, "alone: 5", "alone: some", 4,
        "“alone” in “minutes” must be a whole number from 0 to 600.",
    ),
    "less than no minutes": (
        SOIL, "alone: 5", "alone: -5", 4,
        "“alone” in “minutes” must be a whole number from 0 to 600.",
    ),
    "true for one minute": (
        SOIL, "alone: 5", "alone: true", 4,
        "“alone” in “minutes” must be a whole number from 0 to 600.",
    ),
    "another way": (
        SOIL, "together: 30", "together: 30, asleep: 8", 4,
        f"“asleep” is no part of “minutes”: {MINUTES}.",
    ),
    "a colon too many": (
        SOIL, "title: Soil", "title: Soil: more", 2,
        YAML_SAYS,
    ),
    "the same key twice": (
        SOIL, "title: Soil", "title: Soil\ntitle: Earth", 3, "“title” stands here twice.",
    ),
    "no front matter": (
        "en/02-water.md", "---\ntitle", "title", 1,
        "The file must begin with front matter between two lines “---”.",
    ),
    "front matter without end": (
        "en/02-water.md", "together: 10}\n---", "together: 10}", 1,
        "The front matter has no second line “---”.",
    ),
    "a title in the text": (
        SOIL, "Everything", "# Soil\n\nEverything", 8,
        "The title belongs in the front matter; sections begin with “##”.",
    ),
    "a section without id": (
        SOIL, "## The budget {#budget}", "## The budget", 26,
        "The section “The budget” has no id; write it as “The budget {#some-id}”.",
    ),
    "an id in capitals": (
        SOIL, "{#budget}", "{#Budget}", 26,
        "The id “Budget” may hold only small letters a–z, digits and single hyphens.",
    ),
    "an id twice": (SOIL, "{#budget}", "{#training}", 26, "The id “training” stands here twice."),
    "a section after the quiz": (
        SOIL, "- [ ] Never\n", "- [ ] Never\n  > No.\n\n## More {#more}\n", 55,
        "The quiz must be the last section.",
    ),
    "a question without id": (
        SOIL, " {#q-pressed}", "", 46,
        NO_ID,
    ),
    "a question's id without q-": (
        SOIL, "{#q-pressed}", "{#pressed}", 46,
        "The id of a question begins with “q-”, and “pressed” does not.",
    ),
    "every option right": (
        SOIL, "- [ ] A coat", "- [x] A coat", 34,
        "Every option of “q-first” is right; then there is nothing to choose.",
    ),
    "no right option": (
        SOIL, "- [x] When", "- [ ] When", 46,
        "The question “q-pressed” has 0 right options and must have one.",
    ),
    "a stray line in a quiz": (
        SOIL, "- [ ] Never", "Or:\n- [ ] Never", 52,
        "This line belongs to no option; options begin with “- [ ]” or “- [x]”.",
    ),
    "a quiz without questions": (
        "en/02-water.md", "irrigation is.\n", "irrigation is.\n\n## Quiz {#quiz}\n", 11,
        "The quiz has no questions.",
    ),
    "another folder's id": (
        FACTS, "id: garden", "id: orchard", 1, "The id is “orchard” but the folder is “garden”.",
    ),
    "a version read as a number": (
        FACTS, 'version: "1.2.0"', "version: 1.2", 2, "“version” must be text; put it in quotes.",
    ),
    "Norwegian read as false": (
        FACTS, "ru, zh", "no, zh", 5, "Every entry of “languages” must be text; put it in quotes.",
    ),
    "a locale for a language": (
        FACTS, "zh-Hans", "zh_Hans", 5, "“zh_Hans” is not written like “fr” or “zh-Hans”.",
    ),
    "a language that climbs out": (
        FACTS, "zh-Hans", "../../etc", 5, "“../../etc” is not written like “fr” or “zh-Hans”.",
    ),
    "the original not listed": (
        FACTS, "original: en", "original: de", 5, "The original language “de” is not listed.",
    ),
    "too high a bar": (
        FACTS, "percent: 70", "percent: 170", 7,
        "“pass_percent” must be a whole number from 1 to 100.",
    ),
    "a day for a month": (
        FACTS, '"2026-11"', '"November"', 8, "“guidance_as_of” must be a month such as “2026-11”.",
    ),
    "a lesson listed but missing": (
        FACTS, "[soil, water]", "[soil, water, wind]", 1,
        "This lesson is listed in course.yaml but missing.",
    ),
    "an origin without title": (
        FACTS, "- title: A handbook of gardens\n    by", "- by", 9,
        "“adapted_from” needs a title, and text in quotes.",
    ),
    "a mistake in a translation": (
        FRENCH, "- [x] Du compost", "- [ ] Du compost", 29,
        "The question “q-first” has 0 right options and must have one.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem"), LOADING.values(), ids=LOADING.keys()
)
def test_a_broken_pack_does_not_load_and_says_where(packs, file, old, new, line, problem):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(AcademyError) as caught:
        courses.load(packs)
    assert caught.value.code == "course_invalid"
    assert caught.value.details["file"].startswith("garden/")
    where = "en/03-wind.md" if "wind" in new else file
    assert (where, line, problem) in told(packs)


PAINT = "De la peinture\n  > La peinture l’étouffe."
COMPOST = "Du compost\n  > Il nourrit tout."
CHECKED = {
    "an unknown box": (
        SOIL, ":::try", ":::hint", 14,
        f"There is no box “hint”; there are {', '.join(boxes.BOXES)}.",
    ),
    "a box and its title without a space": (
        SOIL, ":::try", ":::try自己试一试", 14,
        "A space parts a box from its title: “:::try 自己试一试”.",
    ),
    "a box left open": (
        SOIL, "press it.\n:::", "press it.", 14,
        "This box is not closed; end it with a line “:::”.",
    ),
    "a box closed twice": (
        SOIL, "press it.\n:::", "press it.\n:::\n\n:::", 18,
        "This “:::” closes a box that was never opened.",
    ),
    "a box in a box": (
        SOIL, ":::try\n", ":::try\n:::note\n", 15,
        "A box “note” can't stand inside “try”; close that first with “:::”.",
    ),
    "an answer in an answer": (
        SOIL, "press it.\n", "press it.\n:::answer\n:::answer\nIt holds.\n:::\n:::\n", 17,
        "A box “answer” can't stand inside “answer”; close that first with “:::”.",
    ),
    "an answer to nothing": (
        SOIL, ":::try", ":::answer", 14, "A box “answer” stands inside “try” or “case”.",
    ),
    "an answer left open": (
        SOIL, "press it.\n", "press it.\n:::answer\nIt holds.\n", 14,
        "This box is not closed; end it with a line “:::”.",
    ),
    "two answers": (
        SOIL, "press it.\n", "press it.\n:::answer\nA\n:::\n:::answer\nB\n:::\n", 14,
        "“answer” stands twice in this box.",
    ),
    "a task for one alone": (
        SOIL, "press it.\n", "press it.\n:::alone\nIn the garden.\n:::\n", 14,
        "This task has “alone” without “together”; write both or neither.",
    ),
    "a task for several alone": (
        SOIL, "press it.\n", "press it.\n:::together\nIn a ring.\n:::\n", 14,
        "This task has “together” without “alone”; write both or neither.",
    ),
    "HTML on its own": (
        SOIL, "Take a handful", "<div>\nTake a handful", 15,
        "HTML such as “<div>” is shown as text; write it in Markdown.",
    ),
    "HTML in a sentence": (
        SOIL, "lists seeds", "lists <b>seeds</b>", 28,
        "HTML such as “<b>” is shown as text; write it in Markdown.",
    ),
    "HTML in a quiz": (
        SOIL, "Paint seals it.", "Paint <u>seals</u> it.", 39,
        "HTML such as “<u>” is shown as text; write it in Markdown.",
    ),
    "a comment": (
        SOIL, "Everything", "<!-- later -->\n\nEverything", 8,
        "HTML such as “<!-- later -->” is shown as text; write it in Markdown.",
    ),
    "a link to no lesson": (
        SOIL, "(02-water.md#rain)", "(03-wind.md)", 28,
        "The link “03-wind.md” leads to a lesson that isn't there.",
    ),
    "a link to no section": (
        SOIL, "02-water.md#rain", "02-water.md#snow", 28,
        "The link “02-water.md#snow” leads to a section that isn't there.",
    ),
    "a link to no section here": (
        SOIL, "02-water.md#rain", "#snow", 28,
        "The link “#snow” leads to a section that isn't there.",
    ),
    "a link out of the courses": (
        SOIL, "02-water.md#rain", "../../../etc/passwd", 28,
        "The link “../../../etc/passwd” must be a path that begins at this file.",
    ),
    "a link that isn't allowed": (
        SOIL, "02-water.md#rain", "javascript:x", 28,
        "This link or picture isn't written as “[words](address)”, or not allowed.",
    ),
    "a picture that isn't there": (
        SOIL, "plan.svg", "map.svg", 24,
        "The link “../media/map.svg” leads to a file that isn't there.",
    ),
    "a picture from elsewhere": (
        SOIL, "../media/plan.svg", "https://example.org/x.png", 24,
        "A picture must lie in the pack, so that no phone asks for it elsewhere.",
    ),
    "an underlined heading": (
        SOIL, "Take a handful", "Take\n----\n\nA handful", 15,
        "This is a section's heading; write it as “## Heading {#id}”.",
    ),
    "a link in the welcome": (
        "en/course.md", "01-soil.md", "01-sand.md", 9,
        "The link “01-sand.md” leads to a lesson that isn't there.",
    ),
    "a section not translated": (
        FRENCH, "## Le budget {#budget}\n", "", 1,
        "The section “budget” of the original is missing.",
    ),
    "a section added": (
        FRENCH, "## Le budget", "## Encore {#more}\n\n## Le budget", 18,
        "The original has no section “more”.",
    ),
    "a box left out": (
        FRENCH, ":::try\nPrenez une poignée de terre et pressez-la.\n:::\n", "", 10,
        "The boxes of “training” are none here and try in the original.",
    ),
    "another box": (
        FRENCH, ":::try", ":::case", 10,
        "The boxes of “training” are case here and try in the original.",
    ),
    "a question added": (
        FRENCH, "{#q-first}", "{#q-other}", 24, "The original has no question “q-other”.",
    ),
    "an option left out": (
        FRENCH, "- [ ] Jamais\n  > La presser montre de quoi elle est faite.\n", "", 31,
        "The question “q-pressed” has 2 options here and 3 in the original.",
    ),
    "another right answer": (
        FRENCH, f"- [ ] {PAINT}\n- [x] {COMPOST}", f"- [x] {COMPOST}\n- [ ] {PAINT}", 24,
        "The question “q-first” has another right option than the original.",
    ),
    "tasks that take longer than in the original": (
        FRENCH, "alone: 5", "alone: 6", 4, "“alone” in “minutes” is 6 here and 5 in the original.",
    ),
    "a group that is quicker than in the original": (
        FRENCH, "together: 30", "together: 20", 4,
        "“together” in “minutes” is 20 here and 30 in the original.",
    ),
    "a quiz left out": (
        FRENCH, "{#quiz}", "{#quizz}", 1, "The quiz of the original is missing.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem"), CHECKED.values(), ids=CHECKED.keys()
)
def test_the_checker_names_file_line_and_problem(packs, file, old, new, line, problem):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    # Without the stamp, line numbers in the table are those of the files in tests/packs.
    head, _, rest = text.partition("sources:\n")
    body = rest[rest.index("---") :] if rest else ""
    path.write_text((head + body).replace(old, new, 1), "utf-8")
    assert (file, line, problem) in told(packs)


def test_swapped_sections_are_told(packs):
    path = packs / "garden" / FRENCH
    text = path.read_text("utf-8")
    swapped = text.replace("{#training}", "{#x}").replace("{#budget}", "{#training}")
    path.write_text(swapped.replace("{#x}", "{#budget}"), "utf-8")
    assert "The original has the section “training” here." in [one[2] for one in told(packs)]


def test_a_sound_pack_has_no_errors_and_names_what_is_not_translated(packs):
    assert told(packs) == []
    assert told(packs, "warning") == [
        ("ar/01-soil.md", 1, "This lesson isn't translated yet."),
        ("ru/02-water.md", 1, "This lesson isn't translated yet."),
    ]


WARNED = {
    "reading that takes longer": (
        SOIL, "reading: 1", "reading: 3", 4, "Reading this takes about 1 min, not 3.",
    ),
    "a misspelt key": (
        SOIL, SOIL_TAKES, f"{SOIL_TAKES}\nreviewd: true", 5,
        "“reviewd” means nothing here and is not read.",
    ),
    "the original has moved on": (
        SOIL, "lists seeds", "lists trees", 23,
        "The original of “budget” has changed since it was translated.",
    ),
    "a picture without words": (
        SOIL, "![A plan of the beds]", "![]", 24,
        "This picture needs a description for those who don't see it: “![words](…)”.",
    ),
    "a stamp for nothing": (
        FRENCH, "  budget:", "  gone:", 1, "“sources” names “gone”, which nothing has.",
    ),
    "not stamped": (
        FRENCH, "  budget:", "  gone:", 1,
        "Not stamped: budget. Run “academy courses stamp garden fr” when they agree.",
    ),
    "an objective left out": (
        "fr/course.md", "  - Prévoir l’eau d’une semaine\n", "", 1,
        "The original has 2 objectives, not 1.",
    ),
    "a lead left out": (
        FRENCH, "Tout commence par la terre.\n", "", 1,
        "The original has a text before the first section.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "problem"), WARNED.values(), ids=WARNED.keys()
)
def test_what_only_deserves_a_look_is_a_warning(packs, file, old, new, line, problem):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    courses.load(packs)
    where = FRENCH if "has changed" in problem else file
    assert (where, line, problem) in told(packs, "warning")


def test_files_that_nobody_reads_are_named(packs):
    (packs / "garden" / "en" / "03-wind.md").write_text("---\n---\n")
    (packs / "garden" / "es").mkdir()
    (packs / "garden" / "es" / "course.md").write_text("---\n---\n")
    (packs / "empty").mkdir()
    problems = [str(one) for one in courses.check(packs)]
    assert (
        "garden/en/03-wind.md:1: Warning: No lesson of course.yaml has this number and name; "
        "it is not read." in problems
    )
    assert (
        "garden/course.yaml:1: Warning: The language “es” is not listed in course.yaml." in problems
    )
    assert (
        "empty/course.yaml:1: Warning: The folder “empty” has no course.yaml and is not read."
        in problems
    )


def test_all_problems_are_told_at_once(packs):
    path = packs / "garden" / SOIL
    text = path.read_text("utf-8").replace("title: Soil\n", "").replace(" {#budget}", "")
    path.write_text(text, "utf-8")
    assert len([one for one in told(packs) if one[0] == SOIL]) == 2


def test_a_file_that_is_not_utf8_is_named(packs):
    path = packs / "garden" / SOIL
    path.write_bytes(path.read_bytes().replace(b"Rain", b"").replace(b"handful", b"h\xe9"))
    assert (SOIL, 15, "This isn't UTF-8; save the file as UTF-8.") in told(packs)


def test_headings_in_code_are_no_headings(packs):
    path = packs / "garden" / "en" / "02-water.md"
    path.write_text(path.read_text("utf-8") + "\n```\n## Not a section\n:::nor-a-box\n```\n")
    assert told(packs) == []
    assert len(courses.load(packs).course("garden").lesson("water").sections) == 1


def test_one_course_alone_is_told_what_all_together_are_of_it(packs):
    shutil.copytree(packs / "garden", packs / "orchard")
    for file in (packs / "orchard").rglob("*"):
        if file.is_file() and file.suffix in (".md", ".yaml"):
            text = file.read_text("utf-8").replace("id: garden", "id: orchard")
            file.write_text(text.replace("in the shed", "in the shed.\n\n[x](nowhere.md)"), "utf-8")
    every, one = courses.check(packs), courses.check(packs, ["orchard"])
    ours = [problem for problem in every if problem.file.startswith("orchard/")]
    assert [problem for problem in one if problem.file.startswith("orchard/")] == ours != []
    assert not any(problem.file.startswith("garden/") for problem in one)
    with pytest.raises(AcademyError, match="course_unknown"):
        courses.check(packs, ["nowhere"])


def test_our_own_courses_have_no_errors_show_no_asterisks_and_their_pictures_are_in_order():
    found = courses.check(ROOT / "courses")
    assert [str(one) for one in found if one.severity == "error"] == []
    assert [str(one) for one in found if "asterisks" in one.problem] == []
    assert [str(one) for one in found if "figure" in one.file] == []

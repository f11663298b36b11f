"""Reading packs: what pages get, and that nothing hostile comes through."""

import shutil
import threading
from pathlib import Path

import pytest

from academy import courses
from academy.courses import markdown
from academy.errors import AcademyError

PACKS = Path(__file__).parent.parent / "packs"


@pytest.fixture
def packs(tmp_path):
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


@pytest.fixture(scope="module")
def garden():
    return courses.load(PACKS).course("garden")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_course_says_what_its_files_say(garden):
    assert (garden.id, garden.version, garden.licence) == ("garden", "1.2.0", "CC-BY-SA-4.0")
    assert garden.title == "A garden together"
    assert garden.objectives == ("Say what a soil needs", "Plan water for a week")
    assert (garden.pass_percent, garden.guidance_as_of) == (70, "2026-11")
    assert garden.adapted_from[0].by == "The gardeners' network"
    assert garden.languages == ("en", "fr", "ru", "zh-Hans", "ar")
    assert [(one.number, one.slug, one.minutes) for one in garden.lessons] == [
        (1, "soil", courses.Minutes(reading=1, alone=5, together=30)),
        (2, "water", courses.Minutes(reading=1, alone=0, together=10)),
    ]
    assert garden.minutes == courses.Minutes(reading=2, alone=5, together=40)


def test_a_lesson_has_a_lead_sections_and_a_quiz(garden):
    soil = garden.lesson("soil")
    assert soil.lead.html == "<p>Everything begins with <em>soil</em>.</p>\n"
    assert [(one.id, one.title) for one in soil.sections] == [
        ("training", "Training the hands"),
        ("budget", "The budget"),
    ]
    assert soil.quiz.title == "Check yourself"
    assert (soil.reviewed, garden.lesson("water").reviewed) == (None, None)
    assert garden.lesson("water").quiz is None
    assert garden.lesson("fire") is None


def test_a_section_is_html_for_readers_and_text_for_search(garden):
    section = garden.lesson("soil").section("training")
    assert '<aside class="try"><p class="label">Try this</p>' in section.html
    assert '<h3 id="tools">Tools</h3>' in section.html
    assert '<td class="right">20</td>' in section.html
    assert 'src="/courses/garden/media/plan.svg" alt="A plan of the beds"' in section.html
    assert section.text.split("\n")[1:3] == ["Take a handful of earth and press it.", "Tools"]
    assert "A plan of the beds" in section.text


def test_links_between_files_become_addresses(packs):
    lesson = courses.load(packs, base="/read").course("garden").lesson("soil")
    assert '<a href="/read/garden/water#rain"' in lesson.section("budget").html
    welcome = courses.load(packs).course("garden").html
    assert '<a href="/courses/garden/soil"' in welcome


def test_a_box_speaks_the_language_of_its_lesson():
    html = markdown.blocks(":::note\nx\n:::", markdown.Place("garden", "fr"))
    assert "Remarque" in html
    titled = markdown.blocks(":::note Own *title*\nx\n:::", markdown.Place("garden", "fr"))
    assert '<p class="label">Own *title*</p>' in titled


def test_questions_and_feedback_are_inline_html(garden):
    first, pressed = garden.lesson("soil").quiz.questions
    assert first.text_html == "What does soil need <strong>first</strong>?"
    assert first.more_html == "<p>A heap of leaves lies ready.</p>\n"
    assert first.options[1].html == "Compost, well\nrotted"
    assert first.options[1].feedback_html == "It lasts.<br>It feeds <em>everything</em>."
    assert (first.right, pressed.right) == (1, 0)


@pytest.mark.parametrize(
    ("answers", "correct", "percent"),
    [
        ({"q-first": "1", "q-pressed": "0"}, 2, 100),
        ({"q-first": "1", "q-pressed": "2"}, 1, 50),
        ({"q-first": "1"}, 1, 50),
        ({}, 0, 0),
        ({"q-first": "-1", "q-pressed": "3", "q-unknown": "0"}, 0, 0),
    ],
    ids=["all right", "one wrong", "one unanswered", "nothing", "options that don't exist"],
)
def test_a_quiz_is_marked(garden, answers, correct, percent):
    marked = garden.lesson("soil").quiz.mark(answers)
    assert (marked.correct, marked.of, marked.percent) == (correct, 2, percent)
    assert marked.passes(50) == (correct >= 1)
    for one in marked.questions:
        assert bool(one.said) == bool(one.chosen) == one.answered


def test_passing_counts_in_whole_numbers():
    assert courses.Marked((), 7, 10).passes(70)
    assert not courses.Marked((), 69, 100).passes(70)
    assert courses.Marked((), 2, 3).percent == 66
    assert not courses.Marked((), 0, 0).passes(1)


def test_a_course_comes_in_the_asked_language_or_else_in_its_own(garden):
    chinese = garden.in_language("zh_Hans")
    assert (chinese.title, chinese.language) == ("一起建花园", "zh-Hans")
    assert chinese.is_in("zh_Hans")
    assert chinese.is_in("zh-Hans")
    assert garden.in_language("fr").in_language("en") is garden
    spanish = garden.in_language("es")
    assert spanish is garden
    assert not spanish.is_in("es")


def test_a_lesson_nobody_translated_stands_in_the_original(garden):
    russian = garden.in_language("ru")
    assert [lesson.language for lesson in russian.lessons] == ["ru", "en"]
    assert not russian.lesson("water").is_in("ru")


def test_two_spellings_of_a_language_are_one():
    assert courses.pack_language("zh_Hans") == "zh-Hans"
    assert courses.locale_of("zh-Hans") == "zh_Hans"
    assert courses.locale_of(courses.pack_language("fr")) == "fr"


def test_a_translation_remembers_what_it_was_made_from(packs):
    """Write and read side by side: what stamp writes, load reads."""
    assert courses.stamp(packs, "garden", "fr") == [
        "garden/fr/01-soil.md", "garden/fr/02-water.md", "garden/fr/figures.md",
    ]  # fmt: skip
    assert courses.stamp(packs, "garden", "fr") == []
    original = courses.load(packs).course("garden")
    french = original.in_language("fr").lesson("soil")
    assert not french.stale
    assert french.sources == {
        id: courses.source_hash(part)
        for id, part in {
            "training": original.lesson("soil").section("training"),
            "budget": original.lesson("soil").section("budget"),
            "lead": original.lesson("soil").lead,
            "quiz": original.lesson("soil").quiz,
        }.items()
    }

    edit(packs / "garden/en/01-soil.md", "lists seeds", "lists prices, seeds")
    french = courses.load(packs).course("garden").in_language("fr").lesson("soil")
    assert french.stale
    assert [one.id for one in french.sections if one.stale] == ["budget"]
    assert courses.stamp(packs, "garden", "fr", "soil") == ["garden/fr/01-soil.md"]
    assert not courses.load(packs).course("garden").in_language("fr").lesson("soil").stale


def test_stamping_changes_nothing_but_the_stamp(packs):
    path = packs / "garden/fr/01-soil.md"
    before = path.read_bytes()
    courses.stamp(packs, "garden", "fr")
    added = [line for line in path.read_bytes().split(b"\n") if line not in before.split(b"\n")]
    kept = [line for line in path.read_bytes().split(b"\n") if line not in added]
    assert b"\n".join(kept) == before
    assert added[0] == b"sources:"
    assert len(added) == 5


def test_stamping_keeps_the_line_ends_of_windows(packs):
    path = packs / "garden/fr/02-water.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    courses.stamp(packs, "garden", "fr", "water")
    after = path.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n")
    assert courses.stamp(packs, "garden", "fr", "water") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("orchard", "fr"), "course_unknown"),
        (("garden", "en"), "translation_missing"),
        (("garden", "es"), "translation_missing"),
        (("garden", "ru", "water"), "lesson_unknown"),
    ],
    ids=["no such course", "the original", "no such language", "not translated"],
)
def test_what_cannot_be_stamped_is_refused(packs, arguments, code):
    with pytest.raises(AcademyError) as caught:
        courses.stamp(packs, *arguments)
    assert caught.value.code == code


def test_wrapping_lines_does_not_make_a_translation_stale(packs):
    before = courses.source_hash(courses.load(packs).course("garden").lesson("water").sections[0])
    edit(packs / "garden/en/02-water.md", "Rain is free. An", "Rain is\nfree.  An")
    after = courses.source_hash(courses.load(packs).course("garden").lesson("water").sections[0])
    assert before == after
    edit(packs / "garden/en/02-water.md", "{#rain}", "and snow {#rain}")
    changed = courses.load(packs).course("garden").lesson("water").sections[0]
    assert courses.source_hash(changed) != after


def test_the_fingerprint_changes_with_any_file(packs):
    before = courses.load(packs).fingerprint
    assert courses.load(packs).fingerprint == before
    edit(packs / "garden/ru/course.md", "сад", "огород")
    assert courses.load(packs).fingerprint != before


HOSTILE = {
    "script": ("<script>alert(1)</script>", "<script"),
    "script in a box": (":::try\n<img src=x onerror=alert(1)>\n:::", "<img"),
    "title of a box": (":::note <b onclick=alert(1)>\nx\n:::", "<b "),
    "javascript link": ("[x](javascript:alert(1))", "href"),
    "data link": ("[x](data:text/html;base64,AAAA)", "href"),
    "entity in a link": ("[x](javascript&colon;alert(1))", 'href="javascript'),
    "autolink": ("<javascript:alert(1)>", "href"),
    "picture from elsewhere": ("![x](https://example.org/track.png)", "example.org"),
    "picture without a scheme": ("![x](//example.org/track.png)", "example.org"),
    "frame": ("<iframe src='https://example.org'></iframe>", "<iframe"),
    "style": ("<style>*{display:none}</style>", "<style"),
    "attribute breakout": ('![x" onerror="alert(1)](../media/plan.svg)', 'onerror="'),
}


@pytest.mark.parametrize(("source", "never"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markdown_is_inert(source, never):
    place = markdown.Place("garden", "en")
    assert never not in markdown.blocks(source, place)
    assert never not in markdown.inline(source, place)


def test_many_threads_may_read_one_library(packs):
    lesson = courses.load(packs).course("garden").lesson("soil")
    expected = courses.load(PACKS).course("garden").lesson("soil").sections[0].html
    found, start = [], threading.Barrier(8)

    def read():
        start.wait()
        found.append(lesson.sections[0].html)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {expected}


def test_a_broken_pack_can_be_left_out(packs):
    shutil.copytree(packs / "garden", packs / "orchard")
    with pytest.raises(AcademyError):
        courses.load(packs)
    library = courses.load(packs, leave_out_broken=True)
    assert [course.id for course in library.courses] == ["garden"]
    assert library.broken[0].details["file"] == "orchard/course.yaml"


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(AcademyError) as caught:
        courses.load(tmp_path / "nowhere")
    assert caught.value.code == "courses_missing"

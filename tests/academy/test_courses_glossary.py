"""The words of the courses: read, pointed at where they first stand, and held to."""

import random
import shutil
from html import unescape
from pathlib import Path

import pytest

from academy import courses
from academy.courses.languages import pack_language
from academy.courses.terms import Glossary, Term
from academy.errors import AcademyError
from academy.languages import catalogues
from academy.languages.i18n import LOCALES

PACKS = Path(__file__).parent.parent / "packs"
ROOT = Path(__file__).parents[2]
ENGLISH = """\
---
title: Words of the garden
---

What gardeners mean.

## compost {#compost}

also: composts, leaf mould
not: muck, dung heap*
unless: Muck Lane

Leaves that have *rotted* well.

## bed {#bed}

marked: no

A piece of earth for one plant.
"""
FRENCH = """\
---
title: Les mots du jardin
---

## compost {#compost}

not: fumier

Des feuilles bien décomposées.
"""


@pytest.fixture
def packs(tmp_path):
    folder = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    (folder / "glossary").mkdir()
    (folder / "glossary" / "en.md").write_text(ENGLISH, "utf-8")
    (folder / "glossary" / "fr.md").write_text(FRENCH, "utf-8")
    return folder


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def told(packs, file, severity="error"):
    return [
        (one.line, one.problem)
        for one in courses.check(packs)
        if one.file == file and one.severity == severity
    ]


def glossary(*terms):
    return Glossary("en", "Words", "", terms, "glossary/en.md")


def term(title, *also, avoid=(), unless=(), marked=True):
    id = title.replace(" ", "-")
    return Term(id, title, "en", also, avoid, unless, marked, "What it means.", 1)


def test_a_glossary_says_what_its_file_says(packs):
    library = courses.load(packs)
    english = library.glossary("en")
    assert (english.title, english.lead) == ("Words of the garden", "What gardeners mean.")
    compost = english.term("compost")
    assert compost.forms == ("compost", "composts", "leaf mould")
    assert (compost.avoid, compost.unless) == (("muck", "dung heap*"), ("Muck Lane",))
    assert (compost.text, compost.marked) == ("Leaves that have rotted well.", True)
    assert english.term("bed").marked is False
    assert english.term("spade") is None


def test_a_form_with_a_comma_stands_in_quotes(packs):
    edit(packs / "glossary" / "en.md", "leaf mould", '"leaves, rotted" ,leaf mould')
    one = courses.load(packs).glossary("en").term("compost")
    assert one.also == ("composts", "leaves, rotted", "leaf mould")
    assert led("<p>Leaves, and leaves, rotted.</p>", one).count("<a ") == 1
    assert "Leaves, and <a" in led("<p>Leaves, and leaves, rotted.</p>", one)


def test_who_has_no_glossary_reads_the_english_one(packs):
    library = courses.load(packs)
    assert library.glossary("fr").language == "fr"
    assert library.glossary("ar").language == library.glossary("zh_Hans").language == "en"
    assert courses.load(PACKS).glossary("en") is None


def test_a_word_that_nobody_explained_is_explained_in_english(packs):
    edit(packs / "glossary" / "fr.md", "Des feuilles bien décomposées.\n", "")
    library = courses.load(packs)
    bare = library.glossary("fr").term("compost")
    assert (bare.text, library.explained(bare).language) == ("", "en")
    warning = "Nobody has explained “compost” in this language yet."
    assert (5, warning) in told(packs, "glossary/fr.md", "warning")


def test_a_change_in_a_glossary_is_a_change_of_the_library(packs):
    before = courses.load(packs).fingerprint
    edit(packs / "glossary" / "en.md", "rotted", "mouldered")
    assert courses.load(packs).fingerprint != before


BROKEN = {
    "no id": ("## bed {#bed}", "## bed", "The section “bed” has no id; write it as"),
    "an id twice": ("{#bed}", "{#compost}", "The id “compost” stands here twice."),
    "a key twice": ("marked: no", "marked: no\nmarked: no", "“marked” stands here twice for one"),
    "marked with something else": ("marked: no", "marked: yes", "“marked” is left out, or “no”."),
    "a quote in a form": ("leaf mould", 'leaf "mould"', "A quotation mark in “also” stands around"),
    "half a quote": ("leaf mould", '"leaf, mould', "A quotation mark in “also” stands around"),
    "no title": ("title: Words of the garden\n", "", "“title” is missing."),
    "a sign that nobody sees": ("rotted", "rot\u202eted", "Here is a sign that nobody sees"),
}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_in_a_glossary_is_told_and_costs_no_course(packs, row):
    old, new, problem = row
    edit(packs / "glossary" / "en.md", old, new)
    assert [one for _, one in told(packs, "glossary/en.md") if one.startswith(problem)]
    with pytest.raises(AcademyError):
        courses.load(packs)
    library = courses.load(packs, leave_out_broken=True)
    assert [course.id for course in library.courses] == ["garden"]
    assert sorted(library.glossaries) == ["fr"]
    assert library.broken[0].details["file"] == "glossary/en.md"


def test_whatever_a_glossary_holds_the_courses_are_read(packs):
    """Bytes altered by chance, always the same."""
    chance = random.Random(7)
    path = packs / "glossary" / "en.md"
    sound = path.read_bytes()
    for _ in range(30):
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.choice(b"\0\n\xff\xc3#[]{}<>()*:,'\"|ax")
        path.write_bytes(data)
        library = courses.load(packs, leave_out_broken=True)
        assert [course.id for course in library.courses] == ["garden"]
        for words in library.glossaries.values():
            assert words.marked("<p>compost</p>", set(), "/w/").startswith("<p>")
            list(words.avoided("compost and muck"))


def test_glossaries_are_held_against_the_english_one(packs):
    assert told(packs, "glossary/fr.md", "warning") == [(1, "Missing here: bed.")]
    edit(packs / "glossary" / "fr.md", "{#compost}", "{#humus}")
    assert told(packs, "glossary/fr.md") == [(5, "The glossary in “en” has no term “humus”.")]
    missing = "There are courses in this language, and no glossary."
    assert told(packs, "glossary/ru.md", "warning") == [(1, missing)]


def test_a_word_cannot_be_right_and_to_be_avoided(packs):
    edit(packs / "glossary" / "en.md", "marked: no", "also: muck\nmarked: no")
    problem = "“muck” is to be avoided here, and right in “muck”."
    assert (7, problem) in told(packs, "glossary/en.md")


# --- words to avoid -------------------------------------------------------------------------------


SAID = {
    "the word itself": ("There is muck.", ["muck"]),
    "in capitals, at the beginning": ("Muck, they say.", ["Muck"]),
    "emphasised": ("There is **muck**.", ["muck"]),
    "a beginning, with any ending": ("Two dung heaps and a dungheap", ["dung heaps"]),
    "over the end of a line": ("a dung\n  heap", ["dung heap"]),
    "inside a longer word": ("mucky, amuck, muck-raking", ["muck"]),
    "only part of a longer word": ("mucky amuck", []),
    "a wording in which it means something else": ("the house in Muck Lane", []),
    "where a link leads": ("[here](../muck.md)", []),
    "the id of a heading": ("## Heap {#muck}", []),
    "what a link says": ("[muck](../heap.md)", ["muck"]),
}


@pytest.mark.parametrize("row", SAID.values(), ids=SAID.keys())
def test_a_word_is_found_as_people_write_it(row):
    words = glossary(term("compost", avoid=("muck", "dung heap*"), unless=("Muck Lane",)))
    text, found = row
    assert [one.word for one in words.avoided(text)] == found


def test_a_word_is_found_in_any_script():
    words = glossary(
        term("секс-работник", avoid=("проститут*",)),
        term("性工作者", avoid=("妓女",)),
        term("droits humains", avoid=("droits de l'homme",)),
    )
    for text in ("две проститутки", "有妓女说", "les droits de l’homme"):
        assert len(list(words.avoided(text))) == 1, text


ONTO = {
    "the word itself": ("هذه ميزانية جيدة", "ميزانية"),
    "the": ("هذه الميزانية جيدة", "الميزانية"),
    "and the": ("الخطة والميزانية", "والميزانية"),
    "for the": ("دفتر للميزانية", "للميزانية"),
    "with a": ("تبدأ بميزانية", "بميزانية"),
    "the, before each word": ("ما التكاليف المباشرة؟", "التكاليف المباشرة"),
    "a letter that belongs to another word": ("هذه مميزانية", ""),
}


@pytest.mark.parametrize("row", ONTO.values(), ids=ONTO.keys())
def test_an_arabic_word_is_found_behind_what_is_written_onto_it(row):
    text, found = row
    right = glossary(term("ميزانية", "تكاليف مباشرة"))
    linked = right.marked(f"<p>{text}</p>", set(), "/w/")
    assert linked.count("<a ") == bool(found)
    assert f">{found}</a>" in linked or not found
    wrong = glossary(term("x", avoid=("ميزانية", "تكاليف مباشرة")))
    assert [one.word for one in wrong.avoided(text)] == [found] * bool(found)


def test_a_lesson_with_a_word_to_avoid_is_told_where_and_what_to_say(packs):
    edit(packs / "garden" / "en" / "01-soil.md", "Everything begins", "Muck is good.\n\nIt begins")
    assert told(packs, "garden/en/01-soil.md") == [(8, "Say “compost”, not “Muck”.")]
    edit(packs / "garden" / "fr" / "course.md", "title: ", "title: Fumier, ")
    assert told(packs, "garden/fr/course.md") == [(2, "Say “compost”, not “Fumier”.")]


def test_everything_written_in_a_language_is_looked_at_whatever_reads_it(packs):
    for name, text in (("guide.md", "Muck"), ("captions.yaml", "bed: muck"), ("x/y.md", "# Muck")):
        path = packs / "garden" / "en" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", "utf-8")
        said = [problem for _, problem in told(packs, f"garden/en/{name}") if "Say" in problem]
        assert len(said) == 1, name
    (packs / "garden" / "en" / "captions.yaml").write_text("quotes: [muck]\nbed: muck\n", "utf-8")
    assert told(packs, "garden/en/captions.yaml") == []


def test_the_name_of_a_part_is_no_word_of_the_text(packs):
    text = (
        '---\nsources:\n  muck-heap: "0123456789ab"\n---\n\n## Heap {#muck-heap}\n\n- muck: Bed\n'
    )
    captions = packs / "garden" / "en" / "captions.md"
    captions.write_text(text, "utf-8")
    assert told(packs, "garden/en/captions.md") == []
    captions.write_text(text.replace("muck: Bed", "bed: Muck"), "utf-8")
    assert told(packs, "garden/en/captions.md") == [(8, "Say “compost”, not “Muck”.")]


def test_a_lesson_may_quote_a_word_when_it_says_so(packs):
    soil = packs / "garden" / "en" / "01-soil.md"
    edit(soil, "Everything begins", "Some say “muck”.\n\nIt begins")
    edit(soil, "\nreviewed:", "\nquotes: [muck]\nreviewed:")
    assert told(packs, "garden/en/01-soil.md") == []
    edit(soil, "“muck”", "“mud”")
    vain = (5, "“muck” is not in this text.")
    assert vain in told(packs, "garden/en/01-soil.md", "warning")


def test_an_explanation_avoids_the_words_too(packs):
    edit(packs / "glossary" / "en.md", "A piece of earth", "A piece of muck")
    assert told(packs, "glossary/en.md") == [(19, "Say “compost”, not “muck”.")]


def test_a_catalogue_is_held_to_the_same_words(tmp_path):
    package = tmp_path / "shop"
    package.mkdir()
    (package / "till.py").write_text('said = gettext("Dry muck"), gettext("Wet muck")\n')
    folder = tmp_path / "translations"
    catalogues.update(package, folder)
    french = folder / "fr" / "LC_MESSAGES" / "messages.po"
    text = french.read_text("utf-8").replace('msgid "Dry muck"\nmsgstr ""', DRY)
    french.write_text(text.replace('msgid "Wet muck"\nmsgstr ""', WET), "utf-8")
    words = {
        "fr": glossary(term("compost", avoid=("fumier",))).avoided,
        "en": glossary(term("compost", avoid=("muck",))).avoided,
    }
    found = [one for one in catalogues.faults(package, folder, words) if "say “" in one]
    assert found == [
        "translations/messages.pot:10: say “compost”, not “muck”",
        "translations/messages.pot:14: say “compost”, not “muck”",
        "translations/fr/LC_MESSAGES/messages.po:13: say “compost”, not “fumier”",
    ]
    catalogues.update(package, folder)
    assert "# quotes: fumier" in french.read_text("utf-8")


DRY = 'msgid "Dry muck"\nmsgstr "Du fumier sec"'
WET = '# quotes: fumier\nmsgid "Wet muck"\nmsgstr "Du « fumier » humide"'


# --- where a term first stands --------------------------------------------------------------------


def led(html, *terms, seen=None):
    return glossary(*terms).marked(html, set() if seen is None else seen, "/words/")


def test_a_term_leads_to_its_meaning_where_it_first_stands():
    seen = set()
    first = led("<p>Good compost &amp; compost</p>", term("compost"), seen=seen)
    assert first == '<p>Good <a class="term" href="/words/#compost">compost</a> &amp; compost</p>'
    assert led("<p>More compost</p>", term("compost"), seen=seen) == "<p>More compost</p>"


def test_the_longest_term_wins_and_keeps_its_capitals():
    html = led("<p>Leaf compost heap</p>", term("compost"), term("leaf compost"))
    assert 'href="/words/#leaf-compost">Leaf compost</a> heap' in html


UNTOUCHED = {
    "a link": '<p><a href="/x">compost</a></p>',
    "a heading": "<h3>compost</h3>",
    "code": "<p><code>compost</code></p>",
    "what is closed": "<details><summary>Open</summary><p>compost</p></details>",
    "a drawing": "<svg><text>compost</text></svg>",
    "an attribute": '<img alt="a > compost" src="/x">',
    "part of a word": "<p>composted</p>",
    "a wording in which it means something else": "<p>compost red</p>",
}


@pytest.mark.parametrize("html", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_what_is_no_term_stays_as_it_is(html):
    assert led(html, term("compost", unless=("compost red",))) == html


def test_marking_adds_links_and_changes_nothing_else():
    """Whatever the text is, without our links it is the same text."""
    library = courses.load(ROOT / "courses")
    for course in library.courses:
        for version in course.versions.values():
            for lesson in version.lessons:
                words = library.glossaries[lesson.language]
                seen = set()
                for part in filter(None, (lesson.lead, *lesson.sections)):
                    html = words.marked(part.html, seen, "/w/")
                    assert len(html) - len(part.html) <= len(seen) * 80
                    bare = _without_terms(html)
                    assert unescape(bare) == unescape(part.html)
                assert seen, lesson.file


def _without_terms(html):
    while '<a class="term"' in html:
        before, _, rest = html.partition('<a class="term"')
        words, _, after = rest.partition(">")[2].partition("</a>")
        html = before + words + after
    return html


# --- ours -----------------------------------------------------------------------------------------


def test_our_glossaries_are_whole_where_we_have_courses():
    library = courses.load(ROOT / "courses")
    english = library.glossaries["en"]
    for language in library.languages:
        found = library.glossaries[language]
        assert [one.id for one in found.terms] == [one.id for one in english.terms], language
        assert [one.id for one in found.terms if not one.text] == [], language
    assert sorted(library.glossaries) == sorted(map(pack_language, LOCALES))

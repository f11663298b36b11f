"""A course goes to a translator's own tools and comes back, as PO and as Markdown."""

import struct
import zipfile
from io import BytesIO

import pytest

from academy.courses.own import keeping, pages, rows
from academy.courses.own.rows import Row
from academy.courses.own.words import Words
from academy.errors import AcademyError
from academy.languages import catalogues
from tests.academy.courses_own import write
from tests.academy.test_courses_bench import Bench
from tests.academy.test_courses_own_besides import GLOSSARY, GUIDE, HEAD, SHEET, WORDS


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture
def rich(bench):
    """The garden with a guide, a worksheet and a glossary, begun in Spanish."""
    write(bench.packs, {
        "garden/en/trainer/01-soil.md": HEAD + GUIDE, "garden/worksheets/beds.yaml": SHEET,
        "garden/worksheets/beds.en.yaml": WORDS, "glossary/en.md": GLOSSARY,
    })  # fmt: skip
    edit = bench.edit
    edit("lessons:", "activities: {walk: 30}\nlessons:", "course.yaml")
    edit("title:", "activities: {walk: A walk}\ntitle:", "en/course.md")
    keeping.save_welcome(bench.work(), "es", "Un jardín", "Plantar.", ["a", "b"], "")
    return bench


BESIDE = ("guide.soil", "sheet.beds", "all.figures", "all.glossary")


def beside(listed):
    return [row for row in listed if row.context.startswith(BESIDE)]


def said_of(bench, language, place):
    return {one.id: one.here.text for one in bench.work().pieces(language, place) if one.here}


def sent(bench, language):
    return catalogues.sheet(rows.rows(bench.work(), language), language)


def back(content):
    return [Row(*one) for one in catalogues.read_sheet(content)]


def test_a_po_file_that_comes_back_unchanged_changes_nothing(bench):
    content = sent(bench, "fr")
    assert b'msgctxt "soil/training/heading"' in content
    head = content.split(b"\n\n")[0]
    assert b"Language: fr" in head
    assert not any(word in head for word in (b"Date", b"EMAIL", b"PROJECT", b"fuzzy"))
    found = rows.bring(bench.work, "fr", back(content))
    assert (found.saved, found.incomplete, found.refused) == (0, [], [])
    assert bench.files() == []


def test_every_paragraph_is_a_row_and_a_language_comes_back_whole(bench):
    listed = [row._replace(said=f"ES {row.source}") for row in back(sent(bench, "es"))]
    quiz = [row for row in listed if row.context.startswith("soil/quiz/")]
    assert [row.context for row in quiz][:3] == [
        "soil/quiz/heading", "soil/quiz/0", "soil/quiz/1",
    ]  # fmt: skip
    listed = [row if "quiz" not in row.context else row._replace(said=row.source) for row in listed]
    listed = [row._replace(said=row.source) if row.source[:1] in ":#|!-" else row for row in listed]
    found = rows.bring(bench.work, "es", listed)
    assert (found.incomplete, found.refused) == ([], [])
    spanish = bench.lesson("es")
    assert spanish.language == "es"
    assert spanish.title == "ES Soil"
    assert spanish.section("budget").text.startswith("ES A budget lists")
    assert len(spanish.quiz.questions) == 2
    assert not spanish.stale


def test_a_part_that_is_not_whole_or_only_guessed_is_left_as_it_is(bench):
    listed = [
        row._replace(said="" if row.context == "soil/training/whole" else "Neuf" if
                     row.context.startswith("soil/training") else row.said)
        for row in back(sent(bench, "fr"))
    ]  # fmt: skip
    found = rows.bring(bench.work, "fr", listed)
    assert found.saved == 0
    fuzzy = b"#, fuzzy\n" + sent(bench, "fr").split(b"\n\n", 1)[1]
    assert back(fuzzy)[0].said == ""


def test_what_was_translated_from_an_older_original_comes_back_stale(bench):
    listed = [
        row._replace(said=row.source) if row.context.startswith("water/") else row
        for row in back(sent(bench, "ru"))
    ]
    bench.edit("umbrella", "parasol", "en/02-water.md")
    found = rows.bring(bench.work, "ru", listed)
    assert found.refused == []
    stale = [one for one in bench.work().pieces("ru", "water") if one.stale]
    assert stale
    assert "umbrella" in stale[0].source_then.text
    assert "parasol" in stale[0].source.text


def test_what_is_stale_is_marked_until_somebody_says_that_it_is_right(bench):
    keeping.save(bench.work(), "fr", "soil", "budget", Words("A", "b"))
    bench.edit("lists seeds", "lists weeds")
    content = sent(bench, "fr")
    assert content.count(b"#, fuzzy") == 2
    assert rows.bring(bench.work, "fr", back(content)).saved == 0
    assert bench.lesson("fr").section("budget").stale
    looked_at = back(content.replace(b"#, fuzzy\n", b""))
    assert rows.bring(bench.work, "fr", looked_at).saved == 1
    assert not bench.lesson("fr").section("budget").stale
    assert rows.bring(bench.work, "fr", back(sent(bench, "fr"))).saved == 0


def test_a_mistake_leaves_its_lesson_alone_and_the_others_are_saved(bench):
    listed = [
        row._replace(said="<b>x</b>" if row.context == "soil/budget/0" else row.source)
        for row in back(sent(bench, "es"))
    ]
    found = rows.bring(bench.work, "es", listed)
    ((place, error, alone),) = found.refused
    assert (place, error.code, alone) == ("soil", "course_invalid", False)
    assert (error.details["part"], error.details["text_line"]) == ("budget", 1)
    assert bench.lesson("es", "water").language == "es"
    assert bench.lesson("es", "soil").language == "en"


def test_a_language_that_nobody_began_takes_no_lessons(bench):
    listed = [row for row in back(sent(bench, "es")) if not row.context.startswith("course/")]
    with pytest.raises(AcademyError, match="language_not_begun"):
        rows.bring(bench.work, "es", listed)


DAMAGED = {
    "nothing of ours": b"PK\x03\x04",
    "half a sentence": b'msgid "a\nmsgstr "b"\n',
    "another encoding": 'msgid "é"\nmsgstr "ü"\n'.encode("latin-1"),
    "a conflict": b'<<<<<<< a\nmsgid "a"\nmsgstr "b"\n',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_catalogue_is_refused_with_its_line(content):
    with pytest.raises(AcademyError, match="catalogue_damaged") as refused:
        catalogues.read_sheet(content)
    assert refused.value.details["place"].isdecimal()


def test_a_per_cent_is_a_word_and_no_format():
    content = catalogues.sheet([("a", "33 % of them", "33% 的人", "")], "zh-Hans")
    assert b"python-format" not in content
    assert back(content) == [Row("a", "33 % of them", "33% 的人")]


def test_code_with_empty_lines_in_it_is_one_paragraph():
    text = "a\n\n```\nb\n\nc\n```\n\nd"
    assert rows.paragraphs(text) == ["a", "```\nb\n\nc\n```", "d"]
    assert "\n\n".join(rows.paragraphs(text)) == text


def test_pages_go_and_come_back(bench):
    data = pages.zipped(bench.work(), "fr")
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    assert "garden/en/01-soil.md" in names
    assert "garden/fr/01-soil.md" in names
    found = pages.opened(data, "fr")
    assert pages.bring(bench.work, "fr", found).saved == 0
    assert bench.files() == []
    found["soil"] = found["soil"].replace("la remise", "la grange")
    result = pages.bring(bench.work, "fr", found)
    assert (result.saved, result.refused) == (1, [])
    assert "la grange" in bench.lesson("fr").section("training").text
    assert bench.lesson("fr").section("budget") is not None


def test_a_new_language_comes_as_pages(bench):
    found = pages.opened(pages.zipped(bench.work(), "en"), "en")
    assert pages.bring(bench.work, "es", found).refused == []
    assert bench.lesson("es").language == "es"


def test_pages_keep_from_which_original_they_were_made(bench):
    keeping.save(bench.work(), "fr", "soil", "budget", Words("A", "b"))
    found = pages.opened(pages.zipped(bench.work(), "fr"), "fr")
    bench.edit("lists seeds", "lists weeds")
    found["soil"] = found["soil"].replace("\nb\n", "\nc\n")
    assert pages.bring(bench.work, "fr", found).saved == 1
    assert bench.lesson("fr").section("budget").text == "c"
    assert bench.lesson("fr").section("budget").stale


def zip_of(*entries, **changed):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    data = written.getvalue()
    if "size" in changed:  # lies in the list of contents
        at = data.rindex(b"PK\x01\x02")
        data = data[: at + 24] + struct.pack("<I", changed["size"]) + data[at + 28 :]
    return data


HOSTILE = {
    "no zip": b"x",
    "half a zip": zip_of(("es/course.md", "x" * 5_000))[:-30],
    "thousands of entries": zip_of(*((f"es/{n:02}-a.md", "") for n in range(3_000))),
    "a bomb": zip_of(("es/01-soil.md", b"\0" * 2**24)),
    "a bomb that says it is small": zip_of(("es/01-soil.md", b"\0" * 2**24), size=10),
    "a page beyond all sizes": zip_of(("es/01-soil.md", b"x" * 300_000)),
    "another encoding": zip_of(("es/01-soil.md", "é".encode("latin-1"))),
    "a line turned round": zip_of(("es/01-soil.md", "a\n\u202eb")),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_zip_is_refused(data, bench):
    with pytest.raises(AcademyError, match=r"file_unreadable|too_large|course_invalid"):
        pages.opened(data, "es")
    assert bench.files() == []


def test_names_in_a_zip_lead_nowhere(bench):
    data = zip_of(
        ("../../es/01-soil.md", "---\ntitle: x\n---\n"), ("/etc/passwd", "x"), ("es/run.sh", "x")
    )
    assert pages.opened(data, "es").keys() == {"soil"}
    with pytest.raises(AcademyError, match="language_not_begun"):
        pages.bring(bench.work, "es", pages.opened(data, "es"))
    assert bench.files() == []


def test_altered_files_are_read_or_refused(bench):
    import random

    from tests.fuzzing.mutations import mutated

    source = random.Random(13)
    fine = {"catalogue_damaged", "file_unreadable", "too_large", "course_invalid", "read"}
    for data, read in (
        (sent(bench, "fr"), back),
        (pages.zipped(bench.work(), "fr"), lambda data: pages.opened(data, "fr")),
    ):
        assert {_tried(read, mutated(source, [data])) for _ in range(150)} <= fine


def _tried(read, data):
    try:
        read(data)
    except AcademyError as error:
        return error.code
    return "read"


# what is beside the lessons


def test_guides_words_and_terms_go_out_and_come_back_whole(rich):
    listed = beside(back(sent(rich, "es")))
    assert {row.context.partition("/")[0] for row in listed} == set(BESIDE)
    spoken = [row._replace(said=row.source if row.source[:1] in "-|a" else f"ES {row.source}")
              for row in listed]  # fmt: skip
    found = rows.bring(rich.work, "es", spoken)
    assert (found.incomplete, found.refused) == ([], [])
    for place in BESIDE:
        assert {one.state for one in rich.work().pieces("es", place)} == {"whole"}, place
    assert said_of(rich, "es", "sheet.beds")["title"] == "ES Beds"
    spanish = rich.library().glossaries["es"]
    assert (spanish.title, spanish.term("bed").also) == ("ES Words", ("beds",))
    assert rows.bring(rich.work, "es", beside(back(sent(rich, "es")))).saved == 0


def test_what_an_activity_is_called_goes_out_and_comes_back(rich):
    def named():
        return rich.library().course("garden").in_language("es").activities[0].title

    listed = back(sent(rich, "es"))
    assert Row("course/activities/walk", "A walk", "") in listed
    listed = [row._replace(said="Un paseo") if "walk" in row.context else row for row in listed]
    assert rows.bring(rich.work, "es", listed).saved == 1
    assert named() == "Un paseo"
    assert rows.bring(rich.work, "es", back(sent(rich, "es"))).saved == 0
    found = pages.opened(pages.zipped(rich.work(), "es"), "es")
    found = {"course": found["course"].replace("Un paseo", "Una vuelta")}
    assert pages.bring(rich.work, "es", found).saved == 1
    assert named() == "Una vuelta"


def test_a_mistake_in_a_list_is_told_with_its_place_and_the_rest_of_it_is_saved(rich):
    wrong = {
        "sheet.beds/total/0": "x" * 300, "sheet.beds/check-gap/0": "Nothing left.",
        "all.glossary/bed/heading": " ", "guide.soil/aim/0": "<b>x</b>",
        "sheet.beds/nothing/0": "x", "guide.water-it/aim/0": "x", "all.glossary/summary": "x",
    }  # fmt: skip
    listed = beside(back(sent(rich, "es")))
    listed += [Row(place, "x", "x") for place in wrong if place not in {one[0] for one in listed}]
    listed = [row._replace(said=wrong.get(row.context, row.source)) for row in listed]
    found = rows.bring(rich.work, "es", listed)
    told = {(one.place, one.error.code, one.error.details["part"], one.alone)
            for one in found.refused}  # fmt: skip
    assert told == {
        ("sheet.beds", "label_long", "total", True),
        ("sheet.beds", "label_values", "check-gap", True),
        ("guide.soil", "course_invalid", "aim", False),
    }
    assert set(found.incomplete) == {
        "all.glossary/bed", "all.glossary/summary", "sheet.beds/nothing", "guide.water-it",
    }  # fmt: skip
    assert said_of(rich, "es", "sheet.beds").keys() == {"title", "summary", "lines", "lines-amount"}
    assert said_of(rich, "es", "all.glossary") == {"spade": "A tool."}
    assert said_of(rich, "es", "guide.soil") == {}


def test_a_list_of_mistakes_is_not_tried_for_ever(rich, monkeypatch):
    tries = []
    save_all = keeping.save_all
    monkeypatch.setattr(keeping, "save_all", lambda *all: (tries.append(1), save_all(*all)))
    many = "".join(f"## term {n} {{#term-{n}}}\n\nA.\n\n" for n in range(40))
    write(rich.packs, {"glossary/en.md": f"---\ntitle: Words\n---\n\n{many}"})
    listed = [row._replace(said="not: a\nnot: b\n\nA." if row.source == "A." else row.source)
              for row in beside(back(sent(rich, "es")))]  # fmt: skip
    found = rows.bring(rich.work, "es", listed)
    assert found.refused[-1].place == "all.glossary"
    assert not found.refused[-1].alone
    assert len(tries) < 20


def test_pages_of_guides_words_and_terms_go_out_and_come_back(rich):
    data = pages.zipped(rich.work(), "en")
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    assert {f"garden/{one}" for one in (
        "en/trainer/01-soil.md", "worksheets/beds.en.yaml", "en/figures.md", "glossary/en.md"
    )} <= set(names)  # fmt: skip
    found = pages.opened(data, "en")
    assert set(BESIDE) <= found.keys()
    result = pages.bring(rich.work, "en", found)
    assert (result.saved, result.incomplete, result.refused) == (0, [], [])
    result = pages.bring(rich.work, "es", {one: found[one] for one in BESIDE})
    assert (result.incomplete, result.refused) == ([], [])
    for place in BESIDE:
        assert {one.state for one in rich.work().pieces("es", place)} == {"whole"}, place
    out = pages.opened(pages.zipped(rich.work(), "es"), "es")
    out["sheet.beds"] = out["sheet.beds"].replace("'Price'", "'Precio'")
    out["all.glossary"] = out["all.glossary"].replace("A tool.", "Sirve.")
    assert pages.bring(rich.work, "es", out).saved == 2
    assert said_of(rich, "es", "sheet.beds")["lines-amount"] == "Precio"
    assert rich.library().glossaries["es"].term("spade").source == "Sirve."


def test_a_page_with_a_mistake_takes_no_other_with_it(rich):
    sheet = WORDS.replace("Price", "Precio")
    found = pages.bring(rich.work, "es", {
        "sheet.beds": sheet + "lines: [", "all.figures": "## A {#no id}\n", "guide.nobody": "x",
        "all.glossary": GLOSSARY + "## new {#new}\n\nNew.\n",
    })  # fmt: skip
    assert {one.place for one in found.refused} == {"sheet.beds", "all.figures"}
    assert set(found.incomplete) == {"guide.nobody", "all.glossary/new"}
    assert found.saved == 3
    assert said_of(rich, "es", "all.glossary").keys() == {"bed", "spade"}

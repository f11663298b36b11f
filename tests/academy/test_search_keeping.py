"""What an older index holds of the same lessons is kept, and nobody can tell by the answers."""

import json
import shutil
from pathlib import Path

import pytest
from whoosh.index import create_in, open_dir

from academy import courses
from academy.data import data_folder
from academy.search import Index, building, child, documents
from academy.search.schema import indexed, schema
from academy.search.vocabulary import Vocabulary

PACKS = Path(__file__).parent.parent / "packs"


@pytest.fixture
def packs(tmp_path):
    """A course, and a glossary in two languages."""
    folder = shutil.copytree(PACKS, tmp_path / "packs")
    (folder / "glossary").mkdir()
    for name in ("en.md", "fr.md"):
        shutil.copy(data_folder("courses") / "glossary" / name, folder / "glossary" / name)
    return folder


def held(searcher):
    """All that Whoosh reads of an index: words with their postings, lengths, what is stored."""
    reader, words = searcher.reader(), {}
    for field, word in reader.all_terms():
        matcher, found = reader.postings(field, word), []
        while matcher.is_active():
            found.append((matcher.id(), matcher.weight(), matcher.value()))
            matcher.next()
        told = reader.term_info(field, word)
        about = (told.doc_frequency(), told.weight(), told.min_length(), told.max_length(),
                 told.max_weight(), told.min_id(), told.max_id())  # fmt: skip
        words[field, word] = about, found
    numbers = range(reader.doc_count_all())
    lengths = [reader.doc_field_length(number, "text", 0) for number in numbers]
    stored = [reader.stored_fields(number)["found"] for number in numbers]
    return words, lengths, reader.field_length("text"), stored


def all_held(folder, library):
    shelves = building.open_shelves(building.folder_for(folder, library), {})
    return {name: (held(one.searcher), one.vocabulary.words) for name, one in shelves.items()}


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh-Hans", "ar"])
def test_an_index_of_ours_holds_what_whoosh_writes(packs, tmp_path, language):
    library = courses.load(packs)
    building.build(tmp_path / "search", library)
    (tmp_path / "whoosh").mkdir()
    writer = create_in(str(tmp_path / "whoosh"), schema(language)).writer()
    for part in documents.parts(library, language):
        for found, not_for in zip(part.make(), part.not_for, strict=True):
            writer.add_document(text=indexed(found), not_for=not_for, found=tuple(found))
    writer.commit()
    theirs = held(open_dir(str(tmp_path / "whoosh"), schema=schema(language)).searcher())
    assert all_held(tmp_path / "search", library)[language][0] == theirs


def _say_something_else(packs):
    file = packs / "garden/en/01-soil.md"
    file.write_text(file.read_text("utf-8").replace("seeds and tools", "a wheelbarrow"), "utf-8")


def _rename_the_course(packs):
    file = packs / "garden/fr/course.md"
    file.write_text(file.read_text("utf-8").replace("title: ", "title: Nouveau – "), "utf-8")


def _drop_a_translation(packs):
    (packs / "garden/fr/02-water.md").unlink()


def _drop_a_lesson(packs):
    file = packs / "garden/course.yaml"
    file.write_text(file.read_text("utf-8").replace("[soil, water]", "[water]"), "utf-8")
    _number(packs, soil="", water="01")


def _reverse_the_lessons(packs):
    file = packs / "garden/course.yaml"
    file.write_text(file.read_text("utf-8").replace("[soil, water]", "[water, soil]"), "utf-8")
    _number(packs, soil="02", water="01")


def _number(packs, soil, water):
    for language in (packs / "garden").iterdir():
        for old, new in (("01-soil.md", f"{soil}-soil.md"), ("02-water.md", f"{water}-water.md")):
            if (language / old).exists():
                (language / old).rename(language / new)


def _relabel_a_picture(packs):
    file = packs / "garden/en/figures.md"
    file.write_text(file.read_text("utf-8").replace("We harvest", "We gather"), "utf-8")


def _drop_a_language(packs):
    shutil.rmtree(packs / "garden/ru")


# What is done, and the lessons whose text is made again.
CHANGES = {
    _say_something_else: {("en", "soil")},
    _rename_the_course: {("fr", "soil"), ("fr", "water")},
    _drop_a_translation: set(),
    _drop_a_lesson: set(),
    _reverse_the_lessons: set(),
    _relabel_a_picture: {("en", "water")},
    _drop_a_language: set(),
}


@pytest.fixture
def made(monkeypatch):
    """The lessons whose text is made while a test runs."""
    seen, make = set(), documents._documents

    def note(course, lesson):
        seen.add((lesson.language, lesson.slug))
        return make(course, lesson)

    monkeypatch.setattr(documents, "_documents", note)
    return seen


@pytest.mark.parametrize("change", CHANGES)
def test_refreshed_lesson_by_lesson_it_is_the_index_that_is_built_anew(
    packs, tmp_path, change, made
):
    building.build(tmp_path / "kept", courses.load(packs))
    change(packs)
    library = courses.load(packs)
    made.clear()
    building.build(tmp_path / "kept", library)
    again = set(made)
    building.build(tmp_path / "anew", library)
    assert all_held(tmp_path / "kept", library) == all_held(tmp_path / "anew", library)
    assert (again, made > again) == (CHANGES[change], True)


def test_a_glossary_is_indexed_again_where_it_says_something_else(packs, tmp_path):
    building.build(tmp_path / "kept", courses.load(packs))
    before = all_held(tmp_path / "kept", courses.load(packs))
    file = packs / "glossary/fr.md"
    file.write_text(f"{file.read_text('utf-8')}\nEncore un mot.\n", "utf-8")
    library = courses.load(packs)
    for folder in ("kept", "anew"):
        building.build(tmp_path / folder, library)
    after = all_held(tmp_path / "kept", library)
    assert after == all_held(tmp_path / "anew", library)
    assert [name for name in after if after[name] != before[name]] == ["fr"]


def _cut(path):
    segment = next(path.glob("*.seg"))
    segment.write_bytes(segment.read_bytes()[:-100])


def _of_another_code(path):
    said = json.loads((path / "manifest.json").read_text("utf-8"))
    (path / "manifest.json").write_text(json.dumps(said | {"code": "older"}), "utf-8")


@pytest.mark.parametrize("spoil", [_cut, _of_another_code])
def test_nothing_is_kept_of_what_is_damaged_or_made_by_other_code(packs, tmp_path, made, spoil):
    library = courses.load(packs)
    building.build(tmp_path / "kept", library)
    spoil(building.folder_for(tmp_path / "kept", library) / "en")
    _relabel_a_picture(packs)
    made.clear()
    building.build(tmp_path / "kept", courses.load(packs))
    assert made == {("en", "soil"), ("en", "water")}


def test_a_language_can_be_searched_before_the_others_are_there(packs, tmp_path):
    library, index, seen = courses.load(packs), Index(tmp_path / "search"), []

    def told():
        index.look(library)
        seen.append([one for one in ("ru", "en", "fr") if index.ready_in(one)])
        if len(seen) == 1:
            assert index.query("бюджет", "ru").total == 0  # its course isn't here
            assert index.query("участники", "ru").total > 0
            assert index.query("budget", "fr").hits == ()

    index.refresh(
        library,
        lambda folder: child.build_apart(packs, tmp_path / "own", folder, ["ru", "en"], told),
    )
    assert seen == [[], ["ru", "en"], ["ru", "en"], ["ru", "en", "fr"], ["ru", "en", "fr"]]
    assert index.query("budget", "fr").total > 0
    index.close()


def test_an_older_index_answers_until_the_new_one_is_whole(packs, tmp_path):
    index = Index(tmp_path / "search")
    index.refresh(courses.load(packs))
    _say_something_else(packs)
    library, found = courses.load(packs), []

    def build(folder):
        def look(_language):
            index.look(library)
            found.append((index.query("wheelbarrow", "en").total, index.ready_in("en")))

        building.build(folder, library, told=look)

    index.refresh(library, build)
    assert set(found) == {(0, True)}
    assert index.query("wheelbarrow", "en").total == 1
    index.close()


def test_what_a_killed_builder_had_ready_is_not_built_again(packs, tmp_path, made):
    library = courses.load(packs)

    partly = tmp_path / "partly"
    building.build(tmp_path / "whole", library)
    whole = building.folder_for(tmp_path / "whole", library)
    shutil.copytree(whole / "en", building.folder_for(partly, library) / "en")
    made.clear()
    building.build(partly, library)
    assert {language for language, _slug in made} == {"ar", "fr", "ru", "zh-Hans"}
    assert all_held(partly, library) == all_held(tmp_path / "whole", library)


def test_the_words_of_a_language_are_counted_as_they_are_written():
    words = Vocabulary.of("fr", {"Épargne": 1, "épargne": 2, "le": 9}).words
    assert words == {"epargne": ("épargne", 3)}


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """The place of an index that came with the program, empty."""
    monkeypatch.setattr(building, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "shipped"


def test_an_index_that_came_with_the_program_is_not_built_again(packs, tmp_path, shipped, made):
    library, index = courses.load(packs), Index(tmp_path / "search")
    building.build(shipped, library)
    made.clear()
    index.refresh(library, lambda _folder: pytest.fail("a child was asked to build it"))
    assert index.query("budget", "en").total > 0
    assert made == set()
    assert all_held(tmp_path / "search", library) == all_held(shipped, library)
    index.close()


def test_where_a_network_has_its_own_words_the_rest_is_taken_from_it(
    packs, tmp_path, shipped, made
):
    building.build(shipped, courses.load(packs))
    _relabel_a_picture(packs)
    made.clear()
    building.build(tmp_path / "search", courses.load(packs))
    assert made == {("en", "water")}


def test_a_damaged_one_that_came_is_built_anew_and_left_where_it_lies(packs, tmp_path, shipped):
    library, index = courses.load(packs), Index(tmp_path / "search")
    building.build(shipped, library)
    came = building.folder_for(shipped, library)
    _cut(came / "en")
    before = {path: path.read_bytes() for path in came.rglob("*") if path.is_file()}
    index.refresh(library)
    assert index.query("budget", "en").total > 0
    assert {path: path.read_bytes() for path in came.rglob("*") if path.is_file()} == before
    index.close()


def test_the_same_texts_make_the_same_bytes(packs, tmp_path):
    """So that a packed program is the same whenever and wherever it is packed."""
    library = courses.load(packs)
    found = []
    for name in ("one", "other"):
        building.build(tmp_path / name, library)
        folder = building.folder_for(tmp_path / name, library)
        found.append(
            {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        )
    assert found[0] == found[1]

"""An overlay comes from outside: whatever lies in it, the course is there as it was made."""

import os
import shutil

import pytest

from academy import courses
from academy.courses import inside, strays
from academy.courses.own import home
from tests.academy.courses_own import FACTS, PACKS, lesson, shelf, write

SECRET = "canary-of-the-store"
FINE = lesson(("Training {#training}", "Ours."))
LAUGHS = "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.fixture
def own(tmp_path):
    (tmp_path / "slots.json").write_text(SECRET, "utf-8")
    write(tmp_path / "own", {
        "garden-own/course.yaml": FACTS, "garden-own/en/01-soil.md": FINE,
        "other/course.yaml": FACTS.replace("garden-own", "other").replace("{id: garden", "{id: y"),
    })  # fmt: skip
    return tmp_path / "own"


def is_untouched(library):
    return library.course("garden") == courses.load(PACKS).course("garden") and (
        SECRET not in repr(library)
    )


def refused(library):
    """The one problem of the overlay, by file, line and sentence."""
    (found,) = [one.details for one in library.broken if "/other/" not in str(one.details["file"])]
    assert found["file"].isprintable()
    return found["file"], found["line"], found["problem"]


FILES = {
    "a laugh in the facts": ("course.yaml", FACTS + LAUGHS, 5),
    "a tag in the facts": ("course.yaml", FACTS + "lessons: !!python/object/apply:os.system []", 5),
    "a laugh above a page": ("en/02-water.md", "---\n" + LAUGHS + "---\n", 2),
    "a name twice": ("course.yaml", FACTS + "version: '2'\n", 5),
    "another encoding": ("en/01-soil.md", FINE.encode("utf-16"), 1),
    "half a letter": ("en/01-soil.md", FINE.encode() + b"\n\xff", 8),
    "a page that turns the line round": ("en/01-soil.md", FINE + "\na\u202eb\n", 8),
    "a title that turns the line round": (
        "en/01-soil.md", lesson(title="ab\u202ecd"), 2,
    ),
    "a whole page that turns the line round": (
        "en/02-water.md", lesson(title="ab\u202ecd", whole="true"), 2,
    ),
    "a page without end": ("en/01-soil.md", "x" * (inside.LARGEST + 1), 1),
    "a page of brackets": ("en/01-soil.md", FINE + "[" * 6_000, 1),
    "a page": ("en/x.html", "<script>alert(1)</script>", 1),
    "a script": ("media/x.js", "alert(1)", 1),
    "a picture that calls home": (
        "media/plan.svg", SVG.format('<image href="http://evil.example/x.png"/>'), 1,
    ),
    "a picture that runs": ("media/plan.svg", SVG.format("<script>alert(1)</script>"), 1),
    "a picture that is none": ("media/plan.png", "<html>", 1),
    "a hidden file": (".profile", "x", 1),
    "a hidden page": ("en/.01-soil.md", "x", 1),
    "a name of Windows": ("en/nul.md", "x", 1),
    "a name for a terminal": ("en/a\x1b[2K.md", "x", 1),
    "a program": ("run.sh", "x", 1),
    "an archive": ("more.zip", b"PK\x03\x04", 1),
}  # fmt: skip


@pytest.mark.parametrize(("file", "data", "line"), FILES.values(), ids=FILES)
def test_a_hostile_file_leaves_its_overlay_out_by_file_and_line(file, data, line, own):
    write(own / "garden-own", {file: data})
    library = shelf(own)
    assert is_untouched(library)
    named, number, _problem = refused(library)
    assert named.startswith("own/garden-own/")
    assert number == line


LINKS = {
    "a page": ("garden-own/en/02-water.md", "../../../slots.json"),
    "a page of the machine": ("garden-own/en/02-water.md", "/etc/passwd"),
    "a picture": ("garden-own/media/x.svg", "../../../slots.json"),
    "a folder": ("garden-own/fr", "../.."),
    "facts": ("garden-own/course.yaml", "../../slots.json"),
    "a pack": ("garden-two", "garden-own"),
    "a pack from elsewhere": ("garden-two", "/etc"),
}


@pytest.mark.parametrize(("place", "target"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("by_steps", [True, False])
def test_a_link_in_an_overlay_leads_nowhere(place, target, by_steps, own, monkeypatch):
    if not by_steps:
        monkeypatch.setattr(inside, "_BY_STEPS", False)
    path = own / place
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    library = shelf(own)
    assert SECRET not in repr(library)
    if place == "garden-two":
        assert library.course("garden").lineage.overlay == "garden-own"
    else:
        assert is_untouched(library)


@pytest.mark.parametrize("place", ["en/02-water.md", "media/x.svg", "notes.txt"])
def test_a_file_that_has_another_name_elsewhere_is_none_of_a_pack(place, own, tmp_path):
    """A hard link looks like any file, and is somebody else's."""
    (own / "garden-own" / "media").mkdir()
    data = SVG.format("") if place.startswith("media") else FINE
    (tmp_path / "slots.json").write_text(data, "utf-8")
    os.link(tmp_path / "slots.json", own / "garden-own" / place)
    library = shelf(own)
    assert is_untouched(library)
    file, _line, problem = refused(library)
    assert file == f"own/garden-own/{place}"
    assert "another name" in problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
def test_a_pipe_in_an_overlay_is_not_waited_for(own):
    os.mkfifo(own / "garden-own" / "en" / "02-water.md")
    library = shelf(own)
    assert is_untouched(library)
    assert refused(library)[0] == "own/garden-own/en/02-water.md"


HTML = """<script>alert(1)</script><img src=x onerror=alert(1)>

![x](https://evil.example/x.png) [y](javascript:alert(1))"""


def test_html_in_an_overlay_is_text(own):
    write(own, {"garden-own/en/01-soil.md": lesson(
        ("<b>T</b> {#training}", HTML),
        title="<script>alert(1)</script>",
    )})  # fmt: skip
    soil = shelf(own).course("garden").lesson("soil")
    assert "<script" not in soil.section("training").html
    assert "src=" not in soil.section("training").html.replace("img src=x onerror", "")
    assert "evil.example" not in soil.section("training").html
    assert "href" not in soil.section("training").html


def test_whoever_adapted_a_course_has_one_harmless_line_for_a_name(own):
    write(own, {"garden-own/course.yaml": FACTS.replace("The north", '"\\u202ea\\u0007b\\nc"')})
    assert shelf(own).course("garden").lineage.by == "ab c"


def test_a_pack_of_thousands_of_files_is_left_out_and_not_walked_to_its_end(own):
    many = {f"garden-own/originals/{number:012x}.md": "" for number in range(2_100)}
    write(own, many)
    library = shelf(own)
    assert is_untouched(library)
    assert "more than 2000 files" in refused(library)[2]


def test_a_folder_of_thousands_of_packs_is_read_as_far_as_there_is_room(own):
    for number in range(home.MOST_PACKS + 50):
        write(own, {f"a{number}/course.yaml": "id: x\n"})
    library = shelf(own)
    assert len(library.broken) == home.MOST_PACKS
    assert library.course("garden") == courses.load(PACKS).course("garden")


def test_what_a_file_manager_leaves_behind_takes_no_adaptation_away(own):
    write(own, {"garden-own/.DS_Store": b"x", "garden-own/en/Thumbs.db": b"x"})
    assert shelf(own).course("garden").lineage is not None


def test_altered_overlays_are_read_or_refused(own):
    import random

    from tests.fuzzing.mutations import mutated

    source = random.Random(13)
    honest = {
        own / "garden-own" / "course.yaml": FACTS.encode(),
        own / "garden-own" / "en" / "01-soil.md": FINE.encode(),
    }
    before = courses.load(PACKS).course("garden")
    for _ in range(25):
        path = source.choice(list(honest))
        path.write_bytes(mutated(source, [honest[path]]))
        garden = shelf(own).course("garden")
        assert garden.lineage is not None or garden == before
        path.write_bytes(honest[path])


@pytest.mark.parametrize("gone", [True, False], ids=["gone by then", "still there"])
def test_a_file_that_is_being_written_meanwhile_breaks_nothing(own, monkeypatch, gone):
    """A desk saves a lesson while a phone has the courses looked at again."""
    shutil.rmtree(own / "other")
    aside = own / "garden-own" / "en" / "02-water.md.new"
    entries = strays._entries

    def met(path):
        aside.write_text("half", "utf-8")
        found = entries(path)
        if gone:
            aside.rename(aside.with_suffix(".gone.md"))
            aside.with_suffix(".gone.md").unlink()
        return found

    monkeypatch.setattr(strays, "_entries", met)
    monkeypatch.setattr(strays, "ASIDE", "-none" if gone else strays.ASIDE)
    library = shelf(own)
    assert library.broken == ()
    assert library.course("garden").lineage.overlay == "garden-own"

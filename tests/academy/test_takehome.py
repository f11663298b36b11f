"""Books and pages to take home: whole, alone, in their own language, the same bytes, no trace."""

import base64
import hashlib
import io
import re
import shutil
import socket
import subprocess
import threading
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from academy.courses import away, load
from academy.data import data_folder
from academy.errors import AcademyError
from academy.printing import lessons
from academy.printing.ruler import Browser
from academy.takehome import Shelf, Thing, book, everything, make, shelf
from academy.web.shared.words import beside
from tests import ours
from tests.patience import PATIENCE, until

PACKS = Path(__file__).resolve().parent.parent / "packs"
GARDEN = load(PACKS)
OURS = ours.library()


def made(kind, language="en", library=GARDEN, course="garden"):
    return make(Thing(kind, course, language), library, beside, PACKS)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed_garden(tmp_path, **changes):
    """The garden with some files changed: path below the pack → (old, new)."""
    shutil.copytree(PACKS / "garden", tmp_path / "garden")
    for path, (old, new) in changes.items():
        file = tmp_path / "garden" / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return load(tmp_path)


# The book


def test_a_book_is_a_zip_whose_first_file_says_what_it_is():
    data = made("book")
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {(one.date_time, one.create_system, one.external_attr) for one in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0o600 << 16)
    }


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh-Hans", "ar"])
def test_every_file_of_a_book_is_there_once_and_xml(language):
    files = unzipped(made("book", language))
    package = ET.fromstring(files["OPS/package.opf"])
    listed = [item.get("href") for item in package.iter("{http://www.idpf.org/2007/opf}item")]
    assert sorted(f"OPS/{name}" for name in listed) == sorted(
        set(files) - {"mimetype", "META-INF/container.xml", "OPS/package.opf"}
    )
    for name, data in files.items():
        if name.endswith((".xhtml", ".opf", ".xml", ".svg")):
            ET.fromstring(data)


def test_every_link_in_a_book_leads_somewhere():
    files = {name.removeprefix("OPS/"): data.decode() for name, data in
             unzipped(made("book")).items() if name.endswith(".xhtml")}  # fmt: skip
    links = 0
    for here, text in files.items():
        for link in re.findall('(?:href|src)="([^"]+)"', text):
            if link.startswith("https:") or link in {"style.css", "media/plan.svg"}:
                continue
            file, _, at = link.partition("#")
            assert not at or f'id="{at}"' in files[file or here], (here, link)
            links += 1
    assert links >= 10
    assert 'href="lesson-2.xhtml#rain"' in files["lesson-1.xhtml"]


def test_answers_are_at_the_end_of_a_book_and_lead_back():
    files = unzipped(made("book"))
    lesson, answers = files["OPS/lesson-1.xhtml"].decode(), files["OPS/answers.xhtml"].decode()
    assert "Paint seals it" not in lesson
    assert "Paint seals it" in answers
    assert 'href="answers.xhtml#lesson-1.q-first"' in lesson
    assert 'href="lesson-1.xhtml#q-first"' in answers


def test_a_book_is_read_in_its_own_direction():
    files = unzipped(made("book", "ar"))
    assert b'page-progression-direction="rtl"' in files["OPS/package.opf"]
    assert b'lang="ar" xml:lang="ar" dir="rtl"' in files["OPS/lesson-2.xhtml"]
    assert b'<h1 lang="en" xml:lang="en" dir="auto">Soil</h1>' in files["OPS/lesson-1.xhtml"]


def test_the_date_of_a_book_is_the_packs_and_its_number_that_of_its_words(tmp_path):
    def facts(library):
        package = unzipped(made("book", library=library))["OPS/package.opf"].decode()
        return (
            re.search('modified">([^<]+)<', package)[1],
            re.search("urn:uuid:([^<]+)<", package)[1],
        )

    date, number = facts(GARDEN)
    assert date == "2026-11-01T00:00:00Z"
    undated = packed_garden(tmp_path / "a", **{"course.yaml": ('guidance_as_of: "2026-11"\n', "")})
    assert facts(undated)[0] == "1980-01-01T00:00:00Z"
    other = packed_garden(tmp_path / "b", **{"en/02-water.md": ("Rain is free", "Rain costs")})
    assert facts(other)[0] == date
    assert facts(other)[1] != number


def test_a_book_shows_only_pictures_that_every_reading_app_knows(tmp_path):
    webp = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X" + bytes(14)
    library = packed_garden(tmp_path, **{"en/01-soil.md": ("plan.svg", "plan.webp")})
    (tmp_path / "garden" / "media" / "plan.webp").write_bytes(webp)
    library = load(tmp_path)
    assert library.picture("garden", "plan.webp")
    files = unzipped(made("book", library=library))
    assert not [name for name in files if "plan" in name]
    assert b"[A plan of the beds]" in files["OPS/lesson-1.xhtml"]
    assert b"data:image/webp;base64," in made("page", library=library)


def epubcheck(file):
    """What EPUBCheck says; Debian's is a jar that not every system starts by itself."""
    jar = shutil.which("epubcheck")
    java = shutil.which("java")
    if jar is None or java is None:
        pytest.skip("needs epubcheck")
    packed = Path(jar).read_bytes()[:2] == b"PK"
    command = [java, "-jar", jar, str(file)] if packed else [jar, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    return done.returncode, done.stdout + done.stderr


def test_epubcheck_finds_nothing(tmp_path):
    """The garden in Arabic: right to left, a lesson of the original, a picture, a table, a quiz."""
    file = tmp_path / "book.epub"
    file.write_bytes(made("book", "ar"))
    code, told = epubcheck(file)
    assert code == 0, told
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in told


# The page


def test_a_page_forbids_itself_whatever_lies_outside():
    page = made("page").decode()
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert "<script" not in page
    assert not re.search(r"\bon[a-z]+=", page)
    assert set(re.findall('src="([a-z]+:)', page)) == {"data:"}
    assert "url(" not in style


@pytest.mark.parametrize("library", [GARDEN, OURS], ids=["garden", "ours"])
def test_every_link_in_a_page_leads_to_something_in_it_or_openly_away(library):
    for course in library.courses:
        for language in course.languages:
            page = made("page", language, library, course.id).decode()
            ids = re.findall(' id="([^"]+)"', page)
            assert len(ids) == len(set(ids))
            for link in re.findall('<a href="([^"]+)"', page):
                assert link.removeprefix("#") in ids or link.startswith("https://"), link


def test_answers_stay_closed_in_a_page():
    page = made("page").decode()
    assert page.count("<details ") == 5
    assert "<details open" not in page
    assert re.search(r"(?i)paint</summary>\s*<p><b>✗ Not right</b> Paint seals it", page)


def test_a_page_is_in_its_own_language_and_direction():
    page = made("page", "ar").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 lang="en" xml:lang="en" dir="auto">Soil</h1>' in page
    assert "<title>الدورة G</title>" in page


@pytest.mark.parametrize("course", ["advocacy", "budgeting", "swit"])
def test_a_whole_course_in_one_page_or_book_is_small(course):
    lessons = len(OURS.course(course).lessons)
    for language in OURS.course(course).languages:
        assert len(made("page", language, OURS, course)) < 32_000 * lessons
        assert len(made("book", language, OURS, course)) < 12_000 * lessons


def test_a_language_we_do_not_speak_keeps_its_name_and_direction(tmp_path):
    language = "fa"  # the words are Arabic, but so are its letters
    packed_garden(tmp_path, **{"course.yaml": ("zh-Hans, ar", f"zh-Hans, {language}")})
    (tmp_path / "garden" / "ar").rename(tmp_path / "garden" / language)
    library = load(tmp_path)
    page = made("page", language, library).decode()
    assert '<html lang="en" dir="ltr">' in page
    assert page.count("This lesson is not in your language yet") == 1  # one of two
    assert f'<h1 lang="{language}" xml:lang="{language}" dir="auto">حديقة معًا</h1>' in page
    package = unzipped(made("book", language, library))["OPS/package.opf"].decode()
    assert f"<dc:language>{language}</dc:language>" in package
    assert 'page-progression-direction="rtl"' in package


# No trace


@pytest.mark.parametrize("kind", ["book", "page"])
@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_the_same_course_gives_the_same_bytes_wherever_and_whenever(
    kind, language, monkeypatch, tmp_path
):
    first = made(kind, language)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(time, "time", lambda: 4e9)
    monkeypatch.chdir(tmp_path)
    copied = packed_garden(tmp_path)
    assert made(kind, language, copied) == first


@pytest.mark.parametrize("kind", ["book", "page"])
def test_nothing_in_it_is_of_a_reader_an_academy_a_laptop_or_a_program(kind, monkeypatch):
    for name in ("USER", "LOGNAME", "HOSTNAME", "HOME", "ACADEMY_FOLDER"):
        monkeypatch.setenv(name, "zqcanary")
    monkeypatch.setattr(socket, "gethostname", lambda: "zqcanary")
    data = made(kind)
    texts = unzipped(data) if kind == "book" else {"page": data}
    everything = b"\n".join([data, *texts.values(), *map(str.encode, texts)]).lower()
    for trace in (
        b"zqcanary", b"academy", b"generator", b"python", b"creator", b"publisher",
        str(PACKS).encode().lower(), b"file:", time.strftime("%Y-%m-%d").encode(),
    ):  # fmt: skip
        assert trace not in everything, trace


@pytest.mark.parametrize("kind", ["book", "page"])
def test_what_others_see_of_it_is_neutral(kind):
    data = made(kind, library=OURS, course="swit")
    files = unzipped(data) if kind == "book" else {"page": data}
    shelves = [
        re.search(b"<(?:dc:)?title>(.*?)<", text)
        for name, text in files.items()
        if not name.endswith(".svg")
    ]
    assert {one[1] for one in shelves if one} == {b"Course S"}
    assert not [name for name in files if "swit" in name or "why" in name]


# The shelf


class Press:
    """Makes things as slowly as a test wants."""

    def __init__(self):
        self.made, self.go, self.at_work, self.most = [], threading.Event(), 0, 0
        self.fails = set()

    def make(self, thing, _library, _speak, _folder):
        self.at_work += thing.is_paper
        self.most = max(self.most, self.at_work)
        self.made.append(thing)
        try:
            if thing.is_paper:
                assert self.go.wait(PATIENCE)
            if thing in self.fails:
                raise AcademyError("paper_failed")
            return thing.kind.encode() * 10
        finally:
            self.at_work -= thing.is_paper


@pytest.fixture
def working():
    slow = Press()
    yield slow, Shelf(GARDEN, beside, PACKS, slow.make, most=250)
    slow.go.set()


BOOKLET = Thing("booklet", "garden", "en")
SHEET = Thing("handout", "garden", "en", "soil")
BOOK = Thing("book", "garden", "en")


def test_twenty_who_ask_for_the_same_paper_wait_for_one(working):
    press, shelf = working
    asking = [threading.Thread(target=shelf.ask, args=(BOOKLET,)) for _ in range(20)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    shelf.ask(SHEET)
    assert shelf.state(BOOKLET) == shelf.state(SHEET) == "making"
    assert shelf.find(BOOKLET) is None
    press.go.set()
    until(lambda: shelf.state(SHEET) == "here")
    assert press.made == [BOOKLET, SHEET]
    assert press.most == 1
    assert shelf.find(BOOKLET) == b"booklet" * 10


def test_a_book_does_not_wait_for_a_paper(working):
    press, shelf = working
    shelf.ask(BOOKLET)
    until(lambda: press.made)
    assert shelf.get(BOOK) == b"book" * 10
    assert shelf.get(BOOK) is shelf.get(BOOK)
    assert press.made == [BOOKLET, BOOK]


def test_a_paper_that_failed_is_told_and_may_be_tried_again_later(working, monkeypatch):
    press, made_here = working
    press.fails.add(BOOKLET)
    press.go.set()
    made_here.ask(BOOKLET)
    until(lambda: made_here.state(BOOKLET) == "failed")
    made_here.ask(BOOKLET)
    assert made_here.state(BOOKLET) == "failed"
    press.fails.clear()
    monkeypatch.setattr(shelf, "AGAIN", 0)
    made_here.ask(BOOKLET)
    until(lambda: made_here.state(BOOKLET) == "here")


def test_the_shelf_is_bounded_and_keeps_what_was_asked_for_last(working):
    press, made_here = working
    press.go.set()
    for language in ("en", "fr", "ru", "zh-Hans", "ar"):
        made_here.get(Thing("booklet", "garden", language))
        made_here.find(Thing("booklet", "garden", "en"))
    states = [
        made_here.state(Thing("booklet", "garden", one))
        for one in ("en", "fr", "ru", "zh-Hans", "ar")
    ]
    assert states == ["here", "none", "none", "here", "here"]


def test_no_more_than_so_many_wait(working, monkeypatch):
    _press, made_here = working
    monkeypatch.setattr(shelf, "MOST_WAITING", 2)
    made_here.ask(BOOKLET)
    made_here.ask(SHEET)
    with pytest.raises(AcademyError, match="press_busy"):
        made_here.ask(Thing("handout", "garden", "en", "water"))


def test_what_no_font_has_is_found_before_anything_is_printed(tmp_path, monkeypatch):
    monkeypatch.setattr("academy.printing.glyphs._installed", lambda: ())
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><text>ኮከብ</text></svg>"
    library = packed_garden(tmp_path, **{"en/02-water.md": ("Rain is free", "Rain is ဗဟို")})
    (tmp_path / "garden" / "media" / "plan.svg").write_text(drawing)
    library = load(tmp_path)
    found = Shelf(library, beside, PACKS).boxes("garden", "en", Browser())
    assert {(one.script, frozenset(one.characters)) for one in found} == {
        ("Mymr", frozenset("ဗဟို")), ("Ethi", frozenset("ኮከብ")),
    }  # fmt: skip
    assert Shelf(GARDEN, beside, PACKS).boxes("garden", "zh-Hans", Browser()) == []


def test_what_there_is_of_a_course():
    course = GARDEN.course("garden").versions["ar"]
    assert list(everything(course)) == ["booklet", "book", "page", "handout-1", "handout-2"]
    assert set(everything(course, teaching=True)) - set(everything(course)) == {"teaching"}
    assert {one.language for one in everything(course).values()} == {"ar"}


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        (Thing("page", "nothing", "en"), "course_unknown"),
        (Thing("handout", "garden", "en", "nothing"), "lesson_unknown"),
    ],
)
def test_what_is_not_there_is_refused(thing, code):
    with pytest.raises(AcademyError, match=code):
        make(thing, GARDEN, beside, PACKS)


def test_a_book_reads_its_first_date_from_nowhere():
    assert book.FIRST == (1980, 1, 1, 0, 0, 0)


# Pictures with words


def test_a_picture_with_words_is_a_file_in_a_book_drawn_in_a_page_and_set_on_paper():
    files = unzipped(made("book", "ar"))
    lesson = files["OPS/lesson-2.xhtml"].decode()
    alternative = GARDEN.figure("garden", "season", "ar").alternative
    assert f'<img src="media/season.ar.svg" alt="{alternative}"/>' in lesson
    assert "نزرع" in files["OPS/media/season.ar.svg"].decode()
    assert b"<svg" not in files["OPS/lesson-2.xhtml"]
    page = made("page", "ar").decode()
    assert re.search('<figure class="figure">.*viewBox=.*نزرع', page, re.DOTALL)
    assert ".p-ink{" in page
    course = GARDEN.course("garden").versions["ar"]
    paper = lessons.handout(
        course, course.lesson("water"), words=beside("ar"), pictures=away.drawn(GARDEN, "garden")
    )
    assert '<figure lang="ar" dir="rtl"><div style="position:relative' in paper
    assert "<text" not in paper


# Guides


def test_guides_are_in_the_facilitators_booklet_and_in_nothing_else(monkeypatch):
    monkeypatch.setattr("academy.printing.press.pdf", lambda html, _sizes: html.encode())
    folder = data_folder("courses")
    said = "Flip chart with the line"
    for name, thing in everything(OURS.course("advocacy"), teaching=True).items():
        data = make(thing, OURS, beside, folder)
        texts = unzipped(data).values() if name == "book" else [data]
        assert (said in b"".join(texts).decode()) == (name == "teaching"), name

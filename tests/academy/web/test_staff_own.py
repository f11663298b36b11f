"""The pages of one's own courses: adapting, translating, sticks, and what moved on."""

import re
import shutil
import time

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from academy import courses
from academy.courses import guides_there
from academy.courses.own import Own, carried, keeping, with_own, work
from academy.courses.own.words import Words
from academy.data import data_folder
from academy.web.participant import create_app as create_participant_app
from academy.web.shared.packs import Packs
from sync import keys
from sync.keys import DeviceKey
from tests.academy.courses_own import PACKS, write

PAGE = "/courses/own/garden/en/soil"
PART = f"{PAGE}/training/"
RIVER = {"title": "Training", "text": "Here we start at the river.", "do": "save"}


@pytest.fixture
def bench(empty_desk, tmp_path):
    """A desk whose courses are the garden, in a folder that can change."""
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    empty_desk.packs = packs
    house = empty_desk.house
    house.packs = Packs(courses.load(packs), Own(packs, house.config.own_courses))
    house.packs.on_change(house._read_anew)
    return empty_desk


def moves_on(bench, old="in the shed", new="in the barn"):
    """The program was updated, and started again."""
    file = bench.packs / "garden" / "en" / "01-soil.md"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    own = bench.house.packs.own
    bench.house.packs = Packs(courses.load(bench.packs), own)


def was(page):
    return re.search('name="was" value="([^"]*)"', page)[1]


def saved(bench, path=PART, **form):
    return bench.done(path, **{**RIVER, "was": was(bench.get(path)), **form})


def a_pack(bench, stick, key, text="By the lake."):
    """A stick with an adaptation that another device made."""
    own = Own(bench.packs, stick.parent / "elsewhere")
    shipped = courses.load(bench.packs)
    at_work = work(own, shipped, with_own(shipped, own), "garden")
    keeping.save(at_work, "en", "soil", "training", Words("Training", text))
    data = carried.pack(key, own, "garden-own")
    write(stick, {carried.file_name(data): data})


def fields(page):
    """The hidden fields of the form that takes a pack."""
    form = re.search(r'action="/courses/own/take">(.*?)</form>', page, re.DOTALL)[1]
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))


def test_a_section_is_adapted_and_participants_see_it_at_once(bench):
    assert "Adapt or translate" in bench.get("/courses/own/")
    assert "river" in saved(bench)
    phone = create_participant_app(bench.house).test_client()
    page = phone.get("/courses/garden/soil/").text
    assert "Here we start at the river." in page
    assert page.count("Adapted by this network.") == 1
    course = phone.get("/courses/garden/").text
    assert "A garden together 1.2.0 (CC-BY-SA-4.0)" in course


def test_what_was_typed_stays_on_the_page_with_the_line_that_is_wrong(bench):
    page = bench.refused(PART, 409, **{**RIVER, "text": "a\n\n<b>typed</b>",
                                       "was": was(bench.get(PART))})  # fmt: skip
    assert "Line 3 of the text:" in page
    assert "own/garden-own/en/01-soil.md, line " in page
    assert "&lt;b&gt;typed" in bench.post(PART, **{**RIVER, "text": "a\n\n<b>typed</b>"}).text
    assert not bench.house.config.own_courses.joinpath("garden-own").exists()


def test_a_part_that_somebody_else_saved_meanwhile_is_not_overwritten(bench):
    opened = was(bench.get(PART))
    saved(bench)
    page = bench.refused(PART, 409, **{**RIVER, "text": "By the lake.", "was": opened})
    assert "By the lake." in page
    assert "river" in bench.get(PART)


def test_a_preview_saves_nothing(bench):
    answer = bench.post(PART, **{**RIVER, "do": "preview"})
    assert "<p>Here we start at the river.</p>" in answer.text
    assert "It is not saved yet." in answer.text
    assert "river" not in bench.get(PAGE + "/")


def test_then_now_and_ones_own_stand_side_by_side_and_are_decided(bench):
    saved(bench)
    moves_on(bench)
    page = bench.get("/courses/own/")
    assert "The original of 1 part has moved on" in page
    assert f'href="{PART}"' in page
    page = bench.get(PART)
    assert "<del>shed.</del><ins>barn.</ins>" in page
    assert "Here we start at the river." in page
    page = bench.done(PART, do="keep")
    assert "the original has moved on" not in page
    moves_on(bench, "in the barn", "in the hall")
    saved(bench, text="At the river, then in the hall.")
    assert "moved on" not in bench.get(PAGE + "/")
    moves_on(bench, "in the hall", "in the mill")
    page = bench.done(PART, do="take")
    assert "in the mill" in page
    assert "river" not in page


def test_what_was_not_kept_is_said(bench):
    saved(bench)
    shutil.rmtree(bench.house.config.own_courses / "garden-own" / "originals")
    moves_on(bench)
    assert "was not kept" in bench.get(PART)


def test_a_language_is_begun_and_translated_to_the_end(bench):
    assert bench.refused("/courses/own/garden/", 400, language="Moonish")
    assert bench.post("/courses/own/garden/", language="español").location == (
        "/courses/own/garden/es/"
    )
    page = "/courses/own/garden/es/"
    assert "A language begins with" in bench.get(page)
    bench.refused(page, 400, title="Un jardín", summary="", objectives="a\nb")
    bench.done(page, title="Un jardín", summary="Plantar.", objectives="a\nb", text="Hola.")
    bench.done(f"{page}water/", title="El agua", summary="Cuánta.")
    draft = bench.get(f"{page}water/")
    assert "A draft" in draft
    for part in re.findall(r"/courses/own/garden/es/water/([a-z-]+)/", draft):
        bench.done(f"{page}water/{part}/", title="Así", text="Así es.", was="", do="save")
    assert "A draft" not in bench.get(f"{page}water/")
    phone = create_participant_app(bench.house).test_client()
    assert "Así es." in phone.get("/courses/garden/water/", headers={"Accept-Language": "es"}).text


def test_chinese_by_any_name_is_the_language_of_the_packs(bench):
    assert bench.post("/courses/own/garden/", language="中文").location.endswith("/zh-Hans/")
    page = bench.get("/courses/own/garden/ar/water/")
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in page


def test_a_pack_is_put_on_a_stick_and_says_nothing_by_its_name(bench, tmp_path):
    saved(bench)
    stick = tmp_path / "stick"
    bench.refused("/courses/own/pack", 404, pack="garden-own", place=str(stick))
    stick.mkdir()
    bench.done("/courses/own/pack", pack="garden-own", place=str(stick))
    (file,) = stick.iterdir()
    assert carried.NAME.fullmatch(file.name)
    assert carried.unpack(file.read_bytes()).device == bench.store.key.device
    bench.refused("/courses/own/pack", 404, pack="../garden", place=str(stick))


def test_a_strangers_pack_is_shown_and_taken_only_by_its_six_words(bench, tmp_path):
    key = DeviceKey(bytes(range(32)))
    a_pack(bench, tmp_path / "stick", key)
    page = bench.post("/courses/own/look", place=str(tmp_path / "stick")).text
    for word in keys.words(key.device):
        assert f"<li>{word}</li>" in page
    assert "a device that is not known here" in page
    assert "CC-BY-SA-4.0" in page
    assert "lake" not in bench.get(PAGE + "/")
    form = fields(page)
    bench.refused("/courses/own/take", 403, **form)
    bench.done("/courses/own/take", **form, same="1")
    assert "lake" in bench.get(PAGE + "/")
    bench.done("/courses/own/back", pack="garden-own")
    assert "lake" not in bench.get(PAGE + "/")
    bench.refused("/courses/own/back", 404, pack="garden-own")


def test_ones_own_pack_comes_home_under_its_name(bench, tmp_path):
    a_pack(bench, tmp_path / "stick", bench.store.key)
    page = bench.post("/courses/own/look", place=str(tmp_path / "stick")).text
    assert "this laptop" in page
    bench.done("/courses/own/take", **fields(page))
    assert "lake" in bench.get(PAGE + "/")


def test_what_is_damaged_on_a_stick_is_said_and_the_others_are_shown(bench, tmp_path):
    a_pack(bench, tmp_path / "stick", DeviceKey(bytes(range(32))))
    write(tmp_path / "stick", {f"{'0' * 16}.pack": b"x"})
    page = bench.post("/courses/own/look", place=str(tmp_path / "stick")).text
    assert "was damaged on its way" in page
    assert "Take it in" in page
    file = next(
        p for p in (tmp_path / "stick").iterdir() if p.name[0] != "0" or p.stat().st_size > 1
    )
    form = {**fields(page), "same": "1"}
    file.write_bytes(file.read_bytes()[:-1])
    bench.refused("/courses/own/take", 400, **form)
    bench.refused("/courses/own/take", 400, **{**form, "file": "../../etc/passwd"})


def test_a_broken_overlay_is_named_on_the_page_with_its_line(bench):
    write(bench.house.config.own_courses, {"garden-own/course.yaml": "id: garden-own\nadapts: x\n"})
    bench.house.packs.look_again()
    page = bench.get("/courses/own/")
    assert "own/garden-own/course.yaml:2" in page
    assert "A garden together" in page


ADDRESSES = [
    "/courses/own/", "/courses/own/garden/", "/courses/own/garden/en/", PAGE + "/", PART,
]  # fmt: skip


def test_none_of_it_is_at_the_participants_door_or_without_a_passphrase(bench):
    phone = create_participant_app(bench.house).test_client()
    with bench.client.session_transaction() as session:
        session.clear()
    for path in ADDRESSES:
        assert phone.get(path).status_code == 404
        with pytest.raises((NotFound, MethodNotAllowed)):
            phone.application.url_map.bind("localhost").match(path, method="POST")
        assert "/unlock" in bench.client.get(path).location


NOWHERE = [
    "/courses/own/moon/", "/courses/own/garden/xx_/", "/courses/own/garden/en/moon/",
    PAGE + "/moon/", "/courses/own/garden/../../", "/courses/own/garden/es/soil/",
    "/courses/own/garden/es/soil/training/", "/courses/own/sent/moon/fr/po",
    "/courses/own/sent/garden/x../po",
]  # fmt: skip


def test_what_is_not_there_is_not_found(bench):
    found = {path: bench.client.get(path).status_code for path in NOWHERE}
    assert set(found.values()) == {404}, found


def test_the_courses_of_the_house_can_all_be_opened_on_the_bench(empty_desk):
    assert data_folder("courses") == empty_desk.house.config.courses
    for course in empty_desk.house.library.courses:
        for language in course.languages:
            page = empty_desk.get(f"/courses/own/{course.id}/{language}/")
            lesson = re.search(rf'/courses/own/{course.id}/{language}/([a-z-]+)/"', page)[1]
            assert "Change" in empty_desk.get(f"/courses/own/{course.id}/{language}/{lesson}/")


def sent(bench, language, data, name="words.po"):
    from io import BytesIO

    return bench.client.post(
        f"/courses/own/sent/garden/{language}", data={"file": (BytesIO(data), name)}
    )


def test_words_go_out_as_po_and_as_pages_and_come_back(bench):
    po = bench.client.get("/courses/own/sent/garden/fr/po")
    assert po.headers["Content-Disposition"] == "attachment; filename=words.po"
    changed = po.data.replace("énumère".encode(), b"additionne")
    assert sent(bench, "fr", changed).status_code == 303
    assert "additionne" in bench.get("/courses/own/garden/fr/soil/budget/")
    archive = bench.client.get("/courses/own/sent/garden/fr/pages")
    assert archive.headers["Content-Disposition"] == "attachment; filename=words.zip"
    assert sent(bench, "fr", archive.data, "words.zip").status_code == 303


def test_a_mistake_in_what_comes_back_is_said_by_its_place(bench):
    po = bench.client.get("/courses/own/sent/garden/fr/po").data
    page = sent(bench, "fr", po.replace(b"graines", b"<b>graines</b>")).text
    assert "soil/budget" in page
    assert "Line 1 of the text:" in page
    for data in (b"x", b"PK\x03\x04x", b""):
        assert sent(bench, "fr", data).status_code in {400, 303}
    assert "<b>graines" not in bench.get("/courses/own/garden/fr/soil/budget/")


def test_a_manual_becomes_a_course_of_ones_own(bench):
    from io import BytesIO

    form = {"language": "English", "licence": "CC0-1.0", "by": "us", "title": ""}
    book = b"# Our manual\n\n## One\n\nWords.\n"
    answer = bench.client.post(
        "/courses/own/manual", data={**form, "file": (BytesIO(book), "manual.md")}
    )
    assert answer.location == "/courses/own/manual/en/"
    phone = create_participant_app(bench.house).test_client()
    assert "Words." in phone.get("/courses/manual/one/").text
    answer = bench.client.post(
        "/courses/own/manual", data={**form, "file": (BytesIO(b"\xff\xfe"), "manual.md")}
    )
    assert answer.status_code == 409
    assert "manual.md, line 1" in answer.text


def test_the_search_finds_the_networks_own_words(bench):
    house = bench.house
    house.index.refresh(house.library)
    assert house.index.query("quicksand", "en").hits == ()
    saved(bench, text="Here we start at the quicksand.")
    deadline = time.monotonic() + 20
    while not (hits := house.index.query("quicksand", "en").hits) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [hit.section for hit in hits] == ["training"]


def test_a_course_of_ones_own_is_on_every_page_that_courses_are_on(bench):
    from io import BytesIO

    form = {"language": "English", "licence": "CC0-1.0", "by": "us", "title": ""}
    data = {**form, "file": (BytesIO(b"# Our manual\n\n## One\n\nWords.\n"), "manual.md")}
    bench.client.post("/courses/own/manual", data=data)
    for path in ("/courses", "/courses/own/", "/courses/status"):
        assert "Our manual" in bench.get(path), path
    phone = create_participant_app(bench.house).test_client()
    for path in ("/courses/", "/courses/manual/", "/courses/manual/one/", "/take-home/manual/"):
        assert phone.get(path).status_code == 200, path


def test_guides_and_worksheets_of_a_course_of_ones_own_are_there_too(bench):
    own, shipped = bench.house.config.own_courses, data_folder("courses")
    course = shutil.copytree(shipped / "budgeting", own / "ours")
    facts = course / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("id: budgeting", "id: ours"), "utf-8")
    library = bench.house.packs.look_again()
    assert library.broken == ()
    guides = guides_there(bench.house.packs.home_of("ours"), library.course("ours"))
    assert f"/guides/ours/{min(guides)}" in bench.get("/courses")
    assert {id for whose, id in bench.house.worksheets if whose == "ours"} == {
        path.name.partition(".")[0] for path in (course / "worksheets").glob("*.yaml")
    }
    shutil.rmtree(course)
    bench.house.packs.look_again()
    assert not any(whose == "ours" for whose, _id in bench.house.worksheets)

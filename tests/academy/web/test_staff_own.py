"""The pages of one's own courses: adapting, translating, sticks, and what moved on."""

import hashlib
import re
import shutil
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import encode_multipart

from academy import courses
from academy.courses import guides_there
from academy.courses.own import Own, carried, keeping, with_own, work
from academy.courses.own.passing import Passing
from academy.courses.own.words import Words
from academy.data import data_folder
from academy.languages import catalogues
from academy.web.participant import create_app as create_participant_app
from academy.web.shared.packs import Packs
from sync import keys
from sync.keys import DeviceKey
from tests.academy.courses_own import PACKS, write
from tests.academy.manuals.files import chunk, docx, h, p, picture, png, related, table
from tests.academy.test_courses_own_besides import GLOSSARY, GUIDE, HEAD
from tests.patience import until

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


def test_a_section_is_left_out_with_what_misses_it_and_put_back(bench):
    page = bench.done(PART, do="out")
    assert "Nobody reads this section" in page
    assert "<textarea" not in page
    phone = create_participant_app(bench.house).test_client()
    assert "in the shed" not in phone.get("/courses/garden/soil/").text
    assert "formation" not in phone.get("/courses/garden/soil/?in=fr").text
    moves_on(bench)
    assert "The original of 1 part has moved on" in bench.get("/courses/own/")
    page = bench.get(PART)
    assert "<del>shed.</del>" in page
    assert "<ins>barn.</ins>" in page
    bench.done(PART, do="keep")
    assert "moved on" not in bench.get("/courses/own/")
    bench.done(PART, do="back")
    assert "in the barn" in phone.get("/courses/garden/soil/").text


def test_links_and_questions_that_miss_a_section_stand_beside_it(bench):
    quiz = f"{PAGE}/quiz/"
    text = bench.get(quiz).partition('<textarea name="text"')[2].partition(">")[2]
    text = f"{text.partition('</textarea>')[0]}\n### Where do gardeners press earth? {{#q-earth}}\n"
    text += "\n- [x] In the shed\n  > Yes.\n- [ ] In town\n  > No.\n"
    bench.done(quiz, title="Check", text=text.replace("&gt;", ">"), was=was(bench.get(quiz)),
               do="save")  # fmt: skip
    assert "Where do gardeners press earth?" in bench.done(PART, do="out")
    assert "“training” is left out" in bench.get(quiz)


def test_the_last_section_of_a_lesson_stays(bench):
    bench.done(PART, do="out")
    page = bench.refused(f"{PAGE}/budget/", 409, do="out")
    assert "A lesson keeps at least one section." in page


def test_guides_words_and_terms_have_places_on_the_bench(bench):
    page = bench.get("/courses/own/garden/en/")
    for place in ("guide.soil", "all.figures"):
        assert f"/courses/own/garden/en/{place}/" in page
    assert "missing" in bench.get("/courses/own/garden/en/guide.soil/")
    said = {"title": "Aim", "text": "To know soil.", "was": "", "do": "save"}
    page = bench.done("/courses/own/garden/en/guide.soil/aim/", **said)
    assert "A draft" in page
    assert "To know soil." in page
    for path in ("all.glossary", "sheet.x", "guide.x", "x.y", "all.x"):
        assert bench.client.get(f"/courses/own/garden/en/{path}/").status_code in {200, 404}, path


def test_the_index_counts_what_has_moved_on_beside_the_lessons_too(bench):
    write(bench.packs, {"garden/en/trainer/01-soil.md": HEAD + GUIDE, "glossary/en.md": GLOSSARY})
    own = bench.house.packs.own
    bench.house.packs = Packs(courses.load(bench.packs), own)
    for path, text in (("guide.soil/aim", "To dig."), ("all.glossary/bed", "Ours.")):
        part = f"/courses/own/garden/en/{path}/"
        bench.done(part, title="Here", text=text, was=was(bench.get(part)), do="save")
    assert "moved on" not in bench.get("/courses/own/")
    write(bench.packs, {
        "garden/en/trainer/01-soil.md": HEAD + GUIDE.replace("To know", "To love"),
        "glossary/en.md": GLOSSARY.replace("Earth where", "Where"),
    })  # fmt: skip
    bench.house.packs = Packs(courses.load(bench.packs), own)
    page = bench.get("/courses/own/")
    assert "The originals of 2 parts have moved on" in page
    for path in ("guide.soil/aim", "all.glossary/bed"):
        assert f"/courses/own/garden/en/{path}/" in page


def test_activities_are_named_where_the_course_is(bench):
    file = bench.packs / "garden" / "course.yaml"
    file.write_text(file.read_text("utf-8").replace("lessons:", "activities: {walk: 30}\nlessons:"))
    file = bench.packs / "garden" / "en" / "course.md"
    file.write_text(file.read_text("utf-8").replace("title:", "activities: {walk: Go}\ntitle:", 1))
    bench.house.packs = Packs(courses.load(bench.packs), bench.house.packs.own)
    form = {"title": "Un jardín", "summary": "Plantar.", "objectives": "a\nb", "text": ""}
    page = bench.done("/courses/own/garden/es/", **form, **{"activity-walk": 'El "paseo"'})
    assert 'name="activity-walk" value="El "paseo""' in page
    course = bench.house.library.course("garden").in_language("es")
    assert course.activities[0].title == 'El "paseo"'
    named = {**form, "activity-walk": ""}
    page = bench.refused("/courses/own/garden/en/", 400, **named)
    assert "“Activity” is empty" in page


def test_a_word_of_ones_own_is_explained_in_all_courses_and_taken_away(bench):
    write(bench.packs, {"glossary/en.md": "---\ntitle: Words\n---\n\n## bed {#bed}\n\nEarth.\n"})
    bench.house.packs = Packs(courses.load(bench.packs), bench.house.packs.own)
    bench.house.packs.on_change(bench.house._read_anew)
    glossary = "/courses/own/garden/en/all.glossary/"
    page = bench.done(glossary, title="Hoe, long")
    assert "Text, in Markdown" in page
    part = f"{glossary}hoe-long/"
    text = "also: hoes\nnot: a bad word\n\nA tool for soil."
    page = bench.done(part, title="hoe", text=text, was="", do="save")
    assert "adapted" in page
    assert "A tool for soil." in page
    assert "a bad word" not in page
    assert "a bad word" in bench.get(part)
    phone = create_participant_app(bench.house).test_client()
    assert "A tool for soil." in phone.get("/courses/glossary/").text
    assert bench.post(glossary, title="锄头").location == f"{glossary}word-1/"
    bench.done(part, do="take")
    assert "A tool for soil." not in phone.get("/courses/glossary/").text
    assert "Earth." in phone.get("/courses/glossary/").text


def test_the_guide_and_the_worksheet_a_trainer_opens_are_the_networks_own(bench):
    shipped = data_folder("courses")
    house = bench.house
    house.packs = Packs(courses.load(shipped), Own(shipped, house.config.own_courses))
    house.packs.on_change(house._read_anew)
    course = house.packs.library().course("budgeting")
    place = f"/courses/own/budgeting/en/guide.{course.lessons[0].slug}"
    said = {"title": "Debrief", "text": "Ask by the river.", "do": "save"}
    bench.done(f"{place}/debrief/", **said, was=was(bench.get(f"{place}/debrief/")))
    assert "Ask by the river." in bench.get(f"/guides/budgeting/{course.lessons[0].slug}")
    sheet = "/courses/own/budgeting/en/sheet.budget/title/"
    page = bench.done(sheet, text="What a year costs", was=was(bench.get(sheet)), do="save")
    assert "What a year costs" in page
    assert house.worksheets["budgeting", "budget"].words["en"].said["title"] == "What a year costs"
    assert house.worksheets["budgeting", "budget"].words["fr"].stale


def test_a_week_is_translated_on_the_bench_and_asked_in_a_new_language(empty_desk):
    house, place = empty_desk.house, "/courses/own/budgeting/ha/"
    form = {"title": "Bajeti", "summary": "Kupanga.", "objectives": "Moja", "text": ""}
    page = empty_desk.done(place, **form)
    for one in ("form.a", "form.b", "all.evaluation"):
        assert f"{place}{one}/" in page
    assert "form.a/" not in empty_desk.get("/courses/own/budgeting/fr/")
    said = {"text": "Tathmini", "was": "", "do": "save"}
    page = empty_desk.done(f"{place}all.evaluation/title/", **said)
    assert "A draft" in page
    assert "Which of these is an ask?" in empty_desk.get(f"{place}form.a/")
    po = empty_desk.client.get("/courses/own/sent/budgeting/ha/po").data
    listed = [(context, source, said or source, "") for context, source, said in
              catalogues.read_sheet(po) if context.startswith(("form.", "all.eval"))]  # fmt: skip
    sheet = BytesIO(catalogues.sheet(listed, "ha"))
    answer = empty_desk.client.post(
        "/courses/own/sent/budgeting/ha", data={"file": (sheet, "words.po")}
    )
    assert answer.status_code == 303, answer.text
    assert house.week.in_language("ha").evaluation.title == "Tathmini"
    file = house.packs.folder / "budgeting-own" / "week" / "ha" / "form-b.md"
    file.write_text(file.read_text("utf-8").replace("{#q-ask}", "{#q-asked}"), "utf-8")
    house.packs.look_again()
    assert "ha" not in house.week.versions
    assert "own/budgeting-own/week/ha/form-b.md" in empty_desk.get("/courses/own/")


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


def test_what_came_along_is_looked_at_and_taken_or_left(bench, tmp_path):
    stick, passing = tmp_path / "stick", Passing(bench.house.packs.own)
    a_pack(bench, stick, bench.store.key)
    (file,) = stick.iterdir()
    assert "came along" not in bench.get("/courses/own/")
    assert "There is nothing to look at." in bench.get("/courses/own/came")
    passing.keep("a" * 64, file.read_bytes())
    for path in ("/courses/own/", "/sync"):
        assert "1 course came along and waits" in bench.get(path)
    assert "lake" not in bench.get(PAGE + "/")
    page = bench.get("/courses/own/came")
    assert "What it would change" in page
    bench.done("/courses/own/take", **fields(page))
    assert "lake" in bench.get(PAGE + "/")
    assert "came along" not in bench.get("/courses/own/")
    a_pack(bench, tmp_path / "second", bench.store.key, "By the sea.")
    (file,) = (tmp_path / "second").iterdir()
    passing.keep("a" * 64, file.read_bytes())
    bench.done("/courses/own/leave", digest=hashlib.sha256(file.read_bytes()).hexdigest())
    assert passing.came() == []


def test_a_pack_goes_along_as_it_was_until_it_is_said_again(bench):
    saved(bench)
    bench.refused("/courses/own/along", 404, pack="garden", do="begin")
    bench.done("/courses/own/along", pack="garden-own", do="begin")
    assert "Goes along with each exchange" in bench.get("/courses/own/")
    saved(bench, text="By the lake.")
    assert "An older version goes along" in bench.get("/courses/own/")
    bench.done("/courses/own/along", pack="garden-own", do="end")
    assert "along with each exchange<" not in bench.get("/courses/own/")


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
    assert "Nothing of it was saved." in page


FORM = {"language": "English", "licence": "CC0-1.0", "by": "us", "title": ""}
BOOK = b"# Our manual\n\n## One\n\nWords.\n"


def brought(bench, data=BOOK, name="manual.md", **form):
    """The page that shows what would become of a manual."""
    return unescape(posted(bench, "/courses/own/manual", {**FORM, **form}, data, name).text)


def posted(bench, path, form, data, name):
    """A form with a file; the client's own way would leave large ones open on the disk."""
    edge, body = encode_multipart({**form, "file": FileStorage(BytesIO(data), name)})
    kind = f"multipart/form-data; boundary={edge}"
    return bench.client.post(path, data=body, content_type=kind)


def make(bench, page):
    """Press the button on that page."""
    token = re.search('name="manual" value="([^"]*)"', page)[1]
    return bench.client.post("/courses/own/made", data={"manual": token})


def test_a_manual_is_shown_before_it_becomes_a_course(bench):
    page = brought(bench)
    assert "What would become of it" in page
    assert "One" in page
    phone = create_participant_app(bench.house).test_client()
    assert phone.get("/courses/manual/one/").status_code == 404
    assert not bench.house.config.own_courses.joinpath("manual").exists()
    assert make(bench, page).location == "/courses/own/manual/en/"
    assert "Words." in phone.get("/courses/manual/one/").text
    assert make(bench, page).status_code == 410
    assert "manual.md, line 1" in brought(bench, b"\xff\xfe")


def test_a_manual_of_word_comes_with_its_pictures_and_without_its_author(bench):
    links = related(rId9=("image", "media/one.png"))
    data = docx(
        h(1, "Our manual"), h(2, "One"), p("Words ", more=picture()), table(["A", "B"], ["1", "2"]),
        word___rels__document_dot_xml_dot_rels=links,
        word__media__one_dot_png=png(chunk(b"tEXt", b"Author\0CANARY")),
    )  # fmt: skip
    page = brought(bench, data, "manual.docx")
    assert "who wrote it, when and where" in page
    assert "1 picture" in page
    assert make(bench, page).status_code == 303
    phone = create_participant_app(bench.house).test_client()
    lesson = phone.get("/courses/manual/one/").text
    assert "<td>2</td>" in lesson
    shown = phone.get(re.search('src="([^"]*picture-1[^"]*)"', lesson)[1])
    assert shown.data.startswith(b"\x89PNG")
    assert b"CANARY" not in shown.data
    assert not any(b"CANARY" in one.read_bytes() for one in
                   bench.house.config.own_courses.rglob("*") if one.is_file())  # fmt: skip


def test_a_hostile_manual_is_refused_with_a_sentence_and_makes_nothing(bench):
    for data, said in (
        (docx(p("x" * 9), head="<!DOCTYPE x>"), "can’t be read"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (docx(p(" " * 30_000_000)), "too large"),
        (docx(p("Words and no heading.")), "No lessons were found"),
    ):
        assert said in brought(bench, data, "manual.docx")
    assert not list(bench.house.config.own_courses.glob("*/course.yaml"))


def test_a_manual_may_be_larger_than_other_forms_and_waits_no_longer_than_the_house_is_open(bench):
    noise = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(50_000))
    links = related(rId9=("image", "media/one.png"))
    data = docx(
        h(1, "One"), p("Words.", more=picture()), word___rels__document_dot_xml_dot_rels=links,
        word__media__one_dot_png=png(chunk(b"tRNS", noise)),
    )  # fmt: skip
    assert len(data) > 2**20
    page = brought(bench, data, "manual.docx", title="Ours")
    assert "larger than 512 kB" in page
    bench.house.lock()
    bench.house.unlock(bench.passphrase)
    bench.sign_in()
    make(bench, page)
    assert not list(bench.house.config.own_courses.glob("*/course.yaml"))
    too_much = posted(bench, "/courses/own/sent/garden/fr", {}, bytes(2 * 2**20), "words.po")
    assert too_much.status_code == 413


def test_the_search_finds_the_networks_own_words(bench):
    house = bench.house
    house.config = replace(house.config, courses=bench.packs)
    house.index.refresh(house.library)
    assert house.index.query("quicksand", "en").hits == ()
    saved(bench, text="Here we start at the quicksand.")
    until(lambda: house.index.query("quicksand", "en").hits)
    assert [hit.section for hit in house.index.query("quicksand", "en").hits] == ["training"]


def test_a_course_of_ones_own_is_on_every_page_that_courses_are_on(bench):
    make(bench, brought(bench))
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

"""What a network puts into its folder is seen while the house stands."""

import threading
from dataclasses import replace

from academy import courses
from academy.courses.own import Own
from academy.web.shared.house import House
from academy.web.shared.packs import EVERY, Packs
from tests.academy.courses_own import FACTS, PACKS, lesson, write
from tests.patience import PATIENCE, until


def a_shelf(tmp_path, now):
    return Packs(courses.load(PACKS), Own(PACKS, tmp_path), lambda: now[0])


def test_an_overlay_is_seen_after_a_moment_and_without_a_restart(tmp_path):
    now, told = [0.0], []
    shelf = a_shelf(tmp_path, now)
    shelf.on_change(told.append)
    write(tmp_path, {
        "garden-own/course.yaml": FACTS,
        "garden-own/en/01-soil.md": lesson(("A {#training}", "Ours.")),
    })  # fmt: skip
    assert shelf.library().course("garden").lineage is None
    now[0] += EVERY
    library = shelf.library()
    assert library.course("garden").lineage.overlay == "garden-own"
    assert told == [library]
    now[0] += EVERY
    assert shelf.library() is library
    (tmp_path / "garden-own" / "course.yaml").unlink()
    assert shelf.look_again().course("garden").lineage is None


def test_a_folder_that_changes_while_it_is_read_is_read_again_at_the_next_look(
    tmp_path, monkeypatch
):
    now = [0.0]
    shelf = a_shelf(tmp_path, now)
    before = shelf.library()
    write(tmp_path, {
        "garden-own/course.yaml": FACTS,
        "garden-own/en/01-soil.md": lesson(("A {#training}", "Ours.")),
    })  # fmt: skip
    now[0] += EVERY
    with monkeypatch.context() as patched:
        patched.setattr(Packs, "_with_own", lambda _shelf: (tmp_path / "gone").read_bytes())
        assert shelf.library() is before
    assert shelf.library() is before
    now[0] += EVERY
    assert shelf.library().course("garden").lineage.overlay == "garden-own"


def test_a_look_into_the_folder_is_one_for_all_and_others_do_not_wait(tmp_path):
    now = [0.0]
    shelf = a_shelf(tmp_path, now)
    before = shelf.library()
    now[0] += EVERY
    write(tmp_path, {"garden-own/course.yaml": FACTS})
    shelf._reading.acquire()
    other = threading.Thread(target=lambda: found.append(shelf.library()))
    found: list[object] = []
    other.start()
    other.join(PATIENCE)
    shelf._reading.release()
    assert found == [before]


def test_the_search_answers_from_the_newest_courses_whichever_thread_is_the_last(
    empty_desk, monkeypatch
):
    """Two changes in a moment: who is told of the first may be the last to build."""
    house, asked, refresh = empty_desk.house, [], House._refresh
    house.config = replace(house.config, courses=PACKS)
    house.packs = Packs(courses.load(PACKS), Own(PACKS, house.config.own_courses))
    house.packs.on_change(house._read_anew)
    house.index.refresh(house.library)
    monkeypatch.setattr(House, "_refresh", lambda _house, *given: asked.append(given))
    for text in ("Here lies a quicksand.", "Here lies a marsh."):
        overlay = {
            "garden-own/course.yaml": FACTS,
            "garden-own/en/01-soil.md": lesson(("A {#training}", text)),
        }
        write(house.packs.folder, overlay)
        house.packs.look_again()
    until(lambda: len(asked) == 2)
    for given in reversed(asked):
        refresh(house, *given)
    assert house.index.query("marsh", "en").hits
    assert house.index.query("quicksand", "en").hits == ()


def test_what_was_made_of_the_courses_before_is_made_anew(empty_desk):
    house = empty_desk.house
    before = house.take_home
    house.kept[("a page",)] = "old"
    house.blank[("a worksheet",)] = (b"old", [])
    house.library = house.library
    assert (house.kept, house.blank) == ({}, {})
    assert house.take_home is not before

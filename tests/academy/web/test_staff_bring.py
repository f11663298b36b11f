"""Bring something new, at the desk: each step and each refusal, with a small program."""

import re
from dataclasses import replace

import pytest

from academy.updates import places as rooms
from academy.updates.places import Places
from academy.web.staff.keeping import bring
from sync import keys
from tests.academy.updating import MAKER, SMALL, VERSION, small

WORDS = " ".join(keys.words(MAKER.device))


@pytest.fixture
def base(tmp_path, monkeypatch):
    """The program as if it lay in a folder where something newer may be put."""
    found = tmp_path / "base"
    for name, data in SMALL.items():
        (found / name).parent.mkdir(parents=True, exist_ok=True)
        (found / name).write_bytes(data)
    monkeypatch.setattr(rooms, "_base", lambda: found)
    monkeypatch.setattr(bring, "TRIAL", bring._Trial())
    return Places()


def digest_on(page: str) -> str:
    return str(re.findall(r'name="digest" value="([0-9a-f]{64})"', page)[0])


def form_for(desk, path) -> dict[str, str]:
    page = desk.post("/bring/look", place=str(path.parent)).text
    return {"place": str(path.parent), "file": path.name, "digest": digest_on(page)}


def test_a_stranger_is_taken_at_the_word_that_was_told_and_never_shown(desk, base, tmp_path):
    path = small(tmp_path / "stick")
    page = desk.post("/bring/look", place=str(path.parent)).text
    assert VERSION in page
    assert not any(word in re.sub("<[^>]*>", " ", page).split() for word in WORDS.split())
    form = form_for(desk, path)
    desk.refused("/bring/take", 403, **form)
    desk.refused("/bring/take", 403, **form, words="river lamp stone cloud seven six")
    desk.refused("/bring/take", 409, **form | {"digest": "0" * 64}, words=WORDS)
    assert base.state().ready is None
    assert "Try it before you use it" in desk.done("/bring/take", **form, words=WORDS)
    known = desk.post("/bring/look", place=str(path.parent)).text
    assert WORDS in known
    assert WORDS in desk.get("/bring")
    assert WORDS not in desk.done("/bring/forget", key=MAKER.device)


def test_a_name_on_a_stick_leads_nowhere_else(desk, base, tmp_path):
    form = form_for(desk, small(tmp_path / "stick"))
    for name in ("../../etc/passwd", "x", ""):
        desk.refused("/bring/take", 400, **form | {"file": name}, words=WORDS)
    desk.refused("/bring/look", 404, place=str(tmp_path / "none"))


def test_it_is_used_only_after_it_was_tried(desk, base, tmp_path):
    desk.refused("/bring/try", 409)
    desk.refused("/bring/use", 409)
    desk.refused("/bring/back", 409)
    says = b"raise SystemExit('no Pango')\n"
    path = small(tmp_path / "stick", more={"academy/__main__.py": says})
    desk.done("/bring/take", **form_for(desk, path), words=WORDS)
    desk.done("/bring/try")
    bring.TRIAL.thread.join()
    assert "doesn’t work on this laptop: no Pango" in desk.get("/bring")
    desk.refused("/bring/use", 409)
    base.note(replace(base.state(), tried=True))
    assert "doesn’t work" not in desk.get("/bring")
    assert f"From the next start: version {VERSION}" in desk.done("/bring/use")
    assert "It is taken back" in desk.done("/bring/back")
    assert base.state().use is None


def test_while_it_is_tried_the_page_looks_again_by_itself(desk, base, tmp_path):
    path = small(tmp_path / "stick")
    desk.done("/bring/take", **form_for(desk, path), words=WORDS)
    held = bring.threading.Event()
    bring.TRIAL.thread = bring.threading.Thread(target=held.wait)
    bring.TRIAL.thread.start()
    answer = desk.client.get("/bring")
    held.set()
    assert answer.headers["Refresh"] == "4"
    assert "It is being tried" in answer.text


def test_courses_on_the_same_stick_are_offered_in_their_own_room(desk, base, tmp_path):
    (tmp_path / "0123456789abcdef.pack").write_bytes(b"x")
    page = desk.post("/bring/look", place=str(tmp_path)).text
    assert 'action="/courses/own/look"' in page
    assert "/bring" in desk.get("/courses/own/")
    assert "/bring" in desk.get("/settings")


def test_what_cannot_be_taken_says_why(desk, base, tmp_path):
    small(tmp_path, version="0.0.1")
    (tmp_path / "0123456789abcdef.program").write_bytes(b"x")
    page = desk.post("/bring/look", place=str(tmp_path)).text
    assert "this isn’t newer" in page
    assert "no newer program" in page

"""Whoosh is from 2016. When a Python breaks it, courses are read and a sentence says the rest."""

import os
import subprocess
import sys

import pytest

from academy import search
from academy.cli import doctor
from academy.config import Config
from academy.data import data_folder
from academy.errors import AcademyError
from academy.search import building, index
from academy.web import serve
from tests.patience import PATIENCE
from tests.visitor import Visitor

SENTENCE = "The search can’t be used right now. The courses can be read."


@pytest.fixture
def without_whoosh(monkeypatch):
    """A Python on which Whoosh can't be imported."""
    for name in [one for one in sys.modules if one.startswith(("whoosh", index.__name__))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "whoosh", None)


@pytest.fixture
def phone(tmp_path, request):
    """Somebody at the pages of a laptop that has begun to build its index, or tried to."""
    request.getfixturevalue(request.param)
    courses = data_folder("courses")
    config = Config(tmp_path, courses, lan_host="127.0.0.1", lan_port=0, staff_port=0)
    running = serve.start(config)
    running.warming.join(PATIENCE)
    yield Visitor(running.lan_url)
    running.close(patience=5)
    assert not any(door.thread.is_alive() for door in running.doors)


@pytest.fixture
def whoosh_that_fails(monkeypatch):
    """Whoosh can be imported, and falls over its work."""

    def fall(*_):
        raise AttributeError("module 'ast' has no attribute 'Str'")

    monkeypatch.setattr(index, "folder_for", lambda folder, _library: folder / "none")
    monkeypatch.setattr(index, "build", fall)
    monkeypatch.setattr("academy.search.child.build_apart", lambda *_: None)


@pytest.mark.parametrize("phone", ["without_whoosh", "whoosh_that_fails"], indirect=True)
def test_courses_are_read_and_the_search_says_that_it_is_not_there(phone):
    lesson = phone.get("/courses/advocacy/what-advocacy-is/")
    assert phone.status == 200
    assert "<h1" in lesson
    for path in ("/search", "/search?q=budget"):
        assert SENTENCE in phone.get(path)
        assert phone.status == 503


def test_opening_an_index_without_whoosh_is_a_refusal(tmp_path, without_whoosh):
    with pytest.raises(AcademyError) as refused:
        search.open_index(tmp_path)
    assert refused.value.code == "search_unavailable"


def test_the_doctor_says_why_and_what_to_do(without_whoosh):
    line = doctor._search()
    assert line.state == doctor.LOOK
    assert "courses can be read, not searched: ModuleNotFoundError" in line.found
    assert "older Python" in line.found


def test_the_doctor_says_that_it_is_there():
    assert doctor._search().state == doctor.FINE


def test_an_index_that_could_not_be_built_is_built_at_the_next_try(tmp_path, monkeypatch, library):
    shelf = search.open_index(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(index, "build", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
        with pytest.raises(AcademyError):
            shelf.refresh(library)
    assert shelf.why_not is not None
    shelf.refresh(library)
    assert shelf.why_not is None
    assert shelf.query("budget", "en").total
    shelf.close()
    assert building.folder_for(tmp_path, library).is_dir()


@pytest.fixture(scope="module")
def library():
    from academy import courses
    from tests.academy.test_search import PACKS

    return courses.load(PACKS)


def test_a_first_start_says_nothing_of_what_python_thinks_of_whoosh(tmp_path):
    told = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONWARNINGS": ""}
    look = [sys.executable, "-c", "from academy.search import why_not; print(why_not())"]
    done = subprocess.run(look, env=told, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("None", "")

"""What is written for trainers never comes out at the phones' door: a walk with a canary."""

import gzip
import re
from dataclasses import replace
from itertools import product

import pytest

from academy import courses
from academy.courses import guides
from academy.courses.own import Own
from academy.languages import i18n
from academy.web.shared.packs import Packs
from tests.academy.test_courses_guides import GUIDE, packs_with_guides
from tests.academy.web.participant.conftest import search_in

CANARY = "Quagga"
TRACES = re.compile(CANARY, re.IGNORECASE)


@pytest.fixture
def canaries(locked_house, tmp_path):
    """A house whose packs have guides with a word in every section that stands nowhere else."""
    written = re.sub(r"(?m)^(- |\| \d+ \| |(?=[A-Z]))", rf"\g<1>{CANARY} ", GUIDE)
    folder = packs_with_guides(tmp_path / "packs", written)
    found = courses.guide(folder, courses.load(folder).course("garden"), "soil")
    assert all(CANARY in section.source for section in found.sections)
    house = locked_house
    house.config = replace(house.config, courses=folder)
    house.packs = Packs(courses.load(folder), Own(folder, tmp_path / "own"))
    house.set_up("river lamp stone cloud seven")
    search_in(house)
    return house


def arguments():
    """What can stand in the places of an address: what is there, and ways to a guide."""
    return {
        "course": ["garden", "trainer"],
        "lesson": ["soil", "water", "walk", "trainer", "01-soil.md", "guide"],
        "name": ["plan.svg", "01-soil.md", "walk.md", "..%2Fen%2Ftrainer%2F01-soil.md"],
        "filename": ["core.css", "../../courses/garden/en/trainer/walk.md"],
        "locale": list(i18n.NAMES),
    }


def addresses(app):
    """Every address that can be asked for, with everything in its places that could matter."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods:
            continue
        names = sorted(rule.arguments)
        for values in product(*(arguments().get(name, ["garden"]) for name in names)):
            path = rule.rule
            for name, value in zip(names, values, strict=True):
                path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
            yield path
    lesson = "/courses/garden/soil"
    for end in ("guide", "trainer", "paper", "trainer/01-soil.md", "../trainer/01-soil.md"):
        yield f"{lesson}/{end}"
    yield "/guides/garden/soil"
    yield "/guides/garden/soil/paper"
    yield from (f"{lesson}/?in={language}" for language in ("en", "fr", "xx", "en/trainer"))


def test_no_address_gives_a_guide_away(canaries, app_for):
    app = app_for(canaries)
    paths = sorted(set(addresses(app)))
    assert len(paths) > 50
    for locale in ("en", "fr", "zh_Hant", "ar"):
        phone = app.test_client()
        phone.set_cookie("language", locale)
        for path in paths:
            answer = phone.get(path, buffered=True)
            seen = f"{answer.get_data(as_text=True)}{answer.headers}"
            assert not TRACES.search(seen), (locale, path)


def test_no_search_finds_what_is_in_a_guide(canaries, app_for):
    phone = app_for(canaries).test_client()
    index = canaries.index
    words = [CANARY, "Hands", "spade", "Dig", "held", "Rain", "Go"]
    for locale in ("en", "fr", "ru", "zh_Hans", "zh_Hant", "ar"):
        phone.set_cookie("language", locale)
        for word in words:
            page = phone.get("/search", query_string={"q": word}).text
            assert "trainer" not in page
            found = index.query(word, locale, 50)
            assert CANARY not in repr(found)
        assert not index.query(CANARY, locale, 50).hits


def test_no_file_of_the_index_holds_a_word_of_a_guide(canaries):
    files = [path for path in (canaries.config.folder / "search").rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert CANARY.lower().encode() not in data.lower(), path.name
        if data[:2] == b"\x1f\x8b":
            assert CANARY.lower().encode() not in gzip.decompress(data).lower()


def test_nothing_that_the_phones_app_holds_knows_a_guide(canaries):
    """The library is all that the phones' pages are made from."""
    seen, waiting = set(), [canaries.library]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            assert CANARY not in one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, tuple | list):
            waiting += one
        elif hasattr(one, "__dict__"):
            assert not isinstance(one, guides.Guide)
            waiting += vars(one).values()
    assert len(seen) > 100

"""What every page of this door keeps to: tokens, headers, cookies, addresses, bytes, no scripts."""

import gzip
import json
import re
from html.parser import HTMLParser

import pytest

from academy import actions
from academy.rules import assessment
from tests.academy.lesson_files import LANGUAGES

LESSON = "/courses/advocacy/what-advocacy-is/"
PLAN = "/courses/advocacy/worksheets/plan/"
SHEET = f"/sheets/{'0' * 32}/"
UNSAFE = [
    "/join", "/sign-in", "/sign-out", "/in", "/here", f"{LESSON}finish", f"{LESSON}quiz",
    "/me/forget", "/check", f"{PLAN}begin", f"{SHEET}fields/1/", f"{SHEET}fields/more",
    f"{SHEET}fields/1/less", f"{SHEET}hand-in", f"{SHEET}drop", "/questions/pre", "/evaluation",
]  # fmt: skip
PAGES = [
    "/", "/join", "/wait", "/sign-in", "/here", "/here/done", "/courses/", "/courses/advocacy/",
    "/courses/glossary/",
    LESSON, "/search", "/me", "/me/forget", "/card", "/check", "/nothing", PLAN,
    "/questions/pre", "/questions/post", "/evaluation",
]  # fmt: skip
FIGURE = re.compile(r'<figure class="figure".*?</figure>', re.DOTALL)
"""A drawing lies in the page; the budget of a lesson is without pictures."""
LARGEST_FIRST_LESSON, WITH_PICTURES = 14_000, 30_000


class Outline(HTMLParser):
    """What an accessibility check of a page looks at."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.labels = 0
        self.bare = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        self.labels += tag == "label"
        field = tag in {"input", "select", "textarea"} and found.get("type") != "hidden"
        if field and not self.labels and "aria-label" not in found:
            self.bare.append(found)

    def handle_endtag(self, tag):
        self.labels -= tag == "label"


def outline(page):
    read = Outline()
    read.feed(page)
    return read


@pytest.fixture(autouse=True)
def everything_is_open(request):
    """For whoever is signed in, the tests and the evaluation are open."""
    if "heron" in request.fixturenames:
        room = request.getfixturevalue("room")
        for what in assessment.OPENED:
            actions.open_assessment(room.house.store, workshop=room.workshop, what=what)


def test_every_unsafe_address_is_in_the_list(app):
    known = {
        "<course>/<lesson>/": "advocacy/what-advocacy-is/", "<part>/<at>": "fields/1",
        "<course>/worksheets/<id>/": "advocacy/worksheets/plan/", "<part>": "fields",
        "/sheets/<id>/": SHEET, "<test>": "pre",
    }  # fmt: skip

    def told(rule):
        for name, value in known.items():
            rule = rule.replace(name, value)
        return rule

    posts = {
        told(rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.methods - {"GET", "HEAD", "OPTIONS"}
    }
    assert posts == set(UNSAFE)


def test_nothing_unsafe_without_a_token(app, room, phone, heron):
    app.config["WTF_CSRF_ENABLED"] = True
    for path in UNSAFE:
        answer = phone.post(path, data={"pin": heron[1]})
        assert answer.status_code == 400, path
        assert "This page was open for too long." in answer.text
        assert phone.get("/me").status_code == 200


def test_with_the_pages_token_the_form_is_taken(app, room, phone, token_of):
    app.config["WTF_CSRF_ENABLED"] = True
    token = token_of(phone, f"/join/{room.open(room.door)}")
    sent = {"alias": "Marigold", "csrf_token": token}
    elsewhere = phone.post("/join", data=sent, headers={"Origin": "http://example.org"})
    assert elsewhere.status_code == 400
    assert (
        phone.post("/join", data=sent, headers={"Origin": "http://localhost"}).location == "/card"
    )


def test_every_page_is_guarded_and_never_kept(phone, heron):
    for path in PAGES:
        headers = phone.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "unsafe" not in policy


def test_every_page_has_one_heading_labels_and_nothing_inline(phone, heron):
    for path in PAGES:
        page = outline(phone.get(path, follow_redirects=True).text)
        names = [tag for tag, _ in page.tags]
        assert names.count("h1") == names.count("main") == 1, path
        assert not {"script", "style"} & set(names), path
        assert page.bare == [], path
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")]
            for name in ("href", "src", "action", "formaction"):
                target = attributes.get(name) or "/"
                assert target.startswith(("/", "#", "data:,")), (path, tag, target)
                assert not target.startswith("//"), (path, tag, target)
                assert "heron" not in target.lower(), (path, tag, target)


@pytest.mark.parametrize("language", ["fr", "zh-CN", "ar", "ru", "es"])
def test_every_page_opens_in_every_language(phone, heron, language):
    for path in PAGES:
        answer = phone.get(path, headers={"Accept-Language": language}, follow_redirects=True)
        assert answer.status_code == (404 if path == "/nothing" else 200), path


def test_titles_tell_a_stranger_nothing(phone, heron):
    for path in PAGES:
        title = re.search("<title>(.*?)</title>", phone.get(path, follow_redirects=True).text)[1]
        assert re.fullmatch(r"[\w ]{4,30}", title), path
        assert not re.search("heron|advocacy|leadership|swit|worker", title, re.IGNORECASE)


def test_the_cookie_is_a_number_that_scripts_and_other_sites_cannot_have(room, phone):
    _, pin = room.register("Blue Heron")
    answer = phone.post("/sign-in", data={"alias": "Blue Heron", "pin": pin})
    cookies = sorted(answer.headers.getlist("Set-Cookie"))
    assert [cookie.split("=")[0] for cookie in cookies] == ["k", "p"]
    for cookie in cookies:
        assert re.match(r"[kp]=[\w-]{43};", cookie)
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie


def test_reading_alone_starts_no_session_beyond_the_forms_token(phone):
    for path in ("/", "/courses/", "/courses/advocacy/", "/search"):
        assert "Set-Cookie" not in phone.get(path).headers


def test_a_restart_signs_nobody_out(house, app_for, phone, heron):
    again = app_for(house).test_client()
    again.set_cookie("p", phone.get_cookie("p").value)
    assert "Hello, Blue Heron" in again.get("/").text


def test_the_pin_is_not_kept_once_another_page_was_opened(room, phone):
    phone.get(f"/join/{room.open(room.door)}")
    phone.post("/join", data={"alias": "Marigold"})
    phone.get("/card")
    phone.get("/")
    (row,) = room.house.store.tables().rows("SELECT value FROM web_sessions")
    assert "pin" not in json.loads(row["value"])


@pytest.mark.parametrize("host", ["evil.example", "academy.example:8000"])
def test_a_borrowed_name_is_turned_away(phone, host):
    answer = phone.get("/", headers={"Host": host})
    assert answer.status_code == 421


def test_the_wrong_method_gets_a_sentence(phone):
    assert phone.get("/sign-out").status_code == 405
    assert phone.delete("/me").status_code in {400, 405}


@pytest.mark.parametrize("language", [*LANGUAGES, "zh-TW"])
def test_a_phones_first_lesson_fits_the_budget(house, app, language):
    headers = {"Accept-Encoding": "gzip", "Accept-Language": language}
    for course in house.library.courses:
        for lesson in course.lessons:
            phone = app.test_client()
            page = phone.get(f"/courses/{course.id}/{lesson.slug}/", headers=headers)
            html = gzip.decompress(page.data).decode()
            fetched = [
                found.get("href") or found.get("src") or ""
                for tag, found in outline(html).tags
                if tag in {"link", "img", "script"}
            ]
            fetched = [target for target in fetched if not target.startswith("data:")]
            answers = [
                page,
                *(phone.get(target, headers=headers, buffered=True) for target in fetched),
            ]
            assert len(answers) <= 3
            assert all(answer.status_code == 200 for answer in answers)
            wire = sum(len(one.data) + len(str(one.headers)) for one in answers)
            pictures = len(page.data) - len(gzip.compress(FIGURE.sub("", html).encode(), 6))
            assert wire - pictures <= LARGEST_FIRST_LESSON, (lesson.file, wire, pictures)
            assert wire <= WITH_PICTURES, (lesson.file, wire)


def test_the_style_is_kept_for_ever_and_changes_its_address(phone):
    address = re.search(r'href="(/static/core\.css\?v=\w+)"', phone.get("/").text)[1]
    assert "immutable" in phone.get(address, buffered=True).headers["Cache-Control"]

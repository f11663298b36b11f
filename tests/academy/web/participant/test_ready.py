"""Pages that are ready: never another than the page made anew, and nobody's but their owner's."""

import json
import re
import threading
from datetime import timedelta

import pytest

from academy import actions, events
from academy.languages.i18n import NAMES
from academy.store.readers import Readers
from academy.web.participant import READY
from academy.web.participant.week import home
from academy.web.shared import ready
from tests.academy import bodies

LESSON = "/courses/advocacy/what-advocacy-is/"
PATHS = ("/", "/me", "/courses/", "/courses/advocacy/", LESSON, "/courses/glossary/")
PUBLIC = [path for path in PATHS if path != "/me"]


def plain(page):
    """A page but for its form's token, which says when it was made."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)


@pytest.fixture
def pages(app):
    return app.extensions["ready_pages"]


@pytest.fixture
def signed_in(app, room):
    """Sign somebody in on a phone of their own."""

    def sign_in(alias):
        person, pin = room.register(alias)
        phone = app.test_client()
        phone.post("/sign-in", data={"alias": alias, "pin": pin})
        phone.get(LESSON)
        return phone, person

    return sign_in


@pytest.fixture
def made(app, monkeypatch):
    """The pages that Flask made, by path."""
    found = []
    app.after_request_funcs.setdefault(None, []).append(
        lambda answer: (found.append(answer), answer)[1]
    )
    return found


def of(client, path, made, **how):
    """A page, and whether it was ready."""
    before = len(made)
    answer = client.get(path, **how)
    return answer, len(made) == before


def test_a_page_is_made_once_and_sent_as_it_was(phone, heron, made):
    for path in PATHS:
        phone.get(path)
        first, _ = of(phone, path, made)
        again, ready_now = of(phone, path, made)
        assert ready_now, path
        assert (again.data, dict(again.headers)) == (first.data, dict(first.headers)), path


def test_these_are_the_pages_that_may_be_ready(app):
    assert {app.url_map.bind("localhost").match(path)[0] for path in PATHS} == READY


def same_as_anew(pages, phones, told):
    """Compare what is sent now with what is made anew; the pages as they are now."""
    asked = [(phone, path) for phone in phones for path in ("/", "/me", "/courses/", LESSON)]
    sent = [plain(phone.get(path)) for phone, path in asked]
    pages.clear()
    now = [plain(phone.get(path)) for phone, path in asked]  # and ready for what comes next
    assert sent == now, told
    return now


def test_after_every_kind_of_event_a_ready_page_is_the_page_made_anew(
    app, pages, room, house, signed_in
):
    heron, person = signed_in("Blue Heron")
    marigold, other = signed_in("Marigold")
    store, session = house.need_store(), room.week[3]["session"]
    ids = bodies.Ids(room.workshop, session, person, other)
    said = bodies.good(ids)
    said["session.cancelled"]["session"] = room.week[5]["session"]
    for kind in ("person.registered", "person.revised"):
        said[kind] |= {"role": "participant", "team": "North"}
    said["lesson.finished"]["lesson"] = "what-advocacy-is"
    phones = (heron, marigold, app.test_client())
    before, changed = same_as_anew(pages, phones, "nothing"), set()
    last = ("person.withdrawn", "subject.erased")
    for kind in (*(one for one in said if one not in last), *last):
        if kind == "subject.erased":
            store.erase(other)
        else:
            event = events.read(kind, json.dumps(said[kind]))
            store.record(lambda _, event=event: [event])
        now = same_as_anew(pages, phones, kind)
        changed |= {kind} if now != before else set()
        before = now
    assert said.keys() == events.KINDS.keys()
    # Else this would compare what never changes.
    assert changed >= {
        "workshop.planned", "session.planned", "session.cancelled", "person.registered",
        "attendance.marked", "lesson.finished", "requirement.met", "certificate.issued",
        "certificate.revoked", "test.taken", "person.linked", "person.unlinked",
        "person.withdrawn", "subject.erased",
    }  # fmt: skip


def test_what_isnt_in_the_log_makes_a_page_anew_too(pages, room, house, signed_in, monkeypatch):
    heron, person = signed_in("Blue Heron")
    store, session = house.need_store(), room.week[3]["session"]
    now = store.clock.now

    def tomorrow():
        monkeypatch.setattr(store.clock, "now", lambda: now() + timedelta(days=1))

    def hand_in():
        actions.hand_in(store, workshop=room.workshop, person=person, answers={}, remarks={})

    changes = {
        "a code is shown": lambda: house.codes.open(session),
        "it is shown no more": lambda: house.codes.close(session),
        "the test before": lambda: actions.open_assessment(
            store, workshop=room.workshop, what="pre"
        ),
        "the evaluation": lambda: actions.open_assessment(
            store, workshop=room.workshop, what="evaluation"
        ),
        "handed in": hand_in,
        "a day later": tomorrow,
    }
    before = same_as_anew(pages, [heron], "")
    for told, change in changes.items():
        change()
        after = same_as_anew(pages, [heron], told)
        assert after != before, told
        before = after


def test_what_is_said_once_is_said_once(pages, heron, phone):
    phone.get("/")
    with phone.session_transaction() as session:
        session["_flashes"] = [("message", "Said once.")]
    assert "Said once." in phone.get("/").text
    assert "Said once." not in phone.get("/").text


def test_a_quiz_that_was_answered_is_shown_to_who_answered_it(app, pages, signed_in):
    (heron, _), stranger, other = signed_in("Blue Heron"), app.test_client(), app.test_client()
    for phone in (heron, stranger):
        page = phone.get(LESSON).text
        chosen = dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page), "1")
        phone.post(f"{LESSON}quiz", data=chosen)
        for _ in range(3):
            assert "right</b>" in phone.get(LESSON).text
            assert "right</b>" not in other.get(LESSON).text


def test_a_change_of_another_leaves_a_page_ready(room, house, signed_in, made):
    (heron, _), (_, other) = signed_in("Blue Heron"), signed_in("Marigold")
    heron.get("/")
    actions.finish_lesson(
        house.store, workshop=room.workshop, person=other, course="advocacy", lesson="why-swit"
    )
    assert of(heron, "/", made)[1]
    dates = {"starts": room.week[0]["day"], "ends": room.week[-1]["day"]}
    actions.revise_workshop(
        house.store, room.workshop, title="Another week", level="regional", country="KE", **dates
    )
    assert not of(heron, "/", made)[1]


def test_a_change_while_a_page_is_made_makes_it_old(app, room, house, signed_in, monkeypatch):
    heron, person = signed_in("Blue Heron")
    from academy.web.participant.week import home

    real = home.render_template

    def slowly(*args, **values):
        page = real(*args, **values)
        actions.mark_attendance(
            house.store, session=room.week[0]["session"], states={person: "present"}, way="grid"
        )
        return page

    with monkeypatch.context() as patch:
        patch.setattr(home, "render_template", slowly)
        old = plain(heron.get("/"))
    assert plain(heron.get("/")) != old


# whose pages they are


def test_nobody_is_shown_anothers_page(app, pages, signed_in):
    """Whatever cookies, languages and headers ask, in whatever order."""
    people = {alias: signed_in(alias)[0] for alias in ("Blue Heron", "Marigold", "Kestrel")}
    stranger = app.test_client()
    ways = [
        {"Accept-Language": locale, "Accept-Encoding": packed}
        for locale in NAMES
        for packed in ("gzip", "")
    ]
    for _ in range(2):
        for how in ways:
            for alias, phone in people.items():
                for path in PATHS:
                    page = read(phone.get(path, headers=how))
                    named = {one for one in people if one in page}
                    assert named <= {alias}, path
                    assert alias in page or path not in {"/", "/me"}
                    assert f'lang="{how["Accept-Language"].replace("_", "-")}"' in page
            for path in PUBLIC:
                answer = stranger.get(path, headers=how)
                assert not {one for one in people if one in read(answer)}, path
                assert "csrf_token" not in read(answer)
                assert "Set-Cookie" not in answer.headers


def read(answer):
    import gzip

    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.data) if packed else answer.data).decode()


def test_each_sessions_token_is_its_own(app, signed_in, token_of):
    (heron, _), (marigold, _) = signed_in("Blue Heron"), signed_in("Marigold")
    app.config["WTF_CSRF_ENABLED"] = True
    tokens = [token_of(phone, LESSON) for phone in (heron, marigold, heron, marigold)]
    assert tokens[:2] == tokens[2:]
    assert marigold.post("/sign-out", data={"csrf_token": tokens[0]}).status_code == 400
    assert heron.post("/sign-out", data={"csrf_token": tokens[0]}).status_code == 303


@pytest.mark.parametrize(
    "cookies",
    [
        "p={}; p={}", 'p="{}"', "p={}\\", "p={}; é=1", "p=x; p={}", "p={}x", "p=", "q={}", "p={}\t",
    ],
)  # fmt: skip
def test_cookies_that_can_be_read_in_two_ways_are_left_to_one(app, signed_in, cookies):
    heron, _ = signed_in("Blue Heron")
    heron.get("/")
    number = heron.get_cookie("p").value
    asked = app.test_client(use_cookies=False)
    sent = {"Cookie": cookies.replace("{}", number).encode().decode("latin-1")}
    anew = asked.get("/", headers=sent, query_string="x").text
    for _ in range(2):
        assert ("Blue Heron" in asked.get("/", headers=sent).text) == ("Blue Heron" in anew)


@pytest.mark.parametrize("end", ["sign out", "forget", "withdraw", "new pin", "lock", "erase"])
def test_nothing_of_a_person_is_shown_once_the_session_ends(
    app, house, room, heron, phone, pages, end
):
    person, pin = heron
    for path in PATHS:
        phone.get(path)
        phone.get(path)
    number = phone.get_cookie("p").value
    if end == "sign out":
        phone.post("/sign-out")
    elif end == "forget":
        phone.post("/me/forget", data={"pin": pin})
    elif end == "withdraw":
        actions.withdraw_people(house.store, workshop=room.workshop, people=[person])
    elif end == "new pin":
        house.sign_out(person)
    elif end == "lock":
        house.lock()
        assert len(pages.of_one) == len(pages.of_everybody) == 0
    else:
        house.store.erase(person)
    if end != "withdraw":  # noticed when somebody comes with that session
        assert len(pages.of_one) == 0 or end == "erase"
    asked = app.test_client(use_cookies=False)
    for path in PATHS:
        for _ in range(2):
            page = asked.get(path, headers={"Cookie": f"p={number}"})
            assert "Blue Heron" not in page.text, path
            assert page.status_code == 200 or path == "/me"
    assert len(pages.of_one) == 0


def test_a_page_that_comes_after_the_lock_is_not_kept(house, heron, phone, pages, monkeypatch):
    from academy.web.participant.week import home

    real = home.render_template

    def slowly(*args, **values):
        page = real(*args, **values)
        house.lock()
        return page

    with monkeypatch.context() as patch:
        patch.setattr(home, "render_template", slowly)
        phone.get("/")
    assert len(pages.of_one) == 0


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b"])
def test_a_ready_page_is_for_our_own_names_alone(app, host):
    phone = app.test_client()
    for _ in range(2):
        assert phone.get(LESSON).status_code == 200
    assert phone.get(LESSON, headers={"Host": host}).status_code == 421


def test_only_plain_looks_are_answered_so(app, phone, pages, made):
    for _ in range(2):
        phone.get(LESSON)
    for how in ({"method": "HEAD"}, {"query_string": "in=fr"}, {"method": "POST"}):
        before = len(made)
        phone.open(LESSON, **how)
        assert len(made) > before, how


# what everybody reads


def test_a_public_lesson_sets_no_cookie_and_is_not_sent_twice(app, house):
    for packed in ("gzip", ""):
        for locale in NAMES:
            phone = app.test_client()
            phone.set_cookie("language", locale)
            how = {"Accept-Encoding": packed}
            first = phone.get(LESSON, headers=how)
            assert first.headers["Cache-Control"] == "private, no-cache"
            assert "Cookie" in first.headers["Vary"]
            assert not first.headers.get("Set-Cookie")
            tag = first.headers["ETag"]
            again = phone.get(LESSON, headers={**how, "If-None-Match": f'"x", {tag}'})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tag
            assert again.headers["Content-Security-Policy"]
            assert phone.get(LESSON, headers={**how, "If-None-Match": '"x"'}).status_code == 200
            phone.set_cookie("language", "fr" if locale == "en" else "en")
            other = phone.get(LESSON, headers={**how, "If-None-Match": tag})
            assert other.status_code == 200


def test_whoever_signs_in_is_not_told_that_the_public_page_is_still_right(app, signed_in):
    tag = app.test_client().get(LESSON).headers["ETag"]
    heron, _ = signed_in("Blue Heron")
    for _ in range(2):
        own = heron.get(LESSON, headers={"If-None-Match": tag})
        assert own.status_code == 200
        assert own.headers["Cache-Control"] == "no-store"
        assert "ETag" not in own.headers


def test_other_courses_and_other_sentences_make_every_page_anew(app, house, made):
    phone = app.test_client()
    for _ in range(2):
        phone.get(LESSON)
    assert of(phone, LESSON, made)[1]
    house.library = house.library
    assert not of(phone, LESSON, made)[1]


# how much is kept


def test_what_is_kept_has_bounds_and_the_oldest_go(app, monkeypatch):
    shelf = ready._Shelf(10 * (100 + ready.EACH))
    basis = ready.Basis(None, None, None)
    asked = [ready.Asked("n", f"/{number}", "en", packed=True) for number in range(30)]
    for one in asked:
        shelf.keep(one, ready.Ready(basis, 0, (), [], b"x" * 100), unless=lambda: False)
        shelf.find(asked[0])
    assert len(shelf) == 10
    assert shelf.find(asked[0])
    assert not shelf.find(asked[1])
    shelf.keep(asked[1], ready.Ready(basis, 0, (), [], b"x" * 10**6), unless=lambda: False)
    assert len(shelf) == 0


def test_parts_of_lessons_have_bounds_too(app, house, monkeypatch):
    from academy.web.participant.reading import kept

    monkeypatch.setattr(kept, "MOST", 3)
    phone, course = app.test_client(), house.library.courses[0]
    for lesson in course.lessons[:5]:
        assert phone.get(f"/courses/{course.id}/{lesson.slug}/").status_code == 200
    assert len(house.kept) == 3
    assert all(course.lessons[at].slug in str(list(house.kept)) for at in (2, 3, 4))


def test_a_class_that_opens_a_lesson_at_once_has_it_made_once(app, made):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(app.test_client().get(LESSON).data))
        for _ in range(12)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(answers), len(set(answers)), len(made)) == (12, 1, 1)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_no_question_twice(pages, signed_in, monkeypatch, path):
    phone, _ = signed_in("Heron")
    asked = []
    answer = Readers.execute

    def noted(self, sql, values=()):
        asked.append((sql, str(values)))
        return answer(self, sql, values)

    monkeypatch.setattr(Readers, "execute", noted)
    pages.clear()
    assert phone.get(path).status_code == 200
    assert asked
    assert [one for one in asked if asked.count(one) > 1] == []


def test_the_pages_of_a_class_are_made_one_at_a_time(app, signed_in, monkeypatch):
    """So no more connections to the store are opened than are asked at one moment."""
    phones = [signed_in(f"Phone {number}")[0] for number in range(8)]
    lock, now, most = threading.Lock(), [0], [0]
    shown = home.week

    def counted(row):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.02)
        with lock:
            now[0] -= 1
        return shown(row)

    monkeypatch.setattr(home, "week", counted)
    threads = [threading.Thread(target=phone.get, args=("/",)) for phone in phones]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (most[0], now[0]) == (1, 0)


def test_fifty_phones_at_once_see_their_own(app, signed_in):
    phones = [signed_in(f"Phone {number}") for number in range(6)]
    wrong = []

    def look(number, phone):
        seen = [phone.get("/").text for _ in range(30)]
        wrong.extend(page for page in seen if f"Phone {number}" not in page)

    threads = [
        threading.Thread(target=look, args=(number, phone))
        for number, (phone, _) in enumerate(phones)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []

"""What pages and papers say, on the bench: in the browser, side by side, page by page."""

import re
from io import BytesIO

import pytest

from academy.languages import catalogues, i18n
from academy.web.participant import create_app as create_participant_app

FRENCH = "/sentences/fr/"


@pytest.fixture
def bench(empty_desk):
    yield empty_desk
    i18n.lay_over(None, {})


def the_form(page):
    """Everything that the form of a page sends when nobody has typed anything."""
    form = re.search(
        r'<form [^>]*action="/sentences/[^"]*">.*?name="key".*?</form>', page, re.DOTALL
    )[0]
    keys = re.findall(r'name="key" value="([^"]*)"', form)
    sent = {"key": keys}
    for key in keys:
        sent[f"was-{key}"] = re.search(f'name="was-{key}" value="([^"]*)"', form)[1]
        sent[f"said-{key}"] = re.findall(
            f'<textarea [^>]*name="said-{key}"[^>]*>(.*?)</textarea>', form, re.DOTALL
        )
    return sent


def key_of(page, english):
    cards = re.findall(r'<section class="card" id="s-(\w+)">(.*?)</section>', page, re.DOTALL)
    return next(key for key, card in cards if f">{english}</div>" in card)


def searched(bench, words, path=FRENCH):
    return f"{path}?words={words}", bench.get(f"{path}?words={words}")


def test_the_bench_leads_to_every_language_with_how_far_it_is(bench):
    assert 'href="/sentences/"' in bench.get("/courses/own/")
    page = bench.get("/sentences/")
    assert {*re.findall('href="/sentences/([a-zA-Z_]+)/"', page)} == {*i18n.LOCALES} - {"en"}
    total = i18n.format_number(len(bench.house.sentences.said), "en")
    assert page.count(f"{total} of {total}") == len(i18n.LOCALES) - 1


def test_a_page_has_twenty_sentences_and_their_english_beside_them(bench):
    page = bench.get(FRENCH)
    assert len(the_form(page)["key"]) == 20
    assert "1 to 20 of" in page
    assert "1 to 20 of" not in bench.get(f"{FRENCH}?page=3")


def test_sentences_are_found_by_words_place_and_state(bench):
    _, page = searched(bench, "QR")
    assert all(
        "qr" in one.casefold()
        for one in re.findall(r'<section class="card" id="s-.*?</section>', page, re.DOTALL)
    )
    page = bench.get(f"{FRENCH}?where=staff/today")
    found = re.findall(
        '<small class="muted wording"><bdi lang="en" dir="ltr">(academy[^<]*)<', page
    )
    assert found
    assert all("/staff/" in one and "today" in one for one in found)
    assert "There is nothing like this." in bench.get(f"{FRENCH}?state=todo")
    assert "There is nothing like this." in bench.get(f"{FRENCH}?words=nothing+like+it+anywhere")


def test_a_sentence_is_said_at_once_on_the_phones_that_are_open(bench):
    phone = create_participant_app(bench.house).test_client()
    assert "Cours" in phone.get("/", headers={"Accept-Language": "fr"}).text
    address, page = searched(bench, "Check+a+certificate")
    form = the_form(page)
    form[f"said-{key_of(page, 'Check a certificate')}"] = ["Vérifier un papier"]
    assert "sentence saved." in bench.done(address, **form)
    assert "Vérifier un papier" in phone.get("/", headers={"Accept-Language": "fr"}).text
    assert "your own" in bench.get(address)
    assert "As it came:" in bench.get(address)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(bench):
    address, page = searched(bench, "is+added")
    form = the_form(page)
    english = "%(num)s person is added."
    key = key_of(page, english)
    assert len(form[f"said-{key}"]) == 2
    typed = ["<b>%(num)s</b> personne", "%(nombre)s personnes"]
    form[f"said-{key}"] = typed
    other = next(one for one in form["key"] if one != key)
    form[f"said-{other}"] = ["Tapé ailleurs"] * len(form[f"said-{other}"])
    shown = bench.refused(address, 409, **form)
    assert "Nothing is saved yet." in shown
    held = the_form(shown)
    assert held[f"said-{key}"] == typed or held[f"said-{key}"] == [
        "&lt;b&gt;%(num)s&lt;/b&gt; personne", typed[1],
    ]  # fmt: skip
    assert held[f"said-{other}"][0] == "Tapé ailleurs"
    assert held["key"] == form["key"]
    assert "placeholders differ" in shown
    assert "tags differ" in shown
    assert not bench.house.config.own_sentences.exists()


def test_plural_forms_say_which_numbers_they_are_for(bench):
    page = bench.get("/sentences/ru/?words=person+is+added")
    assert "For 1, 21, 31, 41, 51, 61, …" in page
    assert "For 2, 3, 4, 22, 23, 24, …" in page
    assert "For 0, 1" in bench.get(f"{FRENCH}?words=person+is+added")


def test_context_and_the_comments_for_translators_are_shown(bench):
    one = next(one for one in bench.house.sentences.said if one.context)
    page = bench.get(f"{FRENCH}?words={one.english[0]}")
    assert "What is meant:" in page
    assert one.context in page


def test_a_language_is_begun_and_its_pages_speak_it_as_far_as_it_goes(bench):
    bench.refused("/sentences/", 400, language="Moonish")
    bench.refused("/sentences/", 400, language="English")
    assert bench.post("/sentences/", language="Hausa").location == "/sentences/ha/"
    address, page = searched(bench, "Check+a+certificate", "/sentences/ha/")
    form = the_form(page)
    form[f"said-{key_of(page, 'Check a certificate')}"] = ["Duba takarda"]
    bench.done(f"{address}&state=todo", **form)
    phone = create_participant_app(bench.house).test_client()
    assert "Hausa · 0%" in phone.get("/").text
    phone.get("/language/ha")
    page = phone.get("/").text
    assert '<html lang="ha"' in page
    assert "Duba takarda" in page
    assert "Courses" in page


def test_every_page_of_the_desk_can_be_read_in_a_begun_language(desk):
    desk.house.sentences.begin("ha")
    own = desk.house.sentences
    one = own.sentences("fr")[0]
    own.look_again()
    own.save("ha", {one.key: one.listed.english}, {one.key: own.sentences("ha")[0].was})
    own.look_again()
    desk.client.get("/language/ha")
    rules = [rule for rule in desk.app.url_map.iter_rules() if not rule.arguments]
    paths = {rule.rule for rule in rules if "GET" in rule.methods}
    assert len(paths) > 20
    for path in paths:
        answer = desk.client.get(path)
        assert answer.status_code < 500, path
        assert answer.mimetype != "text/html" or '<html lang="ha"' in answer.text or (
            answer.status_code in (302, 303)
        )  # fmt: skip
    i18n.lay_over(None, {})


HOSTILE = "Q\"'&>Q"


def test_no_sentence_breaks_out_of_its_place_on_any_page(desk):
    own = desk.house.sentences
    every = [
        one.listed._replace(said=tuple(f"{form}{HOSTILE}" for form in one.shown))
        for one in own.sentences("fr")
    ]
    found = own.bring("fr", catalogues.po(every, "fr"))
    assert (found.saved, found.refused) == (len(every), [])
    own.look_again()
    phone, french = create_participant_app(desk.house), {"Accept-Language": "fr"}
    for app, client in ((desk.app, desk.client), (phone, phone.test_client())):
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.arguments:
                continue
            answer = client.get(rule.rule, headers=french)
            assert answer.status_code < 500, rule.rule
            assert answer.mimetype != "text/html" or HOSTILE not in answer.text, rule.rule
    assert "Q&#34;&#39;&amp;&gt;Q" in phone.test_client().get("/", headers=french).text
    i18n.lay_over(None, {})


def test_a_file_goes_out_and_what_comes_back_is_told_line_by_line(bench):
    content = bench.client.get(f"{FRENCH}po").data
    assert b'"Language: fr\\n"' in content
    there = b'msgid "%(counted)s of %(held)s"\nmsgstr "'
    at = content.index(there) + len(there)
    wrong = content[:at] + b"%(compte)s " + content[at:]
    wrong = re.sub(rb'(msgid "Check a certificate"\nmsgstr )".*"', b'\\1"Ce papier"', wrong)
    page = bench.client.post(f"{FRENCH}po", data={"file": (BytesIO(wrong), "x.po")}).text
    assert "1 sentence saved." in page
    assert "placeholders differ" in page
    line = wrong[: wrong.index(b"%(compte)s")].count(b"\n") + 1
    assert f"Line {i18n.format_number(line, 'en')}:" in page


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"noise"])
def test_a_file_that_is_none_is_refused(bench, content):
    page = bench.client.post(f"{FRENCH}po", data={"file": (BytesIO(content), "x.po")})
    assert page.status_code == 400
    assert "can’t be read" in page.text


def test_what_the_program_no_longer_says_is_shown_until_it_is_let_go(bench):
    folder = bench.house.config.own_sentences
    folder.mkdir()
    (folder / "fr.po").write_bytes(
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        b'"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        b'msgid "Once upon a time"\nmsgstr "Il \xc3\xa9tait une fois"\n'
    )
    bench.house.sentences.look_again()
    page = bench.get(FRENCH)
    assert "Il était une fois" in page
    assert "no longer said · 1" in bench.get("/sentences/")
    assert "Il était une fois" not in bench.done(f"{FRENCH}older", english="Once upon a time")


def test_a_damaged_file_of_ones_own_is_named_and_the_pages_speak_on(bench):
    folder = bench.house.config.own_sentences
    folder.mkdir()
    (folder / "fr.po").write_bytes(b"noise\n")
    bench.house.sentences.look_again()
    assert "fr.po:1" in bench.get("/sentences/")
    bench.refused(FRENCH, 400)
    phone = create_participant_app(bench.house).test_client()
    assert "Cours" in phone.get("/", headers={"Accept-Language": "fr"}).text


@pytest.mark.parametrize("locale", ["en", "xx", "ha", "..", "fr.po", "a" * 300])
def test_an_address_of_no_language_leads_nowhere(bench, locale):
    for path in ("", "po"):
        answer = bench.client.get(f"/sentences/{locale}/{path}")
        assert answer.status_code in (404, 308), answer.status_code
    assert bench.client.post(f"/sentences/{locale}/").status_code in (303, 404, 308)

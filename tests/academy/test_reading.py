"""In which languages somebody reads: the courses', the pages', and what stands in."""

import pytest

from academy.languages import i18n, locales
from academy.languages.locales import Reading, chosen, reading

TAUGHT = ("ha", "yo", "pt_BR", "sr_Latn")


@pytest.fixture
def begun():
    """Two languages that a network has begun: one more than half, one hardly."""
    i18n.lay_over(None, {"ig": 0.7, "ha": 0.1})
    yield
    i18n.lay_over(None, {})


ASKED = [
    # kept, accepted → courses, pages, nearest
    (None, None, ("en", "en", "en")),
    ("fr", "ha", ("fr", "fr", "fr")),
    (None, "zh-TW", ("zh_Hant", "zh_Hant", "zh_Hant")),
    ("ha", None, ("ha", "en", "en")),
    ("ha:fr", None, ("ha", "fr", "fr")),
    ("ha:fr", "es", ("ha", "fr", "fr")),
    ("HA", "es,fr", ("ha", "es", "es")),
    ("ha-NG", "de,fr;q=0.5", ("ha", "fr", "fr")),
    (None, "ha-NE,ha;q=0.9,fr;q=0.8", ("ha", "fr", "fr")),
    (None, "de,yo;q=0.9,sw;q=0.8", ("yo", "sw", "sw")),
    (None, "pt-BR,pt;q=0.9,es;q=0.8", ("pt_BR", "pt", "pt")),
    (None, "pt-MZ", ("pt", "pt", "pt")),
    ("sr_Latn", "ru", ("sr_Latn", "ru", "ru")),
    ("xx", "ru", ("ru", "ru", "ru")),
    ("xx:fr", "ru", ("ru", "ru", "ru")),
    ("fr:ru", None, ("fr", "fr", "fr")),
    ("ha:xx", "ru", ("ha", "ru", "ru")),
    ("ha:ha", None, ("ha", "en", "en")),
    (":::", ";;;,,,=", ("en", "en", "en")),
    ("ha:" + "x" * 5000, "ha," * 5000, ("ha", "en", "en")),
]


@pytest.mark.parametrize(("kept", "accepted", "found"), ASKED)
def test_a_language_of_a_course_is_read_and_pages_speak_the_nearest(kept, accepted, found):
    assert reading(kept, accepted, TAUGHT) == found


def test_a_language_that_no_course_is_in_is_none_to_read():
    assert reading("ha", "ha,fr", ()) == ("fr", "fr", "fr")


def test_pages_speak_what_was_begun_when_it_was_chosen_or_is_there_by_half(begun):
    assert reading("ha:fr", None, TAUGHT) == ("ha", "ha", "fr")
    assert reading("ha:fr", None, ()) == ("ha", "ha", "fr")
    assert reading(None, "ha,fr", TAUGHT) == ("ha", "fr", "fr")
    assert reading(None, "ha,fr", ()) == ("fr", "fr", "fr")
    assert reading(None, "ig,fr", ()) == ("ig", "ig", "fr")
    assert reading("yo", "ig,fr", TAUGHT).nearest in i18n.NAMES


def test_what_was_read_until_now_stays_nearest_and_is_kept_with_the_choice():
    french = Reading("fr", "fr", "fr")
    hausa = chosen("ha", french, TAUGHT)
    assert hausa == ("ha", "fr", "fr")
    assert hausa.kept == "ha:fr"
    assert chosen("yo", hausa, TAUGHT).kept == "yo:fr"
    assert chosen("ru", hausa, TAUGHT).kept == "ru"
    assert chosen("../../etc", french, TAUGHT) == ("en", "en", "en")
    assert reading(hausa.kept, "es", TAUGHT) == hausa


@pytest.mark.parametrize("explicit", ["fr", "xx", "zh", "zh-HK", "../etc", "", None])
@pytest.mark.parametrize("accepted", ["es", "de;q=1,ru", "zh-TW,fr", "*", None])
def test_whoever_reads_what_pages_speak_reads_as_before(explicit, accepted):
    one = i18n.choose(None, explicit, accepted)
    assert reading(explicit, accepted, ()) == (one, one, one)


def test_a_begun_language_falls_back_sentence_by_sentence_to_the_nearest(tmp_path):
    (tmp_path / "ha.po").write_text(
        'msgid ""\nmsgstr "Language: ha\\nContent-Type: text/plain; charset=utf-8\\n'
        'Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "Today"\nmsgstr "Yau"\n',
        "utf-8",
    )
    i18n.lay_over(tmp_path, {"ha": 0.01})
    try:
        french = i18n.gettext_for("fr")
        said = i18n.gettext_for("ha", "fr")
        assert (said("Today"), said("Search")) == ("Yau", french("Search"))
        assert i18n.gettext_for("ha")("Search") == "Search"
        assert i18n.gettext_for("fr", "ru")("Search") == french("Search")
        people = ("%(num)s person is here.", "%(num)s people are here.")
        counted = i18n.ngettext_for("ha", "fr")(*people, 5)
        assert counted == i18n.ngettext_for("fr")(*people, 5)
        revoked = i18n.pgettext_for("ha", "fr")("certificate", "revoked")
        assert revoked == i18n.pgettext_for("fr")("certificate", "revoked") != "revoked"
    finally:
        i18n.lay_over(None, {})


def test_every_language_has_a_name_of_its_own_to_be_chosen_by():
    assert i18n.own_name("ha") == "Hausa"
    assert i18n.own_name("pt_BR") == "Português (Brasil)"
    assert i18n.own_name("am") == "አማርኛ"
    assert i18n.own_name("qqx") == "Qqx"
    assert locales.NAMES.keys() == set(i18n.languages())

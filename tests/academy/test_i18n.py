from datetime import date

import flask
import pytest

from academy import i18n

CHOICES = [
    # explicit, cookie, Accept-Language → answered in
    (None, None, None, "en"),
    ("", "", "", "en"),
    ("fr", "ru", "es", "fr"),
    (None, "ru", "es", "ru"),
    (None, None, "es", "es"),
    ("xx", "ru", None, "ru"),
    ("../../etc", None, "fr", "fr"),
    (None, None, "zh", "zh_Hans"),
    (None, None, "zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
    (None, None, "zh-Hant-TW", "zh_Hans"),
    ("zh_Hans", None, None, "zh_Hans"),
    ("zh-Hans", None, None, "zh_Hans"),
    (None, None, "ar-EG", "ar"),
    (None, None, "FR-ca", "fr"),
    (None, None, "pt-BR,pt;q=0.9", "en"),
    (None, None, "pt-BR, es;q=0.5, en;q=0.7", "en"),
    (None, None, "pt-BR, es;q=0.8, en;q=0.7", "es"),
    (None, None, "fr;q=0, es;q=0.1", "es"),
    (None, None, "fr;q=abc, es", "es"),
    (None, None, "*", "en"),
    (None, None, ";;;,,,=", "en"),
    (None, None, "fr," * 10_000, "fr"),
]


@pytest.mark.parametrize(("explicit", "cookie", "accept", "answer"), CHOICES)
def test_the_language_is_the_one_asked_for_then_kept_then_read(explicit, cookie, accept, answer):
    assert i18n.choose(explicit, cookie, accept) == answer


def test_only_arabic_runs_from_right_to_left():
    assert {locale for locale in i18n.LOCALES if i18n.direction(locale) == "rtl"} == {"ar"}


MONTHS = {
    "en": "October 2027",
    "fr": "octobre 2027",
    "es": "octubre de 2027",
    "ru": "октябрь 2027\u202fг.",
    "zh_Hans": "2027年10月",
    "ar": "أكتوبر 2027",
}


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_months_are_written_as_their_readers_write_them(locale):
    assert i18n.format_month(2027, 10, locale) == MONTHS[locale]


def test_days_are_written_in_full_and_short():
    day = date(2027, 10, 4)
    assert i18n.format_day(day, "en") == "Monday, 4 October 2027"
    assert i18n.format_day(day, "en", short=True) == "Mon 4 Oct"
    assert i18n.format_day(day, "fr") == "lundi 4 octobre 2027"


def test_numbers_have_the_separators_of_the_language():
    assert i18n.format_number(12500.5, "en") == "12,500.5"
    assert i18n.format_number(12500.5, "es") == "12.500,5"


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_every_language_says_the_halves_of_a_day_apart(locale):
    assert len({i18n.half_name(half, locale) for half in ("am", "pm", "eve")}) == 3


def test_a_sentence_takes_named_values_and_an_untranslated_one_stays_english():
    assert i18n.gettext_for("fr")("%(this)s is in no catalogue", this="X") == "X is in no catalogue"
    assert i18n.gettext_for("ru")("100% plain") == "100% plain"


def test_a_number_chooses_its_form():
    said = i18n.ngettext_for("en")
    assert said("%(num)s day", "%(num)s days", 1) == "1 day"
    assert said("%(num)s day", "%(num)s days", 5) == "5 days"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """A page that speaks, with one French sentence to speak."""
    catalogue = tmp_path / "fr" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "messages.po").write_text(
        'msgid "Tea for %(name)s"\nmsgstr "Du thé pour %(name)s"\n'
    )
    monkeypatch.setattr(i18n, "data_folder", lambda name: tmp_path)
    i18n._catalogue.cache_clear()
    app = flask.Flask(__name__)
    i18n.init_app(app, lambda: i18n.choose(flask.request.args.get("lang"), None, None))
    later = i18n.lazy_gettext("Tea for %(name)s")

    @app.get("/")
    def page():
        by_template = flask.render_template_string("{{ _('Tea for %(name)s', name='Li') }}")
        return [
            by_template,
            i18n.gettext("Tea for %(name)s", name="Li"),
            str(later),
            i18n.current(),
        ]

    yield app
    i18n._catalogue.cache_clear()


def test_templates_views_and_tables_speak_the_language_of_the_request(app):
    visitor = app.test_client()
    assert visitor.get("/?lang=fr").json == [
        "Du thé pour Li",
        "Du thé pour Li",
        "Du thé pour %(name)s",
        "fr",
    ]
    assert visitor.get("/").json == ["Tea for Li", "Tea for Li", "Tea for %(name)s", "en"]


def test_outside_a_request_english_is_spoken():
    assert i18n.current() == "en"
    assert i18n.gettext("Morning") == "Morning"


def test_countries_are_countries_and_sorted_as_people_sort():
    found = i18n.countries("fr")
    codes = [code for code, _name in found]
    assert len(codes) == len(set(codes)) > 240
    assert not {"EU", "UN", "ZZ", "XA"} & set(codes)
    assert codes.index("EG") < codes.index("ES")  # Égypte before Espagne
    assert i18n.country_name("CI", "ru") == "Кот-д’Ивуар"
    assert i18n.country_name("Q9", "ru") == "Q9"


def test_languages_we_speak_keep_their_own_name_and_others_are_translated():
    assert i18n.language_name("ru", "ar") == "Русский"
    assert i18n.language_name("zh-Hans", "en") == "简体中文"
    assert i18n.language_name("sw", "fr") == "swahili"

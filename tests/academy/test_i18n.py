from datetime import date

import flask
import pytest
from babel.numbers import format_decimal

from academy.languages import conventions, i18n

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
    (None, None, "zh-Hant-TW", "zh_Hant"),
    (None, None, "zh-TW", "zh_Hant"),
    (None, None, "zh_HK", "zh_Hant"),
    (None, None, "ZH-mo;q=0.9, fr;q=0.8", "zh_Hant"),
    (None, None, "zh-Hans-HK", "zh_Hans"),
    (None, None, "zh-Hant-CN", "zh_Hant"),
    (None, None, "zh-SG", "zh_Hans"),
    ("zh_Hant", None, None, "zh_Hant"),
    (None, "zh-Hant", "zh-CN", "zh_Hant"),
    (None, None, "tw, hk", "en"),
    ("zh_Hans", None, None, "zh_Hans"),
    ("zh-Hans", None, None, "zh_Hans"),
    (None, None, "ar-EG", "ar"),
    (None, None, "FR-ca", "fr"),
    (None, None, "pt-BR,pt;q=0.9", "pt"),
    (None, None, "pt-MZ, en;q=0.7", "pt"),
    (None, None, "sw-KE,sw;q=0.9,en;q=0.8", "sw"),
    (None, None, "de-AT,de;q=0.9", "en"),
    (None, None, "de-AT, es;q=0.5, en;q=0.7", "en"),
    (None, None, "de-AT, es;q=0.8, en;q=0.7", "es"),
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
    assert {locale for locale in i18n.NAMES if i18n.direction(locale) == "rtl"} == {"ar"}


MONTHS = {
    "en": "October 2027",
    "fr": "octobre 2027",
    "es": "octubre de 2027",
    "ru": "октябрь 2027\u202fг.",
    "zh_Hans": "2027年10月",
    "zh_Hant": "2027年10月",
    "ar": "أكتوبر 2027",
    "pt": "outubro de 2027",
    "sw": "Oktoba 2027",
}


@pytest.mark.parametrize("locale", i18n.NAMES)
def test_months_are_written_as_their_readers_write_them(locale):
    assert i18n.format_month(2027, 10, locale) == MONTHS[locale]


def test_days_are_written_in_full_and_short():
    day = date(2027, 10, 4)
    assert i18n.format_day(day, "en") == "Monday, 4 October 2027"
    assert i18n.format_day(day, "en", short=True) == "Mon 4 Oct"
    assert i18n.format_day(day, "fr") == "lundi 4 octobre 2027"
    assert i18n.format_day(day, "pt") == "segunda-feira, 4 de outubro de 2027"
    assert i18n.format_day(day, "pt", short=True) == "segunda, 4 out."
    assert i18n.format_day(day, "sw") == "Jumatatu, 4 Oktoba 2027"


def test_numbers_have_the_separators_of_the_language():
    assert i18n.format_number(12500.5, "en") == "12,500.5"
    assert i18n.format_number(12500.5, "es") == "12.500,5"
    assert i18n.format_number(12500.5, "pt") == "12\u00a0500,5"
    assert i18n.format_number(12500.5, "sw") == "12,500.5"


@pytest.mark.parametrize("locale", i18n.NAMES)
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


def test_a_sentence_said_later_is_text_on_a_page_and_no_html(app):
    with app.test_request_context("/"):
        shown = flask.render_template_string("{{ said }}", said=i18n.lazy_gettext('a < b & "c"'))
    assert shown == "a &lt; b &amp; &quot;c&quot;"


HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
PEOPLE = 'msgid "%(num)s person is added."\nmsgid_plural "%(num)s people are added."\n'
HI = 'msgid "Hi %(name)s"\n'


@pytest.fixture
def speak(tmp_path, monkeypatch):
    """Put a French catalogue in the place of ours and say three sentences with it."""

    def made(content, locale="fr"):
        path = tmp_path / locale / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        i18n._catalogue.cache_clear()
        people = i18n.ngettext_for(locale)
        return (
            people("%(num)s person is added.", "%(num)s people are added.", 3),
            i18n.gettext_for(locale)("Hi %(name)s", name="Li"),
            i18n.gettext_for(locale)("Tea"),
        )

    monkeypatch.setattr(i18n, "data_folder", lambda name: tmp_path)
    yield made
    i18n._catalogue.cache_clear()


ENGLISH = ("3 people are added.", "Hi Li", "Tea")
REST = HI + 'msgstr "Salut %(name)s"\n\nmsgid "Tea"\nmsgstr "Thé"\n'

SLIPS = {
    "a renamed placeholder": 'msgstr[0] "%(nom)s personne"\nmsgstr[1] "%(nom)s personnes"\n\n',
    "in one form only": 'msgstr[0] "%(nom)s personne"\nmsgstr[1] "%(num)s personnes"\n\n',
    "no name": 'msgstr[0] "%s personne"\nmsgstr[1] "%s personnes"\n\n',
    "another kind": 'msgstr[0] "%(num)q personne"\nmsgstr[1] "%(num)q personnes"\n\n',
    "a bare sign": 'msgstr[0] "100 % de %(num)s"\nmsgstr[1] "100 % de %(num)s"\n\n',
    "very wide": 'msgstr[0] "%(num)999999999s"\nmsgstr[1] "%(num)999999999s"\n\n',
    "unfinished": 'msgstr[0] "%(num)s %"\nmsgstr[1] "%(num)s %"\n\n',
    "no such form": 'msgstr[0] "%(num)s personne"\n\n',
    "no plural": 'msgstr "%(num)s personnes"\n\n',
    "a tag": 'msgstr[0] "<b>%(num)s"\nmsgstr[1] "<b>%(num)s"\n\n',
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_sentence_with_a_slip_is_said_in_english_and_no_other_is(speak, slip, caplog):
    assert speak(HEADER + PEOPLE + slip + REST) == ("3 people are added.", "Salut Li", "Thé")


def test_a_slip_is_logged_with_its_file_and_line_and_without_its_words(speak, caplog):
    speak(HEADER + PEOPLE + SLIPS["a renamed placeholder"] + REST)
    assert "messages.po, line 6: English stands in." in caplog.text
    assert "nom" not in caplog.text


def test_a_number_that_is_left_out_is_no_reason_for_english(speak):
    said = speak(HEADER + PEOPLE + 'msgstr[0] "une"\nmsgstr[1] "plusieurs"\n\n' + REST)
    assert said == ("plusieurs", "Salut Li", "Thé")


GOOD = HEADER + PEOPLE + 'msgstr[0] "%(num)s personne"\nmsgstr[1] "%(num)s personnes"\n\n' + REST
DAMAGED = {
    "another encoding": GOOD.encode("cp1252"),
    "UTF-16": GOOD.encode("utf-16"),
    "a charset nobody has": GOOD.replace("utf-8", "klingon").encode(),
    "merge markers": GOOD.replace(HI, f"<<<<<<< HEAD\n{HI}").encode(),
    "a strange line": GOOD.replace(HI, f"msgtsr\n{HI}").encode(),
    "a form that is no number": GOOD.replace("msgstr[1]", "msgstr[x]").encode(),
    "plurals that are no number": GOOD.replace("nplurals=2", "nplurals=INTEGER").encode(),
    "a translation of nothing": b'msgstr "x"\n',
    "nothing": b"",
    "noise": bytes(range(256)),
}


QUIET = (DAMAGED["nothing"], DAMAGED["a translation of nothing"])


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_catalogue_that_cannot_be_read_leaves_english(speak, content, caplog, capsys):
    assert speak(content) == ENGLISH
    assert "messages.po" in caplog.text or content in QUIET
    assert "Thé" not in caplog.text + capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "Windows lines"],
)
def test_a_catalogue_as_other_programs_save_it_is_read(speak, content):
    assert speak(content) == ("3 personnes", "Salut Li", "Thé")


@pytest.mark.parametrize("plural", ["n/0", "n %", "n", "n > 1 ? 7 : 0", "import os"])
def test_a_catalogue_that_cannot_count_counts_as_gettext_does(speak, plural):
    assert speak(GOOD.replace("n > 1", plural)) == ("3 personnes", "Salut Li", "Thé")


def test_a_missing_catalogue_leaves_english(speak, tmp_path):
    speak(GOOD)
    (tmp_path / "fr/LC_MESSAGES/messages.po").unlink()
    i18n._catalogue.cache_clear()
    assert i18n.gettext_for("fr")("Tea") == "Tea"


TOOLS = "n%100>=11 ? 4 : 5"
BABELS = "n%100>=0 && n%100<=2 ? 4 : 5"


CHOSEN = [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)]


@pytest.mark.parametrize(
    ("last", "number", "form"),
    [*((TOOLS, *chosen) for chosen in CHOSEN), (BABELS, 11, 5), (BABELS, 100, 4)],
)
def test_forms_are_chosen_as_the_file_says(speak, last, number, form):
    forms = "".join(f'msgstr[{at}] "{at}"\n' for at in range(6))
    plural = f"n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : {last}"
    header = HEADER.replace("nplurals=2; plural=(n > 1)", f"nplurals=6; plural=({plural})")
    speak(f"{header}{PEOPLE}{forms}", "ar")
    people = i18n.ngettext_for("ar")
    assert people("%(num)s person is added.", "%(num)s people are added.", number) == str(form)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لم يتغيّر شيء."),
        (1, "حُفظ تغيير واحد."),
        (2, "حُفظ تغييران."),
        (3, "حُفظت 3 تغييرات."),
        (10, "حُفظت 10 تغييرات."),
        (11, "حُفظ 11 تغييرًا."),
        (99, "حُفظ 99 تغييرًا."),
        (100, "حُفظ 100 تغيير."),
        (103, "حُفظت 103 تغييرات."),
    ],
)
def test_our_arabic_counts_as_arabic_does(number, said):
    counted = i18n.ngettext_for("ar")("%(num)s change saved.", "%(num)s changes saved.", number)
    assert counted == said


def test_a_word_with_two_meanings_has_two_translations(speak):
    speak(HEADER + 'msgctxt "tea"\nmsgid "Cup"\nmsgstr "Tasse"\n\nmsgid "Cup"\nmsgstr "Coupe"\n')
    assert i18n.gettext_for("fr")("Cup") == "Coupe"
    assert i18n.pgettext_for("fr")("tea", "Cup") == "Tasse"
    assert i18n.pgettext_for("fr")("sport", "Cup") == "Cup"
    assert i18n.npgettext_for("fr")("tea", "%(num)s cup", "%(num)s cups", 2) == "2 cups"
    assert i18n.pgettext("tea", "Cup") == str(i18n.lazy_pgettext("tea", "Cup")) == "Cup"


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
    assert i18n.country_name("KE", "pt") == "Quénia"  # as in Maputo, not as in Brasília
    assert i18n.country_name("Q9", "ru") == "Q9"


def test_a_town_is_called_as_its_country_is_where_the_language_is_spoken():
    assert i18n.town_name("Africa/Nairobi", "pt") == "Nairobi"  # Nairóbi in Brazil
    assert i18n.town_name("Africa/Nairobi", "ru") == "Найроби"


def test_languages_we_speak_keep_their_own_name_and_others_are_translated():
    assert i18n.language_name("ru", "ar") == "Русский"
    assert i18n.language_name("zh-Hans", "en") == "简体中文"
    assert i18n.language_name("sw", "fr") == "Kiswahili"
    assert i18n.language_name("pt", "fr") == "Português"
    assert i18n.language_name("ha", "fr") == "haoussa"


def test_small_numbers_are_written_without_babel_as_babel_writes_them():
    for locale in i18n.NAMES:
        spelt = conventions._conventions(locale)
        for number in (*range(1001), -1, 0.5, 12.0):
            assert i18n.format_number(number, locale) == format_decimal(number, locale=spelt)

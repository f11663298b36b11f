"""The sentences: every one translated into every language, and the check that says so works."""

import re
from pathlib import Path

import pytest

import academy
from academy import courses
from academy.courses import markdown
from academy.data import data_folder
from academy.errors import AcademyError
from academy.languages import catalogues, i18n, noting
from academy.languages.wording import Plural

PACKAGE = Path(academy.__file__).parent


def test_every_sentence_is_translated_into_every_language():
    glossaries = courses.load(data_folder("courses")).glossaries.items()
    avoided = {courses.locale_of(language): one.avoided for language, one in glossaries}
    assert set(avoided) == set(i18n.LOCALES)
    found = list(catalogues.faults(PACKAGE, data_folder("translations"), avoided))
    if found:
        pytest.fail("\n".join([*found, f"{len(found)} to mend."]), pytrace=False)


@pytest.fixture
def package(tmp_path):
    """A tiny package with one sentence of each sort, and its freshly collected catalogues."""
    folder = tmp_path / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "till.py").write_text(
        'said = gettext("Hello %(name)s"), ngettext("%(num)s cup", "%(num)s cups", 2)\n'
    )
    (folder / "templates" / "page.html").write_text("<h1>{{ _('<b>Tea</b>') }}</h1>")
    catalogues.update(folder, tmp_path / "translations")
    return folder


def write_french(package, old, new):
    path = package.parent / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


FRENCH = "translations/fr/LC_MESSAGES/messages.po"


def french_faults(package):
    """What is said of the French file, each with its line."""
    found = catalogues.faults(package, package.parent / "translations")
    return [fault.removeprefix(FRENCH + ":") for fault in found if FRENCH in fault]


def test_sentences_are_collected_from_modules_and_templates(package):
    assert {str(message.id) for message in catalogues.extract(package) if message.id} == {
        "Hello %(name)s",
        "('%(num)s cup', '%(num)s cups')",
        "<b>Tea</b>",
    }


def test_collecting_twice_changes_nothing(package):
    files = sorted((package.parent / "translations").rglob("*.po*"))
    before = [path.read_bytes() for path in files]
    catalogues.update(package, package.parent / "translations")
    assert [path.read_bytes() for path in files] == before
    assert b"POT-Creation-Date" not in before[0]


def test_an_untranslated_sentence_is_named_with_its_line(package):
    lines = (package.parent / FRENCH).read_text(encoding="utf-8").splitlines()
    number = lines.index('msgid "Hello %(name)s"') + 2
    assert f"{number}: not translated: 'Hello %(name)s'" in french_faults(package)


def test_a_new_sentence_asks_for_an_update(package):
    (package / "till.py").write_text('said = gettext("Goodbye")\n')
    older = "translations/messages.pot: older than the sentences: run `academy translations update`"
    assert older in list(catalogues.faults(package, package.parent / "translations"))
    told = [fault.partition(": ")[2] for fault in french_faults(package)]
    assert "missing: 'Goodbye'" in told
    assert "nobody says this any more: 'Hello %(name)s'" in told


def test_a_meaning_of_its_own_is_collected_and_translated_apart(package):
    (package / "till.py").write_text(
        'said = pgettext("half-day", "Day"), lazy_pgettext("date", "Day"), gettext("Day"),'
        ' npgettext("of tea", "%(num)s cup", "%(num)s cups", 2)\n'
    )
    catalogues.update(package, package.parent / "translations")
    found = (package.parent / FRENCH).read_text(encoding="utf-8")
    assert found.count('msgid "Day"') == 3
    assert found.count("msgctxt") == 3


HELLO = 'msgid "Hello %(name)s"\nmsgstr ""'
CUPS = 'msgstr[0] ""\nmsgstr[1] ""'
TEA = 'msgid "<b>Tea</b>"\nmsgstr ""'

CUP = 'msgstr[0] "une tasse"\nmsgstr[1] "'

BODY = 14
"""The first line after the header."""

WRONG = {
    "placeholder renamed": (HELLO, HELLO[:-1] + 'Bonjour %(nom)s"', "placeholders differ"),
    "placeholder left out": (HELLO, HELLO[:-1] + 'Bonjour"', "placeholders differ"),
    "placeholder unfinished": (HELLO, HELLO[:-1] + 'Bonjour %(name)s %"', "a bare %"),
    "placeholder cut": (HELLO, HELLO[:-1] + 'Bonjour %(name)s %(name"', "a bare %"),
    "another way to write it": (HELLO, HELLO[:-1] + 'Bonjour %(name)d"', "placeholders differ"),
    "no name": (HELLO, HELLO[:-1] + 'Bonjour %s"', "a bare %"),
    "another form's": (CUPS, CUP + '%(nom)s tasses"', "placeholders differ"),
    "a number left out": (CUPS, CUP + 'des tasses"', "placeholders differ"),
    "a number unfinished": (CUPS, CUP + '%(num) tasses"', "a bare %"),
    "marked as a guess": (HELLO, "#, fuzzy\n" + HELLO[:-1] + 'Salut %(name)s"', "fuzzy"),
    "one plural form empty": (CUPS, CUP + '"', "not translated"),
    "one form too few": (CUPS, 'msgstr[0] "%(num)s tasse"', "has 1 plural forms, not 2"),
    "one form too many": (CUPS, CUP + '%(num)s"\nmsgstr[2] "%(num)s"', "has 3 plural forms, not 2"),
    "no plural": (CUPS, 'msgstr "%(num)s tasses"', "has 1 plural forms, not 2"),
    "tag lost": (TEA, TEA[:-1] + 'Thé"', "tags differ"),
    "tag opened twice": (TEA, TEA[:-1] + '<b>Thé<b>"', "tags differ"),
    "read as Latin": (HELLO, HELLO[:-1] + 'PrÃ©nom %(name)s"', "lost to another encoding"),
    "a letter lost": (HELLO, HELLO[:-1] + 'Pr\ufffdnom %(name)s"', "lost to another encoding"),
    "a space at the end": (HELLO, HELLO[:-1] + 'Bonjour %(name)s "', "ends with a space"),
    "twice": (HELLO, f"{HELLO}\n\n{HELLO}", "twice, first in line"),
    "an open quotation mark": (HELLO, HELLO[:-1] + "Salut", "a quotation mark is missing"),
    "a quotation mark inside": (HELLO, HELLO[:-1] + 'Du "thé" %(name)s"', "a quotation mark"),
    "merge markers": (HELLO, f"<<<<<<< HEAD\n{HELLO}\n=======\n", "a merge marker"),
    "a strange line": (HELLO, f"{HELLO}\nmsgtsr", "not a line of a catalogue"),
    "a key twice": (HELLO, f'{HELLO}\nmsgstr "Salut"', "a second msgstr"),
    "text of nothing": (HELLO, f'#\n"x"\n{HELLO}', "text that belongs to no sentence"),
    "a null": (HELLO, HELLO[:-1] + 'Salut\0"', "UTF-16"),
    "another charset": ("charset=utf-8", "charset=cp1251", "charset is not UTF-8"),
    "no charset": ("charset=utf-8", "", "charset is not UTF-8"),
    "another language": ("Language: fr", "Language: es", "language is not fr"),
    "other plurals": ("nplurals=2; plural=(n > 1)", "nplurals=2; plural=(n != 1)", "order for 0"),
    "more plurals": ("nplurals=2", "nplurals=3", "nplurals is 3, not 2"),
    "impossible plurals": ("plural=(n > 1)", "plural=(n > )", "no usable Plural-Forms"),
    "plurals out of range": ("plural=(n > 1)", "plural=n", "no usable Plural-Forms"),
    "division by nothing": ("plural=(n > 1)", "plural=(n % 0)", "no usable Plural-Forms"),
    "no plurals": ("Plural-Forms", "Plural", "no usable Plural-Forms"),
}


@pytest.mark.parametrize(("old", "new", "fault"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_translation_is_named_with_its_line(package, old, new, fault):
    write_french(package, old, new)
    named = [told for told in french_faults(package) if fault in told]
    assert named
    line = int(named[0].partition(":")[0])
    lines = (package.parent / FRENCH).read_text(encoding="utf-8").splitlines()
    assert any(part in lines[line - 1] for part in new.splitlines() if part) or line < BODY


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "latin-1"])
def test_a_file_saved_in_another_encoding_is_named_with_its_line(package, encoding):
    write_french(package, TEA, TEA[:-1] + '<b>Thé</b>"')
    path = package.parent / FRENCH
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(encoding))
    line = 1 if "16" in encoding else next(
        at for at, told in enumerate(text.splitlines(), 1) if "Thé" in told
    )  # fmt: skip
    assert french_faults(package)[0].startswith(f"{line}: not ")


def test_nothing_is_written_over_a_file_that_cannot_be_read(package):
    path = package.parent / FRENCH
    for content in (b"\xff", b"<<<<<<< HEAD\n", b'msgid "x\n'):
        path.write_bytes(content)
        with pytest.raises(AcademyError) as caught:
            catalogues.update(package, package.parent / "translations")
        assert caught.value.code == "catalogue_damaged"
        assert caught.value.details["place"] == f"{FRENCH}:1"
        assert path.read_bytes() == content


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_any_half_of_a_file_is_checked_without_falling_over(package, cut):
    path = package.parent / FRENCH
    content = path.read_bytes()
    for damaged in (content[:cut], content[cut:], content[:cut] + b"\\" + content[cut:]):
        path.write_bytes(damaged)
        assert french_faults(package)


def test_a_header_the_program_cannot_read_is_named(package):
    for old, new in ((HELLO, HELLO[:-1] + 'Bonjour %(name)s"'), (TEA, TEA[:-1] + '<b>Thé</b>"')):
        write_french(package, old, new)
    write_french(package, CUPS, CUP + '%(num)s tasses"')
    write_french(package, '"Language: fr', '"POT-Creation-Date: never\\n"\n"Language: fr')
    assert french_faults(package)[0].startswith("1: can't be read")


def test_a_missing_file_is_named(package):
    (package.parent / FRENCH).unlink()
    assert f"{FRENCH}: can't be read" in list(
        catalogues.faults(package, package.parent / "translations")
    )


HEADER = [
    "Project-Id-Version", "Report-Msgid-Bugs-To", "Language", "Plural-Forms", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding",
]  # fmt: skip
"""What translators' tools ask for, and nothing of who translated, when, and with which of them."""


@pytest.mark.parametrize("locale", [*(one for one in i18n.LOCALES if one != i18n.SOURCE), None])
def test_a_header_says_what_tools_need_and_nothing_of_whoever_used_them(locale):
    folder = data_folder("translations")
    file = folder / locale / "LC_MESSAGES/messages.po" if locale else folder / "messages.pot"
    header = re.match(r'msgid ""\nmsgstr ""\n((?:".*"\n)+)', file.read_text("utf-8"))[1]
    told = dict(
        line.strip('"\n').removesuffix("\\n").split(": ", 1) for line in header.splitlines()
    )
    of_none = {"Language", "Plural-Forms"}
    assert list(told) == [one for one in HEADER if locale or one not in of_none]
    assert told["Project-Id-Version"] == "Academy"
    assert told.get("Language") == locale


def test_what_a_tool_adds_of_its_user_goes_with_the_next_update(package):
    added = '"Last-Translator: A Name <a@b.example>\\n"\n"X-Generator: Weblate 5\\n"\n"Language: fr'
    write_french(package, '"Language: fr', added)
    catalogues.update(package, package.parent / "translations")
    assert "Name" not in (package.parent / FRENCH).read_text("utf-8")
    assert "X-Generator" not in (package.parent / FRENCH).read_text("utf-8")


NOTES = """
[values]
name = "a name"
num = "a number"
[sentences]
"<b>Tea</b>" = "A drink."
"%(num)s cup" = "Of tea."
"Hello %(name)s" = "A greeting."
"""


def noted(package, notes):
    """What is told of the notes, where these are there."""
    (package.parent / "translations" / "notes.toml").write_text(notes)
    catalogues.update(package, package.parent / "translations")
    found = catalogues.faults(package, package.parent / "translations")
    return [one.partition(": ")[2] for one in found if "notes.toml" in one]


def test_notes_stand_above_their_sentences_in_every_catalogue(package):
    assert noted(package, NOTES) == []
    for file in (package.parent / "translations").rglob("*.po*"):
        written = file.read_text("utf-8")
        assert '#. A drink.\n#: shop/templates/page.html\nmsgid "<b>Tea</b>"' in written
        assert "#. Of tea.\n#. %(num)s: a number\n" in written


def test_what_needs_a_note_and_has_none_is_named(package):
    assert noted(package, NOTES.replace('"<b>Tea</b>"', '"Coffee"')) == [
        "says nothing of '<b>Tea</b>'", "nobody says this any more: 'Coffee'",
    ]  # fmt: skip
    (package / "templates" / "page.html").write_text(
        "{{ _('Tea') }}{{ pgettext('drink', 'Milk') }}"
    )
    assert noted(package, NOTES) == [
        "says nothing of 'Tea'",
        "nobody says this any more: '<b>Tea</b>'",
    ]
    (package / "templates" / "page.html").write_text("{# Translators: hot #}{{ _('Tea') }}")
    found = noted(package, NOTES.replace('name = "a name"', 'named = "a name"'))
    assert found == [
        "says nothing of %(name)s", "nobody says this any more: '%(named)s'",
        "nobody says this any more: '<b>Tea</b>'",
    ]  # fmt: skip
    assert "#. hot\n" in (package.parent / FRENCH).read_text("utf-8")


def test_every_word_that_stands_alone_says_what_it_is_and_every_value_what_it_stands_for():
    listed = catalogues.listed(data_folder("translations") / "messages.pot")
    short = [one for one in listed if noting.is_short(one.english[0]) and not one.context]
    assert len(short) > 150
    assert all(any(not told.startswith("%(") for told in one.comments) for one in short)
    for one in listed:
        for name in re.findall(r"%\((\w+)\)", one.english[0]):
            assert any(told.startswith(f"%({name})s: ") for told in one.comments), one.english


ORDERS = {
    "fr": "nplurals=2; plural=n>1;",
    "es": "nplurals=2; plural=n != 1;",
    "ru": "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 &&"
    " (n%100<12 || n%100>14) ? 1 : 2;",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 ? 4 : 5);",
    "zh_Hans": "nplurals=1; plural=0;",
    "pt": "nplurals=2; plural=n != 1;",
    "sw": "nplurals=2; plural=n != 1;",
}


@pytest.mark.parametrize("locale", ORDERS)
def test_our_catalogues_count_as_every_translators_tool_does(locale):
    content = (data_folder("translations") / locale / "LC_MESSAGES/messages.po").read_text("utf-8")
    header = re.search(r"Plural-Forms: (.*?)\\n", content)[1]
    assert Plural(header).differs(Plural(ORDERS[locale])) is None


def test_arabic_as_babel_orders_it_is_named(package):
    path = package.parent / "translations" / "ar" / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("n%100>=11 ? 4 : 5", "n%100>=0 && n%100<=2 ? 4 : 5"), "utf-8")
    found = [fault for fault in catalogues.faults(package, path.parents[2]) if "order" in fault]
    assert len(found) == 1
    assert re.match(r"translations/ar/LC_MESSAGES/messages.po:\d+: .* order for 11:", found[0])


def test_a_right_translation_is_left_alone(package):
    write_french(package, HELLO, HELLO[:-1] + 'Bonjour %(name)s"')
    write_french(package, CUPS, 'msgstr[0] "une tasse"\nmsgstr[1] "%(num)s tasses"')
    write_french(package, TEA, TEA[:-1] + '<b>Thé</b>"')
    assert french_faults(package) == []


# --- words that were wrong ------------------------------------------------------------------------

SAID = [
    ("fr", ("PM",), "Ap.-midi"),
    ("fr", ("%(num)s of %(of)s right", 1), "1 bonne réponse sur 4"),
    ("fr", ("%(num)s of %(of)s right", 3), "3 bonnes réponses sur 4"),
    ("fr", ("%(num)s of %(lessons)s lessons read", 1), "1 leçon lue sur 4"),
    ("fr", ("%(num)s of %(all)s is here", 1), "1 sur 4 est là"),
    ("fr", ("laptop", "revoked"), "révoqué"),
    ("fr", ("certificate", "revoked"), "révoquée"),
    ("es", ("laptop", "revoked"), "revocada"),
    ("es", ("laptop", "accepted"), "aceptada"),
    ("es", ("certificate", "revoked"), "revocado"),
    ("es", ("%(num)s of %(held)s half-days counts", 1), "Cuenta 1 de 4 medias jornadas"),
    ("es", ("%(num)s of %(held)s half-days counts", 3), "Cuentan 3 de 4 medias jornadas"),
    ("es", ("PM",), "Tarde"),
    ("es", ("Eve.",), "Noche"),
    ("ru", ("Day",), "День"),
    ("ru", ("Afternoon",), "После обеда"),
    ("ar", ("PM",), "بعد الظهر"),
    ("ar", ("Seal",), "إحكام القفل"),
    ("ar", ("laptop", "revoked"), "مُبطَل"),
    ("ar", ("certificate", "revoked"), "مُبطَلة"),
    ("zh_Hans", ("Organisation",), "组织"),
    ("pt", ("%(num)s of %(of)s right", 1), "1 resposta certa em 4"),
    ("pt", ("%(num)s of %(held)s half-days counts", 1), "Conta 1 de 4 meias jornadas"),
    ("pt", ("%(num)s of %(held)s half-days counts", 3), "Contam 3 de 4 meias jornadas"),
    ("pt", ("PM",), "Tarde"),
    ("pt", ("Eve.",), "Noite"),
    ("pt", ("Alias",), "Alcunha"),
    ("pt", ("Role",), "Papel"),  # “Função” heads a column of people's jobs
    ("pt", ("Handed in. Thank you.",), "Entregue. Agradecemos."),  # whoever says it
    ("pt", ("laptop", "revoked"), "revogado"),
    ("sw", ("laptop", "revoked"), "imebatilishwa"),
    ("sw", ("certificate", "revoked"), "kimebatilishwa"),
    ("sw", ("%(num)s of %(of)s right", 1), "Jibu sahihi 1 kati ya 4"),
    ("sw", ("%(num)s of %(of)s right", 3), "Majibu sahihi 3 kati ya 4"),
    ("sw", ("%(num)s of %(all)s is here", 1), "1 kati ya 4 yupo"),
    ("sw", ("%(num)s of %(all)s is here", 3), "3 kati ya 4 wapo"),
    ("sw", ("%(num)s of %(lessons)s lessons read", 3), "Masomo 3 kati ya 4 yamesomwa"),
    ("sw", ("excused",), "ana ruhusa"),
    ("sw", ("Lock",), "Funga skrini"),
    ("sw", ("Seal",), "Funga kabisa"),
]
PLURAL = {
    "%(num)s of %(held)s half-days counts": "%(num)s of %(held)s half-days count",
    "%(num)s of %(all)s is here": "%(num)s of %(all)s are here",
}


@pytest.mark.parametrize(("locale", "english", "said"), SAID)
def test_words_that_were_wrong_are_right(locale, english, said):
    if isinstance(english[-1], int):
        singular, number = english
        values = dict.fromkeys(("of", "lessons", "all", "held"), 4)
        speak = i18n.ngettext_for(locale)
        assert speak(singular, PLURAL.get(singular, singular), number, **values) == said
    elif len(english) > 1:
        assert i18n.pgettext_for(locale)(*english) == said
    else:
        assert i18n.gettext_for(locale)(*english) == said


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_what_is_two_things_has_two_words(locale):
    speak = i18n.gettext_for(locale)
    for apart in (
        ("Day", "Morning", "Afternoon", "Evening"),
        ("AM", "PM", "Eve."),
        ("Half-day", "Sessions"),
        ("Half-days", "Sessions"),
        ("Lock", "Seal"),
        ("Organisation", "organiser"),
    ):
        said = [speak(word) for word in apart]
        assert len(set(said)) == len(said), apart


def test_nobody_is_addressed_in_two_ways():
    """Spanish says tú, French vous, Chinese 你, Portuguese neither tu nor vós nor você."""
    other = {
        "es": r"\b(usted|ustedes|[Pp]ruébelo|Escriba|Haga|Elija|Revise|Pida|Abra|Espere)\b",
        "fr": r"\b([Tt]u|[Tt]oi|[Tt]on|[Tt]es)\b",
        "ru": r"\b([Тт]ы|[Тт]ебя|[Тт]вой|[Тт]воя)\b",
        "zh_Hans": "您",
        "pt": r"\b([Tt]u|[Tt]eus?|[Tt]uas?|[Vv]ós|[Vv]ocês?)\b|-te\b",
    }
    for locale, pattern in other.items():
        path = data_folder("translations") / locale / "LC_MESSAGES" / "messages.po"
        said = [line for line in path.read_text("utf-8").splitlines() if line.startswith("msgstr")]
        assert [line for line in said if re.search(pattern, line)] == []
    assert markdown._LABELS["es"][0] == "Pruébalo"

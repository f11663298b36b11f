"""The sentences: every one translated into every language, and the check that says so works."""

from pathlib import Path

import pytest

from academy import catalogues, i18n
from academy.data import data_folder

PACKAGE = Path(i18n.__file__).parent


def test_every_sentence_is_translated_into_every_language():
    found = list(catalogues.faults(PACKAGE, data_folder("translations")))
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


def french_faults(package):
    found = catalogues.faults(package, package.parent / "translations")
    return [fault for fault in found if fault.startswith("fr") or "older" in fault]


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


def test_an_untranslated_sentence_is_named(package):
    assert "fr: not translated: 'Hello %(name)s'" in french_faults(package)


def test_a_new_sentence_asks_for_an_update(package):
    (package / "till.py").write_text('said = gettext("Goodbye")\n')
    told = french_faults(package)
    assert told[0] == "messages.pot is older than the sentences: run `academy translations update`"
    assert "fr: missing: 'Goodbye'" in told
    assert "fr: nobody says this any more: 'Hello %(name)s'" in told


HELLO = 'msgid "Hello %(name)s"\nmsgstr ""'
CUPS = 'msgstr[0] ""\nmsgstr[1] ""'
TEA = 'msgid "<b>Tea</b>"\nmsgstr ""'

WRONG = {
    "placeholder renamed": (HELLO, HELLO[:-1] + 'Bonjour %(nom)s"', "placeholders differ"),
    "placeholder left out": (HELLO, HELLO[:-1] + 'Bonjour"', "placeholders differ"),
    "placeholder unfinished": (HELLO, HELLO[:-1] + 'Bonjour %(name)s %"', "a bare %"),
    "marked as a guess": (HELLO, "#, fuzzy\n" + HELLO[:-1] + 'Salut %(name)s"', "fuzzy"),
    "one plural form empty": (CUPS, 'msgstr[0] "%(num)s tasse"\nmsgstr[1] ""', "not translated"),
    "tag lost": (TEA, TEA[:-1] + 'Thé"', "tags differ"),
}


@pytest.mark.parametrize(("old", "new", "fault"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_translation_is_named(package, old, new, fault):
    write_french(package, old, new)
    assert any(fault in told for told in french_faults(package))


def test_a_right_translation_is_left_alone(package):
    write_french(package, HELLO, HELLO[:-1] + 'Bonjour %(name)s"')
    write_french(package, CUPS, 'msgstr[0] "une tasse"\nmsgstr[1] "%(num)s tasses"')
    write_french(package, TEA, TEA[:-1] + '<b>Thé</b>"')
    assert french_faults(package) == []

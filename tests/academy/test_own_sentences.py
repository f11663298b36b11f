"""A network's own sentences: kept beside the program, laid over it, and never in its way."""

import re
import shutil

import pytest

from academy.data import data_folder
from academy.errors import AcademyError
from academy.languages import i18n, own_sentences, proofreading, speaking
from academy.languages.own_sentences import OwnSentences

TODAY = "Today"
DAYS = ("%(num)s half-day", "%(num)s half-days")
HERE = "%(counted)s of %(held)s"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """The catalogues as they came, in a folder that an update can change."""
    folder = shutil.copytree(data_folder("translations"), tmp_path / "program")
    monkeypatch.setattr(i18n, "data_folder", lambda _name: folder)
    yield folder
    i18n.lay_over(None, {})


@pytest.fixture
def own(shipped, tmp_path):
    return OwnSentences(tmp_path / "own", shipped)


def find(own, locale, english):
    return next(one for one in own.sentences(locale) if one.listed.english[0] == english)


def save(own, locale, english, *said, was=None, sure=()):
    one = find(own, locale, english)
    own.save(locale, {one.key: said}, {one.key: was or one.was}, sure)
    own.look_again()


def started_again():
    for one in (speaking.said_now, own_sentences._listed, own_sentences._came):
        one.cache_clear()


def updated(shipped, old, new):
    """The program was updated: its English is another one."""
    for path in shipped.rglob("messages.po*"):
        text = path.read_text("utf-8")
        assert f'msgid "{old}"' in text
        path.write_text(text.replace(f'msgid "{old}"', f'msgid "{new}"'), "utf-8")
    started_again()


def test_a_sentence_of_ones_own_is_said_at_once_and_the_others_as_they_came(own):
    before = i18n.gettext_for("fr")("People")
    save(own, "fr", TODAY, "Ce jour")
    assert i18n.gettext_for("fr")(TODAY) == "Ce jour"
    assert i18n.gettext_for("fr")("People") == before
    assert find(own, "fr", TODAY).state == "own"
    assert find(own, "fr", "People").state == "came"


def test_what_came_with_the_program_is_never_written(own, shipped):
    before = {path: path.read_bytes() for path in shipped.rglob("*.po*")}
    save(own, "fr", TODAY, "Ce jour")
    assert {path: path.read_bytes() for path in shipped.rglob("*.po*")} == before
    assert [path.name for path in own.folder.iterdir()] == ["fr.po"]


def test_only_what_differs_is_kept_and_as_it_came_is_nothing_of_ones_own(own):
    came = find(own, "fr", TODAY).came
    save(own, "fr", TODAY, "Ce jour")
    save(own, "fr", TODAY, *came)
    assert find(own, "fr", TODAY).state == "came"
    save(own, "fr", TODAY, "Ce jour")
    save(own, "fr", TODAY, "")
    assert i18n.gettext_for("fr")(TODAY) == came[0]


def test_it_survives_an_update_and_is_older_where_the_english_changed(own, shipped, tmp_path):
    save(own, "fr", TODAY, "Ce jour")
    save(own, "fr", "People", "Le monde")
    updated(shipped, TODAY, "This very day")
    again = OwnSentences(tmp_path / "own", shipped)
    assert i18n.gettext_for("fr")("People") == "Le monde"
    assert i18n.gettext_for("fr")("This very day") != "Ce jour"
    assert [one.said[0] for one in again.older("fr")] == ["Ce jour"]
    again.forget("fr", None, TODAY)
    assert again.older("fr") == []
    assert find(again, "fr", "People").own == ("Le monde",)


def test_a_plural_whose_english_changed_is_older_too(own, shipped, tmp_path):
    one = next(one for one in own.sentences("fr") if len(one.listed.english) > 1)
    singular, plural = one.listed.english
    save(own, "fr", singular, *(f"eux : {form}" for form in one.came))
    for path in shipped.rglob("messages.po*"):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace(f'msgid_plural "{plural}"', f'msgid_plural "{plural}!"'), "utf-8"
        )
    started_again()
    again = OwnSentences(tmp_path / "own", shipped)
    assert [entry.english[0] for entry in again.older("fr")] == [singular]
    values = dict.fromkeys(re.findall(r"%\((\w+)\)", singular + plural), 3)
    assert not i18n.ngettext_for("fr")(singular, f"{plural}!", 3, **values).startswith("eux")


SLIPS = {
    "a renamed value": ("%(compté)s sur %(held)s", "placeholders differ"),
    "a value less": ("%(counted)s", "placeholders differ"),
    "a bare percent sign": ("%(counted)s % de %(held)s", "a bare %"),
    "a tag": ("<b>%(counted)s</b> %(held)s", "tags differ"),
    "a comment that hides the rest": ("<!-- %(counted)s %(held)s", "tags differ"),
    "another encoding": ("%(counted)s Ã©tÃ© %(held)s", "lost to another encoding"),
    "a turn of direction": ("%(counted)s \u202e%(held)s", "a sign that nobody sees"),
    "a space in front": (" %(counted)s %(held)s", "begins or ends with a space"),
    "without end": ("%(counted)s %(held)s" + "a" * 4000, "longer than any page"),
}


@pytest.mark.parametrize(("said", "told"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_refused_by_sentence_and_form_and_nothing_is_saved(own, said, told):
    one, other = find(own, "fr", HERE), find(own, "fr", TODAY)
    with pytest.raises(AcademyError, match="sentences_wrong") as refused:
        own.save("fr", {one.key: [said], other.key: ["Ce jour"]},
                 {one.key: one.was, other.key: other.was})  # fmt: skip
    assert told in refused.value.details["faults"][one.key][0]
    assert not own.folder.exists()


def test_a_plural_needs_every_form_that_the_language_has(own):
    one = next(one for one in own.sentences("ru") if len(one.listed.english) > 1)
    for said in (one.came[:2], (*one.came, "пять"), (one.came[0], "", one.came[2])):
        with pytest.raises(AcademyError, match="sentences_wrong"):
            save(own, "ru", one.listed.english[0], *said)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(own):
    was = find(own, "fr", TODAY).was
    save(own, "fr", TODAY, "Ce jour")
    with pytest.raises(AcademyError, match="changed_since"):
        save(own, "fr", TODAY, "À présent", was=was)
    assert find(own, "fr", TODAY).own == ("Ce jour",)


FILE = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
GOOD = FILE + 'msgid "Today"\nmsgstr "Ce jour"\n\nmsgid "People"\nmsgstr "Le monde"\n'
BY_HAND = {
    "a slip": (GOOD.replace("Le monde", "<i>monde").encode(), "Ce jour"),
    "merge markers": (GOOD.replace('msgid "People"', '<<<<<<< HEAD\nmsgid "People"').encode(), ""),
    "UTF-16": (GOOD.encode("utf-16"), ""),
    "noise": (bytes(range(256)) * 50, ""),
    "nothing": (b"", ""),
    "no way to count": (GOOD.replace("nplurals=2", "nplurals=INTEGER").encode(), ""),
    "a guess": (GOOD.replace('msgid "People"', '#, fuzzy\nmsgid "People"').encode(), "Ce jour"),
    "never said": (GOOD.replace("People", "No such thing").encode(), "Ce jour"),
    "a plural that is none": (
        GOOD.replace('msgid "People"', 'msgid "People"\nmsgid_plural "People"')
        .replace('msgstr "Le', 'msgstr[0] "Le').encode(), "Ce jour",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BY_HAND.values(), ids=BY_HAND.keys())
def test_a_file_changed_by_hand_breaks_no_page(own, content, said, caplog):
    came = i18n.gettext_for("fr")(TODAY), i18n.gettext_for("fr")("People")
    own.folder.mkdir()
    (own.folder / "fr.po").write_bytes(content)
    own.look_again()
    assert (i18n.gettext_for("fr")(TODAY), i18n.gettext_for("fr")("People")) == (
        said or came[0], came[1],
    )  # fmt: skip


def test_a_damaged_file_is_named_with_its_line_and_not_overwritten(own):
    own.folder.mkdir()
    content = GOOD.replace('msgid "People"', 'msgdi "People"').encode()
    (own.folder / "fr.po").write_bytes(content)
    with pytest.raises(AcademyError, match="catalogue_damaged") as refused:
        own.sentences("fr")
    assert refused.value.details["place"] == "fr.po:9"
    assert (own.folder / "fr.po").read_bytes() == content


def test_a_language_is_begun_said_as_far_as_it_goes_and_offered_with_how_far_that_is(own):
    assert i18n.choose("ha", None, "ha") == "en"
    own.begin("ha")
    own.look_again()
    assert i18n.choose("ha", None, None) == "en"
    save(own, "ha", TODAY, "Yau")
    assert i18n.gettext_for("ha")(TODAY) == "Yau"
    assert i18n.gettext_for("ha")("People") == "People"
    assert i18n.choose("ha", None, None) == "ha"
    assert i18n.choose(None, "ha", None) == "ha"
    assert i18n.choose(None, None, "ha, fr;q=0.5") == "fr"
    assert i18n.languages()["ha"] == "Hausa · 0%"
    assert i18n.ngettext_for("ha")("%(num)s day", "%(num)s days", 2) == "2 days"


def test_most_of_a_begun_language_is_reason_enough_to_speak_it_unasked(own):
    english = [one for one in own.sentences("fr") if len(one.listed.english) == 1]
    own.begin("ha")
    own.look_again()
    there = {one.listed.english: one for one in own.sentences("ha")}
    asked = [there[one.listed.english] for one in english if one.listed.english in there][:800]
    own.save(
        "ha", {one.key: one.listed.english for one in asked}, {one.key: one.was for one in asked}
    )
    own.look_again()
    assert i18n.choose(None, None, "ha, fr;q=0.5") == "ha"


@pytest.mark.parametrize("locale", ["", "en", "xx", "../fr", "HA", "ha_KE", "zzz", "a" * 500])
def test_what_nobody_can_write_days_and_numbers_in_is_not_begun(own, locale):
    with pytest.raises(AcademyError, match="choice_unknown"):
        own.begin(locale)
    assert not own.folder.exists()


def test_out_to_another_tool_and_back_changes_nothing(own):
    save(own, "fr", TODAY, "Ce jour")
    content = own.po("fr")
    assert b'msgid "Today"\nmsgstr "Ce jour"' in content
    found = own.bring("fr", content)
    assert (found.saved, found.guesses, found.unknown, found.refused) == (0, 0, 0, [])
    assert proofreading.faults(
        content, "fr", {one.key: one.english for one in proofreading.read(
            (own.shipped / "messages.pot").read_bytes())[1:]},
    ) == []  # fmt: skip


def test_what_comes_back_is_taken_sentence_by_sentence_and_guesses_wait(own):
    own.begin("ha")
    own.look_again()
    content = own.po("ha").decode()
    for english, said in (("Today", "Yau"), ("People", "Mutane"), (HERE, "%(counted)s")):
        content = content.replace(
            f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{said}"'
        )
    content = content.replace('msgid "People"', '#, fuzzy\nmsgid "People"')
    content += '\nmsgid "Never said"\nmsgstr "Kamwe"\n'
    found = own.bring("ha", content.encode())
    assert (found.saved, found.guesses, found.unknown) == (1, 1, 1)
    ((line, fault),) = found.refused
    assert content.split("\n")[line - 1] == 'msgstr "%(counted)s"'
    assert "placeholders differ" in fault
    own.look_again()
    assert i18n.gettext_for("ha")("People") == "People"
    assert find(own, "ha", "People").state == "guess"
    save(own, "ha", "People", "Mutane", sure=[find(own, "ha", "People").key])
    assert i18n.gettext_for("ha")("People") == "Mutane"


def test_a_guess_is_not_taken_for_what_somebody_said(own):
    save(own, "fr", TODAY, "Ce jour")
    content = own.po("fr").replace(b'msgid "Today"\nmsgstr "Ce jour"',
                                   b'#, fuzzy\nmsgid "Today"\nmsgstr "Demain"')  # fmt: skip
    assert own.bring("fr", content).guesses == 0
    assert find(own, "fr", TODAY).own == ("Ce jour",)


WRONG_FILES = {
    "a sentence without end": GOOD + 'msgid "x"\nmsgstr ""\n' + f'"{"a" * 60}"\n' * 60_000,
    "another language": GOOD.replace("charset=utf-8\\n", 'charset=utf-8\\n"\n"Language: es\\n'),
    "another way to count": GOOD.replace("n > 1", "n != 1"),
    "another number of forms": GOOD.replace("nplurals=2; plural=(n > 1)", "nplurals=1; plural=0"),
    "another encoding": GOOD.replace("Ce jour", "d\xe9j\xe0").encode("latin-1"),
    "no catalogue": "PK\x03\x04",
}


def test_a_file_beyond_all_sizes_is_not_read(own, caplog):
    with pytest.raises(AcademyError, match="too_large"):
        own.bring("fr", b"#" * (speaking.LARGEST + 1))
    own.folder.mkdir()
    (own.folder / "fr.po").write_bytes(GOOD.encode() + b"#" * speaking.LARGEST)
    own.look_again()
    assert i18n.gettext_for("fr")(TODAY) != "Ce jour"
    with pytest.raises(AcademyError, match="too_large"):
        own.sentences("fr")


def test_what_is_no_file_is_named(own):
    came = i18n.gettext_for("fr")(TODAY)
    (own.folder / "fr.po").mkdir(parents=True)
    own.look_again()
    assert i18n.gettext_for("fr")(TODAY) == came
    with pytest.raises(AcademyError, match="catalogue_damaged"):
        own.sentences("fr")


@pytest.mark.parametrize("content", WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_file_that_is_none_of_this_language_is_refused_with_its_line(own, content):
    with pytest.raises(AcademyError, match="catalogue_damaged"):
        own.bring("fr", content if isinstance(content, bytes) else content.encode())
    assert not own.folder.exists()


def test_what_another_process_saved_is_said_within_seconds(own, shipped, tmp_path):
    now = [0.0]
    here = OwnSentences(tmp_path / "own", shipped, lambda: now[0])
    told = []
    here.on_change(lambda: told.append(1))
    save(own, "fr", TODAY, "Ce jour")
    i18n.lay_over(tmp_path / "own", {})
    now[0] = 1.0
    here.look()
    assert told == []
    now[0] = 2.5
    here.look()
    here.look()
    assert told == [1]


def test_what_a_network_says_in_simplified_characters_it_says_in_traditional_ones_too(own):
    save(own, "zh_Hans", TODAY, "这一天")
    assert i18n.gettext_for("zh_Hant")(TODAY) == "這一天"
    save(own, "zh_Hans", TODAY, "")
    assert i18n.gettext_for("zh_Hant")(TODAY) == i18n.gettext_for("zh_Hans")(TODAY) == "今天"


def test_what_a_network_says_in_traditional_characters_counts(own):
    assert find(own, "zh_Hant", "Language").state == "came"
    assert find(own, "zh_Hant", "Language").shown == ("語言",)
    assert "zh_Hant" not in own.there()
    save(own, "zh_Hans", TODAY, "这一天")
    save(own, "zh_Hant", TODAY, "本日")
    assert (own.there(), own.begun()) == (["zh_Hans", "zh_Hant"], [])
    assert i18n.gettext_for("zh_Hant")(TODAY) == "本日"
    assert i18n.gettext_for("zh_Hans")(TODAY) == "这一天"
    assert i18n.languages() == i18n.NAMES

"""Bringing a list: whatever people send is looked at, said otherwise where need be, then added."""

import io
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
import xlsxwriter

from academy import actions
from academy.data import data_folder
from academy.errors import AcademyError
from academy.languages import i18n
from academy.web.staff.results.certificates import paper
from sync import harmless

LIST = (
    "Alias;Pays;Équipe;Langue;Téléphone\n"
    "Nova;Kenya;North;Français;0700\n"
    "north 1;KE;North;;1\n"
    "Nova;KE;North;;2\n"
    "Luz;Atlantis;Coast;;3\n"
    "Sol;maroc;Coast;العربية;4\n"
)


@pytest.fixture
def bring(desk):
    """Brings a list, pasted or as a file, and returns the page it leads to."""

    def brought(data):
        pasted = isinstance(data, str)
        form = {"list": data} if pasted else {"file": (io.BytesIO(data), "list")}
        answer = desk.client.post(
            "/people/list", data=form, content_type="multipart/form-data", follow_redirects=True
        )
        assert answer.status_code == 200, answer.text
        return shown(answer)

    return brought


def shown(answer):
    return unescape(answer.text)


def count(page):
    """How many people the page offers to add; 0 where it offers nothing."""
    found = re.search(r'name="add" value="(\d+)"', page)
    return int(found[1]) if found else 0


def arranged(desk, **form):
    return shown(desk.client.post("/people/list/look", data=form, follow_redirects=True))


def added(desk, page):
    desk.done("/people/list/add", add=count(page))
    return {row["alias"]: row for row in desk.people}


def test_a_list_is_looked_at_before_anybody_is_added(desk, bring):
    before = desk.count
    page = bring(LIST)
    assert "0700" not in page
    assert "1 is registered already" in page
    assert "“Nova” already" in page
    assert "“Atlantis” is not a country known here" in page
    assert "Add 2 people" in page
    assert "Morocco" in page
    assert desk.count == before
    people = added(desk, page)
    assert (people["Nova"]["country"], people["Nova"]["language"]) == ("KE", "fr")
    assert (people["Sol"]["country"], people["Sol"]["language"]) == ("MA", "ar")
    assert len(desk.people) == 15


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_what_the_field_shows_as_an_example_is_in_the_trainers_language_and_understood(
    desk, bring, locale
):
    page = desk.client.get("/people/list", headers={"Accept-Language": locale.replace("_", "-")})
    example = re.search(r'placeholder="([^"]+)"', shown(page))[1]
    assert example == "; ".join(map(i18n.gettext_for(locale), ("Alias", "Team", "Country")))
    people = added(desk, bring(f"{example}\nNova; Reds; KE\n"))
    assert (people["Nova"]["team"], people["Nova"]["country"]) == ("Reds", "KE")


def test_a_file_is_read_like_pasted_text(bring):
    assert count(bring(LIST.encode("utf-16"))) == 2


def test_the_same_list_twice_adds_nobody_twice(desk, bring):
    added(desk, bring(LIST))
    page = bring(LIST)
    assert "4 are registered already" in page
    assert count(page) == 0
    assert len(desk.people) == 15


def test_a_list_that_changed_since_it_was_looked_at_is_shown_again(desk, bring):
    page = bring(LIST)
    actions.register_person(desk.store, workshop=desk.workshop, alias="Sol")
    again = desk.client.post("/people/list/add", data={"add": count(page)}, follow_redirects=True)
    assert again.status_code == 409
    assert "look again" in shown(again)
    assert "Nova" not in [row["alias"] for row in desk.people]


def test_a_list_never_removes_anybody(desk, bring):
    added(desk, bring("alias\nNova\n"))
    assert len(desk.people) == 14


def test_a_list_that_was_put_away_is_asked_for_again(desk, bring):
    assert desk.client.get("/people/list/look").location == "/people/list"
    for path in ("/people/list/look", "/people/list/add"):
        assert desk.post(path).location == "/people/list"
    page = bring(LIST)
    added(desk, page)
    assert desk.client.get("/people/list/look").location == "/people/list"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nobody on this list"),
        ("alias\n" + "x\n" * 600, "at most 500 people"),
        ("alias\n\0", "can’t be read"),
    ],
)
def test_a_list_that_can_t_be_used_is_kept_on_the_page(desk, text, said):
    answer = desk.client.post("/people/list", data={"list": text}, follow_redirects=True)
    assert answer.status_code == 400
    assert said in shown(answer)
    assert harmless.shown(text.strip()[:8]) in shown(answer)


def test_a_file_that_is_too_large_gets_a_sentence(desk):
    body, kind = b"x" * 2**21, "multipart/form-data; boundary=x"
    answer = desk.client.post("/people/list", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_list_is_registered_whole_or_not_at_all(desk):
    rows = [{"alias": "Nova"}, {"alias": "x" * 41}]
    assert list(actions.refusals(desk.store, workshop=desk.workshop, rows=rows)) == [2]
    with pytest.raises(AcademyError) as refused:
        actions.register_list(desk.store, workshop=desk.workshop, rows=rows)
    assert refused.value.details["row"] == 2
    assert len(desk.people) == 13


@pytest.fixture
def french(desk, tmp_path, monkeypatch):
    """The desk reads French, from a copy of the catalogues that a test may spoil."""
    copied = shutil.copytree(data_folder("translations"), tmp_path / "translations")
    monkeypatch.setattr(i18n, "data_folder", lambda _: copied)
    i18n._catalogue.cache_clear()
    desk.client.set_cookie("language", "fr", domain="localhost")
    yield copied / "fr" / "LC_MESSAGES" / "messages.po"
    i18n._catalogue.cache_clear()


def renamed(text):
    return text.replace("%(num)s personne", "%(nom)s personne").encode()


def merged(text):
    return text.replace('msgid "Alias"', '<<<<<<< HEAD\nmsgid "Alias"').encode()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (str.encode, "3 personnes sont ajoutées"),
        (renamed, "3 people are added"),
        (lambda text: text.encode("cp1252", "replace"), "3 people are added"),
        (merged, "3 people are added"),
        (lambda _: b"", "3 people are added"),
    ],
    ids=["as it is", "a renamed placeholder", "another encoding", "merge markers", "empty"],
)
def test_a_slip_in_a_translation_never_says_that_nothing_was_done(desk, french, bring, spoil, said):
    french.write_bytes(spoil(french.read_text(encoding="utf-8")))
    before = len(desk.people)
    form = {"add": count(bring("alias\nNova\nLuz\nSol\n"))}
    answer = desk.client.post("/people/list/add", data=form, follow_redirects=True)
    assert answer.status_code == 200
    assert said in shown(answer)
    assert len(desk.people) == before + 3


# What is what


def test_where_no_column_is_known_somebody_says_which_is_which(desk, bring):
    page = bring("Who;From\nNova;Kenya\nLuz;Perú\n")
    assert "No column is called" in page
    assert count(page) == 0
    page = arranged(desk, heading="1", column_0="alias", column_1="country")
    people = added(desk, page)
    assert (people["Nova"]["country"], people["Luz"]["country"]) == ("KE", "PE")


def test_what_was_said_of_a_heading_is_remembered(desk, bring):
    bring("Who;From\nNova;Kenya\n")
    added(desk, arranged(desk, heading="1", column_0="alias", column_1="country"))
    page = bring("FROM;who\nGhana;Sol\n")
    assert added(desk, page)["Sol"]["country"] == "GH"


def test_a_column_taken_by_mistake_is_put_aside(desk, bring):
    bring("alias;team\nNova;Coordinator\n")
    page = arranged(desk, heading="1", column_0="alias", column_1="")
    assert added(desk, page)["Nova"]["team"] == ""


def test_a_list_without_headings_can_be_read_too(desk, bring):
    bring("Nova;KE\nLuz;PE\n")
    page = arranged(desk, heading="0", column_0="alias", column_1="country")
    assert count(page) == 2


def test_another_row_can_name_the_columns(desk, bring):
    bring("alias;notes\nWho;From\nNova;Kenya\n")
    page = arranged(desk, heading="2", column_0="alias")
    assert count(page) == 0
    assert count(arranged(desk, heading="2", column_0="alias")) == 1


@pytest.mark.parametrize(
    "form",
    [
        {"sheet": "9"},
        {"sheet": "-1"},
        {"heading": "77"},
        {"heading": "x"},
        {"encoding": "rot13"},
        {"column_0": "passport"},
        {"column_99": "alias"},
        {"column_²": "alias"},
        {"column_-1": "alias"},
    ],
)
def test_nonsense_in_the_form_breaks_no_page(desk, bring, form):
    bring(LIST)
    answer = desk.client.post("/people/list/look", data=form, follow_redirects=True)
    assert answer.status_code in {200, 400}


def test_letters_that_had_to_be_guessed_can_be_chosen(desk, bring):
    page = bring("alias,country\nดาว,TH\nฟ้า,TH\n".encode("cp874"))
    assert "had to be guessed" in page
    assert "ดาว · ฟ้า (cp874)" in page
    page = arranged(desk, encoding="cp1251", heading="1", column_0="alias")
    assert "ดาว" not in page.split("<table>")[-1]
    page = arranged(desk, encoding="cp874", heading="1", column_0="alias", column_1="country")
    assert "ดาว" in added(desk, page)


def test_a_language_that_isn_t_understood_is_said(desk, bring):
    page = bring("alias;language\nNova;Klingonese\nLuz;Kiswahili\n")
    assert "Not understood as a language" in page
    assert "Klingonese" in page
    people = added(desk, page)
    assert (people["Nova"]["language"], people["Luz"]["language"]) == ("", "sw")


def test_a_column_of_names_is_taken_with_a_warning(desk, bring):
    page = bring("ФИО\nЛена\nОля\n")
    assert "names from papers" in page
    assert count(page) == 2
    assert "names from papers" not in bring("alias;ФИО\nNova;Иванова А. А.\n")


@pytest.mark.parametrize("locale", i18n.NAMES)
def test_a_list_in_the_words_of_the_pages_is_read(desk, bring, locale):
    """What a page or a sheet of ours says in any language can be typed into a list."""
    gettext = i18n.gettext_for(locale)
    fields = ("Alias", "Organisation", "Country", "Language", "Team", "Role")
    heading = "\t".join(gettext(field) for field in fields)
    roles = ("participant", "co-facilitator", "facilitator", "organiser")
    rows = [f"N{at}\tUmoja\t{i18n.country_name('KE', locale)}\t"
            f"{i18n.language_name('sw', locale)}\tNorth\t{gettext(role)}"
            for at, role in enumerate(roles)]  # fmt: skip
    people = added(desk, bring("\n".join([heading, *rows])))
    for at, role in enumerate(roles):
        row = people[f"N{at}"]
        assert (row["country"], row["language"], row["role"]) == ("KE", "sw", role)


# Lists as they came from the field: what stood in the file, and who is meant


FIELD = Path(__file__).parent / "lists"


def workbook(*sheets, hidden=(), merged=()):
    """A workbook as a spreadsheet program writes it, of (name, rows)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for row in hidden:
                sheet.set_row(row, options={"hidden": True})
            for row in merged:
                sheet.merge_range(row, 0, row, 3, rows[row][0])
    return out.getvalue()


TITLED = [
    ["LISTE DES PARTICIPANTES"], ["Atelier de Lomé"], [], [],
    ["N°", "Prénom", "Organisation", "Pays"],
    [1, "Awa", "Réseau", "Togo"], [2, "Zoé", "Réseau", "Bénin"], [], ["Total : 2"],
]  # fmt: skip
WORKBOOKS = {
    "title-above.xlsx": workbook(("Sheet", TITLED), merged=(0, 1)),
    "hidden-row.xlsx": workbook(
        ("Sheet", [["alias", "country"], ["Nova", "KE"], ["Withdrawn", "KE"]]), hidden=(2,)
    ),
    "second-sheet.xlsx": workbook(
        ("Read me", [["Please fill in the second sheet"]]),
        ("List", [["alias", "country"], ["Nova", "KE"]]),
    ),
}


def sent(name):
    return WORKBOOKS[name] if name in WORKBOOKS else (FIELD / name).read_bytes()


WANTED = {
    "word-breaks.csv": ["ស្រីមុំ", "น้ำผึ้ง", "သူဇာ", "نجمة", "Luz", "Marigold"],
    "gbk-own-headings.csv": ["小雨", "晓梅", "阿珍"],
    "gbk-names.csv": ["小雨"],
    "gbk-latin-headings.csv": ["小雨", "晓梅"],
    "gbk-one-column.csv": ["小雨", "晓梅"],
    "cp1251-ukrainian.csv": ["Надія", "Вікторія"],
    "cp1251-initials.csv": ["А. К.", "Б. М."],
    "cp1251-yo.csv": ["Алёна", "Ёлка"],
    "a-job-is-no-role.csv": ["Awa", "Zoé"],
    "title-above.csv": ["Awa", "Zoé"],
    "title-above.xlsx": ["Awa", "Zoé"],
    "hidden-row.xlsx": ["Nova"],
    "second-sheet.xlsx": ["Nova"],
    "one-column-nom.csv": ["Awa", "Luz"],
    "one-column-xm.csv": ["小雨", "晓梅"],
    "one-column-fio.csv": ["Лена", "Оля"],
}


@pytest.mark.parametrize(("name", "aliases"), WANTED.items())
def test_a_list_from_the_field_brings_the_people_who_are_meant(desk, bring, name, aliases):
    page = bring(sent(name))
    people = added(desk, page)
    assert [alias for alias in aliases if alias not in people] == []
    assert len(people) == 13 + len(aliases)


def test_countries_are_known_by_any_name(desk, bring):
    people = added(desk, bring((FIELD / "countries.csv").read_bytes()))
    wrong = {a: r["country"] for a, r in people.items() if " " in a and a[:2].isupper()
             and a[2] == " " and a[3:].isdigit() and r["country"] != a[:2]}  # fmt: skip
    assert wrong == {}
    assert len(people) == 13 + 20


def test_codes_that_are_no_country_are_refused(desk, bring):
    page = bring((FIELD / "no-countries.csv").read_bytes())
    assert [word for word in ("“XX”", "“EU”") if word not in page] == []
    people = added(desk, page)
    assert {people[alias]["country"] for alias in ("Q1", "Q2", "Q3")} == {"GB"}


def test_languages_are_known_by_any_name(desk, bring):
    people = added(desk, bring((FIELD / "languages.csv").read_bytes()))
    assert [people[alias]["language"] for alias in "ABCDEF"] == [
        "sw", "zh_Hans", "km", "ru", "fr", "fr",
    ]  # fmt: skip


def test_who_reads_traditional_characters_has_her_papers_in_them(desk, bring):
    people = added(desk, bring("暱稱;國家;語言\n小云;TW;繁體中文\n小雨;TW;中文\n小雪;HK;zh-HK\n"))
    assert [people[one]["language"] for one in ("小云", "小雨", "小雪")] == [
        "zh_Hant", "zh_Hans", "zh_Hant",
    ]  # fmt: skip
    spoken = paper.words(paper.language_of(people["小云"]["language"], "en"))
    assert spoken.language == "zh-Hant"
    assert spoken.gettext("Certificate") == "證書"


def test_a_hidden_row_is_said_and_can_be_taken(desk, bring):
    assert "1 row is hidden" in bring(sent("hidden-row.xlsx"))
    page = arranged(desk, heading="1", column_0="alias", column_1="country", hidden="1")
    assert "Withdrawn" in added(desk, page)


def test_an_alias_of_nothing_visible_gets_a_sentence_that_helps(bring):
    page = bring((FIELD / "invisible.csv").read_bytes())
    assert page.count("only signs that can’t be seen") == 2
    assert count(page) == 1

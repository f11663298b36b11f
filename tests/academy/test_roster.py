import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from academy import roster
from academy.errors import AcademyError

PLAIN = "alias;country;team\nBlue Heron;KE;North\nÉtoile;CI;Coast\n"


def read(data):
    source = roster.opened(data)
    return roster.read(source, roster.guessed(source))


def used(data):
    """The fields that were found, in the order of their columns, and the headings left over."""
    source = roster.opened(data)
    columns = roster.guessed(source).columns
    headings = roster.read(source, roster.guessed(source)).headings
    rest = [heading for at, heading in enumerate(headings) if at not in columns.values()]
    return sorted(columns, key=columns.get), rest


def aliases(data):
    return [row["alias"] for row in read(data).rows]


def xlsx(rows, *, dimension="", place=None):
    """A spreadsheet with inline texts and numbers; `place` overrides a cell's own place."""

    def cell(number, column, value):
        at = place or f"{chr(65 + column)}{number}"
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{at}"><v>{value}</v></c>'

    body = "".join(
        f'<row r="{n}">' + "".join(cell(n, c, v) for c, v in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
        f' Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{dimension}'
        f"<sheetData>{body}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end_will_do(delimiter, end):
    text = PLAIN.replace(";", delimiter).replace("\n", end)
    assert aliases(text.encode()) == ["Blue Heron", "Étoile"]
    assert aliases(text) == ["Blue Heron", "Étoile"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_any_encoding_of_a_spreadsheet_program_will_do(encoding):
    assert aliases(PLAIN.encode(encoding)) == ["Blue Heron", "Étoile"]


def test_a_big_endian_mark_is_seen():
    assert aliases(b"\xfe\xff" + PLAIN.encode("utf-16-be")) == ["Blue Heron", "Étoile"]


def test_russian_windows_is_not_taken_for_western():
    text = "псевдоним;страна;команда\nРека;Кения;Север\n"
    row = read(text.encode("cp1251")).rows[0]
    assert (row["alias"], row["country"], row["team"]) == ("Река", "Кения", "Север")


def test_western_windows_is_not_taken_for_russian():
    text = "prénom;équipe\nAïda Créée;Côte\nZoë;Île\n"
    assert aliases(text.encode("cp1252")) == ["Aïda Créée", "Zoë"]


@pytest.mark.parametrize(
    "headings",
    [
        "Alias,Organization,Country,Language,Team,Role",
        "Pseudonyme;Organisme;Pays;Langue;Équipe;Rôle",
        "apodo;organización;país;idioma;equipo;rol",
        "Alcunha;Organização;País;Língua;Equipa;Papel",
        "pseudónimo;associação;país;idioma;equipe;papel",
        "Lakabu;Kikundi;Nchi;Lugha;Timu;Jukumu",
        "jina la utani;shirika;taifa;lugha;timu;jukumu",
        "Псевдоним;Организация;Страна;Язык;Команда;Роль",
        "化名,机构,国家,语言,小组,角色",
        "الاسم المستعار,المنظمة,البلد,اللغة,الفريق,الدور",
        " *ALIAS* ; ORG ; Country_Code ; lang ; National Team ; ROLE: ",
    ],
)
def test_columns_are_known_by_their_names_in_the_languages_of_the_pages(headings):
    delimiter = ";" if ";" in headings else ","
    found, rest = used(f"{headings}\n" + delimiter.join("abcdef"))
    assert found == list(roster.FIELDS)
    assert rest == []


def test_columns_nobody_asked_for_are_named_and_left_behind():
    data = "Full name;alias;Phone;Passport\nA B;Nova;0700 1;X1\n"
    assert used(data) == (["alias"], ["Full name", "Phone", "Passport"])
    found = read(data)
    assert "0700 1" not in str(found.rows)
    assert "A B" not in str(found.rows)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Trainer", "facilitator"),
        ("Formatrice", "facilitator"),
        ("co-facilitator", "co-facilitator"),
        ("Cofacilitador", "co-facilitator"),
        ("Formadora", "facilitator"),
        ("facilitador/a", "facilitator"),
        ("организатор", "organiser"),
        ("学员", "participant"),
        ("ميسرة", "facilitator"),
        ("", ""),
        ("captain", "captain"),
        ("cofacilitateur·rice", "co-facilitator"),
    ],
)
def test_roles_are_known_by_their_names_and_the_rest_is_left_to_the_rules(written, meant):
    assert read(f"alias;role\nNova;{written}\n").rows[0]["role"] == meant


def test_a_pasted_column_of_aliases_needs_no_heading():
    assert aliases("Nova\nLuz\n\n  River   Stone \n") == ["Nova", "Luz", "River Stone"]


def test_rows_remember_the_line_they_stood_on():
    found = read("\n\nalias\n\nNova\n\nLuz\n")
    assert [row["line"] for row in found.rows] == ["5", "7"]


def test_quotes_commas_and_line_breaks_inside_a_cell_stay_inside():
    text = 'alias,organisation\n"Heron, Blue","Umoja\nCollective"\n'
    row = read(text).rows[0]
    assert (row["alias"], row["organisation"]) == ("Heron, Blue", "Umoja Collective")


def test_the_note_some_spreadsheets_leave_about_the_separator_is_followed():
    assert aliases("sep=|\r\nalias|team\r\nNova;Luz|North\r\n") == ["Nova;Luz"]


def test_rows_shorter_or_longer_than_the_headings_do_no_harm():
    found = read("alias;team\nNova\nLuz;North;more;and more\n")
    assert [(row["alias"], row["team"]) for row in found.rows] == [("Nova", ""), ("Luz", "North")]


def test_a_spreadsheet_is_read_and_its_numbers_stay_whole():
    data = xlsx([["Alias", "Team", "Phone"], ["小雨", 7, "1"], ["Река", 7.5, "2"]])
    rows = read(data).rows
    assert [(row["alias"], row["team"]) for row in rows] == [("小雨", "7"), ("Река", "7.5")]
    assert used(data)[1] == ["Phone"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "list_empty"),
        (" \n ; ; \n", "list_empty"),
        ("alias;team\n", "list_empty"),
        ("organisation;country\nUmoja;KE\n", "list_no_alias"),
        ("Nova;North\nLuz;Coast\n", "list_no_alias"),
        ("Who\tphone\nA\t1\n", "list_no_alias"),
        ("alias\n" + "x\n" * 501, "list_too_long"),
        ("alias\n\n\n", "list_empty"),
        (b"alias\n" + b"x" * 2**20, "list_too_long"),
        (b"alias\n\0\0\0", "list_unreadable"),
        (b"\xff\xfea", "list_unreadable"),
        ('alias\n"' + "x" * 140_000, "list_unreadable"),
        (b"PK\x03\x04 and nothing more", "list_unreadable"),
        (b"\xd0\xcf\x11\xe0 an old spreadsheet", "list_unreadable"),
        (xlsx([]), "list_empty"),
        (xlsx([["alias"]], place="XFD1048576"), "list_unreadable"),
        (xlsx([["alias"], *[["x" * 50]] * 600]), "list_too_long"),
        (xlsx([["alias", "x" * 21_000_000]]), "list_too_long"),
        (xlsx([["alias"], ["Nova"]])[:-200], "list_unreadable"),
        (xlsx([["alias"], ["Nova"]]).replace(b"xl/workbook.xml", b"xl/workbo__.xml"),
         "list_unreadable"),
    ],
)  # fmt: skip
def test_nasty_lists_are_refused_with_a_reason(data, code):
    with pytest.raises(AcademyError) as refused:
        read(data)
    assert refused.value.code == code

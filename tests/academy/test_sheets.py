"""A spreadsheet may end the child that reads it, never the program that asked."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from academy import sheets
from academy.errors import AcademyError
from academy.roster.cells import MOST_CELLS
from academy.text import signs
from tests.academy.test_roster import aliases, xlsx
from tests.academy.test_roster import read as people_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def remade(change, rows=(("alias",), ("Nova",))):
    """A spreadsheet whose parts were changed: `change` gets and returns {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(xlsx(rows))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in change(parts).items():
            packed.writestr(name, data)
    return out.getvalue()


def sheet(data, name="xl/worksheets/sheet1.xml", rows=b"", head=b""):
    """A part with these rows of XML, as a change."""
    xml = b'%s<worksheet xmlns="%s">%s<sheetData>%s</sheetData></worksheet>'
    return lambda parts: parts | {name: xml % (data, MAIN.encode(), head, rows)}


def far(place, quote=b'"'):
    near = b'<c r="A1" t="inlineStr"><is><t>alias</t></is></c>'
    cell = b"<c r=%s%s%s><v>1</v></c>" % (quote, place, quote)
    return remade(sheet(b"", rows=b'<row r="1">' + near + b"</row><row>" + cell + b"</row>"))


def shared(text, count):
    """One text that many cells name."""

    def change(parts):
        workbook = parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        rows = b'<row><c t="s"><v>0</v></c></row>' * count
        strings = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (MAIN.encode(), text)
        named = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": workbook}
        return sheet(b"", rows=rows)(parts) | named

    return remade(change)


def lying(size):
    """A spreadsheet that says in its zip's directory that a part has another size."""
    data = bytearray(remade(lambda parts: parts | {"xl/media/x.xml": b" " * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as packed:
        start = packed.start_dir
    place = data.index(b"xl/media/x.xml", start) - 46 + 24
    data[place : place + 4] = size.to_bytes(4, "little")
    return bytes(data)


BOMB = b"<!DOCTYPE x [%s]>" % b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"alias" * 100) for n in range(9)
)

# The first two ended the program: 1,450 bytes each, and 512 GB wanted.
CRASHERS = {
    "a far cell in small letters": (far(b"xfd1048576"), "list_unreadable"),
    "a far cell in mixed letters": (far(b"xFd1048576", b"'"), "list_unreadable"),
    "a far cell in capitals": (far(b"XFD1048576"), "list_unreadable"),
    "a far cell in a numbered sign": (far(b"&#88;FD1048576"), "list_unreadable"),
    "a far cell with space": (far(b" XFD1048576 "), "list_unreadable"),
    "a column beyond all": (far(b"zzzzzz9"), "list_unreadable"),
    "a row beyond all": (far(b"a99999999999999999999"), "list_unreadable"),
    "row nought": (far(b"a0"), None),
    "far rows": (
        remade(sheet(b"", rows=b'<row r="1"><c/></row><row r="4294967295"><c/></row>')),
        None,
    ),
    "a row that is no number": (remade(sheet(b"", rows=b'<row r="x"/>')), "list_unreadable"),
    "a far cell in UTF-16": (
        remade(
            lambda parts: (
                parts
                | {
                    "xl/worksheets/sheet1.xml": (
                        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}">'
                        "<sheetData>"
                        '<row r="1"><c r="xfd1048576"><v>1</v></c></row></sheetData></worksheet>'
                    ).encode("utf-16")
                }
            )
        ),
        "list_unreadable",
    ),
    "a dimension of all": (
        remade(sheet(b"", head=b'<dimension ref="a1:xfd1048576"/>')),
        "list_unreadable",
    ),
    "a far cell in a sheet of another name": (
        remade(
            lambda parts: {
                "xl/elsewhere.xml" if name.endswith("sheet1.xml") else name: data.replace(
                    b"worksheets/sheet1.xml", b"elsewhere.xml"
                ).replace(b'"A2"', b'"xfd1048576"')
                for name, data in parts.items()
            }
        ),
        "list_unreadable",
    ),
    "entities": (remade(sheet(BOMB, rows=b"<row><c><v>&e8;</v></c></row>")), "list_unreadable"),
    "one long text named often": (shared(b"x" * 32_000, 400), "list_too_long"),
    "a deep sheet": (remade(sheet(b"", rows=b"<row>" * 200_000)), "list_unreadable"),
    "a part smaller than it says": (lying(2**31), "list_too_long"),
    "a part larger than it says": (lying(10), None),
    "very many parts": (
        remade(lambda parts: parts | {f"xl/{n}.xml": b"<x/>" for n in range(1_000)}),
        "list_unreadable",
    ),
    "a spreadsheet inside a spreadsheet": (
        remade(lambda parts: parts | {"xl/inner.xlsx": xlsx([["alias"], ["Nova"]])}),
        "fine",
    ),
}


@pytest.mark.parametrize(("data", "code"), CRASHERS.values(), ids=CRASHERS)
def test_what_would_end_the_program_is_one_refusal(data, code):
    """None: whichever way it goes, it comes back."""
    try:
        assert aliases(data) == ["Nova"]
        came = "fine"
    except AcademyError as refused:
        came = refused.code
    assert came == code or (code is None and came in {*sheets.CODES, "list_empty", "fine"})


def played(monkeypatch, tmp_path, script):
    """Put another child in the place of ours."""
    path = tmp_path / "child.py"
    path.write_text(script, "utf-8")
    monkeypatch.setattr(sheets, "CHILD", path)


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "import os; os._exit(3)",
        "raise MemoryError",
        "import sys; sys.stdin.close(); sys.exit('no')",
        "",
        "print('not JSON')",
        "print('[' * 100_000)",
        "print('{}')",
        "print('[[1]]')",
        "print('[[null]]')",
        "print('[\"a\"]')",
        "print('\"some_other_code\"')",
        "print('[[' + '\"\",' * 30_000 + '\"\"]]')",
        "import sys; sys.stdout.write('x' * 9_000_000)",
        "import sys\nwhile True: sys.stdout.write('x' * 9_000_000)",
        'print(\'[["alias"],["Nova"]]\'); raise SystemExit(1)',
    ],
)
def test_whatever_becomes_of_the_child_is_one_refusal(script, monkeypatch, tmp_path):
    played(monkeypatch, tmp_path, script)
    with pytest.raises(AcademyError, match="list_unreadable"):
        people_of(xlsx([["alias"], ["Nova"]]))


@pytest.mark.parametrize("script", ["import time; time.sleep(99)", "while True: pass"])
def test_a_child_that_does_not_end_is_ended(script, monkeypatch, tmp_path):
    played(monkeypatch, tmp_path, script)
    monkeypatch.setattr(sheets, "SECONDS", 0.5)
    with pytest.raises(AcademyError, match="list_unreadable"):
        people_of(b"PK\x03\x04" + bytes(900_000))


def held_back(code):
    """What a process says that has taken from itself what the child does."""
    child = str(sheets.CHILD)
    script = f"import runpy; runpy.run_path({child!r})['hold_back'](); {code}"
    ran = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, check=False)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which holds every limit")
def test_the_child_has_little_memory_no_files_and_leaves_no_dump():
    assert held_back("print(len(bytes(200 << 20)))")[:2] == (0, "209715200\n")
    assert "MemoryError" in held_back("bytes(600 << 20)")[2]
    assert "Too many open files" in held_back("open('/etc/hostname')")[2]
    core = held_back("import resource as r; print(r.getrlimit(r.RLIMIT_CORE))")
    assert core[:2] == (0, "(0, 0)\n")


def test_native_code_that_wants_half_a_terabyte_dies_alone():
    """The reader itself, with the count before it left out: it aborts, and only the child does."""
    script = (
        "import runpy, io, sys; c = runpy.run_path(sys.argv[1]); c['hold_back']();"
        "b = c['calamine'].load_workbook(io.BytesIO(sys.stdin.buffer.read()));"
        "b.get_sheet_by_name('People').to_python()"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script, str(sheets.CHILD)],
        input=far(b"xfd1048576"),
        capture_output=True,
        check=False,
    )
    assert ran.returncode < 0 or b"Error" in ran.stderr


def test_the_child_is_told_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("ACADEMY_PASSPHRASE", "canary")
    script = (
        "import json, os; rows = [[*os.environ.values()]];"
        "print(json.dumps([{'name': '', 'rows': rows, 'hidden': []}]))"
    )
    played(monkeypatch, tmp_path, script)
    said = sheets.read(b"", cells=1_000, text=1)
    assert said[0].rows[0]
    assert "canary" not in json.dumps(said)


def test_a_child_needs_nothing_of_ours(tmp_path):
    """So it works from an installed wheel and from whatever folder one stands in."""
    here = sheets.CHILD.parents[1]
    for file in ("apart/holding.py", "sheets/child.py"):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_bytes((here / file).read_bytes())
    alone = tmp_path / "sheets" / "child.py"
    (alone.parent / "json.py").write_text(
        "raise SystemExit('a file beside it was imported')", "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-P", str(alone), "100", "100"],
        input=xlsx([["alias"], ["Nova"]]),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(ran.stdout) == [
        {"name": "People", "rows": [["alias"], ["Nova"]], "hidden": []}
    ]


@pytest.mark.parametrize(
    "text",
    ["\n" * 1_000_000, "," * 1_000_000, "a,\n" * 300_000, "\n" * 999_000 + "alias\nNova"],
    ids=["lines", "separators", "rows", "far down"],
)
def test_a_list_of_separators_is_refused_without_being_taken_apart(text, monkeypatch):
    import tracemalloc

    looked, clean = [0], signs.clean

    def counted(cell):
        looked[0] += 1
        assert looked[0] <= MOST_CELLS + 1
        return clean(cell)

    monkeypatch.setattr(signs, "clean", counted)
    tracemalloc.start()
    try:
        with pytest.raises(AcademyError):
            people_of(text)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(text)
    finally:
        tracemalloc.stop()

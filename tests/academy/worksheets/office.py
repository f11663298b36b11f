"""A spreadsheet program that opens what we export, works it out anew and hands it back."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.patience import PATIENCE

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale"
 oor:op="fuse"><value>en-US</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>en-US</value></prop></item>
</oor:items>
"""
"""Formulas are worked out on loading, whatever results the file claims."""

Rows = Sequence[Sequence[object]]


def reopened(folder: Path, books: dict[str, bytes]) -> dict[str, Rows]:
    """The cells of each workbook as LibreOffice comes to them, all in one start of it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice (libreoffice-calc-nogui)")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
    given, back = folder / "given", folder / "back"
    given.mkdir()
    for name, data in books.items():
        (given / f"{name}.xlsx").write_bytes(data)
    command = [
        soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(back),
        *map(str, sorted(given.iterdir())),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return {name: _rows(back / f"{name}.xlsx") for name in books}


def _rows(path: Path) -> Rows:
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)

"""The report for organisers and donors, as a page, as a workbook, as a table and as data.

The figures are `academy.reports`'; this room only asks for a period and shows them. The JSON is
the one that `academy report --json` prints.
"""

from decimal import Decimal

from flask import Blueprint, Response, render_template, request

from academy import exchanging
from academy.errors import AcademyError
from academy.languages import i18n
from academy.reports import Report, separator
from academy.web.shared import sentences, wall
from academy.web.shared.report_book import LEVEL_NAMES, book
from academy.web.staff import common

bp = Blueprint("report", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/report")
def index() -> str | tuple[str, int]:
    """The figures of a period; this year's unless another is asked for."""
    starts, ends = _period()
    try:
        made, said, status = _report(starts, ends), None, 200
    except AcademyError as refused:
        made, said, status = None, sentences.sentence(refused), sentences.status(refused)
    year = int(wall.today()[:4])
    page = render_template(
        "results/report.html", report=made, said=said, starts=starts, ends=ends,
        page=common.paged(made.workshops if made else ()),
        level_names=LEVEL_NAMES, tenth=_tenth, signed=_signed,
        years=[(y, f"{y}-01-01", f"{y}-12-31") for y in (year, year - 1)],
    )  # fmt: skip
    return page if status == 200 else (page, status)  # noqa: PLR2004


@bp.get("/report.xlsx")
def workbook() -> Response:
    """The same as a workbook, which opens the same in every spreadsheet of every country."""
    return _download(book(_report(*_period())), XLSX)


@bp.get("/report.csv")
def table() -> Response:
    """The same as CSV, its columns parted as a spreadsheet in the page's language expects."""
    made = _report(*_period())
    body = made.csv_bytes(separator(i18n.current()))
    return _download(body, "text/csv; charset=utf-8")


@bp.get("/report.json")
def data() -> Response:
    """The same as JSON."""
    return _download(_report(*_period()).json_bytes(), "application/json")


def _report(starts: str, ends: str) -> Report:
    return exchanging.report(common.store(), starts, ends)


def _tenth(value: int) -> str:
    """Tenths as the page writes them."""
    return i18n.format_exact(Decimal(value) / 10, i18n.current())


def _signed(value: int) -> str:
    """Tenths with the sign that says whether it is a gain or a loss."""
    return f"\u2066{'+' if value > 0 else ''}{_tenth(value)}\u2069"


def _period() -> tuple[str, str]:
    """The two days asked for."""
    year = wall.today()[:4]
    return (
        request.args.get("from", "").strip() or f"{year}-01-01",
        request.args.get("to", "").strip() or f"{year}-12-31",
    )


def _download(body: bytes, kind: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = "attachment"
    return answer

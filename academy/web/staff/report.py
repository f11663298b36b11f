"""The report for organisers and donors, as a page, as a table and as data.

The figures are `academy.reports`'; this room only asks for a period and shows them. The JSON is
the one that `academy report --json` prints.
"""

from flask import Blueprint, Response, render_template, request

from academy import exchanging
from academy.errors import AcademyError
from academy.i18n import lazy_gettext as _
from academy.reports import Report
from academy.web.shared import sentences
from academy.web.staff import common

bp = Blueprint("report", __name__)

LEVEL_NAMES = {
    "regional": _("Regional workshops"),
    "national": _("National activities"),
    "academy": _("Academies"),
}


@bp.get("/report")
def index() -> str | tuple[str, int]:
    """The figures of a period; this year's unless another is asked for."""
    starts, ends = _period()
    try:
        made, said, status = _report(starts, ends), None, 200
    except AcademyError as refused:
        made, said, status = None, sentences.sentence(refused), sentences.status(refused)
    year = int(common.today()[:4])
    page = render_template(
        "report/index.html", report=made, said=said, starts=starts, ends=ends,
        level_names=LEVEL_NAMES, years=[(y, f"{y}-01-01", f"{y}-12-31") for y in (year, year - 1)],
    )  # fmt: skip
    return page if status == 200 else (page, status)  # noqa: PLR2004


@bp.get("/report.csv")
def table() -> Response:
    """The same as CSV."""
    made = _report(*_period())
    return _download(made.csv_bytes(), "text/csv; charset=utf-8")


@bp.get("/report.json")
def data() -> Response:
    """The same as JSON."""
    return _download(_report(*_period()).json_bytes(), "application/json")


def _report(starts: str, ends: str) -> Report:
    return exchanging.report(common.store(), starts, ends)


def _period() -> tuple[str, str]:
    """The two days asked for."""
    year = common.today()[:4]
    return (
        request.args.get("from", "").strip() or f"{year}-01-01",
        request.args.get("to", "").strip() or f"{year}-12-31",
    )


def _download(body: bytes, kind: str) -> Response:
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = "attachment"
    return answer

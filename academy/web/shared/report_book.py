"""The report as a workbook, in the words of a page: for the page that offers it and the command."""

from collections.abc import Iterable
from datetime import date, datetime

from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.projections import Row
from academy.reports import Report
from academy.spreadsheet import Cell, Percent, Sheet, workbook

LEVEL_NAMES = {
    "regional": _("Regional workshops"),
    "national": _("National activities"),
    "academy": _("Academies"),
}

_COUNTED = {
    "register": _("Registered"),
    "people": _("Came"),
    "attendances": _("Half-days attended"),
    "possible": _("Half-days possible"),
    "rate": _("Attendance"),
    "completed": _("Completed"),
    "certificates": _("Certificates"),
    "not_recorded": _("Not recorded"),
}
"""What is counted of a level and of a workshop alike, and what it is called."""


def book(report: Report) -> bytes:
    """The figures of a period as XLSX: a sheet of levels, one of workshops, one of what to know."""
    locale = i18n.current()
    return workbook(
        [_levels(report), _workshops(report, locale), _about(report)],
        right_to_left=i18n.direction(locale) == "rtl",
        created=datetime.fromisoformat(report.as_of),
    )


def _levels(report: Report) -> Sheet:
    more = {
        "workshops": _("Workshops"), "organisations": _("Organisations"),
        "countries": _("Countries"), "trainers": _("Trainers"),
    }  # fmt: skip
    rows = [
        [
            str(LEVEL_NAMES[one.level]),
            *(getattr(one, name) for name in more),
            *_figures({name: getattr(one, name) for name in _COUNTED}),
        ]
        for one in report.levels
    ]
    headings = (_("Level"), *more.values(), *_COUNTED.values())
    return Sheet(str(_("Level")), _said(headings), rows)


def _workshops(report: Report, locale: str) -> Sheet:
    rows = [
        [
            one["title"],
            str(LEVEL_NAMES[one["level"]]),
            i18n.country_name(one["country"], locale),
            _day(one["starts"]),
            _day(one["ends"]),
            *_figures(one),
        ]
        for one in report.workshops
    ]
    headings = (_("Workshop"), _("Level"), _("Country"), _("First day"), _("Last day"))
    return Sheet(str(_("Workshops")), _said((*headings, *_COUNTED.values())), rows)


def _about(report: Report) -> Sheet:
    """Of which period it is, as of when, and what it doesn't count yet."""
    told: list[tuple[object, Cell]] = [
        (_("From"), _day(report.starts)),
        (_("To"), _day(report.ends)),
        (_("As of (UTC)"), datetime.fromisoformat(report.as_of)),
        (_("Laptops that have not reported"), len(report.devices)),
        (_("Marks to decide"), report.conflicts),
        (_("Pairs that may be one person"), report.possible_doubles),
        (_("Printed certificates not earned any more"), report.lost),
    ]
    return Sheet(str(_("About this report")), (), [(str(name), cell) for name, cell in told])


def _figures(row: Row) -> Iterable[Cell]:
    for name in _COUNTED:
        value = row[name]
        yield Percent(value) if name == "rate" and value is not None else value


def _said(headings: Iterable[object]) -> list[str]:
    return [str(heading) for heading in headings]


def _day(written: str) -> Cell:
    """A day as a date; as it is written where a calendar hasn't it."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return written

"""Printing certificates: one press for everybody who earned one.

The name is as the person wants it. It goes from the form onto the paper and nowhere else: no
table, no log, no address, no session. What is recorded is that a certificate with a code exists.
"""

from dataclasses import dataclass
from typing import cast

from flask import Response, render_template, request

from academy import actions, i18n, rules
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.printing import certificate, codes, glyphs, pdf
from academy.printing.beads import State
from academy.printing.certificate import CertificatePage
from academy.projections import Row
from academy.web.shared import sentences
from academy.web.staff import common
from academy.web.staff.certificates import paper, steps
from academy.web.staff.certificates.blueprint import bp


def neutral_title(locale: str) -> str:
    """The title for those who would rather not carry the workshop's own."""
    gettext = i18n.gettext_for(locale)
    return gettext("Leadership and Health Programme")


def neutral_issuer(locale: str) -> str:
    """Who issues, when nobody says otherwise."""
    gettext = i18n.gettext_for(locale)
    return gettext("Regional Academy")


@dataclass(frozen=True)
class Wanted:
    """One certificate to print: the person's line, the name and title on it, its language."""

    line: steps.Line
    name: str
    title: str
    locale: str


@bp.get("/certificates/print")
def press() -> str:
    """Ask for the names."""
    return _page()


@bp.post("/certificates/print")
def print_all() -> Response | tuple[str, int]:
    """Issue the codes and answer with the certificates, one page each.

    Where a name has characters that no font here can show, the first press only says so.
    """
    workshop = common.need_workshop()
    try:
        chosen = _chosen(workshop["workshop"])
        wanted = [_wanted(line, workshop) for line in chosen]
        issuer = rules.text("issuer", request.form.get("issuer", ""), required=False)
    except AcademyError as refused:
        return _page(sentences.sentence(refused)), sentences.status(refused)
    strange = {sign for one in wanted for sign in glyphs.missing_characters(one.name)}
    if strange and not request.form.get("anyway"):
        return _page(strange="".join(sorted(strange))), 409
    try:
        pages = _pages(workshop, wanted, issuer)
    except AcademyError as refused:
        return _page(sentences.sentence(refused)), sentences.status(refused)
    return paper.printed(lambda nonce: certificate.html(pages, nonce=nonce))


def _chosen(workshop: str) -> list[steps.Line]:
    """Those ticked, each of whom has earned one: the page may be older than a correction.

    Raises AcademyError: "nobody_chosen", "certificate_not_earned".
    """
    asked = _asked()
    every = steps.lines(common.tables(), workshop)
    chosen = [line for line in every if line.person["person"] in asked]
    if not chosen:
        raise AcademyError("nobody_chosen")
    for line in chosen:
        if line.standing.earned is None:
            raise AcademyError("certificate_not_earned", alias=line.person["alias"])
    return chosen


def _asked() -> set[str]:
    return set(request.form.getlist("person"))


def _wanted(line: steps.Line, workshop: Row) -> Wanted:
    """What to print for one person; the alias stands where no name was typed."""
    form, person = request.form, line.person
    locale = paper.language_of(person["language"], *workshop["languages"])
    neutral = form.get("neutral_all") or person["person"] in form.getlist("neutral")
    typed = rules.text("name", form.get(f"name-{person['person']}", ""), required=False)
    title = neutral_title(locale) if neutral else workshop["title"]
    return Wanted(line, typed or person["alias"], title, locale)


def _pages(workshop: Row, wanted: list[Wanted], issuer: str) -> list[CertificatePage]:
    issued = actions.issue_certificates(
        common.store(),
        workshop=workshop["workshop"],
        people=[one.line.person["person"] for one in wanted],
        titles={one.line.person["person"]: one.title for one in wanted},
        new_code=codes.new,
    )
    year, month = workshop["ends"].split("-")[:2]
    untouched = issuer == neutral_issuer(i18n.current())
    return [
        CertificatePage(
            name=one.name,
            kind=one.line.standing.earned,  # type: ignore[arg-type]  # earners have one of the three
            title=one.title,
            month=(int(year), int(month)),
            half_days=one.line.standing.counted,
            issuer=neutral_issuer(one.locale) if untouched else issuer,
            code=issued[one.line.person["person"]],
            beads=_beads(one.line),
            words=paper.words(one.locale),
        )
        for one in wanted
    ]


def _beads(line: steps.Line) -> list[State]:
    """The week on the frame. Who led it may not have been marked: then it stays plain."""
    known = [cast("State", state) for state in line.beads if state]
    return known if len(known) == len(line.beads) else []


def _page(said: str | None = None, *, strange: str = "") -> str:
    form = request.form
    lines = steps.lines(common.tables(), common.need_workshop()["workshop"])
    return render_template(
        "certificates/print.html",
        earners=[line for line in lines if line.standing.earned],
        asked=_asked() if request.method == "POST" else None,
        typed=form,
        neutral=form.getlist("neutral"),
        issuer=form.get("issuer", neutral_issuer(i18n.current())),
        neutral_title=neutral_title(i18n.current()),
        said=said,
        strange=strange,
        why_no_pdf=None if pdf.available() else _("PDF can't be made on this laptop, so a page for"
                                                  " printing opens instead."),
    )  # fmt: skip

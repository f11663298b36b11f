"""Printing certificates: one press for everybody who earned one.

The name is as the person wants it. It goes from the form onto the paper and nowhere else: no
table, no log, no address, no session. What is recorded is that a certificate with a code exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from flask import Response, render_template, request

from academy import actions, rules
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.printing import certificate, codes, pdf
from academy.printing.beads import State
from academy.printing.certificate import CertificatePage
from academy.printing.missing import Kind, Missing, Text
from academy.projections import Row, certificates
from academy.web.shared import sentences
from academy.web.staff import common
from academy.web.staff.results.certificates import boxes, paper, steps
from academy.web.staff.results.certificates.blueprint import bp


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
    typed: bool
    title: str
    locale: str

    @property
    def person(self) -> str:
        """Whose it is."""
        return str(self.line.person["person"])

    @property
    def alias(self) -> str:
        """What they are called in the room."""
        return str(self.line.person["alias"])

    @property
    def certificate(self) -> tuple[str, str, str]:
        """What makes it the same certificate when it is printed again."""
        return self.person, str(self.line.standing.earned), self.title


@bp.get("/certificates/print")
def press() -> str:
    """Ask for the names."""
    return _page()


@bp.post("/certificates/print")
def print_all() -> Response | tuple[str, int]:
    """Answer with the certificates, one page each, and issue their codes.

    Where something on them has characters that no font here can show, the first press only says
    so, and of whom.
    """
    workshop = common.need_workshop()
    try:
        chosen = _chosen(workshop["workshop"])
        wanted = [_wanted(line, workshop) for line in chosen]
        issuer = rules.text("issuer", request.form.get("issuer", ""), required=False)
    except AcademyError as refused:
        return _page(sentences.sentence(refused)), sentences.status(refused)
    boxed = boxes.found(_texts(wanted, issuer))
    if boxed and request.form.get("leave_out"):
        left_out = boxes.whose(boxed)
        wanted = [one for one in wanted if one.person not in left_out]
        boxed = [one for one in boxed if one.text.person not in left_out]
    if boxed and not request.form.get("anyway"):
        return _page(boxed=boxed), 409
    try:
        if not wanted:
            raise AcademyError("nobody_chosen")  # noqa: TRY301
        return _printed(workshop, wanted, issuer)
    except AcademyError as refused:
        return _page(sentences.sentence(refused)), sentences.status(refused)


def _printed(workshop: Row, wanted: list[Wanted], issuer: str) -> Response:
    """The paper, and only when it is made the codes on it are issued.

    Where another press issued one of them meanwhile, the paper is made again with that code.
    """
    kept = _kept(workshop["workshop"])
    drafted = {one.person: kept.get(one.certificate) or codes.new() for one in wanted}
    answer = _paper(workshop, wanted, issuer, drafted)
    fresh = iter([drafted[one.person] for one in wanted if one.certificate not in kept])
    issued = actions.issue_certificates(
        common.store(),
        workshop=workshop["workshop"],
        people=[one.person for one in wanted],
        titles={one.person: one.title for one in wanted},
        new_code=lambda: next(fresh, None) or codes.new(),
    )
    return answer if issued == drafted else _paper(workshop, wanted, issuer, issued)


def _kept(workshop: str) -> dict[tuple[str, str, str], str]:
    """The codes that stand, by person, kind and title: printed again, they stay the same."""
    every = certificates.issued(common.tables(), workshop)
    return {
        (row["person"], row["type"], row["title"]): row["certificate"]
        for row in every
        if not row["revoked"]
    }


def _texts(wanted: list[Wanted], issuer: str) -> list[Text]:
    """All that the certificates say besides our own words, person by person."""
    texts = [
        Text("name" if one.typed else "alias", one.name, one.locale, one.person, one.alias)
        for one in wanted
    ]
    shared: list[tuple[Kind, str, str]] = [("title", one.title, one.locale) for one in wanted]
    shared += [("issuer", issuer, one.locale) for one in wanted]
    # Said once, however many languages they are printed among.
    once = {(kind, text): locale for kind, text, locale in reversed(shared)}
    return [*(Text(kind, text, locale) for (kind, text), locale in once.items()), *texts]


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
    return Wanted(line, typed or person["alias"], bool(typed), title, locale)


def _paper(workshop: Row, wanted: list[Wanted], issuer: str, codes: dict[str, str]) -> Response:
    year, month = workshop["ends"].split("-")[:2]
    untouched = issuer == neutral_issuer(i18n.current())
    pages = [
        CertificatePage(
            name=one.name,
            kind=one.line.standing.earned,  # type: ignore[arg-type]  # earners have one of the three
            title=one.title,
            month=(int(year), int(month)),
            half_days=one.line.standing.counted,
            issuer=neutral_issuer(one.locale) if untouched else issuer,
            code=codes[one.person],
            beads=_beads(one.line),
            words=paper.words(one.locale),
        )
        for one in wanted
    ]
    return paper.printed(partial(certificate.html, pages))


def _beads(line: steps.Line) -> list[State]:
    """The week on the frame. Who led it may not have been marked: then it stays plain."""
    known = [cast("State", state) for state in line.beads if state]
    return known if len(known) == len(line.beads) else []


def _page(said: str | None = None, *, boxed: Sequence[Missing] = ()) -> str:
    form = request.form
    lines = steps.lines(common.tables(), common.need_workshop()["workshop"])
    return render_template(
        "results/certificates/print.html",
        earners=[line for line in lines if line.standing.earned],
        asked=_asked() if request.method == "POST" else None,
        typed=form,
        neutral=form.getlist("neutral"),
        issuer=form.get("issuer", neutral_issuer(i18n.current())),
        neutral_title=neutral_title(i18n.current()),
        said=said,
        boxed=boxed,
        why_no_pdf=None if pdf.available() else _("PDF can’t be made on this laptop, so a page for"
                                                  " printing opens instead."),
    )  # fmt: skip

"""Whether a certificate's code is valid. It says what, and of which month; never whose."""

from flask import Blueprint, render_template, request

from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.printing import codes
from academy.projections import Row, certificates
from academy.web.participant.common import store, tables
from academy.web.shared import sentences

bp = Blueprint("check", __name__)

TYPES = {
    "attendance": _("Certificate of attendance"),
    "completion": _("Certificate of completion"),
    "facilitator": _("Facilitator’s certificate"),
}


@bp.get("/check")
def form() -> str:
    """A field for the code."""
    store()
    return render_template("reading/check.html", said="", found=None)


@bp.post("/check")
def check() -> tuple[str, int]:
    """Valid, revoked, or not known on this copy. The code stays out of the address."""
    store()
    try:
        code = codes.normalise(request.form.get("code", ""))
        found = certificates.check(tables(), code)
        if found is None:
            raise AcademyError("certificate_unknown")  # noqa: TRY301
    except AcademyError as refused:
        said = sentences.sentence(refused)
        page = render_template("reading/check.html", said=said, found=None)
        return page, sentences.status(refused)
    return render_template(
        "reading/check.html", said="", found=_worded(found), code=codes.display(code)
    ), 200


def _worded(row: Row) -> Row:
    year, month = row["month"].split("-")
    return {
        **row,
        "type": str(TYPES.get(row["type"], row["type"])),
        "month": i18n.format_month(int(year), int(month), i18n.current()),
    }

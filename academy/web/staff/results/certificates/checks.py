"""Whether a code is valid. The answer gives the type, the title and the month, never a name."""

from flask import render_template, request

from academy import exchanging
from academy.errors import AcademyError
from academy.printing import codes
from academy.projections import certificates
from academy.web.shared import sentences
from academy.web.staff import common
from academy.web.staff.results.certificates.blueprint import bp


@bp.route("/check", methods=["GET", "POST"])
def check() -> str | tuple[str, int]:
    """Ask for a code and say what this copy knows of it. The code is never in an address."""
    typed = request.form.get("code", "")
    facts: dict[str, object] = {"typed": typed}
    status = 200
    if request.method == "POST":
        try:
            code = codes.normalise(typed)
            facts |= {"asked": codes.display(code), "as_of": exchanging.as_of(common.store())}
            facts["found"] = certificates.check(common.tables(), code)
        except AcademyError as refused:
            facts["said"], status = sentences.sentence(refused), sentences.status(refused)
    return render_template("results/certificates/check.html", **facts), status

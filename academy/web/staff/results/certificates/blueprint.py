"""The blueprint that the rooms of certificates hang their pages on, and the words they share."""

from typing import Any

from flask import Blueprint

from academy.languages.i18n import lazy_gettext as _
from academy.web.shared import drawing

bp = Blueprint("certificates", __name__)

KINDS = {
    "attendance": _("Attendance"),
    "completion": _("Completion"),
    "facilitator": _("Facilitation"),
}


@bp.context_processor
def words() -> dict[str, Any]:
    """What the pages of certificates say besides: the kinds by name, a month in words."""
    return {"kinds": KINDS, "month_name": drawing.month}

"""The form of the evaluation, which phones fill in and a trainer types in from paper."""

from typing import TYPE_CHECKING, Any

from flask import request

from academy import rules
from academy.courses import locale_of
from academy.languages import i18n

if TYPE_CHECKING:
    from academy.courses import Week


def sent(week: "Week") -> tuple[dict[str, tuple[int, int]], dict[str, str]]:
    """What the form brings: of each scale that was answered the place and of how many, of each
    question in words the text. Nothing else of it.
    """
    asked = week.in_language(week.original).evaluation
    steps = len(asked.scale)
    places = {str(at): at for at in range(steps)}
    answers = {
        id: (places[given], steps)
        for id in asked.scales
        if (given := request.form.get(id)) in places
    }
    remarks = {id: text for id in asked.remarks if (text := request.form.get(id, "").strip())}
    return answers, remarks


def shown(version: Any) -> dict[str, Any]:  # noqa: ANN401 - one language of a week
    """What the form is drawn from."""
    return {
        "asked": version.evaluation,
        "spoken_in": version.language,
        "text_dir": i18n.direction(locale_of(version.language)),
        "longest": rules.LONGEST["remark"],
    }

"""The questions before and after, their key and the evaluation on paper, in each language."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort, request

from academy.courses import locale_of, pack_language
from academy.languages import i18n
from academy.printing import asked
from academy.rules.assessment import FORMS
from academy.web.shared.app import chosen_locale
from academy.web.staff.results.certificates import paper
from academy.web.staff.week.assessments import need_week, questions

bp = Blueprint("assessment_papers", __name__)


@bp.get("/assessments/paper/<what>")
def sheet(what: str) -> Response:
    """One of the papers, in the language of the page or in the one asked for with `in`."""
    week = need_week()
    if what not in {*FORMS, "key", "evaluation"}:
        abort(404)
    language = pack_language(request.args.get("in") or chosen_locale())
    version = week.in_language(language)
    if "in" in request.args and version.language != language:
        abort(404)
    forms = [version.forms[form].only(questions()) for form in FORMS]
    spoken = asked.Spoken(version.language, i18n.direction(locale_of(version.language)))
    words = paper.words(i18n.choose(locale_of(version.language), None, None))
    lay_out: Callable[..., str]
    if what == "key":
        lay_out = partial(asked.key, *forms, words=words)
    elif what == "evaluation":
        one = version.evaluation
        lay_out = partial(
            asked.evaluation, one.title, one.lead, one.warning, one.scale,
            list(one.scales.values()), list(one.remarks.values()), spoken, words=words,
        )  # fmt: skip
    else:
        lay_out = partial(asked.form, what.upper(), forms[FORMS.index(what)], spoken, words=words)
    return paper.printed(lay_out)

"""The questions before and after, their key and the evaluation on paper, in each language."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort, request
from markupsafe import Markup

from academy import i18n
from academy.assessment import FORMS
from academy.courses import InOrder, Number, Question, Quiz, locale_of, pack_language
from academy.i18n import current, format_exact
from academy.printing import asked
from academy.web.shared.app import chosen_locale
from academy.web.staff.assessments import need_week
from academy.web.staff.certificates import paper

bp = Blueprint("assessment_papers", __name__)


@bp.get("/assessments/paper/<what>")
def sheet(what: str) -> Response:
    """One of the papers, in the language of the page or in the one asked for with `in`."""
    week = need_week()
    if what not in {*FORMS, "key", "evaluation"}:
        abort(404)
    language = pack_language(request.args.get("in") or chosen_locale())
    if "in" in request.args and language not in week.versions:
        abort(404)
    version = week.in_language(language)
    spoken = asked.Spoken(version.language, i18n.direction(locale_of(version.language)))
    words = paper.words(i18n.choose(locale_of(version.language), None, None))
    lay_out: Callable[..., str]
    if what == "key":
        lay_out = partial(asked.key, _answers(*version.forms.values()), words=words)
    elif what == "evaluation":
        one = version.evaluation
        lay_out = partial(
            asked.evaluation, one.title, one.lead, one.warning, one.scale,
            list(one.scales.values()), list(one.remarks.values()), spoken, words=words,
        )  # fmt: skip
    else:
        quiz = version.forms[what]
        lay_out = partial(
            asked.form, what.upper(), _html(quiz.lead_html), list(map(_asked, quiz.questions)),
            spoken, words=words,
        )  # fmt: skip
    return paper.printed(lay_out)


def _html(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - all HTML of a pack is safe to put on a page


def _asked(question: Question) -> asked.Asked:
    listed = question.items if isinstance(question, InOrder) else question.options
    written = isinstance(question, Number)
    return asked.Asked(
        _html(question.text_html),
        _html(question.more_html),
        () if written else tuple(_html(one.html) for one in listed),
        question.unit if isinstance(question, Number) else "",
    )


def _answers(a: Quiz, b: Quiz) -> list[tuple[str, str]]:
    return [
        (_answer(one), _answer(twin)) for one, twin in zip(a.questions, b.questions, strict=True)
    ]


def _answer(question: Question) -> str:
    """What is right, by the letters on the paper."""
    if isinstance(question, Number):
        return format_exact(question.value, current())
    if isinstance(question, InOrder):
        return " ".join(asked.LETTERS[: len(question.items)])
    return " ".join(asked.LETTERS[at] for at, one in enumerate(question.options) if one.right)

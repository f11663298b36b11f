"""Papers to adapt, as both doors show them: the list, one paper, its files."""

from typing import TYPE_CHECKING

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy.courses import locale_of
from academy.web.shared import drawing, take_home
from academy.web.shared.app import as_read, direction, house, version

if TYPE_CHECKING:
    from academy.papers import File, Paper, Papers


def index(template: str) -> str:
    """Every paper in the reader's language, or in the original."""
    from academy import papers

    library = _library()
    front = as_read(library.front)
    return render_template(
        template,
        front=front,
        papers=[paper for id in library.ids if (paper := _as_read(library, id)) is not None],
        how=papers.html(front.lead.blocks, front.words),
        text_dir=direction(front.language),
    )


def show(template: str, id: str) -> Response:
    """One paper; with `make` in the address, that file is made."""
    from academy import papers

    library = _library()
    paper = find(id)
    front = library.front(paper.language)
    shelf = house().take_home
    offered = _offered(paper)
    asked = offered.get(request.args.get("make", ""))
    if asked is not None and asked.is_paper:
        shelf.ask(asked)
    offers = [take_home.offer(name, one) for name, one in offered.items()]
    answer = make_response(
        render_template(
            template,
            front=front,
            paper=paper,
            parts=[(one, papers.html(one.blocks, front.words)) for one in paper.parts],
            month=drawing.month(paper.as_of),
            offers=offers,
            lesson=_lesson(paper.goes_with),
            asked="in" in request.args,
            others=[(code, locale_of(code)) for code in library.languages_of(id)
                    if code != paper.language],
            text_dir=direction(paper.language),
        )
    )  # fmt: skip
    if any(one.state == "making" for one in offers):
        answer.headers["Refresh"] = str(take_home.LOOK_AGAIN)
    return answer


def file(id: str, name: str, back: str) -> "File | BaseResponse":
    """The file of this name if it can be handed out now; else the way back to `back`."""
    paper = find(id)
    one = _offered(paper).get(name)
    if one is None:
        abort(404)
    if one.is_paper and house().take_home.find(one) is None:
        return redirect(f"{url_for(back, paper=id)}?in={paper.language}&make={name}", 303)
    return one


def find(id: str) -> "Paper":
    """A paper in the language that the address names, else in the visitor's."""
    library, asked = _library(), request.args.get("in")
    found = library.paper(id, asked) if asked else _as_read(library, id)
    if found is None:
        abort(404)
    return found


def _as_read(library: "Papers", id: str) -> "Paper | None":
    return as_read(lambda language: library.paper(id, language))


def _library() -> "Papers":
    found = house().model_papers
    if found is None:
        abort(404)
    return found


def _offered(paper: "Paper") -> "dict[str, File]":
    """What can be had of a paper here: no sheet where none can be printed."""
    from academy.papers import everything

    printable = house().take_home.can_print()
    return {name: one for name, one in everything(paper).items() if printable or not one.is_paper}


def _lesson(of: str) -> "tuple[str, str, str] | None":
    """The address, title and language of the lesson that goes with a paper."""
    course, _, slug = of.partition("/")
    found = house().library.course(course)
    lesson = version(found).lesson(slug) if found else None
    return (f"/courses/{course}/{slug}/", lesson.title, lesson.language) if lesson else None

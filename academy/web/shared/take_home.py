"""Taking a course home, as both doors offer it: what there is and how large, and the thing itself.

A size is that of what will come, to the byte, so a paper is made before it is offered: the first
press has it made in the background, and the page looks again by itself until it is there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy.courses import Course, Lesson, locale_of
from academy.errors import AcademyError
from academy.languages import i18n
from academy.web.shared.app import as_read, direction, house

if TYPE_CHECKING:
    from academy.papers import File
    from academy.takehome import Thing
    from academy.takehome.shelf import State

STILL = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
LOOK_AGAIN = 3
"""Seconds."""


@dataclass(frozen=True)
class Offer:
    """A thing as a page shows it: what it is called in addresses, how it stands, its size."""

    thing: "Thing | File"
    name: str
    state: "State"
    size: str
    lesson: Lesson | None = None


def page(template: str, course: str, *, teaching: bool = False) -> Response:
    """What can be taken home of a course; with `make` in the address, that one is made."""
    found = version(course)
    shelf = house().take_home
    offered = _offered(found, teaching=teaching)
    asked = offered.get(request.args.get("make", ""))
    if asked is not None and asked.is_paper:
        shelf.ask(asked)
    offers = [offer(name, one, found.lesson(one.lesson)) for name, one in offered.items()]
    answer = make_response(
        render_template(
            template,
            course=found,
            offers=offers,
            teaching=teaching,
            printable=shelf.can_print(),
            boxed=shelf.boxes(found.id, found.language) if shelf.can_print() else [],
            others=[(code, locale_of(code)) for code in found.languages if code != found.language],
            asked="in" in request.args,
            text_dir=direction(found.language),
        )
    )
    if any(offer.state == "making" for offer in offers):
        answer.headers["Refresh"] = str(LOOK_AGAIN)
    return answer


def thing(course: str, name: str, back: str, *, teaching: bool = False) -> "Thing | BaseResponse":
    """The thing of this name if it can be handed out now; else the way back to `back`."""
    found = version(course)
    one = _offered(found, teaching=teaching).get(name)
    if one is None:
        abort(404)
    if one.is_paper and house().take_home.find(one) is None:
        again = url_for(back, course=course)
        return redirect(f"{again}?in={found.language}&make={name}", 303)
    return one


def download(thing: "Thing | File") -> Response:
    """A thing as a file to keep. Opened here after all, a page of it may do nothing."""
    answer = Response(house().take_home.get(thing), mimetype=thing.type)
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["Content-Security-Policy"] = STILL
    return answer


def version(id: str) -> Course:
    """A course in the language that the address names, else in the visitor's."""
    found = house().library.course(id)
    if found is None:
        raise AcademyError("course_unknown")
    asked = request.args.get("in")
    return found.in_language(asked) if asked else as_read(found.in_language)


def _offered(course: Course, *, teaching: bool) -> "dict[str, Thing]":
    """What can be had of a course here: no papers where none can be made, or with boxes on them."""
    from academy.takehome import everything

    shelf = house().take_home
    printable = shelf.can_print() and not shelf.boxes(course.id, course.language)
    every = everything(course, teaching=teaching)
    return {name: one for name, one in every.items() if printable or not one.is_paper}


def offer(name: str, thing: "Thing | File", lesson: Lesson | None = None) -> Offer:
    """A thing as it stands now; what takes no press is made for it, as its size is to be told."""
    shelf = house().take_home
    made = shelf.find(thing) if thing.is_paper else shelf.get(thing)
    if made is not None:
        size = i18n.format_size(len(made), i18n.current())
        return Offer(thing, name, "here", size, lesson)
    state = shelf.state(thing)
    # It may have come this very moment: no size of it was seen yet, so the page looks once more.
    state = "making" if state == "here" else state
    return Offer(thing, name, state, "", lesson)

"""How an app of ours is made: guarded, worded and drawn the same way at every door."""

import hashlib
import logging
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.exceptions import HTTPException

from academy.courses import Course, locale_of, pack_language
from academy.errors import AcademyError
from academy.languages import i18n, locales
from academy.web.shared import discreet, drawing, isolates, once, security, sentences, tongues
from academy.web.shared.compiled import Compiled
from academy.web.shared.house import House
from academy.web.shared.paths import local_path
from academy.web.shared.sessions import ServerSessions
from sync import harmless
from sync.errors import SyncError

SHARED = Path(__file__).parent
log = logging.getLogger("academy")

HTTP_CODES = {404: "not_found", 405: "not_allowed", 413: "too_large", 421: "wrong_host"}


def make_app(
    door: str, house: House, *, cookie: str, scripts: bool, loopback: bool, kept: bool
) -> Flask:
    """An app without routes: sessions, guards, languages, errors and the shared templates.

    `door` names its folder: a page's template lies there beside its route, and what both doors show
    in `shared`. `kept`: signed-in sessions outlive a restart.
    """
    app = Flask(f"academy.web.{door}", template_folder=None, static_folder=SHARED / "static")
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(SHARED.parent / door),
            PrefixLoader({"shared": FileSystemLoader(SHARED)}),
        ]
    )
    # A cache without bounds is a plain dict; the bounded one has a lock, and a full room queues.
    app.jinja_options = {
        "trim_blocks": True, "lstrip_blocks": True, "cache_size": -1, "finalize": harmless.shown,
        "extensions": [discreet.DiscreetForms],
        "bytecode_cache": Compiled(house.remembered.made_of) if house.remembered.made_of else None,
    }  # fmt: skip
    app.secret_key = secrets.token_bytes(32)
    app.request_class = security.InMemory
    app.config.update(SESSION_COOKIE_NAME=cookie, HOUSE=house, DOOR=door)
    app.session_interface = ServerSessions(house, door, kept=kept)
    security.guard(
        app,
        scripts=scripts,
        loopback=loopback,
        compress=not loopback,
        name=house.config.staff_name if loopback else None,
    )
    discreet.install(app)
    app.extensions["held_pages"] = once.install(app, house, door)
    isolates.install(app)
    app.before_request(house.sentences.look)
    i18n.init_app(app, lambda: reading().pages, lambda: reading().nearest)
    _errors(app)
    _context(app, house)

    @app.get("/language/<locale>")
    def language(locale: str) -> Response:
        """Remember the language in a plain cookie: it is no secret and needs no session."""
        answer = make_response("", 303)
        answer.headers["Location"] = local_path(request.args.get("back", "/"))
        kept = locales.chosen(locale, reading(), house.taught).kept
        answer.set_cookie("language", kept, max_age=365 * 86400, samesite="Strict")
        return answer

    @app.get("/language/")
    def languages() -> str:
        """Every language that something here can be read in, and how much of it."""
        back = local_path(request.args.get("back", "/"))
        rows = tongues.every(house.library, house.taught)
        return render_template(
            "shared/languages.html", rows=rows, way_back=back, courses=len(house.library.courses),
            nearest=reading().nearest, share=lambda part: i18n.format_share(part, i18n.current()),
        )  # fmt: skip

    return app


def house() -> House:
    """The house that the app of this request belongs to."""
    found: House = current_app.config["HOUSE"]
    return found


def reading() -> i18n.Reading:
    """In what this visitor reads: what was chosen, else what the browser asks for."""
    found: i18n.Reading | None = g.get("reading")
    if found is None:
        kept, accepted = request.cookies.get("language"), request.headers.get("Accept-Language")
        found = g.reading = house().reading(kept, accepted)
    return found


def chosen_locale() -> str:
    """The language in which this visitor reads courses. Pages may not speak it: `i18n.current`."""
    return reading().courses


class _Written(Protocol):
    @property
    def language(self) -> str: ...


_T = TypeVar("_T", bound="_Written | None")


def as_read(find: Callable[[str], _T]) -> _T:
    """What `find` gives in this visitor's language; where it isn't there, in the nearest.

    Where neither is there, whatever `find` gives then.
    """
    wanted = reading()
    found = find(wanted.courses)
    if found is not None and found.language == pack_language(wanted.courses):
        return found
    return find(wanted.nearest)


def version(course: Course) -> Course:
    """A course as this visitor reads it: lesson by lesson, where it is only half translated."""
    found, nearest = as_read(course.in_language), course.in_language(reading().nearest)
    return found if nearest.language == found.language else found.filled_from(nearest)


def direction(language: str) -> str:
    """Which way a text of a course or paper is written, as HTML's `dir` wants it."""
    return i18n.direction(locale_of(language))


def here() -> str:
    """The address of this page, to come back to; the start where only a form leads to it."""
    if request.method not in security.SAFE or request.url_rule is None:
        adapter = current_app.create_url_adapter(request)
        if adapter is None or not adapter.test(request.path, "GET"):
            return "/"
    return request.full_path.rstrip("?")


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((SHARED / "static" / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """A static file's address, which changes when the file does: it may be kept for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


def _context(app: Flask, house: House) -> None:
    @app.context_processor
    def words() -> dict[str, Any]:
        reads = reading()
        locale, nearest = reads.pages, reads.nearest
        return {
            "_": i18n.gettext_for(locale, nearest),
            "ngettext": i18n.ngettext_for(locale, nearest),
            "pgettext": i18n.pgettext_for(locale, nearest),
            "npgettext": i18n.npgettext_for(locale, nearest),
            "chosen": reads.courses,
            "understood": {pack_language(reads.courses), pack_language(nearest)},
            "tongues": tongues.offered(reads, house.taught),
            "as_read": as_read,
            "more_tongues": tongues.more(house.taught),
            "locale": locale,
            "lang": locale.replace("_", "-"),
            "dir": i18n.direction(locale),
            "direction": direction,
            "languages": i18n.languages(),
            "asset": asset,
            "day": lambda value, *, short=False: drawing.day(value, locale, short=short),
            "half": lambda value: i18n.half_name(value, locale),
            "number": lambda value: i18n.format_number(value, locale),
            "country_name": lambda code: i18n.country_name(code, locale),
            "language_name": lambda language: i18n.language_name(language, locale),
            "session_name": lambda row: drawing.session_name(row, house.library, locale),
            "session_title": lambda row: drawing.session_title(row, house.library, locale),
            "bead": drawing.bead,
            "sign": drawing.sign,
            "state_name": drawing.state_name,
            "locked": house.store is None,
            "central": house.config.central,
            "here": here(),
        }


def _errors(app: Flask) -> None:
    @app.errorhandler(AcademyError)
    @app.errorhandler(SyncError)
    def refused(error: AcademyError | SyncError) -> tuple[str, int]:
        if error.code not in sentences.SENTENCES:
            log.error("a refusal without a sentence: %s", error.code)
        return _page(error.code, sentences.sentence(error)), sentences.status(error)

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> tuple[str, int]:
        return refused(AcademyError("form_expired"))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int] | Response:
        code = HTTP_CODES.get(error.code or 500)
        if code is None:
            return make_response(error.get_response())
        return refused(AcademyError(code))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int]:
        from academy.store import database  # loaded by whoever has met such an error

        if isinstance(error, database.Error):
            return refused(database.refusal(error))
        # The kind and the place, never the text: a message may carry an alias.
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        log.error("internal: %s at %s", type(error).__name__, place)
        return refused(AcademyError("internal"))


def _page(code: str, said: str) -> str:
    return render_template("shared/error.html", code=code, said=said)

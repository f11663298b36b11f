"""The address that devices exchange with: what `academy central` opens to the network.

Sealed and signed bundles come in and go out; who may send is decided by `sync`. There are no
cookies, no sessions, no pages and no languages here, so no cross-site guard either: every answer is
bytes or {"code": …}. What goes wrong is logged by its code alone.
"""

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from academy import exchanging
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.store import database
from academy.web.shared import security
from academy.web.shared.house import House
from sync import central, passing
from sync.client import SMALL
from sync.errors import ExchangeError, SyncError
from sync.letters import MOST_SEALED
from sync.parts import MAX_ANNOUNCEMENT, MAX_PART, SIGNATURE
from sync.spool import Spool

log = logging.getLogger("academy.sync")

SPOOL = "spool"
STATUS = {
    "store_locked": 503, "store_busy": 503, "disk_full": 507, "store_readonly": 503,
    "log_unreachable": 503, "saved_not_shown": 503, "store_unreadable": 503,
}  # fmt: skip
CODES = {404: "not_found", 405: "not_allowed", 413: "too_large"}
HEADERS = {
    **security.HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def create_app(house: House) -> Flask:
    """The app. While the store is locked it answers {"code": "store_locked"} to everything."""
    app = Flask("academy.web.sync", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=SMALL)
    spool = Spool(house.config.folder / SPOOL)
    _errors(app)
    _health(app, house)
    _bundles(app, house)
    _parts(app, house, spool)
    _letters(app, house)

    @app.after_request
    def dress(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    return app


def _health(app: Flask, house: House) -> None:
    @app.get("/health")
    def health() -> Response:
        """Whether laptops would be served now, for what watches this machine: 200, or 503 and why.

        It tells nothing that an exchange would not: a locked copy answers nobody.
        """
        with house.need_store().reading() as (entries, _):
            entries.have([])
        return jsonify(status="ready")


def _bundles(app: Flask, house: House) -> None:
    @app.get("/sync/1/card")
    def card() -> Response:
        """Who answers here. A card is no secret, and nothing is trusted for having one."""
        store = house.need_store()
        text = central.card(store, exchanging.own_name(store))
        return Response(text, mimetype="application/json")

    @app.post("/sync/1/bundles")
    def bundles() -> Response:
        """Take a bundle that fits into one request; answer with the sealed reply."""
        store = house.need_store()
        data = request.get_data(cache=False)
        return _sealed(central.receive(store, data, name=exchanging.own_name(store)))


def _parts(app: Flask, house: House, spool: Spool) -> None:
    @app.post("/sync/1/parts")
    def announce() -> Response:
        """Make a place for a large bundle of a laptop that is known; say how much is here."""
        store = house.need_store()
        slot, offset = spool.announce(store, _at_most(MAX_ANNOUNCEMENT))
        return jsonify(slot=slot, offset=offset)

    @app.put("/sync/1/parts/<slot>")
    def put(slot: str) -> Response:
        """Keep the next part of it."""
        house.need_store()
        spool.need(slot)  # before anything of the part is read
        start = request.args.get("offset", "")
        if not (start.isascii() and start.isdigit() and len(start) < 12):  # noqa: PLR2004
            raise ExchangeError("part_out_of_order")
        part = _at_most(MAX_PART + SIGNATURE)
        return jsonify(offset=spool.put(slot, int(start), part))

    @app.post("/sync/1/parts/<slot>")
    def commit(slot: str) -> Response:
        """Take a large bundle whose parts are all here."""
        store = house.need_store()
        return _sealed(spool.commit(store, slot, own_name=exchanging.own_name(store)))


def _letters(app: Flask, house: House) -> None:
    @app.post("/sync/1/letters")
    def letters() -> Response:
        """Answer a trusted device about the courses that are passed on."""
        store = house.need_store()
        return _sealed(passing.answer(store, Passing(house.packs.own), _at_most(MOST_SEALED)))


def _at_most(most: int) -> bytes:
    """The body of the request. Raises ExchangeError("too_large")."""
    if (request.content_length or 0) > most:
        raise ExchangeError("too_large")
    data = request.stream.read(most + 1)
    if len(data) > most:
        raise ExchangeError("too_large")
    return data


def _sealed(data: bytes) -> Response:
    return Response(data, mimetype="application/octet-stream")


def _errors(app: Flask) -> None:
    @app.errorhandler(SyncError)
    def refused(error: SyncError) -> tuple[Response, int]:
        status = central.status(error.code)
        log.log(logging.INFO if status < HTTPStatus.BAD_REQUEST else logging.WARNING,
                "refused: %s", error.code)  # fmt: skip
        return jsonify(code=error.code), status

    @app.errorhandler(AcademyError)
    def unable(error: AcademyError) -> tuple[Response, int]:
        log.warning("unable: %s", error.code)
        return jsonify(code=error.code), STATUS.get(error.code, 500)

    @app.errorhandler(database.Error)
    def unreadable(error: Exception) -> tuple[Response, int]:
        return unable(database.refusal(error))

    @app.errorhandler(OSError)
    def disk(_error: OSError) -> tuple[Response, int]:
        return unable(AcademyError("disk_full"))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response, int]:
        status = error.code or 500
        return jsonify(code=CODES.get(status, "bad_request")), status

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[Response, int]:
        log.error("internal: %s", type(error).__name__)
        return jsonify(code="internal"), 500

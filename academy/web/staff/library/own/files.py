"""Words in files: a course in one language out and in, as PO or as pages of Markdown."""

from flask import Response as File
from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy.courses.own import Work, keeping, pages, rows
from academy.courses.own.bringing import Brought
from academy.courses.own.rows import Row
from academy.errors import AcademyError
from academy.languages import catalogues
from academy.languages.i18n import ngettext
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff.library.own.bench import known, language_page
from academy.web.staff.library.own.blueprint import at_work, bp, page

Answer = Response | str | tuple[str, int]


@bp.get("/sent/<course>/<language>/po")
def po(course: str, language: str) -> Response:
    """A course in one language as a PO file."""
    listed = rows.rows(at_work(course), known(language))
    return to_save(catalogues.sheet(listed, language), "text/x-gettext-translation")


@bp.get("/sent/<course>/<language>/pages")
def markdown(course: str, language: str) -> Response:
    """The pages of a course in one language, in a zip file."""
    return to_save(pages.zipped(at_work(course), known(language)), "application/zip")


@bp.post("/sent/<course>/<language>")
def bring(course: str, language: str) -> Answer:
    """Save what comes back; say what was left as it is, and why."""
    data = sent()
    at_hand = at_work(course)
    try:
        found = _brought(course, known(language), data)
    except AcademyError as refused:
        return language_page(at_hand, language, refused), sentences.status(refused)
    house().packs.look_again()
    told = ngettext("%(num)s part is saved.", "%(num)s parts are saved.", found.saved)
    if found.incomplete or found.refused:
        refusals = [(one, sentences.sentence(one.error), one.error.details.get("part", ""),
                     one.error.details.get("text_line")) for one in found.refused]  # fmt: skip
        return page("brought", work=at_hand, language=language, told=told, refusals=refusals,
                    incomplete=found.incomplete)  # fmt: skip
    flash(told)
    return redirect(url_for(".language", course=course, language=language), 303)


def _brought(course: str, language: str, data: bytes) -> Brought:
    """Rows of a PO file, or pages in a zip file, as the file itself says."""

    def now() -> Work:
        house().packs.look_again()
        return at_work(course)

    if not keeping.LANGUAGE.fullmatch(language):
        raise AcademyError("not_found")
    if data.startswith(b"PK"):
        return pages.bring(now, language, pages.opened(data, language))
    return rows.bring(now, language, [Row(*one) for one in catalogues.read_sheet(data)])


def sent() -> bytes:
    """The file of a form; nothing where none was chosen."""
    sent = request.files.get("file")
    return sent.read() if sent else b""


def to_save(data: bytes, kind: str) -> Response:
    """A file to be kept, under no name."""
    answer = File(data, content_type=kind)
    answer.headers["Content-Disposition"] = "attachment"
    return answer

"""What would come out as boxes on paper, said before anything is printed or replaced."""

import sys
from collections.abc import Iterable

from flask import Response, render_template, send_from_directory

from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext
from academy.printing import brought, glyphs, missing, pango, pdf
from academy.printing.missing import Missing, Text
from academy.printing.ruler import Ruler
from academy.web.staff.results.certificates.blueprint import bp

KINDS = {
    "name": lazy_gettext("Name"),
    "alias": lazy_gettext("Alias"),
    "team": lazy_gettext("Team"),
    "title": lazy_gettext("Title"),
    "issuer": lazy_gettext("Issued by"),
    "course": lazy_gettext("Course"),
}


def ruler() -> Ruler:
    """What knows the glyphs of the paper that would be made here: a PDF, or a browser's page."""
    return pango.ruler(browser=not pdf.available())


def found(texts: Iterable[Text]) -> list[Missing]:
    """What can't be printed of these texts."""
    return missing.find(texts, ruler())


def whose(boxes: Iterable[Missing]) -> set[str]:
    """The people by whose own texts something can't be printed."""
    return {one.text.person for one in boxes} - {""}


@bp.get("/certificates/scripts")
def scripts() -> str:
    """Which scripts can be printed here, and what would help with the others."""
    every = missing.what_can_be_printed(ruler())
    packages = dict.fromkeys(name for one in every for name in one.packages)
    how = _install(tuple(packages))
    return render_template("results/certificates/scripts.html", every=every, help=how)


@bp.get("/certificates/fonts/<file>")
def font(file: str) -> Response:
    """One of our fonts, or of those brought, for the page that a browser prints."""
    more = brought.file(file)
    place = more.parent.absolute() if more else glyphs.FOLDER
    return send_from_directory(place, file, mimetype="font/ttf")


@bp.app_template_global("script_name")
def script_name(code: str) -> str:
    """What a script is called, in the visitor's language."""
    return i18n.script_name(code, i18n.current())


@bp.app_template_global("text_kinds")
def text_kinds() -> dict[str, str]:
    """What the texts on paper are called."""
    return dict(KINDS)


@bp.app_template_global("fonts_to_install")
def fonts_to_install(boxes: Iterable[Missing]) -> str:
    """What to install on a system like this one, in a sentence."""
    return _install(missing.debian_packages((one.script, one.characters) for one in boxes))


def _install(packages: tuple[str, ...]) -> str:
    way = _("Or put font files of these scripts (.ttf, .otf) into this folder and start this"
            " program again: %(folder)s", folder=f"\u2068{brought.folder()}\u2069")  # fmt: skip
    return f"{_from_the_system(packages)} {way}"


def _from_the_system(packages: tuple[str, ...]) -> str:
    if sys.platform == "win32":
        return _("To print them here, open Optional features in the Windows settings, add the"
                 " supplemental fonts of these scripts and start this program again.")  # fmt: skip
    if sys.platform == "darwin":
        return _("To print them here, download a font of these scripts in Font Book and start this"
                 " program again.")  # fmt: skip
    named = " ".join(packages)
    return _("To print them here, install %(packages)s and start this program again.",
             packages=named)  # fmt: skip

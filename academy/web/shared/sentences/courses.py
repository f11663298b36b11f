"""What is refused to whoever adapts, translates or brings courses."""

from academy.languages.i18n import lazy_gettext

_ = lazy_gettext

SENTENCES: dict[str, tuple[int, str]] = {
    "section_unknown": (404, _("This part isn’t in the lesson.")),
    "section_last": (409, _("A lesson keeps at least one section.")),
    "label_long": (400, _("At most %(most)s characters have room in a worksheet.")),
    "label_values": (400, _("The values in braces must be the original’s: %(values)s.")),
    "language_not_begun": (
        404,
        _("This language has no title of the course yet. Translate that first."),
    ),
    "file_unreadable": (
        400,
        _("This file can’t be read. Choose a PO file, or pages in a zip file."),
    ),
    "manual_empty": (
        400,
        _("No lessons were found: each begins with a heading. At most %(most)s make a course."),
    ),
    "manual_unreadable": (
        400,
        _("This file can’t be read. Save it as DOCX or as Markdown and bring it again."),
    ),
    "manual_locked": (
        400,
        _("This is an old DOC, or locked with a password. Save it as DOCX without a password."),
    ),
    "manual_too_large": (413, _("This manual is too large, or has more in it than text needs.")),
    "sentences_wrong": (409, _("Nothing is saved yet. What is wrong stands below: %(count)s.")),
    "pack_damaged": (400, _("This file is no course, or was damaged on its way. Bring it again.")),
    "pack_unsigned": (
        400,
        _("The signature of this file is not right: it was changed, or nobody signed it."),
    ),
    "pack_too_large": (413, _("A course on a stick has at most %(most)s MB.")),
    "pack_older": (
        409,
        _("This is version %(version)s. Version %(here)s is here already, and it is newer."),
    ),
    "pack_stranger": (
        403,
        _("Nobody here knows the device that signed this. Compare its six words first."),
    ),
    "too_many_passed": (409, _("At most %(most)s courses are passed on at once.")),
    "passed_in_part": (
        409,
        _("Not every course went along. The next exchange goes on where this one stopped."),
    ),
    "pack_not_taken": (404, _("This was not taken in here, so it can’t be taken back.")),
}

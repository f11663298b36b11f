"""What is refused to whoever brings a newer program, or makes one."""

from academy.languages.i18n import lazy_gettext

_ = lazy_gettext

SENTENCES: dict[str, tuple[int, str]] = {
    "program_damaged": (
        400,
        _("This file is no newer program, or was damaged on its way. Bring it again."),
    ),
    "program_too_large": (413, _("A program on a stick has at most %(most)s MB.")),
    "program_stranger": (
        403,
        _("Nobody here knows whoever signed this. Ask them for their six words and type them."),
    ),
    "program_words_wrong": (
        403,
        _("These are not the six words of whoever signed this. Nothing was taken: ask again."),
    ),
    "program_older": (
        409,
        _("This is version %(version)s. Version %(here)s is or was here, and this isn’t newer."),
    ),
    "program_no_place": (
        409,
        _("This program was installed in another way, and is updated in the same way."),
    ),
    "program_libraries": (
        409,
        _(
            "This version needs other libraries than this folder has. Fetch the whole folder anew:"
            " what was recorded lies elsewhere and stays."
        ),
    ),
    "program_unwritable": (
        409,
        _(
            "The folder of the program can’t be written to from this account: %(folder)s."
            " Nothing was changed. Ask whoever installed it."
        ),
    ),
    "program_changed_here": (
        409,
        _(
            "The folder of the program is a git clone with changes of its own. Nothing was"
            " touched: update it with git."
        ),
    ),
    "program_none_ready": (409, _("Nothing newer was brought yet.")),
    "program_not_tried": (409, _("Try it first. Only what works here can be used.")),
    "program_failed": (409, _("It was tried and doesn’t work on this laptop: %(said)s")),
    "program_none_to_take_back": (409, _("There is no version before this one here.")),
    "program_one_way": (
        409,
        _(
            "Version %(version)s can’t read what was recorded since. To go back, start that"
            " version on a new folder and restore a backup from before."
        ),
    ),
    "release_key_there": (409, _("There is a key in this folder already, or a store.")),
}

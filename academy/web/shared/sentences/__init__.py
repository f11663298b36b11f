"""Every refusal in words: what is wrong and what to do. Codes come in, sentences go out.

One table for both doors, its parts by who can mend it:

people.py    whoever fills in the page
machine.py   whoever looks after the laptop
courses.py   whoever adapts, translates or brings courses
program.py   whoever brings a newer program, or makes one

A code that isn't here is our mistake: the visitor reads "Something went wrong" and the code goes to
the log, never its details.
"""

from academy.errors import AcademyError
from academy.languages.i18n import gettext
from academy.web.shared.sentences import courses, machine, people, program
from academy.web.shared.sentences.people import FIELDS
from sync.errors import SyncError

SENTENCES = people.SENTENCES | machine.SENTENCES | courses.SENTENCES | program.SENTENCES

SAME = {
    "pack_unsigned": ("program_unsigned",),
    "damaged": (
        "head_wrong", "header_wrong", "header_malformed", "id_wrong", "clock_backwards",
        "body_malformed", "body_too_long", "commitment_wrong", "erasure_malformed", "unsigned",
        "receipt_invalid", "receipt_not_for_me", "part_unknown",
    ),
    "bad_answer": (
        "not_central", "announcement_malformed", "part_out_of_order", "part_too_large",
        "part_unsigned",
    ),
}  # fmt: skip
"""What is many things to a machine and one to whoever reads it."""

SENTENCES |= {code: SENTENCES[like] for like, codes in SAME.items() for code in codes}


def status(error: AcademyError | SyncError) -> int:
    """The HTTP status of a refusal."""
    return SENTENCES.get(error.code, SENTENCES["internal"])[0]


def sentence(error: AcademyError | SyncError) -> str:
    """The refusal in the language of the page being made."""
    found = SENTENCES.get(error.code)
    if found is None:
        return str(SENTENCES["internal"][1])
    details = {
        name: str(FIELDS.get(str(value), value)) if name == "field" else value
        for name, value in error.details.items()
    }
    try:
        said = str(found[1]) % details if "%(" in str(found[1]) else str(found[1])
    except KeyError:
        return str(SENTENCES["internal"][1])
    row = error.details.get("row")
    return gettext("Row %(row)s: %(said)s", row=row, said=said) if row else said

"""Every refusal in words: what is wrong and what to do. Codes come in, sentences go out.

One table for both doors. A code that isn't here is our mistake: the visitor reads "Something went
wrong" and the code goes to the log, never its details.
"""

from academy.errors import AcademyError
from academy.i18n import gettext, lazy_gettext
from sync.errors import SyncError

_ = lazy_gettext

FIELDS = {
    "alias": _("Alias"),
    "code": _("Code"),
    "organisation": _("Organisation"),
    "team": _("Team"),
    "title": _("Title"),
    "reason": _("Reason"),
    "country": _("Country"),
    "language": _("Language"),
    "starts": _("First day"),
    "ends": _("Last day"),
    "day": _("Day"),
    "from": _("From"),
    "to": _("To"),
    "half": _("Half-day"),
    "level": _("Level"),
    "role": _("Role"),
    "state": _("Attendance"),
    "wifi": _("The room's Wi-Fi"),
    "address": _("Address that phones open"),
    "shape": _("Shape of the week"),
    "name": _("Name"),
    "issuer": _("Issued by"),
    "device_name": _("Name of the laptop"),
}

SENTENCES: dict[str, tuple[int, str]] = {
    # forms
    "field_missing": (400, _("“%(field)s” is empty. Please fill it in.")),
    "field_invisible": (
        400,
        _("“%(field)s” has only signs that can't be seen. Please type letters or numbers."),
    ),
    "field_too_long": (400, _("“%(field)s” is too long: at most %(longest)s characters.")),
    "field_strange": (400, _("“%(field)s” has a character that can't be shown. Type it again.")),
    "not_recordable": (400, _("This can't be recorded as it is. Look at what was typed again.")),
    "choice_unknown": (400, _("“%(value)s” can't be chosen for “%(field)s”.")),
    "country_unknown": (
        400,
        _("“%(value)s” is not a country known here. Write its name, or two letters like KE."),
    ),
    "date_wrong": (400, _("“%(value)s” is not a date. Write it like 2026-11-22.")),
    "dates_reversed": (400, _("The last day is before the first day.")),
    "dates_too_far": (400, _("The two dates are too far apart: at most %(days)s days.")),
    "shape_wrong": (400, _("A week of this shape can't be planned. Choose fewer days.")),
    "shape_too_long": (400, _("The sessions go on after the last day. Choose a later last day.")),
    "too_many_sessions": (400, _("A workshop has at most %(most)s sessions.")),
    "changed_since": (
        409,
        _(
            "Something changed since this page was opened. Nothing was recorded:"
            " look again, then decide."
        ),
    ),
    "form_expired": (400, _("This page was open for too long. Go back, reload it and try again.")),
    "too_large": (413, _("That is too large. Choose a smaller file.")),
    "list_unreadable": (400, _("This list can't be read. Save it as CSV or XLSX and try again.")),
    "list_empty": (400, _("There is nobody on this list.")),
    "list_no_alias": (
        400,
        _(
            "No column is called “alias”. Write the names of the columns in the"
            " first row: alias, organisation, country, language, team, role."
        ),
    ),
    "list_too_long": (400, _("A list has at most %(most)s people.")),
    # people
    "alias_taken": (
        409,
        _("Somebody in this workshop is called “%(alias)s” already. Choose another alias."),
    ),
    "person_unknown": (404, _("This person isn't registered in this workshop.")),
    "pin_wrong": (
        403,
        _("Alias and PIN don't go together. Try again, or ask the trainer for a new PIN."),
    ),
    "too_many_guesses": (429, _("Too many tries. Wait %(minutes)s min, or ask the trainer.")),
    "door_closed": (403, _("Nobody can join right now. Ask the trainer to open the door.")),
    "sign_in_first": (403, _("Please join or sign in first.")),
    # attendance
    "workshop_unknown": (404, _("This workshop isn't on this laptop.")),
    "session_unknown": (404, _("This session isn't on this laptop.")),
    "session_cancelled": (409, _("This session was cancelled.")),
    "mark_stands": (
        409,
        _("“%(alias)s” has a different mark already. To change it, open the mark and say why."),
    ),
    "reason_missing": (409, _("These marks stand already. Say why they change, then save again.")),
    "nothing_to_correct": (409, _("There is no mark here to correct yet.")),
    "code_wrong": (403, _("This code isn't shown now. Type the four digits you see in the room.")),
    "code_not_open": (409, _("No code is shown for this session. Open it first.")),
    "already_marked": (409, _("You have a different mark for this session. Ask the trainer.")),
    # certificates
    "requirement_of_whom": (400, _("Say for whom: a person, or for the plan a team.")),
    "certificate_not_earned": (409, _("“%(alias)s” has not earned a certificate yet.")),
    "certificate_unknown": (404, _("This copy doesn't know that code.")),
    "code_mistyped": (400, _("This code has a typing mistake in it. Look at it again.")),
    "pdf_unavailable": (503, _("PDF can't be made on this laptop yet. Use the page for printing.")),
    # courses
    "course_unknown": (404, _("This course isn't on this laptop.")),
    "lesson_unknown": (404, _("This lesson isn't on this laptop.")),
    "search_unavailable": (503, _("The search can't be used right now. The courses can be read.")),
    "score_wrong": (400, _("These answers can't be counted. Reload the page and try again.")),
    "nobody_chosen": (400, _("Tick at least one person.")),
    "too_many_half_days": (400, _("At most %(most)s half-days fit on a sheet.")),
    "no_network": (
        409,
        _("This laptop is on no network yet, so the cards can't say what to open."),
    ),
    "no_half_day": (400, _("Tick at least one half-day.")),
    # identity
    "link_itself": (400, _("Choose two different ones.")),
    "link_unknown": (404, _("This decision isn't known here.")),
    "too_many_at_once": (400, _("At most %(most)s can be decided with one press.")),
    "kept_apart": (409, _("Somebody said that these are two different people.")),
    # store
    "passphrase_wrong": (403, _("This passphrase doesn't open this laptop. Try again.")),
    "passphrase_short": (
        400,
        _(
            "The passphrase is too short: at least %(shortest)s characters."
            " Five random words are easiest."
        ),
    ),
    "already_set_up": (409, _("This laptop is set up already.")),
    "not_on_paper": (
        400,
        _("Write the passphrase on paper, then tick the box. Nobody can bring it back."),
    ),
    "slot_taken": (409, _("Another passphrase has this name already.")),
    "store_locked": (
        503,
        _(
            "The trainer has not unlocked this laptop yet. The courses can be"
            " read; joining and saving come later."
        ),
    ),
    "store_missing": (
        503,
        _(
            "The data file is missing. Nothing was put in its place. Look for"
            " “%(file)s” in your backup."
        ),
    ),
    "store_unreadable": (
        503,
        _(
            "“%(file)s” can't be read. It was left as it is. Restore it from"
            " your backup, or ask for help before you do anything else."
        ),
    ),
    "store_busy": (503, _("The laptop is busy. Nothing was lost; try again in a moment.")),
    "store_readonly": (503, _("The data folder can't be written to. Nothing was saved.")),
    "disk_full": (507, _("The disk is full. Nothing was saved. Free some space and try again.")),
    "postgres_missing": (
        503,
        _("A log in PostgreSQL needs one more library: pip install academy[central]."),
    ),
    "log_unreachable": (
        503,
        _(
            "The central copy's log can't be reached. Before you enter anything again, look"
            " whether it was saved. Does its PostgreSQL server run, and is the address right?"
        ),
    ),
    "log_taken": (
        409,
        _(
            "This log belongs to another central copy. To serve the same one, start from a"
            " copy of its folder."
        ),
    ),
    "log_missing": (
        409,
        _("This central copy's log isn't at that address. Nothing was put there: is it right?"),
    ),
    "saved_not_shown": (
        503,
        _(
            "This was saved, but this computer can't show it: its disk is full or failing. Free"
            " some space, and look before you enter anything again."
        ),
    ),
    "key_shared": (
        409,
        _("Several computers serve this central copy under one key, so the key can't change."),
    ),
    "cipher_missing": (
        503,
        _("The library that encrypts the data is missing. Nothing was opened or written."),
    ),
    "sqlite_too_old": (503, _("The database on this computer is too old (%(version)s).")),
    # exchange
    "not_joined": (409, _("This laptop has not joined a central copy yet.")),
    "place_missing": (400, _("Say where: an address, or the folder of a stick.")),
    "confirm_central": (
        409,
        _("This central copy is not known here yet. Compare its six words, then go on."),
    ),
    "address_malformed": (
        400,
        _("This is not an address. It looks like http://192.168.1.20:8000."),
    ),
    "address_wrong": (400, _("This is not an address. It looks like http://192.168.1.20:8000.")),
    "unreachable": (502, _("There is no answer at this address. Check the network and try again.")),
    "timeout": (504, _("The answer took too long. Nothing was lost; try again.")),
    "bad_answer": (502, _("Whatever answered there is not a central copy.")),
    "folder_missing": (404, _("There is no such folder. Is the stick plugged in?")),
    "folder_unreadable": (409, _("The folder can't be read. Is the stick plugged in?")),
    "folder_unwritable": (409, _("The folder can't be written to. Is the stick protected?")),
    "device_waiting": (
        202,
        _(
            "The central copy doesn't know this laptop yet. Compare the six"
            " words with the organiser, then try again."
        ),
    ),
    "device_revoked": (403, _("The central copy no longer takes entries from this laptop.")),
    "gap": (
        409,
        _(
            "Something before these entries is missing, so they were not taken yet. Exchange once"
            " more: what is missing comes along."
        ),
    ),
    "no_progress": (
        502,
        _("Not everything went through. What arrived is safe; exchange once more for the rest."),
    ),
    "version_unknown": (400, _("This was written by a newer version. Update this copy first.")),
    "signature_invalid": (
        400,
        _("This is not signed by who it claims to be from. Nothing of it was taken."),
    ),
    "card_malformed": (400, _("This card is damaged. Make it again.")),
    "card_invalid": (400, _("This card is not signed by who it claims to be from. Don't go on.")),
    "sender_wrong": (
        409,
        _(
            "Another copy answered than the one this laptop has joined. Don't go"
            " on: ask the organiser."
        ),
    ),
    "quota_full": (507, _("The central copy has no room left. Ask the organiser.")),
    "device_unknown": (404, _("This device isn't known here.")),
    "words_mistyped": (
        400,
        _("These are not six words of a laptop. Ask for them once more and type all six."),
    ),
    "words_wrong": (409, _("The six words are different. Don't go on: ask the organiser.")),
    "damaged": (
        400,
        _("This file is damaged or not complete. Nothing of it was taken; make it again."),
    ),
    "not_for_me": (400, _("This file is for another device.")),
    "more_unreadable": (400, _("Further files that can't be read: %(count)s.")),
    "folder_too_full": (
        409,
        _(
            "There are more than %(most)s files of this kind here; the others were not looked at."
            " Take another stick."
        ),
    ),
    # starting
    "port_taken": (
        409,
        _(
            "Port %(port)s is in use. Perhaps the academy is running already; if not,"
            " choose another with --port or --staff-port."
        ),
    ),
    "port_forbidden": (403, _("Port %(port)s needs special rights here. Choose one above 1023.")),
    "host_unknown": (400, _("This computer doesn't have the address %(host)s.")),
    # translating
    "catalogue_damaged": (400, _("A translation can't be read. %(place)s: %(fault)s")),
    # the web's own
    "not_found": (404, _("There is nothing here. The address may be mistyped.")),
    "not_allowed": (405, _("That can't be done here.")),
    "page_gone": (
        410,
        _("This page was here for a few minutes only. What was saved is saved."),
    ),
    "wrong_host": (421, _("Open this page by the address the laptop shows.")),
    "internal": (500, _("Something went wrong. Nothing was lost; go back and try again.")),
}

SAME = {
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

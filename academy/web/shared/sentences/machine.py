"""What the laptop, its disk, its network and other copies refuse: store, exchange, starting."""

from academy.languages.i18n import lazy_gettext

_ = lazy_gettext

SENTENCES: dict[str, tuple[int, str]] = {
    # store
    "passphrase_wrong": (403, _("This passphrase doesn’t open this laptop. Try again.")),
    "passphrase_short": (
        400,
        _(
            "The passphrase is too short or too usual: it would soon be guessed."
            " Five random words are easiest."
        ),
    ),
    "passphrase_repeats": (
        400,
        _(
            "The passphrase repeats itself, and repeats are guessed first."
            " Five random words are easiest."
        ),
    ),
    "passphrase_sequence": (
        400,
        _(
            "The passphrase follows an order, like abc or 4321, and that is guessed first."
            " Five random words are easiest."
        ),
    ),
    "passphrase_keys": (
        400,
        _(
            "The passphrase is a row of neighbouring keys, and such rows are guessed first."
            " Five random words are easiest."
        ),
    ),
    "passphrase_common": (
        400,
        _(
            "Many people use this passphrase or one like it, so it is guessed first."
            " Five random words are easiest."
        ),
    ),
    "passphrase_date": (
        400,
        _("Dates and years are guessed first. Five random words are easiest."),
    ),
    "passphrase_names": (400, _("Names are guessed first. Five random words are easiest.")),
    "already_set_up": (409, _("This laptop is set up already.")),
    "not_on_paper": (
        400,
        _("Write the passphrase on paper, then tick the box. Nobody can bring it back."),
    ),
    "slot_taken": (409, _("Another passphrase has this name already.")),
    "slots_full": (409, _("There are %(most)s passphrases already; more can’t be added.")),
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
            "“%(file)s” can’t be read. It was left as it is. Restore it from"
            " your backup, or ask for help before you do anything else."
        ),
    ),
    "store_newer": (
        409,
        _(
            "A newer version of this program wrote what is kept here, and this one can’t read it."
            " Nothing was touched: start the newer one."
        ),
    ),
    "store_busy": (503, _("The laptop is busy. Nothing was lost; try again in a moment.")),
    "store_readonly": (503, _("The data folder can’t be written to. Nothing was saved.")),
    "disk_full": (507, _("The disk is full. Nothing was saved. Free some space and try again.")),
    "postgres_missing": (
        503,
        _("A log in PostgreSQL needs one more library: pip install academy[central]."),
    ),
    "log_unreachable": (
        503,
        _(
            "The central copy’s log can’t be reached. Before you enter anything again, look"
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
        _("This central copy’s log isn’t at that address. Nothing was put there: is it right?"),
    ),
    "saved_not_shown": (
        503,
        _(
            "This was saved, but this computer can’t show it: its disk is full or failing. Free"
            " some space, and look before you enter anything again."
        ),
    ),
    "key_shared": (
        409,
        _("Several computers serve this central copy under one key, so the key can’t change."),
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
    "folder_unreadable": (409, _("The folder can’t be read. Is the stick plugged in?")),
    "folder_unwritable": (409, _("The folder can’t be written to. Is the stick protected?")),
    "device_waiting": (
        202,
        _(
            "The central copy doesn’t know this laptop yet. Compare the six"
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
    "card_invalid": (400, _("This card is not signed by who it claims to be from. Don’t go on.")),
    "sender_wrong": (
        409,
        _(
            "Another copy answered than the one this laptop has joined. Don’t go"
            " on: ask the organiser."
        ),
    ),
    "quota_full": (507, _("The central copy has no room left. Ask the organiser.")),
    "device_unknown": (404, _("This device isn’t known here.")),
    "device_named": (
        409,
        _("“%(name)s” is here already. Two devices can’t have one name: choose another."),
    ),
    "words_mistyped": (
        400,
        _("These are not six words of a laptop. Ask for them once more and type all six."),
    ),
    "words_wrong": (409, _("The six words are different. Don’t go on: ask the organiser.")),
    "damaged": (
        400,
        _("This file is damaged or not complete. Nothing of it was taken; make it again."),
    ),
    "font_refused": (
        400,
        _("“%(file)s” is no font that can be used here, or is too large. Nothing was taken."),
    ),
    "not_for_me": (400, _("This file is for another device.")),
    "more_unreadable": (400, _("Further files that can’t be read: %(count)s.")),
    "folder_too_full": (
        409,
        _(
            "There are more than %(most)s files of this kind here; the others were not looked at."
            " Take another stick."
        ),
    ),
    # backups
    "backup_elsewhere": (
        409,
        _(
            "The log of this copy lies on a PostgreSQL server. Back that up with the server’s own"
            " tools, and copy the data folder while nothing runs."
        ),
    ),
    "backup_damaged": (
        400,
        _("This is no backup, or it was damaged. Nothing was restored. Take another one."),
    ),
    # starting
    "folder_empty": (
        404,
        _(
            "“%(folder)s” holds no academy’s data. Is it the right folder? Another is named with"
            " --folder; `run` begins a new one."
        ),
    ),
    "folder_strange": (
        409,
        _(
            "“%(folder)s” holds other things and no academy’s data, so nothing is put there. Name"
            " an empty folder, or a new one."
        ),
    ),
    "folder_taken": (
        409,
        _(
            "“%(folder)s” is open in an academy that runs already (process %(process)s). Use that"
            " one, or end it first. %(address)s"
        ),
    ),
    "port_taken": (
        409,
        _(
            "Port %(port)s is in use. Perhaps the academy is running already; if not,"
            " choose another with --port or --staff-port."
        ),
    ),
    "port_forbidden": (403, _("Port %(port)s needs special rights here. Choose one above 1023.")),
    "host_unknown": (400, _("This computer doesn’t have the address %(host)s.")),
    # translating
    "catalogue_damaged": (400, _("A translation can’t be read. %(place)s: %(fault)s")),
}

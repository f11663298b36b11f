"""What is refused to whoever fills in a page: forms, people, marks, certificates, courses."""

from academy.languages.i18n import lazy_gettext

_ = lazy_gettext

FIELDS = {
    "alias": _("Alias"),
    "code": _("Code"),
    "organisation": _("Organisation"),
    "team": _("Team"),
    "title": _("Title"),
    "summary": _("Summary"),
    "activity": _("Activity"),
    "objectives": _("Objectives"),
    "text": _("Text"),
    "licence": _("Licence"),
    "reason": _("Reason"),
    "remark": _("What you wrote"),
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
    "wifi": _("The room’s Wi-Fi"),
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
        _("“%(field)s” has only signs that can’t be seen. Please type letters or numbers."),
    ),
    "field_too_long": (400, _("“%(field)s” is too long: at most %(longest)s characters.")),
    "field_strange": (400, _("“%(field)s” has a character that can’t be shown. Type it again.")),
    "no_questions": (404, _("The courses folder has no questions for a week.")),
    "total_wrong": (400, _("“%(value)s” is not a total: write a number from 0 to %(most)s.")),
    "not_open": (409, _("This is not open. The trainer opens it for everybody.")),
    "already_handed_in": (409, _("You have handed this in already.")),
    "too_few_to_count": (
        409,
        _(
            "Fewer than %(fewest)s have handed in, on phones or in all. So few answers are not"
            " counted, because somebody could tell whose they are."
        ),
    ),
    "not_recordable": (400, _("This can’t be recorded as it is. Look at what was typed again.")),
    "choice_unknown": (400, _("“%(value)s” can’t be chosen for “%(field)s”.")),
    "country_unknown": (
        400,
        _("“%(value)s” is not a country known here. Write its name, or two letters like KE."),
    ),
    # worksheets
    "worksheet_unknown": (404, _("There is no such worksheet.")),
    "sheet_unknown": (404, _("This sheet isn’t here, or isn’t yours.")),
    "sheet_text_too_long": (
        400,
        _("One of the texts is too long: at most %(longest)s characters. Nothing was saved."),
    ),
    "rows_full": (409, _("There are %(most)s lines already; there can’t be more.")),
    "team_missing": (400, _("Only a team hands in. The trainer can say which team you are in.")),
    "plan_unready": (
        409,
        _("Something in it isn’t right yet. Look at what stands under “To check”."),
    ),
    "too_many_papers": (429, _("That was many files at once. Wait a few minutes.")),
    "plan_empty": (409, _("There is nothing in it yet.")),
    "plan_too_long": (409, _("It is too long to be handed in. Shorten some of its texts.")),
    "date_wrong": (400, _("“%(value)s” is not a date. Write it like 2026-11-22.")),
    "time_wrong": (400, _("“%(value)s” is not a time. Write it like 14:30.")),
    "dates_reversed": (400, _("The last day is before the first day.")),
    "dates_too_far": (400, _("The two dates are too far apart: at most %(days)s days.")),
    "shape_wrong": (400, _("A week of this shape can’t be planned. Choose fewer days.")),
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
    "list_unreadable": (400, _("This list can’t be read. Save it as CSV or XLSX and try again.")),
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
    "person_unknown": (404, _("This person isn’t registered in this workshop.")),
    "pin_wrong": (
        403,
        _("Alias and PIN don’t go together. Try again, or ask the trainer for a new PIN."),
    ),
    "too_many_guesses": (429, _("Too many tries. Wait %(minutes)s min, or ask the trainer.")),
    "door_closed": (403, _("Nobody can join right now. Ask the trainer to open the door.")),
    "sign_in_first": (403, _("Please join or sign in first.")),
    # attendance
    "workshop_unknown": (404, _("This workshop isn’t on this laptop.")),
    "session_unknown": (404, _("This session isn’t on this laptop.")),
    "session_cancelled": (409, _("This session was cancelled.")),
    "mark_stands": (
        409,
        _("“%(alias)s” has a different mark already. To change it, open the mark and say why."),
    ),
    "reason_missing": (409, _("These marks stand already. Say why they change, then save again.")),
    "nothing_to_correct": (409, _("There is no mark here to correct yet.")),
    "code_wrong": (
        403,
        _("This code isn’t shown now. Scan again, or type the six digits you see in the room."),
    ),
    "typing_stopped": (
        429,
        _("Digits are not taken any more. Scan the code instead, or ask the trainer."),
    ),
    "room_full": (
        429,
        _("Too many people wait to come in. Try again in a few minutes, or ask the trainer."),
    ),
    "way_in_closed": (403, _("This way in is closed. Ask the trainer for a new one.")),
    "code_not_open": (409, _("No code is shown for this session. Open it first.")),
    "already_marked": (409, _("You have a different mark for this session. Ask the trainer.")),
    # certificates
    "requirement_of_whom": (400, _("Say for whom: a person, or for the plan a team.")),
    "certificate_not_earned": (409, _("“%(alias)s” has not earned a certificate yet.")),
    "certificate_unknown": (404, _("This copy doesn’t know that code.")),
    "code_mistyped": (400, _("This code has a typing mistake in it. Look at it again.")),
    "pdf_unavailable": (503, _("PDF can’t be made on this laptop yet. Use the page for printing.")),
    "paper_failed": (503, _("The paper could not be made. Nothing was changed. Try again.")),
    "press_busy": (503, _("Many papers are being made. Try again in a minute.")),
    # courses
    "course_unknown": (404, _("This course isn’t on this laptop.")),
    "lesson_unknown": (404, _("This lesson isn’t on this laptop.")),
    "too_many_pieces": (400, _("A half-day is made of at most %(most)s lessons and activities.")),
    "guide_unknown": (404, _("There is no guide to this yet.")),
    "course_invalid": (
        409,
        _("This can’t be read as it is written: %(file)s, line %(line)s. %(problem)s"),
    ),
    "search_unavailable": (503, _("The search can’t be used right now. The courses can be read.")),
    "score_wrong": (400, _("These answers can’t be counted. Reload the page and try again.")),
    "nothing_decided": (400, _("Choose “One person” or “Different people” for somebody first.")),
    "nobody_chosen": (400, _("Tick at least one person.")),
    "too_many_half_days": (400, _("At most %(most)s half-days fit on a sheet.")),
    "no_network": (
        409,
        _("This laptop is on no network yet, so the cards can’t say what to open."),
    ),
    "no_half_day": (400, _("Tick at least one half-day.")),
    # identity
    "link_itself": (400, _("Choose two different ones.")),
    "link_unknown": (404, _("This decision isn’t known here.")),
    "too_many_at_once": (400, _("At most %(most)s can be decided with one press.")),
    "kept_apart": (409, _("Somebody said that these are two different people.")),
    # the web's own
    "not_found": (404, _("There is nothing here. The address may be mistyped.")),
    "not_allowed": (405, _("That can’t be done here.")),
    "page_gone": (
        410,
        _("This page was here for a few minutes only. What was saved is saved."),
    ),
    "wrong_host": (421, _("Open this page by the address the laptop shows.")),
    "internal": (500, _("Something went wrong. Nothing was lost; go back and try again.")),
}

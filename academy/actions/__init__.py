"""The verbs: everything that can be done in an academy, one function each.

Each takes the store, checks by `rules` inside the writing transaction, records events and returns
the ids it made. What it refuses is an `AcademyError`, and then nothing was recorded. Doing a thing
twice changes nothing the second time.
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.actions.attendance import correct_mark, mark_attendance, take_attendance
    from academy.actions.certificates import (
        Step,
        issue_certificates,
        meet_requirement,
        revoke_certificate,
        settle_requirements,
        withdraw_requirement,
    )
    from academy.actions.evaluating import (
        close_evaluation,
        hand_in,
        hand_in_paper,
        has_handed_in,
        in_the_box,
        may_close,
    )
    from academy.actions.identity import (
        decide_people,
        join_organisations,
        keep_apart,
        link_organisations,
        link_people,
        link_workshops,
        rejoinable,
        undo_review,
        unlink,
    )
    from academy.actions.learning import answer_quiz, finish_lesson
    from academy.actions.people import (
        erase_person,
        join_workshop,
        refusals,
        register_list,
        register_person,
        revise_person,
        withdraw_people,
    )
    from academy.actions.reviewing import last_review
    from academy.actions.testing import (
        asked,
        close_test,
        is_open,
        open_assessment,
        take_test,
        type_scores,
        waiting,
    )
    from academy.actions.worksheets import (
        add_sheet_row,
        begin_sheet,
        drop_sheet,
        entered,
        hand_in_sheet,
        remove_sheet_row,
        save_sheet,
    )
    from academy.actions.workshops import (
        add_session,
        assign_device,
        cancel_session,
        fill_sessions,
        plan_workshop,
        revise_session,
        revise_sessions,
        revise_workshop,
    )

_VERBS = {
    "attendance": "correct_mark mark_attendance take_attendance",
    "certificates": (
        "Step issue_certificates meet_requirement revoke_certificate settle_requirements "
        "withdraw_requirement"
    ),
    "evaluating": "close_evaluation hand_in hand_in_paper has_handed_in in_the_box may_close",
    "identity": (
        "decide_people join_organisations keep_apart link_organisations link_people "
        "link_workshops rejoinable undo_review unlink"
    ),
    "learning": "answer_quiz finish_lesson",
    "people": (
        "erase_person join_workshop refusals register_list register_person revise_person "
        "withdraw_people"
    ),
    "reviewing": "last_review",
    "testing": "asked close_test is_open open_assessment take_test type_scores waiting",
    "worksheets": (
        "add_sheet_row begin_sheet drop_sheet entered hand_in_sheet remove_sheet_row save_sheet"
    ),
    "workshops": (
        "add_session assign_device cancel_session fill_sessions plan_workshop revise_session "
        "revise_sessions revise_workshop"
    ),
}

__getattr__ = late(
    __name__, {verb: place for place, verbs in _VERBS.items() for verb in verbs.split()}
)

__all__ = [
    "Step",
    "add_session",
    "add_sheet_row",
    "answer_quiz",
    "asked",
    "assign_device",
    "begin_sheet",
    "cancel_session",
    "close_evaluation",
    "close_test",
    "correct_mark",
    "decide_people",
    "drop_sheet",
    "entered",
    "erase_person",
    "fill_sessions",
    "finish_lesson",
    "hand_in",
    "hand_in_paper",
    "hand_in_sheet",
    "has_handed_in",
    "in_the_box",
    "is_open",
    "issue_certificates",
    "join_organisations",
    "join_workshop",
    "keep_apart",
    "last_review",
    "link_organisations",
    "link_people",
    "link_workshops",
    "mark_attendance",
    "may_close",
    "meet_requirement",
    "open_assessment",
    "plan_workshop",
    "refusals",
    "register_list",
    "register_person",
    "rejoinable",
    "remove_sheet_row",
    "revise_person",
    "revise_session",
    "revise_sessions",
    "revise_workshop",
    "revoke_certificate",
    "save_sheet",
    "settle_requirements",
    "take_attendance",
    "take_test",
    "type_scores",
    "undo_review",
    "unlink",
    "waiting",
    "withdraw_people",
    "withdraw_requirement",
]

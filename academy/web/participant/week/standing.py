"""What a certificate still needs, in words."""

from academy.languages.i18n import gettext, ngettext
from academy.rules import Standing
from academy.web.participant.week.week import Week


def told(standing: Standing, week: Week) -> list[str]:
    """What is missing, each in a few words, in the order in which it is met.

    Half-days that are still to come are not "not recorded": only those that are over are named.
    """
    found = []
    for name, count in standing.missing:
        if name == "sessions":
            found.append(ngettext("%(num)s more half-day", "%(num)s more half-days", count))
        elif name == "not_recorded":
            if week.open_past:
                found.append(
                    ngettext(
                        "%(num)s half-day not recorded",
                        "%(num)s half-days not recorded",
                        week.open_past,
                    )
                )
        elif name == "posttest":
            found.append(gettext("post-test"))
        elif name == "evaluation":
            found.append(gettext("evaluation"))
        elif name == "plan":
            found.append(gettext("team plan"))
    return found

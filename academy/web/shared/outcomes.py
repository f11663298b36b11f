"""What an exchange came to, in plain sentences: for the Sync page and for the command."""

from collections.abc import Mapping
from typing import Final

from academy.languages.i18n import gettext as _
from academy.languages.i18n import ngettext
from academy.web.shared.sentences import sentence
from sync import harmless, keys
from sync.errors import SyncError
from sync.exchange import Outcome

_ASKING: Final = {"confirm_central", "device_waiting", "gap", "passed_in_part"}

Told = tuple[str, str]
"""How it went ("good", "now" or "stop", the kinds of notice) and the sentence."""


def told(outcome: Outcome, names: Mapping[str, str]) -> list[Told]:
    """Sentences about one outcome. `names` says what devices are called."""
    if outcome.code == "passed":
        return _passed(outcome)
    if outcome.code != "ok":
        kind = "now" if outcome.code in _ASKING else "stop"
        said = sentence(SyncError(outcome.code, **outcome.details))
        file = file_of(outcome)
        return [(kind, f"{said} ({file})" if file else said)]
    found: list[Told] = [("good", _moved(outcome, names))]
    if outcome.aside:
        said = ngettext(
            "%(num)s of them doesn’t count yet: look at Devices.",
            "%(num)s of them don’t count yet: look at Devices.",
            outcome.aside,
        )
        found.append(("now", said))
    if outcome.more:
        found.append(("now", _("There was more than goes at once. Exchange once more.")))
    if outcome.restored:
        found.append(("now", _("This copy was restored from a backup, or is a copy of another. It"
                               " goes on under a new key: compare its new six words with the"
                               " organiser, then exchange once more.")))  # fmt: skip
    for device in sorted(outcome.forks):
        name = harmless.line(names.get(device) or " ".join(keys.words(device)[:2]))
        found.append(
            (
                "now",
                _(
                    "“%(name)s” seems to exist twice: from a restored backup or a copied"
                    " disk. Nothing was lost; tell the organiser.",
                    name=name,
                ),
            )
        )
    if outcome.erased:
        said = ngettext(
            "%(num)s person was erased here too, as was asked elsewhere.",
            "%(num)s people were erased here too, as was asked elsewhere.",
            len(outcome.erased),
        )
        found.append(("good", said))
    return found


def _passed(outcome: Outcome) -> list[Told]:
    """What became of courses that go along."""
    found: list[Told] = []
    if outcome.came:
        said = ngettext(
            "%(num)s course came along. Look at it under “Your own courses” before it is taken in.",
            "%(num)s courses came along. Look at them under “Your own courses” before they are"
            " taken in.",
            outcome.came,
        )
        found.append(("good", said))
    if outcome.sent:
        said = ngettext("%(num)s course went along.", "%(num)s courses went along.", outcome.sent)
        found.append(("good", said))
    return found


def file_of(outcome: Outcome) -> str:
    """The file on a stick that an outcome is about, harmless to show; "" for an address."""
    return "" if "://" in outcome.source else harmless.line(outcome.source)


def _moved(outcome: Outcome, names: Mapping[str, str]) -> str:
    """How many entries came and went, and whether their arrival was signed for."""
    name = harmless.line(names.get(outcome.device or "", _("the other device")))
    came = outcome.came + outcome.late
    parts = []
    if came:
        parts.append(
            ngettext(
                "%(num)s entry came from “%(name)s”.",
                "%(num)s entries came from “%(name)s”.",
                came,
                name=name,
            )
        )
    if outcome.sent:
        parts.append(
            ngettext(
                "%(num)s entry went to “%(name)s”.",
                "%(num)s entries went to “%(name)s”.",
                outcome.sent,
                name=name,
            )
        )
    if not parts:
        parts.append(_("Nothing new for or from “%(name)s”.", name=name))
    if outcome.receipt:
        parts.append(_("“%(name)s” has signed for what it holds.", name=name))
    return " ".join(parts)

"""What one exchange came to, for a page to put into a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.cards import Card
from sync.replica import Taken


@dataclass(frozen=True)
class Outcome:
    """One bundle, one card, or one visit to an address; `code` is "ok" or says what is not.

    Codes that ask a person: "confirm_central" (compare the card's six words, then `peers.trust`),
    "device_waiting" (the other side has to compare), "device_revoked". The rest are codes of the
    errors in `sync`.
    """

    code: str = "ok"
    source: str = ""
    device: str | None = None
    came: int = 0
    late: int = 0
    aside: int = 0  # of those that came, how many don't count yet: a person has to look
    sent: int = 0
    more: bool = False  # a limit cut it short: do it once more
    receipt: bool = False
    restored: bool = False  # this copy was restored or cloned: it needs a new key (`Log.renew`)
    forks: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()
    card: Card | None = None
    details: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, taken: Taken, source: str = "") -> Outcome:
        """Return what a bundle that was taken came to."""
        merged = taken.merged
        return cls(
            code="gap" if merged is None else "ok",
            source=source,
            device=taken.sender,
            came=len(merged.new) if merged else 0,
            late=len(merged.late) if merged else 0,
            aside=merged.aside if merged else 0,
            more=taken.more,
            receipt=taken.receipted is not None,
            restored=taken.restored,
            forks=frozenset(merged.forks if merged else ()),
            erased=frozenset(merged.erased if merged else ()),
        )

"""The answering side, independent of any web framework: a bundle comes and is answered.

Who a bundle is from is known before anything of it is unpacked, and one is unpacked at a time: what
strangers send costs an unsealing and a signature, what everybody sends together has the memory of
one. Large bundles come in parts, through `spool`.
"""

from __future__ import annotations

import threading

from sync import bundle, cards
from sync.collecting import without_collecting
from sync.replica import Replica, admit, give, take

_one_at_a_time = threading.Lock()

STATUS = {
    "device_waiting": 202,
    "announcement_malformed": 400,
    "device_unknown": 403,
    "device_revoked": 403,
    "too_large": 413,
    "part_too_large": 413,
    "quota_full": 507,
    "part_out_of_order": 409,
    "part_unknown": 404,
    "not_here": 404,
    "part_unsigned": 403,
}


def status(code: str) -> int:
    """Return the HTTP status for an error's code; what is not listed is the sender's fault: 400."""
    return STATUS.get(code, 400)


def card(replica: Replica, name: str = "", role: str = "central") -> str:
    """Return this device's card as JSON text: {device, name, role, words, signature}."""
    return cards.write(replica.key, name, role)


def receive(replica: Replica, data: bytes, *, name: str = "", sender: str | None = None) -> bytes:
    """Import a bundle; return the sealed answer: receipt, what is held here, what the sender lacks.

    The receipt is made after the commit. When something before the bundle is missing there is no
    receipt, and the sender learns what to send. Raises SyncError with the codes of `take`; `status`
    maps them.
    """
    admit(
        replica, bundle.look(replica.key, data)
    )  # a stranger waits for nobody, and nobody for one
    with _one_at_a_time, without_collecting():
        taken = take(replica, data, sender=sender)
        return give(replica, taken.sender, taken.have, taken=taken, name=name).data

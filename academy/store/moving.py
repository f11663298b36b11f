"""A log that lay in the encrypted file moves to a server, when one machine is no longer enough.

Moving is merging: done twice, or begun on two copies of a folder, it comes out the same.
"""

from itertools import islice
from typing import Final

from academy.projections import Tables
from academy.store.folding import FoldedLog
from sync.entries import Head
from sync.log import Log
from sync.peers import Peers
from sync.tables import CHUNK

TABLES: Final = (
    "log_aside", "log_withdrawn", "log_topics", "log_versions", "log_signed", "log_tips",
    "log_bodies", "log_entries", "log_kinds", "log_devices", "log_erased", "sync_carried",
    "sync_peers",
)  # fmt: skip


def move(tables: Tables, there: FoldedLog, known: Peers) -> None:
    """Add what the log in this file holds to the one `there`, and drop it here.

    Inside the caller's two transactions, of which the one `there` is committed first. The copy
    that stays behind would keep what a later erasure has to reach: so none stays.
    """
    if "log_entries" not in tables.db.table_names():
        return
    here = Log(tables.connection, there.key)
    entries, why = here.since({}), here.aside.reasons()
    while chunk := list(islice(entries, CHUNK)):
        there.merge(chunk, checked=True, doubt=lambda entry: why.get(entry.id))
        there.fresh.clear()  # the caller folds the whole
    there.aside.copy(here.tables)
    signed = here.tables.run(
        "SELECT d.device, e.seq, e.id, s.signature FROM log_signed s"
        " JOIN log_entries e ON e.number = s.entry JOIN log_devices d ON d.number = e.device"
    )
    there.keep_heads(
        (device.hex(), Head(seq, id.hex()), signature) for device, seq, id, signature in signed
    )
    here_known = Peers(tables.connection)
    for peer in here_known.all():
        if known.get(peer.device) is None:
            known.put(peer)
            for carried in here_known.carried(peer.device):
                known.carry(carried)
    for name in TABLES:
        tables.connection.execute(f"DROP TABLE {name}")

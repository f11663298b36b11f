"""One exchange, with a folder or with an address: the names that the floors above use.

`folder.py` and `address.py` hold the two ways, `replica.py` what they share.
"""

from __future__ import annotations

from sync.address import with_address
from sync.cards import Card
from sync.folder import with_folder
from sync.outcome import Outcome
from sync.replica import Replica

__all__ = ["Card", "Outcome", "Replica", "with_address", "with_folder"]

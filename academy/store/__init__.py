"""The one file a device keeps: its log, its projections and its local notes, encrypted.

`slots` turns a passphrase into the key, `database` opens the file with it, `writer` is the one
thread that writes, and `store` is what the rest of the house holds in its hand; `opening` makes
one. For a central copy whose log lies on a server, `shared` is that store, `shared_log` its line to
the server, and `moving` takes a log there.
"""

from typing import TYPE_CHECKING

from academy.late import late

if TYPE_CHECKING:
    from academy.store.store import Store

__getattr__ = late(__name__, {"Store": "store"})

__all__ = ["Store"]

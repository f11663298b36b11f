"""What can go wrong on the ground floor: one error type, and a child for each room.

A `SyncError` carries a `code` for machines and `details` for whoever writes the sentence. Details
never hold a body, a name or an address. Doors turn codes into sentences; nothing here speaks to
people.
"""

from __future__ import annotations


class SyncError(Exception):
    """Something the ground floor refuses; `code` says what, `details` says where."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class LogError(SyncError):
    """The log refuses to write, or finds itself damaged."""


class ChainError(SyncError):
    """An entry is not what its header, its commitment or its place in the chain says."""


class TrustError(SyncError):
    """A key, a signature or a seal is not what it claims to be."""


class BundleError(SyncError):
    """A bundle cannot be read; nothing of it was imported."""


class ExchangeError(SyncError):
    """Two devices could not finish their exchange; what was imported before stays imported."""

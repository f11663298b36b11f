"""Whose passphrases open a store: noted inside it, so that the file of slots names nobody."""

from pathlib import Path
from typing import Any, Final, Protocol

from academy.errors import AcademyError
from academy.store import slots

SETTING: Final = "passphrases"
"""The name of each slot, by its salt."""
FIRST: Final = "first"


class Notes(Protocol):
    """A store, as far as this room knows one."""

    folder: Path

    def setting(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON
        """What is noted under a name."""

    def set_setting(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Note it."""


def note_first(store: Notes, slot: str) -> None:
    """The slot that a store was set up with."""
    store.set_setting(SETTING, {slot: FIRST})


def add(store: Notes, key: bytes, name: str, passphrase: str) -> None:
    """One passphrase more, under a name. Raises AcademyError("slot_taken"), and as `slots.add`."""
    names = store.setting(SETTING, {})
    if name in names.values():
        raise AcademyError("slot_taken", name=name)
    slot = slots.add(store.folder, key, passphrase)
    store.set_setting(SETTING, {**names, slot: name})


def take_in(store: Notes) -> None:
    """Move the names from the file, where an older version wrote them in clear, to in here."""
    names = slots.names_in_clear(store.folder)
    if names:
        store.set_setting(SETTING, store.setting(SETTING, {}) | names)
        slots.forget_names(store.folder)

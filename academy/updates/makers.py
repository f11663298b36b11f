"""Whose signature is enough: the makers of this program, and keys that this copy got to know."""

from typing import Final

from academy.errors import AcademyError
from academy.store import Store
from sync import keys

MAKERS: Final[tuple[str, ...]] = ()
"""Release keys of the makers, 64 hexadecimal characters each. A newer program brings newer ones."""
_SETTING: Final = "release_keys"
_MOST: Final = 20


def known(store: Store) -> tuple[str, ...]:
    """The keys whose programs are taken here without asking."""
    return (*MAKERS, *learnt(store))


def learnt(store: Store) -> tuple[str, ...]:
    """Those of them that somebody compared here, the newest last."""
    return tuple(str(key) for key in store.setting(_SETTING) or ())


def need(store: Store, key: str, typed: str) -> None:
    """See that a key is known or, by the six words somebody was told, get to know it.

    Raises AcademyError: "program_stranger" without words, "program_words_wrong".
    """
    if key in known(store):
        return
    if not typed.strip():
        raise AcademyError("program_stranger")
    if keys.read_words(typed) != keys.words(key):
        raise AcademyError("program_words_wrong")
    store.set_settings({_SETTING: [*learnt(store), key][-_MOST:]})


def forget(store: Store, key: str) -> None:
    """Take no more programs of this key; what was taken stays until it is taken back."""
    store.set_settings({_SETTING: [one for one in learnt(store) if one != key]})

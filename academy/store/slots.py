"""From a passphrase to the key of the store, and from a PIN to something to compare it with.

The store is encrypted with a random 32-byte key that is itself kept nowhere in clear. Each *slot*
holds it once more, sealed with one passphrase by Argon2id, so that several organisers open the
same store with a passphrase each, and a passphrase changes without touching the store.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any, Final

import nacl.exceptions
import nacl.pwhash.argon2id as argon2
from nacl.secret import SecretBox

from academy.errors import AcademyError

FILE: Final = "slots.json"
SHORTEST: Final = 12
"""Fewer characters than this are refused: five random words, as offered, are far more."""


def create(folder: Path, passphrase: str, *, name: str = "first") -> bytes:
    """Make a fresh key, seal it under the passphrase and return it."""
    key = secrets.token_bytes(32)
    _write(folder, {name: _seal(key, passphrase)})
    return key


def add(folder: Path, key: bytes, name: str, passphrase: str) -> None:
    """One more passphrase that opens the same store. Raises AcademyError("slot_taken")."""
    slots = _read(folder)
    if name in slots:
        raise AcademyError("slot_taken", name=name)
    _write(folder, {**slots, name: _seal(key, passphrase)})


def unlock(folder: Path, passphrase: str) -> bytes:
    """The key, or AcademyError: "passphrase_wrong", or "store_unreadable" with no valid slots."""
    for slot in _read(folder).values():
        try:
            sealing = argon2.kdf(
                32, _spoken(passphrase), bytes.fromhex(slot["salt"]), slot["ops"], slot["memory"]
            )
            return SecretBox(sealing).decrypt(bytes.fromhex(slot["sealed"]))
        except nacl.exceptions.CryptoError:
            continue
        except (KeyError, TypeError, ValueError) as error:
            raise AcademyError("store_unreadable", file=FILE) from error
    raise AcademyError("passphrase_wrong")


def exists(folder: Path) -> bool:
    """Whether this folder has been set up."""
    return (folder / FILE).exists()


def _spoken(passphrase: str) -> bytes:
    """The same words whatever the spacing and the capitals a phone keyboard put in."""
    return " ".join(passphrase.casefold().split()).encode()


def _seal(key: bytes, passphrase: str) -> dict[str, Any]:
    if len(_spoken(passphrase)) < SHORTEST:
        raise AcademyError("passphrase_short", shortest=SHORTEST)
    salt = secrets.token_bytes(argon2.SALTBYTES)
    ops, memory = cost()
    sealing = argon2.kdf(32, _spoken(passphrase), salt, ops, memory)
    return {
        "salt": salt.hex(),
        "ops": ops,
        "memory": memory,
        "sealed": bytes(SecretBox(sealing).encrypt(key)).hex(),
    }


def cost() -> tuple[int, int]:
    """Argon2id's (passes, bytes of memory): 64 MiB three times over, about a tenth of a second."""
    return 3, 64 * 2**20


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        slots = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AcademyError("store_unreadable", file=FILE) from error
    if not isinstance(slots, dict) or not all(isinstance(s, dict) for s in slots.values()):
        raise AcademyError("store_unreadable", file=FILE)
    return slots


def _write(folder: Path, slots: dict[str, dict[str, Any]]) -> None:
    """Written aside, then renamed: a power cut leaves the old slots or the new ones."""
    aside = folder / f"{FILE}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(slots, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / FILE)


# PINs. Six digits are searched in a moment by anyone who holds the hash, so the hash lives only
# inside the encrypted store, and guessing is limited where it is asked (`academy.access`).

PIN_OPS, PIN_MEMORY = 2, 19 * 2**20

"""From a passphrase to the key of the store, and from a PIN to something to compare it with.

The store is encrypted with a random 32-byte key that is itself kept nowhere in clear. Each *slot*
holds it once more, sealed with one passphrase by Argon2id, so that several organisers open the
same store with a passphrase each, and a passphrase changes without touching the store.

The file says nothing of whose a slot is: a slot is known by its salt, and the store remembers the
name that goes with it. Whoever can write to the file can make it say anything, so what it asks of
this computer (slots, passes, memory) has limits.
"""

import json
import secrets
from pathlib import Path
from typing import Any, Final

import nacl.exceptions
import nacl.pwhash.argon2id as argon2
from nacl.secret import SecretBox

from academy import folder as private
from academy import passphrases
from academy.errors import AcademyError
from academy.store import database

FILE: Final = "slots.json"
MOST: Final = 50
"""Passphrases of one store. A wrong one is tried on every slot, a tenth of a second each."""
LARGEST: Final = 64 * 2**10
"""Bytes of the file: fifty slots are a quarter of that."""
MOST_OPS, MOST_MEMORY = 10, 256 * 2**20
"""What a slot may ask for; `cost` is what ours do."""

Slot = dict[str, Any]


def make(passphrase: str) -> tuple[bytes, Slot]:
    """A fresh key, and the slot that holds it sealed under the passphrase; nothing is written.

    Raises AcademyError as `passphrases.judge`.
    """
    key = secrets.token_bytes(32)
    return key, _seal(key, passphrase)


def publish(folder: Path, slot: Slot) -> None:
    """Write the first slot: from here on the folder counts as set up."""
    _write(folder, [slot])


def add(folder: Path, key: bytes, passphrase: str) -> str:
    """One more passphrase that opens the same store; its salt.

    Raises AcademyError("slots_full"), and as `passphrases.judge`.
    """
    slots = _read(folder)[0]
    if len(slots) >= MOST:
        raise AcademyError("slots_full", most=MOST)
    slot = _seal(key, passphrase)
    _write(folder, [*slots, slot])
    return str(slot["salt"])


def unlock(folder: Path, passphrase: str) -> bytes:
    """The key, or AcademyError: "passphrase_wrong", or "store_unreadable" with no valid slots."""
    for slot in _read(folder)[0]:
        try:
            salt, sealed = bytes.fromhex(slot["salt"]), bytes.fromhex(slot["sealed"])
            sealing = argon2.kdf(32, _spoken(passphrase), salt, slot["ops"], slot["memory"])
            return SecretBox(sealing).decrypt(sealed)
        except nacl.exceptions.CryptoError:
            continue
    raise AcademyError("passphrase_wrong")


def names_in_clear(folder: Path) -> dict[str, str]:
    """The names, by salt, that an older version wrote into the file; none in one of ours."""
    return _read(folder)[1]


def forget_names(folder: Path) -> None:
    """Write the file again without names."""
    _write(folder, _read(folder)[0])


def exists(folder: Path) -> bool:
    """Whether this folder has been set up."""
    return (folder / FILE).exists()


def _spoken(passphrase: str) -> bytes:
    """The same words whatever the spacing and the capitals a phone keyboard put in."""
    return " ".join(passphrase.casefold().split()).encode("utf-8", "surrogatepass")


def _seal(key: bytes, passphrase: str) -> Slot:
    passphrases.judge(passphrase)
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


def _read(folder: Path) -> tuple[list[Slot], dict[str, str]]:
    """The slots, and the names that an older version gave them.

    Raises AcademyError("store_unreadable") for anything that isn't a file of ours, "folder_empty"
    where nothing of ours is.
    """
    if not exists(folder) and not (folder / database.FILE).exists():
        raise AcademyError("folder_empty", folder=str(folder))
    try:
        with (folder / FILE).open("rb") as file:
            found = json.loads(file.read(LARGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise AcademyError("store_unreadable", file=FILE) from error
    named = isinstance(found, dict) and not isinstance(found.get("slots"), list)
    slots = list(found.values()) if named else isinstance(found, dict) and found["slots"]
    if not isinstance(slots, list) or not 0 < len(slots) <= MOST or not all(map(_is_slot, slots)):
        raise AcademyError("store_unreadable", file=FILE)
    return slots, {slot["salt"]: name for name, slot in found.items()} if named else {}


def _is_slot(found: object) -> bool:
    """Whether this is what `_seal` makes, and asks for no more than this computer should give."""
    return (
        isinstance(found, dict)
        and _is_hex(found.get("salt"), argon2.SALTBYTES)
        and _is_hex(found.get("sealed"), SecretBox.NONCE_SIZE + 32 + SecretBox.MACBYTES)
        and type(found.get("ops")) is int
        and argon2.OPSLIMIT_MIN <= found["ops"] <= MOST_OPS
        and type(found.get("memory")) is int
        and argon2.MEMLIMIT_MIN <= found["memory"] <= MOST_MEMORY
    )


def _is_hex(found: object, length: int) -> bool:
    if not isinstance(found, str) or len(found) != 2 * length:
        return False
    return all(sign in "0123456789abcdef" for sign in found)


def _write(folder: Path, slots: list[Slot]) -> None:
    private.write(folder / FILE, json.dumps({"slots": slots}).encode())


# PINs. Six digits are searched in a moment by anyone who holds the hash, so the hash lives only
# inside the encrypted store, and guessing is limited where it is asked (`academy.door.access`).

PIN_OPS, PIN_MEMORY = 2, 19 * 2**20
SALT: Final = argon2.SALTBYTES


def stretched(salt: bytes, digits: bytes) -> bytes:
    """The costly part: Argon2id over a PIN."""
    return argon2.kdf(32, digits, salt, PIN_OPS, PIN_MEMORY)

"""A device's key pair: signing, sealing, and saying a key aloud as six words.

A device *is* its Ed25519 public key, written as 64 lower-case hexadecimal characters. The same key,
moved to Curve25519, opens what others seal to it. The words come from `words.txt`, whose head names
its origin.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache
from importlib import resources

from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from sync.errors import TrustError

_DEVICE = re.compile(r"[0-9a-f]{64}")
_WORD_BITS = 11
_FINGERPRINT_WORDS = 6


class DeviceKey:
    """The private half of one installation; `device` is the public half that everyone may know."""

    def __init__(self, seed: bytes) -> None:
        """Make the key that belongs to `seed` (32 bytes); raises TrustError("key_malformed")."""
        try:
            self._signing = SigningKey(seed)
        except (ValueError, TypeError) as error:
            raise TrustError("key_malformed") from error
        self.seed = seed
        self.device = self._signing.verify_key.encode().hex()

    @classmethod
    def generate(cls) -> DeviceKey:
        """Make a key nobody has had before."""
        return cls(secrets.token_bytes(32))

    def __repr__(self) -> str:
        return f"DeviceKey({self.device[:8]}…)"  # never the seed: representations end up in logs

    def sign(self, role: str, data: bytes) -> bytes:
        """Return 64 bytes that only this device can make for `data` in `role`."""
        return self._signing.sign(_in_role(role, data)).signature

    def unseal(self, data: bytes) -> bytes:
        """Open what was sealed to this device; raises TrustError("unseal_failed")."""
        try:
            return SealedBox(self._signing.to_curve25519_private_key()).decrypt(data)
        except (CryptoError, ValueError, TypeError) as error:
            raise TrustError("unseal_failed") from error


def verify(device: str, role: str, data: bytes, signature: bytes) -> None:
    """Check that `device` signed `data` in `role`; raises TrustError("signature_invalid")."""
    try:
        _public(device).verify(_in_role(role, data), signature)
    except (CryptoError, ValueError, TypeError) as error:
        raise TrustError("signature_invalid") from error


def seal(device: str, data: bytes) -> bytes:
    """Close `data` so that only `device` can open it; raises TrustError("key_malformed")."""
    public = _public(device)
    try:
        return SealedBox(public.to_curve25519_public_key()).encrypt(data)
    except (CryptoError, RuntimeError) as error:
        raise TrustError("key_malformed") from error


def words(device: str) -> list[str]:
    """Six words that two people compare aloud before one device trusts another."""
    _public(device)
    digest = hashlib.sha256(b"academy-words/1" + bytes.fromhex(device)).digest()
    number = int.from_bytes(digest, "big") >> (256 - _WORD_BITS * _FINGERPRINT_WORDS)
    picked = []
    for _ in range(_FINGERPRINT_WORDS):
        number, index = divmod(number, 1 << _WORD_BITS)
        picked.append(_word_list()[index])
    return picked[::-1]


def read_words(text: str) -> list[str] | None:
    """Six words as somebody typed them, in any case and with any signs between; None if not."""
    found = re.findall(r"[a-z]+", text[:1_000].lower())
    known = set(_word_list())
    return found if len(found) == _FINGERPRINT_WORDS and known.issuperset(found) else None


def random_words(count: int) -> list[str]:
    """Return `count` words at random, 11 bits each, for a passphrase."""
    return [secrets.choice(_word_list()) for _ in range(count)]


def _in_role(role: str, data: bytes) -> bytes:
    # Without its role a signature made for one purpose could be replayed for another.
    return b"academy-signature/1 " + role.encode() + b"\0" + data


def _public(device: str) -> VerifyKey:
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        raise TrustError("key_malformed")
    return VerifyKey(bytes.fromhex(device))


@cache
def _word_list() -> tuple[str, ...]:
    text = resources.files("sync").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))

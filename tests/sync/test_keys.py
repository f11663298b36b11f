import pytest

from sync import keys
from sync.errors import SyncError, TrustError
from sync.keys import DeviceKey

ROLE = "head/1"
WORDS = ["iceberg", "paddle", "mean", "weaver", "quay", "donate"]


def test_a_seed_always_makes_the_same_device(key):
    assert DeviceKey(bytes(range(32))).device == key.device
    assert DeviceKey.generate().device != DeviceKey.generate().device


def test_what_is_signed_verifies(key):
    keys.verify(key.device, ROLE, b"data", key.sign(ROLE, b"data"))


@pytest.mark.parametrize(
    ("role", "data", "change"),
    [
        ("receipt/1", b"data", lambda s: s),
        (ROLE, b"other", lambda s: s),
        (ROLE, b"data", lambda s: s[:-1] + bytes([s[-1] ^ 1])),
        (ROLE, b"data", lambda s: s[:-1]),
        (ROLE, b"data", lambda _: b""),
    ],
    ids=["another role", "other data", "a bit flipped", "too short", "empty"],
)
def test_a_wrong_signature_is_refused(key, role, data, change):
    with pytest.raises(TrustError) as caught:
        keys.verify(key.device, role, data, change(key.sign(ROLE, b"data")))
    assert caught.value.code == "signature_invalid"


def test_only_the_recipient_opens_a_seal(key):
    sealed = keys.seal(key.device, b"quiet")
    assert key.unseal(sealed) == b"quiet"
    with pytest.raises(TrustError, match="unseal_failed"):
        DeviceKey.generate().unseal(sealed)


@pytest.mark.parametrize(
    "device",
    ["", "00", "G" * 64, "A" * 64, "0" * 64, "01" + "0" * 62],
    ids=["empty", "short", "not hex", "upper case", "all zero", "small order"],
)
def test_a_malformed_or_weak_key_is_refused(device):
    with pytest.raises(SyncError):
        keys.seal(device, b"data")
    with pytest.raises(SyncError):
        keys.verify(device, ROLE, b"data", bytes(64))


@pytest.mark.parametrize("seed", [b"", b"x" * 31, b"x" * 33], ids=["empty", "short", "long"])
def test_a_malformed_seed_is_refused(seed):
    with pytest.raises(TrustError, match="key_malformed"):
        DeviceKey(seed)


def test_the_words_of_a_key_never_change(key):
    assert keys.words(key.device) == WORDS
    assert len(set(map(tuple, (keys.words(DeviceKey.generate().device) for _ in range(50))))) == 50


def test_the_wordlist_is_short_words_that_hurt_nobody():
    listed = keys._word_list()
    assert len(listed) == len(set(listed)) == 2048
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in listed)
    assert len({word[:4] for word in listed}) == 2048
    hurtful = {"victim", "abuse", "police", "shame", "slave", "prison", "gun", "street", "client"}
    assert hurtful.isdisjoint(listed)


def test_random_words_are_as_many_as_asked():
    assert len(keys.random_words(7)) == 7
    assert keys.random_words(6) != keys.random_words(6)


def test_a_key_does_not_show_its_seed(key):
    assert key.seed.hex() not in repr(key)

"""What a bundle may cost whoever opens it: counted before there is room for it."""

import base64
import json
import os
import tracemalloc
import zlib

import pytest

from sync import bundle, keys, payload
from sync.entries import Have
from sync.errors import SyncError
from sync.parcel import MAX_BYTES
from sync.replica import give, take

NOTHING = Have({}, {})
HEAD: dict[str, object] = {
    "have": {"tips": {}, "lacks": {}}, "receipt": None, "kinds": [], "streams": [], "clocks": [],
    "kind": [], "late": 0, "text": 0,
}  # fmt: skip


def sealed(laptop, central, inside, level=9):
    """A bundle with any payload, as a trusted laptop that is up to something could make it."""
    packed = zlib.compress(inside, level)
    manifest = {
        "bundle": 1, "id": "0" * 32, "from": laptop.device, "to": central.device, "name": "",
        "answers": None, "turn": 1, "more": False, "size": len(inside), "packed": len(packed),
        "sha256": bundle.hashlib.sha256(packed).hexdigest(),
    }  # fmt: skip
    line = json.dumps(manifest).encode()
    return keys.seal(central.device, line + b"\n" + laptop.key.sign("bundle/1", line) + packed)


def lines(count, **changes):
    head = json.dumps(HEAD | {"text": count} | changes).encode()
    return head + b"\n" + b"\n" * count


def listed(thing, count):
    return json.dumps(HEAD).encode()[:-1] + b',"x":[' + (thing + b",") * count + b"0]}\n"


# Each of the first two was a file of under 100 kB, and the first took 1.08 GB.
HEAVY = {
    "a hundred million empty lines": (lambda: lines(98_000_000), 9),
    "two million empty lists": (lambda: listed(b"[]", 2_600_000), 9),
    "empty lines that stay below the ratio": (lambda: lines(1 << 20), 9),
    "as many lines as there may be entries": (lambda: lines(50_000), 9),
    "empty lines, not packed": (lambda: lines(6_000_000), 0),
    "empty objects, not packed": (lambda: listed(b'{"":{}}', 1_000_000), 0),
    "empty texts, not packed": (lambda: listed(b'""', 2_000_000), 0),
    "kinds without end": (lambda: lines(0, kinds=["a"] * 400_000), 0),
    "clocks for nothing": (lambda: lines(0, clocks=[1] * 400_000), 0),
}


@pytest.mark.parametrize(("inside", "level"), HEAVY.values(), ids=HEAVY)
def test_what_opening_takes_follows_what_came(inside, level, laptop, central):
    data = sealed(laptop, central, inside(), level)
    before = central.digest()
    tracemalloc.start()
    try:
        with pytest.raises(SyncError):
            take(central, data)
        assert tracemalloc.get_traced_memory()[1] < 12 * len(data) + (16 << 20)
    finally:
        tracemalloc.stop()
    assert central.digest() == before


def test_a_bundle_that_would_shrink_beyond_belief_is_not_packed(laptop, central):
    """Or its own makers could not open it."""
    laptop.write(60, json.dumps({"n": "x" * 60_000}))
    data = give(laptop, central.device, NOTHING).data
    assert len(data) > 60 * 60_000
    assert len(take(central, data).merged.new) == 60


def test_the_largest_bundle_we_make_fits_the_limits(laptop, central):
    """32 MiB of entries that do not shrink, and one more run than fits."""
    for _ in range(9):
        laptop.write(64, json.dumps({"n": base64.b64encode(os.urandom(48_000)).decode()}))
    given = give(laptop, central.device, NOTHING)
    assert given.more
    assert given.entries * 64_056 > MAX_BYTES - 65_535
    assert len(given.data) < bundle.MAX_SEALED
    assert len(take(central, given.data).merged.new) == given.entries
    assert MAX_BYTES + payload.MAX_HEAD < bundle.MAX_UNPACKED
    assert bundle._padded(bundle.MAX_UNPACKED + (1 << 20)) < bundle.MAX_SEALED

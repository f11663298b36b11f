"""Inputs that once came out as something else than the one error: (target, bytes)."""

from tests.fuzzing.targets import LAPTOP, OFFICE

DEVICE = LAPTOP.device.encode()


def manifest(**changes: bytes) -> bytes:
    """A manifest as the laptop would sign it, with some values as they were written."""
    honest = {
        "bundle": b"1", "id": b'"%s"' % (b"0" * 32), "from": b'"%s"' % DEVICE,
        "to": b'"%s"' % OFFICE.device.encode(), "name": b'""', "answers": b"null", "turn": b"1",
        "more": b"false",
    }  # fmt: skip
    parts = [b'"%s":%s' % (name.encode(), text) for name, text in (honest | changes).items()]
    return b"{" + b",".join(parts) + b',"right":0}'


def card(name: bytes, device: bytes = DEVICE) -> bytes:
    """A card with a name as it was written."""
    return b'{"card":1,"device":"%s","name":"%s","role":"device","signature":""}' % (device, name)


def head(**changes: bytes) -> bytes:
    """The head of an empty payload, with some values as they were written."""
    honest = {
        "have": b'{"tips":{},"lacks":{}}', "receipt": b"null", "kinds": b"[]", "streams": b"[]",
        "clocks": b"[]", "kind": b"[]", "late": b"0", "text": b"0",
    }  # fmt: skip
    parts = [b'"%s":%s' % (name.encode(), text) for name, text in (honest | changes).items()]
    return b"{" + b",".join(parts) + b"}\n"


CRASHERS = [
    ("manifest", manifest(turn=b"1" + b"0" * 30)),  # OverflowError where the peer was stored
    ("manifest", manifest(turn=b"18446744073709551616")),
    ("manifest", manifest(name=rb'"\ud800"')),  # UnicodeEncodeError in the database
    ("manifest", manifest(id=rb'"\ud800"')),
    ("stranger's manifest", manifest(name=rb'"\ud800"').replace(b',"right":0', b',"right":1')),
    ("manifest", manifest(answers=rb'"\udfff"')),
    ("manifest", manifest(name=rb'"a\u0000b"')),  # no text for PostgreSQL
    ("manifest", manifest(bundle=b"Infinity")),
    ("manifest", manifest(turn=b"Infinity")),
    ("signed card", card(rb"\ud800")),
    ("signed card", card(rb"\u001b[2K\rsix other words")),
    ("card", b'{"card":Infinity}'),
    ("payload", head(have=b'{"tips":{"%s":[[1e999,"x"]]},"lacks":{}}' % DEVICE)),
    ("payload", head(receipt=b"false")),
    ("payload", head(receipt=b"0")),
    ("payload", head(receipt=b'["x"]')),
    ("payload", head(kinds=b"9" * 5_000)),
    ("payload", head(clocks=b"[1]", kind=b"[1e999]")),
    ("payload", head(streams=b'[["x",1,"x",1e999,"x","x"]]')),
    ("code in an answer", b'{"code":"\x1b[2K"}'),
    ("code in an answer", b"[" * 100_000),
    ("list", b"PK\x03\x04"),
    ("list", "sep=\u2028\na\u2028b".encode()),
]

"""Changes to an honest input: of its bytes, of its words, of the values in its JSON. All seeded."""

import json
import random

WORDS = (
    *(b"", b"\0", b"\n", b"\r\n", b"\x1b[2K", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf"),
    *(b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1", b"0", b"true", b"null", b"1.5"),
    *(b"9" * 17, b"9" * 400, b"18446744073709551616", rb"\ud800", rb"\u0000", b"\xe2\x80\xae"),
    *(b"[" * 50, b"{" * 50, b'{"":' * 50, b'"', b"\\", b",", b":", b"[]", b"{}", b"a" * 3_000),
    *(b"---", b"- ", b"&a ", b"*a", b"<<: *a", b"!!python/object:os.system", b"!!binary", b"? "),
    *(b"2017-99-99", b"0x", b"0b", b"1:99", b"#", b"## ", b"### ", b":::", b"{#quiz}", b"- [x] "),
    *(b"](", b"![", b"../", b"<script>", b"&#0;", b"=cmd|'/c'!A1", b"xfd1048576", b"sep=", b"\t"),
)
VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1, 2, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, 10**30, -(2**63)),
    *(1.5, float("inf"), float("nan"), 1e300, "", "\ud800", "\udfff", "\0", "\u202e", "a" * 5_000),
    *("0" * 64, "f" * 64, "0" * 32, "é", "1", "-1", "central", "device", "subject.erased"),
    *([], {}, [[]], [None], {"": None}, ["0" * 64], [1, "0" * 64], [[1, "0" * 64]], {"0" * 64: 1}),
    *({"0" * 64: [[1, "0" * 64]]}, {"0" * 64: [[1, 9]]}, {"0" * 64: [[9, 1]]}, [0] * 300),
)


def mutated(source: random.Random, seeds: list[bytes]) -> bytes:
    """One of the seeds, changed in one to four places."""
    data = source.choice(seeds)
    if source.random() < 0.6 and (changed := in_json(source, data)) is not None:
        return changed
    for _ in range(source.randint(1, 4)):
        data = source.choice(CHANGES)(source, data, seeds)
    return data[: 1 << 20]


def _flip(source: random.Random, data: bytes, _seeds: list[bytes]) -> bytes:
    if not data:
        return data
    at = source.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << source.randrange(8)]) + data[at + 1 :]


def _insert(source: random.Random, data: bytes, _seeds: list[bytes]) -> bytes:
    at = source.randint(0, len(data))
    return data[:at] + source.choice(WORDS) + data[at:]


def _replace(source: random.Random, data: bytes, _seeds: list[bytes]) -> bytes:
    start, end = sorted(source.randint(0, len(data)) for _ in range(2))
    return data[:start] + source.choice(WORDS) + data[min(end, start + 40) :]


def _cut(source: random.Random, data: bytes, _seeds: list[bytes]) -> bytes:
    start, end = sorted(source.randint(0, len(data)) for _ in range(2))
    return data[:start] + data[end:]


def _repeat(source: random.Random, data: bytes, _seeds: list[bytes]) -> bytes:
    start, end = sorted(source.randint(0, len(data)) for _ in range(2))
    return data[:end] + data[start:end] * source.choice((1, 2, 50)) + data[end:]


def _graft(source: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    other = source.choice(seeds)
    return data[: source.randint(0, len(data))] + other[source.randint(0, len(other)) :]


def _noise(source: random.Random, _data: bytes, _seeds: list[bytes]) -> bytes:
    return source.randbytes(source.choice((0, 1, 16, 64, 1_024)))


CHANGES = (_flip, _insert, _insert, _replace, _replace, _cut, _repeat, _graft, _noise)


def in_json(source: random.Random, data: bytes) -> bytes | None:
    """The same JSON with one to three of its values replaced, dropped, doubled; None if it is none.

    What stands behind the first line is kept.
    """
    line, end, rest = data.partition(b"\n")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    for _ in range(source.randint(1, 3)):
        value = _changed(source, value)
    written = json.dumps(value, ensure_ascii=source.random() < 0.8)
    if source.random() < 0.05 and written.startswith("{"):
        written = written[:-1] + "," + written[1:]
    return written.encode("utf-8", "surrogatepass") + end + rest


def _changed(source: random.Random, value: object) -> object:
    if isinstance(value, dict) and value and source.random() < 0.9:
        return _changed_object(source, value)
    if isinstance(value, list) and value and source.random() < 0.9:
        return _changed_list(source, value)
    if isinstance(value, int) and source.random() < 0.3:
        return value + source.choice((-1, 1, 2**32))
    return source.choice(VALUES)


def _changed_object(source: random.Random, value: dict[str, object]) -> object:
    name = source.choice([*value])
    if source.random() < 0.1:
        return {key: one for key, one in value.items() if key != name}
    if source.random() < 0.05:
        return {source.choice(["", "\ud800", "x", "0" * 64]): value[name], **value}
    return value | {name: _changed(source, value[name])}


def _changed_list(source: random.Random, value: list[object]) -> object:
    at = source.randrange(len(value))
    if source.random() < 0.1:
        return value[:at] + value[at + 1 :]
    if source.random() < 0.1:
        return value[:at] + [value[at]] * source.choice((2, 100)) + value[at + 1 :]
    return [*value[:at], _changed(source, value[at]), *value[at + 1 :]]

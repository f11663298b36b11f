import json
import threading
import tracemalloc

import pytest

from sync import strict

BAD = {
    "nothing": b"",
    "not JSON": b"{",
    "two": b"1 2",
    "not text": b"\xff",
    "another encoding": '{"a":1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "not a number": b"[NaN]",
    "infinity": b"[Infinity]",
    "less than everything": b"[-Infinity]",
    "a broken number": b"[1.5]",
    "a number with an exponent": b"[1e999]",
    "a huge number": b'{"turn":1000000000000000000000000000000}',
    "a number one too large": b"[9007199254740992]",
    "a number one too small": b"[-9007199254740992]",
    "a number that no machine holds": b"[%s]" % (b"9" * 5_000),
    "a huge number alone": b"9" * 400,
    "half a pair": rb'["\ud800"]',
    "the other half": rb'["\uDFFF"]',
    "half a pair as a name": rb'{"\ud800":1}',
    "halves in the wrong order": rb'["\udc00\ud800"]',
    "half a pair in bytes": b'["\xed\xa0\x80"]',
    "a name twice": b'{"a":1,"a":2}',
    "a name twice, once escaped": rb'{"a":1,"\u0061":2}',
    "a deep list": b"[" * 100_000 + b"]" * 100_000,
    "a deep list that does not end": b"[" * 100_000,
    "a deep object": b'{"a":' * 100_000,
    "deep behind brackets in a text": b'["]]]]]]]]",' + b"[" * 20 + b"]" * 21,
    "deep behind an escaped quote": rb'["\"]]]]]]]]",' + b"[" * 20 + b"]" * 21,
    "too long": b'"' + b"x" * 10_000 + b'"',
    "too many": b"[" + b"0," * 1_000 + b"0]",
    "a control in a text": b'["\x00"]',
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_none_of_us_would_write_is_one_error(data):
    with pytest.raises(strict.Malformed):
        strict.read(data, most=10_000, parts=1_000)


def test_half_a_pair_in_a_text_is_one_error():
    with pytest.raises(strict.Malformed):
        strict.read('["\ud800"]', most=100, parts=10)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, -1, 2**53 - 1, -(2**53) + 1, "", "é\N{GRINNING FACE}"),
        *([], {}, [[[]]], {"a": {"b": []}}, "[[[[[[[[[[[[", '\\"[[[[[[[[[[', "1" * 40),
    ],
)  # fmt: skip
def test_what_we_write_is_read_as_it_was_written(value):
    for escaped in (True, False):
        text = json.dumps([value], ensure_ascii=escaped)
        assert strict.read(text, most=1_000, parts=20) == [value]
        assert strict.read(text.encode(), most=1_000, parts=20) == [value]


def test_depth_is_counted_exactly():
    assert strict.read("[[[0]]]", most=9, parts=9, depth=3) == [[[0]]]
    with pytest.raises(strict.Malformed):
        strict.read("[[[0]]]", most=9, parts=9, depth=2)


def test_a_deep_list_ends_no_thread_with_a_small_stack():
    found = []

    def read():
        try:
            strict.read(b"[" * 1_000_000, most=2**20, parts=2**20)
        except strict.Malformed as error:
            found.append(error)

    before = threading.stack_size(128 << 10)
    try:
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert len(found) == 1


def test_things_are_counted_before_there_is_room_for_them():
    data = b"[" + b"[]," * 1_000_000 + b"[]]"
    tracemalloc.start()
    try:
        with pytest.raises(strict.Malformed):
            strict.read(data, most=len(data), parts=1_000)
        assert tracemalloc.get_traced_memory()[1] < len(data)
    finally:
        tracemalloc.stop()

"""A body that was packed comes back as it was, byte for byte, whatever a body may be."""

import json
import random

import pytest

from sync import entries
from sync.errors import ChainError
from sync.packing import WORDS, Packing, pack, unpack

ID, OTHER = "0123456789abcdef" * 2, "ff" * 16

BODIES = {
    "nothing": "{}",
    "a mark": f'{{"workshop":"{ID}","session":"{OTHER}","person":"{ID}","state":"present"}}',
    "the words alone": '{"a":' + json.dumps("".join(WORDS)) + "}",
    "an id in a text": f'{{"a":"see {ID}"}}',
    "an id in capitals": f'{{"a":"{ID.upper()}"}}',
    "a longer run of digits": f'{{"a":"{ID}{OTHER}","b":"{ID}0"}}',
    "an id as a name": f'{{"{ID}":1}}',
    "three hundred ids": '{"a":[' + ",".join(f'"{n:032x}"' for n in range(300)) + "]}",
    "quotes in a text": '{"a":"\\"' + ID + '\\""}',
    "tabs between": '{\t"a"\t:\t1\t}',
    "other scripts": '{"a":"Река 小雨 نجمة \U0001f9ff"}',
    "escaped control characters": '{"a":"\\u0001\\u0002\\n"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_comes_back_as_it_was(body):
    entries.check_body(body)
    assert unpack(pack(body)) == body


def test_any_json_comes_back_as_it_was():
    dice = random.Random(9)
    pieces = [*WORDS, ID, OTHER, f'"{ID}"', "é", "1", "\\", '"', " ", "\u2028"]
    for _ in range(2_000):
        text = "".join(dice.choices(pieces, k=dice.randrange(12)))
        body = json.dumps(
            {text: [text, dice.choice([ID, None, 3])]}, ensure_ascii=dice.random() < 0.5
        )
        assert unpack(pack(body)) == body


def test_whatever_mentions_an_id_holds_its_bytes_or_its_digits():
    for body in BODIES.values():
        for id in entries.mentioned(body):
            packed = pack(body)
            assert bytes.fromhex(id) in packed or id.encode() in packed


def test_a_mark_takes_less_than_half():
    body = BODIES["a mark"]
    assert len(pack(body)) < len(body) / 2


@pytest.mark.parametrize("packed", [b"", b"\x00\xff", "text"], ids=["none", "no text", "no bytes"])
def test_what_was_damaged_is_said_to_be(packed):
    with pytest.raises(ChainError, match="body_malformed"):
        unpack(packed)


def test_the_words_stay_as_they_are_stored():
    """Whoever must change this list leaves every log unreadable: only ever add at its end."""
    assert WORDS[:12] == (
        '{"workshop":', ',"session":', ',"person":', ',"state":"', '","way":"', '","at":"2',
        '"present"', "T0", '","', '":"', '":[', '"],"',
    )  # fmt: skip
    for word in WORDS:
        assert pack(word) != b"\0" + word.encode()


def test_many_come_back_as_they_were_whatever_came_before_them():
    packing = Packing()
    many = [f'{{"a":"{ID}","b":"{n % 300}"}}' for n in range(900)] + list(BODIES.values())
    packed = [packing.pack(body) for body in many]
    assert packed == [pack(body) for body in many]
    assert [packing.unpack(one) for one in packed] == many


def test_one_with_fewer_ids_than_its_text_names_was_damaged():
    packed = pack(BODIES["a mark"])
    with pytest.raises(ChainError):
        unpack(b"\x02" + packed[1:33] + packed[49:])

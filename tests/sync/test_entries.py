import json

import pytest

from sync import entries
from sync.entries import ERASED, GENESIS, Head
from sync.errors import ChainError

SUBJECT = "0123456789abcdef" * 2


def entry(key, body='{"a":1}', kind="thing.happened"):
    return entries.make(key.device, 1, 1, kind, GENESIS, body)


def test_an_entry_checks_out_with_and_without_its_body(key):
    whole = entry(key)
    entries.check(whole)
    entries.check(whole._replace(salt=None, body=None))


def test_the_same_body_never_gives_the_same_commitment(key):
    assert entry(key).commitment != entry(key).commitment


def test_the_header_is_json_in_a_fixed_order(key):
    made = entry(key)
    assert json.loads(made.header) == ["entry/1", *made[2:8]]
    assert " " not in made.header


BAD_BODIES = {
    "not json": ("{", "body_malformed"),
    "a list": ("[]", "body_malformed"),
    "a number": ("1", "body_malformed"),
    "empty": ("", "body_malformed"),
    "a newline": ('{\n"a":1}', "body_malformed"),
    "a carriage return": ('{\r"a":1}', "body_malformed"),
    "half a surrogate pair": ('{"a":"\\ud800"}', "body_malformed"),
    "a raw half of a pair": ('{"a":"\ud800"}', "body_malformed"),
    "deep": ('{"a":' + "[" * 100_000, "body_malformed"),
    "a letter hidden by an escape": ('{"a":"\\u0061"}', "body_malformed"),
    "too long": ('{"a":"' + "x" * 65_536 + '"}', "body_too_long"),
    "too long in bytes": ('{"a":"' + "é" * 40_000 + '"}', "body_too_long"),
}


@pytest.mark.parametrize(("body", "code"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_body_is_refused(body, code, key):
    with pytest.raises(ChainError) as caught:
        entry(key, body)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "body",
    ['{"a":"é"}', '{"a":"\\u00e9"}', '{"a":"\\\\u0061"}', '{ "a" : 1 }', '{"a":"\\u0007"}'],
    ids=["text", "escaped accent", "a backslash and letters", "spaces", "control character"],
)
def test_a_good_body_is_kept_as_given(body, key):
    assert entry(key, body).body == body


def altered(header, old, new):
    return header.replace(old, new, 1)


BAD_HEADERS = {
    "spaces": lambda e: altered(e.header, ",", ", "),
    "another format": lambda e: altered(e.header, "entry/1", "entry/2"),
    "seq zero": lambda e: altered(e.header, ",1,1,", ",0,1,"),
    "leading zero": lambda e: altered(e.header, ",1,1,", ",1,01,"),
    "negative": lambda e: altered(e.header, ",1,1,", ",1,-1,"),
    "a float": lambda e: altered(e.header, ",1,1,", ",1,1.0,"),
    "clock above the limit": lambda e: altered(e.header, ",1,1,", f",1,{2**53},"),
    "seq two after nothing": lambda e: altered(e.header, ",1,1,", ",2,2,"),
    "upper case": lambda e: e.header.upper(),
    "odd kind": lambda e: altered(e.header, "thing.happened", "thing happened"),
    "other digits": lambda e: altered(e.header, ",1,1,", ",١,1,"),
    "trailing newline": lambda e: e.header + "\n",
    "empty": lambda _: "",
}


@pytest.mark.parametrize("change", BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_a_bad_header_is_refused(change, key):
    made = entry(key)
    with pytest.raises(ChainError) as caught:
        entries.check(made._replace(header=change(made)))
    assert caught.value.code == "header_malformed"


TAMPERED = {
    "the id": (lambda e: e._replace(id="0" * 64), "id_wrong"),
    "the header": (lambda e: e._replace(header=altered(e.header, ",1,1,", ",1,2,")), "id_wrong"),
    "a field": (lambda e: e._replace(clock=9), "header_wrong"),
    "the device": (lambda e: e._replace(device="0" * 64), "header_wrong"),
    "the body": (lambda e: e._replace(body='{"a":2}'), "commitment_wrong"),
    "the salt": (lambda e: e._replace(salt=bytes(16)), "commitment_wrong"),
    "a short salt": (lambda e: e._replace(salt=b"x"), "body_malformed"),
    "no salt": (lambda e: e._replace(salt=None), "body_malformed"),
    "no body": (lambda e: e._replace(body=None), "body_malformed"),
}


@pytest.mark.parametrize(("change", "code"), TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_entry_is_refused(change, code, key):
    with pytest.raises(ChainError) as caught:
        entries.check(change(entry(key)))
    assert caught.value.code == code


def test_an_erasure_says_nothing_but_its_subject(key):
    entries.check(entry(key, entries.erasure(SUBJECT), ERASED))
    assert entries.erases(entry(key, entries.erasure(SUBJECT), ERASED)) == SUBJECT
    with pytest.raises(ChainError, match="erasure_malformed"):
        entries.check(entry(key, '{"subject":"' + SUBJECT + '","note":"x"}', ERASED))
    with pytest.raises(ChainError, match="subject_malformed"):
        entries.erasure("x")


def test_a_subject_is_found_anywhere_in_a_body():
    assert SUBJECT in entries.mentioned('{"p":"' + SUBJECT + '"}')
    assert SUBJECT in entries.mentioned('{"p":"a' + SUBJECT + 'ff"}')
    assert entries.mentioned('{"p":"0123"}') == set()


def test_a_signed_head_holds_for_that_head_only(key):
    head = Head(1, entry(key).id)
    signature = entries.sign_head(key, head)
    entries.check_head(key.device, head, signature)
    for other in (Head(2, head.id), Head(1, GENESIS)):
        with pytest.raises(ChainError, match="unsigned"):
            entries.check_head(key.device, other, signature)

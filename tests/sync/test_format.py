"""The worked example on the package's page is true."""

import re

import sync
from sync import entries, keys
from sync.entries import Head
from sync.keys import DeviceKey


def example():
    page = sync.__doc__.replace("\\\n", "")
    return dict(re.findall(r"^    (\w+) {2,}(.+)$", page, re.MULTILINE))


def test_the_worked_example_is_true():
    said = example()
    key = DeviceKey(bytes.fromhex(said["seed"]))
    assert key.device == said["device"]
    assert " ".join(keys.words(key.device)) == said["words"]
    salt = bytes.fromhex(said["salt"])
    assert entries.commit(salt, said["body"]) == said["commitment"]
    entry = entries.parse(said["header"])._replace(salt=salt, body=said["body"])
    assert entry.id == said["id"]
    entries.check(entry)
    assert entries.sign_head(key, Head(1, said["id"])).hex() == said["head"]


def test_the_page_names_every_role_that_is_signed():
    for role in ("head/1", "bundle/1", "receipt/1", "card/1"):
        assert role in sync.__doc__

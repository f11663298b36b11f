"""No bytes from outside do anything but what their parser declares.

`python -m tests.fuzzing` goes on for as long as one likes.
Keys and mutations are always the same, salts are not. What fails here belongs into `crashers.py`.
"""

import random
import zlib

import pytest

from tests.fuzzing.crashers import CRASHERS
from tests.fuzzing.mutations import mutated
from tests.fuzzing.targets import all_targets, tried

MUTATIONS = 2_000


@pytest.fixture(scope="module")
def targets():
    with all_targets() as found:
        yield {target.name: target for target in found}


def names():
    with all_targets() as found:
        return [target.name for target in found]


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", names())
def test_an_honest_input_is_taken(name, targets):
    target = targets[name]
    for seed in target.seeds:
        assert tried(target, seed) is None


@pytest.mark.parametrize("name", names())
def test_altered_inputs_raise_one_error_or_none(name, targets):
    target = targets[name]
    source = random.Random(zlib.crc32(name.encode()))
    for _ in range(int(MUTATIONS * target.share)):
        data = mutated(source, target.seeds)
        fault = tried(target, data)
        assert fault is None, (data, fault)


@pytest.mark.parametrize(("name", "data"), CRASHERS)
def test_what_slipped_once_does_not_slip_again(name, data, targets):
    assert tried(targets[name], data) is None

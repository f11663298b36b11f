"""Python's collector rests while entries come in, and is as it was afterwards, whatever happens."""

import gc

import pytest

from sync.collecting import without_collecting
from sync.entries import Have
from sync.errors import BundleError
from sync.replica import give, take


def test_it_rests_inside_and_is_awake_again_after(central, laptop):
    laptop.write(3)
    seen = []
    writing = central.writing
    central.writing = lambda change: (seen.append(gc.isenabled()), writing(change))[1]
    take(central, give(laptop, central.device, Have({}, {})).data)
    assert seen == [False]
    assert gc.isenabled()


def test_it_is_awake_again_after_a_refusal(central, laptop):
    with pytest.raises(BundleError):
        take(central, b"no bundle")
    with pytest.raises(KeyError), without_collecting():
        raise KeyError
    assert gc.isenabled()


def test_who_had_it_resting_finds_it_resting():
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()

import threading

import pytest

from sync import cards, central
from sync.entries import Have
from sync.errors import SyncError
from sync.replica import give
from tests.patience import PATIENCE
from tests.sync.simulator import Simulated


def test_a_card_says_who_answers():
    one = Simulated()
    card = cards.read(central.card(one, "Centre"))
    assert (card.device, card.name, card.role) == (one.device, "Centre", "central")
    one.close()


def test_codes_have_statuses():
    assert central.status("device_waiting") == 202
    assert central.status("damaged") == 400


def test_one_bundle_is_opened_at_a_time_and_a_stranger_waits_for_none(laptop, new, monkeypatch):
    """However many come together, they have the memory of one."""
    office = new()
    office.trust(laptop)
    data = give(laptop, office.device, Have({}, {})).data
    take, inside, most, go = central.take, [], [], threading.Event()

    def counted(*arguments, **named):
        inside.append(1)
        most.append(len(inside))
        go.wait(PATIENCE)
        taken = take(*arguments, **named)
        inside.pop()
        return taken

    monkeypatch.setattr(central, "take", counted)
    threads = [threading.Thread(target=central.receive, args=(office, data)) for _ in range(6)]
    for thread in threads:
        thread.start()
    with pytest.raises(SyncError, match="device_waiting"):
        central.receive(office, give(new(), office.device, Have({}, {})).data)
    go.set()
    for thread in threads:
        thread.join()
    assert most == [1] * 6

from sync import cards, central
from tests.sync.simulator import Simulated


def test_a_card_says_who_answers():
    one = Simulated()
    card = cards.read(central.card(one, "Centre"))
    assert (card.device, card.name, card.role) == (one.device, "Centre", "central")
    one.close()


def test_codes_have_statuses():
    assert central.status("device_waiting") == 202
    assert central.status("damaged") == 400

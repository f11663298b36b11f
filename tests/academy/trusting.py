"""Laptops as an attacker has them: they relay whom they like and erase what they like."""

from academy import actions, rules
from sync import central, entries, replica
from sync.entries import Head
from tests.meeting import meet

SEEDS = [*(("sqlite", seed) for seed in range(5)), ("postgres", 5), ("postgres", 6)]
"""Histories made by chance, and where the central copy that meets them has its log."""
WEEK = {
    "title": "Leadership week", "level": "regional", "country": "KE", "starts": "2017-04-24",
    "ends": "2017-04-28",
}  # fmt: skip


def planned(store, title="Leadership week", aliases=()):
    """A week with people in it; returns its id and theirs."""
    workshop = actions.plan_workshop(store, **{**WEEK, "title": title}, shape=rules.shape("five"))
    rows = [{"alias": alias} for alias in aliases]
    return workshop, actions.register_list(store, workshop=workshop, rows=rows)


def befriend(*laptops, centre):
    for laptop in laptops:
        meet(laptop, centre)


def exchange(laptop, centre):
    """Exchange until both have what they may have; return what central said came of it."""
    for _ in range(2):
        replica.take(laptop, central.receive(centre, bundle(laptop, centre)))


def bundle(laptop, centre):
    with laptop.reading() as (_log, peers):
        have = peers.get(centre.key.device).have
    return replica.give(laptop, centre.key.device, have).data


def relay(giver, laptop):
    """Put everything that `giver` wrote into a laptop's log, with the signature it needs."""
    with giver.reading() as (log, _peers):
        own = [e for e in log.since({}) if e.device == giver.key.device]
    if not own:
        return
    head = Head(own[-1].seq, own[-1].id)

    def change(log, _peers):
        log.merge(own)
        log.keep_heads([(giver.key.device, head, entries.sign_head(giver.key, head))])

    laptop.writing(change)


def erase(store, *subjects):
    """Write erasures as no page of ours would."""
    store.writing(lambda log, _peers: [log.erase(subject) for subject in subjects])


def bodies(store, device=None):
    """How many bodies are here, of one device or of all."""
    with store.reading() as (log, _peers):
        return sum(
            e.body is not None for e in log.since({}) if device in (None, e.device)
        )  # fmt: skip


def sound(*stores):
    """Every copy's log verifies, and its tables are what the log folds to."""
    for store in stores:
        with store.reading() as (log, _peers):
            log.verify()
        assert store.folds_to_the_same()

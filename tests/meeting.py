"""Two stores that trust each other, for whatever needs an exchange without the six words."""

from academy.store import Store


def meet(laptop: Store, centre: Store) -> None:
    """Each trusts the other, as after comparing six words."""
    for one, other, role in ((laptop, centre, "central"), (centre, laptop, "device")):
        _trust(one, other.key.device, role)


def _trust(store: Store, device: str, role: str) -> None:
    def change(_log, peers) -> None:
        peers.meet(device, "", role)
        peers.trust(device)

    store.writing(change)

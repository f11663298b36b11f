"""The same person twice: which id stands for which."""

from collections.abc import Sequence


def clusters(
    links: Sequence[tuple[str, str]], vetoes: Sequence[tuple[str, str]] = ()
) -> tuple[dict[str, str], set[str]]:
    """Which id stands for which: each linked id's canonical id, and the ids somebody must look at.

    The canonical id is the least of a connected component. A component that holds a vetoed pair
    isn't merged at all: its ids stand for themselves and are named in the second result.
    """
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in links:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    refused = {root(a) for a, b in vetoes if a in parent and b in parent and root(a) == root(b)}
    canonical = {item: root(item) for item in list(parent)}
    flagged = {item for item, top in canonical.items() if top in refused}
    return {item: item if item in flagged else top for item, top in canonical.items()}, flagged

"""Questions about what this version doesn't understand. It is kept and passed on all the same."""

from academy.projections.tables import Tables


def by_device(tables: Tables) -> dict[str, int]:
    """How many entries of each device are not understood here."""
    return {
        row["device"]: row["entries"]
        for row in tables.rows(
            "SELECT device, count(*) AS entries FROM not_understood GROUP BY device ORDER BY device"
        )
    }

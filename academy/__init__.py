"""What the academy means: courses, workshops, people with a role in them, and what happened there.

The rooms and the floors they stand on are drawn in README.md; tests/test_floors.py holds them.
"""

__version__ = "0.1.0"
__released__ = "2026-11-26T12:00"
"""When this version was made known, in UTC: raised with each version (see `academy.updates`)."""

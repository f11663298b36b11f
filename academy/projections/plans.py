"""Questions about the plans that teams have handed in."""

import json
from typing import Any

from academy.projections import same
from academy.projections.tables import Tables


def plans(tables: Tables, workshop: str) -> list[dict[str, Any]]:
    """The plans of a workshop as they were handed in last, by team: each with its `cells`.

    A plan that was handed in on two laptops stands twice: nobody here knows which is right.
    """
    asked = (
        "SELECT plan, workshop, team, course, worksheet, cells, at, max(stamp) AS stamp FROM plans"
        f" WHERE workshop IN (SELECT id FROM ({same.PARTS}))"
        " GROUP BY plan, workshop ORDER BY team, course, worksheet, stamp"
    )
    rows = tables.rows(asked, {"workshop": workshop})
    return [{**row, "cells": json.loads(row["cells"])} for row in rows]


def plan(tables: Tables, workshop: str, id: str) -> dict[str, Any] | None:
    """One of them, or None."""
    return next((row for row in plans(tables, workshop) if row["plan"] == id), None)

"""The districts of Bihar as a relation that a query can join."""

from __future__ import annotations

import sqlalchemy as sa

from hub.contracts import codes


def districts() -> sa.Values:
    """``district_lgd``, ``name_en``, ``name_hi`` of the 38 districts."""
    return sa.values(
        sa.column("district_lgd", sa.BigInteger),
        sa.column("name_en", sa.Text),
        sa.column("name_hi", sa.Text),
        name="district",
    ).data([(int(row["district_lgd"]), row["name_en"], row["name_hi"]) for row in codes.districts()])

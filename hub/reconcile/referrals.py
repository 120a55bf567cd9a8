"""Jan Darbar matters that belong to another door: rules as data, and the select of ``darbar_referrals``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from hub.errors import ContractInvalid
from hub.reconcile.cases import cases, reference
from hub.reconcile.places import districts
from hub.reconcile.sources import Sources

_FILE = Path(__file__).with_name("referrals.yaml")


@dataclass(frozen=True)
class Referral:
    """The departments and the categories, in lower case, whose matters belong to a door."""

    departments: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def fits(self, matters: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether a matter belongs to the door."""
        named = ((matters.c.department_name, self.departments), (matters.c.category, self.categories))
        return sa.or_(*(sa.func.lower(sa.func.btrim(column)).in_(names) for column, names in named if names))


@cache
def referrals(path: Path = _FILE) -> dict[str, Referral]:
    """What belongs to which door.

    Raises ``ContractInvalid`` for a door without departments or categories, or without a source.
    """
    found = {}
    for door, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        told = {name: tuple(item.lower() for item in entry.get(name) or ()) for name in ("departments", "categories")}
        if not any(told.values()) or not entry.get("source") or not entry.get("source_hi"):
            raise ContractInvalid("reconcile-rule-unsound", record=door, rule=door, file=path.name)
        found[door] = Referral(**told)
    return found


def darbar_referrals(at: Sources) -> sa.Select[Any]:
    """One row a matter that belongs to another door and is neither disposed of nor known there."""
    matters, places = at("jandarbar.grievances"), districts()
    columns = matters.c
    door = sa.case(*((referral.fits(matters), door) for door, referral in referrals().items()))
    address = sa.func.concat_ws(", ", columns.block_name, places.c.name_en, sa.literal("Bihar"))
    own, there = cases(at).alias("own"), cases(at).alias("there")
    is_known = sa.exists().where(
        own.c.door == "JANDARBAR", own.c.case_id == columns.unique_no,
        there.c.matter_id == own.c.matter_id, there.c.door == door,
    )  # fmt: skip
    return (
        sa.select(matters, door.label("belongs_to"), address.label("address"))
        .outerjoin(places, places.c.district_lgd == columns.district_lgd)
        .where(
            door.is_not(None),
            columns.grievance_status != "DISPOSED",
            reference(columns.related_reference_no).is_(None),
            ~is_known,
        )
    )

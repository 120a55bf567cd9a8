"""Jan Darbar matters that belong to another door: rules as data, and the select of ``darbar_referrals``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from hub.errors import ContractInvalid
from hub.reconcile.cases import reference
from hub.reconcile.places import districts
from hub.reconcile.sources import Sources

_FILE = Path(__file__).with_name("referrals.yaml")


@cache
def referrals(path: Path = _FILE) -> dict[str, tuple[str, ...]]:
    """Departments in lower case by the door to which their matters belong.

    Raises ``ContractInvalid`` for a door without departments or without a source.
    """
    found = {}
    for door, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        if not entry.get("departments") or not entry.get("source") or not entry.get("source_hi"):
            raise ContractInvalid("reconcile-rule-unsound", record=door, rule=door, file=path.name)
        found[door] = tuple(name.lower() for name in entry["departments"])
    return found


def darbar_referrals(at: Sources) -> sa.Select[Any]:
    """One row a matter that belongs to another door and is neither disposed of nor known there."""
    matters, places = at("jandarbar.grievances"), districts()
    columns = matters.c
    department = sa.func.lower(sa.func.btrim(columns.department_name))
    door = sa.case(*((department.in_(names), door) for door, names in referrals().items()))
    address = sa.func.concat_ws(", ", columns.block_name, places.c.name_en, sa.literal("Bihar"))
    return (
        sa.select(matters, door.label("belongs_to"), address.label("address"))
        .outerjoin(places, places.c.district_lgd == columns.district_lgd)
        .where(
            door.is_not(None),
            columns.grievance_status != "DISPOSED",
            reference(columns.related_reference_no).is_(None),
        )
    )

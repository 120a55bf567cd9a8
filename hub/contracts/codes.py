"""Code schemes and the crosswalks between them.

A code always carries its scheme: ``district_census2011`` 230 and ``district_lgd`` 230 are different places. Tables
stand in ``hub/reference/`` for schemes that many systems share, in ``connectors/<system>/codes/`` for a system's own.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from hub.contracts.registry import connector_folders
from hub.errors import ContractInvalid
from hub.settings import ROOT

_DISTRICTS = ROOT / "hub" / "reference" / "districts.csv"


def districts() -> list[dict[str, str]]:
    """The 38 districts of Bihar, one dict a row of ``hub/reference/districts.csv``."""
    with _DISTRICTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fold_name(name: str) -> str:
    """A place name without case, spaces, marks or brackets, for exact look-up in an alias table; never a guess."""
    kept = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[\s().\-']+", "", kept)


@cache
def crosswalk(from_scheme: str, to_scheme: str) -> Mapping[str, int]:
    """Codes of ``from_scheme`` to codes of ``to_scheme`` (only ``district_lgd`` is a goal today).

    Names are looked up folded (``fold_name``) under their English, Hindi and alias spellings.
    Raises ``ContractInvalid`` when there is no such table.
    """
    if to_scheme != "district_lgd":
        raise ContractInvalid("scheme-unknown", record=to_scheme, scheme=to_scheme)
    rows = districts()
    if from_scheme == "district_name":
        return {
            fold_name(name): int(row["district_lgd"])
            for row in rows
            for name in (row["name_en"], row["name_hi"], *row["aliases"].split("|"))
            if name
        }
    if rows and from_scheme in rows[0]:
        return {row[from_scheme]: int(row["district_lgd"]) for row in rows}
    for folder in connector_folders():
        for path in folder.glob(f"*/codes/{from_scheme}.csv"):
            with path.open(encoding="utf-8", newline="") as lines:
                return {row["code"]: int(row["district_lgd"]) for row in csv.DictReader(lines)}
    raise ContractInvalid("scheme-unknown", record=from_scheme, scheme=from_scheme)

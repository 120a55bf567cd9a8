"""Current records of the store by their ids (``<dataset>|<key>``), and whether a person may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console.masking import mask
from console.page import Page
from hub.contracts import Contract, contracts
from hub.store.records import versions


@dataclass(frozen=True)
class Stored:
    """One current record: its contract, its key, its values by field (none where the source withdrew it)."""

    record_id: str
    described: Contract
    key: str
    values: dict[str, Any] = field(repr=False)

    def shown(self, *, is_unmasked: bool) -> dict[str, Any]:
        """The values, personal ones masked unless they are unmasked."""
        return mask(self.values, self.described, is_unmasked=is_unmasked)


def stored(record_id: str) -> Stored | None:
    """The record; ``None`` for an id of no dataset."""
    dataset, _, key = record_id.partition("|")
    described = contracts().get(dataset)
    if described is None:
        return None
    known = versions(described, key)
    stands = known[0].values if known and known[0].known_to is None else {}
    return Stored(record_id, described, key, dict(stands))


def is_theirs(page: Page, record_id: str) -> bool:
    """Whether the record lies within the person's districts and departments."""
    if page.person.limits.is_none:
        return True
    found = stored(record_id)
    values = found.values if found else {}
    return page.person.is_theirs(values.get("district_lgd"), values.get("department_name"))

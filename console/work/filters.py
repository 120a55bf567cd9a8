"""The filters of the queue as they stand in its address, and what they mean to a person with limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from fastapi import HTTPException

from console.access import Person
from hub.contracts import contracts
from hub.quarantine import Filter
from hub.settings import today
from hub.store.tables import DECISIONS

AGES = (3, 7, 15, 30)
NO_DISTRICT = "0"


@dataclass(frozen=True)
class Choice:
    """One choice of filters, as texts. ``value`` is never a personal one: none such is kept for the queue."""

    system: str = ""
    dataset: str = ""
    reason: str = ""
    value: str = ""
    district: str = ""
    age: str = ""
    assignee: str = ""
    status: str = "open"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Choice:
        """From the address or a form; what is not a choice is refused with 404.

        ``reason_of`` names the dataset whose reason a form carries: with another dataset the reason falls away.
        """
        names = cls.__dataclass_fields__
        made = cls(**{name: str(given[name]).strip() for name in names if given.get(name)})
        known = contracts()
        is_sound = (
            (not made.dataset or made.dataset in known)
            and (not made.system or made.system in {item.system for item in known.values()})
            and made.status in DECISIONS
            and made.age in ("", *map(str, AGES))
            and (made.district == "" or made.district.isdecimal())
        )
        if not is_sound:
            raise HTTPException(404)
        if given.get("reason_of", made.dataset) != made.dataset:
            made = replace(made, reason="", value="")
        if made.dataset and made.system and known[made.dataset].system != made.system:
            made = replace(made, dataset="", reason="", value="")
        return made if made.dataset else replace(made, reason="", value="")

    @property
    def is_narrow(self) -> bool:
        """Whether any filter is set."""
        return self != Choice()

    def query(self, **changes: object) -> dict[str, object]:
        """The choice for an address, with changes; the usual status is left out."""
        told: dict[str, object] = {**asdict(self), **changes}
        if told.get("status") == "open":
            told["status"] = ""
        return told

    def fields(self) -> dict[str, str]:
        """The choice for the hidden fields of a form."""
        return {name: value for name, value in asdict(self).items() if value}

    def meant(self, person: Person) -> Filter:
        """The rows that are meant, cut to the person's districts and departments."""
        known = contracts()
        datasets: tuple[str, ...] = (self.dataset,) if self.dataset else ()
        if self.system and not self.dataset:
            datasets = tuple(item.id for item in known.values() if item.system == self.system)
        return Filter(
            datasets=datasets,
            status=self.status,
            reason=self.reason,
            value=self.value or None if self.reason else None,
            districts=frozenset({int(self.district)}) if self.district else None,
            assignee=self.assignee,
            received_until=today() - timedelta(days=int(self.age)) if self.age else None,
        ).within(person.limits.districts, person.limits.departments)

"""Which discrepancies are meant: one filter for lists, counts and what is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hub.errors import NotAllowed
from hub.reconcile.tables import STATUSES, discrepancy


@dataclass(frozen=True)
class Filter:
    """``None`` and empty are no limit.

    ``kind`` is the id of a rule; ``systems`` names one system or two (in either order); ``district`` is the LGD code;
    ``districts`` and ``departments`` are what a person is limited to; ``subject`` is the key of the record concerned,
    ``record`` finds what is said of one record of either system; ``status`` is open, sent, resolved or closed,
    ``None`` any.
    """

    kind: str | None = None
    severity: str | None = None
    systems: Sequence[str] = ()
    field: str | None = None
    district: int | None = None
    office: str | None = None
    districts: Collection[int] | None = None
    departments: Collection[str] | None = None
    subject: str | None = None
    record: str | None = None
    status: str | None = "open"

    def conditions(self, table: sa.FromClause = discrepancy) -> list[sa.ColumnElement[bool]]:
        """The filter on the discrepancies' table, or on another with its columns.

        Raises ``NotAllowed`` for a status that there is not.
        """
        if self.status is not None and self.status not in STATUSES:
            raise NotAllowed("discrepancy-choice", record=self.status, value=self.status, choices=", ".join(STATUSES))
        exact = {"kind": self.kind, "severity": self.severity, "field": self.field, "district_lgd": self.district,
                 "office": self.office, "subject": self.subject, "status": self.status}  # fmt: skip
        within = {"district_lgd": self.districts, "department": self.departments}
        found: list[Any] = [table.c[name] == value for name, value in exact.items() if value is not None]
        found += [table.c[name].in_(sorted(values)) for name, values in within.items() if values is not None]
        found += [sa.or_(table.c.system_a == system, table.c.system_b == system) for system in self.systems]
        if self.record is not None:
            found.append(sa.or_(*(table.c[name] == self.record for name in ("subject", "record_a", "record_b"))))
        return found

"""The districts and departments to which a person is limited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.desk.tables import person_limit
from hub.errors import NotAllowed


@dataclass(frozen=True)
class Limits:
    """LGD codes of districts, and names of departments; ``None`` where there is no limit of that kind."""

    districts: frozenset[int] | None = None
    departments: frozenset[str] | None = None

    @property
    def is_none(self) -> bool:
        """Whether the person sees the whole state."""
        return self.districts is None and self.departments is None

    def allow(self, *, district_lgd: int | None, department: str | None) -> bool:
        """Whether a record lies within; one that names no district lies within no limit of districts."""
        in_district = self.districts is None or district_lgd in self.districts
        return in_district and (self.departments is None or department in self.departments)


def limits_of(login: str) -> Limits:
    """The limits of a login."""
    return all_limits(login).get(login, Limits())


def all_limits(login: str | None = None) -> dict[str, Limits]:
    """The limits of every login that has any, or of one."""
    query = sa.select(person_limit).order_by(person_limit.c.login)
    if login is not None:
        query = query.where(person_limit.c.login == login)
    found: dict[str, dict[str, set[str]]] = {}
    with engine().connect() as connection:
        for row in connection.execute(query):
            found.setdefault(row.login, {}).setdefault(row.kind, set()).add(row.value)
    return {
        name: Limits(
            districts=frozenset(map(int, kinds["district"])) if "district" in kinds else None,
            departments=frozenset(kinds["department"]) if "department" in kinds else None,
        )
        for name, kinds in found.items()
    }


def set_limits(login: str, districts: Collection[int], departments: Collection[str], actor: str, reason: str) -> Limits:
    """Limit a login to these districts and departments; an empty collection takes the limit of that kind away.

    Audited. Raises ``NotAllowed`` without a login or a reason.
    """
    if not login.strip() or not reason.strip():
        raise NotAllowed("desk-limit-incomplete", record=login)
    rows = [{"login": login, "kind": "district", "value": str(code), "set_by": actor} for code in set(districts)]
    rows += [{"login": login, "kind": "department", "value": name, "set_by": actor} for name in set(departments)]
    with engine().begin() as connection:
        connection.execute(person_limit.delete().where(person_limit.c.login == login))
        if rows:
            connection.execute(person_limit.insert(), rows)
        audit.record(
            connection, actor=actor, action="person.limit", subject=login, reason=reason,
            districts=sorted(set(districts)), departments=sorted(set(departments)),
        )  # fmt: skip
    return Limits(frozenset(districts) or None, frozenset(departments) or None)

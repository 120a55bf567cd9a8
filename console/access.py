"""Who may do what: roles, their rights, and the districts and departments a person is limited to.

Seeing metadata, seeing personal data, deciding and re-running are separate rights. A page asks for rights by the
type of its first parameter: ``def queue(page: See) -> Response``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from hub.desk import Limits


class Right(StrEnum):
    """What a person may do at the console."""

    SEE = "see"  # what ran, what waits and why: no personal data
    PERSONAL = "personal"  # personal fields, for a stated purpose
    DECIDE = "decide"  # on rows, batches, alerts
    RERUN = "rerun"  # syncs and deliveries
    AUDIT = "audit"  # who did what
    ADMIN = "admin"  # who is limited to what


class Role(StrEnum):
    """The hub's roles; the auth manager's own are mapped to them in one place."""

    VIEWER = "viewer"
    STEWARD = "steward"
    IT_TEAM = "it_team"
    AUDITOR = "auditor"
    ADMIN = "admin"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE}),
    Role.STEWARD: frozenset({Right.SEE, Right.PERSONAL, Right.DECIDE}),
    Role.IT_TEAM: frozenset({Right.SEE, Right.RERUN}),
    Role.AUDITOR: frozenset({Right.SEE, Right.AUDIT}),
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True)
class Identity:
    """Who asks, as the auth manager knows them. ``role`` is ``None`` for a login without any role at the hub."""

    login: str
    name: str
    role: Role | None


@dataclass(frozen=True)
class Person:
    """An identity with its rights and its limits."""

    login: str
    name: str
    role: Role | None
    limits: Limits = field(default_factory=Limits)

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do."""
        return RIGHTS[self.role] if self.role else frozenset()

    def may(self, *rights: Right | str) -> bool:
        """Whether the person holds every one of the rights."""
        return set(map(Right, rights)) <= self.rights

    def is_theirs(self, district_lgd: int | None = None, department: str | None = None) -> bool:
        """Whether a record of that district and department lies within the person's limits.

        Of a record that names none, only a person without that limit can say that it is theirs.
        """
        return self.limits.allow(district_lgd=district_lgd, department=department)

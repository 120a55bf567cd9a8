"""The doors that ``doors.yaml`` declares: which field of a door's dataset says what about a case."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.contracts import contract
from hub.errors import ContractInvalid

_FILE = Path(__file__).with_name("doors.yaml")
FieldNames = str | tuple[str, ...]


class Door(BaseModel):
    """One door; every value but ``dataset`` and ``closed`` names fields of the dataset."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: str
    reference_no: str
    complainant_name: str
    district_lgd: str
    department_name: str
    office: str
    category: str
    text: str
    received_on: str
    status: str
    closed: tuple[str, ...] = Field(min_length=1)
    closed_on: FieldNames
    related: str

    @property
    def case_id(self) -> str:
        """The field that is the case's key."""
        return contract(self.dataset).key[0]

    def value(self, rows: sa.FromClause, name: str) -> sa.ColumnElement[Any]:
        """What ``rows`` of the dataset say of ``name``."""
        named: FieldNames = getattr(self, name)
        columns = [rows.c[field] for field in ((named,) if isinstance(named, str) else named)]
        return columns[0] if len(columns) == 1 else sa.func.coalesce(*columns)

    def is_closed(self, rows: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether the case is over."""
        return self.value(rows, "status").in_(self.closed)


@cache
def doors(path: Path = _FILE) -> dict[str, Door]:
    """The declared doors by name, in their order.

    Raises ``ContractInvalid`` naming the door that is unsound.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        try:
            found[name] = Door.model_validate(entry)
        except ValidationError as error:
            raise ContractInvalid("reconcile-rule-unsound", record=name, rule=name, file=path.name) from error
    return found

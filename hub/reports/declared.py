"""The reports as ``reports.yaml`` declares them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hub.errors import ContractInvalid, NotAllowed
from hub.reports.lists import LISTS

_FILE = Path(__file__).with_name("reports.yaml")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Level = Literal["state", "division", "district", "subdivision", "department"]


class Edition(BaseModel):
    """To whom a report is addressed, and to which areas it is cut for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str
    of: Level


class Section(BaseModel):
    """One part of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Literal["figures", "table", "rows", "comparison"]
    list: str = ""
    measures: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    top: int = 0
    nonzero: str = ""
    chart: str = ""
    of: tuple[Level, ...] = ()
    measure: str = ""
    columns: tuple[str, ...] = ()
    first: int = 100
    shares: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> Section:
        for name in self.lists:
            LISTS[name]
        if self.kind == "comparison":
            return self
        known = LISTS[self.list]
        named = {*self.measures, *filter(None, (self.measure, self.nonzero))}
        if not named or not named <= known.measures.keys():
            raise ValueError(f"{self.id}: {sorted(named - known.measures.keys())}")
        if not {*self.by, *self.columns} <= {*known.shown, "age_from", "late_from"}:
            raise ValueError(f"{self.id}: by, columns")
        if self.chart.partition("-")[0] not in ("", "bars", "stacked", "lines"):
            raise ValueError(f"{self.id}: chart")
        return self

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that the section counts."""
        return tuple(share.partition(".")[0] for share in self.shares) or (self.list,)


class Report(BaseModel):
    """One report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    every: Literal["daily", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    editions: tuple[Edition, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list that the report counts, each once."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.lists))

    def due(self, business_date: date) -> date:
        """The newest day, up to the date, on which the report is made."""
        if self.every == "daily":
            return business_date
        return business_date - timedelta(days=(business_date.weekday() - DAYS.index(self.every)) % 7)

    def roles(self, level: str) -> list[str]:
        """To whom an edition of an area of this level is addressed."""
        return [edition.role for edition in self.editions if edition.of == level]


@cache
def declared(path: Path = _FILE) -> dict[str, Report]:
    """All reports by name.

    Raises ``ContractInvalid`` when the file is unsound: a list, a measure or a column that there is not.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        try:
            found[name] = Report(name=name, **entry)
        except (ValidationError, KeyError) as error:
            raise ContractInvalid("report-unsound", record=name, report=name, file=path.name, why=str(error)) from error
    return found


def report(name: str) -> Report:
    """The report of that name; raises ``NotAllowed`` when there is none."""
    found = declared().get(name)
    if found is None:
        raise NotAllowed("report-unknown", record=name, report=name, next_command="hub reports list")
    return found

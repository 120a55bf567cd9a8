"""The rules of clocks, as ``rules.yaml`` states them: every limit, with the order or law that it comes from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hub.calendar.days import Days
from hub.errors import ContractInvalid

_FILE = Path(__file__).with_name("rules.yaml")
CARRIED = ("ddo_code", "district_lgd", "department", "office", "holder")
Condition = dict[str, tuple[str, ...] | Literal["filled", "empty"]]


class Value(BaseModel):
    """A value that is the same for all, a field of the record, or chosen by one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    literal: int | str | None = None
    field: str | None = None
    by: str | None = None
    of: dict[str, int | str] = Field(default_factory=dict)
    otherwise: int | str | None = None

    @model_validator(mode="before")
    @classmethod
    def _scalar(cls, given: Any) -> Any:
        return given if isinstance(given, dict) else {"literal": given}

    @model_validator(mode="after")
    def _one_way(self) -> Value:
        if sum(way is not None for way in (self.literal, self.field, self.by)) != 1:
            raise ValueError("one of a value, field or by")
        return self

    def possible(self) -> set[int | str]:
        """The values that the rule itself names."""
        return {value for value in (self.literal, self.otherwise, *self.of.values()) if value is not None}

    def of_row(self, view: sa.FromClause, type_: sa.types.TypeEngine[Any]) -> sa.ColumnElement[Any]:
        """The value for each row of ``view``."""
        if self.by is not None:
            chosen = {key: sa.literal(value, type_) for key, value in self.of.items()}
            return sa.case(chosen, value=sa.cast(view.c[self.by], sa.Text), else_=sa.literal(self.otherwise, type_))
        return sa.cast(view.c[self.field], type_) if self.field else sa.literal(self.literal, type_)


class Stopped(BaseModel):
    """When a clock is done, and the fields that say on which day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: tuple[Condition, ...] = Field(min_length=1)
    day: tuple[str, ...] = ()


class Rule(BaseModel):
    """One clock: what it reads, when it starts and stops, its limit, whom it concerns, when it rises a level."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    dataset: str
    view: str | None = None
    subject: str
    starts: str
    stopped: Stopped
    paused: tuple[Condition, ...] = ()
    limit: Value | None = None
    due: str | None = None
    days: Value
    office_class: Value
    on_closed_day: Literal["stays", "next_working"] = "stays"
    due_by_source: str | None = None
    carries: dict[Literal["ddo_code", "district_lgd", "department", "office", "holder"], str] = Field(
        default_factory=dict
    )
    facts: tuple[str, ...] = ()
    approaching: int = Field(ge=0)
    ladder: tuple[int, ...] = ()
    title_en: str = Field(min_length=1)
    title_hi: str = Field(min_length=1)
    source_en: str = Field(min_length=1)
    source_hi: str = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> Rule:
        if (self.limit is None) == (self.due is None):
            raise ValueError("either limit or due")
        if not self.days.possible() <= set(Days):
            raise ValueError(f"days: {self.days.possible()}")
        if self.limit and any(int(value) < 0 for value in self.limit.possible()):
            raise ValueError("a limit is not negative")
        if list(self.ladder) != sorted(set(self.ladder)):
            raise ValueError("the ladder rises")
        return self

    @property
    def limit_days(self) -> int:
        """The limit of a rule that has one for all. Raises ``ValueError`` for any other."""
        if self.limit is None or self.limit.literal is None:
            raise ValueError(self.name)
        return int(self.limit.literal)

    def limit_of(self, view: sa.FromClause) -> sa.ColumnElement[int]:
        """The limit in days of each row of ``view``; null where the rule gives the date itself."""
        return self.limit.of_row(view, sa.Integer()) if self.limit else sa.cast(sa.null(), sa.Integer)

    def title(self, language: str) -> str:
        """What the clock is called, in ``hi`` or ``en``."""
        return self.title_hi if language == "hi" else self.title_en

    def source(self, language: str) -> str:
        """The order or law, in ``hi`` or ``en``."""
        return self.source_hi if language == "hi" else self.source_en

    def is_stopped(self, view: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether the matter of a row is done."""
        return holds(self.stopped.when, view)

    def is_paused(self, view: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether the clock of a row has not started, or stands still."""
        return holds(self.paused, view)


def holds(conditions: tuple[Condition, ...], view: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether any of the conditions holds for a row, each with all its fields; never null."""

    def one(name: str, wanted: Any) -> sa.ColumnElement[bool]:
        column = view.c[name]
        if wanted == "filled":
            return column.is_not(None)
        if wanted == "empty":
            return column.is_(None)
        return sa.func.coalesce(sa.cast(column, sa.Text).in_(wanted), sa.false())

    return sa.or_(sa.false(), *(sa.and_(*(one(*item) for item in condition.items())) for condition in conditions))


@cache
def rules(path: Path = _FILE) -> dict[str, Rule]:
    """All rules by name, in the order of the file.

    Raises ``ContractInvalid`` when the file is unsound; a rule without a source is.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        try:
            found[name] = Rule(name=name, **entry)
        except ValidationError as error:
            why = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            raise ContractInvalid("clocks-rule-unsound", record=name, rule=name, file=path.name, why=why) from error
    return found

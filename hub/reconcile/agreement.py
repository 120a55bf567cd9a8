"""The rules of agreement between systems, as ``agreement.yaml`` states them, and their queries.

The file is written by people who know the offices; ``docs/reference/reconcile.md`` describes its words. A rule speaks
of the rows of one view (``hub.reconcile.views``) and finds those for which all its conditions hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy.dialects.postgresql import distinct_on

from hub.contracts import contracts
from hub.errors import ContractInvalid
from hub.reconcile.folding import FOLDS
from hub.reconcile.namesakes import judge, pairs_differ
from hub.reconcile.tables import discrepancy
from hub.reconcile.views import COLUMNS_OF, PERSONAL, Views

_FILE = Path(__file__).with_name("agreement.yaml")
_FIRST = ("rtps", "cpgram", "jandarbar", "hrms", "payroll", "sparrow")


@cache
def systems() -> tuple[str, ...]:
    """Whose owners are asked: payroll beside HRMS, and whatever system has a folder."""
    return (*_FIRST, *sorted({contract.system for contract in contracts().values()} - set(_FIRST)))


_LONGEST = 200  # letters of an office's name that are kept: an index holds it, and no index holds a text of any length
COLUMNS = (
    "kind", "severity", "system_a", "system_b", "subject", "field", "record_a", "record_b", "value_a", "value_b",
    "evidence", "district_lgd", "office", "department",
)  # fmt: skip


class Condition(BaseModel):
    """One condition on a column of the view; exactly one of the comparisons is given.

    ``in``/``not_in``: the value is (none) of these, an empty one is none of any; ``is_present``; ``contains_any``: the
    text holds one of these, capitals ignored; ``differs_from``: both are there and differ from each named column,
    compared ``as`` text, department or name; ``earlier_than``: both are there and the first is the earlier.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    one_of: tuple[str | bool, ...] | None = Field(None, alias="in")
    not_in: tuple[str, ...] | None = None
    is_present: bool | None = None
    contains_any: tuple[str, ...] | None = None
    differs_from: tuple[str, ...] | None = None
    compared_as: Literal["text", "department", "name"] = Field("text", alias="as")
    earlier_than: str | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Condition:
        given = (self.one_of, self.not_in, self.is_present, self.contains_any, self.differs_from, self.earlier_than)
        if sum(comparison is not None for comparison in given) != 1:
            raise ValueError(f"{self.field}: exactly one comparison is needed")
        return self

    def named(self) -> set[str]:
        """The columns it speaks of."""
        return {self.field, *(self.differs_from or ()), *([self.earlier_than] if self.earlier_than else ())}

    def holds(self, view: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition on the rows of ``view``."""
        column: sa.ColumnElement[Any] = view.c[self.field]
        if self.one_of is not None:
            return column.in_(self.one_of)
        if self.not_in is not None:
            return sa.func.coalesce(column.not_in(self.not_in), sa.true())
        if self.is_present is not None:
            return column.is_not(None) if self.is_present else column.is_(None)
        if self.contains_any is not None:
            lower = sa.func.lower(column)
            return sa.or_(*(lower.contains(word.lower(), autoescape=True) for word in self.contains_any))
        if self.earlier_than is not None:
            return column < view.c[self.earlier_than]
        others = [view.c[name] for name in self.differs_from or ()]
        if self.compared_as == "name":
            return sa.and_(*(sa.or_(other.is_(None), pairs_differ(column, other)) for other in others),
                           column.is_not(None), sa.or_(*(other.is_not(None) for other in others)))  # fmt: skip
        fold = FOLDS[self.compared_as]
        differs = [sa.func.coalesce(fold(column) != fold(other), sa.true()) for other in others]
        return sa.and_(column.is_not(None), sa.or_(*(other.is_not(None) for other in others)), *differs)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Literal["critical", "warning", "info"]
    about: str
    systems: tuple[str, str]
    owner: str
    subject: str
    records: tuple[str | None, str | None]
    field: str
    values: tuple[str | None, str | None]
    when: tuple[Condition, ...] = Field(min_length=1)
    words_en: str = Field(min_length=1)
    words_hi: str = Field(min_length=1)
    source_en: str = Field(min_length=1)
    source_hi: str = Field(min_length=1)

    @model_validator(mode="after")
    def _columns_exist(self) -> _Entry:
        if self.about not in COLUMNS_OF:
            raise ValueError(f"about: {self.about} is none of {', '.join(COLUMNS_OF)}")
        named = {self.subject, *self.records, *self.values, *(name for one in self.when for name in one.named())}
        unknown = named - set(COLUMNS_OF[self.about]) - {None}
        if unknown:
            raise ValueError(f"{self.about} has no column {', '.join(sorted(map(str, unknown)))}")
        strange = set(self.systems) - set(systems()) - set(COLUMNS_OF[self.about])
        if strange or self.owner not in self.systems:
            raise ValueError(
                f"systems: {', '.join(self.systems)}, of which one is the owner; known: {', '.join(systems())}"
            )
        return self


@dataclass(frozen=True)
class AgreementRule:
    """One rule of ``agreement.yaml``."""

    id: str
    entry: _Entry

    @property
    def severity(self) -> str:
        """critical, warning or info."""
        return self.entry.severity

    @property
    def systems(self) -> tuple[str, str]:
        """The first and the second system; ``system`` stands for the door of the complaint."""
        return self.entry.systems

    @property
    def owner(self) -> str:
        """The system that usually has to put its record right, as in ``systems``."""
        return self.entry.owner

    @property
    def field(self) -> str:
        """What the two systems disagree on."""
        return self.entry.field

    def words(self, language: str) -> str:
        """The rule in a sentence, in ``hi`` or ``en``."""
        return self.entry.words_hi if language == "hi" else self.entry.words_en

    def source(self, language: str) -> str:
        """The order or reasoning it comes from."""
        return self.entry.source_hi if language == "hi" else self.entry.source_en

    def prepare(self, views: Views) -> None:
        """Judge the spellings of names that its conditions compare and that nobody compared before."""
        for condition in self.entry.when:
            if condition.compared_as == "name":
                for other in condition.differs_from or ():
                    judge(views.at.connection, views(self.entry.about), condition.field, other)

    def query(self, views: Views) -> sa.Select[Any]:
        """The discrepancies that it finds, with ``COLUMNS``; one a subject, the newest record first."""
        entry = self.entry
        view = views(entry.about)

        def system(name: str) -> Any:
            return sa.literal(name) if name in systems() else view.c[name]

        first, second = ((view.c[name] if name else sa.null()) for name in entry.values)
        both = sa.func.concat(sa.cast(first, sa.Text), "\x1f", sa.cast(second, sa.Text))
        evidence = sa.func.encode(sa.func.sha256(sa.func.convert_to(both, "UTF8")), "hex")
        columns: dict[str, Any] = {
            "kind": sa.literal(self.id), "severity": sa.literal(entry.severity),
            "system_a": system(entry.systems[0]), "system_b": system(entry.systems[1]),
            "subject": view.c[entry.subject], "field": sa.literal(entry.field),
            "record_a": view.c[entry.records[0]] if entry.records[0] else sa.null(),
            "record_b": view.c[entry.records[1]] if entry.records[1] else sa.null(),
            "value_a": sa.null() if entry.values[0] in PERSONAL else first,
            "value_b": sa.null() if entry.values[1] in PERSONAL else second,
            "evidence": evidence, "district_lgd": view.c.district_lgd,
            **{name: sa.func.left(view.c[name], _LONGEST) for name in ("office", "department")},
        }  # fmt: skip
        made = [sa.cast(columns[name], discrepancy.c[name].type).label(name) for name in COLUMNS]
        found = sa.select(*made).where(*(condition.holds(view) for condition in entry.when))
        subject = sa.cast(columns["subject"], discrepancy.c.subject.type)
        last = sa.cast(columns["record_a"], discrepancy.c.subject.type)
        return found.ext(distinct_on(subject)).order_by(subject, last.desc())


@cache
def rules_of_agreement(path: Path = _FILE) -> dict[str, AgreementRule]:
    """All rules by id, in the order of the file.

    Raises ``ContractInvalid`` naming the rule that is unsound and why.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        try:
            found[name] = AgreementRule(name, _Entry.model_validate(entry))
        except ValidationError as error:
            reason = "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors())
            raise ContractInvalid("agreement-rule-unsound", record=name, rule=name, reason=reason) from error
    return found

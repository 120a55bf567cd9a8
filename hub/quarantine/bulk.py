"""One decision on many rows: a fix by rule, looked at before it is made; a refusal; an assignment.

A job is bounded (``LIMIT`` rows) and one transaction. Every row of it is an ordinary fix or refusal with its own row of
the audit; rows that still fail something critical are left as they are and told.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, Protocol

import pyarrow as pa
import sqlalchemy as sa

from hub import audit
from hub.contracts import Contract, contract
from hub.database import engine
from hub.errors import NotAllowed
from hub.landing.wire import text_at, value_of
from hub.quarantine import queue
from hub.quarantine.decide import demand_no_aadhaar, demand_reason
from hub.quarantine.links import Link, as_written, elsewhere, links
from hub.quarantine.queue import Filter
from hub.quarantine.recheck import check_again, edited, references
from hub.quarantine.rows import COLUMNS, Row
from hub.store.tables import quarantine

LIMIT = 5_000
SAMPLES = 10
_STRAY = " \"'`.,;:"  # around a value, never part of one
_JOINERS = "\u200c\u200d"  # part of how Devanagari is written


class Rule(Protocol):
    """How a value is mended."""

    def changes(self, described: Contract, waiting: Sequence[Row]) -> list[dict[str, str | None]]:
        """New values by field for each row; empty where the rule has nothing to say."""
        ...


@dataclass(frozen=True)
class Trim:
    """Blanks within and signs around a value are tidied. Without a field: each field that fails."""

    field: str = ""

    def changes(self, described: Contract, waiting: Sequence[Row]) -> list[dict[str, str | None]]:
        """Only values that the tidying changes."""
        found = []
        for item in waiting:
            values = _values(described, item)
            names = [self.field] if self.field else _failing(described, item)
            tidy = {name: tidied(values.get(name)) for name in names}
            found.append({name: value for name, value in tidy.items() if value != values.get(name)})
        return found


@dataclass(frozen=True)
class MapValue:
    """Rows whose ``field`` is written as ``before`` get ``after``, as the source should have written it."""

    field: str
    before: str
    after: str

    def changes(self, described: Contract, waiting: Sequence[Row]) -> list[dict[str, str | None]]:
        """Only rows with just that value."""
        before = unicodedata.normalize("NFC", self.before.strip())
        return [
            {self.field: self.after.strip()} if _values(described, item).get(self.field) == before else {}
            for item in waiting
        ]


@dataclass(frozen=True)
class SetFrom:
    """``field`` gets the value that another dataset's current row of the same thing has in ``other_field``; where
    that dataset knows none, or several that differ, nothing is set."""

    field: str
    dataset: str
    other_field: str

    def changes(self, described: Contract, waiting: Sequence[Row]) -> list[dict[str, str | None]]:
        """One look-up for all rows."""
        link = next((item for item in links(described) if item.dataset == self.dataset), None)
        if link is None or self.other_field not in {item.name for item in contract(self.dataset).fields}:
            raise NotAllowed("quarantine-no-link", record=described.id, dataset=described.id, other=self.dataset)
        own = [_values(described, item).get(link.field) for item in waiting]
        table = self._looked_up(link, {value for value in own if value})
        found = []
        for item, value in zip(waiting, own, strict=True):
            given = table.get(value or "", set())
            written = as_written(described.field(self.field), next(iter(given))) if len(given) == 1 else None
            is_new = written is not None and written != _values(described, item).get(self.field)
            found.append({self.field: written} if is_new else {})
        return found

    def _looked_up(self, link: Link, values: set[str]) -> dict[str, set[Any]]:
        table: dict[str, set[Any]] = {}
        for row in elsewhere(link, sorted(values), list(dict.fromkeys((link.other_field, self.other_field)))):
            if row[self.other_field] is not None:
                table.setdefault(str(row[link.other_field]), set()).add(row[self.other_field])
        return table


@dataclass(frozen=True)
class Sample:
    """What would become of one row: its fields before and after, and what it still fails (empty: it passes).
    Values may be personal."""

    id: int
    key: str | None
    before: dict[str, str | None] = field(repr=False)
    after: dict[str, str | None] = field(repr=False)
    still_fails: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What a rule would do: rows looked at, rows that it changes, rows that would then pass. ``still_fails`` counts
    what keeps the others. ``up_to`` is the last row looked at; give it back in the filter so that just these rows are
    mended. ``is_whole``: no row of the filter was left out for the limit."""

    matched: int
    changed: int
    passing: int
    still_fails: dict[str, int]
    samples: list[Sample]
    up_to: int
    is_whole: bool


@dataclass(frozen=True)
class Done:
    """Rows that were fixed (refused, assigned), and rows that stay as they are."""

    done: int
    left: int
    datasets: list[str] = field(default_factory=list)


def preview(rule: Rule, chosen: Filter) -> Preview:
    """What the rule would do to the filter's rows; changes nothing. Raises ``NotAllowed`` for a rule that does not fit
    the dataset."""
    with engine().connect() as connection:
        waiting, is_whole = _waiting(connection, chosen)
    mended = _mended(rule, waiting)
    counted = Counter(reason for item in mended for reason in item.still_fails)
    both = sorted(mended, key=lambda item: bool(item.still_fails))
    samples = both[: SAMPLES - 3] + [item for item in both[SAMPLES - 3 :] if item.still_fails][:3]
    return Preview(
        matched=len(waiting),
        changed=len(mended),
        passing=sum(not item.still_fails for item in mended),
        still_fails=dict(counted.most_common()),
        samples=samples,
        up_to=max((item.id for item in waiting), default=0),
        is_whole=is_whole,
    )


def fix_many(rule: Rule, chosen: Filter, actor: str, reason: str) -> Done:
    """Fix by rule every row of the filter that then passes its suite. Raises as ``fix`` does for what was typed."""
    demand_reason("bulk", reason)
    for name in ("before", "after"):
        demand_no_aadhaar("bulk", getattr(rule, name, None))
    with engine().begin() as connection:
        waiting, _is_whole = _waiting(connection, chosen, for_update=True)
        known = {item.id: item for item in waiting}
        passing = [item for item in _mended(rule, waiting) if not item.still_fails]
        edits = [(known[item.id].edit or {}) | item.after for item in passing]
        _decide(connection, edits, [known[item.id] for item in passing], "fixed", actor, reason)
    return Done(len(passing), len(waiting) - len(passing), sorted({known[item.id].dataset for item in passing}))


def refuse_many(chosen: Filter, actor: str, reason: str) -> Done:
    """Refuse every row of the filter (at most ``LIMIT``), with one reason."""
    demand_reason("bulk", reason)
    with engine().begin() as connection:
        waiting, _is_whole = _waiting(connection, chosen, for_update=True)
        _decide(connection, [None] * len(waiting), waiting, "refused", actor, reason)
    return Done(len(waiting), 0, sorted({item.dataset for item in waiting}))


def assign(chosen: Filter, assignee: str | None, actor: str) -> Done:
    """Give every row of the filter (at most ``LIMIT``) to a person, or to nobody (``None``)."""
    with engine().begin() as connection:
        found = queue.ids(connection, chosen, LIMIT)
        if found:
            moved = quarantine.update().where(quarantine.c.id.in_(found)).values(assignee=assignee)
            connection.execute(moved)
            audit.record(
                connection, actor=actor, action="quarantine.assigned", subject=assignee or "-", rows=len(found),
                first=found[0], last=found[-1],
            )  # fmt: skip
    return Done(len(found), 0)


def tidied(value: str | None) -> str | None:
    """A value without invisible characters, with single blanks within and without stray signs around."""
    if value is None:
        return None
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", value)
        if letter.isspace() or letter in _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf")
    )
    return " ".join(plain.split()).strip(_STRAY) or None


def _waiting(connection: sa.Connection, chosen: Filter, *, for_update: bool = False) -> tuple[list[Row], bool]:
    """The filter's rows that are open to a decision, by batch and position."""
    if chosen.status != "open":
        raise NotAllowed("quarantine-bulk-open-only", status=chosen.status)
    found = queue.ids(connection, chosen, LIMIT + 1)
    query = sa.select(*COLUMNS).where(quarantine.c.id.in_(found[:LIMIT]), quarantine.c.status == "open")
    query = query.where(quarantine.c.superseded_by.is_(None)).order_by(quarantine.c.id)
    rows = connection.execute(query.with_for_update() if for_update else query).mappings()
    return [Row(**row) for row in rows], len(found) <= LIMIT


def _mended(rule: Rule, waiting: Sequence[Row]) -> list[Sample]:
    """The rows that the rule changes, checked again by batch."""
    reference = cache(references)
    mended: list[Sample] = []
    for dataset, of_dataset in groupby(sorted(waiting, key=lambda item: (item.dataset, item.batch_id)), _dataset):
        described, rows = contract(dataset), list(of_dataset)
        if (name := getattr(rule, "field", "")) and name not in {item.name for item in described.wire_fields}:
            raise NotAllowed("quarantine-rule-field", record=dataset, dataset=dataset, field=name)
        changed = [(item, new) for item, new in zip(rows, rule.changes(described, rows), strict=True) if new]
        for batch_id, part in groupby(changed, lambda pair: pair[0].batch_id):
            pairs = list(part)
            records = [edited(described, item.record, (item.edit or {}) | new) for item, new in pairs]
            stays = _failing_by_row(check_again(described, batch_id, records, reference).failures, len(records))
            for (item, new), reasons in zip(pairs, stays, strict=True):
                values = _values(described, item)
                before = {name: values.get(name) for name in new}
                mended.append(Sample(item.id, item.key, before, new, reasons))
    return sorted(mended, key=lambda item: item.id)


def _failing_by_row(failures: pa.Table, rows: int) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(rows)]
    for failure in failures.to_pylist():
        if failure["severity"] == "critical":
            found[failure["ordinal"]].append(str(failure["expectation"]))
    return found


def _decide(
    connection: sa.Connection, edits: Sequence[Mapping[str, str | None] | None], rows: Sequence[Row], status: str,
    actor: str, reason: str,
) -> None:  # fmt: skip
    if not rows:
        return
    connection.execute(  # one statement, for triggers follow each
        sa.text(
            "update hub.quarantine q set status = :status, edit = v.edit, decided_by = :actor, reason = :reason, "
            "decided_at = now(), version = version + 1 "
            "from unnest(cast(:ids as bigint[]), cast(cast(:edits as text[]) as jsonb[])) v (id, edit) "
            "where q.id = v.id"
        ),
        {
            "status": status, "actor": actor, "reason": reason.strip(), "ids": [item.id for item in rows],
            "edits": [None if edit is None else json.dumps(edit, ensure_ascii=False) for edit in edits],
        },
    )  # fmt: skip
    entries = [
        {
            "actor": actor, "action": f"quarantine.{status}", "subject": f"quarantine/{item.id}",
            "reason": reason.strip(),
            "details": {"dataset": item.dataset, "batch_id": item.batch_id, "ordinal": item.ordinal, "is_bulk": True,
                        "fields": sorted(edit or {})},
        }
        for edit, item in zip(edits, rows, strict=True)
    ]  # fmt: skip
    audit.record_all(connection, entries)


def _values(described: Contract, item: Row) -> dict[str, str | None]:
    """The row's values as received, with the steward's edits, by field."""
    body = value_of(item.record)
    return {each.name: text_at(body, each.path) for each in described.wire_fields} | (item.edit or {})


def _failing(described: Contract, item: Row) -> list[str]:
    """The fields from the source that the row fails on."""
    origins = {each.name: each.derived_from or each.name for each in described.fields}
    named = [failure["field"] for failure in item.failures if failure["severity"] == "critical"]
    return list(dict.fromkeys(origins[name] for name in named if name in origins))


def _dataset(item: Row) -> str:
    return item.dataset


__all__ = [
    "LIMIT", "Done", "MapValue", "Preview", "Rule", "Sample", "SetFrom", "Trim", "assign", "fix_many", "preview",
    "refuse_many", "tidied",
]  # fmt: skip

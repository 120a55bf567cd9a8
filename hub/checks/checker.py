"""Checks one batch: every chunk row by row, then what only the whole batch shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.checks.batch import Facts, holds_of, notes_of
from hub.checks.contest import KeyContest
from hub.checks.engine.columns import Columns
from hub.checks.engine.plan import NOT_NULL, Rule, compile_suite, day_parameters
from hub.checks.engine.results import Tally, validation_result
from hub.checks.suite import Suite
from hub.checks.verdicts import FAILURES_SCHEMA, BatchReport, Severity, Verdicts
from hub.contracts.exchange import Window
from hub.contracts.model import Contract
from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk

Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class CheckContext:
    """What checking needs to know beside the rows.

    ``control_total``: the source's own count, ``None`` where it keeps none. ``landed``: records that the manifest says
    were landed. ``previous_rows``: rows received in the last good batch of the dataset, ``None`` before the first.
    ``reference(dataset, field)``: the values of another dataset's current rows, ``None`` while it has none.
    """

    window: Window
    control_total: int | None = None
    landed: int | None = None
    previous_rows: int | None = None
    reference: Callable[[str, str], pa.Array | None] = field(default=lambda dataset, name: None)


class Checker:
    """Checks the chunks of one batch in order; ``finish`` comes once, after the last.

    Raises ``ContractInvalid`` when the suite is unsound.
    """

    def __init__(self, contract: Contract, suite: Suite, context: CheckContext) -> None:
        self.contract = contract
        self.suite = suite
        self.context = context
        types = {item.name: ARROW_TYPES[item.type] for item in contract.fields}
        self._rules = compile_suite(suite, types, day_parameters(context.window.business_date), context.reference)
        self._tallies = {rule.expectation.id: Tally() for rule in self._rules}
        self._sources = {item.name: item.derived_from for item in contract.fields if item.is_derived}
        needed = {rule.expectation.field for rule in self._rules if rule.expectation.type == NOT_NULL}
        self._unguarded_key = [name for name in contract.key if name not in needed]
        self._contest = KeyContest(contract)
        self._failed: Counter[str] = Counter()
        self._facts = Facts()

    def check(self, chunk: Chunk) -> Verdicts:
        """Every failure of the chunk's rows. A failed row's other fields are still judged; a field whose value could
        not be read, and fields derived from it, fail for that alone; a tombstone is judged by its key only."""
        columns = Columns(chunk.table)
        ordinals: Rows = columns[ORDINAL].to_numpy()
        tombstones = _tombstones(chunk)
        found = _Failures()
        unread = self._unreadable(chunk, ordinals, tombstones, found)
        self._missing_keys(columns, ordinals, tombstones, unread, found)
        for rule in self._rules:
            if rule.missing_reference:
                continue
            rows = self._evaluate(rule, columns, tombstones, unread)
            if len(rows):
                found.add(ordinals[rows], rule.expectation.id, rule.expectation.field, rule.expectation.severity)
        verdicts = Verdicts(found.table())
        self._failed.update(found.counts)
        quarantined = found.critical()
        taking_part = np.ones(chunk.rows, bool)
        taking_part[np.searchsorted(ordinals, quarantined)] = False
        self._contest.add(columns, ordinals, taking_part)
        self._facts.take(chunk, len(quarantined))
        return verdicts

    def finish(self) -> BatchReport:
        """What the whole batch shows: repeated and conflicting keys, holds and notes."""
        outcome = self._contest.decide()
        late = _Failures()
        if len(outcome.conflicting):
            late.add(outcome.conflicting, "key_conflict", ",".join(self.contract.key), Severity.CRITICAL)
        self._failed.update(late.counts)
        self._facts.quarantined += len(outcome.conflicting)
        return BatchReport(
            received=self._facts.received,
            repeated=outcome.repeated.tolist(),
            late_failures=late.table(),
            holds=holds_of(self.contract, self.suite, self.context, self._facts),
            failed_by_expectation=dict(self._failed),
            notes=notes_of(self._rules, self._facts),
            validation=validation_result(
                self.suite, self._rules, self._tallies, self._facts.received, outcome.sharing, self.context
            ),
        )

    def _evaluate(self, rule: Rule, columns: Columns, tombstones: Rows, unread: dict[str, Rows]) -> Rows:
        tally = self._tallies[rule.expectation.id]
        try:
            rows = rule.rows(columns)
        except Exception as error:  # whatever evaluating raises holds the batch; it is told by kind, never by value
            tally.error = type(error).__name__
            self._facts.errors[rule.expectation.id] = tally.error
            return np.empty(0, np.int64)
        if len(rows) and len(tombstones):
            rows = np.setdiff1d(rows, tombstones, assume_unique=True)
        name = rule.expectation.field
        if len(rows) and name in unread:
            rows = np.setdiff1d(rows, unread[name], assume_unique=True)
        if len(rows) and name in self._sources:
            missing = columns[self._sources[name]].is_null().to_numpy(zero_copy_only=False)
            rows = rows[~missing[rows]]
        tally.add(columns, rule, len(rows))
        return rows

    def _unreadable(self, chunk: Chunk, ordinals: Rows, tombstones: Rows, found: _Failures) -> dict[str, Rows]:
        """Failures of what could not be read; positions in the chunk by field."""
        by_rule: dict[tuple[str, str], list[int]] = {}
        for item in chunk.unreadable:
            by_rule.setdefault((item.rule, item.field), []).append(item.ordinal)
        positions: dict[str, Rows] = {}
        for (rule, name), listed in by_rule.items():
            rows = np.searchsorted(ordinals, np.unique(np.asarray(listed, np.int64)))
            if len(tombstones) and name not in self.contract.key:
                rows = np.setdiff1d(rows, tombstones, assume_unique=True)
            positions[name] = np.union1d(positions.get(name, rows), rows)
            if len(rows):
                found.add(ordinals[rows], f"{rule}:{name}", name, Severity.CRITICAL)
        return positions

    def _missing_keys(
        self, columns: Columns, ordinals: Rows, tombstones: Rows, unread: dict[str, Rows], found: _Failures
    ) -> None:
        """``key_missing`` for tombstones, and for key fields that the suite does not guard itself."""
        for name in self.contract.key:
            if not columns[name].null_count:
                continue
            rows: Rows = pc.indices_nonzero(columns[name].is_null()).to_numpy().astype(np.int64)
            if name not in self._unguarded_key:
                rows = np.intersect1d(rows, tombstones, assume_unique=True)
            if name in unread:
                rows = np.setdiff1d(rows, unread[name], assume_unique=True)
            if len(rows):
                found.add(ordinals[rows], "key_missing", name, Severity.CRITICAL)


class _Failures:
    """Failures as they are found, told as one table."""

    def __init__(self) -> None:
        self._parts: list[tuple[Rows, str, str, Severity]] = []

    def add(self, ordinals: Rows, expectation: str, name: str, severity: Severity) -> None:
        self._parts.append((ordinals, expectation, name, severity))

    @property
    def counts(self) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for ordinals, expectation, _name, _severity in self._parts:
            counted[expectation] += len(ordinals)
        return counted

    def critical(self) -> Rows:
        parts = [ordinals for ordinals, _id, _name, severity in self._parts if severity is Severity.CRITICAL]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)

    def table(self) -> pa.Table:
        lengths = [len(ordinals) for ordinals, _id, _name, _severity in self._parts]
        if not lengths:
            return FAILURES_SCHEMA.empty_table()
        index = pa.array(np.repeat(np.arange(len(lengths), dtype=np.int32), lengths))
        texts = [pa.array([str(part[place]) for part in self._parts], pa.string()).take(index) for place in (1, 2, 3)]
        return pa.Table.from_arrays(
            [pa.array(np.concatenate([part[0] for part in self._parts]), pa.int64()), *texts], schema=FAILURES_SCHEMA
        )


def _tombstones(chunk: Chunk) -> Rows:
    marks = chunk.is_tombstone
    if not marks.true_count:
        return np.empty(0, np.int64)
    rows: Rows = pc.indices_nonzero(marks).to_numpy().astype(np.int64)
    return rows

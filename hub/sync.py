"""The three steps that bring one dataset's business date in: land, check, store.

Each step may be killed anywhere and run again: what is planned is landed, what is landed is checked, what is checked
is stored, once. DAG tasks and the command line call these doors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import Any

import pyarrow as pa

from hub.checks import CheckContext, Checker, docs, load_suite
from hub.checks.suite import suite_path
from hub.checks.verdicts import Verdicts
from hub.connections import connection
from hub.contracts import Contract, Window, WindowKind, connector, contract, select
from hub.database import engine
from hub.errors import BatchHeld, HubError, NotAllowed, SourceBroken, SourceUnavailable
from hub.landing import land, read, read_manifest
from hub.places import reached
from hub.quarantine import mappings
from hub.quarantine.replay import is_waiting, replay
from hub.settings import today
from hub.store import ledger, merge, reference, stage
from hub.store.ledger import Batch

Progress = Callable[[str], None]


def plan_window(described: Contract, business_date: date) -> Window:
    """What to ask the source for ``business_date``.

    A date that is stored already asks the same question again. ``changes``: since the last stored window's ``until``
    on or before that date, less ``lookbackDays``; ``None`` (everything) before the first. ``month``: the last month
    closed before the date.
    """
    last = ledger.last_stored(described.id, on_or_before=business_date)
    if last is not None and last.business_date == business_date:
        return last.window
    month, since = None, None
    if described.window is WindowKind.MONTH:
        month = (business_date.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    elif described.window is WindowKind.CHANGES and last is not None:
        since = last.window.until - timedelta(days=described.lookback_days)
    return Window(described.id, business_date, since, business_date, month)


def land_batch(dataset: str, business_date: date) -> str:
    """Land the date's window and return the batch's id.

    A batch that was planned, landed or checked before and not stored goes on under its own id; otherwise this is the
    next sequence of the date. Pages equal to those stored for the date make it ``unchanged``. Raises what the source
    raises, ``NotConfigured``, and ``NotAllowed`` for a date too far ahead (``ledger.demand_near``).
    """
    described = contract(dataset)
    ledger.demand_near(business_date)
    with _step("land", dataset) as details, ledger.exclusive(dataset):
        earlier = ledger.of_date(dataset, business_date)
        known = earlier[0] if earlier and earlier[0].status in ledger.OPEN else None
        known = known or ledger.plan(plan_window(described, business_date))
        details["batch_id"] = known.batch_id
        if known.status == "planned":
            _land(described, known, earlier)
        return known.batch_id


def _land(described: Contract, known: Batch, earlier: list[Batch]) -> None:
    source = connector(described.system).source(described, connection(described.connection_id))
    manifest = land(described, known.window, source, batch_id=known.batch_id)
    rules = rules_hash(described)
    stored = next((item for item in earlier if item.status == "stored"), None)
    same = (
        stored is not None
        and (stored.content_hash, stored.rules_hash, stored.window)
        == (manifest.content_hash, rules, known.window)
    )  # fmt: skip
    with engine().begin() as transaction:
        ledger.move(
            transaction, known.batch_id, "unchanged" if same else "landed",
            content_hash=manifest.content_hash, rules_hash=rules, control_total=manifest.control_total,
        )  # fmt: skip


def rules_hash(described: Contract) -> str:
    """SHA-256 over what the contract demands, the suite and the learnt mappings: the same pages under other rules are
    another batch."""
    digest = hashlib.sha256(described.demands())
    digest.update(suite_path(described).read_bytes())
    for item in mappings.listed(described.id, is_active=True):
        digest.update(f"{item.field}|{item.from_value}|{item.to_value}".encode())
    return digest.hexdigest()


def check_batch(batch_id: str) -> str:
    """Check a landed batch and stage its rows: ``checked`` (go on and store), ``held`` or ``unchanged``.

    A batch that is past this step is not checked again, unless its staged rows were lost. Raises ``NotAllowed`` for a
    batch that is not landed or was refused, ``SourceBroken`` for pages that cannot be read at all: such a batch is
    refused, and the next sync fetches anew.
    """
    dataset = batch_id.split("/")[0]
    with _step("check", dataset, batch_id) as details, ledger.exclusive(dataset):
        known = ledger.get(batch_id)
        if known.status == "unchanged":
            return "unchanged"
        if known.status in ("stored", "superseded") or _is_staged(known):
            return "held" if known.status == "held" else "checked"
        if known.status in ("planned", "refused"):
            raise _not_ready(known)
        try:
            details |= _check(known)
        except SourceBroken as error:
            with engine().begin() as transaction:
                reason = {"step": "check", "message_id": error.message_id, "details": {}}
                ledger.move(transaction, batch_id, "refused", error=reason)
            raise
        return str(details["status"])


def _is_staged(known: Batch) -> bool:
    if known.status not in ("checked", "held", "released"):
        return False
    staged = known.counts["accepted"] - known.counts["repeated"]
    with engine().connect() as reader:
        return stage.is_complete(reader, contract(known.dataset), known.batch_id, staged, known.counts["quarantined"])


def _check(known: Batch) -> dict[str, Any]:
    described = contract(known.dataset)
    checker = Checker(described, load_suite(described), check_context(known))
    learnt = mappings.listed(described.id, is_active=True)
    with stage.writing(described, known.batch_id) as writer:
        for chunk in read(described, known.batch_id):
            chunk, flags = mappings.mended(described, chunk, learnt)
            verdicts = checker.check(chunk)
            writer.write(chunk, Verdicts(pa.concat_tables([verdicts.failures, flags])))
        report = checker.finish()
        writer.settle(report)
        docs.build(known.batch_id, report)  # before the commit: a batch that counts as checked has its Data Docs
        holds = [{"rule": hold.rule, "details": hold.details} for hold in report.holds]
        status = "released" if known.status == "released" else "held" if holds else "checked"
        counts = {
            "received": writer.received, "accepted": writer.accepted, "quarantined": writer.quarantined,
            "repeated": len(report.repeated),
        }  # fmt: skip
        ledger.move(writer.connection, known.batch_id, status, holds=holds, **counts)
    told = {"status": "held" if status == "held" else "checked", "failed": report.failed_by_expectation}
    return told | counts | {"notes": [{"rule": note.rule, "details": note.details} for note in report.notes]}


def check_context(known: Batch) -> CheckContext:
    """What the checks of a batch need to know beside its rows."""
    described = contract(known.dataset)
    manifest = read_manifest(known.batch_id)
    return CheckContext(
        window=known.window,
        control_total=manifest.control_total,
        landed=manifest.records,
        previous_rows=_previous_rows(described, known),
        reference=lambda dataset, field: reference.values(contract(dataset), field),
    )


def _previous_rows(described: Contract, known: Batch) -> int | None:
    last = ledger.last_stored(described.id, on_or_before=known.business_date)
    if last is None or (last.window.since is None) != (known.window.since is None):
        return None  # a first load and a day's changes are not to be compared
    return last.counts["received"]


def store_batch(batch_id: str) -> dict[str, Any]:
    """Store a checked or released batch and return its row: id, dataset, status, counts.

    A batch whose staged rows were lost is checked again first. Raises ``BatchHeld`` while it waits for a steward,
    ``NotAllowed`` for one that was not checked or was refused.
    """
    described = contract(batch_id.split("/")[0])
    with _step("store", described.id, batch_id) as details, ledger.exclusive(described.id):
        try:
            done = merge.merge(described, batch_id)
        except merge.StageLost:
            _check(ledger.get(batch_id))
            done = merge.merge(described, batch_id)
        details["is_recorded"] = True
    if is_waiting(described.id):  # a steward decided while this dataset was busy
        replay(described.id)
    return outcome(done)


def outcome(done: Batch) -> dict[str, Any]:
    """A batch as people and programs are told of it."""
    told = {"batch_id": done.batch_id, "dataset": done.dataset, "status": done.status}
    return told | done.counts | {"holds": done.holds, "timings": done.timings}


def sync(dataset: str, business_date: date | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Land, check and store one dataset for one date; ``progress`` is told each step's name.

    Raises ``BatchHeld`` when the batch must wait, and what the steps raise.
    """
    tell = progress or (lambda name: None)
    tell("land")
    batch_id = land_batch(dataset, business_date or today())
    tell("check")
    if check_batch(batch_id) == "unchanged":
        return outcome(ledger.get(batch_id))
    tell("store")
    return store_batch(batch_id)


def sync_all(what: str = "all", business_date: date | None = None, progress: Progress | None = None) -> Iterator[
    tuple[str, dict[str, Any] | HubError]
]:  # fmt: skip
    """Sync several datasets in order; yields each one's outcome or its error, and goes on after an error."""
    for described in in_order(what):
        try:
            yield described.id, sync(described.id, business_date, progress)
        except HubError as error:
            yield described.id, error


def in_order(what: str) -> list[Contract]:
    """The contracts meant by a dataset, a system or ``all``, those that others refer to first."""
    chosen = {described.id: described for described in select(what)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for described in chosen.values():
        named = {".".join(field.references.split(".")[:2]) for field in described.fields if field.references}
        sorter.add(described.id, *(named & set(chosen) - {described.id}))
    return [chosen[dataset] for dataset in sorter.static_order()]


def _not_ready(known: Batch) -> NotAllowed:
    return NotAllowed(
        "sync-batch-not-landed" if known.status == "planned" else "sync-batch-refused",
        record=known.batch_id, batch=known.batch_id,
        next_command=f"hub sync {known.dataset} --date {known.business_date}",
    )  # fmt: skip


@contextmanager
def _step(name: str, dataset: str, batch_id: str | None = None) -> Iterator[dict[str, Any]]:
    try:
        with reached(batch_id or dataset), ledger.step(name, dataset, batch_id) as details:
            yield details
    except ledger.DATABASE_AWAY as error:
        raise SourceUnavailable("sync-database-away", record=batch_id or dataset) from error


__all__ = [
    "BatchHeld", "check_batch", "in_order", "land_batch", "plan_window", "store_batch", "sync", "sync_all",
]  # fmt: skip

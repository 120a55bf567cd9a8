"""What a merge does to the quarantine: its own rows come in, rows that a later batch speaks of are replaced."""

# ruff: noqa: S608  # names of tables and fields come from contracts, never from data

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.contracts.model import Contract, WindowKind
from hub.store.ledger import Batch
from hub.store.stage import key_text

_COUNTS = {
    "quarantine_count": "business_date, district_lgd, department",
    "quarantine_count_by_place": "district_lgd",
    "quarantine_count_by_day": "business_date",
}
_DECIDED = ("status", "edit", "decided_by", "reason", "decided_at", "entered_at")


def enter_quarantine(connection: sa.Connection, contract: Contract, staged: str, known: Batch) -> None:
    """Write the batch's quarantined rows, and mark the rows of earlier batches that it replaces.

    A record that comes again to the letter keeps the decision that was taken on it. A snapshot (a month) replaces all
    earlier open rows (of that month); a batch of changes those of its keys.
    """
    waiting = staged.removesuffix('"') + '_q"'
    values: dict[str, Any] = {"dataset": contract.id, "batch": known.batch_id, "day": known.business_date}
    decided = ", ".join(f"p.{name}" for name in _DECIDED[1:])
    connection.execute(
        sa.text(f"""
            insert into hub.quarantine (dataset, batch_id, ordinal, key, record, failures, business_date, district_lgd,
                department, {", ".join(_DECIDED)})
            select :dataset, :batch, q.ordinal, q.key, q.record, q.failures, :day, q.district_lgd, q.department,
                coalesce(p.status, 'open'), {decided}
            from {waiting} q left join lateral (
                select * from hub.quarantine p
                where p.dataset = :dataset and p.superseded_by is null and p.status in ('fixed', 'released', 'refused')
                  and p.batch_id collate "C" < :batch and p.key is not distinct from q.key
                  and p.record::text = q.record::text
                order by p.id desc limit 1
            ) p on true order by q.ordinal"""),
        values,
    )
    del values["day"]
    _replace_earlier(connection, contract, staged, known, values)
    _fold(connection, contract.id)


def _replace_earlier(
    connection: sa.Connection, contract: Contract, staged: str, known: Batch, values: dict[str, Any]
) -> None:  # fmt: skip
    waiting = staged.removesuffix('"') + '_q"'
    is_earlier = 'p.dataset = :dataset and p.superseded_by is null and p.batch_id collate "C" < :batch'
    if not connection.execute(
        sa.text(f"select exists (select from hub.quarantine p where {is_earlier})"), values
    ).scalar():
        return
    if contract.window is WindowKind.CHANGES:
        scope = f"""and case when p.key is null
            then p.record::text in (select q.record::text from {waiting} q where q.key is null)
            else p.key in (select {key_text(contract, "s")} from {staged} s union all select q.key from {waiting} q)
            end"""
    elif contract.window is WindowKind.MONTH:
        scope = "and p.batch_id in (select batch_id from hub.batch where dataset = :dataset and month = :month)"
        values["month"] = known.window.month or ""
    else:
        scope = ""
    connection.execute(
        sa.text(f"""
            update hub.quarantine p set superseded_by = :batch, version = version + 1, status = case
                when p.status = 'open' or (p.status in ('fixed', 'released') and p.entered_at is null) then 'replaced'
                else p.status end
            where {is_earlier} {scope}"""),
        values,
    )


def _fold(connection: sa.Connection, dataset: str) -> None:
    """Sum the differences that the tables of counts keep; a merge has the dataset for itself."""
    for table, more in _COUNTS.items():
        kind = f"dataset, expectation, status, {more}, assignee"
        connection.execute(
            sa.text(f"""
                with several as (
                    select {kind} from hub.{table} where dataset = :dataset group by {kind}
                    having count(*) > 1 or sum(rows) = 0
                ), gone as (
                    delete from hub.{table} where dataset = :dataset and ({kind}) in (select {kind} from several)
                    returning *
                )
                insert into hub.{table} ({kind}, rows)
                select {kind}, sum(rows) from gone group by {kind} having sum(rows) <> 0"""),
            {"dataset": dataset},
        )

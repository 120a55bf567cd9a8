"""The console's pages walk indexes: with rows enough to matter, no query reads a table whole or past its filter."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bench.console import read_whole, told
from hub.contracts import contracts
from hub.database import engine
from hub.quarantine import Filter, queue
from hub.reconcile import discrepancy_tally

pytestmark = pytest.mark.postgres
_QUARANTINE = """
    insert into hub.quarantine (dataset, batch_id, ordinal, record, failures, business_date)
    select dataset, dataset, n, to_json(repeat('as received ', 20)), '[]', '2026-11-20'
    from unnest(cast(:datasets as text[])) dataset, generate_series(1, 3000) n order by 1, 3"""
_DISCREPANCY = """
    insert into hub.discrepancy (kind, subject, field, severity, system_a, system_b, evidence, office, first_seen,
        value_a, value_b)
    select 'name_differs', n, 'field', 'info', 'hrms', 'sparrow', md5(n::text), 'Office ' || n % 90, '2026-11-20',
        'as one writes it', 'as the other does'
    from generate_series(1, 20000) n"""


def test_no_page_reads_past_rows_it_does_not_mean(database: str) -> None:
    """Four datasets' rows wait, each beside its own, as first loads bring them: the last stand behind all others."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("set session_replication_role = replica"))  # no batches, and no counts to keep
        connection.execute(sa.text(_QUARANTINE), {"datasets": sorted(contracts())[:4]})
        connection.execute(sa.text(_DISCREPANCY))
        connection.execute(sa.text("vacuum analyze hub.quarantine, hub.discrepancy"))
        connection.invalidate()
    with told() as statements:
        for chosen in (Filter(), Filter(assignee=queue.NOBODY), Filter(departments=frozenset({"Health"}))):
            queue.page(chosen, rows=1)
        discrepancy_tally()
    assert statements
    assert read_whole(statements, large=10_000) == []

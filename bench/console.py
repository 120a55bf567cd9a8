"""The console's pages with a million quarantined rows and ten million rows of ledger and audit.

The tables are filled set-based; each page is then asked for as a steward's browser would, one after the other, in one
process. What is told is the server's own time (middleware, rights, queries, template), and every query that reads a
large table from end to end, be it along an index. Where other work keeps the CPUs busy, the CPU time of both (this
process and the database server) says more than the clock.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from statistics import quantiles
from typing import Any

import sqlalchemy as sa

from bench.meter import Meter, own_cpu, tree_cpu

DAY = date(2026, 11, 20)
REPEAT = 40
BATCHES_A_DAY = 20
LARGE = 50_000  # rows from which a table counts as large


def run(meter: Meter, options: dict[str, Any]) -> dict[str, Any]:
    """Fill, ask, tell. ``rows`` are those in quarantine; ledger and audit hold ten times as many together."""
    from hub.migrations import migrate
    from hub.settings import settings

    migrate()
    settings().business_date = DAY
    with meter.step("fill"):
        counts = _fill(options["rows"])
    _limit()
    pages, scans = asyncio.run(_ask(options.get("repeat", REPEAT), meter.server))
    return {"rows": options["rows"], "counts": counts, "pages": pages, "whole_table_reads": scans}


_DATASETS = """(select array_agg(d order by d) from unnest(:datasets) d)"""
_STATEMENTS = {
    "batch": f"""
        insert into hub.batch (batch_id, dataset, business_date, sequence, until, status, received, accepted,
            quarantined, repeated, new, changed, unchanged, deleted, removed, control_total, created_at, updated_at)
        select format('%s/%s/%s', dataset, day, to_char(seq, 'FM000')), dataset, day, seq, day,
            case when n < 9 then 'held' else 'stored' end, 1000, 990, 10, 0, 10, 20, 960, 0, 0, 1000,
            day + time '05\\:00', day + time '05\\:10'
        from (
            select n, ({_DATASETS})[1 + n % :kinds] as dataset,
                :day - ((n / :kinds / :a_day))::int as day, (:a_day - (n / :kinds) % :a_day)::int as seq
            from generate_series(0, :batches - 1) n
        ) made""",
    "outcome": """
        insert into hub.outcome (batch_id, dataset, step, started_at, finished_at, is_success, details)
        select b.batch_id, b.dataset, step, b.created_at, b.updated_at, true, '{"failed": {}}'
        from hub.batch b cross join unnest(array['land', 'check', 'store']) step""",
    "audit": """
        insert into hub.audit (sequence, previous_hash, hash, at, actor, action, subject, reason, details)
        select n, md5((n - 1)::text) || md5((n - 1)::text || 'x'), md5(n::text) || md5(n::text || 'x'),
            to_char(timestamp '2024-01-01' + n * interval '18 seconds', 'YYYY-MM-DD"T"HH24\\:MI\\:SS.US+00\\:00'),
            'steward' || n % 400, (array['unmask', 'quarantine.fixed', 'quarantine.refused', 'console.open',
            'batch.release', 'quarantine.replay'])[1 + (n * 7) % 6],
            case when n % 6 < 3 then 'quarantine/' || n % 900000 else 'rtps.applications/' || n % 900000 end,
            'as on paper', '{}'
        from generate_series(1, :audits) n""",
    "chain_head": """
        insert into hub.chain_head (chain, sequence, hash)
        select 'audit', sequence, hash from hub.audit order by sequence desc limit 1""",
    "quarantine": """
        insert into hub.quarantine (dataset, batch_id, ordinal, key, record, failures, business_date, district_lgd,
            department, status)
        select dataset, batch_id, n, 'K' || n, '{}', failures, business_date, 188 + n % 38, 'Department ' || n % 40,
            'open'
        from (
            select n, :dataset as dataset, b.batch_id, b.business_date, (:failures)[1 + n % :rules]::jsonb as failures
            from generate_series(:first, :last) n
            join lateral (
                select format('%s/%s/%s', :dataset, :day - (n / 7 % 200)::int, '001') as batch_id,
                    :day - (n / 7 % 200)::int as business_date
            ) b on true
        ) made""",
    "outbox": """
        insert into hub.outbox (flow, subject, idempotency_key, payload, payload_sha256, feed, feed_version,
            business_date, is_first_load, status, answered_on)
        select (:flows)[1 + n % :kinds_of_flow], 'S' || n, md5('o' || n), '{}', md5(n::text) || md5(n::text),
            'employees', 1, :day, false, case when n % 5000 = 0 then 'dead' else 'sent' end, :day - (n % 300)
        from generate_series(1, :messages) n""",
    "alert": """
        insert into hub.alert (rule, subject, ddo_code, district_lgd, department, facts, pending_since, due_on, phase,
            level, status, opened_on, closed_on)
        select (:clocks)[1 + n % :kinds_of_clock], 'R/' || n, 'DDO' || n % 900, 188 + n % 38, 'Department ' || n % 40,
            '{}', :day - (16 + n % 200), :day - (1 + n % 200), 'overdue', 1,
            case when n % 10 = 0 then 'open' else 'closed' end, :day, case when n % 10 = 0 then null else :day end
        from generate_series(1, :alerts) n""",
    "discrepancy": """
        insert into hub.discrepancy (kind, subject, field, severity, system_a, system_b, record_a, record_b, evidence,
            district_lgd, office, department, first_seen, status, closed_on)
        select (:kinds_of_rule)[1 + n % :rules_of_agreement], 'R/' || n, 'field_' || n % 9,
            (array['critical', 'warning', 'info'])[1 + n % 3], 'hrms', 'sparrow', 'A' || n, 'B' || n,
            md5(n::text) || md5(n::text), 188 + n % 38, 'Office ' || n % 900, 'Department ' || n % 40,
            :day - n % 200, case when n % 4 = 0 then 'closed' else 'open' end, case when n % 4 = 0 then :day end
        from generate_series(1, :discrepancies) n""",
}
PEOPLE = {"bench": ((), ()), "of a district": ((212,), ()), "of a department": ((), ("Department 7",))}


def _fill(rows: int) -> dict[str, int]:
    from hub.checks import load_suite
    from hub.clocks import rules
    from hub.contracts import contracts
    from hub.database import engine
    from hub.outbox import flows
    from hub.reconcile import rules_of_agreement

    datasets = sorted(contracts())
    given: dict[str, Any] = {
        "datasets": datasets, "kinds": len(datasets), "a_day": BATCHES_A_DAY, "day": DAY,
        "batches": max(rows, len(datasets) * BATCHES_A_DAY * 200),  # rows wait from 200 days
        "audits": rows * 10 - rows * 4, "messages": rows // 2, "alerts": rows // 10,
        "flows": sorted(flows()), "kinds_of_flow": len(flows()), "discrepancies": rows // 10,
        "clocks": sorted(rules()), "kinds_of_clock": len(rules()),
        "kinds_of_rule": sorted(rules_of_agreement()), "rules_of_agreement": len(rules_of_agreement()),
    }  # fmt: skip
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name, statement in _STATEMENTS.items():
            if name != "quarantine":
                _run(connection, statement, given)
        each = rows // len(datasets) + 1
        for place, dataset in enumerate(datasets):
            rules = [item.id for item in load_suite(contracts()[dataset]).expectations if item.scope == "row"]
            failures = [json.dumps([_failure(rule)]) for rule in rules]
            first = place * each
            for start in range(first, first + each, 50_000):
                last = min(start + 50_000, first + each) - 1
                more = {"dataset": dataset, "failures": failures, "rules": len(rules), "first": start, "last": last}
                _run(connection, _STATEMENTS["quarantine"], given | more)
        connection.execute(sa.text("vacuum analyze"))
        tables = (
            "batch", "outcome", "audit", "quarantine", "quarantine_failure", "quarantine_count",
            "quarantine_count_by_place", "quarantine_count_by_day", "outbox", "alert", "discrepancy",
        )  # fmt: skip
        return {name: connection.scalar(sa.text(f"select count(*) from hub.{name}")) or 0 for name in tables}


def _failure(rule: str) -> dict[str, str]:
    return {"expectation": rule, "field": rule.split(".")[0], "severity": "critical", "value": "as typed"}


def _run(connection: sa.Connection, statement: str, given: dict[str, Any]) -> None:
    text = sa.text(statement)
    types = {"datasets": sa.ARRAY(sa.Text), "flows": sa.ARRAY(sa.Text), "clocks": sa.ARRAY(sa.Text),
             "kinds_of_rule": sa.ARRAY(sa.Text), "failures": sa.ARRAY(sa.Text),
             "day": sa.Date, "dataset": sa.Text}  # fmt: skip
    named = {name: given[name] for name in set(re.findall(r"(?<![:\\\w]):(\w+)", statement))}
    bound = [sa.bindparam(name, value, types.get(name, sa.Integer)) for name, value in named.items()]
    connection.execute(text.bindparams(*bound))


def _limit() -> None:
    from hub.desk import set_limits

    for login, (districts, departments) in PEOPLE.items():
        set_limits(login, districts, departments, "bench", "to be measured")


async def _ask(repeat: int, server: int) -> tuple[dict[str, dict[str, float]], list[str]]:
    import httpx
    from fastapi import Request

    from console import Identity, Role, create_app

    async def identify(request: Request) -> Identity:
        login = request.headers.get("x-login", "bench")
        return Identity(login, login, Role.ADMIN)

    app = create_app(identify, secret=b"bench")
    found: dict[str, dict[str, float]] = {}
    scans: list[str] = []
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        for name, address in (await _pages(client)).items():
            headers = {"x-login": next((login for login in PEOPLE if name.endswith(f", {login}")), "bench")}
            with told() as statements:
                answer = await client.get(address, headers=headers)
            assert answer.status_code == 200, (address, answer.status_code)
            scans += [f"{name}: {scan}" for scan in read_whole(statements)]
            spent, cpu = [], own_cpu() + tree_cpu(server)
            for _time in range(repeat):
                start = time.perf_counter()
                await client.get(address, headers=headers)
                spent.append((time.perf_counter() - start) * 1000)
            cpu = own_cpu() + tree_cpu(server) - cpu
            cut = quantiles(spent, n=20)
            found[name] = {
                "p50": round(cut[9], 1),
                "p95": round(cut[18], 1),
                "cpu": round(cpu / repeat * 1000, 1),
                "kilobytes": round(len(answer.content) / 1024),
            }
    return found, sorted(set(scans))


async def _pages(client: Any) -> dict[str, str]:
    """What is asked for: each page, and the filters that are hardest on it."""
    from hub import quarantine

    row = quarantine.rows("rtps.applications", limit=1)[0]
    held = "rtps.applications/2026-11-20/020"
    return {
        "today": "/today",
        "held batches": "/batches",
        "batches of a dataset": "/batches?dataset=rtps.applications",
        "batches, far back": "/batches?dataset=rtps.applications&before=2010-01-01/005",
        "held batch": f"/batches/{held}",
        "quarantine": "/quarantine",
        "quarantine of a dataset": "/quarantine?dataset=rtps.applications",
        "quarantine by reason": f"/quarantine?dataset=rtps.applications&reason={row.reasons[0]}",
        "quarantine by district": "/quarantine?dataset=rtps.applications&district=212",
        "quarantine by age": "/quarantine?age=30",
        "quarantine by district and age": "/quarantine?district=212&age=30",
        "quarantine of nobody": "/quarantine?assignee=-",
        "quarantine, of a district": "/quarantine",
        "quarantine, of a department": "/quarantine",
        "row": f"/quarantine/{row.id}",
        "mappings": "/mappings",
        "discrepancies": "/discrepancies",
        "discrepancies, of a district": "/discrepancies",
        "discrepancies, of a department": "/discrepancies",
        "matches": "/matches",
        "alerts": "/alerts",
        "alerts of a district": "/alerts?district=212",
        "alerts, of a department": "/alerts",
        "feeds and deliveries": "/feeds",
        "audit": "/audit",
        "audit of a person": "/audit?actor=steward17",
        "audit of an action": "/audit?action=batch.release",
        "audit of a person and an action": "/audit?actor=steward17&action=unmask",
        "audit of a week": "/audit?since=2024-06-01&until=2024-06-07",
        "audit of a subject": "/audit?subject=quarantine/78",
        "search": "/search",
        "data dictionary": "/dictionary",
        "dictionary of a dataset": "/dictionary/rtps.applications",
        "limits": "/people",
    }


@contextmanager
def told() -> Any:
    """The statements that are run within, with their parameters."""
    from hub.database import engine

    told: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().lower().startswith(("select", "with")):
            told.append((statement, parameters))

    sa.event.listen(engine(), "before_cursor_execute", note)
    yield told
    sa.event.remove(engine(), "before_cursor_execute", note)


def read_whole(statements: list[tuple[str, Any]], large: int = LARGE) -> list[str]:
    """Large tables that a plan reads from end to end, or of which a scan along an index throws away more than half."""
    from hub.database import engine

    found = []
    with engine().connect() as connection:
        query = sa.text("select relname, reltuples from pg_class where reltuples > :large and relkind = 'r'")
        tables = dict(connection.execute(query, {"large": large}).tuples().all())
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(f"explain (analyze, timing off, format json) {statement}", parameters)
            for node in _nodes(plan.scalar_one()[0]["Plan"]):
                rows = tables.get(node.get("Relation Name", ""))
                is_whole = node["Node Type"] in ("Seq Scan", "Parallel Seq Scan")
                if rows and (is_whole or node.get("Rows Removed by Filter", 0) > rows / 2):
                    found.append(node["Relation Name"])
    return found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from _nodes(part)

"""The chains of audit rows and receipts: whatever is done to a row is found, and the row is named."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from hub import chain
from hub.audit import audit, record
from hub.database import engine
from hub.deliver.tables import receipt
from hub.desk import last_whole_proof, prove

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("table", [receipt, audit], ids=lambda table: table.name)
@pytest.mark.parametrize(
    ("tampering", "where", "reason"),
    [
        ("update {t} set {c} = 'never' where sequence = 2", 2, "content changed"),
        ("delete from {t} where sequence = 2", 2, "missing row"),
        ("delete from {t} where sequence = 4", 4, "missing row"),
        (
            "update {t} set sequence = -sequence where sequence in (2, 3);"
            " update {t} set sequence = 5 + sequence where sequence < 0",
            2,
            "does not follow the row before it",
        ),
    ],
    ids=["changed", "missing", "missing at the end", "swapped"],
)
def test_a_row_that_was_tampered_with_is_found_and_named(
    chained: None, table: sa.Table, tampering: str, where: int, reason: str
) -> None:
    column = {"receipt": "answer", "audit": "reason"}[table.name]
    with engine().connect() as connection:
        assert not list(chain.verify(connection, table))
        connection.execute(sa.text(tampering.format(t=table.fullname, c=column)))
        first = next(iter(chain.verify(connection, table)))
        connection.rollback()
    assert (first.table, first.sequence, first.reason) == (table.name, where, reason)


def test_many_writers_at_once_make_one_chain_from_its_first_row_on(database: str) -> None:
    def write(writer: int) -> None:
        started.wait()
        for number in range(10):
            with engine().begin() as connection:
                record(connection, actor=f"writer {writer}", action="test", subject=str(number))

    writers = 5  # of the engine's six connections
    started = threading.Barrier(writers)
    with ThreadPoolExecutor(writers) as threads:
        list(threads.map(write, range(writers)))
    with engine().connect() as connection:
        assert list(chain.verify(connection, audit)) == []
        assert list(connection.scalars(sa.select(audit.c.sequence).order_by(audit.c.sequence))) == [*range(1, 51)]


@pytest.fixture(scope="module")
def chained(postgres: Any) -> Any:
    """Four rows in each chain, in a database of this file's own; each test rolls its tampering back."""
    from hub.migrations import migrate
    from hub.settings import settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUB_DATABASE_URL", postgres.create_database("hub_chained"))
        settings.cache_clear()
        migrate()
        texts = ("at", "business_date", "actor", "flow", "system", "operation", "subject", "idempotency_key",
                 "payload_sha256", "reference", "answer")  # fmt: skip
        with engine().begin() as connection:
            rows = [{**{name: f"{name} {n}" for name in texts}, "count": n, "is_accepted": True} for n in range(4)]
            chain.append(connection, receipt, rows)
            for number in range(4):
                record(connection, actor="steward", action="test", subject=str(number), reason=f"why {number}")
        yield
        engine().dispose()
    settings.cache_clear()


def test_hub_audit_verify_names_the_row(database: str) -> None:
    from typer.testing import CliRunner

    from hub.cli.main import build

    app = build()

    with engine().begin() as connection:
        for number in range(3):
            record(connection, actor="steward", action="test", subject=str(number))
    assert CliRunner().invoke(app, ["audit", "verify"]).exit_code == 0
    noted = last_whole_proof()
    assert noted
    assert noted.details == {"up_to": 3, "broken": []}
    piece = prove(until=3, count=2)
    assert (piece.first, piece.last, piece.broken) == (2, 3, 0)
    with engine().begin() as connection:
        connection.execute(sa.text("update hub.audit set actor = 'someone else' where sequence = 2"))
    broken = CliRunner().invoke(app, ["audit", "verify", "--json"])
    assert broken.exception
    assert "row 2: content changed" in broken.output
    assert (prove(until=3, count=2).broken, prove(until=1).broken) == (2, 0)
    with engine().begin() as connection:
        connection.execute(sa.text("delete from hub.audit where sequence = 4"))
    assert prove(until=4, count=1).broken == 3, "a row that is gone at the end of a piece is missed"

"""A snapshot's lines of JSON, which DuckDB does not write as JSON: every value arrives as it is, in every coding."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from hub.contracts import Classification
from hub.feeds import declared
from hub.feeds.files import folder
from hub.feeds.formats import arrow_schema
from hub.portals.scopes import Scope
from hub.portals.writing import write

FEED, AT = declared()["pay_cases"], datetime(2026, 11, 20, tzinfo=UTC)
TEXTS = ["", "a", "null", '"', "\\", "\n", "\r\t\x01\x1f\x7f", "\u2028", "काम", "😀", "{}\n{}", "','", "NaN", None]
COUNT = 5_000  # more than one block of lines
ROWS = [
    dict.fromkeys(column.name for column in FEED.columns)
    | {"case_id": f"PC/{number:06}", "stage": TEXTS[number % len(TEXTS)], "district_lgd": number % 3 or None}
    | {"amount": Decimal(number) / 100, "opened_on": date(2026, 1, 1 + number % 28), "is_settled": number % 2 == 0}
    for number in range(COUNT)
]
DECODED = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


@pytest.fixture
def row(hub_home: Path) -> SimpleNamespace:
    """A version whose folder stands."""
    place = Path(folder("pay_cases", 1).path)
    place.mkdir(parents=True)
    (place / "manifest.json").write_bytes(orjson.dumps({"published_at": AT.isoformat()}))
    pq.write_table(pa.Table.from_pylist(ROWS, arrow_schema(FEED)), place / "pay_cases.parquet", row_group_size=1000)
    return SimpleNamespace(version=1, published_at=AT, columns=FEED.schema())


@pytest.mark.parametrize("encoding", DECODED)
def test_lines_hold_the_rows_in_their_order(row: SimpleNamespace, tmp_path: Path, encoding: str) -> None:
    scope, target = Scope("pay_cases", Classification.PERSONAL), tmp_path / "lines"
    written = write(scope, row, "ndjson", encoding, target)
    body = target.read_bytes()
    assert (written.size, written.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    lines = DECODED[encoding](body).splitlines(keepends=True)
    assert written.rows == len(lines) == COUNT
    names = list(scope.names)
    for line, wanted in zip(lines, ROWS, strict=True):
        found = orjson.loads(line)
        assert list(found) == names
        assert line.endswith(b"}\n")
        told = {name: str(value) if isinstance(value, Decimal | date) else value for name, value in wanted.items()}
        told["amount"] = f"{wanted['amount']:.2f}"
        assert found == {name: told[name] for name in names}


@pytest.mark.parametrize("encoding", DECODED)
def test_a_scope_that_sees_no_row_gets_an_empty_file(row: SimpleNamespace, tmp_path: Path, encoding: str) -> None:
    scope, target = Scope("pay_cases", Classification.PUBLIC, frozenset({212})), tmp_path / "none"
    written = write(scope, row, "ndjson", encoding, target)
    assert (written.rows, DECODED[encoding](target.read_bytes())) == (0, b"")

"""What feeds and flows declare, and the formats in which feeds are written."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet
import pytest

from hub.errors import ContractInvalid, NotAllowed
from hub.feeds.declared import declared, feed_named
from hub.feeds.formats import Hashing, arrow_schema, as_batch, write_all, writer


def test_the_feeds_are_titled_in_both_languages() -> None:
    assert list(declared()) == [
        "employees",
        "pay_cases",
        "par_status",
        "citizen_matters",
        "service_delivery",
        "darbar_referrals",
        "appeals",
        "entity_changes",
        "discrepancies",
    ]
    for feed in declared().values():
        for text in (feed.title_hi, feed.purpose_hi):
            assert any("\u0900" <= sign <= "\u097f" for sign in text)


def test_the_shape_is_of_names_and_types_and_not_of_labels() -> None:
    feed = feed_named("employees")
    relabelled = replace(feed, columns=tuple(replace(column, label_en="x") for column in feed.columns))
    assert relabelled.shape() == feed.shape()
    assert replace(feed, columns=feed.columns[:-1]).shape() != feed.shape()


@pytest.mark.parametrize(
    "change",
    [
        "dataset: salaries",
        "dataset: employees\n  columns: [name_en]",
        "dataset: employees\n  columns: [employee_id, pay]",
    ],
)
def test_an_unsound_feed_is_refused_by_name(tmp_path: Path, change: str) -> None:
    path = tmp_path / "feeds.yaml"
    texts = "\n  ".join(f"{name}: x" for name in ("title_en", "title_hi", "purpose_en", "purpose_hi"))
    path.write_text(f"f:\n  {change}\n  {texts}\n", encoding="utf-8")
    with pytest.raises(ContractInvalid, match='"f"'):
        declared(path)


def test_a_text_with_a_column_too_many_is_an_error_and_not_dropped() -> None:
    schema = pa.schema([("a", pa.int64())])
    with pytest.raises(pa.ArrowInvalid):
        as_batch(['{"a":1,"b":2}'], schema)


def test_an_empty_feed_is_a_readable_file_in_each_format() -> None:
    schema = arrow_schema(feed_named("pay_cases"))
    bodies = {}
    for kind in ("ndjson", "csv", "parquet"):
        file = io.BytesIO()
        rows = write_all([], [writer(kind, Hashing(file), schema)], schema, needs_columns=True)
        assert rows == 0
        bodies[kind] = file.getvalue()
    assert bodies["ndjson"] == b""
    assert bodies["csv"].decode().splitlines()[0].replace('"', "").split(",") == schema.names
    read = pyarrow.parquet.read_table(io.BytesIO(bodies["parquet"]))
    assert read.schema.names == schema.names
    assert orjson.dumps(read.schema.field("amount").metadata[b"classification"].decode()) == b'"sensitive"'


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(NotAllowed, match="ndjson"):
        writer("xlsx", Hashing(io.BytesIO()), pa.schema([]))


def test_the_pages_name_every_feed_and_kind() -> None:
    from hub.feeds.dictionary import markdown, written
    from hub.reconcile import rules_of_agreement
    from hub.reconcile.views import COLUMNS_OF
    from hub.settings import ROOT

    assert written() == markdown().strip(), "run: python -m hub.feeds.dictionary"
    pages = ROOT / "docs" / "reference"
    told = (pages / "reconcile.md").read_text(encoding="utf-8")
    named = [*rules_of_agreement(), *COLUMNS_OF, *(name for view in COLUMNS_OF.values() for name in view)]
    assert [name for name in named if f"`{name}`" not in told] == []

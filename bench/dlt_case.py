"""dlt over the same pages: a paged REST resource, merged by key into PostgreSQL, at the settings that serve it best.

What is given to dlt for nothing: pages come from disk and not over HTTP; records are flattened to the hub's columns by
a plain function, which is faster than letting dlt flatten the nested answer; ids that the source repeats are left out
by that function, for dlt's upsert fails on them and its other strategy is slower. Nothing is hashed, checked or
quarantined, and no history is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from bench import data
from bench.meter import Meter


def _settings(conninfo: str, home: Path) -> None:
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "ERROR",
        "DLT_DATA_DIR": str(home),
        "DESTINATION__POSTGRES__CREDENTIALS": conninfo,
        "NORMALIZE__WORKERS": "2",
        "LOAD__WORKERS": "2",
        "DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
        "DATA_WRITER__FILE_MAX_ITEMS": "100000",
    }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    started = record["initiated_data"]
    steps = record["execution_data"]
    newest = steps[0]["task_details"] if steps else {}
    return {
        **started["appl_info"], **started["attribute_details"],
        "current_task": newest.get("task_name"), "current_action": newest.get("task_action"),
        "current_received_at": newest.get("received_time"), "current_executed_at": newest.get("executed_time"),
        "last_updated_at": record["last_updated"], "record_status": record["record_status"],
    }  # fmt: skip


def run(meter: Meter, options: dict[str, Any], conninfo: str) -> dict[str, Any]:
    """A first load and the same with one row in a hundred changed; seconds of ``pipeline.run``."""
    _settings(conninfo, Path(os.environ["HUB_HOME"]) / "dlt")
    with meter.step("imports"):
        import dlt

    def listing(pages: data.Pages) -> Iterator[list[dict[str, Any]]]:
        seen: set[Any] = set()
        for file in pages.files:
            rows = [_flat(record) for record in orjson.loads(file.read_bytes())["records"]]
            yield [row for row in rows if not (row["appl_id"] in seen or seen.add(row["appl_id"]))]

    def resource(pages: data.Pages) -> Any:
        return dlt.resource(
            listing(pages), name="applications", primary_key="appl_id",
            write_disposition={"disposition": "merge", "strategy": options["strategy"]},
            columns={"amount": {"data_type": "text"}},  # a defect makes some of them text; else dlt adds a column
        )  # fmt: skip

    pipeline = dlt.pipeline("bench", destination="postgres", dataset_name="bench", progress=None)
    pages = data.Pages(Path(options["pages"]))
    with meter.step("first"):
        pipeline.run(resource(pages), loader_file_format=options["file_format"])
    if options.get("later"):
        with meter.step("1 % changed"):
            pipeline.run(resource(data.Pages(Path(options["later"]))), loader_file_format=options["file_format"])
    return {"rows": pages.total}


def run_arrow(meter: Meter, options: dict[str, Any], conninfo: str) -> dict[str, Any]:
    """dlt's best: typed Arrow tables already in memory, nothing parsed, nothing checked."""
    _settings(conninfo, Path(os.environ["HUB_HOME"]) / "dlt")
    with meter.step("imports"):
        import dlt
    from hub.contracts import Window, contract
    from hub.landing import land, read

    described, pages = contract("rtps.applications"), data.Pages(Path(options["pages"]))
    batch_id = f"{described.id}/{data.DAY}/001"
    land(described, Window(described.id, data.DAY, None, data.DAY), data.DiskSource(pages), batch_id=batch_id)
    tables = [chunk.table.drop_columns(["_ordinal"]) for chunk in read(described, batch_id)]

    def hand_over() -> Iterator[Any]:
        yield from tables

    resource = dlt.resource(
        hand_over(), name="applications", primary_key="appl_id",
        write_disposition={"disposition": "merge", "strategy": "upsert"},
    )  # fmt: skip
    pipeline = dlt.pipeline("bench", destination="postgres", dataset_name="bench", progress=None)
    with meter.step("first"):
        pipeline.run(resource, loader_file_format=options["file_format"])
    return {"rows": pages.total}

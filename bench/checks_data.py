"""Rows like those of ``rtps.applications``, made as Arrow columns without any reading."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.contracts import contract
from hub.landing.chunk import ARROW_TYPES, ORDINAL, Chunk

DATASET = "rtps.applications"
SERVICES = pa.array([str(1101 + number) for number in range(120)])
NAMES = ["Asha Kumari", "Ram Prasad", "सुनीता देवी", "Md Irfan Alam", "राजेश कुमार सिंह", "Pooja Bharti"]
_DAY = 86_400_000_000


def chunks(rows: int, chunk_rows: int, defective: float = 0.01, seed: int = 7) -> Iterator[Chunk]:
    """``rows`` rows in chunks of ``chunk_rows``, a share of them with one defect each, and one id in 500 sent twice."""
    for first in range(0, rows, chunk_rows):
        count = min(chunk_rows, rows - first)
        yield _chunk(np.random.default_rng([seed, first]), first, count, defective)


def _chunk(rng: np.random.Generator, first: int, rows: int, defective: float) -> Chunk:
    number = np.arange(first, first + rows)
    texts = pc.utf8_lpad(pa.array(number).cast(pa.string()), 7, "0")
    submitted = 1_700_000_000_000_000 + number * 40_000_000
    waiting = rng.random(rows) < 0.3
    columns: dict[str, pa.Array] = {
        "appl_id": pa.array(number + 1),
        "appl_ref_no": _damaged(rng, pc.binary_join_element_wise("BRCCO", "2026", texts, "/"), defective / 4, "BR-1"),
        "base_service_id": SERVICES.take(pa.array(rng.integers(0, 120, rows))),
        "service_name": _pick(rng, rows, ["Issuance of Caste Certificate", "Issuance of Income Certificate"]),
        "department_name": _pick(rng, rows, ["General Administration Department", "Social Welfare"]),
        "submitted_at": _time(submitted),
        "due_on": pa.array(submitted // _DAY + 10 - 40 * (rng.random(rows) < defective / 4))
        .cast(pa.int32())
        .cast(pa.date32()),
        "submission_location": _pick(rng, rows, ["Circle Office, Phulwari", "Circle Office, Danapur"]),
        "submission_mode": _pick(rng, rows, ["online", "kiosk"]),
        "applicant_name": _damaged(rng, _pick(rng, rows, NAMES), defective / 4, None),
        "father_name": _pick(rng, rows, NAMES),
        "applicant_gender": _pick(rng, rows, ["Female", "Male"]),
        "mobile_number": pa.array(rng.integers(6_000_000_000, 9_999_999_999, rows)).cast(pa.string()),
        "pin_code": pa.array(rng.integers(800_001, 855_117, rows)).cast(pa.string()),
        "district_census2011": pa.array(rng.integers(203, 241, rows)).cast(pa.string()),
        "district_lgd": pa.array(rng.integers(188, 226, rows)),
        "block_name": _pick(rng, rows, ["Phulwari", "Danapur", "Maner"]),
        "amount": pa.array(rng.integers(0, 40, rows), pa.int32()).cast(pa.decimal128(18, 2)),
        "version_no": pa.array(rng.integers(1, 4, rows)),
        "appl_status": _damaged(rng, _pick(rng, rows, ["I", "F", "D", "R"]), defective / 4, "Z"),
        "current_task": _pick(rng, rows, ["Verification by Revenue Officer"]),
        "current_action": _pick(rng, rows, ["Forward", "Deliver"]),
        "current_received_at": _time(submitted + _DAY),
        "current_executed_at": pa.array(submitted + 3 * _DAY, mask=waiting).cast(pa.timestamp("us")),
        "last_updated_at": _time(submitted + 3 * _DAY),
        "record_status": _pick(rng, rows, ["ACTIVE"]),
    }
    table = pa.table(
        {field.name: columns[field.name].cast(ARROW_TYPES[field.type]) for field in contract(DATASET).fields}
    )
    sent = np.arange(rows)
    sent[rng.random(rows) < 0.002] -= 1
    table = (
        table.take(np.maximum(sent, 0))
        .combine_chunks()
        .append_column(ORDINAL, pa.array(np.arange(first, first + rows)))
    )
    return Chunk(table, pa.array(np.zeros(rows, bool)), lambda ordinals: [])


def _time(microseconds: np.ndarray) -> pa.Array:
    return pa.array(microseconds).cast(pa.timestamp("us"))


def _pick(rng: np.random.Generator, rows: int, values: list[str]) -> pa.Array:
    return pa.array(values).take(pa.array(rng.integers(0, len(values), rows)))


def _damaged(rng: np.random.Generator, values: pa.Array, share: float, to: str | None) -> pa.Array:
    return pc.if_else(pa.array(rng.random(len(values)) < share), pa.scalar(to, pa.string()), values)

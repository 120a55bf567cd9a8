"""A quarantined record with the steward's values put in, read and checked again as any landed record is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from hub.checks import CheckContext, Checker, load_suite
from hub.contracts import Contract, contract
from hub.errors import NotAllowed
from hub.landing.chunk import Chunk
from hub.landing.read import records_to_chunk
from hub.landing.wire import put
from hub.store import ledger, reference

UNREADABLE = ("type:", "format:", "encoding:", "not_a_pdf:", "key_missing")
"""Beginnings of the reasons that no steward can override: there is no typed value to store."""


@dataclass(frozen=True)
class Checked:
    """Records read and checked again: their rows, and each one's failures by position."""

    chunk: Chunk
    failures: pa.Table

    def reasons(self, position: int, severity: str = "critical") -> list[str]:
        """Ids of the expectations of one severity that the record at ``position`` fails."""
        return [
            str(row["expectation"])
            for row in self.failures.to_pylist()
            if row["ordinal"] == position and row["severity"] == severity
        ]


def check_again(described: Contract, batch_id: str, records: Sequence[str]) -> Checked:
    """Read records (JSON text, as received or edited) and run the dataset's suite as for the batch they came in."""
    chunk = records_to_chunk(described, list(records))
    context = CheckContext(
        window=ledger.get(batch_id).window,
        reference=lambda dataset, field: reference.values(contract(dataset), field),
    )
    return Checked(chunk, Checker(described, load_suite(described), context).check(chunk).failures)


def edited(described: Contract, record: str, changes: Mapping[str, str | None]) -> str:
    """The record with each field's new value in its place on the wire.

    Raises ``NotAllowed`` for a field that the dataset does not have or that is derived from another.
    """
    body = json.loads(record)
    wire = {field.name: field.path for field in described.wire_fields}
    for name, value in changes.items():
        if name not in wire:
            raise NotAllowed(
                "quarantine-field-unknown", record=described.id, field=name, known=", ".join(wire)
            )  # fmt: skip
        put(body, wire[name], value)
    return json.dumps(body, ensure_ascii=False)

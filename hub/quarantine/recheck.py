"""A quarantined record with the steward's values put in, read and checked again as any landed record is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from hub.checks import CheckContext, Checker, load_suite
from hub.contracts import Contract, contract
from hub.errors import NotAllowed
from hub.landing.chunk import Chunk
from hub.landing.read import records_to_chunk
from hub.landing.wire import edited_record
from hub.quarantine import mappings
from hub.store import ledger
from hub.store.reference import values as reference_values

Reference = Callable[[str, str], "pa.Array | None"]
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


def check_again(
    described: Contract, batch_id: str, records: Sequence[str], reference: Reference | None = None
) -> Checked:
    """Read records (JSON text, as received or edited), apply the learnt mappings, and run the dataset's suite as for
    the batch they came in. ``reference`` gives other datasets' values, for who asks often."""
    chunk = records_to_chunk(described, list(records))
    context = CheckContext(window=ledger.get(batch_id).window, reference=reference or references)
    chunk, flags = mappings.mended(described, chunk, mappings.listed(described.id, is_active=True))
    failures = Checker(described, load_suite(described), context).check(chunk).failures
    return Checked(chunk, pa.concat_tables([failures, flags]))


def references(dataset: str, field: str) -> pa.Array | None:
    """The values of another dataset's current rows."""
    return reference_values(contract(dataset), field)


def edited(described: Contract, record: str, changes: Mapping[str, str | None]) -> str:
    """The record with each field's new value in its place on the wire.

    Raises ``NotAllowed`` for a field that the dataset does not have or that is derived from another.
    """
    wire = {field.name for field in described.wire_fields}
    for name in changes:
        if name not in wire:
            raise NotAllowed(
                "quarantine-field-unknown", record=described.id, field=name, known=", ".join(sorted(wire))
            )  # fmt: skip
    return edited_record(described, record, changes)

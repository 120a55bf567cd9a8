"""What reading a landed batch yields: typed columns, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

ORDINAL = "_ordinal"


@dataclass(frozen=True)
class Unreadable:
    """One value that does not fit its type: the row's position in the batch, the field, and the rule it breaks
    (``type``, ``format``, ``encoding``, ``not_a_pdf``)."""

    ordinal: int
    field: str
    rule: str


@dataclass(frozen=True)
class Chunk:
    """Some rows of a batch.

    ``table`` has one typed column for each field of the contract (derived ones too) and ``_ordinal`` (int64, the
    position in the batch from 0, dense over all chunks). A value that could not be read is null there and listed in
    ``unreadable``. ``is_tombstone`` is a boolean column beside the table. ``raw(ordinals)`` gives the records as
    received, as JSON text, in that order.
    """

    table: pa.Table
    is_tombstone: pa.BooleanArray
    raw: Callable[[Sequence[int]], list[str]]
    unreadable: list[Unreadable] = field(default_factory=list)
    unknown_fields: dict[str, int] = field(default_factory=dict)
    absent_fields: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows the chunk holds."""
        return int(self.table.num_rows)


ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.decimal128(18, 2),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}

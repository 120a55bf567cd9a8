"""A chunk's columns as the kernels read them."""

from __future__ import annotations

import pyarrow as pa


class Columns:
    """Columns of one table by name, each combined into one array at first use (without a copy where it is one)."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.rows = int(table.num_rows)
        self._arrays: dict[str, pa.Array] = {}

    def __getitem__(self, name: str) -> pa.Array:
        if name not in self._arrays:
            column = self.table.column(name)
            self._arrays[name] = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        return self._arrays[name]

"""Typed rows on their way into chunks: records are gathered, typed together, and cut at a fixed number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hub.contracts import Contract
from hub.landing.chunk import ARROW_TYPES
from hub.landing.columns import derived, typed
from hub.landing.formats.records import Odd, Records


@dataclass
class Block:
    """Typed rows: one column a field of the contract; ``odd`` names values that could not be read."""

    table: pa.Table
    is_tombstone: pa.BooleanArray
    odd: list[Odd] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)

    def cut(self, rows: int) -> tuple[Block, Block]:
        """The first ``rows`` rows and the others; the counts go with the first."""
        first = Block(
            self.table.slice(0, rows),
            self.is_tombstone.slice(0, rows),
            [odd for odd in self.odd if odd.row < rows],
            self.unknown,
            self.absent,
        )
        others = [Odd(odd.row - rows, odd.field, odd.rule) for odd in self.odd if odd.row >= rows]
        return first, Block(self.table.slice(rows), self.is_tombstone.slice(rows), others)

    def join(self, other: Block) -> Block:
        """These rows and then the ``other`` ones."""
        return Block(
            pa.concat_tables([self.table, other.table]).combine_chunks(),
            pa.concat_arrays([self.is_tombstone, other.is_tombstone]),
            [*self.odd, *(Odd(odd.row + self.rows, odd.field, odd.rule) for odd in other.odd)],
            self.unknown + other.unknown,
            self.absent + other.absent,
        )


class Blocks:
    """Gathers records until there are ``rows`` of them and gives typed blocks of exactly that many."""

    def __init__(self, contract: Contract, rows: int) -> None:
        self._contract = contract
        self._rows = rows
        self._waiting: list[Records] = []
        self._held = 0
        self._left: Block | None = None

    def add(self, records: Records) -> Iterator[Block]:
        """Take some records in; yields the blocks that are full."""
        self._waiting.append(records)
        self._held += records.rows
        if self._held >= self._rows:
            yield from self._full()

    def rest(self) -> Iterator[Block]:
        """The last rows, fewer than a full block."""
        yield from self._full()
        if self._left is not None and self._left.rows:
            yield self._left
        self._left = None

    def _full(self) -> Iterator[Block]:
        blocks = [self._left] if self._left is not None else []
        same = groupby(self._waiting, key=lambda records: [str(column.type) for column in records.columns.values()])
        blocks += [_typed(self._contract, list(group)) for _, group in same]
        self._waiting = []
        if not blocks:
            return
        left = blocks[0]
        for block in blocks[1:]:
            left = left.join(block)
        while left.rows >= self._rows:
            full, left = left.cut(self._rows)
            yield full
        self._left, self._held = left, left.rows


def _typed(contract: Contract, group: list[Records]) -> Block:
    """Records whose wire columns are of the same types, typed together."""
    starts = np.cumsum([0, *(records.rows for records in group)])
    columns: dict[str, pa.Array] = {}
    odd = [
        Odd(int(start) + one.row, one.field, one.rule)
        for start, part in zip(starts, group, strict=False)
        for one in part.odd
    ]
    for wire in contract.wire_fields:
        parts = [records.columns[wire.name] for records in group]
        columns[wire.name], bad, rule = typed(wire, pa.concat_arrays(parts))
        odd += [Odd(int(row), wire.name, rule) for row in bad]
    for made in contract.fields:
        if made.is_derived:
            origin = contract.field(made.derived_from)
            columns[made.name] = derived(made, origin, columns[origin.name])
    table = pa.table(
        [columns[one.name] for one in contract.fields],
        schema=pa.schema([(one.name, ARROW_TYPES[one.type.value]) for one in contract.fields]),
    )
    tombs = _tombstones(contract, table)
    block = Block(table, tombs, odd)
    withdrawn = tombs.to_numpy(zero_copy_only=False)
    for start, records in zip(starts, group, strict=False):
        block.unknown.update(_reported(contract, records.unknown))
        sound = ~withdrawn[start : start + records.rows]
        for name, rows in records.absent.items():
            count = int(sound[list(rows)].sum())
            if count:
                block.absent[name] += count
    if withdrawn.any():
        needed = {*contract.key, contract.tombstone.field if contract.tombstone else ""}
        block.odd = [one for one in odd if one.field in needed or not withdrawn[one.row]]
    block.odd.sort(key=lambda one: (one.row, one.field))
    return block


def _reported(contract: Contract, unknown: Mapping[str, int]) -> dict[str, int]:
    ignored = contract.ignored_fields
    return {name: count for name, count in unknown.items() if name.rpartition(".")[2] not in ignored}


def _tombstones(contract: Contract, table: pa.Table) -> pa.BooleanArray:
    if contract.tombstone is None:
        return pa.array(np.zeros(table.num_rows, dtype=bool))
    marked = pc.equal(table[contract.tombstone.field], contract.tombstone.value).combine_chunks()
    return pc.fill_null(marked, False)

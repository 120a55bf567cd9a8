"""Rows of one batch that share a key: which one counts, which only repeat, and which contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from hub.checks.engine.columns import Columns
from hub.checks.rowhash import Hashes, row_hashes
from hub.contracts.model import Contract, LogicalType
from hub.errors import ContractInvalid, clause

Ordinals = np.ndarray[Any, np.dtype[np.int64]]
_ORDERED = (LogicalType.INTEGER, LogicalType.DATE, LogicalType.TIMESTAMP)
_OLDEST = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Outcome:
    """Ordinals, ascending: ``repeated`` rows say again what the winner of their key says, or are older than it;
    ``conflicting`` rows share key and version and differ, so that nobody can say which is true."""

    repeated: Ordinals
    conflicting: Ordinals
    sharing: int  # rows whose key another row has too, winners included


class KeyContest:
    """Keeps 32 bytes a row (ordinal, hash of the key, hash of the content, record version): 32 MB for a million."""

    def __init__(self, contract: Contract) -> None:
        self._key = contract.key
        self._content = [field.name for field in contract.fields]
        self._version = contract.record_version
        if self._version and contract.field(self._version).type not in _ORDERED:
            raise ContractInvalid(
                "contract-breaks-rule", record=contract.id, file=contract.path.name,
                rule=clause("contract-rule-record-version"),
            )  # fmt: skip
        self._ordinals: list[Ordinals] = []
        self._keys: list[Hashes] = []
        self._contents: list[Hashes] = []
        self._versions: list[Ordinals] = []

    def add(self, columns: Columns, ordinals: Ordinals, taking_part: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        """Take in a chunk's rows that are not quarantined."""
        keys = row_hashes([columns[name] for name in self._key])
        contents = row_hashes([columns[name] for name in self._content])
        self._ordinals.append(ordinals[taking_part])
        self._keys.append(keys[taking_part])
        self._contents.append(contents[taking_part])
        if self._version:
            self._versions.append(_as_numbers(columns[self._version])[taking_part])

    def decide(self) -> Outcome:
        """The outcome over all rows taken in."""
        nobody = np.empty(0, np.int64)
        if not self._keys:
            return Outcome(nobody, nobody, 0)
        keys = np.concatenate(self._keys)
        shared = _shared(keys)
        if not shared.any():
            return Outcome(nobody, nobody, 0)
        keys = keys[shared]
        ordinals = np.concatenate(self._ordinals)[shared]
        contents = np.concatenate(self._contents)[shared]
        versions = np.concatenate(self._versions)[shared] if self._version else np.zeros(len(keys), np.int64)
        order = np.lexsort((ordinals, ~versions, keys))  # newest first, then as received
        keys, ordinals, contents, versions = keys[order], ordinals[order], contents[order], versions[order]
        begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        group = np.cumsum(np.r_[True, keys[1:] != keys[:-1]]) - 1
        winner = begins[group]
        contradicts = (versions == versions[winner]) & (contents != contents[winner])
        in_conflict = np.zeros(len(begins), bool)
        in_conflict[group[contradicts]] = True
        conflicting = in_conflict[group]
        repeated = ~conflicting & (np.arange(len(keys)) != winner)
        return Outcome(np.sort(ordinals[repeated]), np.sort(ordinals[conflicting]), len(keys))


def _shared(keys: Hashes) -> np.ndarray[Any, np.dtype[np.bool_]]:
    ordered = np.sort(keys)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return np.zeros(len(keys), bool)
    place = np.minimum(np.searchsorted(twice, keys), len(twice) - 1)
    shared: np.ndarray[Any, np.dtype[np.bool_]] = twice[place] == keys
    return shared


def _as_numbers(array: pa.Array) -> Ordinals:
    """A version column as numbers that order as its values do; a missing version is the oldest."""
    numbers = array.cast(pa.int32()) if pa.types.is_date(array.type) else array
    numbers = numbers.cast(pa.int64())
    values: Ordinals = numbers.fill_null(_OLDEST).to_numpy(zero_copy_only=False)
    return values

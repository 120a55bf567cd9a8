"""Names in bulk: a column in, a table of comparable forms out, each distinct text worked on once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hub.names.compare import given_similarity, similarity
from hub.names.key import NameKey

COLUMNS = ("folded", "skeleton", "sorted", "first", "first_skeleton", "last", "last_skeleton", "initial", "initials",
           "gender", "relation", "relation_text")  # fmt: skip
"""Text columns of ``normalise``, attributes of ``NameKey``; ``words`` (list of text) stands beside them."""

_AT_ONCE = 50_000
"""Distinct names worked on before their keys are forgotten: memory stays bounded."""


def normalise(column: Any, columns: Sequence[str] = (*COLUMNS, "words")) -> pa.Table:
    """The comparable forms of a column of names, one row a name in the column's order.

    ``column`` is an Arrow array or chunked array of text, or any sequence of ``str | None``. Columns are ``COLUMNS``
    and ``words``, or those of them asked for; null where the name has no such part. Means, among blocking keys:
    ``first_skeleton`` and ``last_skeleton`` a word each, ``skeleton`` all words as ordered, ``sorted`` all words
    whatever their order.
    """
    encoded = _encoded(column)
    size = len(encoded.dictionary)
    texts = (encoded.dictionary.slice(at, _AT_ONCE).to_pylist() for at in range(0, size or 1, _AT_ONCE))
    parts = [_made(some, columns) for some in texts]
    return pa.concat_tables(parts).combine_chunks().take(encoded.indices)


def _made(texts: list[str], columns: Sequence[str]) -> pa.Table:
    keys = [NameKey.of(text) for text in texts]
    return pa.table(
        {
            name: pa.array(
                [part or None for part in map(attrgetter(name), keys)],
                pa.list_(pa.string()) if name == "words" else pa.string(),
            )
            for name in columns
        }
    )


def similarities(a: Any, b: Any) -> pa.Array:
    """``similarity`` of two columns of equal length, row by row, as float64; null where either is null."""
    return _pairwise(a, b, similarity)


def given_similarities(a: Any, b: Any) -> pa.Array:
    """``given_similarity`` of two columns of equal length, row by row, as float64; null where either is null."""
    return _pairwise(a, b, given_similarity)


def _pairwise(a: Any, b: Any, compare: Any) -> pa.Array:
    left, right = _encoded(a), _encoded(b)
    ours, theirs = ([NameKey.of(text) for text in one.dictionary.to_pylist()] for one in (left, right))
    known: dict[tuple[int | None, int | None], float | None] = {}
    out: list[float | None] = []
    pairs: Iterable[tuple[int | None, int | None]] = zip(
        left.indices.to_pylist(), right.indices.to_pylist(), strict=True
    )
    for pair in pairs:
        if pair not in known:
            i, j = pair
            known[pair] = None if i is None or j is None else compare(ours[i], theirs[j])
        out.append(known[pair])
    return pa.array(out, pa.float64())


def _encoded(column: Any) -> Any:
    """A dictionary array of the column."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    array = column if isinstance(column, pa.Array) else pa.array(column, pa.string(), from_pandas=True)
    return pc.dictionary_encode(array) if not pa.types.is_dictionary(array.type) else array

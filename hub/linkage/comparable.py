"""A subject's rows as read, brought into comparable columns: Arrow in, Arrow out, each distinct text worked on once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hub import names
from hub.linkage import fields, topics
from hub.names.rules import load
from hub.names.spelling import spell

TEXT = pa.string()
LIST = pa.list_(pa.string())
NAME_PARTS = {"key": "sorted", "given": "first", "given_key": "first_skeleton", "last": "last",
              "last_key": "last_skeleton", "initial": "initial"}  # fmt: skip
"""Suffix of a name's column by what ``hub.names.normalise`` calls it; the empty part of a name is null."""

EMPLOYEE = ("employee_id", "name", "relative", "gender", "dob", "mobile", "district", "designation", "department")
MATTER = ("name", "relative", "relation", "gender", "mobile", "village", "block", "district", "filed_on", "category",
          "subject", "reference")  # fmt: skip
FIELDS = {"employee": EMPLOYEE, "matter": MATTER}
"""The fields that a subject's records have, each a text or null."""


def comparable(subject: str, rows: pa.Table) -> pa.Table:
    """``rows`` with ``id``, ``source`` and the subject's fields as text; back come ``id``, ``source`` and the columns
    that the models compare. Row by row: no row depends on another, so batches may be cut anyhow.
    """
    columns: dict[str, Any] = {"id": rows["id"].combine_chunks(), "source": rows["source"].combine_chunks()}
    columns |= _name("name", rows["name"])
    columns |= _name("relative", rows["relative"])
    gender = _each(rows["gender"], fields.gender, TEXT)
    columns["gender"] = pc.coalesce(gender, columns.pop("name_gender"))
    columns.pop("relative_gender")
    columns["mobile"] = _each(rows["mobile"], fields.mobile, TEXT)
    columns["district"] = _each(rows["district"], fields.district, TEXT)
    if subject == "employee":
        columns["number"] = _each(rows["employee_id"], fields.number, TEXT)
        columns["dob"] = _each(rows["dob"], fields.day, pa.date32())
        columns["designation"] = _each(rows["designation"], fields.designation, TEXT)
        columns["department"] = _each(rows["department"], fields.department, TEXT)
        return pa.table(columns)
    parts = (columns[part].to_pylist() for part in ("name_key", "name_given_key", "name_last_key"))
    columns["name_middle"] = pa.array(map(middle, *parts), TEXT)
    columns["relation"] = _each(rows["relation"], fields.relation, TEXT)
    columns["village"] = _each(rows["village"], fields.phrase, TEXT)
    columns["block"] = _each(rows["block"], fields.phrase, TEXT)
    columns["filed_on"] = _each(rows["filed_on"], fields.day, pa.date32())
    both = pc.binary_join_element_wise(
        pc.fill_null(rows["category"], ""), pc.fill_null(rows["subject"], ""), "\n"
    )  # fmt: skip
    columns["topics"] = _each(both, topics.topics, LIST)
    columns["topic"] = _each(both, lambda text: "+".join(topics.topics(text) or ()) or None, TEXT)
    numbered = pc.binary_join_element_wise(
        pc.fill_null(rows["reference"], ""), pc.fill_null(rows["subject"], ""), "\n"
    )  # fmt: skip
    columns["numbers"] = _each(numbered, topics.numbers, LIST)
    columns["long_numbers"] = _each(numbered, topics.long_numbers, LIST)
    columns["long_number"] = _each(numbered, topics.longest, TEXT)
    columns["named"] = _each(rows["subject"], lambda text: topics.longest(text or ""), TEXT)
    columns["reference"] = _each(rows["reference"], topics.reference, TEXT)
    columns["said"] = _each(rows["subject"], topics.said, LIST)
    columns["script"] = _each(rows["subject"], topics.script, TEXT)
    return pa.table(columns)


def schema(subject: str) -> pa.Schema:
    """The columns that ``comparable`` gives."""
    empty = pa.table({name: pa.array([], TEXT) for name in ("id", "source", *FIELDS[subject])})
    return comparable(subject, empty).schema


def _name(part: str, column: Any) -> dict[str, Any]:
    made = names.normalise(column, (*NAME_PARTS.values(), "skeleton", "gender"))
    out = {f"{part}_{suffix}": made[of] for suffix, of in NAME_PARTS.items()}
    out[f"{part}_joined"] = _each(made["skeleton"], lambda text: text.replace(" ", "") if text else None, TEXT)
    out[f"{part}_gender"] = made["gender"]
    return out


_PREFIXES = frozenset(spell(word).skeleton for word in load("words")["prefixes"])
"""Words that belong to a given name (Md Arif), so that they tell nothing beside it."""


def middle(every: str | None, given: str | None, last: str | None) -> str | None:
    """The words of a name (its key) beside the given name and the last word, in alphabetical order; ``-`` where there
    are none, None where the name has no last word."""
    if not every or not given or not last:
        return None
    words = every.split()
    for end in (given, last):
        if end in words:
            words.remove(end)
    return " ".join(word for word in words if word not in _PREFIXES) or "-"


def _each(column: Any, convert: Callable[[Any], Any], to: pa.DataType) -> Any:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    encoded = pc.dictionary_encode(column) if not pa.types.is_dictionary(column.type) else column
    values = [convert(value) for value in encoded.dictionary.to_pylist()]
    converted = [list(value) if isinstance(value, tuple | frozenset) else value for value in values]
    return pa.array(converted, to).take(encoded.indices)

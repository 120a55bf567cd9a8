"""Learnt mappings: what a source writes wrongly and a steward has told apart once, read rightly in later batches.

A mapping is signed and dated, may be revoked, and is never erased. It is applied when a batch is checked; landing
stays as received, and each row so mended carries the flag ``mended:<field>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from hub import audit
from hub.checks import Severity
from hub.checks.verdicts import FAILURES_SCHEMA
from hub.contracts import Classification, Contract, Field, LogicalType, contract
from hub.contracts.codes import crosswalk
from hub.database import engine
from hub.errors import NotAllowed
from hub.landing.chunk import ORDINAL, Chunk, Unreadable
from hub.landing.read import records_to_chunk
from hub.landing.scrub import scrub_text
from hub.landing.wire import edited_record, text_at, value_of
from hub.quarantine.tables import quarantine_mapping

_COMPARED = (LogicalType.STRING, LogicalType.INTEGER)


@dataclass(frozen=True)
class Mapping:
    """In ``dataset``, ``field`` written as ``from_value`` is read as ``to_value``, unless it was revoked."""

    id: int
    dataset: str
    field: str
    from_value: str
    to_value: str
    reason: str
    made_by: str
    made_at: datetime
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_reason: str | None


def listed(dataset: str | None = None, *, is_active: bool = False) -> list[Mapping]:
    """Mappings, the newest first; all, or those that apply today."""
    with engine().connect() as connection:
        return _listed(connection, dataset, is_active=is_active)


def keep(dataset: str, field: str, from_value: str, to_value: str, actor: str, reason: str) -> Mapping:
    """Keep a mapping for the batches to come; to keep the same one twice changes nothing.

    Raises ``NotAllowed`` without a reason, for a field that may not be mapped (``may_map``), for values that are empty,
    equal, or hold an Aadhaar number, and when the value is mapped to something else already.
    """
    described = contract(dataset)
    from_value, to_value = from_value.strip(), to_value.strip()
    if not may_map(described, field):
        raise NotAllowed("quarantine-mapping-field", record=dataset, dataset=dataset, field=field)
    if not reason.strip() or not from_value or not to_value or from_value == to_value:
        raise NotAllowed("quarantine-mapping-incomplete", record=dataset)
    for typed in (from_value, to_value, reason):
        if scrub_text(typed.encode()) != typed.encode():
            raise NotAllowed("quarantine-mapping-aadhaar", record=dataset)
    with engine().begin() as connection:
        connection.execute(sa.text("lock table hub.quarantine_mapping in share row exclusive mode"))
        known = [item for item in _listed(connection, dataset, is_active=True) if item.field == field]
        for item in known:
            if item.from_value == from_value and item.to_value == to_value:
                return item
            if item.from_value == from_value or item.from_value == to_value or item.to_value == from_value:
                raise NotAllowed(
                    "quarantine-mapping-contradicts", record=dataset, id=item.id, before=item.from_value,
                    after=item.to_value, next_command=f"hub quarantine revoke {item.id}",
                )  # fmt: skip
        values = {"dataset": dataset, "field": field, "from_value": from_value, "to_value": to_value}
        made = connection.execute(
            quarantine_mapping.insert()
            .values(**values, reason=reason.strip(), made_by=actor)
            .returning(*quarantine_mapping.columns)
        ).mappings().one()  # fmt: skip
        audit.record(
            connection, actor=actor, action="mapping.kept", subject=f"mapping/{made['id']}", reason=reason.strip(),
            dataset=dataset, field=field,
        )  # fmt: skip
        return Mapping(**made)


def revoke(mapping_id: int, actor: str, reason: str) -> Mapping:
    """End a mapping: later batches are read as they are written. Rows that it has mended stay as they are.

    Raises ``NotAllowed`` without a reason, or when there is no such mapping or it was revoked before.
    """
    if not reason.strip():
        raise NotAllowed("quarantine-mapping-incomplete", record=str(mapping_id))
    table = quarantine_mapping
    with engine().begin() as connection:
        found = connection.execute(
            table.update()
            .where(table.c.id == mapping_id, table.c.revoked_at.is_(None))
            .values(revoked_by=actor, revoked_at=sa.func.now(), revoked_reason=reason.strip())
            .returning(*table.columns)
        ).mappings().first()  # fmt: skip
        if found is None:
            raise NotAllowed("quarantine-mapping-unknown", record=str(mapping_id), id=mapping_id)
        audit.record(
            connection, actor=actor, action="mapping.revoked", subject=f"mapping/{mapping_id}", reason=reason.strip(),
            dataset=found["dataset"], field=found["field"],
        )  # fmt: skip
        return Mapping(**found)


def may_map(described: Contract, name: str) -> bool:
    """Whether values of a field may be mapped: it arrives from the source, says nothing of a person (a mapping would
    keep it for ever) and is not the key, which says whose record it is."""
    return any(
        field.name == name
        and field.key_position is None
        and field.classification in (Classification.PUBLIC, Classification.INTERNAL)
        for field in described.wire_fields
    )


def own_code(field: Field, district_lgd: int) -> str | None:
    """How the source of ``field`` writes a district: its name, or its code in the field's own scheme; ``None`` where
    the field is no district or the scheme lacks it."""
    if not field.code_scheme.startswith("district"):
        return None
    if field.code_scheme == "district_lgd":
        return str(district_lgd)
    if field.code_scheme == "district_name":
        from hub.contracts.codes import districts

        return next((row["name_en"] for row in districts() if row["district_lgd"] == str(district_lgd)), None)
    table = crosswalk(field.code_scheme, "district_lgd")
    return next((code for code, lgd in table.items() if lgd == district_lgd), None)


def mended(described: Contract, chunk: Chunk, active: Sequence[Mapping]) -> tuple[Chunk, pa.Table]:
    """The chunk with the mappings applied, and the flags of the rows that they changed (as failures of severity
    ``warning``); ``raw`` still gives the records as received."""
    changes = _hits(chunk, described, active)
    if not changes:
        return chunk, FAILURES_SCHEMA.empty_table()
    positions = sorted(changes)
    ordinals = chunk.table.column(ORDINAL).take(pa.array(positions)).to_pylist()
    records = [
        edited_record(described, text, changes[position])
        for text, position in zip(chunk.raw(ordinals), positions, strict=True)
    ]
    fresh = records_to_chunk(described, records)
    place = list(range(chunk.rows))
    for number, position in enumerate(positions):
        place[position] = chunk.rows + number
    order = pa.array(place, pa.int64())
    new = fresh.table.set_column(fresh.table.schema.get_field_index(ORDINAL), ORDINAL, pa.array(ordinals, pa.int64()))
    tombstones = pa.concat_arrays([chunk.is_tombstone, fresh.is_tombstone])
    gone = set(ordinals)
    unreadable = [item for item in chunk.unreadable if item.ordinal not in gone]
    unreadable += [Unreadable(ordinals[item.ordinal], item.field, item.rule) for item in fresh.unreadable]
    flags = [
        {"ordinal": ordinal, "expectation": f"mended:{name}", "field": name, "severity": Severity.WARNING.value}
        for ordinal, position in zip(ordinals, positions, strict=True)
        for name in sorted(changes[position])
    ]
    return (
        replace(
            chunk,
            table=pa.concat_tables([chunk.table, new.select(chunk.table.column_names)]).take(order),
            is_tombstone=tombstones.take(order),
            unreadable=sorted(unreadable, key=lambda item: item.ordinal),
        ),
        pa.Table.from_pylist(flags, FAILURES_SCHEMA),
    )


def _hits(chunk: Chunk, described: Contract, active: Sequence[Mapping]) -> dict[int, dict[str, str | None]]:
    """By position in the chunk, the fields that a mapping changes. A readable date or amount is never mapped."""
    by_field: dict[str, dict[str, str]] = {}
    for item in active:
        by_field.setdefault(item.field, {})[item.from_value] = item.to_value
    known = {field.name: field for field in described.wire_fields}
    found: dict[int, dict[str, str | None]] = {}
    for name, table in by_field.items():
        if name not in known:
            continue
        wrong = list(table)
        if known[name].type in _COMPARED:
            column = chunk.table.column(name).cast(pa.string())
            places = pc.index_in(column, pa.array(wrong, pa.string()))
            for position in pc.indices_nonzero(places.is_valid()).to_pylist():
                found.setdefault(position, {})[name] = table[wrong[places[position].as_py()]]
        unread = [item.ordinal for item in chunk.unreadable if item.field == name]
        if unread:
            first = chunk.table.column(ORDINAL)[0].as_py()  # ordinals are dense
            for ordinal, text in zip(unread, chunk.raw(unread), strict=True):
                value = text_at(value_of(text), known[name].path)
                if value in table:
                    found.setdefault(ordinal - first, {})[name] = table[value]
    return found


def _listed(connection: sa.Connection, dataset: str | None, *, is_active: bool) -> list[Mapping]:
    table = quarantine_mapping
    query = sa.select(table).order_by(table.c.id.desc())
    if dataset is not None:
        query = query.where(table.c.dataset == dataset)
    if is_active:
        query = query.where(table.c.revoked_at.is_(None))
    return [Mapping(**found) for found in connection.execute(query).mappings()]

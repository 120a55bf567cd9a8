"""Golden records: one value a field for each entity, by declared rule, with its source, date and batch.

Computed from the store as known on a day; nothing is copied, so nothing can be stale.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.dialects.postgresql import JSONB

from hub.contracts import contract
from hub.database import engine
from hub.entities import reading
from hub.entities.kinds import dataset_of, key_of, kinds
from hub.entities.model import Value
from hub.entities.records import rows_of
from hub.errors import ContractInvalid
from hub.linkage.declared import subjects

RULES = ("source", "newest", "most_frequent")
_FILE = Path(__file__).with_name("golden.yaml")


@dataclass(frozen=True)
class Survivor:
    """How a field's value is chosen: the rule, and (dataset, field) from which it may come, the most trusted first."""

    field: str
    rule: str
    sources: tuple[tuple[str, str], ...]


@cache
def survivors(kind: str, path: Path = _FILE) -> dict[str, Survivor]:
    """The declared fields of a kind. Raises ``ContractInvalid`` for an unknown rule or field, and for a dataset whose
    records belong to no entity of this kind."""
    found = {}
    datasets = {origin.dataset for origin in subjects()[kinds()[kind].subject].origins}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8"))[kind].items():
        sources = tuple((source.rpartition(".")[0], source.rpartition(".")[2]) for source in entry["from"])
        try:
            for dataset, field in sources:
                contract(dataset).field(field)
        except KeyError as error:
            raise ContractInvalid("entities-golden-unsound", record=kind, kind=kind, field=name) from error
        if entry["rule"] not in RULES or not {dataset for dataset, _field in sources} <= datasets:
            raise ContractInvalid("entities-golden-unsound", record=kind, kind=kind, field=name)
        found[name] = Survivor(name, entry["rule"], sources)
    return found


def golden(entity_id: str) -> list[Value]:
    """The entity's golden record: a value a field that any of its records fills, in the declared order."""
    known = reading.entity(entity_id)
    with engine().connect() as connection:
        day = connection.scalar(_REACHED, {"subject": kinds()[known.kind].subject})
        if day is None or not known.members:
            return []
        records = [member.record_id for member in known.members]
        rows = connection.execute(values(connection, known.kind, day, records)).all()
    by_field = {row.field: row for row in rows}
    return [_value(by_field[name], survivor) for name, survivor in survivors(known.kind).items() if name in by_field]


def values(
    connection: sa.Connection, kind: str, known_on: date, records: Collection[str] | None = None
) -> sa.Select[Any]:
    """One row an entity and field: ``entity_id, field, value`` (text), ``record_id, batch_id, known_from, source`` (the
    source's place in the declared order) – for all living entities of the kind, or those of ``records``."""
    members = sa.table(
        "entity_member", *map(sa.column, ("kind", "record_id", "entity_id", "valid_to")), schema="hub"
    ).alias("m")
    said: list[sa.Select[Any]] = []
    for survivor in survivors(kind).values():
        for place, (dataset, field) in enumerate(survivor.sources):
            row = rows_of(connection, dataset, known_on, records)
            said.append(
                sa.select(
                    members.c.entity_id.label("entity_id"),
                    sa.literal(survivor.field).label("field"),
                    sa.literal(survivor.rule).label("rule"),
                    sa.cast(row.c[field], sa.Text).label("value"),
                    sa.literal(place).label("source"),
                    row.c["_record_id"].label("record_id"),
                    row.c["_known_from"].label("known_from"),
                    row.c["_batch_id"].label("batch_id"),
                )
                .join(row, row.c["_record_id"] == members.c.record_id)
                .where(members.c.kind == kind, members.c.valid_to.is_(None), sa.cast(row.c[field], sa.Text) != "")
            )
    spoken = sa.union_all(*said).subquery("spoken")
    frequency = sa.func.count().over(partition_by=[spoken.c.entity_id, spoken.c.field, spoken.c.value])
    counted = sa.select(spoken, frequency.label("frequency")).subquery("counted")
    newest = counted.c.known_from.desc()
    rank = sa.case((counted.c.rule == "source", counted.c.source), else_=0)
    often = sa.case((counted.c.rule == "most_frequent", counted.c.frequency), else_=0)
    order = (rank, often.desc(), newest, counted.c.source, counted.c.record_id)
    place_ = sa.func.row_number().over(partition_by=[counted.c.entity_id, counted.c.field], order_by=order)
    ranked = sa.select(counted, place_.label("place")).subquery("ranked")
    names = ("entity_id", "field", "value", "record_id", "batch_id", "known_from", "source")
    return sa.select(*(ranked.c[name] for name in names)).where(ranked.c.place == 1)


def wide(connection: sa.Connection, kind: str, known_on: date) -> sa.Select[Any]:
    """One row an entity: ``entity_id`` and, for each declared field, ``<field>`` (text) and ``<field>_from`` (record
    id, batch and date as JSON)."""
    long = values(connection, kind, known_on).subquery("golden")
    columns: list[sa.ColumnElement[Any]] = []
    for name in survivors(kind):
        is_field = long.c.field == name
        origin = sa.func.jsonb_build_object(
            "record", long.c.record_id, "batch", long.c.batch_id, "known_from", long.c.known_from
        )
        columns.append(sa.func.max(long.c.value).filter(is_field).label(name))
        columns.append(sa.type_coerce(sa.func.jsonb_agg(origin).filter(is_field), JSONB)[0].label(f"{name}_from"))
    return sa.select(long.c.entity_id, *columns).group_by(long.c.entity_id)


def _value(row: Any, survivor: Survivor) -> Value:
    dataset = dataset_of(row.record_id)
    described = contract(dataset).field(dict(survivor.sources)[dataset])
    return Value(
        survivor.field, row.value, described.classification.value, dataset, key_of(row.record_id), row.batch_id,
        row.known_from, survivor.rule,
    )  # fmt: skip


_REACHED = sa.text("select business_date from hub.entity_state where subject = :subject")

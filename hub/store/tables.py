"""The ledger's and the quarantine's tables, and the datasets' tables that the contracts describe.

Current rows of a dataset stand in ``store.<system>_<dataset>``, its closed versions in ``…_history``. A version was
known on day D when ``_known_from <= D < _known_to``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSON, JSONB

from hub.contracts.model import Contract, Field, LogicalType
from hub.database import STORE_SCHEMA, metadata

STATUSES = ("planned", "landed", "checked", "held", "released", "refused", "stored", "unchanged", "superseded")
DECISIONS = ("open", "fixed", "released", "refused", "replaced", "superseded")
COUNTS = ("received", "accepted", "quarantined", "repeated", "new", "changed", "unchanged", "deleted", "removed")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(value) for value in values)})"


batch = sa.Table(
    "batch",
    metadata,
    sa.Column("batch_id", sa.Text, primary_key=True, comment="<dataset>/<business date>/<sequence>"),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("since", sa.Date, comment="first day of changes asked for; null for everything"),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("month", sa.Text, comment="the month asked for, of datasets whose window is a month"),
    sa.Column("status", sa.Text, nullable=False),
    *(sa.Column(name, sa.BigInteger) for name in COUNTS),
    sa.Column("control_total", sa.BigInteger, comment="the source's own count"),
    sa.Column("content_hash", sa.Text, comment="of the landed pages"),
    sa.Column("rules_hash", sa.Text, comment="of the contract and the suite that checked it"),
    sa.Column("hash_name", sa.Text, comment="how the rows' hashes were made"),
    sa.Column("holds", JSONB, nullable=False, server_default="[]"),
    sa.Column("approvals", JSONB, nullable=False, server_default="[]"),
    sa.Column("timings", JSONB, nullable=False, server_default="{}", comment="seconds a step"),
    sa.Column("error", JSONB, comment="message id and details of the last failure; never personal data"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.UniqueConstraint("dataset", "business_date", "sequence"),
    sa.CheckConstraint(_one_of("status", STATUSES), name="status"),
    sa.CheckConstraint(
        "status not in ('checked', 'held', 'released', 'stored') or "
        "(received is not null and received = accepted + quarantined)",
        name="received",
    ),
    sa.CheckConstraint(
        "status <> 'stored' or "
        "(accepted is not null and accepted = new + changed + unchanged + repeated + deleted and removed is not null)",
        name="accepted",
    ),
    sa.Index("ix_batch_held", "updated_at", "batch_id", postgresql_where=sa.text("status = 'held'")),
    comment="The ledger: one row a batch. `removed` are keys that a snapshot no longer holds.",
)

watermark = sa.Table(
    "watermark",
    metadata,
    sa.Column("dataset", sa.Text, primary_key=True),
    sa.Column("until", sa.Date, nullable=False, comment="the last day whose changes are stored"),
    sa.Column("batch_id", sa.Text, sa.ForeignKey(batch.c.batch_id), nullable=False),
    comment="How far each dataset is known.",
)

outcome = sa.Table(
    "outcome",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("batch_id", sa.Text, index=True),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("is_success", sa.Boolean, nullable=False),
    sa.Column("error_id", sa.Text, nullable=False, server_default=""),
    sa.Column("details", JSONB, nullable=False, server_default="{}"),
    comment="What each step of each batch came to; rows are only added.",
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("batch_id", sa.Text, sa.ForeignKey(batch.c.batch_id), nullable=False),
    sa.Column("ordinal", sa.BigInteger, nullable=False),
    sa.Column("key", sa.Text, comment="the key's fields joined by |; null where one cannot be read"),
    sa.Column("record", JSON, nullable=False, comment="as received, to the letter"),
    sa.Column("failures", JSONB, nullable=False, comment="[{expectation, field, severity, value?}]; no personal value"),
    sa.Column("business_date", sa.Date, nullable=False, comment="of the batch"),
    sa.Column("district_lgd", sa.BigInteger, comment="as far as the record says it readably"),
    sa.Column("department", sa.Text),
    sa.Column("assignee", sa.Text, comment="who looks at it; no decision, so it moves no version"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("edit", JSONB, comment="the steward's values by field"),
    sa.Column("decided_by", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("entered_at", sa.DateTime(timezone=True), comment="when the decided row came into the store"),
    sa.Column("superseded_by", sa.Text, comment="the later batch that speaks of the same record"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1", comment="of this row; counts decisions"),
    sa.UniqueConstraint("batch_id", "ordinal"),
    sa.CheckConstraint(_one_of("status", DECISIONS), name="status"),
    sa.CheckConstraint("status = 'open' or status = 'replaced' or decided_by is not null", name="decided"),
    sa.Index("ix_quarantine_dataset_status_id", "dataset", "status", "id"),
    sa.Index("ix_quarantine_dataset_district_lgd_status_id", "dataset", "district_lgd", "status", "id"),
    *(
        sa.Index(
            f"ix_quarantine_{name}_status_id", name, "status", "id", postgresql_include=["dataset"],
            postgresql_where=sa.text(f"{name} is not null"),
        )
        for name in ("assignee", "department")
    ),
    sa.Index("ix_quarantine_dataset_key", "dataset", "key"),
    comment="Rows that failed something critical, as received, with what was decided on them.",
)  # fmt: skip

TYPES: dict[LogicalType, sa.types.TypeEngine[Any]] = {
    LogicalType.STRING: sa.Text(),
    LogicalType.INTEGER: sa.BigInteger(),
    LogicalType.NUMBER: sa.Numeric(18, 2),
    LogicalType.BOOLEAN: sa.Boolean(),
    LogicalType.DATE: sa.Date(),
    LogicalType.TIMESTAMP: sa.DateTime(timezone=False),
}


def type_name(field: Field) -> str:
    """The field's type as PostgreSQL writes it."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(TYPES[field.type].compile(dialect)).lower()


def field_column(field: Field) -> sa.Column[Any]:
    """The column of a field. Only keys are ``not null``: what else is required is the checks' business, and a
    steward may release a row without it."""
    told = f"{field.label_en}: {field.meaning_en}"
    return sa.Column(field.name, TYPES[field.type], nullable=field.key_position is None, comment=told)


def _hub_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("_hash", sa.Uuid, nullable=False, comment="of the contract's fields (docs/reference/store.md)"),
        sa.Column("_batch_id", sa.Text, nullable=False, comment="the batch that brought this version"),
        sa.Column("_ordinal", sa.BigInteger, nullable=False, comment="its position in that batch"),
        sa.Column("_flags", sa.ARRAY(sa.Text), nullable=False, comment="expectations failed with a warning"),
        sa.Column("_known_from", sa.Date, nullable=False, comment="first business date of this version"),
    ]


@cache
def current(contract: Contract) -> sa.Table:
    """The table of the dataset's current rows, one a key."""
    return sa.Table(
        contract.table,
        sa.MetaData(schema=STORE_SCHEMA),
        *(field_column(field) for field in contract.fields),
        *_hub_columns(),
        sa.PrimaryKeyConstraint(*contract.key, name=f"pk_{contract.table}"),
        comment=contract.purpose_en,
    )


@cache
def history(contract: Contract) -> sa.Table:
    """The table of the dataset's closed versions."""
    name = f"{contract.table}_history"
    return sa.Table(
        name,
        sa.MetaData(schema=STORE_SCHEMA),
        *(field_column(field) for field in contract.fields),
        *_hub_columns(),
        sa.Column("_known_to", sa.Date, nullable=False, comment="first business date it no longer held"),
        sa.Column("_closed_by", sa.Text, nullable=False, comment="the batch that closed it"),
        sa.PrimaryKeyConstraint(*contract.key, "_batch_id", "_ordinal", name=f"pk_{name}"),
        sa.Index(f"ix_{name}_closed_by", "_closed_by"),
        comment=f"Closed versions of {contract.table}.",
    )

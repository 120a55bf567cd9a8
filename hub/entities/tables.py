"""What people decided about pairs, the entities with their members, every change of them, and what waits for review.

Record ids are ``<dataset>|<key>`` as ``hub.linkage`` writes them. A *version* is the state of who is who after one
change; versions are numbered from 1 without gaps, because runs queue on one lock.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hub.database import metadata

QUESTIONS = ("same_person", "same_matter")
VERDICTS = ("yes", "no", "unsure")
KINDS = ("employee", "citizen", "matter")
STATES = ("live", "merged", "closed")
CHANGES = ("created", "grew", "shrank", "merged", "split", "closed", "reopened")
REASONS = ("band", "two_masters", "household", "weak_chain", "oversize", "contradiction")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(value) for value in values)})"


def _record(name: str, comment: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C"), nullable=False, comment=comment or None)


judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("act", sa.BigInteger, nullable=False, comment="first judgement of the same decision: withdrawn together"),
    sa.Column("subject", sa.Text, nullable=False, comment="employee or matter"),
    sa.Column("question", sa.Text, nullable=False),
    _record("left_id", "left_id < right_id"),
    _record("right_id"),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("withdrawn_by", sa.Text),
    sa.Column("withdrawn_reason", sa.Text),
    sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("left_id < right_id", name="ordered"),
    sa.CheckConstraint(_one_of("question", QUESTIONS), name="question"),
    sa.CheckConstraint(_one_of("verdict", VERDICTS), name="verdict"),
    sa.CheckConstraint("(withdrawn_by is null) = (withdrawn_at is null)", name="withdrawn"),
    sa.Index("ix_judgement_left_id", "subject", "left_id", "right_id"),
    sa.Index("ix_judgement_right_id", "subject", "right_id"),
    sa.Index("ix_judgement_act", "act"),
    comment="What people said of pairs of records. Rows are added, or marked withdrawn; never changed or deleted.",
)

entity = sa.Table(
    "entity",
    metadata,
    sa.Column("entity_id", sa.Text(collation="C"), primary_key=True, comment="minted once, never given to another"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("founded_on", sa.Date, nullable=False, comment="business date"),
    sa.Column("founded_in", sa.BigInteger, nullable=False, comment="version"),
    _record("founder", "the record from whose id the entity's was made"),
    sa.Column("nth", sa.Integer, nullable=False, comment="how many ids were made from this founder before"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("merged_into", sa.Text(collation="C"), comment="where a merged id leads; to be followed"),
    sa.Column("split_from", sa.Text(collation="C")),
    sa.Column("retired_in", sa.BigInteger, comment="version in which it was merged or closed"),
    sa.Column("members", sa.Integer, nullable=False),
    sa.CheckConstraint(_one_of("kind", KINDS), name="kind"),
    sa.CheckConstraint(_one_of("state", STATES), name="state"),
    sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name="merged"),
    sa.CheckConstraint("(state = 'live') = (members > 0)", name="members"),
    sa.CheckConstraint("(state = 'live') = (retired_in is null)", name="retired"),
    sa.UniqueConstraint("kind", "founder", "nth"),
    sa.Index("ix_entity_merged_into", "merged_into", postgresql_where=sa.text("merged_into is not null")),
    comment="One person, or one matter, over all systems.",
)

entity_member = sa.Table(
    "entity_member",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text(collation="C"), primary_key=True, comment="<dataset>|<key>"),
    sa.Column("since", sa.BigInteger, primary_key=True, comment="version"),
    sa.Column("entity_id", sa.Text(collation="C"), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False, comment="business date"),
    sa.Column("valid_to", sa.Date, comment="business date from which it no longer held"),
    sa.Column("until", sa.BigInteger, comment="version"),
    sa.CheckConstraint("(valid_to is null) = (until is null)", name="ended"),
    sa.CheckConstraint("valid_from <= valid_to and since < until", name="forward"),
    sa.Index("ix_entity_member_entity_id", "entity_id"),
    sa.Index("uq_entity_member_live", "record_id", "kind", unique=True, postgresql_where=sa.text("valid_to is null")),
    comment="Which record belonged to which entity, when. A record belongs to one entity of a kind at a time.",
)

entity_change = sa.Table(
    "entity_change",
    metadata,
    sa.Column("change_id", sa.BigInteger, primary_key=True, autoincrement=False, comment="in order, without gaps"),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("entity_id", sa.Text(collation="C"), nullable=False, index=True),
    sa.Column("other_id", sa.Text(collation="C"), comment="merged: into; split: from"),
    sa.Column("records", ARRAY(sa.Text), nullable=False, comment="the records that came or went"),
    sa.Column("members", sa.Integer, nullable=False, comment="of the entity afterwards"),
    sa.Column("is_restored", sa.Boolean, nullable=False, comment="an id that had been retired is back"),
    sa.CheckConstraint(_one_of("change", CHANGES), name="change"),
    sa.CheckConstraint("(change in ('merged', 'split')) = (other_id is not null)", name="other"),
    comment="Every change of every entity, as subscribers are told.",
)

entity_version = sa.Table(
    "entity_version",
    metadata,
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="One row a change of state.",
)

entity_review = sa.Table(
    "entity_review",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("left_id", sa.Text(collation="C"), primary_key=True),
    sa.Column("right_id", sa.Text(collation="C"), primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("since", sa.Date, nullable=False, comment="business date since which it waits"),
    sa.Column("is_open", sa.Boolean, nullable=False, comment="false: answered; back in its place if that is undone"),
    sa.Column("records", ARRAY(sa.Text), nullable=False, comment="oversize: all records of the cluster; else the two"),
    sa.CheckConstraint(_one_of("reason", REASONS), name="reason"),
    sa.Index("ix_entity_review_right_id", "kind", "right_id"),
    sa.Index("ix_entity_review_since", "kind", "since", postgresql_where=sa.text("is_open")),
    comment="What waits for a person: derived from records, links and judgements, and made anew with them.",
)

entity_pending = sa.Table(
    "entity_pending",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text(collation="C"), primary_key=True),
    comment="Records that a judgement touched while a run was under way; the next run begins with them.",
)

entity_state = sa.Table(
    "entity_state",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, nullable=False),
    comment="How far each subject is resolved.",
)

entity_lookup = sa.Table(
    "entity_lookup",
    metadata,
    sa.Column("no", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text(collation="C"), nullable=False),
    sa.Column("batch_id", sa.Text, nullable=False, comment="of the record's version that is listed"),
    sa.Column("compared", JSONB, nullable=False, comment="what the model compares (hub.linkage.comparable)"),
    sa.Column("shown", JSONB, nullable=False, comment="original texts to know a person by"),
    sa.Column("keys", ARRAY(sa.BigInteger), nullable=False, comment="the same as in entity_lookup_key"),
    sa.UniqueConstraint("subject", "record_id"),
    comment="Records as a counter looks them up; follows the store.",
)

entity_lookup_key = sa.Table(
    "entity_lookup_key",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, comment="hash of subject, kind of key and value"),
    sa.Column("no", sa.Integer, primary_key=True, comment="of entity_lookup"),
    comment="Which records may be meant by a name, a mobile, a number.",
)

entity_lookup_frequency = sa.Table(
    "entity_lookup_frequency",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True, comment="column of entity_lookup.compared"),
    sa.Column("value", sa.Text(collation="C"), primary_key=True, comment="empty: all values together"),
    sa.Column("n", sa.BigInteger, nullable=False),
    comment="How often each value stands among the records listed: a rare name says more than a common one.",
)

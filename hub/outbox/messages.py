"""From the changes of a feed's version to messages, set-based, in the caller's transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.outbox.flows import Condition, Flow, flows
from hub.outbox.tables import outbox

# The feeds' table of changes, named here because this ground stands before that room.
_change = sa.table(
    "feed_change",
    sa.column("feed", sa.Text),
    sa.column("version", sa.BigInteger),
    sa.column("sequence", sa.BigInteger),
    sa.column("kind", sa.Text),
    sa.column("row", sa.JSON),
    schema="hub",
)


def enqueue(connection: sa.Connection, *, feed: str, version: int, business_date: date) -> int:
    """Write a message for each change of the version that an enabled flow wants; returns how many.

    A message that says what the newest one of its flow and subject already says is not written. The idempotency key
    is ``flow:subject:hash`` where the hash covers the payload and the feed's version: the same change always has the
    same key, and a value that comes back after another one is told again.
    """
    return sum(
        _enqueue(connection, flow, version, business_date)
        for flow in flows().values()
        if flow.enabled and flow.feed == feed
    )


def _enqueue(connection: sa.Connection, flow: Flow, version: int, business_date: date) -> int:
    pairs: list[Any] = [part for name, column in flow.payload.items() for part in (name, _text(column))]
    pairs += [part for name, value in flow.constants.items() for part in (name, value)]
    wanted = (
        sa.select(
            _change.c.sequence,
            _text(flow.subject).label("subject"),
            sa.cast(sa.func.jsonb_build_object(*(_typed(part) for part in pairs)), JSONB).label("payload"),
        )
        .where(
            _change.c.feed == flow.feed,
            _change.c.version == version,
            _change.c.kind.in_(flow.kinds),
            *(_holds(condition) for condition in flow.when),
        )
        .subquery("wanted")
    )
    content = sa.cast(wanted.c.payload, sa.Text)
    sha256 = _sha256(content)
    newest = (
        sa.select(outbox.c.payload_sha256)
        .where(outbox.c.flow == flow.name, outbox.c.subject == wanted.c.subject)
        .order_by(outbox.c.id.desc())
        .limit(1)
        .lateral("newest")
    )
    key = sa.func.concat(
        flow.name, ":", wanted.c.subject, ":", sa.func.left(_sha256(sa.func.concat(version, content)), 32)
    )
    messages = (
        sa.select(
            sa.literal(flow.name, sa.Text), wanted.c.subject, key, wanted.c.payload, sha256,
            sa.literal(flow.feed, sa.Text), sa.literal(version, sa.BigInteger), sa.literal(business_date, sa.Date),
            sa.literal(version == 1),
        )
        .select_from(wanted.outerjoin(newest, sa.true()))
        .where(newest.c.payload_sha256.is_distinct_from(sha256))
        .order_by(wanted.c.sequence)
    )  # fmt: skip
    names = ["flow", "subject", "idempotency_key", "payload", "payload_sha256", "feed", "feed_version",
             "business_date", "is_first_load"]  # fmt: skip
    insert = outbox.insert().from_select(names, messages)
    count = connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount
    if count and version > 1:
        _bring_forward(connection, flow, version)
    return count


def _bring_forward(connection: sa.Connection, flow: Flow, version: int) -> None:
    """What the first load still has to say of a subject that has changed goes out before the rest of that load, so
    that changes neither wait for it nor overtake their own subject."""
    changed = outbox.alias("changed")
    connection.execute(
        outbox.update()
        .values(is_first_load=False)
        .where(
            outbox.c.flow == flow.name,
            outbox.c.status == "pending",
            outbox.c.is_first_load,
            outbox.c.subject == changed.c.subject,
            changed.c.flow == flow.name,
            changed.c.feed_version == version,
        )
    )


def _text(column: str) -> sa.ColumnElement[Any]:
    return _change.c.row.op("->>", return_type=sa.Text())(sa.literal(column, sa.Text))


def _typed(part: Any) -> sa.ColumnElement[Any]:
    return sa.cast(part, sa.Text) if isinstance(part, str) else part


def _holds(condition: Condition) -> sa.ColumnElement[bool]:
    value = _text(condition.column)
    parts = []
    if condition.one_of is not None:
        parts.append(value.in_(condition.one_of))
    if condition.is_present is not None:
        parts.append(value.is_not(None) if condition.is_present else value.is_(None))
    return sa.and_(sa.true(), *parts)


def _sha256(text: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.encode(sa.func.sha256(sa.func.convert_to(text, "UTF8")), "hex", type_=sa.Text)

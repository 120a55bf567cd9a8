"""From causes to messages, set-based, in the caller's transaction. A cause is a change of a feed, its newest row, or
what a system answered to the message of another flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from hub.outbox.flows import Condition, Flow, flows
from hub.outbox.switches import switched_on
from hub.outbox.tables import outbox

SUPERSEDED = "deliver-superseded"
"""``last_error`` of a message that was dropped at switch-on because its record says something else by now."""


# The feeds' tables, named here because this ground stands before that room.
def _feed_table(name: str, *names: str) -> sa.TableClause:
    row = sa.column("row", sa.JSON)
    return sa.table(name, sa.column("version", sa.BigInteger), row, *map(sa.column, names), schema="hub")


_change = _feed_table("feed_change", "feed", "sequence", "kind")
_row = _feed_table("feed_row", "feed", "key")


def enqueue(connection: sa.Connection, *, feed: str, version: int, business_date: date) -> int:
    """Write a message for each change of the version that a flow which is on wants; returns how many.

    A message that says what the newest one of its flow and subject already says is not written. The idempotency key
    is ``flow:subject:hash`` where the hash covers the payload and the feed's version: the same change always has the
    same key, and a value that comes back after another one is told again.
    """
    on = switched_on(connection)
    count = 0
    for flow in flows().values():
        if flow.name not in on or flow.feed != feed:
            continue
        written = _insert(connection, flow, _changes(flow, version), business_date, is_first_load=version == 1)
        if written and version > 1:
            _bring_forward(connection, flow, version)
        count += written
    return count


def enqueue_following(connection: sa.Connection, flow: str, ids: Sequence[int], business_date: date) -> int:
    """Write what the flows that follow ``flow`` have to say of its messages ``ids``, of which those count that a
    system has accepted; called in the transaction that keeps the receipts. Returns how many."""
    followers = [known for known in flows().values() if known.follows == flow]
    on = switched_on(connection) if followers else set()
    return sum(
        _insert(connection, known, _answers(known, ids), business_date, is_first_load=False)
        for known in followers
        if known.name in on
    )


def enqueue_all(connection: sa.Connection, flow: Flow, business_date: date) -> int:
    """Write a message for all that the flow could tell now, as a first load; what was told already is not repeated."""
    return _insert(connection, flow, _all(flow), business_date, is_first_load=True)


def untold(flow: Flow) -> sa.Select[Any]:
    """The messages that ``enqueue_all`` would write: ``subject``, ``payload`` and more, in their order."""
    return _new(flow, _all(flow))


def refresh_waiting(connection: sa.Connection, flow: Flow, business_date: date) -> int:
    """Bring what waited while the flow was off to what its records say now; returns how many messages were dropped.

    A message that its record no longer bears out, or that a later one follows, is dropped, and what the record says
    now is written instead. Where a subject is told only once, a message that may have arrived stays as it is.
    """
    if flow.follows:
        return 0
    current = _composed(flow, _rows(flow)).subquery("current")
    said, later = outbox.alias("said"), outbox.alias("later")
    holding = (
        sa.select(said.c.id)
        .join(current, sa.and_(current.c.subject == said.c.subject, current.c.payload_sha256 == said.c.payload_sha256))
        .where(
            said.c.flow == flow.name,
            said.c.status == "pending",
            ~sa.exists().where(later.c.flow == flow.name, later.c.subject == said.c.subject, later.c.id > said.c.id),
        )
        .subquery("holding")
    )
    waiting = [outbox.c.flow == flow.name, outbox.c.status == "pending"]
    if flow.once:
        waiting.append(outbox.c.sendings == 0)
    stale = (
        outbox.update()
        .where(*waiting, ~sa.exists().where(holding.c.id == outbox.c.id))
        .values(status="dropped", last_error=SUPERSEDED)
    )
    subjects = list(connection.scalars(stale.returning(outbox.c.subject)))
    if subjects:
        _insert(connection, flow, _rows(flow, subjects), business_date, is_first_load=False)
    return len(subjects)


def _changes(flow: Flow, version: int) -> sa.Subquery:
    chosen = sa.select(
        _change.c.sequence, _change.c.version, sa.cast(_change.c.version, sa.Text).label("cause"), _change.c.row,
        sa.literal(flow.feed, sa.Text).label("feed"),
    )  # fmt: skip
    mine = (_change.c.feed == flow.feed, _change.c.version == version, _change.c.kind.in_(flow.kinds))
    return chosen.where(*mine).subquery("source")


def _rows(flow: Flow, subjects: Sequence[str] | None = None) -> sa.Subquery:
    chosen = sa.select(
        sa.func.row_number().over(order_by=_row.c.key).label("sequence"), _row.c.version,
        sa.cast(_row.c.version, sa.Text).label("cause"), _row.c.row, sa.literal(flow.feed, sa.Text).label("feed"),
    )  # fmt: skip
    chosen = chosen.where(_row.c.feed == flow.feed)
    if subjects is not None:
        chosen = chosen.where(_text(_row.c.row, flow.subject) == sa.any_(sa.literal(list(subjects), sa.ARRAY(sa.Text))))
    return chosen.subquery("source")


def _answers(flow: Flow, ids: Sequence[int] | None = None) -> sa.Subquery:
    before = outbox.alias("before")
    answer = sa.func.jsonb_build_object("reference", before.c.reference, "answered_on", before.c.answered_on)
    chosen = sa.select(
        before.c.id.label("sequence"), before.c.feed_version.label("version"),
        sa.cast(before.c.id, sa.Text).label("cause"), before.c.payload.op("||")(answer).label("row"), before.c.feed,
    )  # fmt: skip
    chosen = chosen.where(before.c.flow == flow.follows, before.c.status == "sent")
    return (chosen if ids is None else chosen.where(before.c.id.in_(ids))).subquery("source")


def _all(flow: Flow) -> sa.Subquery:
    return _answers(flow) if flow.follows else _rows(flow)


def _composed(flow: Flow, source: sa.Subquery) -> sa.Select[Any]:
    """The messages of the rows that fit: ``subject``, ``payload``, ``payload_sha256`` and where they come from."""
    pairs: list[Any] = [part for name, column in flow.payload.items() for part in (name, _text(source.c.row, column))]
    pairs += [part for name, value in flow.constants.items() for part in (name, value)]
    wanted = (
        sa.select(
            source.c.sequence, source.c.version, source.c.cause, source.c.feed,
            _text(source.c.row, flow.subject).label("subject"),
            sa.cast(sa.func.jsonb_build_object(*(_typed(part) for part in pairs)), JSONB).label("payload"),
        )
        .where(*(_holds(source.c.row, condition) for condition in flow.when))
        .subquery("wanted")
    )  # fmt: skip
    return sa.select(wanted, _sha256(sa.cast(wanted.c.payload, sa.Text)).label("payload_sha256"))


def _new(flow: Flow, source: sa.Subquery) -> sa.Select[Any]:
    """The messages of ``source`` that say something which their subject was not told."""
    wanted = _composed(flow, source).subquery("composed")
    of_subject = sa.and_(
        outbox.c.flow == flow.name,
        outbox.c.subject == wanted.c.subject,
        outbox.c.last_error.is_distinct_from(SUPERSEDED),
    )
    newest = (
        sa.select(outbox.c.payload_sha256).where(of_subject).order_by(outbox.c.id.desc()).limit(1).lateral("newest")
    )
    messages = (
        sa.select(wanted)
        .select_from(wanted.outerjoin(newest, sa.true()))
        .where(newest.c.payload_sha256.is_distinct_from(wanted.c.payload_sha256))
        .order_by(wanted.c.sequence)
    )
    return messages.where(~sa.exists().where(of_subject, outbox.c.status != "refused")) if flow.once else messages


def _insert(
    connection: sa.Connection, flow: Flow, source: sa.Subquery, business_date: date, *, is_first_load: bool
) -> int:
    new = _new(flow, source).subquery("new")
    hashed = _sha256(sa.func.concat(new.c.cause, sa.cast(new.c.payload, sa.Text)))
    key = sa.func.concat(flow.name, ":", new.c.subject, ":", sa.func.left(hashed, 32))
    messages = sa.select(
        sa.literal(flow.name, sa.Text), new.c.subject, key, new.c.payload, new.c.payload_sha256, new.c.feed,
        new.c.version, sa.literal(business_date, sa.Date), sa.literal(is_first_load),
    ).order_by(new.c.sequence)  # fmt: skip
    names = ["flow", "subject", "idempotency_key", "payload", "payload_sha256", "feed", "feed_version",
             "business_date", "is_first_load"]  # fmt: skip
    written = insert(outbox).from_select(names, messages).on_conflict_do_nothing(index_elements=["idempotency_key"])
    return connection.execute(written, execution_options={"preserve_rowcount": True}).rowcount


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


def _text(row: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[Any]:
    return row.op("->>", return_type=sa.Text())(sa.literal(name, sa.Text))


def _typed(part: Any) -> sa.ColumnElement[Any]:
    return sa.cast(part, sa.Text) if isinstance(part, str) else part


def _holds(row: sa.ColumnElement[Any], condition: Condition) -> sa.ColumnElement[bool]:
    value = _text(row, condition.column)
    parts = []
    if condition.one_of is not None:
        parts.append(value.in_(condition.one_of))
    if condition.is_present is not None:
        parts.append(value.is_not(None) if condition.is_present else value.is_(None))
    return sa.and_(sa.true(), *parts)


def _sha256(text: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.encode(sa.func.sha256(sa.func.convert_to(text, "UTF8")), "hex", type_=sa.Text)

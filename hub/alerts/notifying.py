"""Tells each recipient what is new to them, once on each channel: a digest a day, and at once what concerns the hub.

A message goes through three commits: *claimed* (its facts belong to it, its bytes are kept), *sending* (right before
the transmission) and *sent*. Killed while *claimed*, nothing had been transmitted, and it is sent by the next run.
Killed while *sending*, nobody can know whether the other side took it: neither SMTP nor the SMS gateway has such a
question. It is then sent once more, the same to the byte and under the same id; after that a person decides
(*doubtful*).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from hub import audit
from hub.alerts.channels import Channel, Outcome, channel, is_on
from hub.alerts.claiming import claim
from hub.alerts.evaluation import evaluated_on
from hub.alerts.tables import (
    AT_ONCE,
    CHANNELS,
    DAILY,
    alert_channel,
    notification,
    notification_fact,
)
from hub.alerts.watching import look
from hub.database import engine
from hub.errors import NotAllowed, NotConfigured, SourceRefused, SourceUnavailable
from hub.reconcile.run import exclusively
from hub.settings import IST

_LOCK = 0x7EC0_0004
_TRANSMISSIONS = 2


@dataclass
class Summary:
    """What one notification did, over all channels: messages sent, waiting, refused, in doubt; recipients without a
    mail address; the channels that failed."""

    business_date: date
    asked: date
    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    without_address: int = 0
    failed_channels: list[str] = field(default_factory=list)


@dataclass
class _Told:
    """What became of the messages of one channel in one run."""

    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    is_away: bool = False
    reason: str = ""
    refused_recipient: str = ""


def notify(business_date: date, now: datetime | None = None) -> Summary:
    """Tell every recipient for whom there is news. The same date again tells nothing.

    A date before the newest one evaluated tells what stands at that newest date. Raises ``NotAllowed`` when the date
    was not evaluated yet, ``NotConfigured`` when there is something to mail and no relay, ``SourceUnavailable`` when
    messages wait for a channel, and ``SourceRefused`` when one refused some: the last two after every message had its
    turn and the failed channel was told of on the others.
    """
    with exclusively(_LOCK) as connection:
        with connection.begin():
            day = evaluated_on(connection)
        if day is None or day < business_date:
            command = f"hub alerts run --date {business_date.isoformat()}"
            raise NotAllowed("alerts-not-evaluated", date=business_date.isoformat(), next_command=command)
        done = Summary(day, business_date)
        with connection.begin():
            done.without_address = claim(connection, DAILY, day)
        _send(connection, done, now or datetime.now(UTC))
    return done


def notify_at_once(now: datetime | None = None) -> Summary:
    """Tell only what concerns the hub itself (``watch``), and send what waits. Raises as ``notify``."""
    at = now or datetime.now(UTC)
    day = at.astimezone(IST).date()
    done = Summary(day, day)
    with exclusively(_LOCK) as connection:
        _send(connection, done, at)
    return done


def _send(connection: sa.Connection, done: Summary, at: datetime) -> None:
    """Claim what is to be told at once, send on each channel, and tell of a channel that failed on the others."""
    day = at.astimezone(IST).date()
    told: dict[str, _Told] = {}
    problem: NotConfigured | None = None
    for _turn in range(2):
        with connection.begin():
            done.without_address += claim(connection, AT_ONCE, day)
            waiting = set(connection.scalars(sa.select(notification.c.channel).where(_is_unsent()).distinct()))
        for name in CHANNELS:
            # The second turn is for what tells of the first; what waits already has had its try.
            if name not in waiting or (name in told and told[name].waiting) or (name != "mail" and not is_on(name)):
                continue
            try:
                _on(connection, name, at, told.setdefault(name, _Told()))
            except NotConfigured as error:
                problem = problem or error
        with engine().begin() as other:
            look(other, at, ("channel_failed",))
            done.failed_channels = [*other.scalars(_failed())]
    for what in ("sent", "waiting", "refused", "doubtful"):
        setattr(done, what, sum(getattr(one, what) for one in told.values()))
    if problem is not None:
        raise problem
    for name, one in told.items():
        if one.refused:
            raise SourceRefused(
                "alerts-mail-refused", record=one.refused_recipient, count=one.refused, channel=name,
                recipient=one.refused_recipient, next_command="hub alerts channels",
            )  # fmt: skip
    for name, one in told.items():
        if one.waiting:
            raise SourceUnavailable("alerts-mail-waiting", record=name, count=one.waiting, channel=name,
                                    reason=one.reason, next_command="hub alerts channels")  # fmt: skip


def _is_unsent() -> sa.ColumnElement[bool]:
    return notification.c.status.in_(("claimed", "sending"))


def _failed() -> sa.Select[Any]:
    return (
        sa.select(alert_channel.c.channel).where(alert_channel.c.status == "failed").order_by(alert_channel.c.channel)
    )


def _on(connection: sa.Connection, name: str, at: datetime, told: _Told) -> None:
    """Send what waits on one channel, and note how the channel did."""
    with channel(name) as opened:
        _transmit_all(connection, name, opened, told)
    # A channel has failed when it cannot be used at all, or took nothing of what there was.
    has_failed = told.is_away or (told.waiting > 0 and told.sent == 0)
    if has_failed or told.sent:
        status = {"status": "failed" if has_failed else "ok", "reason": told.reason if has_failed else ""}
        changed = insert(alert_channel).values(channel=name, since=at, sent_at=at if told.sent else None, **status)
        values: dict[str, Any] = {
            **status,
            "since": sa.case((alert_channel.c.status != status["status"], at), else_=alert_channel.c.since),
            "sent_at": sa.func.coalesce(changed.excluded.sent_at, alert_channel.c.sent_at),
        }
        with connection.begin():
            connection.execute(changed.on_conflict_do_update(index_elements=["channel"], set_=values))


def _transmit_all(connection: sa.Connection, name: str, opened: Channel, told: _Told) -> None:
    """Send what is claimed or in doubt, in order; one body in memory at a time."""
    columns = [column for column in notification.columns if column.name != "body"]
    unsent = sa.select(*columns).where(_is_unsent(), notification.c.channel == name).order_by(notification.c.id)
    with connection.begin():
        rows = connection.execute(unsent).all()
    for position, row in enumerate(rows):
        if row.status == "sending" and row.transmissions >= _TRANSMISSIONS:
            _mark(connection, row.id, status="doubtful")
            told.doubtful += 1
            continue
        _mark(connection, row.id, status="sending", transmissions=row.transmissions + 1)
        with connection.begin():
            body = connection.execute(sa.select(notification.c.body).where(notification.c.id == row.id)).scalar_one()
        outcome, why = opened.send(row.address, bytes(body), row.message_id)
        if outcome is Outcome.SENT:
            _mark(connection, row.id, status="sent", sent_at=sa.func.now(), last_error=None)
            told.sent += 1
        elif outcome is Outcome.REFUSED:
            _mark(connection, row.id, status="refused", last_error=why)
            told.refused += 1
            told.refused_recipient = told.refused_recipient or row.recipient
        else:
            # Known not to be taken: as if never transmitted. Unknown: stays "sending".
            if outcome is not Outcome.UNKNOWN:
                _mark(connection, row.id, status=row.status, transmissions=row.transmissions, last_error=why)
            told.reason = why
            told.waiting += 1
            if outcome is Outcome.AWAY:
                told.is_away = True
                told.waiting += len(rows) - position - 1
                break


def _mark(connection: sa.Connection, row_id: int, **values: Any) -> None:
    with connection.begin():
        connection.execute(notification.update().where(notification.c.id == row_id).values(values))


def send_again(notification_id: int, actor: str, reason: str) -> None:
    """Let the next run send a message that was refused or is in doubt.

    A refused one is made anew (to the address of then); one in doubt goes out as it is, under its id. Raises
    ``NotAllowed`` when there is no such message or the reason is missing.
    """
    if not reason.strip():
        raise NotAllowed("alerts-reason-missing", record=str(notification_id))
    with engine().begin() as connection:
        row = connection.execute(
            sa.select(notification).where(notification.c.id == notification_id).with_for_update()
        ).first()
        if row is None or row.status not in ("refused", "doubtful"):
            raise NotAllowed("alerts-notification-unknown", record=str(notification_id), notification=notification_id)
        if row.status == "doubtful":
            values = {"status": "claimed", "transmissions": 0}
            connection.execute(notification.update().where(notification.c.id == row.id).values(values))
        else:
            connection.execute(notification_fact.delete().where(notification_fact.c.notification_id == row.id))
            connection.execute(notification.delete().where(notification.c.id == row.id))
        audit.record(
            connection, actor=actor, action="notification.send_again", subject=row.recipient, reason=reason,
            channel=row.channel, message_id=row.message_id,
        )  # fmt: skip

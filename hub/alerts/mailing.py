"""Mails each DDO and each district's IT manager what is new to them, once.

A mail goes through three commits: *claimed* (its facts belong to it, its bytes are kept), *sending* (right before the
transmission) and *sent*. Killed while *claimed*, nothing had been transmitted, and it is sent by the next run. Killed
while *sending*, nobody can know whether the relay took it: SMTP has no such question. It is then sent once more, the
same to the byte and under the same Message-ID, by which a mailbox can tell that it is the same mail; after that a
person decides (*doubtful*).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.alerts.digest import Case, mail
from hub.alerts.evaluation import PAY_CASE_OVERDUE
from hub.alerts.recipients import address
from hub.alerts.smtp import Outcome, Relay, relay
from hub.alerts.tables import alert, alert_event, alert_run, notification, notification_fact
from hub.database import engine
from hub.errors import NotAllowed, SourceRefused, SourceUnavailable
from hub.reconcile.run import exclusively

_LOCK = 0x7EC0_0004
_TRANSMISSIONS = 2


@dataclass
class Summary:
    """What one notification did: mails sent, waiting, refused, in doubt, and recipients without an address."""

    business_date: date
    asked: date
    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    without_address: int = 0


def notify(business_date: date) -> Summary:
    """Mail every recipient for whom there is a new fact: a case newly overdue, or overdue again. The same date again
    mails nothing.

    A date before the newest one evaluated tells what stands at that newest date. Raises ``NotAllowed`` when the date
    was not evaluated yet, ``NotConfigured`` when there is something to mail and no relay, ``SourceUnavailable`` when
    mails wait for the relay, and ``SourceRefused`` when it refused some: the last two after every mail had its turn.
    """
    with exclusively(_LOCK) as connection:
        with connection.begin():
            newest = sa.select(sa.func.max(alert_run.c.business_date)).where(alert_run.c.rule == PAY_CASE_OVERDUE)
            day: date | None = connection.scalar(newest)
        if day is None or day < business_date:
            command = f"hub alerts run --date {business_date.isoformat()}"
            raise NotAllowed("alerts-not-evaluated", date=business_date.isoformat(), next_command=command)
        done = Summary(day, business_date)
        with connection.begin():
            facts = _facts(connection, done)
            if not facts and not connection.scalar(sa.select(sa.exists().where(_is_unsent()))):
                return done
        with relay() as opened:
            for (recipient, to), events in sorted(facts.items()):
                with connection.begin():
                    _claim(connection, recipient, to, day, events)
            reason, refused = _transmit_all(connection, opened, done)
    if done.refused:
        raise SourceRefused("alerts-mail-refused", record=refused, count=done.refused, recipient=refused)
    if done.waiting:
        raise SourceUnavailable("alerts-mail-waiting", count=done.waiting, reason=reason)
    return done


def _is_unsent() -> sa.ColumnElement[bool]:
    return notification.c.status.in_(("claimed", "sending"))


def _facts(connection: sa.Connection, done: Summary) -> dict[tuple[str, str], list[int]]:
    """The events to tell, by recipient and address; recipients without an address are only counted."""
    facts: dict[str, list[int]] = {}
    for row in connection.execute(_untold()):
        facts.setdefault(row.recipient, []).append(row.event_id)
    addressed = {recipient: address(recipient) for recipient in facts}
    done.without_address = sum(1 for to in addressed.values() if to is None)
    return {(recipient, to): facts[recipient] for recipient, to in addressed.items() if to is not None}


def _untold() -> sa.Select[Any]:
    """Openings of alerts that stand and of which their recipients have not been told."""
    ddo = sa.func.concat("ddo:", alert.c.ddo_code)
    district = sa.func.concat("district:", alert.c.district_lgd)
    each = [
        sa.select(recipient.label("recipient"), alert_event.c.id.label("event_id"))
        .join_from(alert_event, alert, alert.c.id == alert_event.c.alert_id)
        .where(
            alert_event.c.kind.in_(("opened", "reopened")),
            alert.c.status != "closed",
            alert.c.rule == PAY_CASE_OVERDUE,
            is_there,
        )
        for recipient, is_there in ((ddo, alert.c.ddo_code.is_not(None)), (district, alert.c.district_lgd.is_not(None)))
    ]
    told = sa.union_all(*each).subquery("telling")
    same = sa.and_(notification_fact.c.recipient == told.c.recipient, notification_fact.c.event_id == told.c.event_id)
    return sa.select(told).where(~sa.exists().where(same)).order_by(told.c.recipient, told.c.event_id)


def _claim(connection: sa.Connection, recipient: str, to: str, day: date, events: list[int]) -> None:
    message = mail(recipient, to, day, _cases(connection, recipient, day, events), events)
    claimed = connection.scalar(
        notification.insert()
        .values(recipient=recipient, business_date=day, message_id=message["Message-ID"], body=message.as_bytes())
        .returning(notification.c.id)
    )
    facts = [{"recipient": recipient, "event_id": event, "notification_id": claimed} for event in events]
    connection.execute(notification_fact.insert(), facts)


def _cases(connection: sa.Connection, recipient: str, day: date, events: list[int]) -> list[Case]:
    kind, _, code = recipient.partition(":")
    mine = alert.c.ddo_code == code if kind == "ddo" else alert.c.district_lgd == int(code)
    news = (
        sa.select(alert_event.c.alert_id, sa.func.max(alert_event.c.kind).label("kind"))
        .where(alert_event.c.id.in_(events))
        .group_by(alert_event.c.alert_id)
        .subquery("news")
    )
    query = (
        sa.select(alert, news.c.kind.label("news"))
        .outerjoin(news, news.c.alert_id == alert.c.id)
        .where(mine, alert.c.rule == PAY_CASE_OVERDUE, alert.c.status != "closed")
    )
    return [
        Case(
            case_id=row.subject,
            employee_id=row.facts["employee_id"],
            case_type=row.facts["case_type"],
            stage=row.facts["stage"],
            pending_since=row.pending_since,
            age_days=(day - row.pending_since).days,
            level=row.level,
            news=row.news or "",
            is_acknowledged=row.status == "acknowledged",
        )
        for row in connection.execute(query)
    ]


def _transmit_all(connection: sa.Connection, opened: Relay, done: Summary) -> tuple[str, str]:
    """Send what is claimed or in doubt, in order; returns the last reason to wait and the first refused recipient."""
    unsent = sa.select(notification).where(_is_unsent()).order_by(notification.c.id)
    with connection.begin():
        rows = connection.execute(unsent).all()
    reason, refused = "", ""
    for position, row in enumerate(rows):
        if row.status == "sending" and row.transmissions >= _TRANSMISSIONS:
            _mark(connection, row.id, status="doubtful")
            done.doubtful += 1
            continue
        _mark(connection, row.id, status="sending", transmissions=row.transmissions + 1)
        outcome, why = opened.send(row.body)
        if outcome is Outcome.SENT:
            _mark(connection, row.id, status="sent", sent_at=sa.func.now(), last_error=None)
            done.sent += 1
        elif outcome is Outcome.REFUSED:
            _mark(connection, row.id, status="refused", last_error=why)
            done.refused += 1
            refused = refused or row.recipient
        else:
            # Known not to be taken: as if never transmitted. Unknown: stays "sending".
            if outcome is Outcome.LATER:
                _mark(connection, row.id, status=row.status, transmissions=row.transmissions, last_error=why)
            reason = why
            done.waiting += 1
            if outcome is Outcome.AWAY:
                _mark(connection, row.id, status=row.status, transmissions=row.transmissions, last_error=why)
                done.waiting += len(rows) - position - 1
                break
    return reason, refused


def _mark(connection: sa.Connection, row_id: int, **values: Any) -> None:
    with connection.begin():
        connection.execute(notification.update().where(notification.c.id == row_id).values(values))


def send_again(notification_id: int, actor: str, reason: str) -> None:
    """Let the next run send a mail that was refused or is in doubt.

    A refused mail is made anew (to the address of then); one in doubt goes out as it is, under its Message-ID. Raises
    ``NotAllowed`` when there is no such mail or the reason is missing.
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
            message_id=row.message_id,
        )  # fmt: skip

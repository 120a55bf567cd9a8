"""Claims what is to be told: each recipient's news become one message a channel, kept whole before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from hub.alerts import digest
from hub.alerts.audience import gather, news, standing
from hub.alerts.digest import ATTACHED, LISTED, Digest, Row, Section
from hub.alerts.recipients import Address
from hub.alerts.rules import alert_rules
from hub.alerts.tables import alert, notification, notification_fact


def claim(connection: sa.Connection, edition: str, day: date) -> int:
    """Make the messages of an edition in the caller's transaction; how many recipients have no mail address.

    The facts of a message belong to it from then on: (recipient, channel, event) is a key.
    """
    audience = gather(connection, edition, day)
    for (recipient, channel), to in sorted(audience.told.items()):
        mine = sa.and_(news.c.recipient == recipient, news.c.channel == channel)
        joined = sa.func.string_agg(
            sa.cast(news.c.event_id, sa.Text), aggregate_order_by(sa.literal(","), news.c.event_id)
        )
        facts: str = connection.scalar(sa.select(sa.func.md5(joined)).where(mine)) or ""
        message_id = digest.message_id(recipient, channel, edition, day, facts)
        values = {
            "recipient": recipient, "channel": channel, "edition": edition, "business_date": day, "address": to.to,
            "message_id": message_id, "body": _body(connection, recipient, channel, to, edition, day, message_id),
        }  # fmt: skip
        claimed = connection.scalar(notification.insert().values(values).returning(notification.c.id))
        told = sa.select(news.c.recipient, news.c.channel, news.c.event_id, sa.literal(claimed)).where(mine)
        connection.execute(notification_fact.insert().from_select(notification_fact.columns.keys(), told))
    return audience.without_address


def _body(
    connection: sa.Connection, recipient: str, channel: str, to: Address, edition: str, day: date, message_id: str
) -> bytes:
    if channel == "sms":
        return digest.short(_counts(connection, recipient, channel), edition, day, to.language)
    made = read(connection, recipient, channel, edition, day)
    return digest.pushed(made) if channel == "webhook" else digest.mail(made, to.to, message_id).as_bytes()


def _counts(connection: sa.Connection, recipient: str, channel: str) -> tuple[int, int]:
    """How many alerts are news, and how many past their limit stand."""
    new = sa.select(sa.func.count(news.c.alert_id.distinct())).where(
        news.c.recipient == recipient, news.c.channel == channel
    )
    total = sa.select(sa.func.count()).select_from(standing).join(alert, alert.c.id == standing.c.alert_id)
    total = total.where(standing.c.recipient == recipient, alert.c.level > 0)
    return connection.scalar(new) or 0, connection.scalar(total) or 0


def read(connection: sa.Connection, recipient: str, channel: str, edition: str, day: date) -> Digest:
    """The digest of a recipient out of the tables that ``gather`` has filled: exact counts, and the worst rows."""
    told = _told(recipient, channel)
    sections = {name: Section(name) for name in alert_rules()}
    is_new = told.c.news.is_not(None)
    place = _place(recipient, told)
    counts = sa.select(told.c.rule, told.c.phase, place, is_new, sa.func.count()).group_by(sa.text("1, 2, 3, 4"))
    for rule, phase, where, new, count in connection.execute(counts):
        section = sections.setdefault(rule, Section(rule))
        section.phases[phase] += count
        section.places[where or ""] += count
        section.new += count if new else 0
    rows = list(_rows(connection, told, day))
    for row in rows:
        listed = sections[row.rule].fresh if row.news else sections[row.rule].known
        if len(listed) < LISTED:
            listed.append(row)
    return Digest(recipient, day, edition, [one for one in sections.values() if one.total], rows[:ATTACHED])


def _told(recipient: str, channel: str) -> sa.Subquery:
    """What stands for a recipient, each with the newest of its news on the channel."""
    last = sa.func.array_agg(aggregate_order_by(news.c.kind, news.c.event_id.desc()))
    newest = (
        sa.select(news.c.alert_id, sa.type_coerce(last, sa.ARRAY(sa.Text))[1].label("news"))
        .where(news.c.recipient == recipient, news.c.channel == channel)
        .group_by(news.c.alert_id)
        .subquery("newest")
    )
    return (
        sa.select(alert, newest.c.news)
        .select_from(standing)
        .join(alert, alert.c.id == standing.c.alert_id)
        .outerjoin(newest, newest.c.alert_id == alert.c.id)
        .where(standing.c.recipient == recipient)
        .subquery("told")
    )


def _place(recipient: str, told: sa.Subquery) -> sa.ColumnElement[str]:
    """By what a recipient's alerts are counted: a DDO's by who holds them, a district's by DDO or office, else by
    district."""
    kind = recipient.partition(":")[0]
    if kind == "ddo":
        return sa.literal("holder:") + told.c.holder
    if kind == "district":
        return sa.literal("office:") + sa.func.coalesce(told.c.ddo_code, told.c.office)
    return sa.literal("district:") + sa.cast(told.c.district_lgd, sa.Text)


def _rows(connection: sa.Connection, told: sa.Subquery, day: date) -> Iterator[Row]:
    """The worst first: the longest past its limit, then the longest pending; of each rule at least what is listed."""
    worst = (sa.func.coalesce(told.c.due_on, told.c.pending_since), told.c.pending_since, told.c.subject)
    nth = sa.func.row_number().over(partition_by=(told.c.rule, told.c.news.is_not(None)), order_by=worst)
    ranked = sa.select(told, nth.label("nth")).subquery("ranked")
    worst = (sa.func.coalesce(ranked.c.due_on, ranked.c.pending_since), ranked.c.pending_since, ranked.c.subject)
    query = sa.select(ranked).order_by(ranked.c.nth > LISTED, *worst).limit(ATTACHED)
    found = connection.execute(query).mappings().all()
    for row in sorted(
        found, key=lambda row: (row["due_on"] or row["pending_since"], row["pending_since"], row["subject"])
    ):
        yield Row(
            **{name: row[name] for name in _NAMES},
            days=(day - (row["due_on"] or row["pending_since"])).days,
            news=row["news"] or "",
            is_acknowledged=row["status"] == "acknowledged",
        )


_NAMES = ("rule", "subject", "phase", "level", "pending_since", "due_on", "facts", "ddo_code", "district_lgd",
          "department", "office", "holder")  # fmt: skip

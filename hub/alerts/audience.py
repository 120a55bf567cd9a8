"""Who is told of what: temporary tables of the transaction in which messages are claimed.

``telling_news`` has what a recipient was not told yet on a channel; ``telling_standing`` all that stands for those
recipients. Both are made set by set, whatever the number of alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from hub.alerts.channels import is_on
from hub.alerts.recipients import Address, address
from hub.alerts.rules import alert_rules
from hub.alerts.tables import CHANNELS, DAILY, alert, alert_event, notification, notification_fact
from hub.contracts import codes

TOLD = ("opened", "reopened", "moved", "woken")
NOBODY_NAMED = "mission:bpsms"
"""Who is told where an alert does not say to which district, DDO or department it belongs."""
ALONE = {"mission": NOBODY_NAMED, "team": "team:hub"}

_temporary = sa.MetaData()
news = sa.Table(
    "telling_news", _temporary,
    sa.Column("recipient", sa.Text, primary_key=True), sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("event_id", sa.BigInteger, primary_key=True), sa.Column("alert_id", sa.BigInteger),
    sa.Column("kind", sa.Text),
    prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
)  # fmt: skip
standing = sa.Table(
    "telling_standing", _temporary,
    sa.Column("recipient", sa.Text, primary_key=True), sa.Column("alert_id", sa.BigInteger, primary_key=True),
    prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
)  # fmt: skip

ladder = sa.Table(
    "telling_ladder", _temporary,
    sa.Column("rule", sa.Text), sa.Column("level", sa.Integer), sa.Column("kind", sa.Text),
    prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
)  # fmt: skip
place = sa.Table(
    "telling_place", _temporary, sa.Column("district_lgd", sa.BigInteger), sa.Column("division", sa.Text),
    prefixes=["TEMPORARY"], postgresql_on_commit="DROP",
)  # fmt: skip


@dataclass(frozen=True)
class Audience:
    """Who is to be told on which channel, and how many recipients have no mail address."""

    told: Mapping[tuple[str, str], Address]
    without_address: int


def gather(connection: sa.Connection, edition: str, day: date) -> Audience:
    """Fill both tables for an edition. A recipient that already has the day's digest on a channel waits for the next
    day; one without an address waits until it has one."""
    _prepare(connection, edition)
    for channel in CHANNELS:
        if channel == CHANNELS[0] or is_on(channel):
            connection.execute(news.insert().from_select([*news.columns.keys()], _untold(channel, edition, day)))
    named = connection.execute(sa.select(news.c.recipient, news.c.channel).distinct()).all()
    told = {(name, channel): address(name, channel) for name, channel in named}
    nowhere = [key for key, to in told.items() if to is None]
    if nowhere:
        connection.execute(news.delete().where(sa.tuple_(news.c.recipient, news.c.channel).in_(nowhere)))
    if len(nowhere) < len(told):
        connection.execute(standing.insert().from_select([*standing.columns.keys()], _standing()))
        connection.execute(sa.text(f"analyze {news.name}, {standing.name}"))
    known = {key: to for key, to in told.items() if to is not None}
    return Audience(known, sum(channel == CHANNELS[0] for _name, channel in nowhere))


def _prepare(connection: sa.Connection, edition: str) -> None:
    """Make the tables; the rules' ladders and the divisions of the districts as rows."""
    for table in _temporary.sorted_tables:
        table.create(connection)
    steps = [
        {"rule": rule.id, "level": level, "kind": kind}
        for rule in alert_rules().values() if rule.edition == edition
        for level, kinds in rule.tell.items()
        for kind in kinds
    ]  # fmt: skip
    connection.execute(ladder.insert(), steps)
    places = [{"district_lgd": int(row["district_lgd"]), "division": row["division_en"]} for row in codes.districts()]
    connection.execute(place.insert(), places)


def _recipient() -> sa.ColumnElement[str]:
    of_kind = {
        "ddo": sa.literal("ddo:") + alert.c.ddo_code,
        "office": sa.literal("office:") + alert.c.office,
        "district": sa.literal("district:") + sa.cast(alert.c.district_lgd, sa.Text),
        "division": sa.literal("division:") + place.c.division,
        "department": sa.literal("department:") + alert.c.department,
        **{kind: sa.literal(name) for kind, name in ALONE.items()},
    }
    return sa.func.coalesce(sa.case(of_kind, value=ladder.c.kind), NOBODY_NAMED)


def _is_told() -> sa.ColumnElement[bool]:
    return alert.c.status.in_(("open", "acknowledged"))


def _untold(channel: str, edition: str, day: date) -> sa.Select[Any]:
    """News of alerts that stand, for the levels to which each has come, which were not told on the channel yet."""
    recipient = _recipient()
    conditions = [
        alert_event.c.kind.in_(TOLD), _is_told(), ladder.c.level > alert_event.c.above,
        ladder.c.level <= alert_event.c.level, ladder.c.level <= alert.c.level,
    ]  # fmt: skip
    if channel == "sms":
        conditions.append(alert_event.c.level > 0)
    # A channel that fails is told of on the others.
    conditions.append(sa.or_(alert.c.rule != "channel_failed", alert.c.subject != channel))
    found = (
        sa.select(recipient.label("recipient"), alert_event.c.id, alert.c.id.label("alert_id"), alert_event.c.kind)
        .distinct()
        .select_from(alert_event)
        .join(alert, alert.c.id == alert_event.c.alert_id)
        .join(ladder, ladder.c.rule == alert.c.rule)
        .outerjoin(place, place.c.district_lgd == alert.c.district_lgd)
        .where(*conditions)
        .subquery("found")
    )
    fact, sent = notification_fact.c, notification.c
    is_told = sa.exists().where(
        fact.recipient == found.c.recipient, fact.channel == channel, fact.event_id == found.c.id
    )
    has_digest = sa.exists().where(
        sent.recipient == found.c.recipient, sent.channel == channel, sent.business_date == day, sent.edition == DAILY
    )
    query = sa.select(found.c.recipient, sa.literal(channel), found.c.id, found.c.alert_id, found.c.kind)
    query = query.where(~is_told)
    return query.where(~has_digest) if edition == DAILY else query


def _standing() -> sa.Select[Any]:
    recipient = _recipient()
    return (
        sa.select(recipient, alert.c.id)
        .distinct()
        .select_from(alert)
        .join(ladder, sa.and_(ladder.c.rule == alert.c.rule, ladder.c.level <= alert.c.level))
        .outerjoin(place, place.c.district_lgd == alert.c.district_lgd)
        .where(_is_told(), recipient.in_(sa.select(news.c.recipient)))
    )

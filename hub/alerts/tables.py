"""Alerts, what happened to them, the messages that told of it, and the state of each channel."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

STATUSES = ("open", "acknowledged", "snoozed", "closed")
PHASES = ("approaching", "due", "overdue", "escalated")
"""In order. ``escalated`` is overdue beyond the first level."""
EVENTS = ("opened", "reopened", "moved", "eased", "acknowledged", "snoozed", "woken", "closed")
"""``moved``: to a later phase or a higher level. ``eased``: back, as a deadline moved. ``woken``: a snooze ended."""
CHANNELS = ("mail", "sms", "webhook")
DAILY, AT_ONCE = "daily", "at_once"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(value) for value in values)})"


alert_run = sa.Table(
    "alert_run",
    metadata,
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("business_date", sa.Date, primary_key=True),
    sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    comment="The business dates on which each rule was evaluated; the newest is the date the alerts stand at.",
)

alert = sa.Table(
    "alert",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, comment="key of the record, dataset, feed or channel"),
    sa.Column("ddo_code", sa.Text),
    sa.Column("district_lgd", sa.BigInteger),
    sa.Column("department", sa.Text, comment="as the source names it"),
    sa.Column("office", sa.Text),
    sa.Column("holder", sa.Text, comment="code of the stage, desk or officer with whom it waits; never a name"),
    sa.Column("facts", JSONB, nullable=False, comment="what the clock carries along; never a name or a number to call"),
    sa.Column("pending_since", sa.Date, nullable=False, comment="the day from which days are counted"),
    sa.Column("due_on", sa.Date, comment="last day of the limit; null for what the hub watches by the hour"),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column(
        "level", sa.Integer, nullable=False, comment="0 before it is overdue, 1 from then on, rising by the rule"
    ),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("opened_on", sa.Date, nullable=False, comment="business date of the first opening"),
    sa.Column("reopened", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reopened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("acknowledged_by", sa.Text, comment="who acknowledged or snoozed it"),
    sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text, comment="of the acknowledgement or the snooze"),
    sa.Column("snoozed_until", sa.Date, comment="first business date on which it is told of again"),
    sa.UniqueConstraint("rule", "subject"),
    sa.CheckConstraint(_one_of("status", STATUSES), name="status"),
    sa.CheckConstraint(_one_of("phase", PHASES), name="phase"),
    sa.CheckConstraint("(status = 'closed') = (closed_on is not null)", name="closed"),
    sa.CheckConstraint("status not in ('acknowledged', 'snoozed') or acknowledged_by is not null", name="acknowledged"),
    sa.CheckConstraint("(status = 'snoozed') = (snoozed_until is not null)", name="snoozed"),
    sa.CheckConstraint("(phase in ('overdue', 'escalated')) = (level > 0)", name="level"),
    sa.Index("ix_alert_status", "status", "ddo_code"),
    sa.Index("ix_alert_status_pending_since_id", "status", "pending_since", "id"),
    sa.Index("ix_alert_status_rule_pending_since_id", "status", "rule", "pending_since", "id"),
    comment="One row a rule and subject: at most one open alert a condition.",
)

alert_event = sa.Table(
    "alert_event",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("alert_id", sa.BigInteger, sa.ForeignKey(alert.c.id), nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False, comment="of the alert after the event"),
    sa.Column("level", sa.Integer, nullable=False, comment="of the alert after the event"),
    sa.Column(
        "above", sa.Integer, nullable=False, server_default="-1",
        comment="it is news to the recipients of the levels above this one, up to its own",
    ),
    sa.CheckConstraint(_one_of("kind", EVENTS), name="kind"),
    sa.Index("ix_alert_event_alert_id", "alert_id"),
    sa.Index("ix_alert_event_business_date", "business_date", "kind"),
    comment="What happened to each alert, in order; opened, reopened, moved and woken are the facts that are told.",
)  # fmt: skip

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False, comment="kind:code, as ddo:<code> or district:<LGD code>"),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("edition", sa.Text, nullable=False, comment="daily: one a recipient, channel and day; at_once: outages"),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("address", sa.Text, nullable=False, comment="of an office: mail address, number or URL"),
    sa.Column("message_id", sa.Text, nullable=False, unique=True, comment="made of recipient, channel, date and facts"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="the whole message; sent again, the same to the byte"),
    sa.Column("status", sa.Text, nullable=False, server_default="claimed"),
    sa.Column("transmissions", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("status in ('claimed', 'sending', 'sent', 'refused', 'doubtful')", name="status"),
    sa.CheckConstraint(_one_of("channel", CHANNELS), name="channel"),
    sa.CheckConstraint(_one_of("edition", (DAILY, AT_ONCE)), name="edition"),
    sa.Index("ix_notification_unsent", "id", postgresql_where=sa.text("status in ('claimed', 'sending')")),
    sa.Index("ix_notification_stuck", "id", postgresql_where=sa.text("status in ('refused', 'doubtful')")),
    sa.Index(
        "ix_notification_daily", "recipient", "channel", "business_date", unique=True,
        postgresql_where=sa.text("edition = 'daily'"),
    ),
    comment="One row a message. 'sending' stands only while a transmission is under way, or was when it was killed.",
)  # fmt: skip

notification_fact = sa.Table(
    "notification_fact",
    metadata,
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("event_id", sa.BigInteger, sa.ForeignKey(alert_event.c.id), primary_key=True),
    sa.Column("notification_id", sa.BigInteger, sa.ForeignKey(notification.c.id), nullable=False),
    sa.Index("ix_notification_fact_notification_id", "notification_id"),
    comment="Which facts a recipient was told on which channel; the key makes a second telling impossible.",
)

alert_channel = sa.Table(
    "alert_channel",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="of the status"),
    sa.Column("reason", sa.Text, nullable=False, server_default="", comment="why it failed; never personal data"),
    sa.Column("sent_at", sa.DateTime(timezone=True), comment="of the last message that it took"),
    sa.CheckConstraint(_one_of("channel", CHANNELS), name="channel"),
    sa.CheckConstraint("status in ('ok', 'failed')", name="status"),
    comment="How each channel did when it was last used; a failed one is an alert on the others.",
)

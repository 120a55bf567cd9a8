"""Alerts, what happened to them, and the mails that told of it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hub.database import metadata

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
    sa.Column("subject", sa.Text, nullable=False, comment="the case"),
    sa.Column("ddo_code", sa.Text, nullable=False),
    sa.Column("district_lgd", sa.BigInteger),
    sa.Column(
        "facts",
        JSONB,
        nullable=False,
        comment="kind, stage, opening day, employee id; never a name or a number to call",
    ),
    sa.Column("pending_since", sa.Date, nullable=False, comment="the day from which days are counted"),
    sa.Column("level", sa.Integer, nullable=False, comment="1 from the limit on; one more at each further threshold"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("opened_on", sa.Date, nullable=False, comment="business date of the first opening"),
    sa.Column("reopened", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reopened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("acknowledged_by", sa.Text),
    sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text, comment="of the acknowledgement"),
    sa.UniqueConstraint("rule", "subject"),
    sa.CheckConstraint("status in ('open', 'acknowledged', 'closed')", name="status"),
    sa.CheckConstraint("(status = 'closed') = (closed_on is not null)", name="closed"),
    sa.CheckConstraint("status <> 'acknowledged' or acknowledged_by is not null", name="acknowledged"),
    sa.Index("ix_alert_status", "status", "ddo_code"),
    sa.Index("ix_alert_status_pending_since_id", "status", "pending_since", "id"),
    comment="One row a case and rule: at most one open alert a case.",
)

alert_event = sa.Table(
    "alert_event",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("alert_id", sa.BigInteger, sa.ForeignKey(alert.c.id), nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.CheckConstraint("kind in ('opened', 'reopened', 'acknowledged', 'closed')", name="kind"),
    sa.Index("ix_alert_event_alert_id", "alert_id"),
    sa.Index("ix_alert_event_business_date", "business_date", "kind"),
    comment="What happened to each alert, in order; openings and reopenings are the facts that are mailed.",
)

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False, comment="ddo:<code> or district:<LGD code>"),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, unique=True, comment="made of recipient, date and facts"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="the whole mail; sent again, it is the same to the byte"),
    sa.Column("status", sa.Text, nullable=False, server_default="claimed"),
    sa.Column("transmissions", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("sent_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("status in ('claimed', 'sending', 'sent', 'refused', 'doubtful')", name="status"),
    sa.Index("ix_notification_unsent", "id", postgresql_where=sa.text("status in ('claimed', 'sending')")),
    sa.Index("ix_notification_stuck", "id", postgresql_where=sa.text("status in ('refused', 'doubtful')")),
    comment="One row a mail. 'sending' stands only while a transmission is under way, or was when it was killed.",
)

notification_fact = sa.Table(
    "notification_fact",
    metadata,
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("event_id", sa.BigInteger, sa.ForeignKey(alert_event.c.id), primary_key=True),
    sa.Column("notification_id", sa.BigInteger, sa.ForeignKey(notification.c.id), nullable=False),
    comment="Which facts a recipient was told; the key makes a second telling impossible.",
)

"""Levels, digests and channels of alerts"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ALERT: dict[str, tuple[sa.types.TypeEngine[Any], str | None]] = {
    "department": (sa.Text(), "as the source names it"),
    "office": (sa.Text(), None),
    "holder": (sa.Text(), "code of the stage, desk or officer with whom it waits; never a name"),
    "due_on": (sa.Date(), "last day of the limit; null for what the hub watches by the hour"),
    "phase": (sa.Text(), None),
    "snoozed_until": (sa.Date(), "first business date on which it is told of again"),
}
_COMMENTS = {
    "subject": ("the case", "key of the record, dataset, feed or channel"),
    "facts": (
        "kind, stage, opening day, employee id; never a name or a number to call",
        "what the clock carries along; never a name or a number to call",
    ),
    "level": (
        "1 from the limit on; one more at each further threshold",
        "0 before it is overdue, 1 from then on, rising by the rule",
    ),
    "reason": ("of the acknowledgement", "of the acknowledgement or the snooze"),
    "acknowledged_by": (None, "who acknowledged or snoozed it"),
}
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {"facts": postgresql.JSONB(), "level": sa.Integer()}
_TABLES = {
    "alert": (
        "One row a case and rule: at most one open alert a case.",
        "One row a rule and subject: at most one open alert a condition.",
    ),
    "alert_event": (
        "What happened to each alert, in order; openings and reopenings are the facts that are mailed.",
        "What happened to each alert, in order; opened, reopened, moved and woken are the facts that are told.",
    ),
    "notification": (
        "One row a mail. 'sending' stands only while a transmission is under way, or was when it was killed.",
        "One row a message. 'sending' stands only while a transmission is under way, or was when it was killed.",
    ),
    "notification_fact": (
        "Which facts a recipient was told; the key makes a second telling impossible.",
        "Which facts a recipient was told on which channel; the key makes a second telling impossible.",
    ),
}
_CHECKS = {
    ("alert", "status"): (
        "status in ('open', 'acknowledged', 'closed')",
        "status in ('open', 'acknowledged', 'snoozed', 'closed')",
    ),
    ("alert", "acknowledged"): (
        "status <> 'acknowledged' or acknowledged_by is not null",
        "status not in ('acknowledged', 'snoozed') or acknowledged_by is not null",
    ),
    ("alert_event", "kind"): (
        "kind in ('opened', 'reopened', 'acknowledged', 'closed')",
        "kind in ('opened', 'reopened', 'moved', 'eased', 'acknowledged', 'snoozed', 'woken', 'closed')",
    ),
}
_NEW_CHECKS = {
    ("alert", "phase"): "phase in ('approaching', 'due', 'overdue', 'escalated')",
    ("alert", "snoozed"): "(status = 'snoozed') = (snoozed_until is not null)",
    ("alert", "level"): "(phase in ('overdue', 'escalated')) = (level > 0)",
    ("notification", "channel"): "channel in ('mail', 'sms', 'webhook')",
    ("notification", "edition"): "edition in ('daily', 'at_once')",
}


def upgrade() -> None:
    """Bring the tables to this version."""
    op.alter_column("alert", "ddo_code", existing_type=sa.Text(), nullable=True, schema="hub")
    for name, (kind, comment) in _ALERT.items():
        op.add_column("alert", sa.Column(name, kind, nullable=True, comment=comment), schema="hub")
    op.execute("update hub.alert_run set rule = 'pay_case' where rule = 'pay_case_overdue'")
    op.execute(
        "update hub.alert set rule = 'pay_case', due_on = pending_since + 15, "
        "phase = case when level > 1 then 'escalated' else 'overdue' end"
    )
    op.alter_column("alert", "phase", existing_type=sa.Text(), nullable=False, schema="hub")
    event = (
        ("phase", sa.Text(), "of the alert after the event"),
        ("level", sa.Integer(), "of the alert after the event"),
    )
    for name, kind, comment in event:
        op.add_column("alert_event", sa.Column(name, kind, nullable=True, comment=comment), schema="hub")
    op.execute("update hub.alert_event e set phase = a.phase, level = a.level from hub.alert a where a.id = e.alert_id")
    for name, kind, _comment in event:
        op.alter_column("alert_event", name, existing_type=kind, nullable=False, schema="hub")
    op.add_column(
        "alert_event",
        sa.Column("above", sa.Integer(), nullable=False, server_default="-1",
                  comment="it is news to the recipients of the levels above this one, up to its own"),
        schema="hub",
    )  # fmt: skip
    # What was mailed before may be two mails a recipient and day: no daily edition, of which there is one.
    for name, value, comment in (
        ("channel", "mail", None),
        ("edition", "at_once", "daily: one a recipient, channel and day; at_once: outages"),
        ("address", "", "of an office: mail address, number or URL"),
    ):
        added = sa.Column(name, sa.Text(), nullable=False, server_default=value, comment=comment)
        op.add_column("notification", added, schema="hub")
        op.alter_column("notification", name, existing_type=sa.Text(), server_default=None, schema="hub")
    op.add_column(
        "notification_fact", sa.Column("channel", sa.Text(), nullable=False, server_default="mail"), schema="hub"
    )
    op.alter_column("notification_fact", "channel", existing_type=sa.Text(), server_default=None, schema="hub")
    _key("recipient", "channel", "event_id")
    for (table, name), condition in _NEW_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition, schema="hub")
    _words(1)
    op.create_index(
        "ix_alert_status_rule_pending_since_id", "alert", ["status", "rule", "pending_since", "id"], schema="hub"
    )
    op.create_index(
        "ix_notification_daily", "notification", ["recipient", "channel", "business_date"], unique=True, schema="hub",
        postgresql_where=sa.text("edition = 'daily'"),
    )  # fmt: skip
    op.create_index("ix_notification_fact_notification_id", "notification_fact", ["notification_id"], schema="hub")
    op.create_table(
        "alert_channel",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="of the status"),
        sa.Column("reason", sa.Text(), server_default="", nullable=False, comment="why it failed; never personal data"),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True, comment="of the last message that it took"),
        sa.CheckConstraint("channel in ('mail', 'sms', 'webhook')", name=op.f("ck_alert_channel_channel")),
        sa.CheckConstraint("status in ('ok', 'failed')", name=op.f("ck_alert_channel_status")),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_alert_channel")),
        schema="hub",
        comment="How each channel did when it was last used; a failed one is an alert on the others.",
    )


def downgrade() -> None:
    """Back to the version before; alerts of other rules than pay cases and messages of other channels are lost."""
    op.drop_table("alert_channel", schema="hub")
    op.drop_index("ix_notification_fact_notification_id", table_name="notification_fact", schema="hub")
    op.drop_index("ix_notification_daily", table_name="notification", schema="hub")
    op.drop_index("ix_alert_status_rule_pending_since_id", table_name="alert", schema="hub")
    for table, name in _NEW_CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, schema="hub")
    gone = "select e.id from hub.alert_event e join hub.alert a on a.id = e.alert_id where a.rule <> 'pay_case' or a.level = 0"
    kinds = "kind not in ('opened', 'reopened', 'acknowledged', 'closed')"
    op.execute(
        f"delete from hub.notification_fact where channel <> 'mail' or event_id in ({gone}) or event_id in "  # noqa: S608
        f"(select id from hub.alert_event where {kinds})"
    )
    op.execute("delete from hub.notification where channel <> 'mail'")
    op.execute(f"delete from hub.alert_event where {kinds} or id in ({gone})")  # noqa: S608
    op.execute("delete from hub.alert where rule <> 'pay_case' or level = 0")
    op.execute("delete from hub.alert_run where rule <> 'pay_case'")
    op.execute("update hub.alert_run set rule = 'pay_case_overdue'")
    op.execute(
        "update hub.alert set rule = 'pay_case_overdue', status = case status when 'snoozed' then 'acknowledged' else status end"
    )
    _words(0)
    _key("recipient", "event_id")
    for table, names in (
        ("notification_fact", ("channel",)),
        ("notification", ("address", "edition", "channel")),
        ("alert_event", ("above", "level", "phase")),
        ("alert", tuple(_ALERT)),
    ):
        for name in names:
            op.drop_column(table, name, schema="hub")
    op.alter_column("alert", "ddo_code", existing_type=sa.Text(), nullable=False, schema="hub")


def _key(*names: str) -> None:
    op.drop_constraint(op.f("pk_notification_fact"), "notification_fact", schema="hub")
    op.create_primary_key(op.f("pk_notification_fact"), "notification_fact", list(names), schema="hub")


def _words(side: int) -> None:
    """Comments and conditions of this version (1) or of the one before (0)."""
    for (table, name), conditions in _CHECKS.items():
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, schema="hub")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, conditions[side], schema="hub")
    for name, words in _COMMENTS.items():
        kind = _TYPES.get(name, sa.Text())
        op.alter_column("alert", name, existing_type=kind, comment=words[side], schema="hub")
    old = "ddo:<code> or district:<LGD code>", "kind:code, as ddo:<code> or district:<LGD code>"
    op.alter_column("notification", "recipient", existing_type=sa.Text(), comment=old[side], schema="hub")
    made = "made of recipient, date and facts", "made of recipient, channel, date and facts"
    op.alter_column("notification", "message_id", existing_type=sa.Text(), comment=made[side], schema="hub")
    body = ("the whole mail; sent again, it is the same to the byte",
            "the whole message; sent again, the same to the byte")  # fmt: skip
    op.alter_column("notification", "body", existing_type=sa.LargeBinary(), comment=body[side], schema="hub")
    for table, comments in _TABLES.items():
        op.create_table_comment(table, comments[side], schema="hub")

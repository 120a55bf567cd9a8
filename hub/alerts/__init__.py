"""Alerts: clocks that run out, the hub's own faults, and the messages that tell of them.

- ``evaluate(business_date)`` brings the alerts to the clocks (``hub.clocks.wind`` goes before it); ``watch()`` to what
  the hub watches by the hour.
- ``notify(business_date)`` tells each recipient what is new, once; ``notify_at_once()`` what concerns the hub itself.
- ``acknowledge``, ``snooze``, ``send_again`` are what people decide; ``alerts``, ``channels`` what they look at.
"""

from hub.alerts.evaluation import evaluate
from hub.alerts.manage import acknowledge, alerts, channels, snooze
from hub.alerts.notifying import notify, notify_at_once, send_again
from hub.alerts.rules import alert_rules, rule_title, runbook
from hub.alerts.watching import watch

__all__ = [
    "acknowledge", "alert_rules", "alerts", "channels", "evaluate", "notify", "notify_at_once", "rule_title",
    "runbook", "send_again", "snooze", "watch",
]  # fmt: skip

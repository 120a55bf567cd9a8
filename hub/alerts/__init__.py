"""Pay cases that are pending for more than 15 days: alerts, and the mails that tell of them."""

from hub.alerts.evaluation import PAY_CASE_OVERDUE, evaluate
from hub.alerts.mailing import notify, send_again
from hub.alerts.manage import acknowledge, alerts

__all__ = ["PAY_CASE_OVERDUE", "acknowledge", "alerts", "evaluate", "notify", "send_again"]

"""The lists of rows that reports count: each row stands once, without a name, with what the figures ask of it."""

from hub.reports.lists.appraisals import PARS
from hub.reports.lists.complaints import COMPLAINT_APPEALS, COMPLAINTS, HEARINGS
from hub.reports.lists.grievances import GRIEVANCES
from hub.reports.lists.model import At, List, Measure
from hub.reports.lists.pay import PAY_CASES, PAY_WEEKS
from hub.reports.lists.services import APPEALS, APPLICATIONS

LISTS: dict[str, List] = {
    one.name: one
    for one in (PAY_CASES, PAY_WEEKS, GRIEVANCES, APPLICATIONS, APPEALS, PARS, COMPLAINTS, HEARINGS, COMPLAINT_APPEALS)
}

__all__ = ["LISTS", "At", "List", "Measure"]

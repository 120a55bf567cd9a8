"""Reports that officers are given: kept, in both languages, with the rows behind every figure.

- ``declared()`` are the reports (``reports.yaml``); ``make(report, business_date, areas=None)`` makes editions that are
  not kept yet, ``make_due(business_date)`` all that are due; ``mail(business_date)`` mails each once.
- ``remake(report, business_date, actor, reason)`` corrects them; ``mails()`` are those that wait for a person,
  ``send_again(mail, actor, reason)`` lets one go out.
- ``dates``, ``revisions``, ``areas``, ``files``, ``read``, ``page``, ``rows_behind`` read what is kept: the newest
  revision, or the one that is named.
- ``Area`` and ``area("district:212")`` are what an edition is cut to; ``cut_of(query)`` reads a figure's link.
"""

from hub.reports.areas import LEVELS, Area, area
from hub.reports.declared import Report, declared
from hub.reports.document import cut_of, query
from hub.reports.figures import Cut
from hub.reports.kept import File, RowsPage, areas, dates, employee_names, files, page, read, rows_behind
from hub.reports.mailing import Mail, mail, mails, send_again
from hub.reports.making import Summary, make, make_due, remake
from hub.reports.pdf import role_name
from hub.reports.prove import proofs
from hub.reports.revisions import Revision, revisions

__all__ = [
    "LEVELS", "Area", "Cut", "File", "Mail", "Report", "Revision", "RowsPage", "Summary", "area",
    "areas", "cut_of", "dates", "declared", "employee_names", "files", "mail", "mails", "make", "make_due", "page",
    "proofs", "query", "read", "remake", "revisions", "role_name", "rows_behind", "send_again",
]  # fmt: skip

"""Reports that officers are given: kept, in both languages, with the rows behind every figure.

- ``declared()`` are the reports (``reports.yaml``); ``make(report, business_date, areas=None)`` makes editions that are
  not kept yet, ``make_due(business_date)`` all that are due; ``mail(business_date)`` mails each once.
- ``dates``, ``areas``, ``files``, ``read``, ``page``, ``rows_behind`` read what is kept.
- ``Area`` and ``area("district:212")`` are what an edition is cut to; ``cut_of(query)`` reads a figure's link.
"""

from hub.reports.areas import LEVELS, Area, area
from hub.reports.declared import Report, declared
from hub.reports.document import cut_of, query
from hub.reports.figures import Cut
from hub.reports.kept import File, RowsPage, areas, dates, employee_names, files, page, read, rows_behind
from hub.reports.mailing import mail
from hub.reports.making import Summary, make, make_due
from hub.reports.pdf import role_name

__all__ = [
    "LEVELS", "Area", "Cut", "File", "Report", "RowsPage", "Summary", "area", "areas", "cut_of", "dates", "declared",
    "employee_names", "files", "mail", "make", "make_due", "page", "query", "read", "role_name", "rows_behind",
]  # fmt: skip

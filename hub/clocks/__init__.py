"""Clocks: what waits, since when, until when, by which rule and which version of the calendar.

- ``wind(business_date) -> Summary`` brings ``hub.clock`` (``hub.clocks.tables.clock``) to the store as known on the
  date; called before alerts are evaluated.
- ``clocks(rule=, state=, due_before=, ...)`` reads them; ``moved_by(version)`` says which deadlines a version of the
  calendar moves (a proposal) or moved (an approved one); ``approve`` and ``refuse`` decide a proposal.
- ``rules()`` are the rules by name (``hub/calendar/rules.yaml``), each with limit, ladder and legal source.
"""

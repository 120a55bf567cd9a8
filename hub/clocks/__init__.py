"""Clocks: what waits, since when, until when, by which rule and which version of the calendar.

- ``wind(business_date) -> Summary`` brings ``hub.clock`` (``hub.clocks.tables.clock``) to the store as known on the
  date; called before alerts are evaluated. ``reached()`` is the newest date wound.
- ``clocks(rule=, state=, subject=, due_before=, district_lgd=, limit=)`` reads them.
- ``moved_by(version)`` says which deadlines a version of the calendar moves (a proposal) or moved (an approved one);
  ``approve(version, actor, reason)`` and ``refuse`` decide a proposal.
- ``rules()`` are the rules by name (``hub/calendar/rules.yaml``): limit, ``approaching``, ``ladder``, ``title`` and
  ``source`` in both languages.
"""

from hub.calendar.rules import Rule, rules
from hub.clocks.look import Clock, clocks, proofs, reached
from hub.clocks.moving import Move, Moves, approve, moved_by, refuse
from hub.clocks.winding import Summary, wind

__all__ = [
    "Clock", "Move", "Moves", "Rule", "Summary", "approve", "clocks", "moved_by", "proofs", "reached", "refuse",
    "rules", "wind",
]  # fmt: skip

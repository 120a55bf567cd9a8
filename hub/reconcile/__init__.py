"""What the systems say together, where they disagree, and what is missing.

``reconcile(business_date)`` brings the reconciled datasets, the discrepancies and the control totals to the store as it
was known on that date: a pure function of the store, of who is who (``hub.entities``) and of people's decisions, so
running it twice, or after a later batch, changes nothing.

Doors for people and portals:

- ``rules_of_agreement()``: the rules by id, with severity, systems, words and source in both languages.
- ``Filter``: which discrepancies are meant. ``discrepancies(chosen, after=, limit=)``, ``discrepancy_by_id(id)``,
  ``discrepancy_counts(by, chosen)``, ``discrepancy_tally(chosen)``, ``decisions(id)``.
- ``resolve(id, side, actor, reason, version)``, ``undo(id, actor, reason, version)``,
  ``send_list(owner, actor, reason, chosen, format=, language=) -> SentList``, ``owners()``.
- ``control_totals(business_date=None, dataset=None)``.
"""

from hub.reconcile.agreement import AgreementRule, rules_of_agreement
from hub.reconcile.decide import resolve, send_list, undo
from hub.reconcile.declared import Column, Dataset, datasets
from hub.reconcile.filter import Filter
from hub.reconcile.look import (
    ControlTotal,
    Decision,
    Discrepancy,
    DiscrepancyCount,
    control_totals,
    decisions,
    discrepancies,
    discrepancy_by_id,
    discrepancy_counts,
    discrepancy_tally,
)
from hub.reconcile.materialise import Changed, golden
from hub.reconcile.owner_list import SentList, owners
from hub.reconcile.run import Summary, reached, reconcile

__all__ = [
    "AgreementRule", "Changed", "Column", "ControlTotal", "Dataset", "Decision", "Discrepancy", "DiscrepancyCount",
    "Filter", "SentList", "Summary", "control_totals", "datasets", "decisions", "discrepancies", "discrepancy_by_id",
    "discrepancy_counts", "discrepancy_tally", "golden", "owners", "reached", "reconcile", "resolve",
    "rules_of_agreement", "send_list", "undo",
]  # fmt: skip

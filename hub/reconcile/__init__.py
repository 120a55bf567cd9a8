"""Who is who and what disagrees, first form: exact keys only.

``reconcile(business_date)`` is a pure function of the store as it was known on that date, so running it twice, or
after a later batch, changes nothing.
"""

from hub.reconcile.declared import Column, Dataset, datasets
from hub.reconcile.materialise import Changed, golden
from hub.reconcile.rules import Rule, rules
from hub.reconcile.run import Summary, reached, reconcile

__all__ = ["Changed", "Column", "Dataset", "Rule", "Summary", "datasets", "golden", "reached", "reconcile", "rules"]

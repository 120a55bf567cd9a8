"""Rules about a batch as a whole: what holds it until a steward decides, and what a person should know of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING

from hub.checks.suite import COUNT_BAND, Suite
from hub.checks.verdicts import Hold, Note
from hub.contracts.model import Contract
from hub.landing.chunk import Chunk

if TYPE_CHECKING:
    from hub.checks.checker import CheckContext
    from hub.checks.engine.plan import Rule


@dataclass
class Facts:
    """Sums over the chunks of one batch."""

    received: int = 0
    quarantined: int = 0
    absent: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)  # expectation id -> kind of exception

    def take(self, chunk: Chunk, quarantined: int) -> None:
        """Add one chunk's figures."""
        self.received += chunk.rows
        self.quarantined += quarantined
        self.absent.update(chunk.absent_fields)
        self.unknown.update(chunk.unknown_fields)


def count_band(suite: Suite, previous_rows: int | None) -> tuple[int, int] | None:
    """Least and most rows that a batch may have after one of ``previous_rows``, or ``None`` where it is not judged
    (first batch, or no band in the suite).

    The band is the last good batch times ``min_ratio`` and ``max_ratio``; below ``judged_from_rows`` the most is what
    that many rows would allow, and the least is one row.
    """
    bands = [item for item in suite.expectations if item.type == COUNT_BAND]
    if previous_rows is None or not bands:
        return None
    low, high = float(bands[0].meta["min_ratio"]), float(bands[0].meta["max_ratio"])
    least = floor(previous_rows * low)
    if previous_rows < suite.judged_from_rows:
        least = min(previous_rows, 1) if low else 0
    return least, ceil(max(previous_rows, suite.judged_from_rows) * high)


def holds_of(contract: Contract, suite: Suite, context: CheckContext, facts: Facts) -> list[Hold]:
    """Every reason for which the batch must wait, with the figures that show it (never values)."""
    holds = [Hold("check_error", {"expectation": name, "error": kind}) for name, kind in sorted(facts.errors.items())]
    for rule, expected in (("control_total", context.control_total), ("landed_total", context.landed)):
        if expected is not None and expected != facts.received:
            holds.append(Hold(rule, {rule: expected, "received": facts.received}))
    band = count_band(suite, context.previous_rows)
    if band is not None and not band[0] <= facts.received <= band[1]:
        figures = {"received": facts.received, "previous": context.previous_rows, "least": band[0], "most": band[1]}
        holds.append(Hold("count_band", figures))
    if facts.received < suite.judged_from_rows:
        return holds
    required = {item.name for item in contract.fields if item.is_required}
    for name, rows in sorted(facts.absent.items()):
        if name in required and rows > suite.absent_field_share * facts.received:
            holds.append(Hold("absent_field", {"field": name, "rows": rows, "received": facts.received}))
    if facts.quarantined > suite.quarantine_share * facts.received:
        holds.append(Hold("quarantine_share", {"quarantined": facts.quarantined, "received": facts.received}))
    return holds


def notes_of(rules: Sequence[Rule], facts: Facts) -> list[Note]:
    """What is worth knowing and holds nothing: references not evaluated, fields that the contract does not know."""
    notes = [
        Note("reference_missing", {"expectation": rule.expectation.id, "reference": rule.missing_reference})
        for rule in rules
        if rule.missing_reference
    ]
    return notes + [
        Note("unknown_field", {"field": name, "rows": rows}) for name, rows in sorted(facts.unknown.items())
    ]

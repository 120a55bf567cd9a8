"""What checking says: of each row which expectations it fails, and of the batch why it must wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa


class Severity(StrEnum):
    """Critical sends a row to quarantine; a warning flags it and lets it pass."""

    CRITICAL = "critical"
    WARNING = "warning"


FAILURES_SCHEMA = pa.schema(
    [
        ("ordinal", pa.int64()),
        ("expectation", pa.string()),  # the expectation's id in the suite, or type:<field>, key_conflict …
        ("field", pa.string()),
        ("severity", pa.string()),
    ]
)


@dataclass(frozen=True)
class Verdicts:
    """The failures of one chunk, one row a failed (row, expectation); a row that is not named passed all."""

    failures: pa.Table

    def quarantined(self) -> set[int]:
        """Ordinals that fail something critical."""
        critical = self.failures.filter(pa.compute.equal(self.failures["severity"], Severity.CRITICAL.value))
        return set(critical["ordinal"].to_pylist())


@dataclass(frozen=True)
class Hold:
    """One reason for which the whole batch waits: the rule, and the figures that show it."""

    rule: str  # control_total, landed_total, count_band, absent_field, quarantine_share, check_error
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something a person should know of the batch, which holds nothing: the rule, and its figures."""

    rule: str  # reference_missing, unknown_field
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BatchReport:
    """What is known when the last chunk has been checked.

    ``received`` = accepted rows + quarantined rows. ``repeated`` are ordinals of accepted rows that say again what
    another row of the batch says (same key; the same content, or older by the contract's record version) and are
    not stored. ``late_failures`` are failures that only the whole batch shows (``key_conflict``). ``validation`` is
    Great Expectations' own result of the suite over the whole batch, counts without values, for ``docs.build``.
    """

    received: int
    repeated: list[int]
    late_failures: pa.Table
    holds: list[Hold]
    failed_by_expectation: dict[str, int]
    notes: list[Note] = field(default_factory=list)
    validation: Any = field(default=None, repr=False, compare=False)

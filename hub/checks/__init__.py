"""Says of every row which expectations of its suite it fails, and of a batch why it must wait."""

from hub.checks.checker import CheckContext, Checker
from hub.checks.suite import Expectation, Suite, load_suite
from hub.checks.verdicts import BatchReport, Hold, Note, Severity, Verdicts
from hub.checks.words import plain_words

__all__ = [
    "BatchReport", "CheckContext", "Checker", "Expectation", "Hold", "Note", "Severity", "Suite", "Verdicts",
    "load_suite", "plain_words",
]  # fmt: skip

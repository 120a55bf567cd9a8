"""Which texts are numbers: one rule for whole columns and for single values."""

from __future__ import annotations

import re

INTEGER = r"^[+-]?[0-9]{1,18}$"
MONEY = r"^[+-]?[0-9]{1,13}(\.[0-9]{1,2}0*)?$"
BEYOND = 10**18  # the first integer that is too long
BEYOND_MONEY = 10**13  # rupees; below this a double, which JSON's numbers become, holds every paisa

_INTEGER = re.compile(INTEGER + r"\Z")
_MONEY = re.compile(MONEY + r"\Z")


def integer(text: str) -> int | None:
    """The integer that a trimmed text states; ``None`` when it is none."""
    return int(text) if _INTEGER.match(text) else None


def money(text: str) -> float | None:
    """The amount that a trimmed text states, as a double; ``None`` when it is none or has parts of a paisa."""
    return float(text) if _MONEY.match(text) else None

"""Numbers that look like Aadhaar numbers to any check, so that the hub has something to cut out. Nobody's."""

from __future__ import annotations

from functools import lru_cache

from stdnum import verhoeff

from sandbox.world.pools import REMOVED

_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@lru_cache(maxsize=100_000)
def number(serial: int) -> str:
    """Twelve digits, the first 2 to 9, Verhoeff-valid; a function of ``serial`` alone."""
    body = str(20_000_000_000 + (serial * 7_919_000_017 + 12_345_678_901) % 79_999_999_999)
    if body == body[::-1]:  # the check of the standard library refuses palindromes; stay clear of them
        body = str(int(body) + 1)
    whole = body + verhoeff.calc_check_digit(body)
    return whole if whole != whole[::-1] else number(serial + 1_000_003)


def written(serial: int) -> str:
    """The number as people write it: in fours, with hyphens, plain, or in Devanagari digits."""
    digits = number(serial)
    if serial % 4 == 3:
        digits = digits.translate(_DEVANAGARI)
    apart = (" ", "-", "", " ")[serial % 4]
    return apart.join((digits[:4], digits[4:8], digits[8:]))


def put_back(text: str | None, serial: int) -> str | None:
    """The text as the citizen wrote it: the place of a removed number filled again."""
    if text is None or REMOVED not in text:
        return text
    return text.replace(REMOVED, written(serial))


def decoy(serial: int) -> str:
    """Twelve digits that are no Aadhaar number (the check digit is wrong): an account number, to be left alone."""
    digits = number(serial)
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)

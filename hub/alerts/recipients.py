"""Who gets the mails: ``recipients.csv`` beside this file, or the file named by ``HUB_RECIPIENTS``.

Columns ``kind`` (``ddo`` or ``district``), ``code`` (a DDO's code or a district's LGD code; ``*`` for all others) and
``address``, in which ``{code}`` stands for the code in small letters.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from hub.errors import NotConfigured
from hub.settings import settings

_OWN = Path(__file__).with_name("recipients.csv")
KINDS = ("ddo", "district")


def address(recipient: str) -> str | None:
    """The mail address of ``<kind>:<code>``; ``None`` where the file gives none.

    Raises ``NotConfigured`` when the file is missing or unsound.
    """
    kind, _, code = recipient.partition(":")
    known = _table(Path(settings().recipients or _OWN))
    pattern = known.get((kind, code)) or known.get((kind, "*"))
    return pattern.replace("{code}", code.lower()) if pattern else None


@cache
def _table(path: Path) -> dict[tuple[str, str], str]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise NotConfigured("alerts-recipients-unreadable", record=str(path), file=str(path)) from error
    for row in rows:
        # A line break in an address would let the file write mail headers.
        if (
            row.get("kind") not in KINDS
            or not row.get("code")
            or "@" not in (row.get("address") or "")
            or any(mark in row["address"] for mark in "\r\n,; ")
        ):
            raise NotConfigured("alerts-recipients-unreadable", record=str(path), file=str(path))
    return {(row["kind"], row["code"]): row["address"] for row in rows}

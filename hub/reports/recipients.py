"""Where the reports are mailed: ``recipients.csv`` beside this file, or the file named by ``HUB_REPORT_RECIPIENTS``.

Columns ``role`` (of ``reports.yaml``), ``area`` (``district:212``, ``division:Patna`` …; ``*`` for all others),
``address``, in which ``{code}`` stands for the area in small letters, and ``language`` (``hi`` or ``en``).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.errors import NotConfigured
from hub.i18n import LANGUAGES
from hub.reports.areas import Area
from hub.settings import settings

_OWN = Path(__file__).with_name("recipients.csv")


@dataclass(frozen=True)
class Recipient:
    """Where an edition goes, and in which language."""

    address: str
    language: str


def recipient(role: str, area: Area) -> Recipient | None:
    """Who gets an edition; ``None`` where the file names nobody.

    Raises ``NotConfigured`` when the file is missing or unsound.
    """
    known = _table(Path(settings().report_recipients or _OWN))
    found = known.get((role, str(area))) or known.get((role, "*"))
    return Recipient(found.address.replace("{code}", area.slug), found.language) if found else None


@cache
def _table(path: Path) -> dict[tuple[str, str], Recipient]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise NotConfigured("report-recipients-unreadable", record=str(path), file=str(path)) from error
    for row in rows:
        address = row.get("address") or ""
        # A line break in an address would let the file write mail headers.
        is_sound = "@" in address and not any(mark in address for mark in "\r\n,; ")
        if not row.get("role") or not row.get("area") or not is_sound or row.get("language") not in LANGUAGES:
            raise NotConfigured("report-recipients-unreadable", record=str(path), file=str(path))
    return {(row["role"], row["area"]): Recipient(row["address"], row["language"]) for row in rows}

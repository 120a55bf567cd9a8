"""Who is told, and where: ``recipients.csv`` beside this file, or the file named by ``HUB_RECIPIENTS``.

Columns ``kind`` (``ddo``, ``office``, ``district``, ``division``, ``department``, ``mission``, ``team``), ``code`` (a
DDO's code, a district's LGD code, a name; ``*`` for all others) and ``address``, in which ``{code}`` stands for the
code in small letters. Optional: ``channel`` (``mail`` when left out, ``sms``, ``webhook``) and ``language`` of an SMS
(``hi`` when left out). Addresses are those of offices.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from hub.alerts.rules import KINDS
from hub.alerts.tables import CHANNELS
from hub.errors import NotConfigured
from hub.i18n import LANGUAGES
from hub.settings import settings

_OWN = Path(__file__).with_name("recipients.csv")
_NUMBER = re.compile(r"\d{10}")


@dataclass(frozen=True)
class Address:
    """Where a recipient is reached on one channel. ``language`` is of an SMS; a mail has both."""

    to: str
    language: str = LANGUAGES[0]


def address(recipient: str, channel: str = "mail") -> Address | None:
    """The address of ``<kind>:<code>`` on a channel; ``None`` where the file gives none.

    Raises ``NotConfigured`` when the file is missing or unsound.
    """
    kind, _, code = recipient.partition(":")
    known = _table(Path(settings().recipients or _OWN))
    found = known.get((kind, code, channel)) or known.get((kind, "*", channel))
    if found is None or ("{code}" in found.to and not _slug(code)):
        return None
    return Address(found.to.replace("{code}", _slug(code)), found.language)


def _slug(code: str) -> str:
    """A code as a part of an address: what is neither Latin letter nor digit becomes a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")


@cache
def _table(path: Path) -> dict[tuple[str, str, str], Address]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise NotConfigured("alerts-recipients-unreadable", record=str(path), file=str(path)) from error
    found = {}
    for row in rows:
        channel, language = row.get("channel") or CHANNELS[0], row.get("language") or LANGUAGES[0]
        is_sound = row.get("kind") in KINDS and row.get("code") and language in LANGUAGES
        if not is_sound or not _is_address(channel, row.get("address") or ""):
            raise NotConfigured("alerts-recipients-unreadable", record=str(path), file=str(path))
        found[row["kind"], row["code"], channel] = Address(row["address"], language)
    return found


def _is_address(channel: str, to: str) -> bool:
    if any(mark in to for mark in "\r\n,; "):  # a line break in an address would let the file write mail headers
        return False
    if channel == "webhook":
        return urlsplit(to).scheme in ("http", "https")
    return bool(_NUMBER.fullmatch(to)) if channel == "sms" else channel == "mail" and "@" in to

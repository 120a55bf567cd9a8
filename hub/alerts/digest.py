"""What one recipient is told: what is new to them and what stands, grouped, counted, the worst first, and bounded.

A mail has both languages and the whole list beside it as CSV; an SMS and a webhook say how much there is and where.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
import orjson

from hub.alerts import sms
from hub.alerts.rules import alert_rules, rule_title
from hub.alerts.tables import DAILY, PHASES
from hub.alerts.words import detail, district, holder, link, names_of
from hub.i18n import LANGUAGES, text
from hub.settings import settings

LISTED = 25
"""Rows of each rule that a mail names of what is new, and of what was told before; the rest is counted."""
PLACES = 10
"""Places by which a rule's alerts are counted in a mail; the rest is one sum."""
ATTACHED = 5000
"""Rows of the CSV beside a mail; beyond, the console's list has them."""

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Row:
    """One alert as a message names it. ``news`` is empty for what was told before; ``days`` are those past the limit,
    below 0 before it."""

    rule: str
    subject: str
    phase: str
    level: int
    pending_since: date
    due_on: date | None
    days: int
    facts: dict[str, Any]
    ddo_code: str | None = None
    district_lgd: int | None = None
    department: str | None = None
    office: str | None = None
    holder: str | None = None
    news: str = ""
    is_acknowledged: bool = False


@dataclass
class Section:
    """The alerts of one rule: exact counts by phase, by place and of what is new; the worst rows of each kind."""

    rule: str
    phases: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    new: int = 0
    fresh: list[Row] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All that stand."""
        return sum(self.phases.values())


@dataclass(frozen=True)
class Digest:
    """All that one recipient is told. ``rows`` are those of the attached list, the worst first."""

    recipient: str
    business_date: date
    edition: str
    sections: list[Section]
    rows: Sequence[Row]

    @property
    def new(self) -> int:
        """Alerts that are news."""
        return sum(section.new for section in self.sections)

    @property
    def total(self) -> int:
        """Alerts that stand."""
        return sum(section.total for section in self.sections)


def mail(digest: Digest, address: str, message_id: str) -> EmailMessage:
    """The digest as a mail: plain text and HTML, Hindi first, and the list as CSV."""
    shown = {
        "languages": LANGUAGES, "digest": digest, "kind": digest.recipient.partition(":")[0],
        "name": names_of(digest.recipient), "date": f"{digest.business_date:%d.%m.%Y}", "phases": PHASES,
        "listed": LISTED, "beyond_list": max(digest.total - len(digest.rows), 0),
    }  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["From"] = settings().mail_from
    message["To"] = address
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = message_id
    message["Subject"] = " / ".join(
        text(f"alerts-mail-subject-{digest.edition.replace('_', '-')}", language, new=digest.new, total=digest.total,
             date=shown["date"])
        for language in LANGUAGES
    )  # fmt: skip
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = ", ".join(LANGUAGES)
    message.set_content(_environment().get_template("digest.txt.j2").render(shown), cte="base64")
    message.add_alternative(_environment().get_template("digest.html.j2").render(shown), subtype="html", cte="base64")
    listed = "\ufeff" + table(digest.rows)  # a spreadsheet tells by the mark that it is UTF-8
    message.add_attachment(
        listed, subtype="csv", cte="base64", filename=f"alerts-{digest.business_date.isoformat()}.csv"
    )
    return message


COLUMNS = ("rule", "subject", "phase", "level", "pending_since", "due_on", "days", "ddo_code", "district_lgd",
           "department", "office", "holder", "news")  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """The rows as CSV. What a spreadsheet would take for a formula is made text."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([*COLUMNS, "facts"])
    for row in rows:
        cells = [_cell(getattr(row, name)) for name in COLUMNS]
        lines.writerow([*cells, _cell("; ".join(f"{key}={value}" for key, value in row.facts.items()))])
    return out.getvalue()


def _cell(value: object) -> str:
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown[:1] in "=+-@\t\r" and not isinstance(value, int) and shown else shown


def short(digest_counts: tuple[int, int], edition: str, business_date: date, language: str) -> bytes:
    """The SMS of a digest: how many are new, how many stand; the text is the registered one."""
    used = sms.template(edition, language)
    new, total = digest_counts
    return sms.message(used, used.fill(f"{business_date:%d.%m.%Y}", new, total))


def pushed(digest: Digest) -> bytes:
    """The digest for a webhook: counts by rule and phase, and the worst of what is new."""
    data = {
        "recipient": digest.recipient, "business_date": digest.business_date, "edition": digest.edition,
        "new": digest.new, "total": digest.total, "link": link("/alerts"),
        "rules": [
            {"rule": section.rule, "title": rule_title(section.rule, "en"), "new": section.new, "total": section.total,
             "phases": dict(section.phases), "runbook": link(f"/alerts/runbooks/{section.rule}"),
             "worst_new": [{"subject": row.subject, "phase": row.phase, "level": row.level, "days": row.days}
                           for row in section.fresh]}
            for section in digest.sections
        ],
    }  # fmt: skip
    return orjson.dumps({"type": f"alerts.{digest.edition}", "data": data})


def message_id(recipient: str, channel: str, edition: str, business_date: date, facts: str) -> str:
    """The id of a telling: the same recipient, channel, edition, date and facts always have the same."""
    told = f"{recipient}|{channel}|{edition}|{business_date.isoformat()}|{facts}"
    hashed = hashlib.sha256(told.encode()).hexdigest()[:40]
    if channel != "mail":
        return f"msg_{hashed}"
    domain = parseaddr(settings().mail_from)[1].partition("@")[2] or "localhost"
    return f"<{hashed}@{domain}>"


def listing(digest: Digest, rule: str) -> str:
    """The address of the console's list of a rule's alerts for the recipient; empty where none is known."""
    kind, _, code = digest.recipient.partition(":")
    query = {"rule": rule} | ({kind: code} if kind in ("ddo", "district") else {})
    return link(f"/alerts?{urlencode(query)}")


def _place(section: Section, language: str) -> list[tuple[str, int]]:
    """The places with the most alerts; what is beyond is one sum."""
    most = section.places.most_common(PLACES)
    named = [(_place_name(place, language), count) for place, count in most if place]
    beyond = section.total - sum(count for place, count in most if place)
    if not named or (len(section.places) == 1 and beyond == 0):
        return []
    return [*named, (text("alerts-mail-elsewhere", language), beyond)] if beyond else named


def _place_name(place: str, language: str) -> str:
    kind, _, code = place.partition(":")
    return district(code, language) if kind == "district" else holder(code, language) if kind == "holder" else code


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    globals_: dict[str, Any] = {
        "say": text, "title": rule_title, "detail": detail, "holder": holder, "district": district, "link": link,
        "listing": listing, "places": _place, "basis": lambda rule, language: alert_rules()[rule].basis(language),
        "daily": DAILY,
    }  # fmt: skip
    made.globals.update(globals_)
    return made

"""What one recipient is told: what is new to them and all that still stands, as one mail in both languages."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from hub.contracts import codes
from hub.i18n import LANGUAGES, text
from hub.reconcile.rules import rules
from hub.settings import settings

LISTED = 500
"""Rows that a mail lists; what is beyond is counted, and stands in the feed ``pay_cases``."""

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Case:
    """One line of the mail. ``news`` is ``opened``, ``reopened``, or empty for a case told before."""

    case_id: str
    employee_id: str
    case_type: str
    stage: str
    pending_since: date
    age_days: int
    level: int
    news: str
    is_acknowledged: bool


def mail(recipient: str, address: str, business_date: date, cases: list[Case], facts: list[int]) -> EmailMessage:
    """The digest for one recipient: plain text and HTML, Hindi first. ``facts`` are the events told by it; together
    with recipient and date they make the Message-ID, so that the same telling always has the same one."""
    cases = sorted(cases, key=lambda case: (not case.news, -case.age_days, case.case_id))
    new = sum(1 for case in cases if case.news)
    shown = {
        "languages": LANGUAGES, "kind": recipient.partition(":")[0], "name": _name(recipient),
        "date": f"{business_date:%d.%m.%Y}", "new": new, "total": len(cases), "rule": rules()["pay_case"],
        "listed": cases[:LISTED], "beyond": max(len(cases) - LISTED, 0), "stages": _stages(cases),
    }  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["From"] = settings().mail_from
    message["To"] = address
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = message_id(recipient, business_date, facts)
    message["Subject"] = " / ".join(
        text("alerts-mail-subject", language, new=new, total=len(cases), date=shown["date"]) for language in LANGUAGES
    )
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = ", ".join(LANGUAGES)
    message.set_content(_environment().get_template("digest.txt.j2").render(shown), cte="base64")
    message.add_alternative(_environment().get_template("digest.html.j2").render(shown), subtype="html", cte="base64")
    return message


def message_id(recipient: str, business_date: date, facts: list[int]) -> str:
    """The Message-ID of a telling: the same recipient, date and facts always have the same."""
    told = f"{recipient}|{business_date.isoformat()}|{','.join(str(fact) for fact in sorted(facts))}"
    domain = parseaddr(settings().mail_from)[1].partition("@")[2] or "localhost"
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:40]}@{domain}>"


def _stages(cases: list[Case]) -> list[tuple[str, int]]:
    return sorted(Counter(case.stage for case in cases).items())


def _name(recipient: str) -> dict[str, str]:
    kind, _, code = recipient.partition(":")
    if kind == "district":
        for row in codes.districts():
            if row["district_lgd"] == code:
                return {"hi": row["name_hi"], "en": row["name_en"]}
    return {"hi": code, "en": code}


def _word(kind: str, value: str, language: str) -> str:
    """A code of the source in plain words; a code without words is shown as it is."""
    try:
        return text(f"alerts-{kind}-{value.lower().replace('_', '-')}", language)
    except KeyError:
        return value


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
    globals_: dict[str, Any] = {"say": text, "word": _word}
    made.globals.update(globals_)
    return made

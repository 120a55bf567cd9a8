"""The mail that carries an edition: PDF and workbook attached, in the recipient's language."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

from hub.i18n import text
from hub.reports import kept
from hub.reports.areas import area as area_of
from hub.reports.making import FORMATS, rows_address
from hub.reports.pdf import role_name
from hub.reports.recipients import Recipient
from hub.settings import settings

LARGEST = 8_000_000
"""Bytes of attachments in one mail; what does not fit is named, with where it waits. Many relays stop at 10 MB."""
_TYPES = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class Edition(NamedTuple):
    """Of which edition a mail is."""

    report: str
    business_date: date
    revision: int
    role: str
    area: str


def message(edition: Edition, to: Recipient) -> EmailMessage:
    """The edition as a mail to its recipient, under an id of its own; a corrected one says what it corrects."""
    name, day, revision, role = edition.report, edition.business_date, edition.revision, edition.role
    area, told = area_of(edition.area), f"{name}|{day.isoformat()}|{role}|{edition.area}"
    correction = kept.page(name, day, area, to.language, revision)["correction"]
    if revision > 1:
        told += f"|{revision}"
    domain = parseaddr(settings().mail_from)[1].partition("@")[2] or "localhost"
    title = text(f"report-{name.replace('_', '-')}-title", to.language)
    shown = {"title": title, "area": area.words(to.language), "date": f"{day:%d-%m-%Y}"}
    made = EmailMessage(policy=SMTP)
    made["From"] = settings().mail_from
    made["To"] = to.address
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = f"<{hashlib.sha256(told.encode()).hexdigest()[:40]}@{domain}>"
    subject = "report-mail-corrected-subject" if correction else "report-mail-subject"
    made["Subject"] = text(subject, to.language, **shown)
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = to.language
    left, attached, too_large = LARGEST, [], []
    for format_ in FORMATS:
        body = kept.read(name, day, area, role, to.language, format_, revision)
        file = f"{name}-{area.level}-{area.slug}-{day}{f'-{revision}' if revision > 1 else ''}.{format_}"
        if len(body) <= left:
            attached.append((body, file, _TYPES[format_]))
            left -= len(body)
        else:
            too_large.append(file)
    lines = [role_name(role, to.language), "", f"{title}, {shown['area']}", ""]
    if correction:
        lines += [correction, text("report-mail-replaces", to.language), ""]
    lines.append(text("report-mail-body", to.language, date=shown["date"]))
    if too_large:
        lines.append(text("report-mail-too-large", to.language, files=", ".join(too_large)))
    if address := rows_address(name, day, area, revision).replace("/rows?", "?"):
        lines.append(text("report-mail-link", to.language, address=address))
    made.set_content("\n".join([*lines, "", text("report-mail-automatic", to.language)]), cte="base64")
    for body, file, (main, sub) in attached:
        made.add_attachment(body, maintype=main, subtype=sub, filename=file)
    return made

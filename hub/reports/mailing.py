"""Mails each edition once to the officer it is addressed to, with the files attached.

A mail goes through three commits, as an alert's does (``hub.alerts``): *claimed* (its bytes are kept), *sending*,
*sent*. Killed while *sending*, nobody can know whether the relay took it: it is sent once more, the same to the byte
and under the same Message-ID, and after that a person decides (*doubtful*).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

import sqlalchemy as sa

from hub.alerts.channels import Channel, Outcome, channel
from hub.errors import SourceRefused, SourceUnavailable
from hub.i18n import text
from hub.reconcile.run import exclusively
from hub.reports import kept
from hub.reports.areas import Area
from hub.reports.areas import area as area_of
from hub.reports.declared import declared
from hub.reports.making import FORMATS, rows_address
from hub.reports.pdf import role_name
from hub.reports.recipients import Recipient, recipient
from hub.reports.tables import report_file, report_mail
from hub.settings import settings

_LOCK = 0x7EC0_0033
_TRANSMISSIONS = 2
LARGEST = 8_000_000
"""Bytes of attachments in one mail; what does not fit is named, with where it waits. Many relays stop at 10 MB."""
_TYPES = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass
class Summary:
    """What one mailing did: mails sent, waiting, refused, in doubt; editions that nobody is named for."""

    business_date: date
    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    without_address: int = 0


def mail(business_date: date) -> Summary:
    """Mail every edition that is kept for the newest day on which its report was due, up to the date, and was not
    mailed yet.

    Raises ``NotConfigured`` when there is something to mail and no relay, ``SourceUnavailable`` when mails wait for the
    relay, ``SourceRefused`` when it refused some: the last two after every mail had its turn.
    """
    done = Summary(business_date)
    with exclusively(_LOCK) as connection:
        with connection.begin():
            due = _unmailed(connection, business_date)
        addressed = [(edition, recipient(edition[2], area_of(edition[3]))) for edition in due]
        done.without_address = sum(1 for _edition, to in addressed if to is None)
        for (name, day, role, area), to in addressed:
            if to is not None:
                with connection.begin():
                    _claim(connection, name, day, role, area_of(area), to)
        with connection.begin():
            waits = connection.scalar(sa.select(sa.exists().where(_is_unsent())))
        if waits:
            with channel("mail") as opened:
                reason, refused = _transmit_all(connection, opened, done)
    if done.refused:
        raise SourceRefused("report-mail-refused", record=refused, count=done.refused, recipient=refused)
    if done.waiting:
        raise SourceUnavailable("report-mail-waiting", count=done.waiting, reason=reason)
    return done


def _is_unsent() -> sa.ColumnElement[bool]:
    return report_mail.c.status.in_(("claimed", "sending"))


def _unmailed(connection: sa.Connection, business_date: date) -> list[tuple[str, date, str, str]]:
    """Editions (report, date, role, area) that no mail was made of."""
    file, told = report_file.c, report_mail.c
    same = sa.and_(told.report == file.report, told.business_date == file.business_date, told.role == file.role,
                   told.area == file.area)  # fmt: skip
    newest = sa.or_(
        sa.false(),
        *(sa.and_(file.report == name, file.business_date == report.due(business_date))
          for name, report in declared().items()),
    )  # fmt: skip
    query = (
        sa.select(file.report, file.business_date, file.role, file.area)
        .distinct()
        .where(file.format == "pdf", newest, ~sa.exists().where(same))
        .order_by(file.report, file.role, file.area)
    )
    return [(row.report, row.business_date, row.role, row.area) for row in connection.execute(query)]


def _claim(connection: sa.Connection, name: str, day: date, role: str, area: Area, to: Recipient) -> None:
    message = _message(name, day, role, area, to)
    values = {"report": name, "business_date": day, "role": role, "area": str(area),
              "message_id": message["Message-ID"], "body": message.as_bytes()}  # fmt: skip
    connection.execute(report_mail.insert().values(values))


def _message(name: str, day: date, role: str, area: Area, to: Recipient) -> EmailMessage:
    told = f"{name}|{day.isoformat()}|{role}|{area}"
    domain = parseaddr(settings().mail_from)[1].partition("@")[2] or "localhost"
    title = text(f"report-{name.replace('_', '-')}-title", to.language)
    shown = {"title": title, "area": area.words(to.language), "date": f"{day:%d-%m-%Y}"}
    message = EmailMessage(policy=SMTP)
    message["From"] = settings().mail_from
    message["To"] = to.address
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{hashlib.sha256(told.encode()).hexdigest()[:40]}@{domain}>"
    message["Subject"] = text("report-mail-subject", to.language, **shown)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = to.language
    left, attached, too_large = LARGEST, [], []
    for format_ in FORMATS:
        body = kept.read(name, day, area, role, to.language, format_)
        file = f"{name}-{area.level}-{area.slug}-{day}.{format_}"
        if len(body) <= left:
            attached.append((body, file, _TYPES[format_]))
            left -= len(body)
        else:
            too_large.append(file)
    lines = [role_name(role, to.language), "", f"{title}, {shown['area']}", ""]
    lines.append(text("report-mail-body", to.language, date=shown["date"]))
    if too_large:
        lines.append(text("report-mail-too-large", to.language, files=", ".join(too_large)))
    if address := rows_address(name, day, area).replace("/rows?", "?"):
        lines.append(text("report-mail-link", to.language, address=address))
    message.set_content("\n".join([*lines, "", text("report-mail-automatic", to.language)]), cte="base64")
    for body, file, (main, sub) in attached:
        message.add_attachment(body, maintype=main, subtype=sub, filename=file)
    return message


def _transmit_all(connection: sa.Connection, opened: Channel, done: Summary) -> tuple[str, str]:
    """Send what is claimed or in doubt, in order; the last reason to wait and the first edition refused."""
    columns = [report_mail.c[name] for name in ("id", "status", "transmissions", "role", "area", "message_id")]
    with connection.begin():
        rows = connection.execute(sa.select(*columns).where(_is_unsent()).order_by(report_mail.c.id)).all()
    reason, refused = "", ""
    for position, row in enumerate(rows):
        if row.status == "sending" and row.transmissions >= _TRANSMISSIONS:
            _mark(connection, row.id, status="doubtful")
            done.doubtful += 1
            continue
        with connection.begin():  # one at a time: thousands of mails with files do not fit into memory
            body = connection.scalar(sa.select(report_mail.c.body).where(report_mail.c.id == row.id))
        _mark(connection, row.id, status="sending", transmissions=row.transmissions + 1)
        outcome, why = opened.send("", body or b"", row.message_id)
        if outcome is Outcome.SENT:
            _mark(connection, row.id, status="sent", sent_at=sa.func.now(), last_error=None)
            done.sent += 1
        elif outcome is Outcome.REFUSED:
            _mark(connection, row.id, status="refused", last_error=why)
            done.refused += 1
            refused = refused or f"{row.role}, {row.area}"
        else:
            # Known not to be taken: as if never transmitted. Unknown: stays "sending".
            if outcome in (Outcome.LATER, Outcome.AWAY):
                _mark(connection, row.id, status=row.status, transmissions=row.transmissions, last_error=why)
            reason = why
            done.waiting += 1
            if outcome is Outcome.AWAY:
                done.waiting += len(rows) - position - 1
                break
    return reason, refused


def _mark(connection: sa.Connection, row_id: int, **values: Any) -> None:
    with connection.begin():
        connection.execute(report_mail.update().where(report_mail.c.id == row_id).values(values))

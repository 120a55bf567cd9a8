"""Mails each edition once to the officer it is addressed to, with the files attached.

A mail goes through three commits, as an alert's does (``hub.alerts``): *claimed* (its bytes are kept), *sending*,
*sent*. Killed while *sending*, nobody can know whether the relay took it: it is sent once more, the same to the byte
and under the same Message-ID, and after that a person decides (*doubtful*; *refused* where the relay did not take it).
A corrected edition is a mail of its own and says so; what waits of the revision before is not sent any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.alerts.channels import Channel, Outcome, channel
from hub.database import engine
from hub.errors import NotAllowed, SourceRefused, SourceUnavailable
from hub.reconcile.run import exclusively
from hub.reports.areas import area as area_of
from hub.reports.declared import declared
from hub.reports.message import Edition, message
from hub.reports.recipients import Recipient, recipient
from hub.reports.tables import report_file, report_mail, report_revision

_LOCK = 0x7EC0_0033
_TRANSMISSIONS = 2
_FOR_A_PERSON = ("refused", "doubtful")


@dataclass
class Summary:
    """What one mailing did: mails sent, waiting, refused, in doubt; editions that nobody is named for."""

    business_date: date
    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    without_address: int = 0


@dataclass(frozen=True)
class Mail:
    """A mail that waits for a person: refused by the relay, or in doubt."""

    id: int
    report: str
    business_date: date
    revision: int
    role: str
    area: str
    status: str
    last_error: str | None
    claimed_at: datetime


def mail(business_date: date) -> Summary:
    """Mail every edition that is kept for the newest day on which its report was due, up to the date, and was not
    mailed yet; of days before, the corrections of what was mailed.

    Raises ``NotConfigured`` when there is something to mail and no relay, ``SourceUnavailable`` when mails wait for the
    relay, ``SourceRefused`` when it refused some: the last two after every mail had its turn.
    """
    done = Summary(business_date)
    with exclusively(_LOCK) as connection:
        with connection.begin():
            _let_superseded_go(connection)
            due = _unmailed(connection, business_date)
        addressed = [(edition, recipient(edition.role, area_of(edition.area))) for edition in due]
        done.without_address = sum(1 for _edition, to in addressed if to is None)
        for edition, to in addressed:
            if to is not None:
                with connection.begin():
                    _claim(connection, edition, to)
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


def _newer(held: Any) -> sa.ColumnElement[bool]:
    """Whether a revision after that of the row is held."""
    later = report_revision.c
    return sa.exists().where(
        later.report == held.report, later.business_date == held.business_date, later.number > held.revision
    )


def _let_superseded_go(connection: sa.Connection) -> None:
    waits = report_mail.c.status.in_(("claimed", "sending", *_FOR_A_PERSON))
    connection.execute(report_mail.update().where(waits, _newer(report_mail.c)).values(status="superseded"))


def _unmailed(connection: sa.Connection, business_date: date) -> list[Edition]:
    """Editions of the newest revisions that no mail was made of."""
    file, told = report_file.c, report_mail.c
    same = sa.and_(told.report == file.report, told.business_date == file.business_date, told.role == file.role,
                   told.area == file.area)  # fmt: skip
    is_correction = sa.and_(file.business_date <= business_date, sa.exists().where(same))
    newest = sa.or_(
        sa.false(),
        *(sa.and_(file.report == name, file.business_date == report.due(business_date))
          for name, report in declared().items()),
    )  # fmt: skip
    query = (
        sa.select(file.report, file.business_date, file.revision, file.role, file.area)
        .distinct()
        .where(
            file.format == "pdf", ~_newer(file), sa.or_(newest, is_correction),
            ~sa.exists().where(same, told.revision == file.revision),
        )
        .order_by(file.report, file.business_date, file.role, file.area)
    )  # fmt: skip
    return [Edition(*row) for row in connection.execute(query)]


def _claim(connection: sa.Connection, edition: Edition, to: Recipient) -> None:
    made = message(edition, to)
    values = edition._asdict() | {"message_id": made["Message-ID"], "body": made.as_bytes()}
    connection.execute(report_mail.insert().values(values))


def mails() -> list[Mail]:
    """The mails that wait for a person, in the order in which they were made."""
    names = Mail.__dataclass_fields__
    query = sa.select(*(report_mail.c[name] for name in names)).where(
        report_mail.c.status.in_(_FOR_A_PERSON), ~_newer(report_mail.c)
    )
    with engine().connect() as connection:
        return [Mail(**row) for row in connection.execute(query.order_by(report_mail.c.id)).mappings()]


def send_again(mail_id: int, actor: str, reason: str) -> None:
    """Let the next mailing send a mail that was refused or is in doubt.

    A refused one is made anew, to the address of now; one in doubt goes out as it is, under its id. Raises
    ``NotAllowed`` when no such mail waits for a person, when the reason is missing, or when nobody is named any more.
    """
    if not reason.strip():
        raise NotAllowed("report-mail-reason-missing", record=str(mail_id))
    with engine().begin() as connection:
        waits = sa.and_(report_mail.c.status.in_(_FOR_A_PERSON), ~_newer(report_mail.c))
        query = sa.select(report_mail).where(report_mail.c.id == mail_id, waits)
        row = connection.execute(query.with_for_update()).first()
        if row is None:
            raise NotAllowed("report-mail-unknown", record=str(mail_id), mail=mail_id,
                             next_command="hub reports mails")  # fmt: skip
        values: dict[str, Any] = {"status": "claimed", "transmissions": 0, "last_error": None}
        if row.status == "refused":
            edition = Edition(row.report, row.business_date, row.revision, row.role, row.area)
            to = recipient(edition.role, area_of(edition.area))
            if to is None:
                raise NotAllowed("report-mail-nobody", record=str(mail_id), role=row.role, area=row.area)
            values["body"] = message(edition, to).as_bytes()
        connection.execute(report_mail.update().where(report_mail.c.id == mail_id).values(values))
        audit.record(
            connection, actor=actor, action="report.send_again", reason=reason, message_id=row.message_id,
            subject=f"{row.report}/{row.business_date}/{row.role}/{row.area}", was=row.status,
        )  # fmt: skip


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

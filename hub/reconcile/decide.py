"""What a person decides on a discrepancy: which side is right, or that the owner is asked. Every decision is a row
and an audit row, and can be taken back; none changes a record of a source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from hub import audit
from hub.database import engine
from hub.errors import NotAllowed
from hub.landing.scrub import scrub_text
from hub.reconcile.filter import Filter
from hub.reconcile.look import OPEN, Discrepancy, discrepancy_by_id
from hub.reconcile.owner_list import SentList, file_of, owners
from hub.reconcile.standing import apply_decisions, newest_decision
from hub.reconcile.tables import decision, discrepancy, discrepancy_list


def resolve(number: int, side: str, actor: str, reason: str, version: int | None = None) -> Discrepancy:
    """Decide whose value is right: ``side`` is ``a`` or ``b``. Holds as long as both systems say what they say now.

    Raises ``NotAllowed`` without a reason, for another side, when the discrepancy is closed, when the reason holds an
    Aadhaar number, or when ``version`` is not the row's (someone decided meanwhile).
    """
    if side not in ("a", "b"):
        raise NotAllowed("discrepancy-choice", record=str(number), value=side, choices="a, b")
    _demand_reason(number, reason)
    with engine().begin() as connection:
        known = _open_to_decision(connection, number, version)
        _decide(connection, known, actor, "resolve", reason, side=side)
        return discrepancy_by_id(number, connection)


def undo(number: int, actor: str, reason: str = "", version: int | None = None) -> Discrepancy:
    """Take back the newest decision; the one before it, if any, holds again.

    Raises ``NotAllowed`` when nothing is decided, and as ``resolve``.
    """
    _demand_no_aadhaar(number, reason)
    with engine().begin() as connection:
        known = _open_to_decision(connection, number, version)
        undone = decision.alias("undone")
        newest = (
            sa.select(decision.c.id)
            .where(
                decision.c.discrepancy_id == number, decision.c.action != "undo",
                decision.c.evidence == known.evidence, decision.c.reopened == known.reopened,
                ~sa.exists().where(undone.c.undoes == decision.c.id),
            )
            .order_by(decision.c.id.desc())
            .limit(1)
        )  # fmt: skip
        last = connection.scalar(newest)
        if last is None:
            raise NotAllowed("discrepancy-undecided", record=str(number), id=number)
        _decide(connection, known, actor, "undo", reason, undoes=last)
        return discrepancy_by_id(number, connection)


def send_list(
    owner: str,
    actor: str,
    reason: str = "",
    chosen: Filter = OPEN,
    *,
    format: str = "xlsx",
    language: str = "hi",
) -> SentList:
    """Make the list that asks the owner of a system to put its records right, and mark what is on it as sent.

    ``owner`` is a system of the discrepancies (``owners()``). On the list stand the open ones of that system that the
    filter means. The file (``csv`` or ``xlsx``, headed in ``language``) names records by their keys
    and holds no personal value. Raises ``NotAllowed`` for an owner, format or language that there is not, and when
    nothing is open.
    """
    for value, choices in ((owner, owners()), (format, ("csv", "xlsx")), (language, ("hi", "en"))):
        if value not in choices:
            raise NotAllowed("discrepancy-choice", record=value, value=value, choices=", ".join(choices))
    _demand_no_aadhaar(0, reason)
    wanted = replace(chosen, systems=(*chosen.systems, owner), status="open").conditions()
    with engine().begin() as connection:
        query = sa.select(discrepancy).where(*wanted).order_by(discrepancy.c.kind, discrepancy.c.id).with_for_update()
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            raise NotAllowed("discrepancy-nothing-to-send", record=owner, owner=owner)
        made = discrepancy_list.insert().values(owner=owner, rows=len(rows), created_by=actor, reason=reason)
        list_id = connection.scalar(made.returning(discrepancy_list.c.id))
        assert list_id is not None
        connection.execute(
            decision.insert(),
            [
                {"discrepancy_id": row["id"], "action": "send", "actor": actor, "reason": reason,
                 "evidence": row["evidence"], "reopened": row["reopened"], "list_id": list_id}
                for row in rows
            ],
        )  # fmt: skip
        numbers = [row["id"] for row in rows]
        connection.execute(
            discrepancy.update().where(discrepancy.c.id.in_(numbers)).values(version=discrepancy.c.version + 1)
        )
        apply_decisions(connection, newest_decision(connection), numbers)
        audit.record(
            connection, actor=actor, action="discrepancy.send", subject=f"discrepancy-list/{list_id}", reason=reason,
            owner=owner, rows=len(rows), ids=numbers[:1000],
        )  # fmt: skip
        name, body = file_of(owner, list_id, rows, format, language)
        return SentList(list_id, owner, len(rows), name, body)


def _open_to_decision(connection: sa.Connection, number: int, version: int | None) -> Discrepancy:
    known = discrepancy_by_id(number, connection, lock=True)
    if known.status == "closed":
        raise NotAllowed("discrepancy-closed", record=str(number), id=number, date=str(known.closed_on))
    if version is not None and known.version != version:
        raise NotAllowed(
            "discrepancy-changed-meanwhile", record=str(number), id=number,
            next_command=f"hub discrepancies show {number}",
        )  # fmt: skip
    return known


def _decide(
    connection: sa.Connection, known: Discrepancy, actor: str, action: str, reason: str, **more: Any
) -> None:  # fmt: skip
    connection.execute(
        decision.insert().values(
            discrepancy_id=known.id, action=action, actor=actor, reason=reason, evidence=known.evidence,
            reopened=known.reopened, **more,
        )
    )  # fmt: skip
    connection.execute(
        discrepancy.update().where(discrepancy.c.id == known.id).values(version=discrepancy.c.version + 1)
    )
    apply_decisions(connection, newest_decision(connection), [known.id])
    audit.record(
        connection, actor=actor, action=f"discrepancy.{action}", subject=f"discrepancy/{known.id}", reason=reason,
        kind=known.kind, **more,
    )  # fmt: skip


def _demand_reason(number: int, reason: str) -> None:
    if not reason.strip():
        raise NotAllowed("discrepancy-reason-missing", record=str(number), id=number)
    _demand_no_aadhaar(number, reason)


def _demand_no_aadhaar(number: int, text: str) -> None:
    """What a person types goes round landing's scrubber, so it is held to the same rule here."""
    if scrub_text(text.encode()) != text.encode():
        raise NotAllowed("discrepancy-aadhaar", record=str(number), id=number)

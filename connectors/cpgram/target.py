"""Tells CPGRAM that the state has received a final closure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from connectors.common.http import HttpClient
from connectors.common.json_body import read_json
from connectors.cpgram.wire import SYSTEM, client, month_first
from hub.connections import Connection
from hub.contracts import Message, Receipt
from hub.errors import HubError, SourceRefused

OPERATION = "confirm_closure"
_OF_ONE_MESSAGE = {400, 404, 409, 422}  # statuses that judge the message and not the caller


class _Confirmed(msgspec.Struct):
    receipt_number: str | None = msgspec.field(name="ReceiptNumber", default=None)
    result: str | None = msgspec.field(name="Result", default=None)


_CONFIRMED = msgspec.json.Decoder(_Confirmed)


class CpgramTarget:
    """The writing side of CPGRAM: ``ConfirmClosureReceipt``, one call a closure."""

    def __init__(self, http: HttpClient, api_path: str) -> None:
        self._http = http
        self._path = f"{api_path}/ConfirmClosureReceipt/ConfirmClosureReceipt"

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """Confirm each closure. ``ReferenceNumber`` is the idempotency key, so that a repeated call finds its first
        receipt again; an empty receipt number means that CPGRAM did not accept.

        Payload: ``registration_no``, ``closed_on`` (ISO date). Raises as ``hub.contracts.Target``.
        """
        return [self._send(message) for message in messages]

    def _send(self, message: Message) -> Receipt:
        body = {
            "RegistrationNumber": message.payload["registration_no"],
            "ReferenceNumber": message.idempotency_key,
            "DateOfAction": _month_first(message.payload.get("closed_on")),
        }
        try:
            confirmed = self._http.call(
                "POST",
                self._path,
                operation="ConfirmClosureReceipt",
                json=body,
                decode=lambda answer: read_json(answer, _CONFIRMED),
            )
        except SourceRefused as refusal:
            if refusal.details.get("status") not in _OF_ONE_MESSAGE:
                raise
            return Receipt(message.idempotency_key, False, answer=f"HTTP {refusal.details['status']}")
        reference = confirmed.receipt_number or ""
        return Receipt(message.idempotency_key, bool(reference), reference, confirmed.result or "")


def target(operation: str, connection: Connection) -> CpgramTarget:
    """The writing side for ``confirm_closure``; raises ``HubError`` for another operation, or ``NotConfigured``."""
    if operation != OPERATION:
        raise HubError("source-operation-unknown", record=operation, system=SYSTEM, operation=operation)
    http, settings = client(connection)
    return CpgramTarget(http, settings.api_path)


def _month_first(day: object) -> str | None:
    return month_first(date.fromisoformat(str(day))) if day else None

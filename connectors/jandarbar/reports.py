"""``InsertReport``: what became of the same matter elsewhere, one call a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from connectors.common.soap_receipt import send
from connectors.jandarbar.grievances import as_written
from connectors.jandarbar.settings import client
from hub.connections import Connection
from hub.contracts import Message, Receipt


class ReportTarget:
    """Sends ``insert_report``; the service answers a request id it has seen with its first receipt."""

    def __init__(self, connection: Connection) -> None:
        self._client = client(connection)

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """One receipt a message; raises as ``Target.send``."""
        return [self._send(message) for message in messages]

    def _send(self, message: Message) -> Receipt:
        payload = message.payload
        return send(
            self._client,
            "InsertReport",
            message.idempotency_key,
            "ReceiptNo",
            uniqueNo=payload["unique_no"],
            referenceNo=payload.get("reference_no") or "",
            status=payload["status"],
            statusDate=as_written(date.fromisoformat(str(payload["status_on"]))) if payload.get("status_on") else "",
            remark=payload.get("remark") or "",
        )

"""``InsertComplaint``: a matter that belongs before a Public Grievance Redressal Officer, one call a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from connectors.common.soap_receipt import send
from connectors.lokshikayat.settings import client
from hub.connections import Connection
from hub.contracts import Message, Receipt
from hub.contracts.codes import crosswalk


class RegistrationTarget:
    """Sends ``register_complaint``; the service answers a request id it has seen with its first number."""

    def __init__(self, connection: Connection) -> None:
        self._client, self._settings = client(connection)
        to_lgd = crosswalk("district_lokshikayat", "district_lgd")
        self._own_code = {lgd: code for code, lgd in to_lgd.items()}

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """One receipt a message; raises as ``Target.send``."""
        return [self._send(message) for message in messages]

    def _send(self, message: Message) -> Receipt:
        payload = message.payload
        received = payload.get("received_on")
        day = date.fromisoformat(str(received)).strftime(self._settings.date_format) if received else ""
        return send(
            self._client,
            self._settings.register_operation,
            message.idempotency_key,
            "ComplaintNo",
            complainantName=payload["name"],
            gender=payload.get("gender") or "",
            mobileNo=payload.get("mobile_number") or "",
            address=payload.get("address") or "",
            distCode=self._own_code.get(int(str(payload.get("district_lgd") or 0)), ""),
            department=payload.get("department_name") or "",
            category=payload.get("category") or "",
            subject=payload["subject"],
            relatedRefNo=payload.get("unique_no") or "",
            receivedDate=day,
        )

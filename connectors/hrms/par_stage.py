"""Tells HRMS the stage of an appraisal report: ``UpdateParStage``, one call a message."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.common.soap_receipt import send
from connectors.hrms.settings import client
from hub.connections import Connection
from hub.contracts import Message, Receipt


class ParStageTarget:
    """Sends ``update_par_stage``; HRMS answers a request id it has seen with its first answer."""

    def __init__(self, connection: Connection) -> None:
        self._client = client(connection)

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """One receipt a message; raises as ``Target.send``."""
        return [self._send(message) for message in messages]

    def _send(self, message: Message) -> Receipt:
        payload = message.payload
        return send(
            self._client,
            "UpdateParStage",
            message.idempotency_key,
            "Reference",
            employeeId=payload["employee_id"],
            aparId=payload["apar_id"],
            financialYear=payload.get("financial_year") or "",
            stage=payload["stage"],
            stageSince=payload["stage_since"],
        )

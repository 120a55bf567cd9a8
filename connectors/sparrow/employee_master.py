"""The employee master for Sparrow: one workbook in ``inbound/``, answered by ``inbound/ack/<its name>.json``."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import date

from connectors.common import drop, workbook
from connectors.common.config import read_settings
from connectors.common.retry import TryAgain
from connectors.common.sftp import NotThere, SftpClient
from connectors.sparrow.settings import SparrowSettings
from hub.connections import Connection
from hub.contracts import Message, Receipt
from hub.errors import SourceBroken, SourceUnavailable

INBOUND = "inbound"
SHEET = "EMD"
# Heading of the workbook -> field of the message; the first column is the idempotency key.
COLUMNS = {
    "Employee Code": "employee_id",
    "Officer Name": "name_en",
    "Officer Name (Hindi)": "name_hi",
    "Designation": "designation",
    "Department": "department_name",
    "Office": "office_name",
    "Service": "service",
    "Status": "employee_status",
    "Date of Birth": "born_on",
    "Date of Retirement": "retires_on",
}
KEY_COLUMN = "Message Key"


class EmployeeMasterTarget:
    """Sends ``employee_master``: all messages of a call in one workbook, one receipt a row.

    The workbook's name is made of its content, so the same messages sent again meet the answer they were given.
    """

    def __init__(self, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting."""
        self._settings = read_settings(SparrowSettings, connection)
        self._conn_id = connection.conn_id

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """One receipt a message, in order; ``SourceUnavailable`` when no answer came in time; see ``Target.send``."""
        if not messages:
            return []
        rows = [(message.idempotency_key, *_cells(message.payload)) for message in messages]
        body = workbook.write(SHEET, (KEY_COLUMN, *COLUMNS), rows)
        sha256 = hashlib.sha256(body).hexdigest()
        path = f"{INBOUND}/employee_master_{sha256[:16]}.xlsx"
        with SftpClient("sparrow", self._conn_id, self._settings) as client:
            answer = self._answer(client, path, sha256)
            if answer is None:
                drop.put(client, path, body, len(rows))
                answer = self._wait(client, path, sha256)
        return [self._receipt(client, message, answer) for message in messages]

    def _wait(self, client: SftpClient, path: str, sha256: str) -> dict[str, Receipt]:
        ends_at = time.monotonic() + self._settings.ack_timeout_seconds
        while True:
            answer = self._answer(client, path, sha256)
            if answer is not None:
                return answer
            if time.monotonic() >= ends_at:
                seconds = self._settings.ack_timeout_seconds
                raise client.error(SourceUnavailable, "sparrow-ack-missing", file=path, seconds=seconds)
            time.sleep(self._settings.ack_poll_seconds)

    def _answer(self, client: SftpClient, path: str, sha256: str) -> dict[str, Receipt] | None:
        """Receipts by idempotency key out of the acknowledgement of exactly this workbook; ``None`` without one."""
        name = path.rpartition("/")[2]

        def read() -> dict[str, Receipt] | None:
            try:
                told = json.loads(client.read(f"{INBOUND}/ack/{name}.json"))
                return _receipts(told) if told["sha256"] == sha256 else None
            except NotThere:
                return None
            except (ValueError, KeyError, TypeError):
                pass
            raise TryAgain("acknowledgement", is_broken=True)

        return client.step(f"ack/{name}.json", read)

    def _receipt(self, client: SftpClient, message: Message, answer: dict[str, Receipt]) -> Receipt:
        if message.idempotency_key not in answer:
            raise client.error(SourceBroken, "sparrow-ack-incomplete", operation="employee_master")
        return answer[message.idempotency_key]


def _receipts(told: dict[str, list[dict[str, object]]]) -> dict[str, Receipt]:
    taken = [Receipt(str(row["key"]), True, reference=str(row["reference"])) for row in told["accepted"]]
    refused = [Receipt(str(row["key"]), False, answer=str(row["message"])) for row in told["rejected"]]
    return {receipt.idempotency_key: receipt for receipt in (*taken, *refused)}


def _cells(payload: dict[str, object]) -> list[str]:
    """The row as Sparrow wants it: text, dates as dd-MM-yyyy, empty for nothing."""
    cells = []
    for name in COLUMNS.values():
        value = payload.get(name)
        text = "" if value is None else str(value)
        cells.append(date.fromisoformat(text).strftime("%d-%m-%Y") if text and name.endswith("_on") else text)
    return cells

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
        """A receipt for each message that the acknowledgement names, in order; see ``Target.send``.

        An acknowledgement that cannot be read or does not name every row is asked for again by leaving the workbook
        once more. Raises ``SourceUnavailable`` when no answer came in time, ``SourceBroken`` when it names no row or
        cannot be read.
        """
        if not messages:
            return []
        rows = [(message.idempotency_key, *_cells(message.payload)) for message in messages]
        body = workbook.write(SHEET, (KEY_COLUMN, *COLUMNS), rows)
        sha256 = hashlib.sha256(body).hexdigest()
        path = f"{INBOUND}/employee_master_{sha256[:16]}.xlsx"
        with SftpClient("sparrow", self._conn_id, self._settings) as client:
            before = self._read(client, path)
            told = _receipts(before, sha256)
            if told is None or any(message.idempotency_key not in told for message in messages):
                drop.put(client, path, body, len(rows))
                answer = self._wait(client, path, sha256, before)
                told = told if answer is None else answer
            if told is None:
                seconds = self._settings.ack_timeout_seconds
                raise client.error(SourceUnavailable, "sparrow-ack-missing", file=path, seconds=seconds)
            named = [told[message.idempotency_key] for message in messages if message.idempotency_key in told]
            if not named:
                raise client.error(SourceBroken, "sparrow-ack-incomplete", operation="employee_master")
        return named

    def _wait(self, client: SftpClient, path: str, sha256: str, before: bytes) -> dict[str, Receipt] | None:
        """The acknowledgement as soon as there is another than ``before``; ``None`` when none comes in time."""
        ends_at = time.monotonic() + self._settings.ack_timeout_seconds

        def read() -> dict[str, Receipt] | None:
            body = _content(client, path)
            told = _receipts(body, sha256)
            if body in (b"", before):
                return None
            if told is None:
                raise TryAgain("acknowledgement", is_broken=True)
            return told

        while True:
            told = client.step(_ack(path), read)
            if told is not None or time.monotonic() >= ends_at:
                return told
            time.sleep(self._settings.ack_poll_seconds)

    def _read(self, client: SftpClient, path: str) -> bytes:
        return client.step(_ack(path), lambda: _content(client, path))


def _ack(path: str) -> str:
    return f"ack/{path.rpartition('/')[2]}.json"


def _content(client: SftpClient, path: str) -> bytes:
    try:
        return client.read(f"{INBOUND}/{_ack(path)}")
    except NotThere:
        return b""


def _receipts(body: bytes, sha256: str) -> dict[str, Receipt] | None:
    """Receipts by idempotency key out of the acknowledgement of exactly this workbook; ``None`` where it is none."""
    try:
        told = json.loads(body)
        if told["sha256"] != sha256:
            return None
        taken = [Receipt(str(row["key"]), True, reference=str(row["reference"])) for row in told["accepted"]]
        refused = [Receipt(str(row["key"]), False, answer=str(row["message"])) for row in told["rejected"]]
    except (ValueError, KeyError, TypeError):
        return None
    return {receipt.idempotency_key: receipt for receipt in (*taken, *refused)}


def _cells(payload: dict[str, object]) -> list[str]:
    """The row as Sparrow wants it: text, dates as dd-MM-yyyy, empty for nothing."""
    cells = []
    for name in COLUMNS.values():
        value = payload.get(name)
        text = "" if value is None else str(value)
        cells.append(date.fromisoformat(text).strftime("%d-%m-%Y") if text and name.endswith("_on") else text)
    return cells

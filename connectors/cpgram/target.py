"""Tells CPGRAM: a final closure has come, a matter is to be registered, an action was taken. One call a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import msgspec

from connectors.common.http import Answer
from connectors.common.json_body import read_json
from connectors.common.retry import TryAgain
from connectors.cpgram.wire import SYSTEM, CpgramSettings, client, month_first
from hub.connections import Connection
from hub.contracts import Message, Receipt
from hub.contracts.codes import crosswalk, fold_name
from hub.errors import HubError, SourceBroken

_OF_ONE_MESSAGE = frozenset({400, 404, 409, 422})  # statuses that judge the message and not the caller
LONGEST_TEXT = 4000  # characters of SubjectContent


class _Answered(msgspec.Struct):
    """Every operation answers with a number, by one of two names, and with words."""

    receipt_number: str | None = msgspec.field(name="ReceiptNumber", default=None)
    registration_no: str | None = None
    result: str | None = msgspec.field(name="Result", default=None)
    words: str | None = msgspec.field(name="result", default=None)
    message: str | None = msgspec.field(name="Message", default=None)


class _District(msgspec.Struct):
    code: int | str = msgspec.field(name="DistrictCode")
    name: str = msgspec.field(name="DistrictName")


class _Districts(msgspec.Struct):
    districts: list[_District] = msgspec.field(name="DistrictList")


_ANSWERED = msgspec.json.Decoder(_Answered)
_DISTRICTS = msgspec.json.Decoder(_Districts)


@dataclass(frozen=True)
class _Operation:
    """One operation of RIServices: its name in the path, and the body made of a message. The idempotency key goes
    where the sender's own number belongs."""

    name: str
    body: Callable[[CpgramTarget, str, Mapping[str, Any]], dict[str, Any]]


class CpgramTarget:
    """The writing side of CPGRAM, for one operation."""

    def __init__(self, operation: str, connection: Connection) -> None:
        """Raises ``HubError`` for an operation that there is not, ``NotConfigured`` naming an unsound setting."""
        if operation not in _OPERATIONS:
            raise HubError("source-operation-unknown", record=operation, system=SYSTEM, operation=operation)
        self._operation = _OPERATIONS[operation]
        self._http, self._settings = client(connection)
        self._conn_id = connection.conn_id
        self._district_codes: dict[int, str] | None = None

    def send(self, messages: Sequence[Message]) -> list[Receipt]:
        """One receipt a message. A repeated number of the sender finds its first receipt again; an empty number of
        CPGRAM's own means that it did not accept, and its words say why. Raises as ``hub.contracts.Target``.

        Payloads: ``confirm_closure`` ``registration_no``, ``closed_on``; ``submit_action_taken`` ``registration_no``,
        ``action``, ``action_on``; ``register_grievance`` ``name``, ``gender``, ``mobile_number``, ``address``,
        ``district_lgd``, ``subject``, ``received_on``. Dates are ISO.
        """
        return [self._send(message) for message in messages]

    def _send(self, message: Message) -> Receipt:
        key, name = message.idempotency_key, self._operation.name
        body = self._operation.body(self, key, message.payload)
        receipt: Receipt = self._call(f"{name}/{name}", name, body, partial(_receipt, key), _OF_ONE_MESSAGE)
        return receipt

    def _call(
        self, path: str, operation: str, body: dict[str, Any], decode: Callable[[Answer], Any],
        accept: frozenset[int] = frozenset(),
    ) -> Any:  # fmt: skip
        path = f"{self._settings.api_path}/{path}"
        return self._http.call("POST", path, operation=operation, json=body, decode=decode, accept=accept)

    def district_code(self, lgd: object) -> str:
        """CPGRAM's own code of a district, out of its ``DistrictList``.

        Raises ``SourceBroken`` where that list does not hold the district.
        """
        if self._district_codes is None:
            asked = {"StateCode": self._settings.state_code}
            listed: _Districts = self._call(
                "DistrictList/DistrictList", "DistrictList", asked, lambda answer: read_json(answer, _DISTRICTS)
            )
            known = crosswalk("district_name", "district_lgd")
            found = {known.get(fold_name(district.name)): str(district.code) for district in listed.districts}
            self._district_codes = {code: own for code, own in found.items() if code is not None}
        code = self._district_codes.get(int(str(lgd or 0)))
        if code is None:
            raise SourceBroken("cpgram-district-unknown", record=self._conn_id, district=str(lgd or "–"))
        return code

    @property
    def settings(self) -> CpgramSettings:
        """What the connection holds."""
        return self._settings


def _receipt(key: str, answer: Answer) -> Receipt:
    said = read_json(answer, _ANSWERED)
    number = said.receipt_number or said.registration_no or ""
    words = said.result or said.words or said.message or ""
    if answer.status in _OF_ONE_MESSAGE:
        return Receipt(key, False, answer=words or f"HTTP {answer.status}")
    if not (number or words):  # neither yes nor no: nothing is known of the outcome
        raise TryAgain("shape", is_broken=True)
    return Receipt(key, bool(number), number, words)


def _confirmation(_target: CpgramTarget, key: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "RegistrationNumber": payload["registration_no"],
        "ReferenceNumber": key,
        "DateOfAction": _day(payload.get("closed_on")),
    }


def _action_taken(_target: CpgramTarget, key: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "RegistrationNumber": payload["registration_no"],
        "ReferenceNumber": key,
        "DateOfAction": _day(payload.get("action_on")),
        "ActionTaken": payload["action"],
    }


def _grievance(target: CpgramTarget, key: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "GrievanceReferenceNumber": key,
        "Name": payload["name"],
        "Gender": payload.get("gender"),
        "Address1": payload.get("address") or target.settings.state_code,
        "District": target.district_code(payload.get("district_lgd")),
        "State": target.settings.state_code,
        "Country": "001",
        "MobileNumber": payload.get("mobile_number"),
        "Language": "E",
        "SubjectContent": str(payload["subject"])[:LONGEST_TEXT],
        "DateOfReceipt": _day(payload.get("received_on")),
    }


_OPERATIONS = {
    "confirm_closure": _Operation("ConfirmClosureReceipt", _confirmation),
    "register_grievance": _Operation("RegisterGrievance", _grievance),
    "submit_action_taken": _Operation("SubmitActionTakenReport", _action_taken),
}


def _day(day: object) -> str | None:
    return month_first(date.fromisoformat(str(day))) if day else None


def target(operation: str, connection: Connection) -> CpgramTarget:
    """The writing side for one operation; raises as ``CpgramTarget``."""
    return CpgramTarget(operation, connection)

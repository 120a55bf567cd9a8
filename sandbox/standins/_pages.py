"""A window of the world cut into numbered pages, and what faults do to the records of a page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sandbox.faults import Fault
from sandbox.standins._http import Reply
from sandbox.world import fields
from sandbox.world.store import World

#: Stands in a text for the byte 0x96: a dash in Windows-1252, unreadable in UTF-8.
STRAY = "\ue000"
_STRAY_BYTES = STRAY.encode()

#: The field that a fault touches when it names none.
_USUAL_FIELD = {
    "rtps.applications": "applicant_name",
    "rtps.services": "service_name",
    "cpgram.grievances": "subject_content_text",
    "cpgram.closures": "Reason",
    "hrms.employees": "NameEn",
    "hrms.pay_cases": "OpenedOn",
    "jandarbar.grievances": "ApplicantName",
    **{dataset: str(told["usual_field"]) for dataset, told in fields.JOINED.items()},
}


@dataclass(frozen=True)
class Asked:
    """One window of one dataset as a stand-in was asked for it."""

    dataset: str
    as_of: date
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Cut:
    """One page: its records as on the wire, how many pages and records there are in all."""

    records: list[dict[str, Any]]
    pages: int
    total: int


class Pages:
    """Numbered pages over ``World.records``, which knows only "after this position".

    Where each page starts is remembered; the world never changes for a day that has passed or is its clock's.
    """

    def __init__(self, home: Path, cache_mib: int = 64) -> None:
        """``cache_mib``: answers kept ready to send; rendering a record takes longer than sending it."""
        self.world = World.open(home)
        self._replies: dict[tuple[Asked, int, int], Reply] = {}
        self._cache_bytes = self._room = cache_mib << 20
        self._kept_on: date | None = None
        self._lock = threading.Lock()
        self._starts: dict[tuple[date, Asked, int], list[int]] = {}
        self._counts: dict[tuple[date, Asked], int] = {}

    def reply(self, asked: Asked, number: int, size: int, fault: Fault | None, render: Callable[[Cut], Reply]) -> Reply:
        """``render`` of the page, or what it gave before; a spoilt page is rendered anew."""
        clock = self.world.clock
        with self._lock:
            if clock != self._kept_on:
                self._replies, self._room, self._kept_on = {}, self._cache_bytes, clock
            kept = self._replies.get((asked, number, size))
        if fault is None and kept is not None:
            return kept
        reply = render(self.page(asked, number, size, fault))
        if fault is not None:
            return replace(reply, body=to_wire(reply.body, fault))
        with self._lock:
            if len(reply.body) <= self._room and clock == self._kept_on:
                self._room -= len(reply.body)
                self._replies[asked, number, size] = reply
        return reply

    def page(self, asked: Asked, number: int, size: int, fault: Fault | None) -> Cut:
        """Page ``number`` (from 1) of ``size`` records, spoilt by ``fault``."""
        total = self._count(asked)
        pages = max(1, -(-total // size))
        records = self._records(asked, number, size)
        if fault is not None:
            if fault.fault == "page_order":
                records = self._reordered(asked, number, size, pages, records)
            if fault.fault == "wrong_total":
                total += int(fault.params.get("by", 7))
            records = spoil(records, fault, _USUAL_FIELD.get(asked.dataset, ""))
        return Cut(records, pages, total)

    def _count(self, asked: Asked) -> int:
        key = (self.world.clock, asked)
        if key not in self._counts:
            self._counts[key] = self.world.count(asked.dataset, as_of=asked.as_of, since=asked.since, until=asked.until)
        return self._counts[key]

    def _records(self, asked: Asked, number: int, size: int) -> list[dict[str, Any]]:
        key = (self.world.clock, asked, size)
        with self._lock:
            starts = self._starts.setdefault(key, [0])
            known = min(number, len(starts))
            after = starts[known - 1]
        while True:
            found = self.world.records(
                asked.dataset, as_of=asked.as_of, since=asked.since, until=asked.until, after=after, limit=size
            )
            if found:
                after = found[-1].position
                with self._lock:
                    if len(starts) == known:
                        starts.append(after)
            if known == number or not found:
                return [record.wire for record in found] if known == number else []
            known += 1

    def _reordered(
        self, asked: Asked, number: int, size: int, pages: int, records: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """As if the source had sorted anew between two pages: half of this page is missing, half of the next one
        stands here already. A window of one page is only turned round."""
        if pages == 1:
            return records[::-1]
        following = self._records(asked, number + 1 if number < pages else 1, size)
        half = len(records) // 2
        return [*records[half:], *following[:half]][: len(records)]


def spoil(records: list[dict[str, Any]], fault: Fault, usual_field: str) -> list[dict[str, Any]]:
    """The records with the fault's ``field`` (its wire name, or path) missing, renamed, retyped or misencoded in
    ``share`` of them (from the first on)."""
    name = str(fault.params.get("field") or usual_field).rpartition(".")[2]
    share = float(fault.params.get("share", 1.0))
    step = max(1, round(1 / share)) if share > 0 else len(records) + 1
    spoilt = records[:]
    if fault.fault not in ("field_missing", "field_renamed", "field_retyped", "wrong_encoding"):
        return spoilt
    for index in range(0, len(records), step):
        spoilt[index] = _spoil(records[index], fault, name)
    return spoilt


def _spoil(value: Any, fault: Fault, name: str) -> Any:
    if isinstance(value, list):
        return [_spoil(item, fault, name) for item in value]
    if not isinstance(value, dict):
        return value
    return dict(_entries(value, fault, name))


def _entries(record: dict[str, Any], fault: Fault, name: str) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if fault.fault == "wrong_encoding" and key == name and isinstance(value, str):
            yield key, f"{value} {STRAY}"
        elif key != name:
            yield key, _spoil(value, fault, name)
        elif fault.fault == "field_renamed":
            yield str(fault.params.get("to", f"{key}_new")), value
        elif fault.fault == "field_retyped":
            yield key, {"value": value}
        elif fault.fault != "field_missing":
            yield key, value


def to_wire(body: bytes, fault: Fault | None) -> bytes:
    """The body with the stray byte where a text was misencoded."""
    if fault is not None and fault.fault == "wrong_encoding":
        return body.replace(_STRAY_BYTES, b"\x96")
    return body

"""Reads CPGRAM: the bulk extract of grievances in parts, and the list of final closures in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from connectors.common.http import Answer
from connectors.common.json_body import read_json
from connectors.common.paging import Fetched, Paging, digests
from connectors.common.retry import TryAgain
from connectors.cpgram.mongo_shell import is_whole, split_records
from connectors.cpgram.wire import SYSTEM, answered, client, month_first
from hub.connections import Connection
from hub.contracts import Contract, Page, Window
from hub.errors import ContractInvalid

FIRST_DAY = date(2007, 1, 1)  # the portal opened in 2007; the list of closures wants a first day (inference)


class _Closures(msgspec.Struct):
    records: list[msgspec.Raw] = msgspec.field(name="FinalClosureList")
    total: int = msgspec.field(name="TotalCount")


_CLOSURES = msgspec.json.Decoder(_Closures)


class CpgramSource:
    """One batch's reading of ``cpgram.grievances`` or ``cpgram.closures``."""

    def __init__(self, contract: Contract, connection: Connection) -> None:
        """Raises ``NotConfigured`` naming an unsound setting, ``ContractInvalid`` for a dataset not given here."""
        fetchers: dict[str, Callable[[Window, int], Fetched]] = {
            "grievances": self._fetch_part,
            "closures": self._fetch_closures,
        }
        if contract.dataset not in fetchers:
            raise ContractInvalid("source-dataset-unknown", record=contract.id, system=SYSTEM, dataset=contract.id)
        self._client, self._settings = client(connection)
        self._fetch = fetchers[contract.dataset]
        self._dataset = contract.dataset
        self._conn_id = connection.conn_id
        self._paging: Paging | None = None

    def pages(self, window: Window) -> Iterator[Page]:
        """The parts of the extract, or the pages of closures, as CPGRAM gives them; see ``hub.contracts.Source``."""
        self._paging = Paging(
            lambda number: self._fetch(window, number),
            conn_id=self._conn_id,
            system=SYSTEM,
            operation=self._dataset,
            trusts_order=self._settings.stable_order,
        )
        yield from self._paging

    def control_total(self, window: Window) -> int | None:
        """``X-Record-Count`` of the extract, ``TotalCount`` of the closures; ``None`` before ``pages`` has ended."""
        del window  # a source is made anew for each batch
        return self._paging.total if self._paging else None

    def probe(self) -> None:
        """Ask for the districts: the cheapest call that needs the key and the token."""
        self._client.call(
            "POST",
            f"{self._settings.api_path}/DistrictList/DistrictList",
            operation="DistrictList",
            json={"StateCode": self._settings.state_code},
            decode=answered,
        )

    def _fetch_part(self, window: Window, number: int) -> Fetched:
        """``as_of`` asks for the extract of the business date; a portal that ignores it gives the newest."""
        return self._client.call(
            "GET",
            self._settings.extract_path,
            operation="grievance extract",
            params={"part": str(number), "as_of": month_first(window.business_date)},
            decode=_part,
        )

    def _fetch_closures(self, window: Window, number: int) -> Fetched:
        body = {
            "FromDate": month_first(window.since or FIRST_DAY),
            "ToDate": month_first(window.until),
            "PageIndex": number,
            "PageSize": self._settings.page_size,
        }
        return self._client.call(
            "POST",
            f"{self._settings.api_path}/FinalClosureList/GetFinalClosureList",
            operation="GetFinalClosureList",
            json=body,
            decode=lambda answer: self._closures(answer, number),
        )

    def _closures(self, answer: Answer, number: int) -> Fetched:
        listing = read_json(answer, _CLOSURES)
        size = self._settings.page_size
        more = number + 1 if len(listing.records) >= size else number  # a full last page may hide more than TotalCount
        pages = max(more, -(-listing.total // size))
        found = digests(bytes(record) for record in listing.records)
        return Fetched(answer.body, "application/json", found, pages, listing.total)


def source(contract: Contract, connection: Connection) -> CpgramSource:
    """The reading side of CPGRAM for one batch; raises as ``CpgramSource``."""
    return CpgramSource(contract, connection)


def _part(answer: Answer) -> Fetched:
    """One part of the extract. A key that a snapshot lacks counts as deleted, so a part must be proven whole."""
    records = split_records(answer.body)
    stated = answer.headers.get("X-Part-Record-Count", str(len(records)))
    if not is_whole(answer.body) or stated != str(len(records)):
        raise TryAgain("incomplete")
    pages, total = answer.headers.get("X-Total-Parts", ""), answer.headers.get("X-Record-Count", "")
    if not (pages.isdigit() and total.isdigit()):
        raise TryAgain("shape", is_broken=True)
    return Fetched(answer.body, "application/x-mongo-shell", digests(records), int(pages), int(total))

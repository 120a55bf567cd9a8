"""Paged lists over SOAP: ``Get…(token, …, pageNo, pageSize)`` answered by Total, Page, Pages and the records."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.common.paging import Fetched, Paging, digests
from connectors.common.retry import TryAgain
from connectors.common.soap import Answer, SoapClient
from hub.contracts import Page


class Listing:
    """One reading of one list; ``record`` is the local name of a record's element."""

    def __init__(self, client: SoapClient, operation: str, record: str) -> None:
        self._client = client
        self._operation = operation
        self._record = record
        self._paging: Paging | None = None

    @property
    def total(self) -> int | None:
        """The list's own count; ``None`` before ``pages`` has ended."""
        return self._paging.total if self._paging else None

    def pages(self, **arguments: object) -> Iterator[Page]:
        """Every page as received, proven to be one consistent reading.

        Raises as ``SoapClient.call``; ``SourceUnavailable`` too when the list does not hold still.
        """
        self._paging = Paging(
            lambda number: self._fetch(number, arguments),
            conn_id=self._client.conn_id, system=self._client.system, operation=self._operation,
            trusts_order=self._client.settings.stable_order,
        )  # fmt: skip
        yield from self._paging

    def _fetch(self, number: int, arguments: dict[str, object]) -> Fetched:
        def accept(answer: Answer) -> None:
            if not all(answer.text(name).isdecimal() for name in ("Total", "Page", "Pages")):
                raise TryAgain("shape", is_broken=True)
            if int(answer.text("Page")) != number:
                raise TryAgain("wrong-page", is_broken=True)

        size = self._client.settings.page_size
        answer = self._client.call(self._operation, accept, **arguments, pageNo=number, pageSize=size)
        found = digests(etree.tostring(item, with_tail=False) for item in answer.root.iter("{*}" + self._record))
        return Fetched(answer.content, "text/xml", found, int(answer.text("Pages")), int(answer.text("Total")))

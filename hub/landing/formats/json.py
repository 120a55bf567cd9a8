"""Pages of JSON. The fast way decodes straight into structs made from the contract; a page that does not fit them
(a broken encoding, an object where a value belongs) is read record by record instead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hub.contracts import Contract
from hub.landing import scrub as aadhaar
from hub.landing.formats import tolerant
from hub.landing.formats.records import PageReader, Records, unreadable
from hub.landing.formats.shape import shape
from hub.landing.formats.structs import Misfit, Structs

EXTENSION = "json"


def scrub(body: bytes, ignored: frozenset[str]) -> bytes:
    """The page without Aadhaar numbers: ``"[aadhaar removed]"`` in strings, ``null`` for a bare number; the value of
    an ignored key becomes ``""`` at whatever depth."""
    return aadhaar.scrub_json(body, ignored)


def reader(contract: Contract) -> PageReader:
    """A reader of JSON pages of this dataset."""
    return JsonReader(contract)


class JsonReader:
    """Reads JSON pages whose records stand under the contract's ``record_path`` (the top itself when empty)."""

    def __init__(self, contract: Contract) -> None:
        self._steps = contract.record_path.split(".") if contract.record_path else []
        self._root = shape(contract)
        self._structs = Structs(self._root, self._steps)
        self._raw: Any = msgspec.json.Decoder(self._structs.wrapped(msgspec.Raw))

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        try:
            yield self._structs.read(body)
        except Misfit:
            yield self._tolerantly(body, page)

    def _tolerantly(self, body: bytes, page: str) -> Records:
        found = self._parsed(body, page)
        if self._structs.learn(found):
            try:
                return self._structs.read(body)
            except Misfit:
                pass
        return tolerant.records(self._root, found)

    def _parsed(self, body: bytes, page: str) -> list[Any]:
        try:
            found = tolerant.parse_json(body.decode("utf-8", errors="surrogateescape"))
        except (ValueError, RecursionError) as error:
            raise unreadable(page, "landing-not-json") from error
        for step in self._steps:
            found = found.get(step) if isinstance(found, dict) else None
        if not isinstance(found, list):
            raise unreadable(page, "landing-no-list", path=".".join(self._steps) or "$")
        return found

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``."""
        try:
            raw = self._structs.unwrap(self._raw.decode(body))
            texts = [bytes(raw[number]).decode() for number in wanted]
        except (msgspec.MsgspecError, ValueError, RecursionError):
            parsed = self._parsed(body, page)
            return [_plain(parsed[number]) for number in wanted]
        return [_plain(tolerant.parse_json(text)) if "\\u" in text else text for text in texts]


def _plain(record: Any) -> str:
    return tolerant.clean(json.dumps(_unliteral(record), ensure_ascii=False))


def _unliteral(value: Any) -> Any:
    if isinstance(value, tolerant.Literal):
        return json.loads(value)
    if isinstance(value, dict):
        return {key: _unliteral(item) for key, item in value.items()}
    return [_unliteral(item) for item in value] if isinstance(value, list) else value

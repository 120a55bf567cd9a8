"""Pages of SOAP: a record is an element by the contract's ``record_path``, a field one of its children, both by local
name. Document types and external entities are refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from hub.contracts import Contract
from hub.landing import scrub as aadhaar
from hub.landing.formats import flat
from hub.landing.formats.records import PageReader, Records, unreadable

EXTENSION = "xml"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_PROLOG = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)


def scrub(body: bytes, ignored: frozenset[str]) -> bytes:
    """The page without Aadhaar numbers; ignored elements are emptied, every other byte stays."""
    for name in ignored:
        local = re.escape(name.encode())
        opening = rb"(<(?:[\w.-]+:)?" + local + rb"(?:\s[^<>]*?)?(?<!/)>)"
        closing = rb"(</(?:[\w.-]+:)?" + local + rb"\s*>)"
        body = re.sub(opening + rb".*?" + closing, rb"\1\2", body, flags=re.DOTALL)
    return aadhaar.scrub_text(body)


def reader(contract: Contract) -> PageReader:
    """A reader of SOAP pages of this dataset."""
    return SoapReader(contract)


class SoapReader:
    """Reads raw SOAP responses."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        body, is_recoded = _recoded(body)
        yield from flat.batches(self._contract, self._rows(body, page, is_recoded))

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``."""
        return flat.texts(self._rows(_recoded(body)[0], page, False), wanted)

    def _rows(self, body: bytes, page: str, is_recoded: bool) -> Iterator[dict[str, flat.Value]]:
        if _PROLOG.match(body):
            raise unreadable(page, "declares a document type")
        parsed = etree.iterparse(
            io.BytesIO(body), tag="{*}" + self._contract.record_path, events=("end",),
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        locals_: dict[str, str] = {}
        try:
            for _, element in parsed:
                row: dict[str, flat.Value] = {}
                for child in element:
                    tag = child.tag
                    name = locals_.get(tag) or locals_.setdefault(tag, etree.QName(tag).localname)
                    row[name] = _value(child, is_recoded)
                yield row
                element.clear()
                while element.getprevious() is not None:  # let go of what has been read
                    del element.getparent()[0]
        except (etree.LxmlError, ValueError) as error:
            raise unreadable(page, "not XML") from error
        if parsed.root is None or parsed.root.getroottree().docinfo.doctype:
            raise unreadable(page, "declares a document type")


def _value(child: etree._Element, is_recoded: bool) -> flat.Value:
    if len(child):
        return flat.Breach("type")
    text = child.text
    if text is None:
        return None if child.get(_NIL) in ("true", "1") else ""
    return flat.Breach("encoding") if is_recoded and "\ufffd" in text else str(text)


def _recoded(body: bytes) -> tuple[bytes, bool]:
    """The body with bytes that are no UTF-8 replaced by U+FFFD, and whether there were any."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"'](?!utf-8)", body, re.IGNORECASE):
        return body, False
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode("utf-8", errors="replace").encode(), True
    return body, False

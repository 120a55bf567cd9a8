"""Pages of SOAP: a record is an element by the contract's ``record_path``, a field one of its children, both by local
name. Document types and external entities are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from hub.contracts import Contract
from hub.landing import scrub as aadhaar
from hub.landing.formats import flat
from hub.landing.formats.records import PageReader, Records, unreadable

EXTENSION = "xml"
_PROLOG = re.compile(rb"(?>\s+|\xef\xbb\xbf|(?><\?.*?\?>)|(?><!--.*?-->))*+<!DOCTYPE", re.DOTALL)


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
        self._locals: dict[str, str] = {}

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        body, is_recoded = _recoded(body)
        root = _root(body, page)
        elements = list(root.iter("{*}" + self._contract.record_path))
        if is_recoded or not _hold_text_only(elements):
            yield from flat.batches(self._contract, self._rows(root, is_recoded))
            return
        written = self._as_written(body, elements) if _is_plain(body, root) else None
        if written is not None:
            yield written
        else:
            yield from self._quickly(elements)

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``."""
        root = _root(_recoded(body)[0], page)
        return flat.texts(root.iter("{*}" + self._contract.record_path), wanted, lambda item: self._row(item, False))

    def _quickly(self, elements: list[etree._Element]) -> Iterator[Records]:
        """Records whose fields hold nothing but text: columns by the order of their elements, which seldom changes."""
        orders: dict[tuple[str, ...], dict[str, int]] = {}
        for start in range(0, len(elements), flat.BATCH):
            rows = []
            for element in elements[start : start + flat.BATCH]:
                tags = tuple([child.tag for child in element])
                order = orders.get(tags) or orders.setdefault(tags, self._order(tags))
                rows.append((order, [child.text for child in element]))
            columns: dict[str, pa.Array] = {}
            absent: dict[str, Sequence[int]] = {}
            for wire in self._contract.wire_fields:
                path = wire.path
                if all(path in order for order in orders.values()):
                    columns[wire.name] = pa.array([texts[order[path]] for order, texts in rows], pa.string())
                    continue
                values = [texts[order[path]] if path in order else None for order, texts in rows]
                columns[wire.name] = pa.array(values, pa.string())
                lacking = [number for number, (order, _) in enumerate(rows) if path not in order]
                if lacking:
                    absent[wire.name] = lacking
            known = {wire.path for wire in self._contract.wire_fields}
            unknown = Counter(name for order, _ in rows for name in order.keys() - known)
            yield Records(len(rows), columns, [], dict(unknown), absent)

    def _as_written(self, body: bytes, elements: list[etree._Element]) -> Records | None:
        """The same from the bytes themselves, which the parser has proven: no Python object an element. ``None``
        where the records are not all written like the fullest of the first ones, which is then known by the count."""
        fullest = max(elements[: flat.BATCH // 100], key=len, default=None)
        names = [self._local(child.tag) for child in fullest] if fullest is not None else []
        if not names or len(set(names)) < len(names):
            return None
        for may_lack in (False, True):
            found = _pattern(self._contract.record_path, tuple(names), may_lack).findall(body)
            if len(found) == len(elements):
                return self._from_groups(names, found, may_lack)
        return None

    def _from_groups(self, names: list[str], found: list[tuple[bytes, ...]], may_lack: bool) -> Records:
        groups = list(zip(*found, strict=True)) if len(names) > 1 or may_lack else [tuple(found)]
        by_name = dict(zip(names, groups[:: 2 if may_lack else 1], strict=True))
        empty = dict(zip(names, groups[1::2], strict=True)) if may_lack else {}
        columns: dict[str, pa.Array] = {}
        absent: dict[str, Sequence[int]] = {}
        fields = {wire.path: wire.name for wire in self._contract.wire_fields}
        for path, name in fields.items():
            if path not in by_name:
                columns[name] = pa.nulls(len(found), pa.string())
                absent[name] = range(len(found))
                continue
            text = pa.array(by_name[path], pa.binary()).cast(pa.string())
            columns[name] = pc.if_else(pc.equal(pc.binary_length(text), 0), pa.scalar(None, pa.string()), text)
            lacking = self._lacking(by_name[path], empty.get(path))
            if lacking:
                absent[name] = lacking
        unknown = {
            name: len(found) - len(self._lacking(texts, empty.get(name)))
            for name, texts in by_name.items()
            if name not in fields
        }
        return Records(len(found), columns, [], {name: count for name, count in unknown.items() if count}, absent)

    @staticmethod
    def _lacking(texts: Sequence[bytes], empty: Sequence[bytes] | None) -> list[int]:
        """The rows without the element: neither with a text nor written as an empty one."""
        if empty is None:
            return []
        return [number for number, pair in enumerate(zip(texts, empty, strict=True)) if not pair[0] and not pair[1]]

    def _order(self, tags: Sequence[str]) -> dict[str, int]:
        return {self._local(tag): number for number, tag in enumerate(tags)}

    def _local(self, tag: str) -> str:
        return self._locals.get(tag) or self._locals.setdefault(tag, str(etree.QName(tag).localname))

    def _rows(self, root: etree._Element, is_recoded: bool) -> Iterator[dict[str, flat.Value]]:
        for element in root.iter("{*}" + self._contract.record_path):
            yield self._row(element, is_recoded)

    def _row(self, element: etree._Element, is_recoded: bool) -> dict[str, flat.Value]:
        return {self._local(child.tag): _value(child, is_recoded) for child in element}


def _is_plain(body: bytes, root: etree._Element) -> bool:
    """Whether texts stand in the bytes as they are meant: UTF-8, no entity, CDATA, comment, or line end to fold."""
    return (
        root.getroottree().docinfo.encoding in ("UTF-8", "utf-8", None)
        and not any(mark in body for mark in (b"&", b"<!", b"\r"))
        and body.count(b"<?") <= 1
    )


@cache
def _pattern(record: str, names: tuple[str, ...], may_lack: bool) -> re.Pattern[bytes]:
    """One record without attributes and prefixes, its fields in this order; a group a field, or, where fields may be
    lacking, two: its text, and its element when empty."""
    fields = [
        rf"\s*(?:<{name}>([^<]+)</{name}>|(<{name}/>|<{name}></{name}>))?"
        if may_lack
        else rf"\s*<{name}(?:>([^<]*)</{name}>|/>)"
        for name in map(re.escape, names)
    ]
    return re.compile(rf"<{re.escape(record)}>{''.join(fields)}\s*</{re.escape(record)}>".encode())


def _hold_text_only(elements: list[etree._Element]) -> bool:
    """Whether the records lie in one list and no field has elements of its own."""
    holder = elements[0].getparent() if elements else None
    if holder is None or elements[-1].getparent() is not holder or len(elements) > len(holder):
        return not elements
    return not holder.xpath("boolean(./*/*/*)")


def _root(body: bytes, page: str) -> etree._Element:
    if _PROLOG.match(body):
        raise unreadable(page, "landing-document-type")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise unreadable(page, "landing-not-xml") from error
    if root.getroottree().docinfo.doctype:
        raise unreadable(page, "landing-document-type")
    return root


def _value(child: etree._Element, is_recoded: bool) -> flat.Value:
    if len(child):
        return flat.Breach("type")
    text = child.text
    return flat.Breach("encoding") if is_recoded and text and "\ufffd" in text else text


def _recoded(body: bytes) -> tuple[bytes, bool]:
    """The body with bytes that are no UTF-8 replaced by U+FFFD, and whether there were any."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"'](?!utf-8)", body, re.IGNORECASE):
        return body, False
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode("utf-8", errors="replace").encode(), True
    return body, False

"""Pages in Mongo shell notation: JSON with ``ISODate(…)``, ``NumberLong(…)``, ``{"$date": …}`` and the like, documents
one after another or as an array. Only what stands outside strings is rewritten; then it is read as JSON, and HTML
entities in texts are resolved."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from hub.contracts import Contract
from hub.landing import scrub as aadhaar
from hub.landing.formats.json import JsonReader
from hub.landing.formats.records import PageReader, Records, unreadable

EXTENSION = "mongo"

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_VALUE = rf"{_STRING}|'[^'\\]*(?:\\.[^'\\]*)*'|-?[0-9][0-9.eE+-]*|null"
_NAMES = "ISODate|Date|ObjectId|NumberInt|NumberLong|NumberDecimal|Int32|Long|Double|Decimal128|UUID|Timestamp"
_TOKEN = re.compile(
    rf"""(?P<plain>(?:{_STRING}|[\s:\[\]]++|,(?!\s*[\]}}])|(?:null|true|false)\b|-?[0-9][0-9.eE+-]*+
        |\{{(?!\s*"?\$)|\}}(?!\s*\{{))++)
    |(?P<single>'[^'\\]*(?:\\.[^'\\]*)*')
    |(?:new\s+)?(?:{_NAMES})\s*\(\s*(?P<call>{_VALUE})?\s*\)
    |\{{\s*"?\$(?P<kind>date|oid|numberLong|numberInt|numberDouble|numberDecimal|uuid)"?\s*:\s*
        (?P<wrapped>{_VALUE}|\{{\s*"\$numberLong"\s*:\s*"-?[0-9]+"\s*\}})\s*\}}
    |(?P<between>\}}\s*(?=\{{))
    |(?P<trailing>,(?=\s*[\]}}]))
    |(?P<name>[A-Za-z_$][\w$]*)(?=\s*:)
    |(?P<nothing>undefined|NaN)\b""",
    re.VERBOSE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def scrub(body: bytes, ignored: frozenset[str]) -> bytes:
    """As for JSON."""
    return aadhaar.scrub_json(body, ignored)


def reader(contract: Contract) -> PageReader:
    """A reader of extracts in Mongo shell notation."""
    return MongoShellReader(contract)


class MongoShellReader:
    """Rewrites a page as JSON and reads that."""

    def __init__(self, contract: Contract) -> None:
        self._json = JsonReader(replace(contract, record_path=""))

    def read(self, body: bytes, page: str) -> Iterator[Records]:
        """See ``PageReader``."""
        for records in self._json.read(_as_json(body, page), page):
            columns = {name: _unescaped(column) for name, column in records.columns.items()}
            yield replace(records, columns=columns)

    def texts(self, body: bytes, page: str, wanted: Sequence[int]) -> list[str]:
        """See ``PageReader``; the records as JSON, texts as received."""
        return self._json.texts(_as_json(body, page), page, wanted)


def _as_json(body: bytes, page: str) -> bytes:
    text = body.decode("utf-8", errors="surrogateescape").lstrip("\ufeff").strip()
    try:
        text = _TOKEN.sub(_token, text).rstrip(",")
    except (ValueError, OverflowError, RecursionError) as error:
        raise unreadable(page, "landing-not-mongo-shell") from error
    if not text.startswith("["):
        text = f"[{text}]"
    return text.encode("utf-8", errors="surrogateescape")


def _token(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "plain":
        return match.group()
    if kind == "single":
        return _double(match.group())
    if kind == "call":
        return _double(match["call"])
    if kind == "wrapped":
        return _moment(match["wrapped"]) if match["kind"] == "date" else _double(match["wrapped"])
    if kind == "between":
        return "},"
    if kind == "name":
        return f'"{match["name"]}"'
    return "" if kind == "trailing" else "null"


def _double(value: str) -> str:
    """A value with its single quotes made double."""
    if not value.startswith("'"):
        return value
    return json.dumps(re.sub(r"\\(.)", r"\1", value[1:-1]), ensure_ascii=False)


def _moment(value: str) -> str:
    """``{"$date": …}``: text as it is, milliseconds since 1970 as ISO text in UTC."""
    digits = re.fullmatch(r"(?:\{.*\"(-?[0-9]+)\"\s*\}|(-?[0-9]+))", value, re.DOTALL)
    if digits is None:
        return _double(value)
    moment = _EPOCH + timedelta(milliseconds=int(digits[1] or digits[2]))
    return f'"{moment:%Y-%m-%dT%H:%M:%S}Z"'


def _unescaped(column: pa.Array) -> pa.Array:
    if not pa.types.is_string(column.type) or not pc.any(pc.match_substring(column, "&"), min_count=0).as_py():
        return column
    texts = [
        value if value is None or "&" not in value else _ENTITY.sub(lambda found: html.unescape(found.group()), value)
        for value in column.to_pylist()
    ]
    return pa.array(texts, pa.string())

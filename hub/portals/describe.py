"""The OpenAPI description of ``/v1``: responses with their schemas and examples, and what all operations share."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from hub.portals.cursors import PATTERN
from hub.portals.problems import MEDIA_TYPE, STATUS

JSON = "application/json"
VERSION = "A version's number; the newest when left out. Wins over `as_of`."
AS_OF = "The newest version of this business date or of the last one before it."
FORMAT = "NDJSON and CSV come compressed where `Accept-Encoding` names zstd or gzip; Parquet is compressed within."
CURSOR = "From `Hub-Cursor` of a snapshot or `cursor` of a page. Keep it with your rows, in one transaction."
LIMIT = "At most so many changes in the page; a page may hold fewer and still have more behind it."
KEY = "The key's columns in their order, each as its own `key`."
BEFORE = "Versions with a lower number than this."
AFTER = "Receipts with a higher sequence than this."

_EXAMPLE_ROW = {"case_id": "PC/2026/000001", "stage": "CHECKER", "opened_on": "2026-11-01", "is_overdue": False}
_CURSOR = {"type": "string", "pattern": PATTERN}
_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_NULLABLE = {"type": ["string", "null"]}
_COMMON = ("unauthorized", "too-many-requests", "unavailable")


def _object(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _operation(
    told: str, media: dict[str, dict[str, Any]], *names: str, headers: dict[str, str] | None = None, same: str = ""
) -> dict[str, Any]:
    """Keyword arguments of a route: its good answer and its problems by status."""
    responses: dict[int | str, dict[str, Any]] = {200: {"description": told, "content": media}}
    responses[200]["headers"] = {name: {"description": why, "schema": _TEXT} for name, why in (headers or {}).items()}
    if same:
        responses[304] = {"description": same}
    for name in (*names, *_COMMON, "invalid-request"):
        known = responses.setdefault(STATUS[name], {"description": "", "content": _problem(name)})
        known["description"] = ", ".join(filter(None, (known["description"], f"`{name}`")))
    return {"responses": responses, "response_class": Response}


def _problem(name: str) -> dict[str, Any]:
    example = {
        "type": f"/en#problem-{name}", "title": "…", "status": STATUS[name], "detail": "…",
        "correlation_id": "5f0c9d0e6d0b4f0f9b1b8a8f6a1a2c3d",
    }  # fmt: skip
    return {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}


def _answer(schema: dict[str, Any], example: Any, media: str = JSON) -> dict[str, dict[str, Any]]:
    return {media: {"schema": schema, "example": example}}


_SUMMARY: dict[str, Any] = {
    "name": _TEXT, "title_en": _TEXT, "title_hi": _TEXT, "purpose_en": _TEXT, "purpose_hi": _TEXT,
    "key": _list(_TEXT), "version": _NUMBER, "business_date": _NULLABLE,
    "links": {"type": "object", "additionalProperties": _TEXT},
}  # fmt: skip
_SUMMARY_EXAMPLE = {
    "name": "pay_cases", "title_en": "Pay cases", "title_hi": "वेतन संबंधी मामले", "purpose_en": "One row a pay case.",
    "purpose_hi": "प्रत्येक वेतन मामले की एक पंक्ति।", "key": ["case_id"], "version": 12, "business_date": "2026-11-20",
    "links": {"snapshot": "/v1/feeds/pay_cases/snapshot", "changes": "/v1/feeds/pay_cases/changes"},
}  # fmt: skip
_SCOPE = _object({
    "classification": {"enum": ["public", "internal", "personal", "sensitive"]},
    "districts": {"type": ["array", "null"], "items": _NUMBER},
    "departments": {"type": ["array", "null"], "items": _TEXT},
    "columns": _list(_TEXT),
})  # fmt: skip
_SCOPE_EXAMPLE = {"classification": "internal", "districts": [212], "departments": None, "columns": ["case_id"]}
_OF_FEED = ("feed-not-in-scope", "feed-unknown")
_FILE_HEADERS = {
    "ETag": "Of this file; send it as `If-Range` when you resume, as `If-None-Match` when you ask again.",
    "Repr-Digest": "SHA-256 of the whole file as it is sent (RFC 9530).",
    "Hub-Cursor": "Where to go on with `changes`.",
    "Hub-Version": "The version.",
    "Hub-Rows": "How many rows the file holds.",
    "Hub-Receipt": "Sequence and hash of your receipt.",
}
_CHANGE = _object(
    {"kind": {"enum": ["ADD", "MOD", "DEL"]}, "version": _NUMBER, "key": {"type": "object"}, "row": {"type": "object"}},
    "row",
)
_RECEIPT: dict[str, Any] = {
    "sequence": _NUMBER, "previous_hash": _TEXT, "hash": _TEXT, "at": _TEXT, "consumer": _TEXT,
    "kind": {"enum": ["snapshot", "changes", "record", "poll", "push"]}, "feed": _TEXT, "from_version": _NUMBER,
    "version": _NUMBER, "count": _NUMBER, "sha256": _TEXT, "answer": _TEXT, "correlation_id": _TEXT,
}  # fmt: skip
_SUBSCRIPTION: dict[str, Any] = {
    "id": _TEXT, "feed": _TEXT, "url": _TEXT, "status": {"enum": ["active", "paused", "halted", "ended"]},
    "version": _NUMBER, "sequence": _NUMBER, "attempts": _NUMBER, "last_error": _NULLABLE,
    "dead_letters": _list(_object({"message_id": _TEXT, "reason": _TEXT, "at": _TEXT, "count": _NUMBER})),
}  # fmt: skip

FEEDS = _operation("The feeds.", _answer(_object({"feeds": _list(_object(_SUMMARY))}), {"feeds": [_SUMMARY_EXAMPLE]}))
FEED = _operation(
    "The feed.", _answer(_object({**_SUMMARY, "scope": _SCOPE}), {**_SUMMARY_EXAMPLE, "scope": _SCOPE_EXAMPLE}),
    *_OF_FEED,
)  # fmt: skip
CONTRACT = _operation(
    "The contract.", _answer({"type": "object"}, {"apiVersion": "v3.1.0", "kind": "DataContract"}, "application/yaml"),
    *_OF_FEED,
)  # fmt: skip
SCHEMA = _operation(
    "The schema.", _answer({"type": "object"}, {"type": "object", "properties": {"case_id": {"type": "string"}}},
                           "application/schema+json"), *_OF_FEED,
)  # fmt: skip
_ONE_VERSION = _object({"version": _NUMBER, "business_date": _TEXT, "published_at": _TEXT})
VERSIONS = _operation(
    "The versions.",
    _answer(
        _object({"versions": _list(_ONE_VERSION)}),
        {"versions": [{"version": 12, "business_date": "2026-11-20", "published_at": "2026-11-20T18:30:00+00:00"}]},
    ),
    *_OF_FEED,
)
_ROW_LINE = '{"case_id":"PC/2026/000001","stage":"CHECKER"}\n'
SNAPSHOT = _operation(
    "The file. `Range` resumes it; under `If-Range` of another file the whole one comes.",
    {
        "application/x-ndjson": {"schema": _TEXT, "example": _ROW_LINE},
        "text/csv": {"schema": _TEXT, "example": "case_id,stage\nPC/2026/000001,CHECKER\n"},
        "application/vnd.apache.parquet": {"schema": _TEXT},
    },
    *_OF_FEED, "feed-not-published", "version-unknown", "range-not-satisfiable", "quota-used-up",
    headers=_FILE_HEADERS, same="You hold this file (`If-None-Match`).",
)  # fmt: skip
SNAPSHOT["responses"][206] = {"description": "The rest of the file.", "content": SNAPSHOT["responses"][200]["content"]}
CHANGES = _operation(
    "A page of changes. A record that leaves your scope comes as DEL, one that enters it as ADD.",
    _answer(
        _object({"feed": _TEXT, "cursor": _CURSOR, "has_more": {"type": "boolean"}, "changes": _list(_CHANGE)}),
        {
            "feed": "pay_cases", "cursor": "12-0-0123456789abcdef", "has_more": False,
            "changes": [
                {"kind": "MOD", "version": 12, "key": {"case_id": "PC/2026/000001"}, "row": _EXAMPLE_ROW},
                {"kind": "DEL", "version": 12, "key": {"case_id": "PC/2026/000002"}},
            ],
        },
    ),
    *_OF_FEED, "feed-not-published", "cursor-gone", "quota-used-up",
    headers={name: _FILE_HEADERS[name] for name in ("Hub-Cursor", "Hub-Receipt")},
    same="Nothing is new. Poll as often as your rate allows.",
)  # fmt: skip
RECORD = _operation(
    "The record.",
    _answer(
        _object({"feed": _TEXT, "version": _NUMBER, "row": {"type": "object"}}),
        {"feed": "pay_cases", "version": 12, "row": _EXAMPLE_ROW},
    ),
    *_OF_FEED, "feed-not-published", "version-unknown", "record-unknown", "quota-used-up",
    headers={"ETag": "Of this record.", "Hub-Receipt": _FILE_HEADERS["Hub-Receipt"]},
    same="You hold this record (`If-None-Match`).",
)  # fmt: skip
RECEIPTS = _operation(
    "The receipts.",
    _answer(
        _object({"receipts": _list(_object(_RECEIPT))}),
        {"receipts": [{
            "sequence": 7, "previous_hash": "0" * 64, "hash": "1" * 64, "at": "2026-11-20T18:31:00.000000+00:00",
            "consumer": "pay-portal", "kind": "changes", "feed": "pay_cases", "from_version": 11, "version": 12,
            "count": 2, "sha256": "2" * 64, "answer": "200", "correlation_id": "5f0c9d0e6d0b4f0f9b1b8a8f6a1a2c3d",
        }]},
    ),
)  # fmt: skip
SUBSCRIPTIONS = _operation(
    "The subscriptions.",
    _answer(
        _object({"subscriptions": _list(_object(_SUBSCRIPTION))}),
        {"subscriptions": [{
            "id": "sub_3k2m5n7p", "feed": "pay_cases", "url": "https://portal.example/hub", "status": "active",
            "version": 12, "sequence": 0, "attempts": 0, "last_error": None, "dead_letters": [],
        }]},
    ),
)  # fmt: skip
_FORM = _object({"grant_type": {"const": "client_credentials"}, "client_id": _TEXT, "client_secret": _TEXT})
TOKEN = _operation(
    "The token. It lives for an hour, and no longer than the key.",
    _answer(
        _object({"access_token": _TEXT, "token_type": {"const": "Bearer"}, "expires_in": _NUMBER}),
        {"access_token": "…", "token_type": "Bearer", "expires_in": 3600},
    ),
    "invalid-client", "unsupported-grant",
) | {
    "openapi_extra": {
        "security": [],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {
            "schema": _FORM,
            "example": {"grant_type": "client_credentials", "client_id": "pay-portal", "client_secret": "bhub_…"},
        }}},
    }
}  # fmt: skip

_PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457). `type` leads to its meaning; tell `correlation_id` when you ask for help.",
    "properties": {
        "type": _TEXT, "title": _TEXT, "status": _NUMBER, "detail": _TEXT, "correlation_id": _TEXT,
        "snapshot": {"type": "string", "description": "Where to begin anew (`cursor-gone`)."},
        "error": {"type": "string", "description": "OAuth 2's own word (`token`)."},
        "errors": _list(_object({"in": _TEXT, "reason": _TEXT})),
    },
    "required": ["type", "title", "status", "detail", "correlation_id"],
    "additionalProperties": False,
}  # fmt: skip


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """What FastAPI does not put into the description by itself."""
    document["components"] = {
        "schemas": {"Problem": _PROBLEM},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            "bearer": {"type": "http", "scheme": "bearer", "description": "An access token, or the key itself."},
            "oauth2": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/v1/token", "scopes": {}}}},
        },
    }
    document["security"] = [{"key": []}, {"bearer": []}, {"oauth2": []}]
    return document

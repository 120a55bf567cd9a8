"""What a feed promises to one consumer: contract (ODCS 3.1) and JSON Schema of its rows, columns of its scope only."""

from __future__ import annotations

from typing import Any

import yaml

from hub.contracts import LogicalType
from hub.portals.scopes import Scope
from hub.reconcile import Column

_JSON: dict[LogicalType, dict[str, Any]] = {
    LogicalType.STRING: {"type": "string"},
    LogicalType.INTEGER: {"type": "integer"},
    LogicalType.NUMBER: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    LogicalType.BOOLEAN: {"type": "boolean"},
    LogicalType.DATE: {"type": "string", "format": "date"},
    LogicalType.TIMESTAMP: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$"},
}


def odcs(scope: Scope) -> str:
    """The contract as Open Data Contract Standard 3.1, in YAML. Its version is the shape of the feed."""
    feed = scope.described
    document = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"feed.{feed.name}",
        "name": feed.title_en,
        "version": feed.shape()[:12],
        "status": "active",
        "description": {
            "purpose": feed.purpose_en,
            "customProperties": [
                {"property": "nameHi", "value": feed.title_hi},
                {"property": "purposeHi", "value": feed.purpose_hi},
            ],
        },
        "schema": [
            {"name": feed.name, "logicalType": "object", "properties": [_odcs(scope, c) for c in scope.columns]}
        ],
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _odcs(scope: Scope, column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "businessName": column.label_en,
        "logicalType": column.type.value,
        "description": column.meaning_en,
        "classification": column.classification.value,
        "customProperties": [
            {"property": "businessNameHi", "value": column.label_hi},
            {"property": "descriptionHi", "value": column.meaning_hi},
        ],
    }
    if column.name in scope.described.key:
        told |= {"required": True, "primaryKey": True, "primaryKeyPosition": scope.described.key.index(column.name) + 1}
    return told


def json_schema(scope: Scope) -> dict[str, Any]:
    """One row as JSON Schema 2020-12; numbers with a point are text, so that no reader loses a paisa."""
    feed = scope.described
    properties = {}
    for column in scope.columns:
        kind = _JSON[column.type]
        told = {"title": column.label_en, "description": column.meaning_en}
        is_key = column.name in feed.key
        properties[column.name] = {**kind, **told} if is_key else {**kind, **told, "type": [kind["type"], "null"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": feed.title_en,
        "description": feed.purpose_en,
        "type": "object",
        "properties": properties,
        "required": list(scope.names),
        "additionalProperties": False,
    }

"""A dataset's contract as the hub uses it, read from an Open Data Contract Standard 3.1 file.

The YAML file is the only place where a field is defined. The hub's own vocabulary stands in ``customProperties``;
``docs/reference/contracts.md`` lists it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
import yaml
from open_data_contract_standard.model import CustomProperty, OpenDataContractStandard, SchemaProperty
from pydantic import ValidationError

from hub.errors import ContractInvalid, clause


class LogicalType(StrEnum):
    """Types of the standard that the hub carries."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"


class Classification(StrEnum):
    """How careful one must be with a field; masks and scopes go by it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class WindowKind(StrEnum):
    """What one batch holds: rows changed in some days, everything, or one month of pay."""

    CHANGES = "changes"
    SNAPSHOT = "snapshot"
    MONTH = "month"


@dataclass(frozen=True)
class Field:
    """One field of a dataset. ``path`` is its place on the wire; empty for a field the hub derives."""

    name: str
    type: LogicalType
    path: str
    format: str
    is_required: bool
    key_position: int | None
    classification: Classification
    label_en: str
    label_hi: str
    meaning_en: str
    meaning_hi: str
    physical_type: str
    code_scheme: str
    references: str
    derived_from: str

    @property
    def is_derived(self) -> bool:
        """Made by the hub out of another field (a crosswalk between code schemes)."""
        return bool(self.derived_from)


@dataclass(frozen=True)
class Tombstone:
    """How the source marks a withdrawn record: ``field`` holds ``value``; such a row needs no more than its key."""

    field: str
    value: str


_WORDS = frozenset({"title", "purpose_en", "purpose_hi", "limitations_en", "limitations_hi",
                    "label_en", "label_hi", "meaning_en", "meaning_hi"})  # fmt: skip


@dataclass(frozen=True)
class Contract:
    """One dataset: what it promises, and how it is asked for."""

    id: str
    title: str
    purpose_en: str
    purpose_hi: str
    limitations_en: str
    limitations_hi: str
    version: str
    system: str
    dataset: str
    domain: str
    owner: str
    kind: str
    tier: int
    format: str
    record_path: str
    window: WindowKind
    window_field: str
    lookback_days: int
    record_version: str
    tombstone: Tombstone | None
    ignored_fields: frozenset[str]
    connection_id: str
    schedule: str
    latency: timedelta
    needs_second_person: bool
    fields: tuple[Field, ...]
    path: Path

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key fields, in order."""
        keyed = [field for field in self.fields if field.key_position is not None]
        return tuple(field.name for field in sorted(keyed, key=lambda field: field.key_position or 0))

    @property
    def table(self) -> str:
        """The dataset's table name in the store."""
        return f"{self.system}_{self.dataset}"

    @property
    def wire_fields(self) -> tuple[Field, ...]:
        """The fields that arrive from the source."""
        return tuple(field for field in self.fields if not field.is_derived)

    def demands(self) -> bytes:
        """What the contract demands, as JSON: all of it but its words for people and the place of its file. Pages are
        read the same however a field is named and explained."""
        told = {name: value for name, value in asdict(self).items() if name not in _WORDS | {"path", "ignored_fields"}}
        told["ignored_fields"] = sorted(self.ignored_fields)
        told["latency"] = self.latency.total_seconds()
        told["fields"] = [{name: field[name] for name in field.keys() - _WORDS} for field in told["fields"]]
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)

    def field(self, name: str) -> Field:
        """The field called ``name``; raises ``KeyError``."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


def load_contract(path: Path) -> Contract:
    """Read and prove one contract file.

    Raises ``ContractInvalid`` naming the file and the rule it breaks.
    """
    try:
        document = OpenDataContractStandard.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise ContractInvalid("contract-unreadable", record=str(path), file=path.name, reason=str(error)) from error
    return _read(document, path)


_DURATIONS = {"h": "hours", "d": "days", "m": "minutes"}
_ID = re.compile(r"^[a-z][a-z0-9]*\.[a-z][a-z0-9_]*$")


def _custom(properties: list[CustomProperty] | None) -> dict[str, Any]:
    return {item.property: item.value for item in properties or [] if item.property}


def _read(document: OpenDataContractStandard, path: Path) -> Contract:
    def need(condition: bool, rule: str, **details: object) -> None:
        if not condition:
            broken = clause(f"contract-rule-{rule}", **details)
            raise ContractInvalid("contract-breaks-rule", record=document.id or path.name, file=path.name, rule=broken)

    identifier = document.id or ""
    need(bool(_ID.match(identifier)), "id")
    need(document.apiVersion == "v3.1.0", "version")
    need(len(document.schema_ or []) == 1, "one-schema")
    system, dataset = identifier.split(".")
    need(path.parent.name == system, "folder")
    custom = _custom(document.customProperties)
    known = {"kind", "tier", "format", "window", "windowField", "lookbackDays", "recordVersion", "tombstone",
             "ignoredFields", "connection", "needsSecondPerson"}  # fmt: skip
    need(set(custom) <= known, "properties", names=", ".join(sorted(set(custom) - known)))
    need(custom.get("kind") in ("interval", "now"), "kind")
    need(custom.get("window") in tuple(WindowKind), "window")
    need(bool(custom.get("format")), "format")
    sla = {item.property: item for item in document.slaProperties or []}
    need("frequency" in sla and bool(sla["frequency"].schedule), "frequency")
    need("latency" in sla, "latency")
    team = document.team
    owner = team.name if team is not None and not isinstance(team, list) else ""
    need(bool(owner), "owner")
    schema = (document.schema_ or [])[0]
    fields = tuple(_field(item, need) for item in schema.properties or [])
    names = [field.name for field in fields]
    need(len(set(names)) == len(names), "unique")
    need(any(field.key_position for field in fields), "key")
    for field in fields:
        if field.is_derived:
            need(field.derived_from in names, "source", field=field.name)
            need(bool(field.code_scheme), "crosswalk", field=field.name)
    tombstone = custom.get("tombstone")
    for reference in (custom.get("windowField"), custom.get("recordVersion"), (tombstone or {}).get("field")):
        need(reference is None or reference in names, "reference", field=reference)
    description = document.description
    described = _custom(description.customProperties if description else None)
    limited = bool(description and description.limitations)
    need(limited == bool(described.get("limitationsHi")), "limitations")
    latency = sla["latency"]
    return Contract(
        id=identifier,
        title=document.name or identifier,
        purpose_en=(description.purpose if description else "") or "",
        purpose_hi=str(described.get("purposeHi", "")),
        limitations_en=(description.limitations if description else "") or "",
        limitations_hi=str(described.get("limitationsHi") or ""),
        version=document.version or "",
        system=system,
        dataset=dataset,
        domain=document.domain or "",
        owner=owner or "",
        kind=str(custom["kind"]),
        tier=int(custom.get("tier", 3)),
        format=str(custom["format"]),
        record_path=schema.physicalName or "",
        window=WindowKind(custom["window"]),
        window_field=str(custom.get("windowField") or ""),
        lookback_days=int(custom.get("lookbackDays") or 0),
        record_version=str(custom.get("recordVersion") or ""),
        tombstone=Tombstone(tombstone["field"], tombstone["value"]) if tombstone else None,
        ignored_fields=frozenset(custom.get("ignoredFields") or ()),
        connection_id=str(custom.get("connection") or system),
        schedule=sla["frequency"].schedule or "",
        latency=timedelta(**{_DURATIONS[latency.unit or "h"]: float(str(latency.value))}),
        needs_second_person=bool(custom.get("needsSecondPerson", False)),
        fields=fields,
        path=path,
    )


def _field(item: SchemaProperty, need: Any) -> Field:
    name = item.name or ""
    custom = _custom(item.customProperties)
    need(item.logicalType in tuple(LogicalType), "type", field=name, known=", ".join(LogicalType))
    need(item.classification in tuple(Classification), "classification", field=name)
    need(bool(item.businessName) and bool(custom.get("businessNameHi")), "named", field=name)
    need(bool(item.description) and bool(custom.get("descriptionHi")), "described", field=name)
    need(
        not name.startswith("district") or bool(custom.get("codeScheme")),
        "district",
        field=name,
    )
    derived = (item.transformSourceObjects or [""])[0] if item.transformLogic == "crosswalk" else ""
    need(bool(item.physicalName) != bool(derived), "path", field=name)
    timed = item.logicalType in (LogicalType.DATE, LogicalType.TIMESTAMP)
    layout = str((item.logicalTypeOptions or {}).get("format") or "")
    need(not timed or bool(layout), "date", field=name)
    return Field(
        name=name,
        type=LogicalType(item.logicalType or "string"),
        path=item.physicalName or "",
        format=layout,
        is_required=bool(item.required),
        key_position=(item.primaryKeyPosition or 1) if item.primaryKey else None,
        classification=Classification(item.classification or "internal"),
        label_en=item.businessName or name,
        label_hi=str(custom.get("businessNameHi", "")),
        meaning_en=item.description or "",
        meaning_hi=str(custom.get("descriptionHi", "")),
        physical_type=item.physicalType or "",
        code_scheme=str(custom.get("codeScheme") or ""),
        references=str(custom.get("references") or ""),
        derived_from=derived,
    )

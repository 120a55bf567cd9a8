"""One record as a person reads it: field by field, as received beside as read, and what else is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.masking import MASK, masked_fields
from hub.checks import load_suite
from hub.contracts import Contract, Field, contract, contracts
from hub.contracts.codes import crosswalk, districts
from hub.contracts.in_words import in_words
from hub.landing.read import records_to_chunk
from hub.landing.wire import text_at, value_of
from hub.quarantine import Row, links, rows
from hub.store.records import Version
from hub.store.records import versions as store_versions

VERSIONS = 4
ELSEWHERE = 3


@dataclass(frozen=True)
class Choice:
    """One value of a code list, in words."""

    value: str
    words: str


@dataclass(frozen=True)
class Line:
    """One field of the record. ``received`` is as the source sent it, ``read`` as the hub reads it, ``fixed`` the
    steward's value (``None``: none); ``typed`` what stands in the form. Personal values are masked where
    ``is_masked``, and the form then has no place for them."""

    item: Field
    received: str | None = field(repr=False)
    read: str | None = field(repr=False)
    fixed: str | None = field(repr=False)
    typed: str = field(repr=False)
    is_masked: bool = False
    reasons: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """A record of another dataset that speaks of the same: by which field, and its values."""

    dataset: str
    by: str
    values: Mapping[str, Any] = field(repr=False)


def lines(found: Row, language: str, *, is_unmasked: bool, typed: Mapping[str, str] | None = None) -> list[Line]:
    """Every field, the failing ones first, then in the order of the contract."""
    described = contract(found.dataset)
    body = value_of(found.record)
    read = records_to_chunk(described, [found.record]).table.to_pylist()[0]
    hidden = frozenset() if is_unmasked else masked_fields(described)
    lists = code_lists(described, language)
    edit = found.edit or {}
    made = []
    for item in described.fields:
        received = None if item.is_derived else text_at(body, item.path)
        is_masked = item.name in hidden

        def shown(value: Any, is_masked: bool = is_masked) -> str | None:
            return None if value in (None, "") else MASK if is_masked else str(value)

        stands = edit.get(item.name, received)
        given = (typed or {}).get(item.name)
        made.append(
            Line(
                item=item,
                received=shown(_short(received, item)),
                read=shown(in_words(read.get(item.name), item, language)),
                fixed=shown(edit[item.name]) if item.name in edit else None,
                typed=given if given is not None else "" if is_masked else stands or "",
                is_masked=is_masked and given is None,
                reasons=tuple(
                    failure["expectation"]
                    for failure in found.failures
                    if failure["severity"] == "critical" and item.name in failure["field"].split(",")
                ),
                choices=lists.get(item.name, ()),
            )
        )
    failing = {line.item.name for line in made if line.reasons}
    origins = {line.item.derived_from for line in made if line.reasons}
    return sorted(made, key=lambda line: line.item.name not in failing | origins)


def _short(value: str | None, item: Field) -> str | None:
    if value is not None and item.physical_type == "base64-pdf":
        return f"PDF ({len(value) * 3 // 4096} KB)"
    return value


def may_edit(item: Field) -> bool:
    """Whether the form has a place for the field: it arrives from the source and is no document."""
    return not item.is_derived and item.physical_type != "base64-pdf"


def code_lists(described: Contract, language: str) -> dict[str, tuple[Choice, ...]]:
    """Values that a field may take: sets of the suite, districts in the field's own code."""
    found: dict[str, tuple[Choice, ...]] = {}
    for expectation in load_suite(described).expectations:
        if expectation.type == "expect_column_values_to_be_in_set":
            values = expectation.kwargs["value_set"]
            found[expectation.field] = tuple(Choice(str(value), str(value)) for value in values)
    names = {int(row["district_lgd"]): row[f"name_{language}"] for row in districts()}
    for item in described.wire_fields:
        if item.code_scheme == "district_name":
            found[item.name] = tuple(
                Choice(row["name_en"], row[f"name_{language}"])
                for row in sorted(districts(), key=lambda row: row["name_en"])
            )
        elif item.code_scheme.startswith("district"):
            codes = {names[lgd]: code for code, lgd in crosswalk(item.code_scheme, "district_lgd").items()}
            found[item.name] = tuple(Choice(str(code), f"{code} · {name}") for name, code in sorted(codes.items()))
    return found


def changes(found: Row, form: Mapping[str, Any]) -> dict[str, str | None]:
    """What the form changes: fields whose value is not the one that stands. A field that the form lacks is left."""
    described = contract(found.dataset)
    body, edit = value_of(found.record), found.edit or {}
    changed: dict[str, str | None] = {}
    for item in described.wire_fields:
        given = form.get(f"field-{item.name}")
        if given is None or not may_edit(item):
            continue
        stands = edit.get(item.name, text_at(body, item.path))
        value = str(given).replace("\r\n", "\n").strip() or None
        if value != ((stands or "").replace("\r\n", "\n").strip() or None):
            changed[item.name] = value
    return changed


def typed_of(form: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by field, for a form that comes back."""
    return {name.removeprefix("field-"): str(value) for name, value in form.items() if name.startswith("field-")}


def versions(found: Row) -> list[Version]:
    """The newest versions that the store holds under the row's key, the one that stands first."""
    return store_versions(contract(found.dataset), found.key, VERSIONS) if found.key is not None else []


def differing(described: Contract, now: Mapping[str, Any], known: Sequence[Version]) -> list[Field]:
    """The fields in which the row, as read, and the versions do not all agree."""
    return [
        item
        for item in described.fields
        if len({str(values.get(item.name)) for values in (now, *(version.values for version in known))}) > 1
    ]


def read_values(found: Row) -> dict[str, Any]:
    """The row as the hub reads it, by field."""
    read = records_to_chunk(contract(found.dataset), [found.record]).table.to_pylist()[0]
    return {name: value for name, value in read.items() if not name.startswith("_")}


def siblings(found: Row) -> list[Row]:
    """Other rows in quarantine under the same key, newest first."""
    if found.key is None:
        return []
    others = rows(found.dataset, status=None, key=found.key, limit=50)
    return sorted((item for item in others if item.id != found.id), key=lambda item: item.id, reverse=True)[:10]


def elsewhere(found: Row) -> list[Elsewhere]:
    """What other datasets say of the same, by the references in the contracts."""
    described = contract(found.dataset)
    body = value_of(found.record)
    edit = found.edit or {}
    told = []
    for link in links.links(described):
        own = next((item for item in described.wire_fields if item.name == link.field), None)
        value = edit.get(link.field) or text_at(body, own.path) if own else None
        if value:
            for row in links.elsewhere(link, [value])[:ELSEWHERE]:
                told.append(Elsewhere(link.dataset, link.other_field, row))
    return [item for item in told if item.dataset in contracts()]

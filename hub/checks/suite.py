"""Suites under ``expectations/``: Great Expectations' own JSON, one file a dataset.

Reading a suite needs no Great Expectations, so that the console and the command line can show it cheaply;
``hub.checks.engine.plan`` proves it against Great Expectations' own classes when a check runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.checks.verdicts import Severity
from hub.contracts.model import Contract
from hub.contracts.registry import connector_folders
from hub.errors import ContractInvalid, clause

BATCH = "batch"
COUNT_BAND = "expect_table_row_count_to_be_between"
UNIQUE = ("expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique")
_COLUMN_KWARGS = ("column", "column_A", "column_B")


@dataclass(frozen=True)
class Expectation:
    """One line of a suite. ``id`` is ``<field>.<rule>``; ``scope`` is ``row`` or ``batch``."""

    id: str
    type: str
    kwargs: Mapping[str, Any]
    severity: Severity
    scope: str
    meta: Mapping[str, Any]

    @property
    def field(self) -> str:
        """The field that a failure is laid to."""
        return self.id.split(".", 1)[0]

    @property
    def rule(self) -> str:
        """What stands after the field in the id."""
        return self.id.split(".", 1)[1]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that evaluating it reads, its condition's included."""
        named = [self.kwargs[name] for name in _COLUMN_KWARGS if name in self.kwargs]
        return tuple(dict.fromkeys([*named, *self.kwargs.get("column_list", ()), *_condition_columns(self.kwargs)]))


@dataclass(frozen=True)
class Suite:
    """A dataset's expectations, and its limits for a whole batch (``meta`` of the file).

    ``absent_field_share``: a required field missing from more than this share of rows holds the batch.
    ``quarantine_share``: more quarantined rows than this share hold it. ``judged_from_rows``: smaller batches are not
    judged by shares or bands.
    """

    name: str
    expectations: tuple[Expectation, ...]
    absent_field_share: float
    quarantine_share: float
    judged_from_rows: int
    path: Path

    def expectation(self, identifier: str) -> Expectation:
        """The expectation with that id; raises ``KeyError``."""
        for candidate in self.expectations:
            if candidate.id == identifier:
                return candidate
        raise KeyError(identifier)


def suite_path(contract: Contract) -> Path:
    """Where the dataset's suite stands: ``expectations/<id>.json`` beside the folder of systems that holds its
    contract (the repository's own, or one of ``HUB_CONTRACTS_PATH``).

    Raises ``ContractInvalid`` when there is none.
    """
    home = contract.path.parent.parent
    folders = dict.fromkeys([home, *connector_folders()])
    for folder in folders:
        for candidate in (folder.parent / "expectations", folder / "expectations"):
            path = candidate / f"{contract.id}.json"
            if path.is_file():
                return path
    raise ContractInvalid("suite-missing", record=contract.id, dataset=contract.id, file=f"{contract.id}.json")


def load_suite(contract: Contract) -> Suite:
    """Read the dataset's suite and prove its shape against the contract.

    Raises ``ContractInvalid`` naming the file and what it breaks.
    """
    path = suite_path(contract)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        name, listed, meta = document["name"], document["expectations"], document.get("meta") or {}
        expectations = tuple(_expectation(item) for item in listed)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path, f"{type(error).__name__}: {error}") from error
    suite = Suite(
        name=name,
        expectations=expectations,
        absent_field_share=float(meta.get("absent_field_share", 0.2)),
        quarantine_share=float(meta.get("quarantine_share", 0.3)),
        judged_from_rows=int(meta.get("judged_from_rows", 20)),
        path=path,
    )
    _prove(suite, contract)
    return suite


def _prove(suite: Suite, contract: Contract) -> None:
    if suite.name != contract.id:
        raise _broken(suite.path, clause("suite-rule-name", name=contract.id))
    seen: set[str] = set()
    fields = {field.name for field in contract.fields}
    for item in suite.expectations:
        if item.id.count(".") != 1:
            raise _broken(suite.path, clause("suite-rule-id", id=item.id))
        if item.id in seen:
            raise _broken(suite.path, clause("suite-rule-twice", id=item.id))
        seen.add(item.id)
        unknown = set(item.columns) - fields
        if unknown:
            raise _broken(suite.path, clause("suite-rule-field", id=item.id, names=", ".join(sorted(unknown))))
        if item.scope != BATCH and item.field not in fields:
            raise _broken(suite.path, clause("suite-rule-begins", id=item.id))
        if (item.scope == BATCH) != (item.type in (COUNT_BAND, *UNIQUE)):
            raise _broken(suite.path, clause("suite-rule-scope", id=item.id))
        if item.type in UNIQUE and item.columns != contract.key:
            raise _broken(suite.path, clause("suite-rule-unique", id=item.id, key=", ".join(contract.key)))


def _expectation(item: dict[str, Any]) -> Expectation:
    meta = item["meta"]
    return Expectation(
        id=str(meta["id"]),
        type=str(item["type"]),
        kwargs=dict(item["kwargs"]),
        severity=Severity(item["severity"]),
        scope=str(meta.get("scope", "row")),
        meta=dict(meta),
    )


def _condition_columns(kwargs: Mapping[str, Any]) -> list[str]:
    names: list[str] = []
    waiting = [kwargs.get("row_condition")]
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, dict):
            if "column" in condition:
                names.append(condition["column"]["name"])
            waiting.extend(condition.get("conditions", ()))
    return names


def _broken(path: Path, rule: str | dict[str, object]) -> ContractInvalid:
    return ContractInvalid("suite-breaks-rule", record=path.name, next_command="hub check", file=path.name, rule=rule)

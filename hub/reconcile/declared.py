"""The reconciled datasets as ``datasets.yaml`` declares them; columns from a source inherit its contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hub.contracts import Classification, LogicalType, contract
from hub.errors import ContractInvalid

_FILE = Path(__file__).with_name("datasets.yaml")


@dataclass(frozen=True)
class Column:
    """One column of a reconciled dataset."""

    name: str
    type: LogicalType
    classification: Classification
    label_en: str
    label_hi: str
    meaning_en: str
    meaning_hi: str


@dataclass(frozen=True)
class Dataset:
    """One reconciled dataset: its key and its columns, in the order in which they are published; the view of
    ``views.yaml`` that it is made of, where no query of its own makes it."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    view: str = ""

    def column(self, name: str) -> Column:
        """The column called ``name``; raises ``KeyError``."""
        for candidate in self.columns:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@cache
def datasets(path: Path = _FILE) -> dict[str, Dataset]:
    """All reconciled datasets by name.

    Raises ``ContractInvalid`` when a column is not described or a key is not a column.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        columns = tuple(_column(name, column) for column in entry["columns"])
        dataset = Dataset(name, tuple(entry["key"]), columns, entry.get("view", ""))
        names = [column.name for column in columns]
        if len(set(names)) != len(names) or not set(dataset.key) <= set(names):
            raise ContractInvalid("reconcile-dataset-unsound", record=name, dataset=name, column=", ".join(dataset.key))
        found[name] = dataset
    return found


def _column(dataset: str, entry: dict[str, str]) -> Column:
    source: dict[str, Any] = {}
    if "from" in entry:
        origin, _, field_name = entry["from"].rpartition(".")
        field = contract(origin).field(field_name)
        source = {
            "name": field.name, "type": field.type, "classification": field.classification,
            "label_en": field.label_en, "label_hi": field.label_hi,
            "meaning_en": field.meaning_en, "meaning_hi": field.meaning_hi,
        }  # fmt: skip
    source |= {name: value for name, value in entry.items() if name != "from"}
    try:
        return Column(
            name=source["name"],
            type=LogicalType(source["type"]),
            classification=Classification(source["classification"]),
            label_en=source["label_en"],
            label_hi=source["label_hi"],
            meaning_en=source["meaning_en"],
            meaning_hi=source["meaning_hi"],
        )
    except (KeyError, ValueError) as error:
        column = str(source.get("name", "?"))
        raise ContractInvalid("reconcile-dataset-unsound", record=dataset, dataset=dataset, column=column) from error

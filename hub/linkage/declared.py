"""The subjects as ``subjects.yaml`` declares them: which datasets feed them, and by which fields."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from hub.contracts import contract
from hub.errors import ContractInvalid
from hub.linkage.comparable import FIELDS

_FILE = Path(__file__).with_name("subjects.yaml")


@dataclass(frozen=True)
class Origin:
    """One dataset of a subject; ``fields`` gives, by the subject's field, the dataset's fields in order of choice."""

    dataset: str
    fields: dict[str, tuple[str, ...]]
    is_unique: bool
    is_master: bool

    @property
    def pool(self) -> str:
        """SQL of a record's pool: records of one pool are never compared."""
        return "source" if self.is_unique else "id"


@dataclass(frozen=True)
class Subject:
    """What records of several systems may be about: an employee, a citizen's matter."""

    name: str
    origins: tuple[Origin, ...]


@cache
def subjects(path: Path = _FILE) -> dict[str, Subject]:
    """All subjects by name. Raises ``ContractInvalid`` where a field is not in its contract or not the subject's."""
    out = {}
    for name, datasets in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        origins = []
        for dataset, entry in datasets.items():
            known = {field.name for field in contract(dataset).fields}
            flags = {flag: bool(entry.get(flag, False)) for flag in ("unique", "master")}
            fields = {
                field: tuple(given) if isinstance(given, list) else (given,)
                for field, given in entry.items()
                if field not in flags
            }
            wrong = [f for f, given in fields.items() if f not in FIELDS.get(name, ()) or not set(given) <= known]
            if wrong:
                raise ContractInvalid("linkage-subject-unsound", record=name, dataset=dataset, field=", ".join(wrong))
            origins.append(Origin(dataset, fields, flags["unique"], flags["master"]))
        out[name] = Subject(name, tuple(origins))
    return out

"""Finds every contract: ``connectors/<system>/*.odcs.yaml``, and the folders of ``HUB_CONTRACTS_PATH``.

Adding a system is dropping in its folder; nothing is registered elsewhere.
"""

from __future__ import annotations

import importlib
import os
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from hub.contracts.model import Contract, load_contract
from hub.errors import ContractInvalid, HubError
from hub.settings import ROOT, settings


def connector_folders() -> list[Path]:
    """The folders that hold systems: the repository's ``connectors/`` first."""
    more = settings().contracts_path
    return [ROOT / "connectors", *(Path(part) for part in more.split(os.pathsep) if part)]


@cache
def contracts() -> dict[str, Contract]:
    """Every contract by its id, in the order of systems and datasets.

    Raises ``ContractInvalid`` when one is unsound or two share an id.
    """
    found: dict[str, Contract] = {}
    for folder in connector_folders():
        for path in sorted(folder.glob("*/*.odcs.yaml")):
            contract = load_contract(path)
            if contract.id in found:
                raise ContractInvalid("contract-twice", record=contract.id, file=str(path))
            found[contract.id] = contract
    return found


def contract(dataset: str) -> Contract:
    """The contract of ``dataset`` (``"rtps.applications"``).

    Raises ``HubError`` naming the datasets there are.
    """
    known = contracts()
    if dataset not in known:
        raise HubError("dataset-unknown", record=dataset, dataset=dataset, known=", ".join(known))
    return known[dataset]


def select(what: str) -> list[Contract]:
    """The contracts meant by a dataset, a system, or ``all``; raises ``HubError`` where there is none."""
    known = contracts()
    if what == "all":
        return list(known.values())
    of_system = [item for item in known.values() if item.system == what]
    return of_system or [contract(what)]


def connector(system: str) -> ModuleType:
    """The Python package of a system; it offers ``source(contract, connection)`` and may offer ``target``."""
    for folder in connector_folders():
        if (folder / system).is_dir() and str(folder.parent) not in sys.path and folder.parent != ROOT:
            sys.path.append(str(folder.parent))
            namespace = importlib.import_module("connectors")
            namespace.__path__.append(str(folder))
    return importlib.import_module(f"connectors.{system}")

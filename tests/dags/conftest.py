"""Airflow for tests: a home of its own, SQLite, nothing inherited; set before Airflow is first imported."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_HOME = Path(tempfile.mkdtemp(prefix="hub-airflow-"))
os.environ |= {
    "AIRFLOW_HOME": str(_HOME),
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__CORE__ASSET_MANAGER_CLASS": "hub_assets.OnePendingRun",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_HOME / 'airflow.db'}",
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(_HOME / "logs"),
}
sys.path += [str(ROOT / "dags"), str(ROOT / "config")]  # as Airflow does it for a bundle and for its own settings


@pytest.fixture(scope="session")
def dags() -> dict[str, Any]:
    """Every DAG of the repository, by its id."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(ROOT / "dags"))
    assert bag.import_errors == {}
    return dict(bag.dags)


@pytest.fixture(scope="session")
def airflow_database() -> None:
    """Airflow's own tables, for ``dag.test()``."""
    from airflow.utils.db import initdb

    initdb()

"""Airflow's asset manager, with a lock around the search for the pending run of a partition.

Airflow 3.3 locks the asset that changed, but looks for the pending run by consumer and partition: the first two
datasets of a day that are stored within a millisecond of each other made two pending runs, of which neither became
complete, and the day was never reconciled (https://github.com/apache/airflow/issues/71070). Leave this module out once
that is mended. It stands beside Airflow's settings, where every process of Airflow finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from airflow.assets.manager import AssetManager
from airflow.utils.sqlalchemy import get_dialect_name

if TYPE_CHECKING:
    from airflow.models.asset import AssetPartitionDagRun
    from airflow.models.dag import DagModel
    from sqlalchemy.orm import Session


class OnePendingRun(AssetManager):
    """Events of one partition find the consumer's pending run one after the other; PostgreSQL's lock ends with the
    transaction that writes the run."""

    @classmethod
    def _get_or_create_apdr(
        cls, *, target_key: str, target_dag: DagModel, session: Session, **rest: Any
    ) -> AssetPartitionDagRun:
        if get_dialect_name(session) == "postgresql":
            name = sa.func.hashtextextended(f"{target_dag.dag_id}/{target_key}", 0)
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(name)))
        return super()._get_or_create_apdr(target_key=target_key, target_dag=target_dag, session=session, **rest)

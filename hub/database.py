"""The hub's PostgreSQL: one engine a process, one ``MetaData`` for the hub's own tables.

Schema ``hub`` holds the hub's own tables (Alembic migrations under ``hub/migrations``); schema ``store`` holds the
datasets' tables, which are made from the contracts; schema ``stage`` holds a batch's rows between check and merge.
"""

from __future__ import annotations

import os
from functools import cache

import sqlalchemy as sa

from hub.errors import NotConfigured
from hub.settings import settings

metadata = sa.MetaData(
    schema="hub",
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)
STORE_SCHEMA = "store"
STAGE_SCHEMA = "stage"


@cache
def _engine(url: str, _process: int) -> sa.Engine:
    # Parameters are people's data; an error message must not carry them into a log.
    return sa.create_engine(url, pool_pre_ping=True, pool_size=2, max_overflow=4, hide_parameters=True)


def engine() -> sa.Engine:
    """The engine of this process on ``HUB_DATABASE_URL``; never shared over a fork.

    Raises ``NotConfigured`` when there is no URL.
    """
    url = settings().database_url
    if not url:
        raise NotConfigured("database-missing", next_command="make up")
    return _engine(url, os.getpid())

"""The hub's own tables are versioned by Alembic; ``migrate()`` brings a database to the newest version."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import hub
from hub.database import STAGE_SCHEMA, STORE_SCHEMA, engine, metadata

_LOCK = 0x7EC0_0000
_ALEMBIC = threading.Lock()  # Alembic keeps its context in the module


def load_tables() -> sa.MetaData:
    """Import every module named ``tables`` under ``hub`` so that ``metadata`` knows all tables."""
    importlib.import_module("hub.audit")
    for module in pkgutil.walk_packages(hub.__path__, "hub."):
        if module.name.rsplit(".", 1)[-1] == "tables":
            importlib.import_module(module.name)
    return metadata


def config() -> Config:
    """Alembic's configuration, made here so that no ini file repeats it."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    return made


def is_newest() -> bool:
    """Whether the database holds the hub's own tables in the newest version."""
    with engine().connect() as connection:
        known = MigrationContext.configure(connection, opts={"version_table_schema": metadata.schema})
        return known.get_current_revision() == ScriptDirectory.from_config(config()).get_current_head()


def migrate() -> None:
    """Make the schemas and bring the hub's own tables to the newest version; nothing to do when they are.

    Several workers may start at once: one migrates, the others wait for it.
    """
    with engine().connect() as waiting:
        waiting.execute(sa.select(sa.func.pg_advisory_lock(_LOCK)))
        try:
            with engine().begin() as connection:
                for schema in ("hub", STORE_SCHEMA, STAGE_SCHEMA):
                    connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
            with _ALEMBIC:
                command.upgrade(config(), "head")
        finally:
            waiting.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK)))

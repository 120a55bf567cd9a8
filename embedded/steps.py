"""Steps that run once on the way up, each in a process of its own: ``python -m embedded.steps <step>``."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.metadata import distributions

import psycopg

from embedded import environment
from embedded.home import Home
from hub.settings import hub_home


def world(home: Home) -> None:
    """Make the sandbox's world where there is none."""
    from sandbox.world.store import World

    if (home.sandbox / "world.sqlite").exists():
        return
    options = home.options()
    World.create(home.sandbox, seed=options["seed"], scale=options["scale"], start=date.fromisoformat(options["date"]))


def hub_tables(home: Home) -> None:
    """The hub's database, brought to the newest version."""
    if not home.options()["has_own_database"]:
        environment.postgres(home).create_database("hub")
    from hub.migrations import migrate

    migrate()


def airflow_tables(home: Home) -> None:
    """Airflow's database, brought to the installed version; looked at only when something installed has changed."""
    server = environment.postgres(home)
    server.create_database("airflow")
    installed = sorted(
        f"{item.name}=={item.version}" for item in distributions() if item.name.lower().startswith("apache-airflow")
    )
    marker = home.airflow / "migrated.txt"
    wanted = "\n".join(installed)
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted and _has_tables(server.conninfo("airflow")):
        return
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True)
    marker.write_text(wanted, encoding="utf-8")


def _has_tables(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute("select to_regclass('alembic_version')").fetchone()
        return row is not None and row[0] is not None


STEPS = {"world": world, "hub-tables": hub_tables, "airflow-tables": airflow_tables}

if __name__ == "__main__":
    STEPS[sys.argv[1]](Home(hub_home()))

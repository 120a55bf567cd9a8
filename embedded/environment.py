"""What the hub and Airflow are told through the environment on one machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from embedded.home import CONSOLE_ROLES, USERS, Home, write_private
from embedded.postgres import Postgres, data_folder
from hub.settings import ROOT
from sandbox.standins.declared import Declared, declared

MARK = "HUB_STACK"  # every process of the stack carries it; its value is the installation's home
_NEVER_PASSED_ON = {"PYTHONDONTWRITEBYTECODE", "HUB_BUSINESS_DATE"}


def postgres(home: Home) -> Postgres:
    """The embedded server of this installation."""
    return Postgres(data_folder(home.path), int(home.options()["ports"]["postgres"]))


def given_database() -> str:
    """The hub store's URL where the user brings a database of their own; else empty."""
    return os.environ.get("HUB_DATABASE_URL", "")


def hub_settings(home: Home, business_date: str) -> dict[str, str]:
    """The pairs of ``hub.env``. What the user has set in the environment wins over the generated value."""
    options, secret = home.options(), home.secret()
    port: dict[str, int] = options["ports"]
    connections = _connections(home, port, secret)
    generated = {
        "HUB_DATABASE_URL": given_database() or postgres(home).url("hub"),
        "HUB_SMTP_URL": f"smtp://127.0.0.1:{port['smtp']}",
        "HUB_SMS_URL": f"http://hub:{secret['sms']}@127.0.0.1:{port['sms']}/esms/sendsmsrequestDLT",
        "HUB_SMS_SENDER": "BPSMSH",
        "HUB_SMS_KEY": secret["sms_key"],
        "HUB_CONSOLE_URL": f"http://127.0.0.1:{port['airflow']}/hub",
        "HUB_SCHEDULE": "manual",
        "HUB_WEBHOOK_SECRET": secret["webhook"],
        "HUB_WEBHOOK_NETWORKS": "127.0.0.0/8",
        "HUB_CONSOLE_ROLES": ",".join(f"{login}:{role}" for login, role in CONSOLE_ROLES.items()),
        "HUB_BUSINESS_DATE": business_date,
        "HUB_FLOWS_ON": ",".join(_flows_to_standins(connections)),
        **{f"AIRFLOW_CONN_{name.upper()}": json.dumps(body) for name, body in connections.items()},
    }
    mine = {name: value for name, value in os.environ.items() if name in generated and name != "HUB_BUSINESS_DATE"}
    others = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("HUB_", "AIRFLOW_CONN_")) and name not in generated and not _is_of_the_stack(name)
    }
    return {**generated, **mine, **others}


def _flows_to_standins(connections: Mapping[str, object]) -> list[str]:
    """The flows that are on from the start: those whose connection is a stand-in's, and not one of the user's own."""
    from hub.outbox import flows

    return [
        name
        for name, flow in flows().items()
        if flow.connection in connections and f"AIRFLOW_CONN_{flow.connection.upper()}" not in os.environ
    ]


def _is_of_the_stack(name: str) -> bool:
    return name in {"HUB_HOME", MARK} or name.startswith("HUB_PORT_")


def _connections(home: Home, port: Mapping[str, int], secret: Mapping[str, str]) -> dict[str, dict[str, object]]:
    from sandbox.standins._sftp import public_half  # paramiko: not needed by those who only read

    def connection(standin: Declared) -> dict[str, object]:
        known = {name: secret[standin.secret_name(name)] for name in standin.secrets}
        login = {"login": "hub", "password": known.pop("password")} if "password" in known else {}
        made = {"conn_type": standin.protocol, "host": "127.0.0.1", "port": port[standin.name], **login}
        if standin.protocol == "sftp":
            pinned = {"host_key": public_half(home.sandbox, standin.name), "root": "/"}
            return {**made, "extra": {**pinned, **known}}
        # a stand-in on this machine needs no sparing
        return {**made, "schema": "http", "extra": {"requests_per_second": 0, **known}}

    return {name: connection(standin) for name, standin in declared().items() if standin.protocol}


def of_standins(home: Home) -> dict[str, str]:
    """The credentials that the stand-ins ask for: the same that the connections hold."""
    secret, told = home.secret(), {}
    for system, standin in declared().items():
        for name in standin.secrets:
            told[f"STANDIN_{system.upper()}_{name.upper()}"] = secret[standin.secret_name(name)]
        if "password" in standin.secrets:
            told[f"STANDIN_{system.upper()}_LOGIN"] = "hub"
    return told


def write_hub_env(home: Home, business_date: str) -> None:
    """Write ``hub.env`` (mode 0600), which the command line, the DAGs and the stand-ins read."""
    lines = ["# Written by make up. A variable of the environment wins over a line here."]
    lines += [f"{name}={value}" for name, value in hub_settings(home, business_date).items()]
    write_private(home.path / "hub.env", "\n".join(lines) + "\n")


def read_hub_env(home: Home) -> dict[str, str]:
    """The pairs of ``hub.env``."""
    lines = (home.path / "hub.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if not line.startswith("#"))
    return {name: value for name, separator, value in pairs if separator}


def of_children(home: Home) -> dict[str, str]:
    """The environment of every process of the stack."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")}
    told = {**inherited, **read_hub_env(home), **of_standins(home), **of_airflow(home)}
    told |= {
        "HUB_HOME": str(home.path),
        MARK: str(home.path),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        "SPT_NOENV": "1",  # else Airflow's process titles overwrite the environment that down looks at
        "GX_ANALYTICS_ENABLED": "False",
    }
    return {name: value for name, value in told.items() if name not in _NEVER_PASSED_ON}


def of_airflow(home: Home) -> dict[str, str]:
    """Airflow's configuration; everything is set here and no file is kept."""
    secret, server = home.secret(), postgres(home)
    port = home.options()["ports"]["airflow"]
    configured = {
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(max(4, os.cpu_count() or 1)),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "CORE__ASSET_MANAGER_CLASS": "hub_assets.OnePendingRun",
        "CORE__FERNET_KEY": secret["fernet"],
        "CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{login}:{role}" for login, role in USERS.items()),
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home.passwords),
        # psycopg 3 for both; left to itself Airflow would ask for asyncpg.
        "DATABASE__SQL_ALCHEMY_CONN": server.url("airflow"),
        "DATABASE__SQL_ALCHEMY_CONN_ASYNC": server.url("airflow"),
        "API__HOST": "127.0.0.1",
        "API__PORT": str(port),
        "API__BASE_URL": f"http://127.0.0.1:{port}",
        "API__SECRET_KEY": secret["api"],
        "API__INSTANCE_NAME": "Integration hub",
        "API_AUTH__JWT_SECRET": secret["jwt"],
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.3",  # the one setting that makes short tasks follow each other fast
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",  # a killed task is tried again after a minute, not five
        "DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "LOGGING__BASE_LOG_FOLDER": str(home.logs / "tasks"),
    }
    return {
        "AIRFLOW_HOME": str(home.airflow),
        "PYTHONPATH": str(ROOT / "config"),  # airflow_local_settings
        **{f"AIRFLOW__{name}": value for name, value in configured.items()},
    }


def write_passwords(home: Home) -> None:
    """Airflow's logins; SimpleAuthManager keeps them in plain text, hence only on one machine."""
    write_private(home.passwords, json.dumps({login: home.secret()[login] for login in USERS}))

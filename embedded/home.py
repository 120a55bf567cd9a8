"""The folder of one installation: where its secrets, settings, logs and running state stand."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from sandbox.standins.declared import declared

USERS = {
    "admin": "admin",
    "steward": "user",
    "steward2": "user",
    "it_team": "op",
    "auditor": "viewer",
    "viewer": "viewer",
}
"""Login -> role in Airflow's SimpleAuthManager, which knows no more than these four."""
CONSOLE_ROLES = {"auditor": "auditor"}
"""Login -> role at the console, where it is not the one that Airflow's role stands for."""


@dataclass(frozen=True)
class Home:
    """Paths under ``HUB_HOME``. Files that hold secrets have mode 0600."""

    path: Path

    @property
    def run(self) -> Path:
        """State of what runs now; worthless after ``make down``."""
        return self._folder("run")

    @property
    def logs(self) -> Path:
        """One log file a service."""
        return self._folder("logs")

    @property
    def airflow(self) -> Path:
        """``AIRFLOW_HOME``."""
        return self._folder("airflow")

    @property
    def sandbox(self) -> Path:
        """The stand-ins' world, mails and SFTP roots."""
        return self._folder("sandbox")

    @property
    def status(self) -> Path:
        """What the supervisor says of each service."""
        return self.run / "status.json"

    @property
    def passwords(self) -> Path:
        """Airflow's logins."""
        return self.airflow / "passwords.json"

    def secret(self) -> dict[str, str]:
        """All secrets of this installation, made once."""
        path = self.path / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        made = {name: known.get(name) or make() for name, make in _SECRETS.items()}
        if made != known:
            write_private(path, json.dumps(made, indent=1))
        return made

    def options(self) -> dict[str, Any]:
        """What ``up`` was told: ports, seed, scale and first date."""
        return read_json(self.path / "stack.json")

    def remember(self, **options: Any) -> None:
        """Keep options for the supervisor and the next ``up``."""
        kept = {**self.options(), **options}
        write_private(self.path / "stack.json", json.dumps(kept, indent=1, default=_iso))

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _password() -> str:
    return secrets.token_urlsafe(16)


_SECRETS: dict[str, Callable[[], str]] = {
    "fernet": lambda: Fernet.generate_key().decode(),
    "jwt": lambda: secrets.token_urlsafe(64),
    "api": lambda: secrets.token_urlsafe(32),
    **dict.fromkeys(USERS, _password),
    **{item.secret_name(name): _password for item in declared().values() for name in item.secrets},
    "webhook": lambda: secrets.token_urlsafe(32),
}


def write_private(path: Path, content: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    partial.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; empty where there is none."""
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return dict(found)

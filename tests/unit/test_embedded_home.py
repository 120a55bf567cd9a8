"""Secrets are made once and are nobody else's to read; settings follow the user's environment."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from embedded import environment
from embedded.home import USERS, Home, read_json, write_private
from embedded.ports import ports
from hub.connections import parse
from sandbox.standins.declared import declared


@pytest.fixture
def home(hub_home: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(hub_home)
    made.remember(ports=ports({}), seed=1, scale=0.1, date="2026-11-20", has_own_database=False, airflow=True)
    # No server is started here: its password only has to exist.
    password = environment.postgres(made).data
    password.parent.mkdir(parents=True, exist_ok=True)
    write_private(password.with_name(f"{password.name}.password"), "made-up")
    return made


def test_secrets_stay_and_differ(home: Home) -> None:
    first = home.secret()
    assert home.secret() == first
    assert len(set(first.values())) == len(first)
    assert len(first["jwt"]) >= 64


def test_files_with_secrets_are_private(home: Home) -> None:
    environment.write_hub_env(home, "2026-11-20")
    environment.write_passwords(home)
    for path in (home.path / "secrets.json", home.path / "hub.env", home.passwords):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_every_system_is_connected_with_the_stand_ins_secrets(home: Home) -> None:
    environment.write_hub_env(home, "2026-11-20")
    told = environment.read_hub_env(home)
    standins = environment.of_standins(home)
    by_password = [name for name, standin in declared().items() if standin.protocol and "password" in standin.secrets]
    assert {"rtps", "hrms", "jandarbar", "hrms_sftp", "sparrow"} <= set(by_password)
    for system in by_password:
        connection = parse(system, told[f"AIRFLOW_CONN_{system.upper()}"])
        assert connection.host == "127.0.0.1"
        assert connection.port == home.options()["ports"][system]
        assert connection.password == standins[f"STANDIN_{system.upper()}_PASSWORD"]
    cpgram = parse("cpgram", told["AIRFLOW_CONN_CPGRAM"])
    assert cpgram.text("key") == standins["STANDIN_CPGRAM_KEY"]
    for system in ("hrms_sftp", "sparrow"):
        pinned = parse(system, told[f"AIRFLOW_CONN_{system.upper()}"]).text("host_key")
        assert pinned.startswith("ssh-ed25519 AAAA")


def test_what_the_user_sets_wins(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql+psycopg://me@db.invalid/hub")
    monkeypatch.setenv("AIRFLOW_CONN_RTPS", '{"host": "rtps.invalid"}')
    monkeypatch.setenv("HUB_SCHEDULE", "contract")
    told = environment.hub_settings(home, "2026-11-20")
    assert told["HUB_DATABASE_URL"] == "postgresql+psycopg://me@db.invalid/hub"
    assert told["AIRFLOW_CONN_RTPS"] == '{"host": "rtps.invalid"}'
    assert told["HUB_SCHEDULE"] == "contract"
    assert "HUB_HOME" not in told


def test_children_carry_the_mark_and_no_stale_date(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "SequentialExecutor")
    environment.write_hub_env(home, "2026-11-20")
    told = environment.of_children(home)
    assert told[environment.MARK] == str(home.path)
    assert "PYTHONDONTWRITEBYTECODE" not in told
    assert "HUB_BUSINESS_DATE" not in told, "the file is read at each task, so that the day can move on"
    assert told["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert told["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg://")
    assert set(json.loads((home.path / "secrets.json").read_text())) >= {"fernet", "jwt", "api", *USERS}


def test_a_broken_or_missing_state_file_is_empty(tmp_path: Path) -> None:
    assert read_json(tmp_path / "none.json") == {}
    (tmp_path / "half.json").write_text('{"pid": 1')
    assert read_json(tmp_path / "half.json") == {}

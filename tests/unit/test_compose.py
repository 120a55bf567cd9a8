"""The production shape: linted, its configuration valid, nothing unpinned, nothing secret, nothing as root."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    """A copy of the files with every empty setting of the example filled in."""
    shutil.copy(COMPOSE, tmp_path)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub(r"(?m)^([A-Z0-9_]+)=$", r"\1=filled-in", example), encoding="utf-8")
    return tmp_path


def test_every_service_of_the_architecture_is_there(services: dict[str, Any]) -> None:
    expected = {
        "postgres",
        "redis",
        "objects",
        "init",
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "worker",
        "portals",
        "watch",
    }
    assert set(services) == expected


def test_an_upgrade_stops_all_that_runs_the_hubs_code(services: dict[str, Any]) -> None:
    guide = (ROOT / "docs" / "howto" / "production.md").read_text(encoding="utf-8")
    stopped = re.findall(r"`docker compose stop ([a-z -]+)`", guide)
    kept = {"postgres", "redis", "objects", "init"}  # ``init`` runs once and ends
    assert [set(names.split()) for names in stopped] == [services.keys() - kept]


def test_images_are_pinned_to_a_version(services: dict[str, Any]) -> None:
    for name, service in services.items():
        tag = service["image"].rsplit(":", 1)[-1].rstrip("}")
        assert re.search(r"\d+\.\d+|RELEASE\.\d{4}", tag), f"{name} runs {service['image']}"
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("FROM "):
            assert re.search(r":\d+\.\d+\.\d+", line), line


def test_no_service_of_ours_runs_as_root(services: dict[str, Any]) -> None:
    # postgres drops from root to its own user in its image's entry point, and needs root to own a fresh volume.
    for name in set(services) - {"postgres"}:
        assert services[name]["user"].split(":")[0] not in ("", "0", "root"), name
    assert re.search(r"(?m)^USER (?!0|root)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))


def test_every_lasting_service_has_a_health_check_and_restarts(services: dict[str, Any]) -> None:
    for name in set(services) - {"init"}:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped", name


def test_start_order_warms_the_api_server_before_the_scheduler(services: dict[str, Any]) -> None:
    assert "/execution/health" in " ".join(services["api-server"]["healthcheck"]["test"])
    for name in ("scheduler", "dag-processor", "triggerer", "worker"):
        assert services[name]["depends_on"]["api-server"] == {"condition": "service_healthy"}, name
    assert services["init"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_secrets_come_from_the_environment_and_are_demanded(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for setting, value in (service.get("environment") or {}).items():
            if re.search(r"PASSWORD|SECRET|FERNET|CONN$|BROKER_URL|BACKEND|DATABASE_URL", setting):
                assert re.search(r"\$\{[A-Z_]+:\?", str(value)), f"{name}: {setting}"
    demanded = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in demanded if f"\n{name}=" not in example} == set()


def test_nothing_listens_beyond_loopback(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name


def _config(deployment: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed: apt-get install docker-compose")
    return subprocess.run([program, "config", "-q"], cwd=deployment, capture_output=True, text=True, check=False)


def test_the_configuration_is_valid(deployment: Path) -> None:
    done = _config(deployment)
    assert done.returncode == 0, done.stderr


def test_a_missing_secret_stops_the_start(deployment: Path) -> None:
    env = deployment / ".env"
    env.write_text(env.read_text(encoding="utf-8").replace("HUB_JWT_SECRET=filled-in", "HUB_JWT_SECRET="))
    done = _config(deployment)
    assert done.returncode != 0
    assert "HUB_JWT_SECRET" in done.stderr


def test_the_file_is_lint_free(deployment: Path) -> None:
    program = shutil.which("dclint")
    if program is None:
        pytest.skip("dclint is not installed: npm install --global dclint")
    shutil.copy(ROOT / ".dclintrc.json", deployment)
    done = subprocess.run([program, "docker-compose.yml"], cwd=deployment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

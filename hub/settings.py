"""Settings of one installation, from the environment or from ``$HUB_HOME/hub.env`` (the environment wins).

``make up`` writes that file for the embedded default; in production the variables come from the deployment.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

IST = ZoneInfo("Asia/Kolkata")
ROOT = Path(__file__).resolve().parents[1]


def hub_home() -> Path:
    """Where this installation keeps its state: ``HUB_HOME``, or ``.hub`` in the repository."""
    return Path(os.environ.get("HUB_HOME", ROOT / ".hub")).resolve()


class Settings(BaseSettings):
    """Everything that differs between installations."""

    model_config = SettingsConfigDict(env_prefix="HUB_", extra="ignore")

    database_url: str = Field("", description="SQLAlchemy URL of the hub's PostgreSQL, postgresql+psycopg://…")
    landing_url: str = Field("", description="fsspec URL of landing; a local folder or s3://bucket/prefix")
    feeds_url: str = Field("", description="fsspec URL to which feed files are published")
    reports_url: str = Field("", description="fsspec URL under which reports are kept")
    docs_url: str = Field("", description="folder of Great Expectations Data Docs")
    business_date: date | None = Field(None, description="business date when none is given; else today in India")
    contracts_path: str = Field("", description="more folders of systems beside connectors/, os.pathsep between")
    smtp_url: str = Field("", description="smtp://[user:password@]host:port of the mail relay")
    mail_from: str = Field("hub@localhost", description="sender of the hub's mail")
    sms_url: str = Field("", repr=False, description="https://user:password@host/path of the SMS gateway")
    sms_sender: str = Field("", description="registered header (sender) of SMS")
    sms_key: str = Field("", repr=False, description="secure key of the department at the SMS gateway")
    sms_templates: str = Field("", description="YAML of registered SMS texts; else hub/alerts/sms.yaml")
    recipients: str = Field("", description="CSV of who is told of alerts; else hub/alerts/recipients.csv")
    report_recipients: str = Field("", description="CSV of who is mailed reports; else hub/reports/recipients.csv")
    console_url: str = Field("", description="address of the console as people open it, for links in files and mails")
    schedule: str = Field("contract", description="'contract' runs DAGs by each contract's cron, 'manual' only by hand")
    flows_on: str = Field("", description="flows that are on until a person switches them, by comma; for sandboxes")
    cursor_days: int = Field(30, description="business days for which the changes of a feed are given to portals")
    trusted_proxies: str = Field("", description="networks of the proxies whose Client-Cert header is believed")
    webhook_secret: str = Field("", repr=False, description="from which each subscription's signing secret is drawn")
    webhook_networks: str = Field("", description="networks beyond the public Internet to which the hub may push")
    console_roles: str = Field("", description="login:role pairs of the console that win over the auth manager's role")
    chunk_rows: int = Field(50_000, description="rows held in memory at once while a batch streams")


def env_file() -> Path:
    """The file of settings and connections that ``make up`` writes (mode 0600)."""
    return hub_home() / "hub.env"


def load_env_file() -> None:
    """Put the pairs of ``hub.env`` into the environment where the environment does not already hold them."""
    path = env_file()
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            os.environ.setdefault(name.strip(), value)


@cache
def settings() -> Settings:
    """The settings of this process; read once."""
    load_env_file()
    loaded = Settings()  # type: ignore[call-arg]  # every field has a default
    home = hub_home()
    loaded.landing_url = loaded.landing_url or str(home / "landing")
    loaded.feeds_url = loaded.feeds_url or str(home / "feeds")
    loaded.reports_url = loaded.reports_url or str(home / "reports")
    loaded.docs_url = loaded.docs_url or str(home / "data_docs")
    return loaded


def today() -> date:
    """The default business date: ``HUB_BUSINESS_DATE``, or today in India."""
    return settings().business_date or datetime.now(IST).date()

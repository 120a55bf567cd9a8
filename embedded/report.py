"""What ``make up`` prints at its end: what came in, and where to look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from rich.table import Table

from embedded.airflow_api import AirflowApi
from embedded.display import console, say
from embedded.environment import read_hub_env
from embedded.home import USERS, Home
from hub.contracts import contracts
from hub.settings import settings


def business_date(home: Home) -> str:
    """The installation's business date, from ``hub.env``."""
    return read_hub_env(home)["HUB_BUSINESS_DATE"]


def api_of(home: Home) -> AirflowApi:
    """Airflow's interface, as its admin."""
    password = json.loads(home.passwords.read_text(encoding="utf-8"))["admin"]
    return AirflowApi(_address(home), "admin", password)


def _address(home: Home) -> str:
    return f"http://127.0.0.1:{home.options()['ports']['airflow']}"


def print_report(home: Home) -> None:
    """The table of datasets, the addresses and the logins."""
    settings.cache_clear()  # they may have been read before hub.env was written
    table = Table(title=say("report-title", date=business_date(home)), title_justify="left")
    for column in ("dataset", "received", "accepted", "quarantined", "state"):
        right = column in {"received", "accepted", "quarantined"}
        table.add_column(say(f"report-{column}"), justify="right" if right else "left")
    for row in _rows(home):
        table.add_row(*row)
    console.print(table)
    _print_where_to_look(home)


def _print_where_to_look(home: Home) -> None:
    commands = {"status": "hub status", "quarantine": "hub quarantine list", "alerts": "hub alerts list",
                "feeds": "hub feeds list", "verify": "hub verify"}  # fmt: skip
    has_airflow = home.options().get("airflow", True)
    looks = {"console": f"{_address(home)}/hub/", "airflow": _address(home)} if has_airflow else {}
    looks |= {"portals": f"http://127.0.0.1:{home.options()['ports']['portals']}"}
    looks |= {name: f".venv/bin/{command}" for name, command in commands.items()}
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, where in (looks | {"down": "make down"}).items():
        table.add_row(f"[bold]{where}[/]", say(f"look-{name}", home=str(home.path)))
    console.print(table)
    if not has_airflow:
        return
    logins = Table(box=None, show_header=False, pad_edge=False)
    for login in USERS:
        logins.add_row(login, f"[bold]{home.secret()[login]}[/]")
    console.print(f"{say('report-logins')}:")
    console.print(logins)


def _rows(home: Home) -> Iterator[tuple[str, ...]]:
    from hub.store import ledger

    day = date.fromisoformat(business_date(home))
    for name in contracts():
        batches = ledger.of_date(name, day)
        if not batches:
            yield name, "", "", "", say("report-none")
            continue
        # A batch that brought the same again has no counts of its own; those of the stored one stand for it.
        counted = next((item for item in batches if item.counts), batches[0])
        counts = (f"{counted.counts.get(column, 0):,}" for column in ("received", "accepted", "quarantined"))
        yield name, *counts, say(f"state-{batches[0].status}")

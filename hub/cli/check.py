"""``hub check``: is each contract sound, can each system and each place of files be reached."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from hub.cli.output import JsonOption, print_json, print_table, say
from hub.connections import connection
from hub.contracts import Contract, connector, contracts
from hub.errors import HubError
from hub.places import PLACES, probe, url


@dataclass(frozen=True)
class Finding:
    """What was found of one dataset: its contract and suite, and its system."""

    dataset: str
    is_sound: bool
    is_reached: bool
    message: str


@dataclass(frozen=True)
class Reach:
    """Whether files can be written to a place and read from it."""

    place: str
    url: str
    is_reached: bool
    message: str


def check(as_json: JsonOption = False) -> None:
    """Prove every contract and suite, reach every system with its credentials, and write to every place of files."""
    places = [_reach(name) for name in PLACES]
    findings = [_examine(contract) for contract in contracts().values()]
    if as_json:
        print_json({"datasets": findings, "places": places})
    else:
        sound, reached, failed = say("cli-check-sound"), say("cli-check-reached"), say("cli-check-failed")
        rows = [
            (item.dataset, sound if item.is_sound else failed, reached if item.is_reached else failed, item.message)
            for item in findings
        ]
        print_table(
            say("cli-check-title"),
            [say(f"cli-check-{name}") for name in ("dataset", "contract", "system", "why")],
            rows,
        )
        print_table(
            say("cli-check-places"),
            [say(f"cli-check-{name}") for name in ("place", "address", "reach", "why")],
            [(item.place, item.url, reached if item.is_reached else failed, item.message) for item in places],
        )
    if not all(item.is_sound and item.is_reached for item in findings) or not all(item.is_reached for item in places):
        raise typer.Exit(1)


def _reach(name: str) -> Reach:
    try:
        probe(name)
    except HubError as error:
        return Reach(name, url(name), False, say(error.message_id, **error.details))
    return Reach(name, url(name), True, "")


def _examine(contract: Contract) -> Finding:
    from hub.checks import load_suite

    try:
        load_suite(contract)
    except HubError as error:
        return Finding(contract.id, False, False, say(error.message_id, **error.details))
    try:
        connector(contract.system).source(contract, connection(contract.connection_id)).probe()
    except HubError as error:
        return Finding(contract.id, True, False, say(error.message_id, **error.details))
    return Finding(contract.id, True, True, "")

"""Who may call which route: the whole table. A route that is missing here fails ``test_access``.

``example`` is an address that exists in the prepared world, ``form`` something harmless to send: it stops at a missing
reason or an unknown name, behind the rights. ``scope`` says what a person limited to a district gets: ``any``, the
page as everyone; ``state``, a refusal; ``record``, only what lies in the own district (``example`` is filled with a
record's number of each district by the test).
"""

from __future__ import annotations

from dataclasses import dataclass, field

VIEWER, STEWARD, IT_TEAM, AUDITOR, ADMIN = "viewer", "steward", "it_team", "auditor", "admin"
ROLES = (VIEWER, STEWARD, IT_TEAM, AUDITOR, ADMIN)
ALL = frozenset(ROLES)
DECIDERS = frozenset({STEWARD, ADMIN})
RUNNERS = frozenset({IT_TEAM, ADMIN})
AUDITORS = frozenset({AUDITOR, ADMIN})


@dataclass(frozen=True)
class Allowed:
    """One route."""

    roles: frozenset[str]
    example: str
    scope: str = "any"
    form: dict[str, str] = field(default_factory=dict)


HELD = "/batches/jandarbar.grievances/2026-11-21/001"
_BATCH = "/batches/{dataset}/{business_date}/{sequence}"

FRAME: dict[tuple[str, str], Allowed] = {
    ("GET", "/"): Allowed(ALL, "/"),
    ("GET", "/language/{language}"): Allowed(ALL, "/language/hi"),
    ("GET", "/today"): Allowed(ALL, "/today"),
    ("POST", "/today/start"): Allowed(
        RUNNERS, "/today/start", "state", {"dataset": "no.such", "business_date": "2026-11-21"}
    ),
    ("GET", "/batches"): Allowed(ALL, "/batches"),
    ("GET", _BATCH): Allowed(ALL, HELD),
    ("GET", f"{_BATCH}/docs"): Allowed(ALL, f"{HELD}/docs"),
    ("POST", f"{_BATCH}/unmask"): Allowed(DECIDERS, f"{HELD}/unmask"),
    ("POST", f"{_BATCH}/release"): Allowed(DECIDERS, f"{HELD}/release", "state"),
    ("POST", f"{_BATCH}/refuse"): Allowed(DECIDERS, f"{HELD}/refuse", "state"),
    ("GET", "/alerts"): Allowed(ALL, "/alerts"),
    ("GET", "/alerts/{number}"): Allowed(ALL, "/alerts/{alert}", "record"),
    ("POST", "/alerts/{number}/acknowledge"): Allowed(DECIDERS, "/alerts/{alert}/acknowledge", "record"),
    ("POST", "/alerts/mails/{number}/again"): Allowed(DECIDERS, "/alerts/mails/1/again", "state"),
    ("GET", "/feeds"): Allowed(ALL, "/feeds"),
    ("GET", "/feeds/{feed}"): Allowed(ALL, "/feeds/employees"),
    ("POST", "/feeds/flows/{flow}/revive"): Allowed(RUNNERS, "/feeds/flows/rtps_status/revive", "state"),
    ("POST", "/feeds/flows/{flow}/drop"): Allowed(RUNNERS, "/feeds/flows/rtps_status/drop", "state", {"key": "none"}),
    ("POST", "/feeds/pushes/{identifier}/resume"): Allowed(RUNNERS, "/feeds/pushes/none/resume", "state"),
    ("POST", "/feeds/pushes/{identifier}/skip"): Allowed(RUNNERS, "/feeds/pushes/none/skip", "state"),
    ("GET", "/audit"): Allowed(AUDITORS, "/audit"),
    ("POST", "/audit/prove"): Allowed(AUDITORS, "/audit/prove"),
    ("GET", "/dictionary"): Allowed(ALL, "/dictionary"),
    ("GET", "/dictionary/{dataset}"): Allowed(ALL, "/dictionary/rtps.applications"),
    ("GET", "/people"): Allowed(frozenset({ADMIN}), "/people"),
    ("POST", "/people"): Allowed(frozenset({ADMIN}), "/people", form={"login": "someone"}),
    ("GET", "/search"): Allowed(ALL, "/search"),
    ("POST", "/search"): Allowed(ALL, "/search"),
}
"""The frame and its pages."""

WORK: dict[tuple[str, str], Allowed] = {}
"""Quarantine, rows, mappings, discrepancies, matches, entities."""

ROUTES = FRAME | WORK
EXAMPLES = {"alert": "select id from hub.alert where district_lgd is not null and district_lgd {} order by id limit 1"}
"""For ``scope="record"``: a record's number by name; ``{}`` is replaced by a comparison of its district."""

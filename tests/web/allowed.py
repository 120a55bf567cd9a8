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
_REPORT, EDITION = "/reports/{report}/{day}", "/reports/pay_cases/2026-11-20"

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
    ("POST", f"{_BATCH}/undo"): Allowed(DECIDERS, f"{HELD}/undo", "state"),
    ("GET", "/alerts"): Allowed(ALL, "/alerts"),
    ("GET", "/alerts/{number}"): Allowed(ALL, "/alerts/{alert}", "record"),
    ("GET", "/alerts/{number:int}/{step}"): Allowed(ALL, "/alerts/1/snooze"),
    ("GET", "/alerts/mails/{number:int}/again"): Allowed(ALL, "/alerts/mails/1/again"),
    ("POST", "/alerts/{number}/acknowledge"): Allowed(DECIDERS, "/alerts/{alert}/acknowledge", "record"),
    ("POST", "/alerts/{number}/snooze"): Allowed(DECIDERS, "/alerts/{alert}/snooze", "record", {"until": "2026-12-01"}),
    ("GET", "/alerts/runbooks/{rule}"): Allowed(ALL, "/alerts/runbooks/pay_case"),
    ("POST", "/alerts/mails/{number}/again"): Allowed(DECIDERS, "/alerts/mails/1/again", "state"),
    ("GET", "/calendar"): Allowed(ALL, "/calendar"),
    ("POST", "/calendar/import"): Allowed(RUNNERS, "/calendar/import", "state"),
    ("GET", "/calendar/{number:int}"): Allowed(ALL, "/calendar/1"),
    ("GET", "/feeds"): Allowed(ALL, "/feeds"),
    ("GET", "/feeds/{feed}"): Allowed(ALL, "/feeds/employees"),
    ("POST", "/feeds/flows/{flow}/revive"): Allowed(RUNNERS, "/feeds/flows/rtps_status/revive", "state"),
    ("POST", "/feeds/flows/{flow}/drop"): Allowed(RUNNERS, "/feeds/flows/rtps_status/drop", "state", {"key": "none"}),
    ("POST", "/feeds/pushes/{identifier}/resume"): Allowed(RUNNERS, "/feeds/pushes/none/resume", "state"),
    ("POST", "/feeds/pushes/{identifier}/skip"): Allowed(RUNNERS, "/feeds/pushes/none/skip", "state"),
    ("GET", "/reports"): Allowed(ALL, "/reports"),
    ("POST", "/reports/mails/{number:int}/again"): Allowed(DECIDERS, "/reports/mails/1/again", "state"),
    ("GET", "/reports/{report}"): Allowed(ALL, "/reports/pay_cases"),
    ("GET", _REPORT): Allowed(ALL, f"{EDITION}?area=district:{{report}}", "record"),
    ("GET", f"{_REPORT}/rows"): Allowed(
        ALL, f"{EDITION}/rows?area=district:{{report}}&list=pay_cases&measure=pending", "record"
    ),
    ("POST", f"{_REPORT}/rows"): Allowed(
        DECIDERS, f"{EDITION}/rows?area=district:{{report}}&list=pay_cases&measure=pending", "record"
    ),
    ("GET", f"{_REPORT}/file"): Allowed(
        ALL, f"{EDITION}/file?area=district:{{report}}&role=dm&language=hi&kind=pdf", "record"
    ),
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

_ROW, _PAIR = "/quarantine/{row_id:int}", {"left": "no.such|1", "right": "no.such|2", "kind": "none"}
_STEPS = {"unmask": {}, "check": {}, "fix": {"version": "1"}, "release": {"version": "1"}, "refuse": {"version": "1"},
          "undo": {"version": "1"}, "assign": {}}  # fmt: skip

WORK: dict[tuple[str, str], Allowed] = {
    ("GET", "/quarantine"): Allowed(ALL, "/quarantine"),
    **{("GET", f"/quarantine/{step}"): Allowed(ALL, f"/quarantine/{step}") for step in ("many", "apply", "refused")},
    ("POST", "/quarantine/many"): Allowed(DECIDERS, "/quarantine/many"),
    ("POST", "/quarantine/apply"): Allowed(DECIDERS, "/quarantine/apply"),
    ("POST", "/quarantine/refused"): Allowed(DECIDERS, "/quarantine/refused"),
    ("GET", _ROW): Allowed(ALL, "/quarantine/{row}", "record"),
    ("GET", f"{_ROW}/{{step}}"): Allowed(ALL, "/quarantine/{row}/fix"),
    **{
        ("POST", f"{_ROW}/{step}"): Allowed(DECIDERS, f"/quarantine/{{row}}/{step}", "record", form)
        for step, form in _STEPS.items()
    },
    ("POST", f"{_ROW}/keep"): Allowed(DECIDERS, "/quarantine/{row}/keep", "state", {"field": "none"}),
    ("GET", "/mappings"): Allowed(ALL, "/mappings"),
    ("GET", "/mappings/{mapping_id:int}/revoke"): Allowed(ALL, "/mappings/1/revoke"),
    ("POST", "/mappings/{mapping_id:int}/revoke"): Allowed(DECIDERS, "/mappings/0/revoke", "state"),
    ("GET", "/calendar/{number:int}/days.csv"): Allowed(ALL, "/calendar/1/days.csv"),
    ("GET", "/calendar/{number:int}/{step}"): Allowed(ALL, "/calendar/1/approve"),
    ("POST", "/calendar/{number:int}/approve"): Allowed(DECIDERS, "/calendar/1/approve", "state", {"reason": "seen"}),
    ("POST", "/calendar/{number:int}/refuse"): Allowed(DECIDERS, "/calendar/1/refuse", "state", {"reason": "seen"}),
    ("GET", "/discrepancies"): Allowed(ALL, "/discrepancies"),
    ("GET", "/discrepancies/send"): Allowed(ALL, "/discrepancies/send"),
    ("POST", "/discrepancies/send"): Allowed(DECIDERS, "/discrepancies/send", form={"owner": "none"}),
    ("GET", "/discrepancies/{number:int}"): Allowed(ALL, "/discrepancies/{discrepancy}", "record"),
    ("GET", "/discrepancies/{number:int}/{step}"): Allowed(ALL, "/discrepancies/1/undo"),
    ("POST", "/discrepancies/{number:int}/resolve"): Allowed(
        DECIDERS, "/discrepancies/{discrepancy}/resolve", "record", {"version": "1"}
    ),
    ("POST", "/discrepancies/{number:int}/undo"): Allowed(
        DECIDERS, "/discrepancies/{discrepancy}/undo", "record", {"version": "1"}
    ),
    ("GET", "/matches"): Allowed(ALL, "/matches"),
    ("GET", "/matches/pair"): Allowed(ALL, "/matches/pair?left=no.such|1&right=no.such|2&kind=none"),
    ("GET", "/matches/{step}"): Allowed(ALL, "/matches/judge"),
    ("POST", "/matches/unmask"): Allowed(DECIDERS, "/matches/unmask", "state", _PAIR),
    ("POST", "/matches/judge"): Allowed(
        DECIDERS, "/matches/judge", "state", {**_PAIR, "verdict": "yes", "version": "0"}
    ),
    ("POST", "/matches/withdraw"): Allowed(DECIDERS, "/matches/withdraw", "state", {**_PAIR, "judgement": "1"}),
    ("GET", "/entities"): Allowed(ALL, "/entities?record=no.such|1"),
    ("GET", "/entities/{entity_id}"): Allowed(ALL, "/entities/none"),
    ("GET", "/entities/{entity_id}/unmask"): Allowed(ALL, "/entities/none/unmask"),
    ("POST", "/entities/{entity_id}/unmask"): Allowed(DECIDERS, "/entities/none/unmask"),
}
"""Quarantine, rows, mappings, discrepancies, matches, entities; what is decided on a calendar."""

ROUTES = FRAME | WORK
EXAMPLES = {
    "alert": "select id from hub.alert where district_lgd is not null and district_lgd {} order by id limit 1",
    "report": "select substr(area, 10) from hub.report_file where report = 'pay_cases' and starts_with(area, 'district:') "
    "and substr(area, 10)::int {} order by area limit 1",
    "row": "select id from hub.quarantine where status = 'open' and district_lgd is not null and district_lgd {} "
    "order by id limit 1",
    "discrepancy": "select id from hub.discrepancy where district_lgd is not null and district_lgd {} "
    "order by id limit 1",
}
"""For ``scope="record"``: a record's number by name; ``{}`` is replaced by a comparison of its district."""

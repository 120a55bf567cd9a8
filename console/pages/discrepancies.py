"""Where two systems disagree: by field, by pair of systems, by office; a side is chosen, or the owner gets a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from console.navigation import Entry
from console.page import Decide, Page, See, demand_theirs
from console.pages.quarantine import attachment
from hub import reconcile
from hub.contracts import contracts
from hub.contracts.codes import districts
from hub.errors import NotAllowed
from hub.reconcile.tables import STATUSES

router = APIRouter()
NAV = (Entry(40, "work-nav-discrepancies", "/discrepancies"),)
PAGE_SIZE = 50
SEVERITIES = ("critical", "warning", "info")
FILTERS = ("kind", "severity", "systems", "field", "district", "office", "status")
Text = Annotated[str, Form()]


@router.get("/discrepancies")
def listing(page: See, after: int = 0) -> Response:
    """Counts by field, pair and office, and the discrepancies themselves, oldest first."""
    chosen = _chosen(page)
    wanted = _wanted(page, chosen)
    found = reconcile.discrepancies(wanted, after=after, limit=PAGE_SIZE + 1)
    counts = reconcile.discrepancy_tally(wanted)
    sums = counts.pop("status")
    total, critical = sum(item.rows for item in sums), sum(item.critical for item in sums)
    query = _query(chosen)
    more = page.url("/discrepancies", **query, after=found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else ""
    return page.render(
        "discrepancies/list.html", found=found[:PAGE_SIZE], counts=counts, more=more, total=total, critical=critical,
        first=page.url("/discrepancies", **query) if after else "", chosen=chosen, query=query, statuses=STATUSES,
        severities=SEVERITIES, owners=reconcile.owners(), **_words(page),
    )  # fmt: skip


@router.get("/discrepancies/send")
def back(page: See) -> Response:
    """Where a form's answer was opened again: the list."""
    return page.redirect("/discrepancies")


@router.post("/discrepancies/send")
def send(
    page: Decide, owner: Text, reason: Text = "", kind: Text = "", severity: Text = "", systems: Text = "",
    field: Text = "", district: Text = "", office: Text = "", format: Text = "xlsx",
) -> Response:  # fmt: skip
    """The list for the owner of a system, as a file; what is on it counts as sent."""
    wanted = _wanted(page, {"kind": kind, "severity": severity, "systems": systems, "field": field,
                            "district": district, "office": office})  # fmt: skip
    if wanted.districts is not None and wanted.district not in (None, *wanted.districts):
        raise HTTPException(403, "console-not-yours")
    made = reconcile.send_list(owner, page.person.login, reason, wanted, format=format, language=page.language)
    return attachment(made.name, made.body)


@router.get("/discrepancies/{number:int}")
def one(page: See, number: int) -> Response:
    """One discrepancy: what each side says, and what was decided."""
    return _show(page, _theirs(page, number))


@router.get("/discrepancies/{number:int}/{step}")
def back_to(page: See, number: int, step: str) -> Response:
    """Where a form's answer was opened again: the discrepancy."""
    return _to(page, number)


@router.post("/discrepancies/{number:int}/resolve")
def resolve(
    page: Decide, number: int, version: Annotated[int, Form()], side: Text = "", reason: Text = ""
) -> Response:  # fmt: skip
    """Say which side is right."""
    return _decide(
        page, number, lambda: reconcile.resolve(number, side, page.person.login, reason, version),
        "console-work-decided", reason=reason, side=side,
    )  # fmt: skip


@router.post("/discrepancies/{number:int}/undo")
def undo(page: Decide, number: int, version: Annotated[int, Form()], reason: Text = "") -> Response:
    """Take the newest decision back."""
    return _decide(
        page, number, lambda: reconcile.undo(number, page.person.login, reason, version),
        "console-work-taken-back", undo_reason=reason,
    )  # fmt: skip


def _decide(page: Page, number: int, decide: Callable[[], object], notice: str, **typed: str) -> Response:
    """Make the decision; where it cannot be made, what was typed comes back."""
    _theirs(page, number)
    try:
        decide()
    except NotAllowed as error:
        return _show(page, _theirs(page, number), problem=page.t(error.message_id, **error.details), **typed)
    return _to(page, number, notice)


def _to(page: Page, number: int, notice: str = "") -> Response:
    """The discrepancy, with the list's filters from which the person came."""
    return page.redirect(f"/discrepancies/{number}", notice, **_query(_chosen(page)))


def _chosen(page: Page) -> dict[str, str]:
    """The filters in the address."""
    chosen = {name: page.request.query_params.get(name, "") for name in FILTERS}
    return chosen | {"status": chosen["status"] or "open"}


def _query(chosen: dict[str, str]) -> dict[str, str]:
    """The filters for an address; the usual status is left out."""
    return chosen | {"status": "" if chosen["status"] == "open" else chosen["status"]}


def _wanted(page: Page, chosen: dict[str, str]) -> reconcile.Filter:
    """The filters as the door takes them, within the person's limits."""
    own = page.person.limits
    status = chosen.get("status") or "open"
    if status not in STATUSES:
        raise HTTPException(404)
    systems, district = chosen.get("systems"), chosen.get("district", "")
    return reconcile.Filter(
        **{name: chosen.get(name) or None for name in ("kind", "severity", "field", "office")},
        systems=systems.split("|") if systems else (), district=int(district) if district.isdecimal() else None,
        districts=own.districts, departments=own.departments, status=status,
    )  # fmt: skip


def _theirs(page: Page, number: int) -> reconcile.Discrepancy:
    try:
        found = reconcile.discrepancy_by_id(number)
    except NotAllowed as error:
        raise HTTPException(404, "console-no-such-page") from error
    demand_theirs(page, found.district_lgd, found.department)
    return found


def _words(page: Page) -> dict[str, Any]:
    rules = reconcile.rules_of_agreement()
    labels = {
        field.name: (field.label_hi if page.language == "hi" else field.label_en)
        for described in contracts().values()
        for field in described.fields
    } | {
        column.name: (column.label_hi if page.language == "hi" else column.label_en)
        for made in reconcile.datasets().values()
        for column in made.columns
    }
    names = {int(row["district_lgd"]): row[f"name_{page.language}"] for row in districts()}
    own = page.person.limits.districts

    def system(name: str) -> str:
        return page.t(f"work-system-{name}")

    def meanings(found: reconcile.Discrepancy) -> list[str]:
        """What the contracts of both systems say of the field, whose values may be codes."""
        told = {
            (field.meaning_hi if page.language == "hi" else field.meaning_en): None
            for described in contracts().values() if described.system in (found.system_a, found.system_b)
            for field in described.fields if field.name == found.field
        }  # fmt: skip
        return list(told)

    def group(by: str, value: str | None) -> str:
        if value is None:
            return page.t("work-office-unknown")
        if by == "systems":
            return " – ".join(system(name) for name in value.split("|"))
        return labels.get(value, value) if by == "field" else value

    return {
        "rule": lambda kind: rules[kind].words(page.language) if kind in rules else kind,
        "source": lambda kind: rules[kind].source(page.language) if kind in rules else "",
        "rules": list(rules), "system": system, "group": group, "meanings": meanings,
        "field_label": lambda name: labels.get(name, name),
        "district": lambda code: names.get(code, "–") if code else "–",
        "places": [place for place in sorted(names.items(), key=lambda item: item[1])
                   if own is None or place[0] in own],
        "colour": {"critical": "bad", "warning": "waits", "info": "quiet"}.get,
        "state_kind": {"open": "waits", "sent": "quiet", "resolved": "good", "closed": "quiet"}.get,
    }  # fmt: skip


def _show(page: Page, found: reconcile.Discrepancy, *, problem: str = "", **typed: str) -> Response:
    chosen = _chosen(page)
    following = reconcile.discrepancies(_wanted(page, chosen), after=found.id, limit=1)
    return page.render(
        "discrepancies/one.html", status=409 if problem else 200, found=found, came=_query(chosen),
        following=following, problem=problem, typed=typed, history=reconcile.decisions(found.id),
        **_words(page),
    )  # fmt: skip

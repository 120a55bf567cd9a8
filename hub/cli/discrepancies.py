"""``hub discrepancies``: where systems disagree, and what a person decides on it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.output import (
    ActorOption,
    JsonOption,
    actor_name,
    choose,
    console,
    language,
    print_json,
    print_table,
    say,
)
from hub.cli.usage import existing_folder

if TYPE_CHECKING:
    from hub.reconcile import Discrepancy

app = typer.Typer(no_args_is_help=True)
Number = Annotated[int, typer.Argument()]
Kind = Annotated[str | None, typer.Option()]
Severity = Annotated[str | None, typer.Option()]
System = Annotated[list[str] | None, typer.Option()]
Field = Annotated[str | None, typer.Option()]
District = Annotated[int | None, typer.Option()]
Office = Annotated[str | None, typer.Option()]
Status = Annotated[str, typer.Option()]
Reason = Annotated[str, typer.Option()]
Version = Annotated[int | None, typer.Option()]


@app.command("list")
def list_(
    kind: Kind = None,
    severity: Severity = None,
    system: System = None,
    field: Field = None,
    district: District = None,
    office: Office = None,
    status: Status = "open",
    after: int = 0,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """Discrepancies, those that wait for someone when --status is left out."""
    from hub.reconcile import Filter, discrepancies, rules_of_agreement

    _choose(kind, severity, system, status)
    chosen = Filter(
        kind, severity, system or (), field, district, office, status=None if status == "any" else status
    )  # fmt: skip
    found = discrepancies(chosen, after=after, limit=limit)
    if as_json:
        print_json([_shown(row) for row in found])
        return
    rules = rules_of_agreement()
    rows = [
        (
            str(row.id),
            say(f"discrepancy-severity-{row.severity}"),
            rules[row.kind].words(language()) if row.kind in rules else row.kind,
            row.subject,
            f"{row.system_a} {row.system_b}",
            say(f"discrepancy-status-{row.status}"),
        )
        for row in found
    ]
    _table(("id", "severity", "rule", "record", "systems", "status"), rows)
    if len(found) == limit:
        console.print(say("cli-discrepancies-more", after=str(found[-1].id)))


@app.command()
def show(number: Number, as_json: JsonOption = False) -> None:
    """One discrepancy: both records, both values, the rule and its source, and what was decided."""
    from hub.reconcile import decisions, discrepancy_by_id, rules_of_agreement

    row, made = discrepancy_by_id(number), decisions(number)
    if as_json:
        print_json(_shown(row) | {"decisions": made})
        return
    rule = rules_of_agreement().get(row.kind)
    facts = {
        "rule": rule.words(language()) if rule else row.kind,
        "source": rule.source(language()) if rule else "",
        "severity": say(f"discrepancy-severity-{row.severity}"),
        "records": f"{row.system_a}: {row.record_a or '–'} · {row.system_b}: {row.record_b or '–'}",
        "values": f"{row.value_a or '–'} · {row.value_b or '–'}",
        "district": row.district_lgd, "office": row.office, "first-seen": row.first_seen, "last-seen": row.last_seen,
        "status": say(f"discrepancy-status-{row.status}"),
    }  # fmt: skip
    for name, value in facts.items():
        shown = value if value is not None else "–"
        console.print(
            f"{say(f'cli-discrepancies-{name}')}: {shown}",
        )
    if made:
        rows = [
            (
                str(one.id),
                say(f"cli-discrepancies-action-{one.action}", side=one.side or "", list=str(one.list_id or ""),
                    undoes=str(one.undoes or "")),
                one.actor, one.reason, one.at.strftime("%Y-%m-%d %H:%M"),
            )
            for one in made
        ]  # fmt: skip
        _table(("id", "decision", "by", "reason", "at"), rows)


@app.command()
def counts(
    by: Annotated[
        str, typer.Option()
    ] = "kind",
    kind: Kind = None,
    severity: Severity = None,
    system: System = None,
    district: District = None,
    status: Status = "open",
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """How many discrepancies there are, by kind or by another grouping."""
    from hub.reconcile import Filter, discrepancy_counts

    _choose(kind, severity, system, status)
    chosen = Filter(kind, severity, system or (), district=district, status=None if status == "any" else status)
    found = discrepancy_counts(by, chosen)
    if as_json:
        print_json(found)
        return
    _table(("group", "count", "critical"), [(row.group, row.rows, row.critical) for row in found])


@app.command()
def resolve(
    number: Number,
    side: Annotated[str, typer.Option()],
    reason: Reason,
    actor: ActorOption = "",
    version: Version = None,
    as_json: JsonOption = False,
) -> None:
    """Decide whose value is right; holds as long as both systems say what they say now."""
    from hub.reconcile import resolve as decide

    _told(decide(number, side, actor_name(actor), reason, version), as_json=as_json)


@app.command()
def undo(
    number: Number, reason: Reason = "", actor: ActorOption = "", version: Version = None, as_json: JsonOption = False
) -> None:
    """Take back the newest decision; the one before it holds again."""
    from hub.reconcile import undo as take_back

    _told(take_back(number, actor_name(actor), reason, version), as_json=as_json)


@app.command()
def send(
    owner: str,
    folder: Annotated[Path, typer.Option(callback=existing_folder)] = Path(),
    kind: Kind = None,
    severity: Severity = None,
    district: District = None,
    office: Office = None,
    format_: Annotated[str, typer.Option("--format")] = "xlsx",
    reason: Reason = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the list that asks the owner of a system to put its records right, and mark what is on it as sent."""
    from hub.reconcile import Filter, send_list

    _choose(kind, severity, [owner], "any")
    chosen = Filter(kind, severity, district=district, office=office)
    made = send_list(owner, actor_name(actor), reason, chosen, format=format_, language=language())
    file = folder / made.name
    file.write_bytes(made.body)
    if as_json:
        print_json({"id": made.id, "owner": made.owner, "rows": made.rows, "file": str(file)})
    else:
        text = say("cli-discrepancies-sent", id=str(made.id), owner=made.owner, rows=made.rows, file=str(file))
        console.print(text, soft_wrap=True)


def _choose(kind: str | None, severity: str | None, systems: list[str] | None, status: str) -> None:
    from hub.contracts import contracts
    from hub.reconcile import rules_of_agreement
    from hub.reconcile.tables import STATUSES

    choose("--kind", kind, rules_of_agreement())
    choose("--severity", severity, ("critical", "warning", "info"))
    choose("--status", status, (*STATUSES, "any"))
    for system in systems or ():
        choose("--system", system, dict.fromkeys(contract.system for contract in contracts().values()))


def _told(row: Discrepancy, *, as_json: bool) -> None:
    if as_json:
        print_json(_shown(row))
    else:
        console.print(f"{row.id}: {say(f'discrepancy-status-{row.status}')}")


def _shown(row: Discrepancy) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "evidence"}


def _table(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    print_table(say("cli-discrepancies-title"), [say(f"cli-discrepancies-{name}") for name in names], rows)

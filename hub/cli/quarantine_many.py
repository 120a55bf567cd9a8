"""``hub quarantine``: many rows at once, assignments, learnt mappings, decisions taken back, lists for owners."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.output import (
    ActorOption,
    JsonOption,
    actor_name,
    choose,
    console,
    language,
    print_json,
    print_line,
    print_table,
    say,
)
from hub.cli.quarantine import Reason, RowId, say_row, titles, told
from hub.cli.quarantine import app as app
from hub.contracts import contract

if TYPE_CHECKING:
    from hub.quarantine import Filter

FieldOption = Annotated[str, typer.Option("--field")]
DatasetOption = Annotated[str, typer.Option("--dataset")]
ReasonOption = Annotated[str, typer.Option("--expectation")]
ValueOption = Annotated[str, typer.Option("--value")]
RowsOption = Annotated[list[int] | None, typer.Option("--row")]
DistrictOption = Annotated[int | None, typer.Option("--district")]


def _chosen(dataset: str, expectation: str, value: str, district: int | None, rows: list[int] | None) -> Filter:
    from hub import quarantine

    return quarantine.Filter(
        datasets=(contract(dataset).id,) if dataset else (),
        reason=expectation,
        value=value or None,
        districts=frozenset({district}) if district is not None else None,
        ids=tuple(rows or ()),
    )


@app.command()
def assign(
    assignee: str,
    dataset: DatasetOption = "",
    expectation: ReasonOption = "",
    value: ValueOption = "",
    district: DistrictOption = None,
    rows: RowsOption = None,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give waiting rows to a person; decides nothing."""
    from hub.quarantine import bulk

    chosen = _chosen(dataset, expectation, value, district, rows)
    done = bulk.assign(chosen, None if assignee == "-" else assignee, actor_name(actor))
    _say_done(done, as_json=as_json)


@app.command("bulk")
def bulk_fix(
    rule: str,
    dataset: DatasetOption = "",
    expectation: ReasonOption = "",
    value: ValueOption = "",
    district: DistrictOption = None,
    rows: RowsOption = None,
    field: FieldOption = "",
    before: Annotated[str, typer.Option("--from")] = "",
    after: Annotated[str, typer.Option("--to")] = "",
    other: Annotated[str, typer.Option("--other")] = "",
    apply: Annotated[bool, typer.Option("--apply")] = False,
    keep: Annotated[bool, typer.Option("--keep")] = False,
    reason: Reason = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Many waiting rows at once: what a rule would change, and with --apply the change."""
    from hub import quarantine
    from hub.quarantine import bulk

    choose("rule", rule, ("trim", "map", "from", "refuse"))
    chosen = _chosen(dataset, expectation, value, district, rows)
    if rule == "refuse":
        if not apply:
            _say_done(bulk.Done(0, quarantine.queue.total(chosen)), as_json=as_json)
            return
        _say_done(bulk.refuse_many(chosen, actor_name(actor), reason), as_json=as_json)
        return
    made: bulk.Rule
    if rule == "trim":
        made = bulk.Trim(field)
    elif rule == "map":
        after = _district_code(dataset, field, after)
        made = bulk.MapValue(field, before, after)
    else:
        there, _, other_field = other.rpartition(".")
        made = bulk.SetFrom(field, there, other_field)
    if not apply:
        _show_preview(bulk.preview(made, chosen), as_json=as_json)
        return
    done = bulk.fix_many(made, chosen, actor_name(actor), reason)
    if keep and rule == "map":
        quarantine.mappings.keep(dataset, field, before, after, actor_name(actor), reason)
    _say_done(done, as_json=as_json)


def _district_code(dataset: str, field: str, after: str) -> str:
    from hub.quarantine.mappings import own_code

    if not after.startswith("lgd:"):
        return after
    known = {item.name: item for item in contract(dataset).wire_fields}
    code = own_code(known[field], int(after[4:])) if field in known and after[4:].isdigit() else None
    if code is None:
        raise typer.BadParameter(say("cli-unknown-choice", value=after, choices="lgd:188 … lgd:224, lgd:611"))
    return code


def _show_preview(seen: object, *, as_json: bool) -> None:
    """Counts and samples; personal values are left out."""
    from hub.quarantine.bulk import Preview

    assert isinstance(seen, Preview)
    figures = {name: getattr(seen, name) for name in ("matched", "changed", "passing", "still_fails", "is_whole")}
    if as_json:
        samples = [
            {"id": item.id, "key": item.key, "fields": sorted(item.after), "still_fails": item.still_fails}
            for item in seen.samples
        ]
        print_json(figures | {"samples": samples})
        return
    rows = [(say(f"cli-bulk-{name}"), figures[name]) for name in ("matched", "changed", "passing")]
    print_table("", [say("cli-column-what"), say("cli-column-rows")], rows)
    shown = [(str(item.id), item.key, ", ".join(sorted(item.after)), ", ".join(item.still_fails) or "✓")
             for item in seen.samples]  # fmt: skip
    print_table("", [*titles("id", "key", "field"), say("cli-column-still-fails")], shown)


def _say_done(done: object, *, as_json: bool) -> None:
    from hub.quarantine.bulk import Done

    assert isinstance(done, Done)
    if as_json:
        print_json(done)
        return
    console.print(say("cli-bulk-done", done=done.done, left=done.left))
    for dataset in done.datasets:
        console.print("  " + say("cli-next", command=f"hub quarantine replay {dataset}"))


@app.command()
def undo(row_id: RowId, reason: Reason, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """Take a decision back, until the row has been published; both stay in the audit."""
    from hub import quarantine
    from hub.feeds import published_at

    say_row(told(quarantine.undo(row_id, actor_name(actor), reason, published_at=published_at())), as_json=as_json)


@app.command("mappings")
def list_mappings(
    dataset: DatasetOption = "",
    everything: Annotated[bool, typer.Option("--all")] = False,
    as_json: JsonOption = False,
) -> None:
    """What is read otherwise than it is written, by whose signature."""
    from hub.quarantine import mappings

    found = mappings.listed(contract(dataset).id if dataset else None, is_active=not everything)
    if as_json:
        print_json(found)
        return
    rows = [
        (str(item.id), item.dataset, item.field, item.from_value, item.to_value, item.made_by,
         item.made_at.date().isoformat(), item.revoked_by or "")
        for item in found
    ]  # fmt: skip
    print_table("", titles("id", "dataset", "field", "as-written", "read-as", "kept-by", "date", "revoked-by"), rows)


@app.command("map")
def keep_mapping(
    dataset: str,
    field: str,
    before: str,
    after: str,
    reason: Reason,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Keep a mapping for the batches to come."""
    from hub.quarantine import mappings

    after = _district_code(dataset, field, after)
    made = mappings.keep(dataset, field, before, after, actor_name(actor), reason)
    if as_json:
        print_json(made)
    else:
        console.print(f"{made.id}: {made.from_value} → {made.to_value}", soft_wrap=True)


@app.command()
def revoke(
    mapping_id: int,
    reason: Reason,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """End a mapping; later batches are read as they are written."""
    from hub.quarantine import mappings

    ended = mappings.revoke(mapping_id, actor_name(actor), reason)
    if as_json:
        print_json(ended)
    else:
        print_line("cli-mapping-revoked", id=str(ended.id), actor=ended.revoked_by)


@app.command("returns")
def refused_list(
    owner: str,
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"])],
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"])],
    to: Annotated[Path, typer.Option("--to")],
    actor: ActorOption = "",
) -> None:
    """Refused rows as a list for the owner of a source, without personal values."""
    from hub import quarantine

    made = quarantine.refused_list(
        owner, since.date(), until.date(), actor_name(actor), format=to.suffix.lstrip("."), language=language()
    )
    to.write_bytes(made.body)
    print_line("cli-returns-written", file=str(to), rows=made.rows)

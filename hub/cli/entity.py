"""``hub entity``: who is who, why, and what people say of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from hub.cli.output import (
    ActorOption,
    JsonOption,
    actor_name,
    choose,
    console,
    language,
    plain,
    print_json,
    print_table,
    say,
)
from hub.contracts import Classification, Field, contract
from hub.contracts.in_words import in_words
from hub.errors import NotAllowed

app = typer.Typer(no_args_is_help=True)
Reason = Annotated[str, typer.Option("--reason")]
Unmask = Annotated[bool, typer.Option("--unmask")]
Purpose = Annotated[str, typer.Option("--purpose")]
HIDDEN = "•••"
_MASKED = (Classification.PERSONAL.value, Classification.SENSITIVE.value)


@app.command()
def show(
    entity_id: str,
    history: Annotated[bool, typer.Option("--timeline")] = False,
    unmask: Unmask = False,
    purpose: Purpose = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """One entity: its golden record, its records in each system, what happened to it."""
    from hub import entities

    known = _entity(entity_id)
    is_open = allow(unmask, purpose, actor, f"entity/{known.entity_id}")
    golden = [_masked(plain(value), is_open=is_open) for value in entities.golden(known.entity_id)]
    changes = entities.changes(entity_id=known.entity_id)
    events = entities.timeline(known.entity_id) if history else []
    if as_json:
        told = [
            plain(event) | {"values": [_masked(plain(v), is_open=is_open) for v in event.values]} for event in events
        ]
        more = {"timeline": told} if history else {}
        print_json(plain(known) | {"golden": golden, "changes": plain(changes)} | more)
        return
    state = say(f"entities-state-{known.state}")
    head = f"{known.entity_id}  {say(f'entities-kind-{known.kind}')}  {state}  {known.founded_on.isoformat()}"
    console.print(head)
    if known.asked not in {known.entity_id, entity_id if "|" in entity_id else known.entity_id}:
        console.print(say("entities-show-led", asked=known.asked, id=known.entity_id))
    for name, ids in (("aliases", known.aliases), ("split-from", filter(None, [known.split_from]))):
        joined = ", ".join(ids)
        if joined:
            console.print(f"{say(f'entities-show-{name}')}: {joined}")
    rows = [
        (_label(v["dataset"], v["field"]), _said(v), v["dataset"], v["key"], v["known_from"], v["batch_id"])
        for v in golden
    ]
    print_table(say("entities-show-golden"), _titles("field", "value", "dataset", "key", "since", "batch"), rows)
    members = [(m.dataset, m.key, m.valid_from.isoformat()) for m in known.members]
    print_table(say("entities-show-records"), _titles("dataset", "key", "since"), members)
    told_changes = [
        (c.business_date.isoformat(), say(f"entities-change-{c.change}"), c.entity_id, c.other_id or "",
         ", ".join(c.records))
        for c in changes
    ]  # fmt: skip
    print_table(say("entities-show-changes"), _titles("date", "change", "entity", "other", "records"), told_changes)
    if history:
        _print_timeline(events, is_open=is_open)


@app.command()
def why(
    one: str,
    other: str,
    kind: str = "",
    unmask: Unmask = False,
    purpose: Purpose = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Why two records are one person or matter, or are not: in words, and weight by weight."""
    from hub import entities
    from hub.entities import wording
    from hub.entities.kinds import kinds

    choose("--kind", kind, kinds())
    found = entities.why(one, other, kind=kind or None)
    is_open = allow(unmask, purpose, actor, f"{found.left} {found.right}")
    bars = wording.bars(found, language(), unmask=is_open)
    sentence, reasons = wording.verdict(found, language()), wording.reasons(found, language())
    if as_json:
        told = {name: value for name, value in plain(found).items() if name != "explanation"}
        print_json(told | {"verdict": sentence, "reasons": reasons, "bars": bars})
        return
    a, b = _titles("left", "right")
    console.print(f"{a}  {found.left}\n{b}  {found.right}")
    console.print(sentence, style="bold")
    for reason in reasons:
        console.print(f"• {reason}")
    if not bars:
        return
    console.print()
    console.print(say("entities-why-legend"))
    largest = max(abs(bar.bits) for bar in bars)
    rows = [
        [bar.label, bar.finding, f"{bar.bits:+.1f}" if bar.bits else "0", wording.picture(bar, largest)]
        + ([bar.left, bar.right] if is_open else [])
        for bar in bars
    ]
    titles = ("compared", "found", "bits", "against-for", *(("left", "right") if is_open else ()))
    print_table("", _titles(*titles), rows)


@app.command()
def merge(
    one: str,
    other: str,
    reason: Reason,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say that two entities are one. The decision wins over the model and can be taken back."""
    from hub import entities

    told(entities.merge(one, other, actor_name(actor), reason), as_json=as_json)


@app.command()
def split(
    entity_id: str,
    records: list[str],
    reason: Reason,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say that some records of an entity are another. The decision wins over the model and can be taken back."""
    from hub import entities

    told(entities.split(entity_id, records, actor_name(actor), reason), as_json=as_json)


@app.command()
def find(
    text: str,
    kind: str = "",
    limit: Annotated[int, typer.Option(min=1)] = 10,
    unmask: Unmask = False,
    purpose: Purpose = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Who is meant: the likeliest entities first."""
    from hub.entities.kinds import kinds
    from hub.entities.lookup import find as look

    choose("--kind", kind, kinds())
    found = look(text, limit=limit, kind=kind or None)
    is_open = allow(unmask, purpose, actor, "entity/find")
    rows = [plain(item) | {"shown": {k: v if is_open else HIDDEN for k, v in item.shown.items()}} for item in found]
    if as_json:
        print_json(rows)
        return
    shown = [
        (item.entity_id, say(f"entities-kind-{item.kind}"), f"{item.score:.1f}", item.record_id, item.records,
         " · ".join(row["shown"].values()) if is_open else HIDDEN)
        for item, row in zip(found, rows, strict=True)
    ]  # fmt: skip
    print_table("", _titles("entity", "kind", "bits", "record", "records", "value"), shown)


def told(done: Any, *, as_json: bool, message: str = "entities-decided") -> None:
    """What a decision led to."""
    if as_json:
        print_json(done)
        return
    console.print(say(message, act=str(done.act)))
    if not done.is_applied:
        console.print(say("entities-decided-later"))
    rows = [(say(f"entities-change-{c.change}"), c.entity_id, c.other_id or "", c.members) for c in done.changes]
    if rows:
        print_table("", _titles("change", "entity", "other", "records"), rows)


def allow(unmask: bool, purpose: str, actor: str, subject: str) -> bool:
    """Whether personal values may be shown: asked for, with a purpose, which becomes a row of the audit."""
    if not unmask:
        return False
    if not purpose.strip():
        raise NotAllowed("entities-purpose-missing", record=subject)
    from hub import audit
    from hub.database import engine

    with engine().begin() as connection:
        audit.record(connection, actor=actor_name(actor), action="unmask", subject=subject, reason=purpose)
    return True


def titles(*names: str) -> list[str]:
    """Column headings of this room's tables."""
    return [say(f"entities-column-{name}") for name in names]


_titles = titles


def _entity(name: str) -> Any:
    from hub import entities

    if "|" not in name:
        return entities.entity(name)
    dataset, _, key = name.partition("|")
    return entities.of_record(dataset.partition(".")[0], dataset, key)


def _masked(value: dict[str, Any], *, is_open: bool) -> dict[str, Any]:
    hidden = not is_open and value["classification"] in _MASKED and value["value"] is not None
    return value | {"value": HIDDEN} if hidden else value


def _label(dataset: str, name: str) -> str:
    known = _field(dataset, name)
    if known is None:
        return name
    return known.label_hi if language() == "hi" else known.label_en


def _said(value: dict[str, Any]) -> Any:
    """The value, a district's code with its name."""
    known = _field(value["dataset"], value["field"])
    is_district = known is not None and known.code_scheme.startswith("district")
    return in_words(value["value"], known, language()) if is_district else value["value"]


def _field(dataset: str, name: str) -> Field | None:
    return next((field for field in contract(dataset).fields if field.name == name), None)


def _print_timeline(events: Iterable[Any], *, is_open: bool) -> None:
    console.print(say("entities-show-timeline"))
    for event in events:
        values = [_masked(plain(value), is_open=is_open) for value in event.values]
        where = values[0]["batch_id"] if values else " ".join(filter(None, [event.entity_id, event.other_id]))
        what = say(f"entities-change-{event.what}")
        console.print(f"{event.on.isoformat()}  {what}  {event.record_id}  {where}", soft_wrap=True)
        for value in values:
            label = _label(value["dataset"], value["field"])
            console.print(f"    {label}: {_said(value)}", soft_wrap=True)

"""``hub deliver``: look ahead, switch flows, send what the outbox holds, read the dead letter and decide on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.output import (
    ActorOption,
    DateOption,
    JsonOption,
    actor_name,
    business_date,
    choose,
    console,
    language,
    print_json,
    print_table,
    say,
)
from hub.errors import clause
from hub.settings import IST

if TYPE_CHECKING:
    from hub.deliver import FlowState

app = typer.Typer(no_args_is_help=True)
FlowArgument = Annotated[str, typer.Argument()]
ReasonOption = Annotated[str, typer.Option("--reason")]
KeyOption = Annotated[str, typer.Option()]


@app.command()
def run(
    flow: str = "",
    now: Annotated[bool, typer.Option("--now")] = False,
    date_: DateOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send what waits, and keep the systems' receipts."""
    from hub.deliver import deliver, flows

    day = business_date(date_)
    done = deliver(day, flow=flow or None, now=now)
    if as_json:
        print_json(done)
        return
    names = ("sent", "refused", "dead", "waiting", "over-limit")
    columns = [say(f"deliver-{name}") for name in ("flow", *names)]
    rows = [[item.flow, *(getattr(item, name.replace("-", "_")) for name in names)] for item in done.flows]
    print_table("", columns, rows)
    states = {state.flow: state for state in flows(day)}
    for item in done.flows:
        if item.over_limit:
            _tell("deliver-limit-hint", flow=item.flow, count=item.over_limit, limit=states[item.flow].limit)
    _tell_failing(states[item.flow] for item in done.flows)


@app.command()
def status(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """How each flow stands: on or off, what waits, went, was refused or given up, and the day's limit."""
    from hub.deliver import flows

    found = flows(business_date(date_))
    if as_json:
        print_json(found)
        return
    names = ("waiting", "failing", "sent", "limit", "refused", "dead")
    columns = [say(f"deliver-{name}") for name in ("flow", "state", *names)]
    rows = [
        [item.flow, say(f"deliver-state-{_kebab(item.state)}"), *(getattr(item, name) for name in names)]
        for item in found
    ]
    print_table("", columns, rows)
    _tell_failing(found)


@app.command()
def switch(
    flow: FlowArgument,
    to: str,
    reason: ReasonOption,
    first_load: Annotated[bool, typer.Option("--first-load")] = False,
    date_: DateOption = None,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Switch a flow on or off."""
    from hub.deliver import switch as door

    choose("to", to, ("on", "off"))
    day = business_date(date_)
    done = door(flow, to == "on", actor_name(actor), reason, business_date=day, first_load=first_load)
    if as_json:
        print_json(done)
    else:
        _tell("deliver-switched", flow=flow, state=to, enqueued=done.enqueued, dropped=done.dropped)


@app.command()
def plan(
    flow: FlowArgument,
    first_load: Annotated[bool, typer.Option("--first-load")] = False,
    rows: Annotated[int, typer.Option(min=0)] = 20,
    date_: DateOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a flow would send; nothing is sent, and personal values are masked."""
    from hub.deliver import plan as door

    found = door(flow, business_date(date_), first_load=first_load, rows=rows)
    if as_json:
        print_json(found)
        return
    _tell(
        "deliver-plan-title", flow=flow, system=found.system, operation=found.operation, waiting=found.waiting,
        first_load=found.first_load, left=found.left_today, days=found.days, on="yes" if found.is_on else "no",
    )  # fmt: skip
    columns = [say(f"deliver-{name}") for name in ("subject", "why", "message")]
    told = [[item.subject, say(f"deliver-why-{_kebab(item.why)}"), _payload(item.payload)] for item in found.messages]
    print_table("", columns, told)


@app.command()
def dead(
    flow: Annotated[str, typer.Argument()] = "",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    as_json: JsonOption = False,
) -> None:
    """The dead letter: what was refused or given up, and why."""
    from hub.deliver import dead as door
    from hub.i18n import told
    from hub.outbox import flow_named

    found = door(flow_named(flow).name if flow else None, limit=limit)
    if as_json:
        print_json(found)
        return
    columns = [say(f"deliver-{name}") for name in ("key", "state", "words", "overtaken")]
    rows = [
        [
            item.idempotency_key,
            say(f"deliver-{item.status}"),
            item.answer if item.status == "refused" else told(clause(item.last_error, **item.details), language()),
            say("deliver-yes" if item.is_overtaken else "deliver-no"),
        ]
        for item in found
    ]
    print_table("", columns, rows)


@app.command()
def revive(
    flow: FlowArgument, reason: ReasonOption, key: KeyOption = "", actor: ActorOption = "", as_json: JsonOption = False
) -> None:
    """Make a flow's refused or given-up messages due again."""
    from hub.deliver import revive as door

    _decided("deliver-revived", flow, door(flow, actor_name(actor), reason, key=key or None), as_json=as_json)


@app.command()
def drop(
    flow: FlowArgument, reason: ReasonOption, key: KeyOption = "", actor: ActorOption = "", as_json: JsonOption = False
) -> None:
    """Give up a flow's refused or given-up messages for good."""
    from hub.deliver import drop as door

    _decided("deliver-dropped", flow, door(flow, actor_name(actor), reason, key=key or None), as_json=as_json)


@app.command()
def limit(
    flow: FlowArgument,
    number: Annotated[int, typer.Argument(min=1)],
    reason: ReasonOption,
    date_: DateOption = None,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Let more of a flow go out for one business date."""
    from hub.deliver import raise_limit

    day = business_date(date_)
    raise_limit(flow, day, number, actor_name(actor), reason)
    if as_json:
        print_json({"flow": flow, "business_date": day, "limit": number})
    else:
        _tell("deliver-raised", flow=flow, limit=number, date=day.isoformat())


def _decided(message: str, flow: str, count: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"flow": flow, "count": count})
    else:
        _tell(message, flow=flow, count=count)


def _tell_failing(states: Iterable[FlowState]) -> None:
    """Why a flow has no answer, when it tries again, and how to send at once."""
    for state in states:
        if state.is_on and state.failing and state.next_attempt_at:
            why = clause(state.last_error, **state.details)
            at = state.next_attempt_at.astimezone(IST).strftime("%d.%m.%Y %H:%M")
            _tell("deliver-failing-hint", flow=state.flow, count=state.failing, why=why, at=at)


def _tell(message: str, **values: object) -> None:
    console.print(say(message, **values), soft_wrap=True)


def _payload(payload: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in payload.items() if value is not None)


def _kebab(word: str) -> str:
    return word.replace("_", "-")

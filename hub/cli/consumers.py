"""``hub consumers``: which portal may read what, its keys, and what is pushed to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from hub.cli.output import ActorOption, JsonOption, actor_name, choose, console, language, print_json, print_table, say
from hub.i18n import told

app = typer.Typer(no_args_is_help=True)
pushes = typer.Typer(no_args_is_help=True)
app.add_typer(pushes, name="subscriptions")

Name = Annotated[str, typer.Argument()]
Subscription = Annotated[str, typer.Argument()]
Feeds = Annotated[list[str], typer.Option("--feed")]
Districts = Annotated[list[int] | None, typer.Option("--district")]
Departments = Annotated[list[str] | None, typer.Option("--department")]
Class = Annotated[str, typer.Option("--class")]
Reason = Annotated[str, typer.Option("--reason")]
Overlap = Annotated[int, typer.Option("--overlap-days", min=0)]


@app.command()
def add(
    name: Name,
    feed: Feeds,
    title: Annotated[str, typer.Option()],
    district: Districts = None,
    department: Departments = None,
    classification: Class = "internal",
    contact: str = "",
    requests_per_minute: int = 600,
    rows_per_day: int = 10_000_000,
    certificate: str | None = None,
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Register a portal and show its key, this once."""
    from hub.portals import consumers

    made = consumers.add(
        name, [_scope(one, district, department, classification) for one in feed], title=title, contact=contact,
        requests_per_minute=requests_per_minute, rows_per_day=rows_per_day, certificate_sha256=certificate,
        actor=actor_name(actor),
    )  # fmt: skip
    _show_key(made, as_json)


@app.command("list")
def list_rows(as_json: JsonOption = False) -> None:
    """Every portal with its scopes and keys."""
    from hub.portals import consumers

    found = consumers.listed()
    if as_json:
        print_json(found)
        return
    rows = [
        [
            row["name"], scope["feed"], scope["classification"], ", ".join(map(str, scope["districts"] or ["*"])),
            ", ".join(scope["departments"] or ["*"]), len([key for key in row["keys"] if not key["revoked_at"]]),
            say("cli-consumer-revoked") if row["revoked_at"] else "",
        ]
        for row in found
        for scope in row["scopes"]
    ]  # fmt: skip
    names = ("consumer", "feed", "class", "districts", "departments", "keys", "status")
    print_table("", [say(f"cli-consumer-{name}") for name in names], rows)


@app.command()
def scope(
    name: Name,
    feed: Feeds,
    reason: Reason,
    district: Districts = None,
    department: Departments = None,
    classification: Class = "internal",
    actor: ActorOption = "",
) -> None:
    """Set a portal's scope on feeds; it then takes a snapshot anew."""
    from hub.portals import consumers

    for one in feed:
        wanted = _scope(one, district, department, classification)
        consumers.scope(name, wanted, actor=actor_name(actor), reason=reason)
    _done(name)


@app.command()
def withdraw(name: Name, feed: Feeds, reason: Reason, actor: ActorOption = "") -> None:
    """Take feeds from a portal."""
    from hub.portals import consumers

    for one in feed:
        consumers.withdraw(name, one, actor=actor_name(actor), reason=reason)
    _done(name)


@app.command()
def limit(
    name: Name,
    reason: Reason,
    requests_per_minute: int = 0,
    rows_per_day: int = 0,
    actor: ActorOption = "",
) -> None:
    """Set a portal's rate or quota."""
    from hub.portals import consumers

    consumers.limit(
        name, actor=actor_name(actor), reason=reason, requests_per_minute=requests_per_minute,
        rows_per_day=rows_per_day,
    )  # fmt: skip
    _done(name)


@app.command()
def rotate(name: Name, overlap_days: Overlap = 7, actor: ActorOption = "", as_json: JsonOption = False) -> None:
    """A new key; the earlier ones work for the overlap."""
    from hub.portals import consumers

    _show_key(consumers.rotate(name, actor=actor_name(actor), overlap=timedelta(days=overlap_days)), as_json)


@app.command()
def revoke(
    name: Name,
    reason: Reason,
    key: str = "",
    actor: ActorOption = "",
) -> None:
    """Stop a portal, or one of its keys, at its next request."""
    from hub.portals import consumers

    consumers.revoke(name, actor=actor_name(actor), reason=reason, key_id=key)
    _done(name)


@app.command("dead-letters")
def dead_letters(as_json: JsonOption = False) -> None:
    """Pushes that were given up and wait for a decision."""
    from hub.portals.webhooks import subscriptions

    _table(subscriptions.dead_letters(), ("subscription", "consumer", "feed", "count", "reason", "at"), as_json)


@pushes.command("list")
def list_pushes(as_json: JsonOption = False) -> None:
    """Every subscription and how far it has come."""
    from hub.portals.webhooks import subscriptions

    columns = ("id", "consumer", "feed", "status", "attempts", "last_error")  # the address is long: --json tells it
    _table(subscriptions.listed(), columns, as_json)


@pushes.command("add")
def add_push(
    name: Name,
    feed: Annotated[str, typer.Option()],
    url: Annotated[str, typer.Option()],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Push a feed's changes from now on, and show the signing secret, this once."""
    from hub.portals.webhooks import subscriptions

    _show_secret(subscriptions.add(name, feed, url, actor=actor_name(actor)), as_json)


@pushes.command("rotate")
def rotate_push(
    subscription: Subscription, overlap_days: Overlap = 7, actor: ActorOption = "", as_json: JsonOption = False
) -> None:
    """A new signing secret; for the overlap both sign."""
    from hub.portals.webhooks import subscriptions

    overlap = timedelta(days=overlap_days)
    _show_secret(subscriptions.rotate(subscription, actor=actor_name(actor), overlap=overlap), as_json)


@pushes.command()
def pause(subscription: Subscription, reason: Reason, actor: ActorOption = "") -> None:
    """Push nothing until resumed."""
    from hub.portals.webhooks import subscriptions

    subscriptions.pause(subscription, actor=actor_name(actor), reason=reason)
    _done(subscription)


@pushes.command()
def resume(subscription: Subscription, reason: Reason, actor: ActorOption = "") -> None:
    """Go on where it was paused or halted; nothing is lost and nothing older sent."""
    from hub.portals.webhooks import subscriptions

    subscriptions.resume(subscription, actor=actor_name(actor), reason=reason)
    _done(subscription)


@pushes.command()
def skip(subscription: Subscription, reason: Reason, actor: ActorOption = "") -> None:
    """Leave out the message at which it halted; the portal is told to take a snapshot."""
    from hub.portals.webhooks import subscriptions

    subscriptions.skip(subscription, actor=actor_name(actor), reason=reason)
    _done(subscription)


@pushes.command()
def end(subscription: Subscription, reason: Reason, actor: ActorOption = "") -> None:
    """Push nothing any more."""
    from hub.portals.webhooks import subscriptions

    subscriptions.end(subscription, actor=actor_name(actor), reason=reason)
    _done(subscription)


def _scope(feed: str, districts: list[int] | None, departments: list[str] | None, classification: str) -> Any:
    from hub.contracts import Classification
    from hub.portals.scopes import Scope

    choose("--class", classification, Classification)
    level = Classification(classification)
    return Scope(
        feed, level, frozenset(districts) if districts else None, frozenset(departments) if departments else None
    )


def _show_key(made: Any, as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    console.print(say("portals-key-once", name=made.consumer))
    console.print(made.key, soft_wrap=True)
    if made.expires_before:
        console.print(say("portals-key-until", until=f"{made.expires_before:%Y-%m-%d %H:%M} UTC"))


def _show_secret(made: Any, as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    console.print(say("portals-secret-once", name=made.id))
    console.print(made.secret, soft_wrap=True)


def _table(found: list[dict[str, Any]], columns: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        titles = [say(f"cli-consumer-{name.replace('_', '-')}") for name in columns]
        print_table("", titles, [[_cell(name, row[name]) for name in columns] for row in found])


def _cell(name: str, value: Any) -> Any:
    if name == "status":
        return say(f"cli-consumer-push-{value}")
    if isinstance(value, dict):
        return told(value, language())
    return value if isinstance(value, int | None) else str(value)


def _done(name: str) -> None:
    console.print(say("portals-done", name=name))

"""``hub feeds``: what portals consume."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hub.cli.output import DateOption, JsonOption, business_date, console, language, print_json, print_table, say

app = typer.Typer(no_args_is_help=True)
Feed = Annotated[str, typer.Argument()]


class Format(StrEnum):
    """Formats of a feed file."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


@app.command("list")
def list_feeds(as_json: JsonOption = False) -> None:
    """Every feed with its newest version."""
    from hub.feeds import feeds

    found = feeds()
    if as_json:
        print_json(found)
        return
    title = "title_hi" if language() == "hi" else "title_en"
    rows = [
        (state.feed.name, getattr(state.feed, title), str(state.version or ""), state.rows, state.business_date)
        for state in found
    ]
    titles = [say(f"cli-column-{name}") for name in ("feed", "title", "version", "rows", "date")]
    print_table("", titles, rows)


@app.command()
def publish(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Publish what reconciliation holds; a feed without a change keeps its version."""
    from hub.feeds import publish as run

    summary = run(business_date(date_))
    if as_json:
        print_json(summary)
        return
    rows = [
        (item.feed, str(item.version), say(f"cli-feed-{'new' if item.is_new else 'kept'}"), item.rows, item.added,
         item.modified, item.deleted)
        for item in summary.feeds
    ]  # fmt: skip
    titles = [say(f"cli-column-{name}") for name in ("feed", "version", "state", "rows")]
    titles += [say(f"cli-reconcile-{name}") for name in ("added", "modified", "deleted")]
    print_table(say("cli-feeds-title", date=summary.business_date.isoformat()), titles, rows)


@app.command()
def export(
    feed: Feed,
    folder: str = ".",
    format_: Annotated[Format, typer.Option("--format")] = Format.NDJSON,
    version: int | None = None,
    as_json: JsonOption = False,
) -> None:
    """Write one version of a feed as a file."""
    from hub.feeds import export as run

    path = run(feed, version, format_.value, folder)
    if as_json:
        print_json({"path": path})
    else:
        console.print(path, soft_wrap=True)


@app.command()
def changes(
    feed: Feed,
    since: int = 0,
) -> None:
    """What changed since a version, one JSON object a line, in the order in which to apply it."""
    import orjson

    from hub.cli.output import plain
    from hub.feeds import changes as run

    for change in run(feed, since):
        typer.echo(orjson.dumps(plain(change)).decode())

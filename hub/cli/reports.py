"""``hub reports``: what officers are given, kept with the versions it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.output import DateOption, JsonOption, business_date, print_json, print_table, say

app = typer.Typer(no_args_is_help=True)
ReportArgument = Annotated[str, typer.Argument()]


@app.command("list")
def list_reports(as_json: JsonOption = False) -> None:
    """Every report with the newest date for which it is kept."""
    from hub.reports import areas, dates, declared

    rows = []
    for name, report in declared().items():
        newest = next(iter(dates(name, 1)), None)
        made = len(areas(name, newest)) if newest else 0
        rows.append({"report": name, "every": report.every, "due": newest, "areas": made})
    if as_json:
        print_json(rows)
        return
    columns = ("report", "every", "due", "areas")
    shown = [row | {"every": say(f"console-report-every-{row['every']}")} for row in rows]
    print_table("", [say(f"cli-report-{name}") for name in columns], [[row[name] for name in columns] for row in shown])


@app.command()
def make(
    report: Annotated[str, typer.Argument()] = "",
    date_: DateOption = None,
    area: Annotated[
        list[str] | None,
        typer.Option(),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make the editions that are not kept yet. What is kept stays as it is: `remake` corrects it."""
    from hub.reports import area as area_of
    from hub.reports import make as make_one
    from hub.reports import make_due

    day = business_date(date_)
    done = [make_one(report, day, [area_of(one) for one in area] if area else None)] if report else make_due(day)
    if as_json:
        print_json(done)
        return
    rows = [(item.report, item.business_date, item.made, item.kept, ", ".join(item.missing)) for item in done]
    print_table("", [say(f"cli-report-{name}") for name in ("report", "date", "made", "kept", "missing")], rows)


@app.command()
def show(
    report: ReportArgument,
    date_: DateOption = None,
    area: str = "",
    revision: int | None = None,
    save: Path | None = None,
    as_json: JsonOption = False,
) -> None:
    """The kept files of a report on a date."""
    from hub.reports import area as area_of
    from hub.reports import files, read

    day = business_date(date_)
    found = files(report, day, area_of(area) if area else None, revision=revision)
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        for one in found:
            place = area_of(one.area)
            of = f"{day}-{one.revision}" if one.revision > 1 else f"{day}"
            name = f"{one.report}-{place.level}-{place.slug}-{one.role}-{of}.{one.language}.{one.format}"
            (save / name).write_bytes(read(report, day, place, one.role, one.language, one.format, one.revision))
    if as_json:
        print_json(found)
        return
    columns = ("area", "role", "language", "format", "bytes", "sha256")
    titles = [say(f"cli-report-{name}") for name in columns]
    print_table("", titles, [[getattr(one, name) for name in columns] for one in found])


@app.command()
def mail(date_: DateOption = None, as_json: JsonOption = False) -> None:
    """Mail the editions that are due up to the date and were not mailed yet."""
    from hub.reports import mail as mail_all

    done = mail_all(business_date(date_))
    if as_json:
        print_json(done)
        return
    names = ("sent", "waiting", "refused", "doubtful", "without_address")
    titles = [say(f"cli-told-{name.replace('_', '-')}") for name in names]
    print_table("", titles, [[getattr(done, name) for name in names]])

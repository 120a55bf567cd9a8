"""The command line put together.

Packages beside the hub add commands through the entry point group ``hub.commands``.
"""

from __future__ import annotations

import contextlib
import sys
from importlib.metadata import entry_points

import sqlalchemy.exc
import typer

from hub.cli import (
    alerts,
    api,
    audit,
    batches,
    calendar,
    check,
    clocks,
    consumers,
    deliver,
    discrepancies,
    entity,
    feeds,
    link,
    quarantine_many,
    reconcile,
    reports_corrected,
    review,
    sync,
    verify,
)
from hub.cli.help import words
from hub.cli.output import report_error, report_unexpected, report_usage
from hub.cli.usage import Group, as_error, speak, told
from hub.errors import HubError, NotConfigured
from hub.places import of_object_store
from hub.settings import load_env_file


def build() -> typer.Typer:
    """The whole command line, with the commands of installed packages."""
    app = typer.Typer(
        name="hub",
        cls=Group,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command("sync")(sync.sync)
    app.command("status")(sync.status)
    app.command("reconcile")(reconcile.reconcile)
    app.command("totals")(reconcile.totals)
    app.command("link")(link.link)
    app.add_typer(link.app, name="linkage")
    app.command("verify")(verify.verify)
    app.command("check")(check.check)
    app.add_typer(batches.app, name="batches")
    app.add_typer(quarantine_many.app, name="quarantine")
    app.add_typer(discrepancies.app, name="discrepancies")
    app.add_typer(entity.app, name="entity")
    app.add_typer(review.app, name="review")
    app.add_typer(feeds.app, name="feeds")
    app.add_typer(deliver.app, name="deliver")
    app.add_typer(calendar.app, name="calendar")
    app.add_typer(clocks.app, name="clocks")
    app.add_typer(alerts.app, name="alerts")
    app.add_typer(reports_corrected.app, name="reports")
    app.command("watch")(alerts.watch)
    app.add_typer(audit.app, name="audit")
    app.command("api")(api.api)
    app.add_typer(consumers.app, name="consumers")
    for entry in entry_points(group="hub.commands"):
        with contextlib.suppress(ModuleNotFoundError):  # the package is not part of this installation
            app.add_typer(entry.load(), name=entry.name)
    speak(app)
    return app


def main() -> None:
    """Entry point of ``hub``. Exit codes: 0 done, 1 failed (the reason is told), 2 wrong usage."""
    load_env_file()
    as_json = "--json" in sys.argv
    try:
        sys.exit(build()(standalone_mode=False))
    except typer.TyperException as error:  # wrong usage
        if as_json:
            report_error(as_error(error), as_json=True)
        else:
            report_usage(told(error))
        sys.exit(2)
    except typer.Abort:
        report_usage([words("cli-usage-aborted")])
        sys.exit(1)
    except HubError as error:
        report_error(error, as_json=as_json)
        sys.exit(1)
    except sqlalchemy.exc.OperationalError:
        unreachable = NotConfigured("database-unreachable", next_command="make up")
        unreachable.retryable = True
        report_error(unreachable, as_json=as_json)
        sys.exit(1)
    except (FileNotFoundError, FileExistsError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
        reason = {"file": str(error.filename), "reason": str(error.strerror)}
        report_error(NotConfigured("cli-file-fails", **reason), as_json=as_json)
        sys.exit(1)
    except Exception as error:
        if away := of_object_store(error):
            report_error(away, as_json=as_json)
        elif _wants_migration(error):
            report_error(NotConfigured("database-not-migrated", next_command="make up"), as_json=as_json)
        else:
            report_unexpected(error, as_json=as_json)
        sys.exit(1)


def _wants_migration(error: Exception) -> bool:
    """Whether something was asked of a database that holds none of the hub's tables, or those of another version."""
    if not isinstance(error, sqlalchemy.exc.ProgrammingError):
        return False
    from hub.migrations import is_newest

    return not is_newest()

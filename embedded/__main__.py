"""``python -m embedded up|down|status``: what ``make up`` and ``make down`` call."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from datetime import date
from math import inf
from types import FrameType
from typing import Annotated

import typer

from embedded import stack
from embedded.display import Board, console, say
from embedded.home import Home
from hub.cli.output import DateOption, report_usage
from hub.cli.usage import Group, speak, told
from hub.errors import HubError
from hub.settings import hub_home


class _Root(Group):
    """``python -m embedded`` itself."""

    path = ("embedded",)


def build() -> typer.Typer:
    """The commands; their words stand with those of ``hub``, whose ways to tell of help and wrong usage they share."""
    app = typer.Typer(
        cls=_Root, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True,
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    )  # fmt: skip
    app.command("up")(_up)
    app.command("down")(_down)
    app.command("status")(_status)
    speak(app)
    return app


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit code. Leaves with 2 at wrong usage, which is told."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        return int(build()(words, prog_name="python -m embedded", standalone_mode=False) or 0)
    except typer.TyperException as error:
        report_usage(told(error))
        sys.exit(2)
    except HubError as error:
        console.print(f"[red]✗[/] {_escape(str(error))}", soft_wrap=True)
        if error.next_command:
            console.print(say("up-next", command=error.next_command), soft_wrap=True)
        return 1


def _scale(given: str | None) -> float | None:
    if given is None:
        return None
    with suppress(ValueError):
        if 0 < (scale := float(given)) < inf:
            return scale
    raise typer.BadParameter(say("up-scale-unsound", value=given))


def _up(
    seed: int | None = None,
    scale: Annotated[str | None, typer.Option(callback=_scale)] = None,
    first_day: DateOption = None,
    no_cycle: Annotated[bool, typer.Option("--no-cycle")] = False,
    no_airflow: Annotated[bool, typer.Option("--no-airflow")] = False,
) -> int:
    home = Home(hub_home())
    size = None if scale is None else float(scale)  # the callback has made it one
    day = first_day.date() if first_day else None
    with stack.only_one(home):
        return up(home, seed=seed, scale=size, first_day=day, cycle=not no_cycle, airflow=not no_airflow)


def _down(forget: Annotated[bool, typer.Option("--forget")] = False) -> int:
    home = Home(hub_home())
    with stack.only_one(home):
        return down(home, forget=forget)


def _status() -> int:  # tells also while another starts or stops
    return status(Home(hub_home()))


def up(
    home: Home, *, seed: int | None, scale: float | None, first_day: date | None, cycle: bool, airflow: bool
) -> int:  # fmt: skip
    """Bring everything up and run one cycle; on Ctrl-C or a failure to start, leave nothing behind.

    Raises ``NotConfigured`` when another world is asked for than stands.
    """
    stack.demand_world(home, seed=seed, scale=scale, first_day=first_day)
    was_up = stack.is_up(home) and (home.options().get("airflow", True) or not airflow)
    if was_up and stack.is_of_other_code(home):
        console.print(say("up-renewed"))
        was_up = False
    try:
        if was_up:
            console.print(say("up-already"))
        else:
            stack.stop(home)  # a half-running stack is started anew
            day = stack.prepare(home, seed=seed, scale=scale, first_day=first_day, airflow=airflow)
            console.print(say("up-begins", home=str(home.path), date=day.isoformat()))
            with Board(say("up-services")) as board:
                stack.start(home, lambda found: board.show((name, item["state"], "") for name, item in found.items()))
        if cycle and airflow:
            _cycle(home)
    except KeyboardInterrupt:
        if not was_up:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            console.print(say("up-interrupted"))
            stack.stop(home)
        return 130
    except HubError as error:
        if not was_up and error.message_id in {"service-failed"}:
            stack.stop(home)
        raise
    from embedded.report import print_report

    print_report(home)
    return 0


def sandbox_up() -> None:
    """``hub sandbox up``: PostgreSQL and the stand-ins without Airflow, for work from the command line."""
    sys.exit(main(["up", "--no-airflow"]))


def _cycle(home: Home) -> None:
    from embedded import cycle
    from embedded.report import api_of, business_date

    day = business_date(home)
    api = api_of(home)
    if cycle.is_done(api, day):
        return
    with Board(say("up-cycle", date=day)) as board:
        cycle.run(api, day, lambda found: board.show((item.title, item.state, item.task) for item in found),
                  longest=cycle.LONGEST * max(1.0, float(home.options()["scale"])))  # fmt: skip


def down(home: Home, *, forget: bool) -> int:
    """Stop everything; with ``forget`` remove what the installation holds, too."""
    with console.status(say("down-begins")):
        stack.stop(home)
        if forget:
            stack.forget(home)
    console.print(say("down-forgotten" if forget else "down-done", home=str(home.path)))
    return 0


def status(home: Home) -> int:
    """Say what runs; 0 when everything does."""
    found = stack.states(home)
    if not found:
        console.print(say("status-nothing"))
        return 1
    for name, item in found.items():
        console.print(f"{name:<20} {say('state-' + item['state']):<10} pid {item['pid']:<8} ↻ {item['restarts']}")
    return 0 if stack.is_up(home) else 1


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _escape(said: str) -> str:
    return said.replace("[", r"\[")


if __name__ == "__main__":
    sys.exit(main())

"""``python -m embedded up|down|status``: what ``make up`` and ``make down`` call."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import nullcontext, suppress
from datetime import date
from math import inf
from types import FrameType

from embedded import stack
from embedded.display import Board, console, say
from embedded.home import Home
from hub.errors import HubError
from hub.settings import hub_home


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = _parser().parse_args(words)
    home = Home(hub_home())
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        # What only looks tells also while another starts or stops.
        with nullcontext() if arguments.command is status else stack.only_one(home):
            return int(arguments.command(home, arguments))
    except HubError as error:
        console.print(f"[red]✗[/] {_escape(str(error))}", soft_wrap=True)
        if error.next_command:
            console.print(say("up-next", command=error.next_command), soft_wrap=True)
        return 1


def up(home: Home, arguments: argparse.Namespace) -> int:
    """Bring everything up and run one cycle; on Ctrl-C or a failure to start, leave nothing behind.

    Raises ``NotConfigured`` when another world is asked for than stands.
    """
    stack.demand_world(home, seed=arguments.seed, scale=arguments.scale, first_day=arguments.date)
    was_up = stack.is_up(home) and (home.options().get("airflow", True) or not arguments.airflow)
    if was_up and stack.is_of_other_code(home):
        console.print(say("up-renewed"))
        was_up = False
    try:
        if was_up:
            console.print(say("up-already"))
        else:
            stack.stop(home)  # a half-running stack is started anew
            day = stack.prepare(home, seed=arguments.seed, scale=arguments.scale, first_day=arguments.date,
                                airflow=arguments.airflow)  # fmt: skip
            console.print(say("up-begins", home=str(home.path), date=day.isoformat()))
            with Board(say("up-services")) as board:
                stack.start(home, lambda found: board.show((name, item["state"], "") for name, item in found.items()))
        if arguments.cycle and arguments.airflow:
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


def down(home: Home, arguments: argparse.Namespace) -> int:
    """Stop everything; with ``--forget`` remove what the installation holds, too."""
    with console.status(say("down-begins")):
        stack.stop(home)
        if arguments.forget:
            stack.forget(home)
    console.print(say("down-forgotten" if arguments.forget else "down-done", home=str(home.path)))
    return 0


def status(home: Home, _arguments: argparse.Namespace) -> int:
    """Say what runs; 0 when everything does."""
    found = stack.states(home)
    if not found:
        console.print(say("status-nothing"))
        return 1
    for name, item in found.items():
        console.print(f"{name:<20} {say('state-' + item['state']):<10} pid {item['pid']:<8} ↻ {item['restarts']}")
    return 0 if stack.is_up(home) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embedded", description=say("embedded-help"))
    commands = parser.add_subparsers(required=True)
    upper = commands.add_parser("up", help=say("up-help"))
    upper.add_argument("--seed", type=int, default=None, help=say("up-help-seed"))
    upper.add_argument("--scale", type=_scale, default=None, help=say("up-help-scale"))
    upper.add_argument("--date", type=_day, default=None, help=say("up-help-date"))
    upper.add_argument("--no-cycle", dest="cycle", action="store_false", help=say("up-help-no-cycle"))
    upper.add_argument("--no-airflow", dest="airflow", action="store_false", help=say("up-help-no-airflow"))
    upper.set_defaults(command=up)
    downer = commands.add_parser("down", help=say("down-help"))
    downer.add_argument("--forget", action="store_true", help=say("down-help-forget"))
    downer.set_defaults(command=down)
    commands.add_parser("status", help=say("status-help")).set_defaults(command=status)
    return parser


def _scale(given: str) -> float:
    with suppress(ValueError):
        if 0 < (scale := float(given)) < inf:
            return scale
    raise argparse.ArgumentTypeError(say("up-scale-unsound", value=given))


def _day(given: str) -> date:
    with suppress(ValueError):
        return date.fromisoformat(given)
    raise argparse.ArgumentTypeError(say("up-date-unsound", value=given))


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _escape(said: str) -> str:
    return said.replace("[", r"\[")


if __name__ == "__main__":
    sys.exit(main())

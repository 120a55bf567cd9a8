"""What a person sees while the stack comes up: a live table on a terminal, a line a change anywhere else."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.table import Table

from hub.i18n import language_of, text

console = Console(highlight=False)

_LOOKS = {
    "ready": "[green]●[/]", "done": "[green]✓[/]", "success": "[green]✓[/]", "starting": "[yellow]◐[/]",
    "running": "[yellow]◐[/]", "failed": "[red]✗[/]", "held": "[magenta]‖[/]",
}  # fmt: skip


def say(message_id: str, **values: object) -> str:
    """A message in the language of ``HUB_LANGUAGE`` (English unless it says ``hi``)."""
    return text(message_id, language_of(os.environ.get("HUB_LANGUAGE", "")), **values)


class Board(AbstractContextManager["Board"]):
    """A list of named things with their states, shown as they change."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = time.monotonic()
        self._rows: dict[str, tuple[str, str]] = {}
        self._changed_at: dict[str, float] = {}
        self._live = Live(console=console, refresh_per_second=4) if console.is_terminal else None

    def __enter__(self) -> Board:
        if self._live:
            self._live.start()
        else:
            console.print(self._title)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.update(self._table())
            self._live.stop()

    def show(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """``(name, state, note)`` of everything, in order."""
        for name, state, note in rows:
            if self._rows.get(name, ("", ""))[0] != state:
                self._changed_at[name] = time.monotonic() - self._began
                if not self._live and state not in {"waiting", "none", "queued"}:
                    console.print(f"  {self._changed_at[name]:6.1f} s  {name:<26} {_word(state)}")
            self._rows[name] = (state, note)
        if self._live:
            self._live.update(self._table())

    def _table(self) -> Table:
        seconds = time.monotonic() - self._began
        table = Table(title=f"{self._title}  {seconds:.0f} s", title_justify="left", box=None, show_header=False)
        for name, (state, note) in self._rows.items():
            at = "" if state in {"waiting", "none"} else f"{self._changed_at[name]:.0f} s"
            table.add_row(_LOOKS.get(state, "[dim]·[/]"), name, _word(state), note, at)
        return table


def _word(state: str) -> str:
    try:
        return say(f"state-{state.replace('_', '-')}")
    except KeyError:
        return state

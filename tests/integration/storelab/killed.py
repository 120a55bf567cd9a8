"""Runs a call in a forked child and kills it at a chosen call of the hub's own functions."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from hub.settings import ROOT

_HUB = str(ROOT / "hub")
Point = Callable[[FrameType, str], bool]


def at(function: str, event: str = "call") -> Point:
    """True when a function (``module.name``) is entered (``call``) or left (``return``)."""
    module, _, name = function.rpartition(".")

    def is_there(frame: FrameType, what: str) -> bool:
        return what == event and frame.f_code.co_name == name and frame.f_globals.get("__name__") == module

    return is_there


def nth(number: int) -> Point:
    """True at the given call or return of anything of the hub, in whatever thread."""
    left = [number]

    def is_there(frame: FrameType, what: str) -> bool:
        if what in ("call", "return") and frame.f_code.co_filename.startswith(_HUB):
            left[0] -= 1
        return left[0] == 0

    return is_there


def run(call: Callable[[], object], kill: Point | None = None) -> int:
    """What became of the call in a child: 0 done, 1 raised, -9 killed."""
    child = start(call, kill)
    return wait(child)


def start(call: Callable[[], object], kill: Point | None = None) -> int:
    """Start the call in a child; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        if kill is not None:
            point = kill

            def watch(frame: FrameType, what: str, _argument: Any) -> None:
                if point(frame, what):
                    os.kill(os.getpid(), signal.SIGKILL)

            threading.setprofile(watch)
            sys.setprofile(watch)
        call()
        code = 0
    except BaseException as error:  # the parent is told by the code; a test's child must never go on as pytest
        sys.stderr.write(f"child: {type(error).__name__}\n")
    finally:
        os._exit(code)


def wait(child: int) -> int:
    """The exit code of a child, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def calls(call: Callable[[], object]) -> int:
    """How many calls and returns of the hub's functions a call makes, in this process."""
    count = [0]

    def watch(frame: FrameType, what: str, _argument: Any) -> None:
        if what in ("call", "return") and frame.f_code.co_filename.startswith(_HUB):
            count[0] += 1

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        call()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return count[0]

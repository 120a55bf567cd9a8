"""Ports for the tests' servers that no other test, and no outgoing connection, takes between choosing and listening.

A port that the system names as free (bind to 0) may be given at once to another worker's server, or to a client's own
end of a connection: a test would then speak with a stranger's stand-in.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
from functools import cache

#: Below the ports that Linux gives to outgoing connections (from 32768 on), above those of an installation (18080 on).
FIRST, LAST, BLOCK = 20000, 32600, 200


@cache
def _block() -> tuple[socket.socket, itertools.cycle[int]]:
    """This process's own ports, walked round; its first one stays bound as the sign that the block is taken."""
    for first in range(FIRST, LAST, BLOCK):
        sign = socket.socket()
        try:
            sign.bind(("127.0.0.1", first))
        except OSError:
            sign.close()
            continue
        return sign, itertools.cycle(range(first + 1, first + BLOCK))
    raise RuntimeError(f"every block of ports from {FIRST} to {LAST} is taken by other tests")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do it: a port that only waits for old packets (TIME_WAIT) is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
        return False


def free_port() -> int:
    """A TCP port of the loopback that nothing listens on; the next 198 calls in this process give others."""
    return free_ports(1)


def free_ports(count: int) -> int:
    """The first of ``count`` free ports in a row (``count`` below ``BLOCK``)."""
    _, walk = _block()
    found: list[int] = []
    for port in itertools.islice(walk, 3 * BLOCK):
        found = [*found, port] if _is_free(port) and (not found or port == found[-1] + 1) else []
        if len(found) == count:
            return found[0]
    raise RuntimeError(f"no {count} free ports in a row")

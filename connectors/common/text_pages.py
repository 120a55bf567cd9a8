"""Cutting one long CSV into pages that can each be read alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def cut(parts: Iterable[bytes], page_bytes: int) -> Iterator[bytes]:
    """The bytes of ``parts`` as pages of about ``page_bytes``, each ending at a record's end and beginning with the
    header line.

    A line feed inside quotes does not end a record. A file of one header line, or an empty one, is one page.
    """
    header = b""
    held = bytearray()
    is_first = True
    for part in parts:
        held += part
        if not header:
            header = bytes(held[: _record_end(held, 0)])
        while header and len(held) >= page_bytes:
            end = _record_end(held, page_bytes)
            if not end:
                break  # one record longer than a page: wait for its end
            page = bytes(held[:end])
            yield page if is_first else header + page
            del held[:end]
            is_first = False
    if held or is_first:
        yield bytes(held) if is_first else header + bytes(held)


def _record_end(held: bytearray, page_bytes: int) -> int:
    """Position after the last record that ends within the first ``page_bytes``, else after the first that ends at
    all; 0 where none ends. ``held`` begins at a record's beginning."""
    end = held.rfind(b"\n", 0, page_bytes)
    while end >= 0:
        if held.count(b'"', 0, end) % 2 == 0:
            return end + 1
        end = held.rfind(b"\n", 0, end)
    end = held.find(b"\n", page_bytes)
    while end >= 0:
        if held.count(b'"', 0, end) % 2 == 0:
            return end + 1
        end = held.find(b"\n", end + 1)
    return 0

"""A long CSV cut into pages says the same as the whole."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from connectors.common.text_pages import cut

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=12)


def written(rows: list[list[str]], end: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["A", 'B "b"', "C\nc"], *rows])
    return out.getvalue().encode()


def rows_of(page: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.decode(), newline="")))


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=30),
    page_bytes=st.integers(1, 400),
    part_bytes=st.integers(1, 300),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_the_pages_hold_every_row_once_and_each_has_the_header(
    rows: list[list[str]], page_bytes: int, part_bytes: int, end: str
) -> None:
    body = written(rows, end)
    parts = [body[at : at + part_bytes] for at in range(0, len(body), part_bytes)]
    pages = list(cut(parts, page_bytes))
    header, *whole = rows_of(body)
    assert [rows_of(page)[0] for page in pages] == [header] * len(pages)
    assert [row for page in pages for row in rows_of(page)[1:]] == whole


def test_pages_are_bounded() -> None:
    header, line = b"A,B\n", b"12345,67890\n"
    body = header + line * 10_000
    pages = list(cut([body[at : at + 5_000] for at in range(0, len(body), 5_000)], 1_000))
    assert max(map(len, pages)) <= 1_000 + len(header)
    assert len(pages) >= len(body) // 1_000


def test_bytes_are_kept_as_they_are() -> None:
    body = b"\xef\xbb\xbfA,B\r\n1,x \x96\r\n2,y"
    assert b"".join(cut([body], 1 << 20)) == body
    first, *others = cut([body], 12)
    assert first + b"".join(page.partition(b"\n")[2] for page in others) == body


def test_a_file_of_a_header_alone_or_of_nothing_is_one_page() -> None:
    assert list(cut([b"A,B\n"], 100)) == [b"A,B\n"]
    assert list(cut([b"A,B"], 100)) == [b"A,B"]
    assert list(cut([b""], 100)) == [b""]
    assert list(cut([], 100)) == [b""]

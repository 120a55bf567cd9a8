"""Workbooks: damage is seen before they are kept; what the hub writes depends on its rows only."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from openpyxl import load_workbook

from connectors.common.workbook import is_sound, write

ROWS = [("k1", "आशा कुमारी", "=1+1"), ("k2", "", "a\x07b")]


def book() -> bytes:
    return write("EMD", ("Key", "Name", "Note"), ROWS)


def changed(name: str, change: object) -> bytes:
    """The workbook with one part changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            if part == name:
                if change is None:
                    continue
                body = change(body)  # type: ignore[operator]
            new.writestr(part, body)
    return out.getvalue()


def test_the_same_rows_give_the_same_bytes_at_any_time() -> None:
    first = book()
    time.sleep(2.1)  # a zip's clock counts in steps of two seconds
    assert book() == first


def test_text_stays_text_and_control_characters_are_left_out() -> None:
    sheet = load_workbook(io.BytesIO(book()))["EMD"]
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert [value for value, _kind in cells[0]] == ["Key", "Name", "Note"]
    assert [value for value, _kind in cells[1]] == ["k1", "आशा कुमारी", "=1+1"]
    assert "f" not in {kind for row in cells for _value, kind in row}
    assert cells[2][2][0] == "ab"


def test_a_sound_workbook_is_sound() -> None:
    assert is_sound(book())


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a zip",
        book()[: len(book()) // 2],
        book().replace(b"PK\x01\x02", b"PK\x01\x03", 1),
        changed("xl/workbook.xml", None),
        changed(SHEET, lambda body: body[:-20]),
        changed(SHEET, lambda body: body.replace(b"k1", b"k\x96")),
        changed(SHEET, lambda body: b'<!DOCTYPE x [<!ENTITY a "b">]>' + body),
    ],
    ids=["empty", "no-zip", "half", "directory", "no-book", "cut-sheet", "encoding", "dtd"],
)
def test_damage_is_seen(body: bytes) -> None:
    assert not is_sound(body)


def test_a_bit_that_flipped_is_seen() -> None:
    body = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as parts:
        entry = parts.getinfo(SHEET)
    body[entry.header_offset + 60] ^= 0xFF
    assert not is_sound(bytes(body))

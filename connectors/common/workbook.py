"""Excel workbooks: is one whole before it is kept, and writing one whose bytes depend on its rows only."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from lxml import etree

_LARGEST = 2 << 30  # bytes of XML unpacked; past that it is no report but a bomb
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")  # openpyxl writes the time of saving
_EPOCH = (1980, 1, 1, 0, 0, 0)


def is_sound(body: bytes) -> bool:
    """Whether the workbook unpacks, its checksums hold and its XML is well formed, without DTD and in its encoding."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                return False
            names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
            return "xl/workbook.xml" in names and all(_is_well_formed(parts, name) for name in names)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


def _is_well_formed(parts: zipfile.ZipFile, name: str) -> bool:
    with parts.open(name) as part:
        try:
            walk = etree.iterparse(part, events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
            for _event, element in walk:
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            return not walk.root.getroottree().docinfo.doctype
        except etree.XMLSyntaxError:
            return False


def write(sheet: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of text cells. Text that begins with ``=`` stays text; control characters, which no workbook can hold,
    are left out. The same rows give the same bytes."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in (header, *rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    written = io.BytesIO()
    book.save(written)
    return _undated(written.getvalue())


def _undated(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(part))
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()

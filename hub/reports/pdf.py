"""An edition as PDF: set by Typst from ``templates/report.typ``, in the fonts beside it, tagged and for archives
(PDF/A-2b). The same document gives the same bytes."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import typst

from hub.i18n import text
from hub.reports.charts import lifted
from hub.reports.document import Document
from hub.reports.fonts import FOLDER

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"
STANDARD: Final = "a-2b"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def pdf(document: Document, role: str, rows_at: str = "") -> bytes:
    """The edition for ``role`` as a PDF file. ``rows_at`` is the address at which the console shows rows; figures link
    there when it is given."""
    language = document["language"]
    day = date.fromisoformat(document["business_date"])
    sections = [one | {"chart": lifted(one["svg"]), "svg": ""} if "svg" in one else one
                for one in document["sections"]]  # fmt: skip
    data = document | {
        "sections": sections, "sheet": all(one["kind"] in ("figures", "comparison", "missing") for one in sections),
        "role": text("report-for", language, role=role_name(role, language)), "rows_at": rows_at,
        "as_of": text("report-as-of", language, date=document["date"]),
        "page": text("report-page-of", language, page="{page}", pages="{pages}"),
        "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip
    made = typst.compile(
        TEMPLATE.read_bytes(), font_paths=_fonts(), pdf_standards=[STANDARD], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    return bytes(made)


def role_name(role: str, language: str) -> str:
    """To whom an edition is addressed."""
    return text(f"report-role-{role.replace('_', '-')}", language)

"""A report in words: what the page, the workbook and the PDF of an edition all show, made once for each language.

A document is plain JSON: ``title``, ``area``, ``date``, ``correction`` (empty in a first edition), ``notes``,
``sections``. A section has ``id``, ``kind``, ``title``, ``note``; ``figures``: cells with a ``name``; ``table`` and
``rows``: ``head``, ``body``, ``foot``; where it is drawn ``svg`` and ``alt``. A cell is ``text`` with ``number`` (null
for words) and ``cut``, the query of the page that shows the rows behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from hub.i18n import text
from hub.reports import charts, words
from hub.reports.areas import Area, above
from hub.reports.declared import Report, Section
from hub.reports.figures import Book, Cut, Line, checked
from hub.reports.lists import LISTS
from hub.reports.revisions import Revision
from hub.reports.rows import Rows

Document = dict[str, Any]


def document(
    report: Report, area: Area, day: date, language: str, rows: Mapping[str, Rows], book: Book, revision: Revision
) -> Document:  # fmt: skip
    """The report for one area in one language."""
    made = _Maker(area, day, language, rows, book, report.name)
    sections = [made.section(section) for section in report.sections if not section.of or area.level in section.of]
    return {
        "report": report.name, "title": text(f"report-{report.name.replace('_', '-')}-title", language),
        "purpose": text(f"report-{report.name.replace('_', '-')}-purpose", language), "area": area.words(language),
        "area_id": str(area), "date": f"{day:%d-%m-%Y}", "business_date": day.isoformat(), "language": language,
        "correction": revision.words(language), "sections": sections, "notes": _notes(report, rows, language),
    }  # fmt: skip


def query(cut: Cut) -> str:
    """A cut as the query of an address."""
    pairs = [("list", cut.list), ("measure", cut.measure)]
    pairs += [item for name, value in cut.of for item in (("by", name), ("is", value))]
    return urlencode([(name, value) for name, value in pairs if value or name == "is"])


def cut_of(written: str) -> Cut:
    """The cut that ``query`` wrote; raises ``NotAllowed`` for a list, measure or column that there is not."""
    told = parse_qs(written, keep_blank_values=True)
    names, values = told.get("by", []), told.get("is", [])
    of = tuple(zip(names, values, strict=False))
    return checked(Cut(told.get("list", [""])[0], told.get("measure", [""])[0], of))


def _notes(report: Report, rows: Mapping[str, Rows], language: str) -> list[str]:
    """Of what the report was made: each dataset's batch, the calendar, what its figures count."""
    batches: dict[str, str] = {}
    clocks: set[tuple[Any, Any]] = set()
    for name in report.lists:
        batches |= rows[name].made_from["batches"]
        if rows[name].made_from["clocks_of"]:
            clocks.add((rows[name].made_from["clocks_of"], rows[name].made_from["calendar_version"]))
    notes = []
    if batches:
        notes.append(text("report-made-of", language, batches=", ".join(sorted(batches.values()))))
    for of, version in sorted(clocks):
        day = date.fromisoformat(of).strftime("%d-%m-%Y")
        notes.append(text("report-made-by-clocks", language, date=day, version=version))
    return [*notes, text("report-no-names", language)]


class _Maker:
    """One edition's sections."""

    def __init__(self, area: Area, day: date, language: str, rows: Mapping[str, Rows], book: Book, report: str) -> None:
        self.area, self.day, self.language, self.rows, self.book, self.report = area, day, language, rows, book, report

    def section(self, section: Section) -> dict[str, Any]:
        """The section in words; one whose dataset is not there says so."""
        made: dict[str, Any] = {"id": section.id, "kind": section.kind, "note": self._note(section)}
        made["title"] = text(f"report-{self.report.replace('_', '-')}-{section.id}", self.language)
        missing = [] if section.kind == "comparison" else self.rows[section.list].missing
        if missing:
            return made | {"kind": "missing", "words": self._missing(missing)}
        makers = {"figures": self._figures, "table": self._table, "rows": self._rows, "comparison": self._comparison}
        return made | makers[section.kind](section)

    def _note(self, section: Section) -> str:
        try:
            return text(f"report-{self.report.replace('_', '-')}-{section.id}-note", self.language)
        except KeyError:
            return ""

    def _missing(self, missing: Sequence[str]) -> str:
        return text("report-missing", self.language, datasets=", ".join(missing))

    def _figure(self, section: Section, line: Line, name: str) -> dict[str, Any]:
        value = line.figures[name]
        shown = words.number(value)
        measure = LISTS[section.list].measures[name]
        of = tuple((column, _plain(told)) for column, told in zip(section.by, line.of, strict=False))
        cut = query(Cut(section.list, name, of)) if value is not None else ""
        return {"text": f"{shown} %" if measure.of and value is not None else shown, "number": value, "cut": cut}

    def _figures(self, section: Section) -> dict[str, Any]:
        [line] = self.book.count(section.list, section.measures, self.area)
        return {
            "figures": [
                {"name": words.measure(name, self.language), **self._figure(section, line, name)}
                for name in section.measures
            ]
        }

    def _table(self, section: Section) -> dict[str, Any]:
        counted = list(dict.fromkeys([*section.measures, *filter(None, [section.nonzero])]))
        lines = self.book.count(section.list, counted, self.area, section.by)
        if section.nonzero:
            lines = [line for line in lines if line.figures[section.nonzero]]
        beyond = 0
        labels = self._labels(section)
        named = [(line, [self._word(name, told, labels) for name, told in zip(section.by, line.of, strict=True)])
                 for line in lines]  # fmt: skip
        named.sort(key=lambda one: [words.place(*told) for told in zip(section.by, one[0].of, one[1], strict=True)])
        if section.top:
            named.sort(key=lambda one: -(one[0].figures[section.measures[0]] or 0))
        beyond = max(len(named) - section.top, 0) if section.top else 0
        named = named[: section.top] if section.top else named
        lines, keys = [line for line, _key in named], [key for _line, key in named]
        [total] = self.book.count(section.list, counted, self.area)
        made: dict[str, Any] = {
            "head": [words.column(name, self.language) for name in section.by]
            + [words.measure(name, self.language) for name in section.measures],
            "keys": len(section.by),
            "body": [
                [{"text": word, "number": None, "cut": ""} for word in key]
                + [self._figure(section, line, name) for name in section.measures]
                for key, line in zip(keys, lines, strict=True)
            ],
            "foot": [{"text": text("report-total", self.language), "number": None, "cut": ""}]
            + [{"text": "", "number": None, "cut": ""}] * (len(section.by) - 1)
            + [self._figure(section, Line((), total.figures), name) for name in section.measures]
            if lines and not _repeats(section) and not section.top else [],
            "beyond": text("report-lines-beyond", self.language, count=beyond) if beyond else "",
            "words": "" if lines else text("report-nothing", self.language),
        }  # fmt: skip
        if section.chart:
            made |= charts.of_table(section, lines, [" · ".join(key) for key in keys], self.language)
        return made

    def _rows(self, section: Section) -> dict[str, Any]:
        cut = Cut(section.list, section.measure)
        number = self.book.number(cut, self.area)
        labels = self._labels(section)
        said = {"district": "district_lgd", "subdivision": "district_lgd", "department": "department"}
        columns = [name for name in section.columns if name != said.get(self.area.level)]
        found = self.book.rows(cut, self.area, columns, limit=section.first)
        beyond = number - len(found)
        return {
            "head": [words.column(name, self.language) for name in columns],
            "keys": len(columns),
            "body": [
                [_told(self._word(name, told, labels), told) for name, told in zip(columns, row, strict=True)]
                for row in found
            ],
            "foot": [],
            "cut": query(cut),
            "number": number,
            "beyond": text("report-rows-beyond", self.language, count=beyond) if beyond > 0 else "",
            "words": "" if found else text("report-nothing", self.language),
        }  # fmt: skip

    def _comparison(self, section: Section) -> dict[str, Any]:
        """Shares of the area beside those of the areas above it."""
        places = [self.area, *above(self.area)]
        shown, body = [], []
        for share in section.shares:
            name, _, measure = share.partition(".")
            if self.rows[name].missing:
                continue
            heading = text(f"report-share-{words.dashed(name)}", self.language)
            figures = [self.book.count(name, [measure], place)[0].figures[measure] for place in places]
            shown.append((heading, figures))
            cells: list[dict[str, Any]] = [{"text": heading, "number": None, "cut": ""}]
            for place, figure in zip(places, figures, strict=True):
                cut = query(Cut(name, measure)) if place == self.area and figure is not None else ""
                word = "–" if figure is None else f"{words.number(figure)} %"
                cells.append({"text": word, "number": figure, "cut": cut})
            body.append(cells)
        heads = [place.words(self.language) for place in places]
        if not body:
            return {"kind": "missing", "words": text("report-nothing", self.language)}
        return {
            "head": [text("report-share", self.language), *heads], "keys": 1, "body": body, "foot": [], "beyond": "",
            "words": "", **charts.of_shares(shown, heads, self.language),
        }  # fmt: skip

    def _labels(self, section: Section) -> dict[str, dict[Any, Any]]:
        if "service_id" not in (*section.by, *section.columns):
            return {}
        return {"service_id": self.book.labels(section.list, "service_id", f"service_name_{self.language}")}

    def _word(self, column: str, told: Any, labels: Mapping[str, Mapping[Any, Any]]) -> str:
        return words.value(column, told, self.language, labels)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _told(word: str, value: Any) -> dict[str, Any]:
    """A cell of a row. A code that is told in a word (a district's, a level's) is no number."""
    is_number = isinstance(value, int | float) and word in (str(value), words.number(value))
    return {"text": word, "number": value if is_number else None, "cut": ""}


def _repeats(section: Section) -> bool:
    """Whether the table's lines say the same cases again and again: a sum over weeks means nothing."""
    return "week_ends_on" in section.by or section.nonzero == "repeated"

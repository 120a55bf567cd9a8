"""Data Docs of one run: Great Expectations' own page of the suite's results, kept for ever beside its JSON.

The page holds counts and no value of any row, asks nothing of the network (Great Expectations' template would fetch
styles, scripts and a logo from outside; a content policy forbids it and a small style sheet stands in), and says each
expectation in plain Hindi and English.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import fsspec

from hub.checks.engine.gx import import_gx
from hub.checks.verdicts import BatchReport
from hub.checks.words import hold_words, plain_words
from hub.i18n import LANGUAGES
from hub.settings import settings

PAGE, RESULT = "index.html", "validation.json"
_STYLE = """<style>
body { font: 15px/1.5 system-ui, "Noto Sans Devanagari", sans-serif; max-width: 72rem; margin: 1rem auto }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
td, th { border: 1px solid #cfd6df; padding: .35rem .6rem; text-align: left; vertical-align: top }
h5 { font-size: 1.05rem; margin: 1.5rem 0 .25rem } h6, .h6 { font-size: 1rem; margin: 0 }
.navbar, .modal, footer, button, .btn, img, .navigation-content, .col-lg-2 { display: none }
.fa-check-circle::before { content: "✓"; color: #137333 } .fa-times::before { content: "✗"; color: #b3261e }
.fa-exclamation-triangle::before { content: "!"; color: #8a5a00 }
.alert-secondary { padding: .6rem .8rem; background: #eef1f5 }
</style>"""
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
_OUTSIDE = re.compile(
    r"<script\b.*?</script>|<link\b[^>]*>|<img\b[^>]*>|<a\b[^>]*\.html\"[^>]*>|<style\b.*?</style>", re.S
)


def folder(batch_id: str) -> str:
    """Where the Data Docs of a batch stand: ``<docs url>/<dataset>/<business date>/<sequence>``."""
    return f"{settings().docs_url.rstrip('/')}/{batch_id}"


def build(batch_id: str, report: BatchReport) -> str:
    """Write the Data Docs of a checked batch and return the address of its page; building again writes the same.

    Raises ``OSError`` when the place cannot be written.
    """
    dataset, business_date, sequence = batch_id.split("/")
    page, result = _render(report.validation, dataset, f"{business_date} {sequence}")
    page = page.replace('<div class="container-fluid', f'{_summary(batch_id, report)}<div class="container-fluid', 1)
    place = folder(batch_id)
    files, path = fsspec.core.url_to_fs(place)
    files.makedirs(path, exist_ok=True)
    for name, content in ((RESULT, result), (PAGE, page)):
        with files.open(f"{path}/{name}", "wb") as out:
            out.write(content.encode())
    return f"{place}/{PAGE}"


def _summary(batch_id: str, report: BatchReport) -> str:
    """What a steward reads first: why the batch waits, and each reason of failed rows with its count, in both
    languages; reasons that come from reading a value stand here only."""
    dataset = batch_id.split("/")[0]
    told = [(hold.rule, hold.details) for hold in report.holds] + [(note.rule, note.details) for note in report.notes]
    lines = [(rule, "", *(hold_words(rule, language, **details) for language in LANGUAGES)) for rule, details in told]
    lines += [
        (reason, str(rows), *(plain_words(dataset, reason, language) for language in LANGUAGES))
        for reason, rows in sorted(report.failed_by_expectation.items())
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in lines)
    head = "<tr><th>Reason</th><th>Rows</th><th>हिन्दी</th><th>English</th></tr>"
    return f"<h1>{escape(batch_id)}</h1><p>{report.received} rows received</p><table>{head}{rows}</table>"


def _render(validation: Any, dataset: str, run: str) -> tuple[str, str]:
    import_gx()
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    validation.meta.update(
        run_id=RunIdentifier(run_name=run, run_time=f"{run.split()[0]}T00:00:00+05:30"),
        active_batch_definition={
            "datasource_name": "landing",
            "data_connector_name": "hub",
            "data_asset_name": dataset,
            "batch_identifiers": {},
        },
        batch_kwargs={"data_asset_name": dataset},
        batch_spec={},
        batch_markers={},
    )
    document = ValidationResultsPageRenderer(run_info_at_end=True).render(validation)
    page = _OUTSIDE.sub("", DefaultJinjaPageView().render(document, show_how_to_buttons=False))
    kept = json.dumps(validation.to_json_dict(), ensure_ascii=False, indent=1, sort_keys=True)
    return page.replace("<head>", f'<head>\n<meta charset="utf-8">{_POLICY}{_STYLE}', 1), kept

"""``hub reconcile``, ``hub totals`` and ``hub discrepancies`` as a person and as a program use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stored import FIRST, put

from hub.cli.main import main

pytestmark = pytest.mark.postgres


def test_the_command_line_tells_decides_and_sends(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hub(*words: str, language: str = "en") -> str:
        monkeypatch.setenv("HUB_LANGUAGE", language)
        monkeypatch.setattr("sys.argv", ["hub", *words])
        try:
            main()
        except SystemExit as leave:
            if leave.code:
                raise
        return capsys.readouterr().out

    put("hrms.employees", {"employee_id": "E1000001"})
    put("sparrow.pars", {"apar_id": "PAR-2025-000001", "department_name": "Health Department"})
    assert "मिलान" in hub("reconcile", "--date", FIRST.isoformat(), language="hi")
    assert "Rows" in hub("reconcile", "--date", FIRST.isoformat())
    assert "संग्रहित" in hub("totals", "hrms.employees", language="hi")
    (total,) = json.loads(hub("totals", "hrms.employees", "--json"))
    assert (total["stored"], total["is_complete"]) == (1, True)

    (row,) = json.loads(hub("discrepancies", "list", "--kind", "department_differs", "--json"))
    number = str(row["id"])
    assert "विभाग" in hub("discrepancies", "list", language="hi")
    decided = json.loads(
        hub("discrepancies", "resolve", number, "--side", "a", "--reason", "order", "--as", "x", "--json")
    )
    assert (decided["status"], decided["version"]) == ("resolved", 2)
    shown = hub("discrepancies", "show", number)
    assert "the first side is right" in shown
    assert "Health Department" in shown
    assert json.loads(hub("discrepancies", "undo", number, "--as", "x", "--json"))["status"] == "open"
    assert "1" in hub("discrepancies", "counts", "--by", "systems")
    sent = json.loads(hub("discrepancies", "send", "sparrow", "--folder", str(tmp_path), "--format", "csv", "--json"))
    assert "PAR-2025-000001" in Path(sent["file"]).read_text(encoding="utf-8-sig")
    with pytest.raises(SystemExit):
        hub("discrepancies", "list", "--status", "lost")
    assert '"lost"' in capsys.readouterr().err

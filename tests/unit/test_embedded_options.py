"""What a person types after ``make up``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from embedded.__main__ import main


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("up --scale 0", "--scale: 0 आकार नहीं है: 0 से बड़ी संख्या चाहिए"),
        ("up --scale nan", "--scale: nan आकार नहीं है"),
        ("up --scale big", "--scale: big आकार नहीं है"),
        ("up --date 20-11-2026", '--date: "20-11-2026" तिथि नहीं है। वर्ष-माह-दिन लिखें'),
        ("up --seed x", '--seed: "x" पूर्ण संख्या नहीं है'),
        ("up --sed 1", "--sed नाम का कोई विकल्प नहीं है"),
        ("dwn", "'dwn' नाम की कोई कमांड नहीं है। क्या आपका आशय इनमें से किसी से है: python -m embedded down?"),
        ("status now", "अतिरिक्त शब्द: now"),
        ("", "कमांड:"),
    ],
)
def test_wrong_usage_is_told_in_the_readers_language(
    typed: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    with pytest.raises(SystemExit) as ended:
        main(typed.split())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "प्रयोग: python -m embedded" in told
    assert not re.search("usage|options|error|invalid|argument", told), told


def test_what_was_typed_reaches_what_it_is_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUB_HOME", str(tmp_path))
    (tmp_path / "run").mkdir()
    asked: dict[str, object] = {}
    monkeypatch.setattr("embedded.__main__.up", lambda _home, **given: asked.update(given) or 7)
    assert main(["up", "--seed", "3", "--scale", "0.1", "--date", "2026-11-20", "--no-cycle"]) == 7
    assert asked == {"seed": 3, "scale": 0.1, "first_day": date(2026, 11, 20), "cycle": False, "airflow": True}

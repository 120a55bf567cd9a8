"""What a person types after ``make up``."""

from __future__ import annotations

import pytest

from embedded.__main__ import main


@pytest.mark.parametrize("given", [["--scale", "0"], ["--scale", "nan"], ["--scale", "big"], ["--date", "20-11-2026"]])
def test_an_unsound_option_is_told_in_the_readers_language(
    given: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hub.settings import settings

    monkeypatch.setenv("HUB_LANGUAGE", "hi")
    settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main(["up", *given])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f"{given[1]} " in told
    assert "चाहिए" in told

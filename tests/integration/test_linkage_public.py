"""The engine on lists that others made, with a truth: FEBRL 3 and 4."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import linkage_public, public_lists


def test_lists_that_others_made_are_linked_as_well(tmp_path: Path) -> None:
    try:
        lists = public_lists.febrl(tmp_path)
    except public_lists.NotFetched as reason:
        pytest.skip(str(reason))
    for told in linkage_public.febrl(lists):
        assert told["f1"] >= told["aim"], told

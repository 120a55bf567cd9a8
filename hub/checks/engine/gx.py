"""The one door to Great Expectations: imported at first use, with analytics off and the hub's expectations known."""

from __future__ import annotations

import os
from typing import Any


def import_gx() -> Any:
    """The package ``great_expectations`` (a few CPU seconds once a process)."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations

    import hub.checks.expectations  # noqa: F401  # registers the hub's own

    return great_expectations

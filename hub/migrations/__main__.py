"""``python -m hub.migrations "what changed"``: cut the next version out of what the code declares.

Needs ``HUB_DATABASE_URL`` of a database at the version before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command

from hub.migrations import config

if __name__ == "__main__":
    versions = list((Path(__file__).parent / "versions").glob("[0-9]*.py"))
    number = f"{len(versions) + 1:04}"
    command.revision(config(), message=" ".join(sys.argv[1:]), autogenerate=True, rev_id=number)

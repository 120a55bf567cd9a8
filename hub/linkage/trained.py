"""Trained models as they stand in the repository: one JSON a subject."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from hub.errors import NotConfigured
from hub.linkage.decide import Census, Policy
from hub.linkage.spec import Spec, spec

FOLDER = Path(__file__).with_name("models")
_MOST = 0.5


@dataclass(frozen=True)
class Model:
    """A subject's trained model. ``version`` names its content and its specification's, so that the same version
    gives the same links."""

    version: str
    spec: Spec
    settings: dict[str, Any]
    policy: Policy
    trained: dict[str, Any]

    def at(self, size: int) -> Model:
        """The model for lists of which the larger has ``size`` records, a power of two: what other people's records
        give by chance is a share of them (``Spec.per_record``)."""
        settings = deepcopy(self.settings)
        for comparison in settings["comparisons"]:
            for level in comparison["comparison_levels"]:
                each = self.spec.per_record.get((comparison["output_column_name"], level["label_for_charts"]))
                if each is not None:
                    level["u_probability"] = min(each / size, _MOST)
        return replace(self, settings=settings)

    def among(self, found: Census) -> Model:
        """The model for records of which the census tells the odds before evidence."""
        return replace(self, policy=found.of(self.policy))


@cache
def model(subject: str) -> Model:
    """The subject's model in the repository. Raises ``NotConfigured`` where there is none."""
    return read(subject, FOLDER / f"{subject}.json")


def read(subject: str, path: Path) -> Model:
    """A model from a file."""
    if not path.exists():
        raise NotConfigured("linkage-model-missing", record=subject, next_command=f"hub linkage train {subject}")
    content = path.read_bytes()
    declared = orjson.loads(content)
    digest = hashlib.sha256(content + repr(spec(subject)).encode()).hexdigest()[:8]
    return Model(
        f"{subject}-{declared['trained']['on']}-{digest}",
        spec(subject),
        declared["splink"],
        Policy.read(declared["policy"]),
        declared["trained"],
    )


def write(path: Path, settings: dict[str, Any], policy: dict[str, Any], trained: dict[str, Any]) -> None:
    """Keep a model, its numbers rounded so that a retraining on the same lists writes the same file."""
    content = {"trained": trained, "policy": policy, "splink": _rounded(settings)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value

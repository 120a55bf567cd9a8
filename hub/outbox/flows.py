"""The flows of ``flows/*.yaml``: which change of which feed is told to which system, and how. One file a flow."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import ContractInvalid, NotAllowed
from hub.settings import ROOT

_FOLDER = ROOT / "flows"


class Condition(BaseModel):
    """One condition on a published row: its column is one of the texts, or is there at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    one_of: tuple[str, ...] | None = Field(None, alias="in")
    is_present: bool | None = None


class Retry(BaseModel):
    """After how many attempts without an answer a message is dead, and how long to wait between two."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attempts: int = Field(default=8, ge=1)
    first_delay_seconds: int = Field(default=30, ge=0)
    ceiling_seconds: int = Field(default=3600, ge=0)

    def delay(self, attempts: int) -> int:
        """Seconds to wait after the ``attempts``-th failure: doubling, up to the ceiling."""
        return int(min(self.first_delay_seconds * 2 ** (attempts - 1), self.ceiling_seconds))


class Flow(BaseModel):
    """One movement of data from a feed to a system."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_en: str
    title_hi: str
    purpose: str
    feed: str
    kinds: tuple[str, ...] = ("ADD", "MOD")
    when: tuple[Condition, ...] = ()
    subject: str
    payload: dict[str, str]
    constants: dict[str, str] = {}
    system: str
    operation: str
    connection: str
    together: bool = False
    batch_size: int = Field(100, ge=1)
    daily_limit: int = Field(ge=1)
    retry: Retry = Retry()
    enabled: bool = True


@cache
def flows(folder: Path = _FOLDER) -> dict[str, Flow]:
    """Every flow by its name, which is its file's.

    Raises ``ContractInvalid`` naming the file and the rule it breaks.
    """
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            flow = Flow.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValidationError) as error:
            raise ContractInvalid("outbox-flow-unsound", record=path.stem, file=path.name, reason=str(error)) from error
        if flow.name != path.stem or not set(flow.kinds) <= {"ADD", "MOD"}:
            reason = "the name is the file's, and kinds are ADD and MOD"
            raise ContractInvalid("outbox-flow-unsound", record=path.stem, file=path.name, reason=reason)
        found[flow.name] = flow
    return found


def flow_named(name: str) -> Flow:
    """The flow called ``name``.

    Raises ``NotAllowed`` naming the flows there are.
    """
    known = flows()
    if name not in known:
        raise NotAllowed("outbox-flow-unknown", record=name, flow=name, known=", ".join(known))
    return known[name]

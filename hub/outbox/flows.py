"""The flows of ``flows/*.yaml``: which change of which feed is told to which system, and how. One file a flow."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import ContractInvalid, NotAllowed, clause
from hub.settings import ROOT

_FOLDER = ROOT / "flows"
ANSWER_FIELDS = ("reference", "answered_on")
"""What a flow that follows another may carry beside that flow's payload: the system's own number, and the day."""


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
    """One movement of data to a system: out of a feed, or out of what another system answered to another flow.

    ``once``: a subject is told one time for ever, whatever changes in it afterwards, unless the system refused it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_en: str
    title_hi: str
    purpose: str
    feed: str = ""
    follows: str = ""
    kinds: tuple[str, ...] = ("ADD", "MOD")
    when: tuple[Condition, ...] = ()
    subject: str
    once: bool = False
    payload: dict[str, str]
    constants: dict[str, str] = {}
    system: str
    operation: str
    connection: str
    receipt: str
    together: bool = False
    batch_size: int = Field(100, ge=1)
    daily_limit: int = Field(ge=1)
    retry: Retry = Retry()

    @property
    def source(self) -> str:
        """The feed it reads, or the flow it follows."""
        return self.feed or self.follows


@cache
def flows(folder: Path = _FOLDER) -> dict[str, Flow]:
    """Every flow by its name, which is its file's.

    Raises ``ContractInvalid`` naming the file and the rule it breaks.
    """
    found: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            flow = Flow.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValidationError) as error:
            raise _unsound(path.stem, str(error)) from error
        if flow.name != path.stem or not set(flow.kinds) <= {"ADD", "MOD"}:
            raise _unsound(path.stem, clause("flow-rule-name"))
        if bool(flow.feed) == bool(flow.follows):
            raise _unsound(path.stem, clause("flow-rule-source"))
        found[flow.name] = flow
    for flow in found.values():
        if flow.follows:
            _prove_following(flow, found)
    return found


def _prove_following(flow: Flow, known: dict[str, Flow]) -> None:
    before = known.get(flow.follows)
    if before is None or before.follows:
        raise _unsound(flow.name, clause("flow-rule-follows", flow=flow.follows))
    carried = {*before.payload, *before.constants, *ANSWER_FIELDS}
    unknown = {flow.subject, *flow.payload.values()} - carried
    if unknown:
        raise _unsound(flow.name, clause("flow-rule-carried", flow=flow.follows, names=", ".join(sorted(unknown))))
    if flow.when:
        raise _unsound(flow.name, clause("flow-rule-conditions"))


def _unsound(name: str, reason: str | dict[str, object]) -> ContractInvalid:
    return ContractInvalid("outbox-flow-unsound", record=name, file=f"{name}.yaml", reason=reason)


def flow_named(name: str) -> Flow:
    """The flow called ``name``.

    Raises ``NotAllowed`` naming the flows there are.
    """
    known = flows()
    if name not in known:
        raise NotAllowed("outbox-flow-unknown", record=name, flow=name, known=", ".join(known))
    return known[name]

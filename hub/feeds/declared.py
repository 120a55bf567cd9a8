"""The feeds as ``feeds.yaml`` declares them, with the columns of the reconciled datasets they publish."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson
import yaml

from hub.errors import ContractInvalid, NotAllowed
from hub.reconcile import Column, datasets

_FILE = Path(__file__).with_name("feeds.yaml")


@dataclass(frozen=True)
class Feed:
    """One published dataset."""

    name: str
    dataset: str
    title_en: str
    title_hi: str
    purpose_en: str
    purpose_hi: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def schema(self) -> list[dict[str, str]]:
        """The columns as they stand in the manifest, in order."""
        return [
            {
                "name": column.name, "type": column.type.value, "label_en": column.label_en,
                "label_hi": column.label_hi, "classification": column.classification.value,
                "meaning": column.meaning_en, "meaning_hi": column.meaning_hi,
            }
            for column in self.columns
        ]  # fmt: skip

    def shape(self) -> str:
        """A hash of names and types: when it changes, every row is published anew. Labels may change freely."""
        named = [(column.name, column.type.value) for column in self.columns]
        return hashlib.sha256(orjson.dumps([self.key, named])).hexdigest()


@cache
def declared(path: Path = _FILE) -> dict[str, Feed]:
    """All feeds by name.

    Raises ``ContractInvalid`` when one names a dataset or a column that there is not, or leaves out its key.
    """
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        try:
            dataset = datasets()[entry["dataset"]]
            wanted = entry.get("columns") or [column.name for column in dataset.columns]
            feed = Feed(
                name=name,
                dataset=dataset.name,
                title_en=entry["title_en"],
                title_hi=entry["title_hi"],
                purpose_en=entry["purpose_en"],
                purpose_hi=entry["purpose_hi"],
                key=dataset.key,
                columns=tuple(dataset.column(column) for column in wanted),
            )
        except KeyError as error:
            raise ContractInvalid("feeds-declaration-unsound", record=name, feed=name, reason=str(error)) from error
        missing = set(feed.key) - set(wanted)
        if missing:
            reason = ", ".join(sorted(missing))
            raise ContractInvalid("feeds-declaration-unsound", record=name, feed=name, reason=reason)
        found[name] = feed
    return found


def feed_named(name: str) -> Feed:
    """The feed called ``name``.

    Raises ``NotAllowed`` naming the feeds there are.
    """
    known = declared()
    if name not in known:
        raise NotAllowed("feeds-unknown", record=name, feed=name, known=", ".join(known), next_command="hub feeds list")
    return known[name]

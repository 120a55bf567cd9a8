"""The tree of places that a contract's paths name: ``a.b`` is a key within an object, ``a[0]`` an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hub.contracts import Contract, Field
from hub.errors import ContractInvalid

_SEGMENT = re.compile(r"([^\[\].]+)(?:\[(\d+)\])?")


@dataclass
class Place:
    """One place in a record: a leaf that is a field of the contract, an object with ``keys``, or a list with
    ``items`` by position. ``path`` is how people name it. Keys inside a list are not reported as unknown."""

    path: str
    in_list: bool = False
    leaf: Field | None = None
    keys: dict[str, Place] = field(default_factory=dict)
    items: dict[int, Place] = field(default_factory=dict)

    def leaves(self) -> list[Field]:
        """The fields at and below this place."""
        below = [found for place in (*self.keys.values(), *self.items.values()) for found in place.leaves()]
        return [self.leaf, *below] if self.leaf else below


def shape(contract: Contract) -> Place:
    """The root place of the contract's records.

    Raises ``ContractInvalid`` when a path cannot be read, or one field lies within another.
    """
    root = Place("")
    for wire in contract.wire_fields:
        place = root
        segments = wire.path.split(".")
        for segment in segments:
            match = _SEGMENT.fullmatch(segment)
            if match is None or place.leaf or place.items:
                raise ContractInvalid("landing-path-unsound", record=contract.id, field=wire.name, path=wire.path)
            name, index = match.groups()
            path = f"{place.path}.{name}" if place.path else name
            place = place.keys.setdefault(name, Place(path, in_list=place.in_list))
            if index is not None:
                if place.keys or place.leaf:
                    raise ContractInvalid("landing-path-unsound", record=contract.id, field=wire.name, path=wire.path)
                place = place.items.setdefault(int(index), Place(f"{path}[{index}]", in_list=True))
        if place.leaf or place.keys or place.items:
            raise ContractInvalid("landing-path-unsound", record=contract.id, field=wire.name, path=wire.path)
        place.leaf = wire
    return root

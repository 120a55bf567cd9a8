"""What a person wishes to do with many rows, as the form says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from hub.contracts import contract, contracts
from hub.contracts.codes import districts
from hub.errors import NotAllowed
from hub.quarantine import Filter, bulk, queue
from hub.quarantine.links import links
from hub.quarantine.mappings import own_code


@dataclass(frozen=True)
class Wish:
    """``action`` is fix, refuse or assign; ``rule`` of a fix is trim, map or from. ``after_district`` is the LGD code
    to which a district's spelling is mapped, in place of ``after``."""

    action: str
    rule: str = ""
    dataset: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    after_district: str = ""
    other: str = ""
    assignee: str = ""
    reason: str = ""

    @classmethod
    def of(cls, form: FormData) -> Wish:
        """From the form; raises ``NotAllowed`` for what cannot be done."""
        given = {name: str(form.get(name) or "").strip() for name in cls.__dataclass_fields__}
        rule = given["rule"]
        field = str(form.get(f"{rule}_field") or form.get("field") or "").strip()
        made = cls(**given | {"field": field, "dataset": str(form.get("filter-dataset") or "")})
        if made.action not in ("fix", "refuse", "assign") or (
            made.action == "fix" and made.rule not in ("trim", "map", "from")
        ):
            raise NotAllowed("work-no-such-wish")
        return made

    def fields(self) -> dict[str, str]:
        """For the hidden fields of the form that confirms it."""
        names = ("action", "rule", "dataset", "field", "before", "after", "after_district", "other")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def to_value(self) -> str:
        """The value to which ``before`` is mapped, as the source writes it."""
        if not self.after_district:
            return self.after
        code = own_code(contract(self.dataset).field(self.field), int(self.after_district))
        if code is None:
            raise NotAllowed("work-no-code", field=self.field)
        return code

    def made(self) -> bulk.Rule:
        """The rule of a fix; raises ``NotAllowed`` where the form lacks something."""
        if self.rule == "trim":
            return bulk.Trim(self.field)
        if self.rule == "map":
            if not self.field or not self.before or not (self.after or self.after_district):
                raise NotAllowed("work-map-incomplete")
            return bulk.MapValue(self.field, self.before, self.to_value())
        dataset, _, other_field = self.other.rpartition(".")
        if not self.field or dataset not in contracts():
            raise NotAllowed("work-from-incomplete")
        return bulk.SetFrom(self.field, dataset, other_field)

    def preview(self, meant: Filter) -> bulk.Preview:
        """What it would do to the rows."""
        if self.action == "fix":
            return bulk.preview(self.made(), meant)
        rows = queue.total(meant) if not meant.ids else len(queue.page(meant, limit=bulk.LIMIT).rows)
        last = queue.page(meant, limit=bulk.LIMIT).rows
        matched = min(rows, bulk.LIMIT)
        return bulk.Preview(matched, matched, matched, {}, [], last[-1].id if last else 0, rows <= bulk.LIMIT)

    def apply(self, meant: Filter, actor: str) -> bulk.Done:
        """Do it."""
        if self.action == "refuse":
            return bulk.refuse_many(meant, actor, self.reason)
        return bulk.fix_many(self.made(), meant, actor, self.reason)


def rule_choices(dataset: str) -> dict[str, Any]:
    """What the form offers for a dataset: its fields, which of them are districts, and values of other systems."""
    described = contract(dataset)
    offered = []
    for link in links(described):
        offered += [(link.dataset, field) for field in contracts()[link.dataset].fields]
    return {
        "fields": described.wire_fields,
        "districts": [field for field in described.wire_fields if field.code_scheme.startswith("district")],
        "places": districts(),
        "others": list(dict.fromkeys((there, field.name) for there, field in offered)),
        "labels": {(there, field.name): field for there, field in offered},
    }

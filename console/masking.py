"""Personal fields are masked; to unmask them is an audit row with its purpose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hub.contracts import Classification, Contract
from hub.desk import LONGEST_REASON, note
from hub.errors import NotAllowed

MASKED = frozenset({Classification.PERSONAL, Classification.SENSITIVE})
MASK = "•••"
PURPOSE_LENGTH = range(5, LONGEST_REASON + 1)


def masked_fields(described: Contract) -> frozenset[str]:
    """Names of the dataset's fields that are not shown as they are."""
    return frozenset(field.name for field in described.fields if field.classification in MASKED)


def mask(values: Mapping[str, Any], described: Contract, *, is_unmasked: bool = False) -> dict[str, Any]:
    """A record by field with its personal values replaced; what is empty stays empty, so that one sees that it is."""
    hidden: Collection[str] = () if is_unmasked else masked_fields(described)
    return {name: MASK if name in hidden and value not in (None, "") else value for name, value in values.items()}


def unmask(actor: str, subject: str, purpose: str) -> None:
    """Note that a person looks at the personal fields of ``subject`` (``quarantine/17``) for a purpose.

    Call it before the values are shown. ``subject`` holds no personal data. Raises ``NotAllowed`` without a purpose
    of some words.
    """
    if len(purpose.strip()) not in PURPOSE_LENGTH:
        raise NotAllowed("console-purpose-missing", record=subject)
    note(actor, "unmask", subject, purpose.strip())

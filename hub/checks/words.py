"""Plain words for every reason, in Hindi and English."""

from __future__ import annotations

import re

from hub.contracts.registry import contracts
from hub.i18n import text

GENERIC = ("type", "format", "encoding", "not_a_pdf", "key_conflict", "key_missing", "mended")


def message_id(dataset: str, expectation_id: str) -> str:
    """The Fluent message of one expectation: ``expectation-<dataset>-<field>-<rule>``, ``.`` and ``_`` as ``-``."""
    return re.sub(r"[._]", "-", f"expectation-{dataset}-{expectation_id}")


def plain_words(dataset: str, expectation_id: str, language: str) -> str:
    """What failed, for a person: the message of that very expectation; else, for a dataset that was dropped in, the
    words of its rule with the field's own label.

    ``expectation_id`` may be any quarantine reason (``type:amount``, ``key_conflict``). Raises ``KeyError`` for an
    unknown language.
    """
    rule, _, name = expectation_id.partition(":")
    if rule in GENERIC:
        return text(f"reason-{_dashed(rule)}", language, field=_label(dataset, name, language))
    try:
        return text(message_id(dataset, expectation_id), language)
    except KeyError:
        name, _, rule = expectation_id.partition(".")
    label = _label(dataset, name, language)
    try:
        return text(f"rule-{_dashed(rule)}", language, field=label)
    except KeyError:
        return text("rule-other", language, field=label, rule=expectation_id)


def hold_words(rule: str, language: str, **details: object) -> str:
    """Why a batch waits, or what is worth noting of it, for a person: ``Hold.rule`` or ``Note.rule`` with its
    ``details``. Raises ``KeyError`` for an unknown rule or language."""
    return text(f"hold-{_dashed(rule)}", language, **details)


def _dashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _label(dataset: str, name: str, language: str) -> str:
    contract = contracts().get(dataset)
    for item in contract.fields if contract else ():
        if item.name == name:
            return item.label_hi if language == "hi" else item.label_en
    return name

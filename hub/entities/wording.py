"""``Why`` in plain words and as a waterfall: for a terminal, and as data for a page that draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.contracts.in_words import district_name
from hub.entities.model import Why
from hub.i18n import text

HALF = 12
"""Cells of a bar on either side of its middle."""


@dataclass(frozen=True)
class Bar:
    """One step of the waterfall: what was compared, what was found, how many bits it adds (each doubles the odds, a
    negative one halves them), and the sum before and after it. ``left`` and ``right`` are the original texts, personal
    data: empty where they are masked."""

    label: str
    finding: str
    bits: float
    start: float
    end: float
    left: str = ""
    right: str = ""


def verdict(why: Why, language: str) -> str:
    """One sentence: joined or not."""
    name = "entities-why-joined" if why.is_joined else "entities-why-apart"
    return text(f"{name}-{why.kind}", language, entity=why.left_entity, other=why.right_entity)


def reasons(why: Why, language: str) -> list[str]:
    """Why, a sentence a reason."""
    return [
        text(reason.message_id, language, **{name: _day(value) for name, value in reason.details.items()})
        for reason in why.reasons
    ]


def _day(value: Any) -> Any:
    """A date as offices write it; anything else as it is."""
    try:
        return date.fromisoformat(str(value)).strftime("%d-%m-%Y") if "-" in str(value) else value
    except ValueError:
        return value


def bars(why: Why, language: str, *, unmask: bool = False) -> list[Bar]:
    """The waterfall: where two strangers start, each comparison, the sum. Empty where the model was not asked."""
    seen = why.explanation
    if seen is None:
        return []
    sum_ = seen.prior
    made = [Bar(text("entities-why-start", language), text("entities-why-start-finding", language), sum_, 0.0, sum_)]
    for step in seen.steps:
        label = text(f"entities-compared-{step.comparison.replace('_', '-')}", language)
        finding = text(f"entities-level-{step.level.replace('_', '-')}", language)
        left, right = (_side(side, language) for side in (step.left, step.right))
        shown = (left, right) if unmask else ("", "")
        made.append(Bar(label, finding, step.weight, sum_, sum_ + step.weight, *shown))
        sum_ += step.weight
    finding = text(f"entities-why-band-{seen.band.value}", language, percent=percent(seen.probability))
    made.append(Bar(text("entities-why-sum", language), finding, seen.weight, 0.0, seen.weight))
    return made


def _side(values: Mapping[str, Any], language: str) -> str:
    """One side's original texts; a district's code with its name."""
    told = [(name, str(value)) for name, value in values.items() if value]
    names = {value: district_name("district_lgd", value, language) for name, value in told if name == "district"}
    return " · ".join(f"{names[value]} ({value})" if names.get(value) else value for _name, value in told)


def picture(bar: Bar, largest: float) -> str:
    """A bar as text: to the right what speaks for one person, to the left what speaks against it."""
    cells = round(HALF * abs(bar.bits) / largest) if largest else 0
    if bar.bits and not cells:
        cells = 1
    block = "█" * cells
    return f"{block:>{HALF}}│{'':{HALF}}" if bar.bits < 0 else f"{'':{HALF}}│{block:<{HALF}}"


def percent(probability: float) -> str:
    """A probability in per cent, never rounded up to certainty."""
    return f"{min(100 * probability, 99.99):.2f}".rstrip("0").rstrip(".")

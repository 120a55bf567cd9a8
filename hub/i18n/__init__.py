"""Texts that people read, in Hindi and English, from the Fluent catalogues beside this file and from each system's own
words, ``connectors/<system>/words.<language>.ftl``: a system joins with its folder.

``text(message_id, language, **values)`` fills one message. A message id that no catalogue holds is a programming
error and raises ``KeyError``; a test proves that both catalogues hold the same ids.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("hi", "en")
_HERE = Path(__file__).parent
_SYSTEMS = _HERE.parents[1] / "connectors"


def catalogues(language: str) -> list[Path]:
    """The files that hold the texts of ``language``."""
    return [*sorted((_HERE / language).glob("*.ftl")), *sorted(_SYSTEMS.glob(f"*/words.{language}.ftl"))]


@cache
def _bundle(language: str) -> FluentBundle:
    if language not in LANGUAGES:
        raise KeyError(language)
    bundle = FluentBundle([f"{language}-IN"], use_isolating=False)
    for path in catalogues(language):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def text(message_id: str, language: str, **values: object) -> str:
    """The message in ``language`` ("hi" or "en") with its places filled.

    Raises ``KeyError`` for an unknown message or language.
    """
    bundle = _bundle(language)
    if not bundle.has_message(message_id):
        raise KeyError(message_id)
    pattern = bundle.get_message(message_id).value
    if pattern is None:
        raise KeyError(message_id)
    formatted, _errors = bundle.format_pattern(pattern, values)
    return str(formatted)

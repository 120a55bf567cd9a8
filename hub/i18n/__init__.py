"""Texts that people read, in Hindi and English, from the Fluent catalogues beside this file and from each system's own
words, ``connectors/<system>/words.<language>.ftl``: a system joins with its folder.

``text(message_id, language, **values)`` fills one message. A message id that no catalogue holds is a programming
error and raises ``KeyError``; a test proves that both catalogues hold the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("hi", "en")
_HERE = Path(__file__).parent
_SYSTEMS = _HERE.parents[1] / "connectors"


def language_of(wish: str) -> str:
    """The language that a setting names ("hi", "HI", "hi_IN", "Hindi"), else English."""
    named = wish.strip().lower()[:2]
    return named if named in LANGUAGES else "en"


def catalogues(language: str) -> list[Path]:
    """The files from which ``text`` reads ``language``."""
    own = [path for path in sorted((_HERE / language).glob("*.ftl")) if path != help_catalogue(language)]
    return [*own, *sorted(_SYSTEMS.glob(f"*/words.{language}.ftl"))]


def help_catalogue(language: str) -> Path:
    """The file of the command line's help. It stands apart, as nothing but help and wrong usage reads it
    (``hub.cli.help``)."""
    return _HERE / language / "cli_help.ftl"


class Catalogue:
    """The texts of one language that stand in some files."""

    def __init__(self, language: str, paths: Iterable[Path]) -> None:
        """Raises ``KeyError`` for an unknown language."""
        if language not in LANGUAGES:
            raise KeyError(language)
        self._bundle = FluentBundle([f"{language}-IN"], use_isolating=False)
        for path in paths:
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def text(self, message_id: str, **values: object) -> str:
        """A message ("sync-late"), or one of its attributes ("cli-help-sync.date"), with its places filled; a place
        may hold a message of its own (``hub.errors.clause``).

        Raises ``KeyError`` for what the files do not hold.
        """
        name, _, attribute = message_id.partition(".")
        if not self._bundle.has_message(name):
            raise KeyError(message_id)
        message = self._bundle.get_message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise KeyError(message_id)
        filled = {name: self.told(value) if isinstance(value, Mapping) else value for name, value in values.items()}
        formatted, _errors = self._bundle.format_pattern(pattern, filled)
        return str(formatted)

    def told(self, clause: Mapping[str, Any]) -> str:
        """What a clause says; where it was kept by a version of the hub that had other messages, its id."""
        try:
            return self.text(clause["message_id"], **clause["details"])
        except KeyError:
            return self.text("failed-otherwise", kind=clause["message_id"])


def told(clause: Mapping[str, Any], language: str) -> str:
    """What a clause (``hub.errors.clause``) says, also one that was kept as JSON by another version of the hub."""
    return _catalogue(language).told(clause)


@cache
def _catalogue(language: str) -> Catalogue:
    return Catalogue(language, catalogues(language))


def text(message_id: str, language: str, **values: object) -> str:
    """The message in ``language`` ("hi" or "en") with its places filled.

    Raises ``KeyError`` for an unknown message or language.
    """
    return _catalogue(language).text(message_id, **values)

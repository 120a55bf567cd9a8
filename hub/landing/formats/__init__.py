"""The formats of pages, one module each, found by the name that a contract gives (``mongo-shell`` is
``mongo_shell.py``). A new format is a new file here."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from hub.contracts import Contract
from hub.errors import ContractInvalid
from hub.landing.formats.records import PageReader


class Format(Protocol):
    """What the module of a format offers."""

    EXTENSION: str

    def scrub(self, body: bytes, ignored: frozenset[str]) -> bytes:
        """The page without Aadhaar numbers and without the values of the ``ignored`` fields; else unchanged."""
        ...

    def reader(self, contract: Contract) -> PageReader:
        """A reader of this dataset's pages; it may learn from page to page what speeds the next one up."""
        ...


def format_named(name: str) -> Format:
    """The format called ``name``; raises ``ContractInvalid`` when there is no such module."""
    module = f"{__name__}.{name.replace('-', '_')}"
    try:
        return cast(Format, importlib.import_module(module))
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise ContractInvalid("landing-format-unknown", record=name, format=name) from None

"""CPGRAM: the central grievance portal's state interface (RIServices) and its bulk extract."""

from connectors.cpgram.source import source
from connectors.cpgram.target import target
from connectors.cpgram.wire import SETTINGS

__all__ = ["SETTINGS", "source", "target"]

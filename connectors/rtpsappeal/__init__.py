"""RTPS Appeal: appeals and reviews under the Right to Public Services Act, and their events, over HTTP/JSON."""

from connectors.rtpsappeal.source import SETTINGS, source

__all__ = ["SETTINGS", "source"]

"""RTPS (ServicePlus): applications under the Right to Public Services Act and the notified services."""

from connectors.rtps.source import SETTINGS, source

__all__ = ["SETTINGS", "source"]

"""What a person at the desk asks of the hub: how things stand, why a batch waits, who did what, who may see what."""

from hub.desk.limits import Limits, all_limits, limits_of, set_limits

__all__ = ["Limits", "all_limits", "limits_of", "set_limits"]

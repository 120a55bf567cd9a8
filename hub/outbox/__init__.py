"""What is to be told to other systems. ``enqueue`` is called in the transaction that publishes the cause, so that a
message stands exactly when its cause does; ``hub.deliver`` sends it.
"""

from hub.outbox.flows import Condition, Flow, Retry, flow_named, flows
from hub.outbox.messages import enqueue, enqueue_following
from hub.outbox.switches import switched_on

__all__ = ["Condition", "Flow", "Retry", "enqueue", "enqueue_following", "flow_named", "flows", "switched_on"]

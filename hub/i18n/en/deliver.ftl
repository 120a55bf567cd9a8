# Delivery to other systems.
deliver-incomplete = The flow "{ $flow }" is not done: { $reason } { $waiting } messages wait and go out with the next delivery; { $dead } were given up.
deliver-no-receipt = The flow "{ $flow }" had messages to which the system gave no receipt.
deliver-reason-missing = Say why: a reason is kept with every decision.
deliver-nothing-to-revive = The flow "{ $flow }" has no such message that was given up or refused, or its record has since been told something newer.

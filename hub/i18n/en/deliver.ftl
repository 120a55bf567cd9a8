# Delivery to other systems.
deliver-incomplete = The flow "{ $flow }" is not done: { $reason } { $waiting } messages wait and go out again after a pause; { $dead } were given up.
deliver-no-receipt = The flow "{ $flow }" had messages to which the system gave no receipt.
deliver-reason-missing = Say why: a reason is kept with every decision.
deliver-nothing-to-revive = The flow "{ $flow }" has no such message that was given up or refused, or its record has a newer message.
deliver-nothing-to-drop = The flow "{ $flow }" has no such message that was given up or refused.
deliver-superseded = While the flow was off its record came to say something else.
deliver-is-on = The flow "{ $flow }" is on already. A first load is asked for with --first-load.
deliver-is-off = The flow "{ $flow }" is off. A person switches it on, after a look at what it would send (hub deliver plan).
deliver-limit-not-raised = The flow "{ $flow }" may already send { $limit } messages on that date; name more.

deliver-flow = Flow
deliver-state = State
deliver-state-off = off
deliver-state-idle = idle
deliver-state-waiting = to be sent
deliver-state-failing = no answer
deliver-state-limit-reached = LIMIT REACHED
deliver-waiting = Waiting
deliver-failing = No answer
deliver-sent = Sent
deliver-limit = Limit
deliver-refused = Refused
deliver-dead = Dead
deliver-over-limit = Over the limit
deliver-limit-hint = { $flow }: { $count } messages are due, but the day's limit of { $limit } is used up. They go out on the next date, or today with: hub deliver limit { $flow } NUMBER --reason "…"
deliver-failing-hint = { $flow }: no answer to { $count ->
    [one] one message
   *[other] { $count } messages
}. { $why } They go out again with the first delivery after { $at }, or at once with: hub deliver run --flow { $flow } --now

deliver-plan-title = { $flow } to { $system } ({ $operation }): { $waiting } wait, { $first_load } more by a first load; { $left } may still go out today, all of it takes { $days ->
    [one] one day
   *[other] { $days } days
}. { $on ->
    [yes] The flow is on.
   *[no] The flow is off: nothing is sent.
} Nothing was sent by this look.
deliver-subject = Record
deliver-why = Why
deliver-why-waiting = waits
deliver-why-first-load = first load
deliver-message = Message

deliver-words = The system's words, or why there was no answer
deliver-overtaken = Newer message
deliver-yes = yes
deliver-no = no
deliver-key = Key
deliver-switched = { $flow } is { $state ->
    [on] on
   *[off] off
}. { $enqueued } messages of a first load were written; { $dropped } that waited no longer held.
deliver-revived = { $flow }: { $count } messages are due again.
deliver-dropped = { $flow }: { $count } messages were dropped.
deliver-raised = { $flow }: up to { $limit } messages may go out on { $date }.

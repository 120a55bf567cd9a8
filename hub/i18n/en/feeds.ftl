# Feeds.
feeds-unknown = There is no feed "{ $feed }". There are: { $known }.
feeds-version-unknown = The feed "{ $feed }" has { $version ->
    [0] no version yet
   *[other] no version { $version }
}.
feeds-not-reconciled = { $date } was not reconciled yet, so there is nothing to publish for it.
feeds-format-unknown = There is no format "{ $format }". There are: { $known }.
feeds-declaration-unsound = The feed "{ $feed }" is declared wrongly: { $reason } is not a column or is missing.
verify-published = rows stored = rows published
# The outbox and its flows.
outbox-flow-unsound = The flow in flows/{ $file } is unsound: { $reason }
flow-rule-name = its name is the file's, and kinds are ADD and MOD.
flow-rule-source = it reads a feed or follows a flow, one of the two.
flow-rule-follows = it follows { $flow }, which is no flow that reads a feed.
flow-rule-carried = { $flow } does not carry { $names }.
flow-rule-conditions = a flow that follows another has no conditions.
outbox-flow-unknown = There is no flow "{ $flow }". There are: { $known }.

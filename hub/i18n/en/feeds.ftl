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
outbox-flow-unknown = There is no flow "{ $flow }". There are: { $known }.

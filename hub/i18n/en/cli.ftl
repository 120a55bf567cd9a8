# The command line.
cli-who-must-act = Who must act: { $actor }
cli-record = Record: { $record }
cli-next = Next: { $command }
cli-retry = It may be tried again without a change.
cli-unexpected = Something failed that the hub did not foresee ({ $kind }). The details stand in { $file }.
cli-nothing = Nothing to show.
cli-unknown-choice = "{ $value }" is not one of: { $choices }.
cli-not-json = What follows --set must read FIELD=VALUE; "{ $value }" does not.

cli-status-title = Datasets on { $date }
cli-status-dataset = Dataset
cli-status-last = Synced for
cli-status-state = State
cli-status-received = Received
cli-status-accepted = Accepted
cli-status-quarantined = Quarantined
cli-status-new = New
cli-status-changed = Changed
cli-status-gone = Gone
cli-status-late = late
cli-status-fresh = in time
cli-status-never = never
cli-status-held = held

cli-check-title = Systems and contracts
cli-check-sound = sound
cli-check-reached = reached
cli-check-failed = failed

cli-verify-title = What must hold
cli-verify-holds = holds
cli-verify-broken = DOES NOT HOLD
cli-verify-all = Everything holds: { $count } proofs.
cli-verify-some = { $broken } of { $count } proofs do not hold.
verify-failed = { $broken } of { $count } proofs do not hold; the first: { $first }.

verify-received = received = accepted + quarantined
verify-source-total = the source's total = landed = received
verify-one-version = one open version a key
verify-watermark = the watermark names a stored batch
verify-quarantine-counts = the kept counts of quarantine = its rows
verify-reconciled = each reconciled dataset = what the store says
verify-feed-changes = a feed's changes from the first version on = its newest rows
verify-feeds = each feed's current rows = its reconciled dataset
verify-feed-files = feed files match their checksums
verify-audit-chain = the audit chain is unbroken
verify-receipt-chain = the chain of receipts is unbroken
verify-store-truth = the store holds the sandbox's truth
verify-quarantine-truth = quarantine holds exactly the planted defects

sandbox-missing = There is no sandbox in this installation yet.

cli-check-dataset = Dataset
cli-check-contract = Contract and suite
cli-check-system = System
cli-check-why = Why
cli-verify-rule = Rule
cli-verify-subject = Of
cli-verify-result = Result
cli-verify-why = Why not
cli-column-id = Id
cli-column-key = Key
cli-column-reason = Why it waits
cli-column-expectation = Expectation
cli-column-rows = Rows
cli-column-field = Field
cli-column-label = Meaning
cli-column-value = As read
cli-column-feed = Feed
cli-column-title = Title
cli-column-version = Version
cli-column-date = Date
cli-alert-subject = Matter
cli-alert-district-lgd = District
cli-alert-level = Level
cli-alert-status = Status
cli-alert-acknowledged-by = Known to
cli-alert-id = Number
cli-alert-rule = Rule
cli-alert-due-on = Due on
cli-alert-phase = Stage
cli-channel-channel = Channel
cli-channel-is-on = Here
cli-channel-status = Status
cli-channel-since = Since
cli-channel-reason = Reason
cli-channel-waiting = Waiting
cli-channel-refused = Refused
cli-channel-doubtful = In doubt
cli-watched = Looked: { $count } of the hub's own alerts stand.

# Reconciliation.
reconcile-rule-unsound = The rule "{ $rule }" in { $file } is unsound: it needs a dataset, a source in both languages, and a limit that is not negative.
reconcile-dataset-unsound = The reconciled dataset "{ $dataset }" is unsound at column { $column }: each column is described, named once, and the key is made of columns.
agreement-rule-unsound = The rule of agreement "{ $rule }" is unsound: { $reason }.

discrepancy-unknown = There is no discrepancy { $id }.
discrepancy-choice = "{ $value }" is not one of: { $choices }.
discrepancy-closed = Discrepancy { $id } has been closed since { $date }: the systems agree. There is nothing to decide.
discrepancy-changed-meanwhile = Discrepancy { $id } changed while you looked at it. Look again before you decide.
discrepancy-reason-missing = A decision on discrepancy { $id } needs a reason.
discrepancy-aadhaar = The reason holds an Aadhaar number. Write it without that number.
discrepancy-undecided = Nothing is decided on discrepancy { $id }, so there is nothing to take back.
discrepancy-nothing-to-send = No open discrepancy of { $owner } matches. There is nothing to send.

discrepancy-severity-critical = critical
discrepancy-severity-warning = warning
discrepancy-severity-info = info
discrepancy-status-open = open
discrepancy-status-sent = sent
discrepancy-status-resolved = decided
discrepancy-status-closed = gone

discrepancy-list-number = No.
discrepancy-list-rule = What differs
discrepancy-list-severity = Severity
discrepancy-list-own-record = Your record
discrepancy-list-own-value = Your value
discrepancy-list-other-system = Other system
discrepancy-list-other-record = Its record
discrepancy-list-other-value = Its value
discrepancy-list-district = District
discrepancy-list-office = Office
discrepancy-list-first-seen = First seen

cli-reconcile-title = Reconciled for { $date }
cli-reconcile-dataset = Dataset
cli-reconcile-rows = Rows
cli-reconcile-added = Added
cli-reconcile-modified = Changed
cli-reconcile-deleted = Gone

cli-discrepancies-title = Discrepancies
cli-discrepancies-id = No.
cli-discrepancies-severity = Severity
cli-discrepancies-rule = What differs
cli-discrepancies-systems = Systems
cli-discrepancies-record = Record
cli-discrepancies-records = Records
cli-discrepancies-values = Values
cli-discrepancies-district = District
cli-discrepancies-office = Office
cli-discrepancies-first-seen = First seen
cli-discrepancies-last-seen = Last seen
cli-discrepancies-status = Status
cli-discrepancies-source = Why it is asked
cli-discrepancies-decision = Decision
cli-discrepancies-by = By
cli-discrepancies-reason = Reason
cli-discrepancies-at = At
cli-discrepancies-group = Group
cli-discrepancies-count = Number
cli-discrepancies-critical = Critical
cli-discrepancies-more = More of them: --after { $after }.
cli-discrepancies-sent = List { $id } for { $owner }: { $rows } rows in { $file }.
cli-discrepancies-action-resolve = { $side ->
    [a] the first side is right
   *[b] the second side is right
}
cli-discrepancies-action-send = sent in list { $list }
cli-discrepancies-action-undo = decision { $undoes } taken back

cli-totals-title = Control totals: { $of }
cli-totals-dataset = Dataset
cli-totals-date = Date
cli-totals-source = Source
cli-totals-landed = Landed
cli-totals-accepted = Accepted
cli-totals-quarantined = Quarantined
cli-totals-stored = Stored
cli-totals-reconciled = Reconciled
cli-totals-published = Published
cli-totals-missing = { $of }, stored and not published: { $keys }
cli-totals-waiting = { $of }, waiting in quarantine: { $keys }
cli-totals-complete = Complete
cli-totals-yes = yes
cli-totals-no = NO
verify-agreement-truth = discrepancies are exactly those of the sandbox's truth
verify-matters-truth = cases that are truly one matter are held for one

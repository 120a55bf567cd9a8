# The console's pages on which stewards work: queue, row, mappings, discrepancies, matches, entities.
work-nav-quarantine = Quarantine
work-nav-mappings = Mappings
work-nav-discrepancies = Discrepancies
work-nav-matches = Matches
work-nav-entities = Who is who

work-system-cpgram = CPGRAM
work-system-hrms = HRMS
work-system-jandarbar = Jan Darbar
work-system-rtps = RTPS
work-system-sparrow = SPARROW
work-system-payroll = HRMS payroll
work-any = all
work-system = System
work-dataset = Dataset
work-district = District
work-no-district = no district known
work-age = Waiting for
work-age-days = { $days } days or more
work-assignee = Assigned to
work-nobody = nobody
work-status = State
work-status-open = waiting
work-status-fixed = fixed
work-status-released = let in as it is
work-status-refused = refused
work-status-replaced = replaced by a later batch
work-status-superseded = came too late
work-show = Show
work-clear = Clear filters

work-queue-title = { $count ->
    [0] Nothing in quarantine
    [one] One row in quarantine
   *[other] { $shown } rows in quarantine
 }
work-by-reason = What is wrong, how often
work-more-reasons = { $count } more reasons
work-same-cause = Rows that share a cause
work-value-untold = empty, or personal
work-groups-cut = Counted over the oldest failures of this filter; choose a reason to narrow it.
work-all-reasons = Show all reasons
work-nothing-waits = No row fits these filters.
work-look-wider = Fewer filters show more.
work-record = Record
work-without-key = Row { $id }, without a key
work-why = Why it waits
work-and-more = and { $count } more
work-received = Received
work-choose = Choose
work-earlier = Earlier rows
work-later = Later rows

work-many = Many rows at once
work-scope-ticked = the rows ticked below
work-scope-all = { $count ->
    [one] the one row of this filter
   *[other] all { $shown } rows of this filter
 }
work-scope-limit = (the first { $limit } at once)
work-fix-by-rule = Fix by rule
work-rule-map = Replace a value
work-rule-trim = Tidy blanks and stray signs
work-rule-from = Take the value from another system
work-field = Field
work-map-before = As the source writes it
work-map-district = Is this district (LGD code)
work-map-after = Should read
work-map-after-other = or should read
work-each-failing = each field that fails
work-from-other = Value of
work-choose-dataset = Choose a dataset to replace values or to take them from another system.
work-preview = See what would change
work-assign = Assign
work-assign-to = Assign to (login)
work-assign-help = An assignment decides nothing; empty means nobody.
work-refuse-many = Refuse
work-refuse-many-help = The rows stay out. Their owner can be sent the list.
work-refuse-preview = See what would be refused
work-preview-title = What would change
work-refuse-title = Refuse these rows?
work-preview-matched = Rows looked at
work-preview-changed = Rows that would change
work-preview-passing = Rows that would then pass every check
work-preview-limit = Only the first { $limit } rows are taken at once. Repeat the step for the rest.
work-still-fails = What keeps the others
work-samples = Some of the rows
work-before = As received
work-after = After
work-result = Result
work-passes = passes
work-stays = stays in quarantine
work-reason = Reason (it is kept with the decision)
work-keep-mapping = Also read “{ $before }” as “{ $after }” in all later batches (a mapping; it can be revoked)
work-apply-fix = { $count ->
    [one] Fix this row
   *[other] Fix these { $count } rows
 }
work-apply-refuse = { $count ->
    [one] Refuse this row
   *[other] Refuse these { $count } rows
 }
work-refuse-many-count = { $count ->
    [one] One row would be refused.
   *[other] { $count } rows would be refused.
 }
work-leave = Leave it as it is
work-preview-nothing = No row would pass its checks after this. Nothing can be applied.
work-many-done = Done: { $done } rows.
work-many-left = { $left } rows stay in quarantine, for they would not have changed or not have passed.
work-nothing-chosen = No row was chosen.
work-no-such-wish = There is no such step.
work-no-code = The field “{ $field }” has no code for this district.
work-map-incomplete = To replace a value, name the field, the value as the source writes it, and the right one.
work-from-incomplete = To take a value from another system, name the field and where its value stands.
work-days-missing = Name the first and the last day.
work-days-turned = The last day lies before the first.
work-list-empty = No row of { $owner } was refused on these days. There is nothing to send.
work-refused-list = List of refused rows for the owner of a source
work-refused-list-help = Record number, field, what is wrong and why it was refused; no personal values. Making it is recorded.
work-owner = Owner
work-since = From
work-until = To
work-format = Form
work-make-list = Make the list

work-see-entity = All that is known
work-next-row = Next row
work-next-discrepancy = Next discrepancy
work-only-noted = (noted only; it keeps nothing out)
work-replaced-by = A later batch ({ $batch }) brought the same record; nothing has to be decided here.
work-entered = In the store since { $at }.
work-their-reason = Reason given:
work-collision-help = Nothing of what you typed is lost: it stands in the form below. Look at what the other person did, then save again or leave it.
work-record-title = The record
work-as-received = As received
work-as-read = As read
work-right-value = Right value
work-as-fixed = As fixed
work-required = must be given
work-derived = derived by the hub
work-unreadable = cannot be read
work-unmask-to-edit = show personal fields to change it
work-note = Note (optional; it is kept with the decision)
work-save-fix = Save and check
work-check-only = Only check
work-save-means = The row goes through the same checks again; if it passes, it enters the store in the order in which it was received.
work-still-fails-here = With these values the row still fails:
work-would-pass = With these values the row passes every check.
work-nothing-changed = No value was changed.
work-otherwise = Other decisions
work-refuse = Refuse the row
work-refuse-reason = Why it is refused (the owner of the source reads this)
work-refuse-means = The row stays out for good; it stands on the list for the owner.
work-release = Let it in as it is
work-release-reason = Why it is right although it fails
work-release-means = What it fails stays on it as a flag.
work-undo-title = Take the decision back
work-undo-reason = Why it is taken back
work-undo-means = Possible until the portals have been given the data. Both decisions stay in the audit.
work-undo = Take back
work-learn = Keep for later batches?
work-learn-means = Later batches that say the same are read rightly and flagged. A mapping is signed, dated and can be revoked.
work-learn-keep = Keep as a mapping
work-versions = Earlier versions of this record
work-this-row = This row
work-today = today
work-versions-equal = The row says the same as the versions in the store.
work-no-versions = The store holds no version of this record.
work-siblings = The same record in quarantine at other times
work-elsewhere = What other systems say
work-nowhere-else = No other system speaks of this record.
work-history = What was done
work-action-fixed = fixed
work-action-released = let in as it is
work-action-refused = refused
work-action-undone = took the decision back
work-action-assigned = assigned
console-work-fixed = The row was fixed, checked, and brought in.
console-work-released = The row was let in.
console-work-refused = The row was refused.
console-work-undone = The decision was taken back. The row waits again.
console-work-assigned = The row was assigned.
console-work-kept = The mapping was kept. It applies from the next batch on.
console-work-revoked = The mapping was revoked. Later batches are read as they are written.

work-mappings-mean = What a source writes wrongly and a steward has told apart once is read rightly in later batches. Landing stays as received; each row so read carries a flag.
work-mappings-which = Which
work-mappings-active = that apply today
work-mappings-all = revoked ones too
work-map-reads = Is read as
work-map-signed = Kept by
work-map-ended = State
work-map-revoked = revoked
work-map-revoke = Revoke
work-map-applies = applies
work-no-mappings = No mapping is kept. A right value can be kept for later batches on the page of a row that was fixed, or when many rows are fixed at once.

work-matches-title = Are these one?
work-matches-mean = Pairs of records of which the model is not sure. Your answer wins over the model, is kept with its reason, and can be taken back.
work-match-kind = What is asked
work-match-reason = Why it waits
work-match-order = First
work-match-pair = The two records
work-match-probability = Likely one
work-match-concerns = Records concerned
work-match-since = Waiting since
work-order-oldest = the oldest
work-order-valuable = what concerns most records
work-order-likely = the most likely
work-no-matches = No pair waits for an answer.
work-none-of-these = None of the pairs looked at lies within your districts and departments. There are more.
work-pair-title-employee = Are these one employee?
work-pair-title-citizen = Are these one person?
work-pair-title-matter = Are these one matter?
work-pair-why = Why, as far as the hub can see
work-pair-answer = Your answer
work-pair-yes-employee = Yes, one employee
work-pair-yes-citizen = Yes, one person
work-pair-yes-matter = Yes, one matter
work-pair-no-employee = No, two employees
work-pair-no-citizen = No, two persons
work-pair-no-matter = No, two matters
work-pair-means = Entities follow at once; portals are told of joins and splits with the next publication.
work-pair-records = The two records
work-pair-said = What people said
work-pair-withdrawn = Taken back by
work-record-gone = The source no longer holds this record.
console-work-no-entity = No person or matter is known by this id.
console-work-judged = Your answer is kept.
console-work-withdrawn = The answer was taken back.
work-entity-part = Some records lie outside your districts or departments and are not shown.
work-value = Value
work-source-and-date = Source and since when
work-no-values = No value is known.
work-since-day = since { $day }
work-from-batch = from batch

work-discrepancies-title = { $count ->
    [0] The systems agree here
    [one] One discrepancy
   *[other] { $shown } discrepancies
 }
work-what-differs = What differs
work-severity = Severity
work-by-field = By field
work-by-systems = By pair of systems
work-by-office = By office
work-office = Office
work-office-unknown = office not known
work-first-says = One system says
work-second-says = The other says
work-first-seen = First seen
work-critical = { $count } critical
work-no-discrepancies = No discrepancy fits these filters.
work-send-list = Send to the owner as a list
work-send-means = On the list stand the open discrepancies of this filter in which the owner's system takes part; no personal values. They then count as sent.
work-discrepancy = Discrepancy
work-which-side = Which side is right?
work-personal-value = personal value, not kept here; open the record
work-resolve-means = The decision holds as long as both systems say what they say now. No record of a source is changed.
work-resolve = This side is right
work-decision-resolve = chose a side
work-decision-send = sent it to the owner
work-decision-undo = took the decision back
console-work-decided = The decision is kept.
console-work-taken-back = The decision was taken back.
console-work-busy = Your decision is kept. A sync of this dataset is under way; the row enters when it is done.

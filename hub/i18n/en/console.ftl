# The steward's console: its frame and its pages on what ran and what waits.
console-title = Integration hub of Bihar
console-skip = Skip to the content
console-navigation = Pages
console-airflow = Airflow
console-footer = Bihar Administrative Reforms Mission Society. Personal data is masked; whoever unmasks it is recorded with the purpose.
console-log-in = Log in
console-back = Back
console-more = More
console-first-page = Back to the beginning
console-problem = This could not be done
console-who-must-act = Who must act: { $actor }

console-role-viewer = Viewer
console-role-steward = Data steward
console-role-it-team = IT team
console-role-auditor = Auditor
console-role-admin = Administrator

console-not-logged-in = You are not logged in.
console-log-in-and-reload = You are no longer logged in, so nothing was saved. What you typed is not lost: log in (a new tab opens), come back to this tab, reload the page and let the browser send the form again.
console-log-in-and-repeat = You are no longer logged in. Log in (a new tab opens), come back to this tab and press the button again.
console-value-unfit = A value that was sent cannot be taken. Check what was typed.
console-wrong-origin = The request did not come from a page of this console and was refused.
console-wrong-token = This form is too old. Go back, load the page again and repeat the step.
console-no-right = Your role does not include this.
console-not-yours = This record lies outside the districts or departments that are yours.
console-whole-state-only = This concerns every district. Only a person without a limit of districts or departments may do it.
console-no-such-page = There is no such page.
console-not-possible = This cannot be done now.
console-form-incomplete = The form is incomplete: { $fields }
console-unexpected = Something failed that the hub did not foresee. Tell the IT team this number: { $number }
console-you-wrote = Your reason was not kept. You wrote:
console-no-day = Choose a day.
console-purpose-missing = Say in a few words (5 to 300 letters) why you need to see the personal fields; it is kept.

desk-limit-incomplete = A limit needs the login and the reason.

## Names and states

dataset-cpgram-closures = CPGRAM final closures
dataset-cpgram-grievances = CPGRAM grievances
dataset-hrms-employees = HRMS employees
dataset-hrms-pay-cases = HRMS pay cases
dataset-hrms-payroll = HRMS payroll
dataset-jandarbar-grievances = Jan Darbar grievances
dataset-rtps-applications = RTPS applications
dataset-rtps-services = RTPS services
dataset-sparrow-pars = Sparrow PARs

console-never = never
console-age-minutes = { $count } min
console-age-hours = { $count } h
console-age-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
console-ago = { $age } ago
console-state-planned = planned
console-state-landed = landed
console-state-checked = checked
console-state-held = held
console-state-released = released
console-state-refused = refused
console-state-stored = stored
console-state-unchanged = unchanged
console-state-superseded = superseded
console-state-pending = waiting
console-state-sent = sent
console-state-dead = given up
console-state-dropped = dropped
console-state-doubtful = in doubt
console-state-open = open
console-state-acknowledged = acknowledged
console-state-closed = closed

console-column-dataset = Dataset
console-column-state = State
console-column-last-good = Last good sync
console-column-received = Received
console-column-accepted = Accepted
console-column-quarantined = Quarantined
console-column-days = Last 14 days
console-column-actions = Actions
console-column-batch = Batch
console-column-why = Why
console-column-changed-at = Changed at
console-column-rows = Rows
console-column-new = New
console-column-changed = Changed
console-print = Print
console-refresh = Refresh

## Today

console-nav-today = Today
console-today-title = Today, business date { $date }
console-needs = What needs a person
console-nothing-waits = Nothing waits for a person.
console-board = All datasets
console-in-time = in time
console-late = late
console-failed = failed
console-under-way = under way
console-held-count = { $count ->
    [one] 1 batch held
   *[other] { $count } batches held
}
console-sync-now = Sync now
console-start-title = Start a sync or run a date again
console-start = Start
console-business-date = Business date
console-start-help = A date that is stored already asks the source again; what is unchanged stays as it is.
console-started = The sync was started. This board shows it as soon as it has landed.
console-cannot-start = No sync can be started from here. Use the command line: hub sync.
console-airflow-away = Airflow did not take the order now. Try again in a minute.
console-airflow-refused = Airflow refused the order: your login has no right to start this there, or it does not know the dataset.
console-spark = Last { $count } days.
console-spark-day = { $date }: received { $received }, quarantined { $quarantined }
console-nothing-received = Nothing was received.
console-legend-received = received
console-legend-quarantined = quarantined
console-legend-waiting = held or refused
console-need-held = { $dataset }: the batch of { $date } is held and waits for a decision
console-one-agreed = One person has agreed; a second one must agree.
console-see-why = See why and decide
console-see-reason = See why
console-need-failed = { $dataset }: the last sync failed
console-need-late = { $dataset } is late
console-late-by = Last good sync: { $age } ago; agreed: every { $level }.
console-need-dead = { $flow }: messages that were refused or given up: { $count }
console-need-unanswered = { $flow }: the system gave no answer to { $count ->
    [one] one message
   *[other] { $count } messages
}
console-need-push = Pushing “{ $feed }” to { $portal } was given up and waits
console-see-deliveries = See the deliveries
console-need-mails = Alert mails that were refused or are in doubt: { $count }
console-see-mails = See the mails
console-need-feeds = What is stored for { $stored } has not been published; the feeds stand at { $published }
console-need-alerts = Open alerts that nobody has acknowledged: { $count }
console-need-quarantine = Rows in quarantine that nobody has taken up: { $count }
console-need-matches = Pairs of records that may be one and wait for an answer: { $count }
console-need-calendar = Corrections of the calendar that wait for a second person: { $count }
console-need-reports = Report mails that were refused or are in doubt: { $count }
console-see-quarantine = See the rows
console-see-matches = See the pairs
console-see-calendar = See the calendar
console-see-reports = See the mails
console-see-alerts = See the alerts

## Batches

console-nav-held = Held batches
console-held-title = Batches that wait for a decision
console-batches-of = Batches of { $dataset }
console-only-held = Only what is held
console-nothing-held = No batch is held.
console-no-such-batch = There is no such batch.
console-no-docs = There are no Data Docs of this batch: it was never checked.
console-held-means = Nothing of this batch is in the store. Airflow waits for the same decision; deciding here settles it there.
console-why-held = Why it is held
console-hold-control-total = source's total differs
console-hold-landed-total = landed total differs
console-hold-count-band = number of rows
console-hold-absent-field = a field is missing
console-hold-quarantine-share = too many faulty rows
console-hold-check-error = a check could not run
console-totals = The source's total against what arrived
console-total-source = Source counts
console-total-landed = Landed
console-total-received = Read
console-band = Is this number of rows plausible?
console-band-plausible = plausible:
console-band-previous = last good batch:
console-band-received = received:
console-drift = Fields: what was promised, what came
console-drift-promised = Contract
console-drift-came = Received
console-drift-nothing = not in the contract
console-drift-renamed = probably renamed by the source
console-drift-unknown = new; kept aside in landing
console-drift-missing = missing
console-counts = Counts
console-owner = Owner of the source
console-data-docs = Data Docs of this batch
console-failed-rules = Expectations that rows fail
console-agreed = Agreed so far
console-decide = Decide
console-two-persons = Two persons must agree to release this dataset.
console-you-agreed = You have agreed. A second person must agree too.
console-release = Release
console-release-reason = Why may it go on?
console-release-means = The batch is stored as it is; faulty rows stay in quarantine. Reconciliation and publishing follow.
console-refuse = Refuse
console-refuse-reason = Why is it refused? The owner of the source can be told.
console-refuse-means = Nothing of it is stored. The next sync asks the source for the same window again; or the refusal can be taken back until then.
console-batch-released = Released. It will be stored now; reconciliation and publishing follow.
console-batch-agreed = Your agreement is noted. A second person must agree.
console-batch-refused = Refused. Nothing of it is stored; the next sync asks the source again.
console-batch-waits-again = The decision was taken back. The batch waits again, here and in Airflow.
console-batch-waits-for-sync = The decision was taken back. The batch waits again; once it is released, the next sync of its date stores it.
console-batch-undo-means = Possible until the batch is stored, or a later batch has come in its place. Both decisions stay in the audit.
console-sample = Some of its rows, faulty ones first
console-purpose = Purpose of looking at personal fields
console-unmask = Show personal fields
console-nav-feeds = Feeds and deliveries

## What several pages say

console-all = all
console-apply = Apply
console-reason = Reason
console-district = District
console-districts = Districts
console-departments = Departments
console-districts-choose = Districts (Ctrl for several; none chosen means all)
console-departments-lines = Departments, one a line, spelt just as the sources write them (empty means all)
console-ddo = DDO
console-since = From
console-until = Until
console-number = Number
console-details = Details
console-show = Show
console-save = Save
console-history = What happened
console-nothing-found = Nothing was found.
console-version = Version
console-fields = Fields
console-field = Field
console-hub-name = Name in the hub
console-meaning = Meaning
console-type = Type
console-class = Class
console-key = key
console-required = required
console-derived = made by the hub
console-wire = Name at the source
console-login = Login
console-type-string = text
console-type-integer = whole number
console-type-number = number
console-type-boolean = yes or no
console-type-date = date
console-type-timestamp = date and time
console-class-public = public
console-class-internal = internal
console-class-personal = personal
console-class-sensitive = sensitive
console-severity-critical = critical
console-severity-warning = warning
console-severity-info = note

## Feeds and deliveries

console-feeds = Published feeds
console-feed = Feed
console-published-at = Published at
console-readers = Portals and what they have read
console-portal = Portal
console-read-at = Read at
console-read-version = version { $version }
console-read-nothing = nothing yet
console-no-readers = No portal may read this yet. The IT team lets one in with “hub consumers”.
console-revoked = revoked
console-push = Push
console-push-active = active
console-push-paused = paused
console-push-halted = halted
console-push-ended = ended
console-push-stuck = { $count } changes (versions { $from } to { $to }) could not be pushed; the push waits.
console-push-resume = Push again
console-push-skip = Leave out
console-push-resumed = The push goes on with what was given up.
console-push-skipped = Left out. The portal needs a new snapshot.
console-versions = Newest versions
console-no-versions = Nothing has been published yet.
console-removed = Removed
console-flows = Messages to the systems
console-flow = Flow
console-sent-today = Sent on the business date
console-flow-off = off
console-flow-idle = nothing waits
console-flow-waiting = waits its turn
console-flow-failing = no answer
console-flow-limit-reached = day's limit reached
console-flow-next-try = They go out again with the first delivery after { $at }.
console-dead-letter = Refused or given up
console-dead-letter-means = Each waits for a person: send it again once the cause is gone, or give it up for good.
console-give-up = Give up
console-revived = It is due again and goes out with the next delivery.
console-dropped = Given up for good.

## Audit

console-nav-audit = Audit
console-audit-title = Who did what
console-audit-who = Who
console-audit-what = What
console-audit-subject = Of what
console-audit-when = When
console-proof = Proof
console-proof-whole = The whole chain was walked on { $at } by { $actor }, up to row { $last }, and holds.
console-proof-whole-broken = The whole chain was walked on { $at } by { $actor }, up to row { $last }: it does not hold.
console-proof-never = The whole chain has never been walked.
console-prove-whole = Walked whole by
console-prove = Prove the newest rows
console-prove-before = Prove those before, up to row { $last }
console-prove-means = Walks 20,000 rows at a time. A row that was changed later shows only when its piece is walked again.
console-chain-holds = Rows { $first } to { $last } are as they were written, and lead on to what follows them.
console-chain-broken = Row { $number } is not as it was written, or rows are missing there. Tell the IT team.
console-did-console-open = opened the console
console-did-unmask = looked at personal fields
console-did-sync-start = started a sync
console-did-batch-release = agreed to release a batch
console-did-batch-refuse = refused a batch
console-did-batch-undone = took the decision on a batch back
console-did-audit-proven = walked the whole chain
console-did-quarantine-fixed = fixed a row
console-did-quarantine-released = released a row
console-did-quarantine-refused = refused a row
console-did-quarantine-replay = brought rows into the store
console-did-alert-acknowledge = acknowledged an alert
console-did-alert-snooze = let an alert rest
console-did-notification-send-again = let a mail go out again
console-did-deliver-revive = let messages go out again
console-did-deliver-drop = gave messages up
console-did-deliver-switch = switched a flow
console-did-person-limit = limited a login
console-did-console-search = searched
console-did-quarantine-undone = took the decision on a row back
console-did-quarantine-assigned = assigned rows
console-did-quarantine-listed = made the list of refused rows
console-did-mapping-kept = kept a mapping
console-did-mapping-revoked = revoked a mapping
console-did-discrepancy-resolve = chose a side in a discrepancy
console-did-discrepancy-send = sent discrepancies to the owner
console-did-discrepancy-undo = took the decision on a discrepancy back
console-did-judgement-judge = answered whether two records are one
console-did-judgement-unite = put records together
console-did-judgement-merge = merged two persons or matters
console-did-judgement-split = took records apart
console-did-judgement-withdrawn = withdrew an answer on records
console-did-calendar-propose = proposed a calendar
console-did-calendar-approve = approved a calendar
console-did-calendar-refuse = refused a calendar
console-did-deliver-limit = raised a flow’s limit for a day
console-did-consumer-add = registered a portal
console-did-consumer-scope = set what a portal may read
console-did-consumer-withdraw = withdrew a feed from a portal
console-did-consumer-rotate = gave a portal a new key
console-did-consumer-revoke = revoked a portal or its key
console-did-consumer-limit = set a portal’s limits
console-did-subscription-add = set up a push to a portal
console-did-subscription-pause = paused a push to a portal
console-did-subscription-resume = let a push to a portal go on
console-did-subscription-skip = left a message to a portal out
console-did-subscription-end = ended a push to a portal

## Data dictionary

console-nav-dictionary = Data dictionary
console-purpose-of = What it holds
console-service-level = Comes every
console-rules = Rules it is held to
console-rule = Rule
console-severity = Severity

## People

console-nav-people = Limits
console-people-means = A login without a limit sees the whole state. Roles come from the login service.
console-limit-title = Limit a login, or take its limit away
console-limits-set = The limits are set; they hold from the next page on.

## Search

console-nav-search = Search
console-search = Search
console-search-for = Case number, employee, mobile, or name in either script
console-search-purpose = Purpose, to see personal fields
console-search-help = Add the father's or husband's name after S/o, D/o or W/o, and the district after a comma. What you type does not stand in the address and is not kept.
console-records = { $count } records
console-by-number = by its number
console-in-quarantine = In quarantine
console-kind-employee = Employee
console-kind-citizen = Citizen
console-kind-matter = Matter
console-field-employee-id = Employee
console-field-name = Name
console-field-name-en = Name in English
console-field-name-hi = Name in Hindi
console-field-father-name = Father or husband
console-field-gender = Gender
console-field-born-on = Date of birth
console-field-mobile-number = Mobile
console-field-email = Email
console-field-service = Service
console-field-designation = Designation
console-field-department-name = Department
console-field-office-name = Office
console-field-ddo-code = DDO
console-field-district-lgd = District
console-field-employee-status = Status
console-field-block-name = Block
console-field-pin-code = PIN code
console-field-reference-no = Reference number
console-field-subject = Subject

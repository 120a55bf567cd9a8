# Alerts and the messages that tell of them.
alerts-mail-subject-daily = Alerts of { $date }: { $new } new, { $total } in all
alerts-mail-subject-at-once = Integration hub: { $new } new faults on { $date }, { $total } standing
alerts-mail-heading = Integration hub: alerts of { $date }
alerts-mail-to-ddo = To: the Drawing and Disbursing Officer, { $name }
alerts-mail-to-office = To: the office { $name }
alerts-mail-to-district = To: the IT Manager, district { $name }
alerts-mail-to-division = To: the Commissioner, { $name } division
alerts-mail-to-department = To: the nodal officer, { $name }
alerts-mail-to-mission = To: the Mission Directorate, Bihar Administrative Reforms Mission Society
alerts-mail-to-team = To: the IT team of the integration hub
alerts-mail-lead = On { $date }, { $total ->
    [one] one matter is
   *[other] { $total } matters are
} pending or due; { $new } of them are new to you.
alerts-mail-lead-at-once = On { $date }, { $total ->
    [one] one fault
   *[other] { $total } faults
} of the hub's own working { $total ->
    [one] stands
   *[other] stand
}; { $new } of them are new.
alerts-mail-counts = { $total } in all, { $new } new
alerts-mail-since = since { $date }
alerts-mail-due = due on { $date } ({ $days ->
    [one] one day
   *[other] { $days } days
} past it)
alerts-mail-level = level { $level }
alerts-mail-line = { $label }: { $count }
alerts-mail-due-in = due on { $date } (in { $days ->
    [one] one day
   *[other] { $days } days
})
alerts-mail-new = New, or at a new stage:
alerts-mail-known = Told before and still standing:
alerts-mail-acknowledged = acknowledged
alerts-mail-elsewhere = elsewhere
alerts-mail-beyond = and { $count } more, not listed here.
alerts-mail-list = The whole list:
alerts-mail-runbook = What to do:
alerts-mail-attached = All of them stand in the attached file.
alerts-mail-attached-beyond = { $count } more stand only in the hub's list.
alerts-mail-act = Please settle what is overdue first. An alert closes by itself once its cause is gone.
alerts-mail-source = Basis:
alerts-mail-automatic = This mail was sent automatically; please do not answer it.
alerts-mail-column-subject = Matter
alerts-mail-column-detail = Details
alerts-mail-column-since = Since
alerts-mail-column-due = Due on
alerts-mail-column-days = Days past due
alerts-mail-column-phase = Stage of the alert

alerts-phase-approaching = limit approaching
alerts-phase-due = due today
alerts-phase-overdue = overdue
alerts-phase-escalated = escalated
alerts-rule-dataset-late = Dataset late
alerts-rule-feed-late = Feeds late
alerts-rule-nothing-ran = Nothing ran
alerts-rule-channel-failed = Message channel failed
alerts-rule-calendar-ends = The calendar ends
alerts-channel-mail = mail
alerts-channel-sms = SMS
alerts-channel-webhook = webhook

alerts-fact-employee-id = employee { $value }
alerts-fact-category-code = category { $value }
alerts-fact-base-service-id = service { $value }
alerts-fact-office-level = office level { $value }
alerts-fact-financial-year = year { $value }
alerts-fact-allowed-hours = to be brought every { $value } hours
alerts-fact-last-good = last brought { $value }
alerts-fact-last-run = last run { $value }
alerts-fact-published-on = published up to { $value }
alerts-fact-covers-to = covers up to { $value }

alerts-case-pay-fixation = Pay fixation
alerts-case-increment = Increment
alerts-case-arrears = Arrears
alerts-case-acp = Assured Career Progression (ACP)
alerts-case-promotion-fixation = Fixation on promotion
alerts-case-last-pay-certificate = Last pay certificate
alerts-case-allowance = Allowance
alerts-stage-maker = With the maker
alerts-stage-checker = With the checker
alerts-stage-approver = With the approver
alerts-stage-treasury = At the treasury
alerts-stage-returned = Returned to the maker
alerts-par-generated = Report generated
alerts-par-with-oru = With the officer reported upon
alerts-par-with-reporting = With the reporting officer
alerts-par-with-reviewing = With the reviewing officer
alerts-par-with-accepting = With the accepting officer
alerts-par-disclosure = Disclosed to the officer
alerts-par-representation = Under representation

alerts-unknown = There is no alert "{ $alert }".
alerts-several = Several alerts stand for "{ $alert }": name one by its number.
alerts-is-closed = The alert "{ $alert }" is closed; there is nothing to acknowledge.
alerts-is-acknowledged = The alert "{ $alert }" was acknowledged already.
alerts-is-snoozed = The alert "{ $alert }" rests already.
alerts-snooze-end = An alert may rest for at most { $days } days after { $date }, the day at which it stands; give a day in between.
alerts-reason-missing = Say why: a reason is kept with every acknowledgement.
alerts-not-wound = The clocks were not wound for { $date } yet, so the alerts cannot be evaluated.
alerts-not-evaluated = The alerts were not evaluated for { $date } yet, so there is nothing to send.
alerts-rule-unsound = The alert rule "{ $rule }" in { $file } is unsound: it must be a clock or watched, begin at a known phase, and tell known recipients once it is overdue.
alerts-recipients-unreadable = The file of recipients { $file } cannot be read: it needs the columns kind, code and address, with a known kind, and an address that fits the channel.
alerts-smtp-missing = HUB_SMTP_URL is not set, so the hub cannot send mail.
alerts-smtp-unreadable = HUB_SMTP_URL must read smtp://[user:password@]host:port or smtps://…
alerts-smtp-in-clear = The mail relay offers no TLS, so the hub does not send it the password.
alerts-sms-unreadable = The SMS gateway needs HUB_SMS_URL (https://user:password@host/path), HUB_SMS_SENDER and HUB_SMS_KEY.
alerts-sms-templates-unreadable = The file of SMS texts { $file } cannot be read: each text needs an id of 12 or 19 digits in each language.
alerts-sms-template-unsound = The SMS text { $template } has not the places that the message fills, or a value is longer than 30 characters.
alerts-channel-off = This installation has no channel "{ $channel }".
alerts-receiver-refused = The hub does not push to this receiver: its address must be https and public, or lie in HUB_WEBHOOK_NETWORKS, and its name must be found.
alerts-mail-waiting = { $count } messages wait: the channel { $channel } did not take them now ({ $reason }). Run again, and the same messages go out.
alerts-mail-refused = The channel { $channel } refused { $count } messages, the first for { $recipient }. Correct the address.
alerts-notification-unknown = There is no message that was refused or is in doubt: { $notification }.

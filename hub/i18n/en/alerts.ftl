# Alerts and their mails.
alerts-mail-subject = Pay cases pending { $date }: { $new } new, { $total } in all
alerts-mail-heading = Pay cases pending for more than { $limit } days
alerts-mail-to-ddo = To: the Drawing and Disbursing Officer, { $name }
alerts-mail-to-district = To: the IT Manager, district { $name }
alerts-mail-lead = On { $date }, { $total ->
    [one] one pay case has
   *[other] { $total } pay cases have
} been pending for more than { $limit } days; { $new } of them are new or pending again. By stage:
alerts-mail-since = since { $date }, { $days } days
alerts-mail-opened = new
alerts-mail-reopened = pending again
alerts-mail-acknowledged = acknowledged
alerts-mail-beyond = { $count } more cases are not listed here; they stand in the hub's feed "Pay cases".
alerts-mail-act = Please settle these cases in HRMS first. An alert closes by itself once its case is settled.
alerts-mail-source = Basis:
alerts-mail-automatic = This mail was sent automatically; please do not answer it.
alerts-mail-column-case = Case
alerts-mail-column-employee = Employee id
alerts-mail-column-kind = Kind of case
alerts-mail-column-stage = Stage
alerts-mail-column-opened = Opened on
alerts-mail-column-age = Age (days)
alerts-mail-column-news = News

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

alerts-unknown = There is no alert "{ $alert }".
alerts-is-closed = The alert "{ $alert }" is closed; it needs no acknowledgement.
alerts-is-acknowledged = The alert "{ $alert }" was acknowledged already.
alerts-reason-missing = Say why: a reason is kept with every acknowledgement.
alerts-not-evaluated = The alerts were not evaluated for { $date } yet, so there is nothing to send.
alerts-recipients-unreadable = The file of mail recipients { $file } cannot be read: it needs the columns kind, code and address, and kind is ddo or district.
alerts-smtp-missing = HUB_SMTP_URL is not set, so the hub cannot send mail.
alerts-smtp-unreadable = HUB_SMTP_URL must read smtp://[user:password@]host:port or smtps://…
alerts-smtp-in-clear = The mail relay offers no TLS, so the hub does not send it the password.
alerts-mail-waiting = { $count } mails wait: the mail relay did not take them now ({ $reason }). Run again, and the same mails go out.
alerts-mail-refused = The mail relay refused { $count } mails, the first for { $recipient }. Correct the address.
alerts-notification-unknown = There is no mail that was refused or is in doubt: { $notification }.

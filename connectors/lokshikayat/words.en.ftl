# The system's own words: its names, and what each expectation's failure means.

work-system-lokshikayat = Lok Shikayat
dataset-lokshikayat-complaints = Lok Shikayat complaints
dataset-lokshikayat-hearings = Lok Shikayat hearings
dataset-lokshikayat-appeals = Lok Shikayat appeals

## lokshikayat.complaints

expectation-lokshikayat-complaints-complaint-no-not-null = “Complaint number” is empty; it must be given.
expectation-lokshikayat-complaints-complaint-no-pattern = The complaint number is not of the form LS/2026/0001234.
expectation-lokshikayat-complaints-filed-on-not-null = “Filed on” is empty; it must be given.
expectation-lokshikayat-complaints-filed-on-not-in-future = “Filed on” lies after the business date.
expectation-lokshikayat-complaints-complainant-name-not-null = “Complainant” is empty; it must be given.
expectation-lokshikayat-complaints-gender-in-set = The gender is none of M, F and T.
expectation-lokshikayat-complaints-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-lokshikayat-complaints-district-lokshikayat-not-null = “District (Lok Shikayat)” is empty; it must be given.
expectation-lokshikayat-complaints-district-lgd-not-null = The district code is not one of Lok Shikayat's; the district cannot be told.
expectation-lokshikayat-complaints-subdivision-name-not-null = “Sub-division” is empty; it must be given.
expectation-lokshikayat-complaints-pgro-level-in-set = The officer's level is none of SUBDIVISION, DISTRICT and DEPARTMENT.
expectation-lokshikayat-complaints-office-name-not-null = “Office” is empty; it must be given.
expectation-lokshikayat-complaints-public-authority-not-null = “Public authority” is empty; it must be given.
expectation-lokshikayat-complaints-is-encroachment-not-null = “Encroachment” is empty; it must be given.
expectation-lokshikayat-complaints-subject-not-null = “Subject” is empty; it must be given.
expectation-lokshikayat-complaints-complaint-status-not-null = “Status” is empty; it must be given.
expectation-lokshikayat-complaints-complaint-status-in-set = The status is none of REGISTERED, IN_HEARING, DISPOSED and DISPOSED_UNDER_MONITORING.
expectation-lokshikayat-complaints-decision-in-set = The decision is none of ACCEPTED, ALTERNATIVE_RELIEF and REJECTED.
expectation-lokshikayat-complaints-decided-on-not-before-filed = The complaint was decided before it was filed.
expectation-lokshikayat-complaints-decided-on-present-when-disposed = The complaint is disposed of, but the date of the decision is empty.
expectation-lokshikayat-complaints-encroachment-case-no-present-when-monitored = The complaint is under monitoring, but names no encroachment case.
expectation-lokshikayat-complaints-removal-report-uploaded-on-not-before-removed = The report of the removal was uploaded before the encroachment was removed.
expectation-lokshikayat-complaints-modified-at-not-null = “Modified” is empty; it must be given.
expectation-lokshikayat-complaints-complaint-no-unique = “Complaint number” occurs more than once in the batch.
expectation-lokshikayat-complaints-batch-count-band = The number of rows differs too much from the last good batch.

## lokshikayat.hearings

expectation-lokshikayat-hearings-complaint-no-not-null = “Complaint number” is empty; it must be given.
expectation-lokshikayat-hearings-complaint-no-pattern = The complaint number is not of the form LS/2026/0001234.
expectation-lokshikayat-hearings-complaint-no-known = Lok Shikayat's complaints do not hold this number.
expectation-lokshikayat-hearings-hearing-no-not-null = “Hearing” is empty; it must be given.
expectation-lokshikayat-hearings-hearing-no-range = The number of the hearing does not lie between 1 and 60.
expectation-lokshikayat-hearings-hearing-on-not-null = “Hearing on” is empty; it must be given.
expectation-lokshikayat-hearings-district-lokshikayat-not-null = “District (Lok Shikayat)” is empty; it must be given.
expectation-lokshikayat-hearings-district-lgd-not-null = The district code is not one of Lok Shikayat's; the district cannot be told.
expectation-lokshikayat-hearings-subdivision-name-not-null = “Sub-division” is empty; it must be given.
expectation-lokshikayat-hearings-public-authority-not-null = “Public authority” is empty; it must be given.
expectation-lokshikayat-hearings-hearing-status-not-null = “Status of the hearing” is empty; it must be given.
expectation-lokshikayat-hearings-hearing-status-in-set = The status of the hearing is neither SCHEDULED nor HELD.
expectation-lokshikayat-hearings-authority-attendance-in-set = The attendance is none of PRESENT, ABSENT and NOT_MARKED.
expectation-lokshikayat-hearings-authority-attendance-present-when-held = The hearing was held, but nothing is said of the public authority's attendance.
expectation-lokshikayat-hearings-attendance-marked-on-not-before-hearing = The attendance was marked before the hearing.
expectation-lokshikayat-hearings-next-hearing-on-not-before-hearing = The next hearing lies before this one.
expectation-lokshikayat-hearings-modified-at-not-null = “Modified” is empty; it must be given.
expectation-lokshikayat-hearings-complaint-no-unique = “Complaint number” and “Hearing” occur together more than once in the batch.
expectation-lokshikayat-hearings-batch-count-band = The number of rows differs too much from the last good batch.

## lokshikayat.appeals

expectation-lokshikayat-appeals-appeal-no-not-null = “Appeal number” is empty; it must be given.
expectation-lokshikayat-appeals-appeal-no-pattern = The appeal number is not of the form LSA/2026/000123.
expectation-lokshikayat-appeals-complaint-no-not-null = “Complaint number” is empty; it must be given.
expectation-lokshikayat-appeals-complaint-no-pattern = The complaint number is not of the form LS/2026/0001234.
expectation-lokshikayat-appeals-complaint-no-known = Lok Shikayat's complaints do not hold this number.
expectation-lokshikayat-appeals-appeal-level-not-null = “Level” is empty; it must be given.
expectation-lokshikayat-appeals-appeal-level-range = The level of the appeal is neither 1 nor 2.
expectation-lokshikayat-appeals-first-appeal-no-present-when-second = A second appeal does not name the first one.
expectation-lokshikayat-appeals-filed-on-not-null = “Filed on” is empty; it must be given.
expectation-lokshikayat-appeals-filed-on-not-in-future = “Filed on” lies after the business date.
expectation-lokshikayat-appeals-appellant-kind-in-set = The appellant is neither COMPLAINANT nor PUBLIC_AUTHORITY.
expectation-lokshikayat-appeals-ground-in-set = The ground is neither DECISION nor NO_DECISION.
expectation-lokshikayat-appeals-district-lokshikayat-not-null = “District (Lok Shikayat)” is empty; it must be given.
expectation-lokshikayat-appeals-district-lgd-not-null = The district code is not one of Lok Shikayat's; the district cannot be told.
expectation-lokshikayat-appeals-appellate-authority-not-null = “Appellate authority” is empty; it must be given.
expectation-lokshikayat-appeals-appeal-status-not-null = “Status” is empty; it must be given.
expectation-lokshikayat-appeals-appeal-status-in-set = The status is neither PENDING nor DECIDED.
expectation-lokshikayat-appeals-outcome-in-set = The outcome is none of ALLOWED, DISMISSED and REMANDED.
expectation-lokshikayat-appeals-decided-on-not-before-filed = The appeal was decided before it was filed.
expectation-lokshikayat-appeals-decided-on-present-when-decided = The appeal is decided, but the date is empty.
expectation-lokshikayat-appeals-modified-at-not-null = “Modified” is empty; it must be given.
expectation-lokshikayat-appeals-appeal-no-unique = “Appeal number” occurs more than once in the batch.
expectation-lokshikayat-appeals-batch-count-band = The number of rows differs too much from the last good batch.

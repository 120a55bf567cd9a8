# The system's own words: its names, and what each expectation's failure means.

work-system-rtpsappeal = RTPS Appeal
dataset-rtpsappeal-appeals = RTPS appeals
dataset-rtpsappeal-events = Events of RTPS appeals

## rtpsappeal.appeals

expectation-rtpsappeal-appeals-appeal-no-not-null = “Appeal number” is empty; it must be given.
expectation-rtpsappeal-appeals-appeal-no-pattern = The appeal number is not of the form RA/2026/000123.
expectation-rtpsappeal-appeals-application-id-not-null = “Application id” is empty; it must be given.
expectation-rtpsappeal-appeals-application-id-known = RTPS does not hold this application.
expectation-rtpsappeal-appeals-appeal-level-not-null = “Level” is empty; it must be given.
expectation-rtpsappeal-appeals-appeal-level-range = The level of the appeal is neither 1 nor 2.
expectation-rtpsappeal-appeals-first-appeal-no-present-when-second = A second appeal does not name the first one.
expectation-rtpsappeal-appeals-filed-on-not-null = “Filed on” is empty; it must be given.
expectation-rtpsappeal-appeals-filed-on-not-in-future = “Filed on” lies after the business date.
expectation-rtpsappeal-appeals-appellant-name-not-null = “Name of the appellant” is empty; it must be given.
expectation-rtpsappeal-appeals-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-rtpsappeal-appeals-ground-not-null = “Ground” is empty; it must be given.
expectation-rtpsappeal-appeals-ground-in-set = The ground is none of REFUSED, DELAYED and NON_COMPLIANCE.
expectation-rtpsappeal-appeals-district-census2011-not-null = “District (Census)” is empty; it must be given.
expectation-rtpsappeal-appeals-district-lgd-not-null = The district code is not one of the Census of 2011 (203 to 240); the district cannot be told.
expectation-rtpsappeal-appeals-appeal-status-not-null = “Status” is empty; it must be given.
expectation-rtpsappeal-appeals-appeal-status-in-set = The status is none of INITIATED, IN_PROGRESS, RESOLVED and REJECTED.
expectation-rtpsappeal-appeals-decided-on-not-before-filed = The appeal was decided before it was filed.
expectation-rtpsappeal-appeals-decided-on-present-when-resolved = The appeal is resolved, but the date is empty.
expectation-rtpsappeal-appeals-outcome-in-set = The outcome is none of SERVICE_ORDERED, ALREADY_SERVED and DISMISSED.
expectation-rtpsappeal-appeals-order-no-present-when-resolved = The appeal is resolved, but no order is named.
expectation-rtpsappeal-appeals-penalty-amount-range = The penalty does not lie between 250 and 5,000 rupees.
expectation-rtpsappeal-appeals-last-updated-at-not-null = “Last updated” is empty; it must be given.
expectation-rtpsappeal-appeals-appeal-no-unique = “Appeal number” occurs more than once in the batch.
expectation-rtpsappeal-appeals-batch-count-band = The number of rows differs too much from the last good batch.

## rtpsappeal.events

expectation-rtpsappeal-events-appeal-no-not-null = “Appeal number” is empty; it must be given.
expectation-rtpsappeal-events-appeal-no-pattern = The appeal number is not of the form RA/2026/000123.
expectation-rtpsappeal-events-appeal-no-known = RTPS Appeal's appeals do not hold this number.
expectation-rtpsappeal-events-event-no-not-null = “Event” is empty; it must be given.
expectation-rtpsappeal-events-event-no-range = The number of the event does not lie between 1 and 200.
expectation-rtpsappeal-events-action-not-null = “Action” is empty; it must be given.
expectation-rtpsappeal-events-action-in-set = The action is none of those that the portal knows.
expectation-rtpsappeal-events-acted-by-not-null = “Acted by” is empty; it must be given.
expectation-rtpsappeal-events-acted-by-in-set = Who acted is none of APPLICANT, DPS, AA and RA.
expectation-rtpsappeal-events-happened-at-not-null = “Happened at” is empty; it must be given.
expectation-rtpsappeal-events-happened-at-not-in-future = The event lies after the business date.
expectation-rtpsappeal-events-hearing-on-present-when-heard = The day of the hearing is empty.
expectation-rtpsappeal-events-order-no-present-when-ordered = The number of the order is empty.
expectation-rtpsappeal-events-penalty-amount-range = The penalty does not lie between 250 and 5,000 rupees.
expectation-rtpsappeal-events-appeal-no-unique = “Appeal number” and “Event” occur together more than once in the batch.
expectation-rtpsappeal-events-batch-count-band = The number of rows differs too much from the last good batch.

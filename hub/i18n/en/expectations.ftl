# What each expectation's failure means, in plain words. Ids: expectation-<dataset>-<field>-<rule>.
# A new expectation needs its message here and in hi/; a test proves it.

## cpgram.closures

expectation-cpgram-closures-registration-no-not-null = “Registration number” is empty; it must be given.
expectation-cpgram-closures-registration-no-pattern = The registration number is not of the form GOVBH/E/2026/0000001.
expectation-cpgram-closures-registration-no-known = CPGRAM's grievances do not hold this registration number.
expectation-cpgram-closures-received-on-not-null = “Received on” is empty; it must be given.
expectation-cpgram-closures-closed-on-not-null = “Closed on” is empty; it must be given.
expectation-cpgram-closures-closed-on-not-before-received = The grievance was closed before it was received.
expectation-cpgram-closures-closed-on-not-in-future = “Closed on” lies after the business date.
expectation-cpgram-closures-current-status-not-null = “Status” is empty; it must be given.
expectation-cpgram-closures-current-status-in-set = The status of a closure is not “Case closed”.
expectation-cpgram-closures-reason-not-null = “Reason” is empty; it must be given.
expectation-cpgram-closures-remark-not-auto-forwarded = The remark says “Auto Forwarded - RI Web API”: the matter is still under process.
expectation-cpgram-closures-rating-range = The rating does not lie between 1 and 5.
expectation-cpgram-closures-reply-document-sha256-pattern = The reply document's SHA-256 is not of 64 hexadecimal digits.
expectation-cpgram-closures-registration-no-unique = “Registration number” occurs more than once in the batch.
expectation-cpgram-closures-batch-count-band = The number of rows differs too much from the last good batch.

## cpgram.grievances

expectation-cpgram-grievances-registration-no-not-null = “Registration number” is empty; it must be given.
expectation-cpgram-grievances-registration-no-pattern = The registration number is not of the form GOVBH/E/2026/0000001.
expectation-cpgram-grievances-category-code-range = The category's code is not a positive number.
expectation-cpgram-grievances-received-at-not-null = “Received” is empty; it must be given.
expectation-cpgram-grievances-received-at-not-in-future = “Received” lies after the business date.
expectation-cpgram-grievances-closed-at-not-before-received = The grievance was closed before it was received.
expectation-cpgram-grievances-resolved-at-not-before-received = The grievance was resolved before it was received.
expectation-cpgram-grievances-org-code-not-null = “Organisation” is empty; it must be given.
expectation-cpgram-grievances-org-code-pattern = The organisation's code is not five capital letters or digits.
expectation-cpgram-grievances-state-cpgrams-not-null = “State” is empty; it must be given.
expectation-cpgram-grievances-state-cpgrams-in-set = The state is not BH (Bihar).
expectation-cpgram-grievances-district-name-not-null = “District (as typed)” is empty; it must be given.
expectation-cpgram-grievances-district-lgd-not-null = No district of Bihar bears this name.
expectation-cpgram-grievances-pin-code-pattern = The PIN code is not a postal code of Bihar (six digits beginning with 8).
expectation-cpgram-grievances-gender-in-set = The gender is none of M, F and T.
expectation-cpgram-grievances-complainant-name-not-null = “Complainant” is empty; it must be given.
expectation-cpgram-grievances-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-cpgram-grievances-subject-not-null = “Subject” is empty; it must be given.
expectation-cpgram-grievances-subject-length = The subject is longer than 4,000 characters.
expectation-cpgram-grievances-v7-target-in-set = The version 7 target is neither Yes nor No.
expectation-cpgram-grievances-registration-no-unique = “Registration number” occurs more than once in the batch.
expectation-cpgram-grievances-batch-count-band = The number of rows differs too much from the last good batch.

## hrms.employees

expectation-hrms-employees-employee-id-not-null = “Employee id” is empty; it must be given.
expectation-hrms-employees-employee-id-pattern = The employee id is not E and seven digits.
expectation-hrms-employees-name-en-not-null = “Name” is empty; it must be given.
expectation-hrms-employees-born-on-not-null = “Date of birth” is empty; it must be given.
expectation-hrms-employees-gender-in-set = The gender is none of M, F and T.
expectation-hrms-employees-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-hrms-employees-email-pattern = The e-mail address is not written as one.
expectation-hrms-employees-employee-group-not-null = “Group” is empty; it must be given.
expectation-hrms-employees-employee-group-in-set = The group is none of क, ख and ग.
expectation-hrms-employees-designation-not-null = “Designation” is empty; it must be given.
expectation-hrms-employees-department-name-not-null = “Department” is empty; it must be given.
expectation-hrms-employees-office-name-not-null = “Office” is empty; it must be given.
expectation-hrms-employees-ddo-code-not-null = “DDO” is empty; it must be given.
expectation-hrms-employees-ddo-code-pattern = The DDO code is not DDO and six digits.
expectation-hrms-employees-district-nic-not-null = “District (NIC)” is empty; it must be given.
expectation-hrms-employees-district-lgd-not-null = The district code is not one of NIC's (1001 to 1038); the district cannot be told.
expectation-hrms-employees-joined-on-not-null = “Joined on” is empty; it must be given.
expectation-hrms-employees-joined-on-not-before-birth = The date of joining lies before the date of birth.
expectation-hrms-employees-retires-on-not-before-joining = The date of retirement lies before the date of joining.
expectation-hrms-employees-employee-status-not-null = “Status” is empty; it must be given.
expectation-hrms-employees-employee-status-in-set = The status is none of EMPLOYED, RETIRED, SUSPENDED and DECEASED.
expectation-hrms-employees-pay-level-not-null = “Pay level” is empty; it must be given.
expectation-hrms-employees-pay-level-range = The pay level does not lie between 1 and 18.
expectation-hrms-employees-employee-id-unique = “Employee id” occurs more than once in the batch.
expectation-hrms-employees-batch-count-band = The number of rows differs too much from the last good batch.

## hrms.pay_cases

expectation-hrms-pay-cases-case-id-not-null = “Case” is empty; it must be given.
expectation-hrms-pay-cases-case-id-pattern = The case number is not of the form PC/2026/000001.
expectation-hrms-pay-cases-employee-id-not-null = “Employee id” is empty; it must be given.
expectation-hrms-pay-cases-employee-id-known = HRMS's roster does not hold this employee.
expectation-hrms-pay-cases-ddo-code-not-null = “DDO” is empty; it must be given.
expectation-hrms-pay-cases-ddo-code-pattern = The DDO code is not DDO and six digits.
expectation-hrms-pay-cases-district-nic-not-null = “District (NIC)” is empty; it must be given.
expectation-hrms-pay-cases-district-lgd-not-null = The district code is not one of NIC's (1001 to 1038); the district cannot be told.
expectation-hrms-pay-cases-case-type-not-null = “Kind of case” is empty; it must be given.
expectation-hrms-pay-cases-case-type-in-set = The kind of case is not in HRMS's list.
expectation-hrms-pay-cases-opened-on-not-null = “Opened on” is empty; it must be given.
expectation-hrms-pay-cases-opened-on-not-in-future = “Opened on” lies after the business date.
expectation-hrms-pay-cases-stage-not-null = “Stage” is empty; it must be given.
expectation-hrms-pay-cases-stage-in-set = The stage is none of MAKER, CHECKER, APPROVER, TREASURY, PAID and RETURNED.
expectation-hrms-pay-cases-stage-since-not-null = “At this stage since” is empty; it must be given.
expectation-hrms-pay-cases-stage-since-not-before-opened = The case came to this stage before it was opened.
expectation-hrms-pay-cases-settled-on-not-before-opened = The case was settled before it was opened.
expectation-hrms-pay-cases-settled-on-present-when-paid = The case is paid, but its date of settlement is empty.
expectation-hrms-pay-cases-amount-range = The amount is negative.
expectation-hrms-pay-cases-case-id-unique = “Case” occurs more than once in the batch.
expectation-hrms-pay-cases-batch-count-band = The number of rows differs too much from the last good batch.

## hrms.payroll

expectation-hrms-payroll-employee-id-not-null = “Employee id” is empty; it must be given.
expectation-hrms-payroll-employee-id-pattern = The employee id is not E and seven digits.
expectation-hrms-payroll-employee-id-known = HRMS's roster does not hold this employee.
expectation-hrms-payroll-pay-month-not-null = “Month” is empty; it must be given.
expectation-hrms-payroll-pay-month-pattern = The month is not of the form 2026-10.
expectation-hrms-payroll-ddo-code-not-null = “DDO” is empty; it must be given.
expectation-hrms-payroll-ddo-code-pattern = The DDO code is not DDO and six digits.
expectation-hrms-payroll-bill-no-not-null = “Bill” is empty; it must be given.
expectation-hrms-payroll-pay-level-not-null = “Pay level” is empty; it must be given.
expectation-hrms-payroll-pay-level-range = The pay level does not lie between 1 and 18.
expectation-hrms-payroll-basic-pay-not-null = “Basic pay” is empty; it must be given.
expectation-hrms-payroll-gross-pay-not-null = “Gross pay” is empty; it must be given.
expectation-hrms-payroll-gross-pay-not-below-basic = Gross pay is less than basic pay.
expectation-hrms-payroll-deductions-not-null = “Deductions” is empty; it must be given.
expectation-hrms-payroll-deductions-range = The deductions are negative.
expectation-hrms-payroll-net-pay-not-null = “Net pay” is empty; it must be given.
expectation-hrms-payroll-net-pay-equals-gross-less-deductions = Net pay is not gross pay less deductions.
expectation-hrms-payroll-bank-ifsc-pattern = The IFSC is not four letters, a zero and six letters or digits.
expectation-hrms-payroll-paid-on-not-in-future = “Paid on” lies after the business date.
expectation-hrms-payroll-employee-id-unique-key = The employee occurs more than once in this month.
expectation-hrms-payroll-batch-count-band = The number of rows differs too much from the last good batch.

## jandarbar.grievances

expectation-jandarbar-grievances-unique-no-not-null = “Number” is empty; it must be given.
expectation-jandarbar-grievances-unique-no-pattern = The number is not of the form JD/2026/000001.
expectation-jandarbar-grievances-registered-on-not-null = “Registered on” is empty; it must be given.
expectation-jandarbar-grievances-registered-on-not-in-future = “Registered on” lies after the business date.
expectation-jandarbar-grievances-darbar-on-is-monday = The day of the darbar is not a Monday.
expectation-jandarbar-grievances-darbar-on-in-first-three-weeks = The day of the darbar is not the first, second or third Monday of its month.
expectation-jandarbar-grievances-complainant-name-not-null = “Complainant” is empty; it must be given.
expectation-jandarbar-grievances-gender-in-set = The gender is none of M, F and T.
expectation-jandarbar-grievances-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-jandarbar-grievances-district-jandarbar-not-null = “District (Jan Darbar)” is empty; it must be given.
expectation-jandarbar-grievances-district-lgd-not-null = The district code is not one of Jan Darbar's; the district cannot be told.
expectation-jandarbar-grievances-department-name-not-null = “Department” is empty; it must be given.
expectation-jandarbar-grievances-subject-not-null = “Subject” is empty; it must be given.
expectation-jandarbar-grievances-subject-length = The subject is longer than 4,000 characters.
expectation-jandarbar-grievances-assisted-by-not-null = “Assisted by” is empty; it must be given.
expectation-jandarbar-grievances-assisted-by-in-set = Assistance is none of SELF, BDO, SDO and DM.
expectation-jandarbar-grievances-grievance-status-not-null = “Status” is empty; it must be given.
expectation-jandarbar-grievances-grievance-status-in-set = The status is none of REGISTERED, HEARD, REPORT_AWAITED and DISPOSED.
expectation-jandarbar-grievances-report-uploaded-on-not-before-registered = The report was uploaded before the matter was registered.
expectation-jandarbar-grievances-disposed-on-not-before-registered = The matter was disposed of before it was registered.
expectation-jandarbar-grievances-disposed-on-present-when-disposed = The matter is disposed of, but the date of disposal is empty.
expectation-jandarbar-grievances-modified-at-not-null = “Modified” is empty; it must be given.
expectation-jandarbar-grievances-unique-no-unique = “Number” occurs more than once in the batch.
expectation-jandarbar-grievances-batch-count-band = The number of rows differs too much from the last good batch.

## rtps.applications

expectation-rtps-applications-appl-id-not-null = “Application id” is empty; it must be given.
expectation-rtps-applications-appl-ref-no-not-null = “Reference number” is empty; it must be given.
expectation-rtps-applications-appl-ref-no-pattern = The reference number is not of the form ABCDE/2026/0000001.
expectation-rtps-applications-base-service-id-not-null = “Service” is empty; it must be given.
expectation-rtps-applications-base-service-id-known = RTPS's list of notified services does not hold this service.
expectation-rtps-applications-service-name-not-null = “Service name” is empty; it must be given.
expectation-rtps-applications-submitted-at-not-null = “Submitted at” is empty; it must be given.
expectation-rtps-applications-submitted-at-not-in-future = “Submitted at” lies after the business date.
expectation-rtps-applications-due-on-not-before-submission = The due date lies before the day of submission.
expectation-rtps-applications-submission-mode-not-null = “Mode” is empty; it must be given.
expectation-rtps-applications-submission-mode-in-set = The mode is neither online nor kiosk.
expectation-rtps-applications-applicant-name-not-null = “Applicant” is empty; it must be given.
expectation-rtps-applications-applicant-gender-in-set = “Gender” holds a value that is not in its list.
expectation-rtps-applications-mobile-number-pattern = The mobile number is not ten digits beginning with 6 to 9.
expectation-rtps-applications-pin-code-pattern = The PIN code is not a postal code of Bihar (six digits beginning with 8).
expectation-rtps-applications-district-census2011-not-null = “District (Census 2011)” is empty; it must be given.
expectation-rtps-applications-district-lgd-not-null = The district code is not one of Census 2011 for Bihar (203 to 240); the district cannot be told.
expectation-rtps-applications-amount-range = The fee is negative.
expectation-rtps-applications-version-no-not-null = “Service version” is empty; it must be given.
expectation-rtps-applications-appl-status-not-null = “Status” is empty; it must be given.
expectation-rtps-applications-appl-status-in-set = The status is none of I, F, D and R.
expectation-rtps-applications-current-executed-at-not-before-received = The step was finished before it was received.
expectation-rtps-applications-last-updated-at-not-null = “Last updated” is empty; it must be given.
expectation-rtps-applications-appl-id-unique = “Application id” occurs more than once in the batch.
expectation-rtps-applications-batch-count-band = The number of rows differs too much from the last good batch.

## rtps.services

expectation-rtps-services-service-id-not-null = “Service” is empty; it must be given.
expectation-rtps-services-service-name-not-null = “Service name” is empty; it must be given.
expectation-rtps-services-department-name-not-null = “Department” is empty; it must be given.
expectation-rtps-services-office-level-not-null = “Level” is empty; it must be given.
expectation-rtps-services-office-level-in-set = The level is none of CO, SDO, DM and DEPT.
expectation-rtps-services-time-limit-days-not-null = “Time limit” is empty; it must be given.
expectation-rtps-services-time-limit-days-range = The time limit does not lie between 0 and 365 days.
expectation-rtps-services-day-kind-not-null = “Kind of days” is empty; it must be given.
expectation-rtps-services-day-kind-in-set = The kind of days is neither WORKING nor CALENDAR.
expectation-rtps-services-service-id-unique = “Service” occurs more than once in the batch.
expectation-rtps-services-batch-count-band = The number of rows differs too much from the last good batch.

## sparrow.pars

expectation-sparrow-pars-apar-id-not-null = “Report” is empty; it must be given.
expectation-sparrow-pars-apar-id-pattern = The report's number is not of the form PAR-2025-000001.
expectation-sparrow-pars-employee-code-not-null = “Employee” is empty; it must be given.
expectation-sparrow-pars-employee-code-pattern = The employee code is not E and seven digits.
expectation-sparrow-pars-employee-code-known = HRMS's roster does not hold this employee.
expectation-sparrow-pars-officer-name-not-null = “Officer” is empty; it must be given.
expectation-sparrow-pars-financial-year-not-null = “Year” is empty; it must be given.
expectation-sparrow-pars-financial-year-pattern = The year is not of the form 2025-26.
expectation-sparrow-pars-period-from-not-null = “From” is empty; it must be given.
expectation-sparrow-pars-period-to-not-null = “To” is empty; it must be given.
expectation-sparrow-pars-period-to-not-before-period-from = The period ends before it begins.
expectation-sparrow-pars-workflow-stage-not-null = “Stage” is empty; it must be given.
expectation-sparrow-pars-workflow-stage-in-set = The stage is not one of Sparrow's.
expectation-sparrow-pars-stage-since-not-null = “At this stage since” is empty; it must be given.
expectation-sparrow-pars-stage-since-not-in-future = “At this stage since” lies after the business date.
expectation-sparrow-pars-reporting-officer-code-pattern = The reporting officer's code is not E and seven digits.
expectation-sparrow-pars-reviewing-officer-code-pattern = The reviewing officer's code is not E and seven digits.
expectation-sparrow-pars-forwarded-by-in-set = Forwarding is none of USER, FORCE_FORWARD and AUTO_FORWARD.
expectation-sparrow-pars-ipr-filed-on-not-in-future = “Property return filed” lies after the business date.
expectation-sparrow-pars-closed-on-present-when-closed = The report is closed, but its date of closing is empty.
expectation-sparrow-pars-closed-on-not-before-period-from = The report was closed before its period began.
expectation-sparrow-pars-apar-id-unique = “Report” occurs more than once in the batch.
expectation-sparrow-pars-batch-count-band = The number of rows differs too much from the last good batch.

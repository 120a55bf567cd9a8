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
console-wrong-origin = The request did not come from a page of this console and was refused.
console-wrong-token = This form is too old. Go back, load the page again and repeat the step.
console-no-right = Your role does not include this.
console-not-yours = This record lies outside the districts or departments that are yours.
console-whole-state-only = This concerns every district. Only a person without a limit of districts or departments may do it.
console-no-such-page = There is no such page.
console-not-possible = This cannot be done now.
console-form-incomplete = The form is incomplete: { $fields }
console-unexpected = Something failed that the hub did not foresee. Tell the IT team this number: { $number }
console-purpose-missing = Say in a few words (5 to 300 letters) why you need to see the personal fields; it is kept.

desk-limit-incomplete = A limit needs the login and the reason.

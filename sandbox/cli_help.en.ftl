# Help of `hub sandbox` (hub/cli/help.py).
cli-help-sandbox = Stand-ins for the systems: an invented world on the real protocols.
cli-help-sandbox-up = Start the stand-ins alone, without Airflow; `make up` starts both.
cli-help-sandbox-linkage-lists = Write invented lists with the truth, from which `hub linkage train` learns.
    .subject = What the lists are about.
    .into = Folder to write into.
    .rows = Rows of each list.
cli-help-sandbox-clock = The day at which the world stands.
cli-help-sandbox-advance = Move the world by a business day: new, changed, closed, late and deleted records.
    .days = How many business days.
cli-help-sandbox-misbehave = Tell a stand-in to misbehave in its next answers.
    .system = The system.
    .fault = What it does wrong.
    .dataset = Only for this dataset.
    .times = In how many answers.
    .set = NAME=VALUE of the fault.
cli-help-sandbox-behave = Take back every misbehaviour not yet used up.

## Suites

suite-missing = No suite of expectations was found for { $dataset }: expected a file { $file } in a folder expectations/ beside the folder of its system.
suite-breaks-rule = The suite { $file } is unsound: { $rule }
suite-rule-name = its name is { $name }
suite-rule-id = { $id }: an expectation's meta.id is <field>.<rule>
suite-rule-twice = { $id } stands twice
suite-rule-field = { $id }: no field { $names }
suite-rule-begins = { $id }: begins with the name of a field
suite-rule-scope = { $id }: count bands and unique keys, and only they, have scope batch
suite-rule-unique = { $id }: only the key, { $key }, can be proven unique

## Reasons that come from reading a row, or from its key

reason-type = “{ $field }” is not of its type and could not be read (for example letters where a number belongs).
reason-format = “{ $field }” is not written in the form that the contract names and could not be read.
reason-encoding = “{ $field }” is not sound UTF-8 text.
reason-not-a-pdf = “{ $field }” is not a PDF document.
reason-key-conflict = Several rows of this batch share one key, none is newer, and their contents differ; all of them wait.
reason-key-missing = The row has no key, so that nobody can say which record it is.

## Rules of datasets that bring no words of their own

rule-not-null = “{ $field }” is empty; it must be given.
rule-pattern = “{ $field }” is not written in its fixed form.
rule-in-set = “{ $field }” holds a value that is not in its list.
rule-range = “{ $field }” lies outside its permitted range.
rule-length = “{ $field }” is longer or shorter than permitted.
rule-known = “{ $field }” is not known in the dataset it refers to.
rule-not-in-future = “{ $field }” lies after the business date.
rule-unique = “{ $field }” occurs more than once in the batch.
rule-unique-key = “{ $field }” occurs more than once under one key in the batch.
rule-count-band = The number of rows differs too much from the last good batch.
rule-other = “{ $field }” breaks the rule { $rule } of its suite.

## Why a batch waits, and what is worth noting of it

hold-control-total = The counts do not agree: the source itself counts { $control_total } records, { $received } were received.
hold-landed-total = The counts do not agree: { $landed_total } records were landed, { $received } were read.
hold-count-band = { $received } rows were received, { $previous } in the last good batch; between { $least } and { $most } are plausible.
hold-absent-field = The required field “{ $field }” is missing from { $rows } of { $received } rows; the source may have renamed it.
hold-quarantine-share = { $quarantined } of { $received } rows fail something critical: more than the suite allows.
hold-check-error = The expectation { $expectation } could not be evaluated ({ $error }).
hold-reference-missing = { $expectation } was not evaluated: { $reference } has no rows yet.
hold-unknown-field = The source sends a field that the contract does not know: “{ $field }”, in { $rows } rows. It stays in landing.

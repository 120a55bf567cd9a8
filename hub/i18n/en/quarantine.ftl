# Rows and batches that wait for a steward.
quarantine-row-unknown = There is no row { $id } in quarantine.
quarantine-field-unknown = A steward cannot set the field "{ $field }". The fields that arrive from the source are: { $known }.
quarantine-still-fails = Row { $id } with these values still fails: { $reasons }.
quarantine-not-releasable = Row { $id } cannot be released as it is: a value cannot be read or the key is missing ({ $reasons }). It has to be fixed or refused.
quarantine-reason-missing = A reason is needed for the decision on { $id }.
quarantine-replaced = Row { $id } is no longer open: a later batch ({ $batch }) brought the same record.
quarantine-entered = Row { $id } is in the store already.
quarantine-changed-meanwhile = { $who } changed row { $id } in the meantime ({ $when }): it is now { $what ->
    [fixed] fixed (fields: { $fields })
    [released] released as it is
    [refused] refused
    [open] open again
   *[other] "{ $what }"
 }. Look at it again first.
quarantine-batch-not-held = Batch { $batch } waits for no decision: its status is "{ $status }".
quarantine-batch-not-decided = No decision stands on batch { $batch } that could be taken back: its status is "{ $status }".
quarantine-batch-overtaken = Batch { $batch } can no longer be taken up again: { $later } came after it and asks for what it held.
quarantine-second-person = Batch { $batch } needs the approval of a second person; the same person cannot approve twice.
quarantine-aadhaar = What was typed for row { $id } holds an Aadhaar number. The hub keeps none; nothing was saved.

quarantine-status-unknown = There is no status "{ $status }". There are: { $known }.
quarantine-not-decided = No decision stands on row { $id } that could be taken back: its status is "{ $status }".
quarantine-published = Row { $id } has been published to the portals; the decision can no longer be taken back. A later record from the source puts it right.
quarantine-newer-version = A later version of the record of row { $id } stands in the store; the decision can no longer be taken back.
quarantine-bulk-open-only = Many rows at once can be decided only while they are open; these are "{ $status }".
quarantine-rule-field = The field "{ $field }" does not arrive from the source of { $dataset }.
quarantine-no-link = The contracts name no field by which { $dataset } and { $other } speak of the same record.
quarantine-mapping-field = Values of the field "{ $field }" of { $dataset } are not kept as mappings: it is the key, personal, or does not arrive from the source.
quarantine-mapping-incomplete = A mapping needs two different values and a reason; to revoke one needs a reason.
quarantine-mapping-contradicts = Mapping { $id } ("{ $before }" → "{ $after }") stands against it. Revoke that one first.
quarantine-mapping-unknown = There is no mapping { $id } that applies today.
quarantine-mapping-aadhaar = What was typed holds an Aadhaar number. The hub keeps none; nothing was saved.
quarantine-owner-unknown = "{ $owner }" owns no dataset. Owners: { $known }.
quarantine-list-too-long = More than { $limit } rows were refused in this time. Choose fewer days.
reason-mended = “{ $field }” was read by a mapping that a steward has kept.

quarantine-list-dataset = Dataset
quarantine-list-key = Record
quarantine-list-received = Received on
quarantine-list-field = Field
quarantine-list-value = As sent
quarantine-list-rule = What is wrong
quarantine-list-reason = Why it was refused
quarantine-list-decided = Refused on
quarantine-list-number = Number at the hub

cli-column-what = What
cli-column-still-fails = Still fails
cli-column-as-written = As written
cli-column-read-as = Is read as
cli-column-kept-by = Kept by
cli-column-revoked-by = Revoked by
cli-bulk-matched = Rows looked at
cli-bulk-changed = Rows that would change
cli-bulk-passing = Rows that would then pass every check
cli-bulk-done = { $done } rows done, { $left } left as they are.

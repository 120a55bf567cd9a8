# Rows and batches that wait for a steward.
quarantine-row-unknown = There is no row { $id } in quarantine.
quarantine-field-unknown = A steward cannot set the field "{ $field }". The fields that arrive from the source are: { $known }.
quarantine-still-fails = Row { $id } with these values still fails: { $reasons }.
quarantine-not-releasable = Row { $id } cannot be released as it is: a value cannot be read or the key is missing ({ $reasons }). It has to be fixed or refused.
quarantine-reason-missing = A reason is needed for the decision on { $id }.
quarantine-replaced = Row { $id } is no longer open: a later batch ({ $batch }) brought the same record.
quarantine-entered = Row { $id } is in the store already.
quarantine-changed-meanwhile = Somebody else decided on row { $id } in the meantime. Look at it again first.
quarantine-batch-not-held = Batch { $batch } waits for no decision: its status is "{ $status }".
quarantine-second-person = Batch { $batch } needs the approval of a second person; the same person cannot approve twice.
quarantine-aadhaar = What was typed for row { $id } holds an Aadhaar number. The hub keeps none; nothing was saved.

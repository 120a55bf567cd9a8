# Who is who: links between records.
linkage-model-missing = There is no trained model for "{ $record }".
linkage-lists-missing = The folder holds no labelled lists: each pair is <name>.a.csv, <name>.b.csv and <name>.truth.csv, at least one of them named check… .
linkage-list-missing = The file { $file } is not there.
linkage-list-unreadable = The file { $file } cannot be read as CSV with a line of headings.
linkage-list-without-name = The file { $file } has neither a column "name" nor a column "employee_id". Say which column it is: --map name=COLUMN.
linkage-ids-repeated = In { $file } a rec_id stands twice. Each row needs its own.
linkage-map-unclear = "{ $entry }" is not of the form name=COLUMN.
linkage-linked = { $left } and { $right } rows compared; pairs in { $out }
linkage-column-kind = Link
linkage-column-band = Band
linkage-column-number = Pairs
linkage-kind-same-person = same person
linkage-kind-same-household = same household
linkage-kind-same-matter = same matter
linkage-band-accept = accepted
linkage-band-review = to be looked at
linkage-band-reject = no link
linkage-record-missing = The record { $record } is not in the store, or both are the same record.
linkage-subject-unsound = The subject "{ $record }" takes { $field } of { $dataset }, which the contract or the subject does not have.
linkage-veto-name = The given names clash: a person must decide, however strong the rest is.
linkage-veto-number = The numbers differ by one digit, as those of colleagues do: a person must decide.
linkage-veto-partner = Another record is the better partner of one of the two.

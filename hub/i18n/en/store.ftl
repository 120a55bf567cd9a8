# The store and its ledger.
store-batch-unknown = The ledger knows no batch { $batch }.
store-dataset-busy = Another worker has been busy with { $dataset } for fifteen minutes. Try again later.
store-batch-held = Batch { $batch } waits for a data steward's decision ({ $rules }).
store-batch-not-ready = Batch { $batch } cannot be stored: its status is "{ $status }".
store-batch-superseded = Batch { $batch } was not stored: a newer batch of the dataset is in the store already, and it knows better.
store-stage-lost = The checked rows of batch { $batch } are gone, as after a crash of the database. It has to be checked again.
store-key-twice = Two rows of one batch of { $dataset } share a key, which the checks should have found. Nothing was stored.
store-key-changed = The key of { $dataset } in its contract is not that of the table { $table }, which holds its rows. The contract says: { $key }. Such a change needs a migration.
store-type-changed = The field { $field } of { $dataset } changed its type: { $table } holds { $stored }, the contract says { $wanted }. Such a change needs a migration.
store-date-far = The business date { $date } lies more than { $days } days after { $newest }, the newest that the hub knows. Nothing was done: what is counted at a later date is never counted back. Give the date that is meant.
store-date-to-come = The business date { $date } has not come yet; the newest is { $newest }. What is made for a date is kept as it is: give a date that has come.

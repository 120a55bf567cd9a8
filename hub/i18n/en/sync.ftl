# Landing, checking and storing one dataset for one date.
sync-batch-not-landed = Batch { $batch } was planned but is not landed yet.
sync-batch-refused = Batch { $batch } was refused. Sync the date again to fetch it anew.
sync-database-away = The hub's database went away during the step. Nothing was half-stored; run the step again.

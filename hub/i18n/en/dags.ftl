# What Airflow's tasks say.
dag-who-acts = Who must act: { $actor }.
dag-two-dates = The run is for { $partition }, but { $typed } was typed as the business date. Leave the field empty.
dag-held-body = The batch **{ $batch }** waits for a data steward. Approve stores its { $accepted } accepted rows ({ $quarantined } of { $received } stand in quarantine); Reject stores nothing of it. Why it waits:
dag-decided-elsewhere = The batch { $batch } was already decided outside Airflow ({ $state }); that decision stands.

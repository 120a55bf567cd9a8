# make up and make down.
embedded-help = The whole hub on one machine, with stand-ins for the systems.
up-help = Start everything and run one cycle through Airflow.
up-help-seed = Seed of the invented world.
up-help-scale = Size of the invented world; 1 is about 40,000 records.
up-help-date = First business date (YYYY-MM-DD); today in India when left out.
up-help-no-cycle = Start everything, run nothing.
up-help-no-airflow = Start without Airflow, for work from the command line.
down-help = Stop everything.
status-help = Say what runs.

up-already = Everything runs already.
up-begins = Starting in { $home }; business date { $date }.
up-services = Services
up-cycle = One cycle through Airflow for { $date }
up-interrupted = Interrupted; stopping what was started …
up-next = Next: { $command }
down-begins = Stopping …
down-done = Nothing runs any more.
down-forgotten = Nothing runs any more, and all that stood in { $home } is gone.
down-help-forget = Also remove all that this installation holds.
status-nothing = Nothing runs. Next: make up

state-waiting = waiting
state-starting = starting
state-ready = runs
state-done = done
state-failed = failed
state-stopped = stopped
state-queued = queued
state-running = running
state-success = done
state-held = held
state-planned = planned
state-landed = landed
state-checked = checked
state-released = released
state-refused = refused
state-stored = stored
state-unchanged = unchanged
state-superseded = superseded

port-taken = Port { $port }, wanted by { $service }, is taken ({ $holder }). Free it, or set { $setting } to another port.
port-twice = Port { $port } is given to both { $other } and { $service }; set { $setting } to another port.
port-unreadable = { $setting } is not a port from 1 to 65535: { $value }
stack-busy = Another make up or make down is at work for this installation.
service-failed = { $service } does not start. The end of { $log }:
    { $end }
cycle-failed = { $dag } failed in the task { $task }. Airflow shows its log.
cycle-held = These datasets are held and wait for a data steward: { $datasets }.
cycle-slow = { $dag } was not done after { $minutes } minutes. Airflow shows where it stands.
dags-unreadable = Airflow cannot read the DAGs: { $reason }

report-title = Synced for { $date }
report-dataset = Dataset
report-received = Received
report-accepted = Accepted
report-quarantined = Quarantined
report-state = State
report-none = no batch
report-logins = Logins
look-airflow = one DAG a dataset; Trigger takes a date, a held batch waits under Required actions
look-status = what ran, what is late, what is held
look-quarantine = rows that failed a check, and why
look-alerts = pay cases over 15 days; their mails: { $home }/sandbox/mail
look-feeds = what portals consume; files: { $home }/feeds
look-verify = proves that nothing was lost, doubled or changed
look-down = stops everything

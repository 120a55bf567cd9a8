# make up and make down.

up-already = Everything runs already.
up-renewed = The program has changed since this was started: everything starts anew, from the new one. What is stored stays.
up-begins = Starting in { $home }; business date { $date }.
up-services = Services
up-cycle = One cycle through Airflow for { $date }
up-interrupted = Interrupted; stopping what was started …
up-next = Next: { $command }
down-begins = Stopping …
down-done = Nothing runs any more.
down-forgotten = Nothing runs any more, and all that stood in { $home } is gone.
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
up-scale-unsound = { $value } is no size: a number above 0 is wanted, such as 0.1 or 10.
world-stands = Asked for is { $asked }, but the invented world stands already, made with { $stands }. Leave the options out to go on with it; `make clean` forgets it and all that was stored from it.
stack-busy = Another make up or make down is at work for this installation.
service-failed = { $service } does not start. The end of { $log }:
    { $end }
cycle-failed = { $dag } failed in the task { $task }. Its log in Airflow ({ $address }/dags/{ $dag }) says why; when that is mended, the same command goes on from there.
cycle-held = These datasets are held and wait for a data steward: { $datasets }.
cycle-slow = { $dag } was not done after { $minutes } minutes. Airflow ({ $address }/dags/{ $dag }) shows where it stands; the same command waits on.
dags-unreadable = Airflow cannot read the DAGs: { $reason }

report-title = Synced for { $date }
report-dataset = Dataset
report-received = Received
report-accepted = Accepted
report-quarantined = Quarantined
report-state = State
report-none = no batch
report-logins = Logins
look-console = the steward's console: what needs a person, quarantine, held batches
look-airflow = one DAG a dataset; Trigger takes a date, a held batch waits under Required actions
look-status = what ran, what is late, what is held
look-quarantine = rows that failed a check, and why
look-alerts = what is due and overdue; mails and SMS of it: { $home }/sandbox/mail, …/sms
look-feeds = what portals consume; files: { $home }/feeds
look-portals = the feeds for portals, with a page for their developers
look-verify = proves that nothing was lost, doubled or changed
look-down = stops everything

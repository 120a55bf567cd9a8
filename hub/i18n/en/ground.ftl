# What every room may say.
actor-source_owner = the owner of the source system
actor-steward = a data steward
actor-it_team = the IT team
actor-developer = the developers of the hub

connection-missing = No connection is set for this system: the environment variable { $variable } is empty.
connection-unreadable = The connection in { $variable } is neither Airflow's JSON nor its URI form.
place-fails = The hub cannot write to or read from a place of its files: landing, feeds, reports or Data Docs ({ $reason }). Nothing was half-stored; run the step again when it can.
database-missing = HUB_DATABASE_URL is not set, so the hub has no database.
database-unreachable = The hub's database does not answer.
database-not-migrated = The hub's database holds no tables of the hub, or those of another version. This makes them, and keeps what is there: on one machine "make up", with containers "docker compose up init".
dataset-unknown = There is no dataset or system called "{ $dataset }". Known datasets: { $known }.
contract-unreadable = The contract { $file } cannot be read: { $reason }
contract-breaks-rule = The contract { $file } breaks a rule: { $rule }.
contract-twice = Two contracts share one id; the second stands in { $file }.
reason-too-long = What is kept with a decision, as its reason, has at most { $longest } characters; this one has { $length }. Write it shorter.
scheme-unknown = No table of codes is kept for the scheme "{ $scheme }".

# A source's value that is true or false.
value-yes = Yes
value-no = No

# What every room may say.
actor-source_owner = the owner of the source system
actor-steward = a data steward
actor-it_team = the IT team
actor-developer = the developers of the hub

connection-missing = No connection is set for this system: the environment variable { $variable } is empty.
connection-unreadable = The connection in { $variable } is neither Airflow's JSON nor its URI form.
place-fails = The hub cannot write to or read from a place of its files: landing, feeds, reports or Data Docs ({ $reason }). Nothing was half-stored; run the step again when it can.
place-not-read-back = what was written was not read back
database-missing = HUB_DATABASE_URL is not set, so the hub has no database.
database-unreachable = The hub's database does not answer.
database-not-migrated = The hub's database holds no tables of the hub, or those of another version. This makes them, and keeps what is there: on one machine "make up", with containers "docker compose up init".
dataset-unknown = There is no dataset or system called "{ $dataset }". Known datasets: { $known }.
contract-unreadable = The contract { $file } cannot be read: { $reason }
contract-breaks-rule = The contract { $file } breaks a rule: { $rule }.
contract-rule-id = id is <system>.<dataset>
contract-rule-version = apiVersion is v3.1.0
contract-rule-one-schema = exactly one schema object
contract-rule-folder = it stands in the folder of its system
contract-rule-properties = unknown customProperties: { $names }
contract-rule-kind = kind is interval or now
contract-rule-window = window is changes, snapshot or month
contract-rule-format = format is named
contract-rule-frequency = slaProperties name frequency with a cron schedule
contract-rule-latency = slaProperties name latency
contract-rule-owner = team.name names the owner
contract-rule-unique = field names are unique
contract-rule-key = at least one primaryKey field
contract-rule-source = { $field }: transformSourceObjects names a field of this contract
contract-rule-crosswalk = { $field }: a crosswalk needs a codeScheme
contract-rule-reference = { $field } is not a field
contract-rule-limitations = limitations stand in English and as limitationsHi
contract-rule-type = { $field }: logicalType is one of { $known }
contract-rule-classification = { $field }: classification is named
contract-rule-named = { $field }: named in English and Hindi
contract-rule-described = { $field }: described in English and Hindi
contract-rule-district = { $field }: a district code needs its codeScheme
contract-rule-path = { $field }: has a physicalName, or is derived by a crosswalk
contract-rule-date = { $field }: a date needs logicalTypeOptions.format
contract-rule-record-version = recordVersion is an integer, a date or a timestamp
contract-twice = Two contracts share one id; the second stands in { $file }.
reason-too-long = What is kept with a decision, as its reason, has at most { $longest } characters; this one has { $length }. Write it shorter.
scheme-unknown = No table of codes is kept for the scheme "{ $scheme }".

# A source's value that is true or false.
value-yes = Yes
value-no = No

# Who is who: decisions on pairs of records.
entities-kind-unknown = There is no kind of entity "{ $kind }". Known: { $known }.
entities-subject-unknown = There is no subject "{ $subject }". Known: { $known }.
entities-question-unknown = "{ $question }" is not asked of a pair. Known: { $known }.
entities-verdict-unknown = "{ $verdict }" is no answer. Known: { $known }.
entities-unknown = There is no entity { $id }, and there never was.
entities-record-unknown = The record { $id } belongs to no entity.
entities-same-record = { $id } cannot be compared with itself.
entities-reason-missing = A decision needs a reason; it is kept with it.
entities-aadhaar = The reason holds an Aadhaar number. The hub keeps none; nothing was saved.
entities-changed-meanwhile = Somebody else decided on this pair in the meantime. Look at it again first.
entities-judgement-unknown = There is no decision { $id } that could be withdrawn.
entities-not-mergeable = { $one } and { $other } cannot be joined: they are one entity already, of two kinds, or one of them has no records any more.
entities-not-splittable = These records cannot be split from { $entity }; they must be some of its records, not all: { $records }.
entities-contradiction = This contradicts what people have decided on other pairs ({ $pairs }), or would put two records of the master into one entity. Withdraw the other decision first, or decide on the two master records.
entities-golden-unsound = The rule for the golden record of "{ $kind }" is unsound at the field "{ $field }".
entities-never-compared = { $one } and { $other } are never compared: they are of different kinds, or there is only one of them.
entities-purpose-missing = Personal values are shown only with a purpose; it is kept in the audit.
entities-no-whole = This pair belongs to no cluster that waits as a whole, or the answer is not yes.

# Kinds, states, changes, answers.
entities-kind-employee = employee
entities-kind-citizen = citizen
entities-kind-matter = matter
entities-state-live = living
entities-state-closed = closed
entities-change-created = created
entities-change-grew = records came
entities-change-shrank = records left
entities-change-merged = merged into
entities-change-split = split from
entities-change-closed = closed
entities-change-reopened = is back
entities-change-first = first known
entities-change-changed = changed
entities-change-deleted = gone from the source
entities-verdict-yes = yes
entities-verdict-no = no
entities-verdict-unsure = cannot tell

# Why a pair waits.
entities-review-band = the model is not sure
entities-review-two-masters = would join two records of the master list
entities-review-household = may be relatives
entities-review-weak-chain = two groups, linked at a single point
entities-review-oversize = the group is too large
entities-review-contradiction = decisions contradict one another

# hub entity show
entities-show-golden = What is held to be right, and who says so
entities-show-records = Records
entities-show-changes = What happened to it
entities-show-timeline = All that is known, by day
entities-show-aliases = Merged into it
entities-show-split-from = Split from
entities-show-led = { $asked } was merged; it leads to { $id }.
entities-column-field = Field
entities-column-value = Value
entities-column-dataset = Dataset
entities-column-key = Key
entities-column-since = Since
entities-column-batch = Batch
entities-column-date = Date
entities-column-change = What
entities-column-entity = Entity
entities-column-other = Other entity
entities-column-record = Record
entities-column-records = Records
entities-column-kind = Kind
entities-column-bits = Bits
entities-column-reason = Reason
entities-column-waiting = Waiting
entities-column-left = A
entities-column-right = B
entities-column-probability = Probability
entities-column-value-of = Records concerned
entities-column-compared = Compared
entities-column-found = Found
entities-column-against-for = Against │ for
entities-column-id = Decision
entities-column-actor = By
entities-column-verdict = Answer
entities-decided = Decision { $act } is kept.
entities-decided-later = A run of reconciliation is under way; entities follow with the next one.

# hub entity why
entities-why-joined-employee = A and B are held to be one employee: { $entity }.
entities-why-joined-citizen = A and B are held to be one person: { $entity }.
entities-why-joined-matter = A and B are held to be one matter: { $entity }.
entities-why-apart-employee = A and B are held to be two employees: { $entity } and { $other }.
entities-why-apart-citizen = A and B are held to be two persons: { $entity } and { $other }.
entities-why-apart-matter = A and B are held to be two matters: { $entity } and { $other }.
entities-why-yes = { $actor } decided on { $on } that they are one (decision { $id }): “{ $reason }”. People's decisions win over the model.
entities-why-no = { $actor } decided on { $on } that they are two (decision { $id }): “{ $reason }”. People's decisions win over the model.
entities-why-inherited-no = A person decided that { $one } and { $other } are two; A and B belong to these two sides.
entities-why-accepted = What is alike in the two records makes it { $percent } % likely that they are one.
entities-why-path = They hang together over other records: { $path }.
entities-why-two-masters = Each of them belongs to a record of its own in the master list ({ $one } and { $other }), where everyone stands once.
entities-why-household = { $one } and { $other } look like two members of one household; A and B belong to these two.
entities-why-weak-chain = Only a single link connects the two groups of records; that is too little to join them.
entities-why-oversize = The group would have { $records } records, more than the bound of { $bound }. Nothing of it is joined until a person has looked.
entities-why-contradiction = People's decisions contradict one another here.
entities-why-review = The model is not sure: it holds { $percent } % likely that they are one. A person has to decide.
entities-why-reject = The two records have too little in common to be one.
entities-why-waits = The pair has been waiting for a decision since { $since }.
entities-why-legend = How the model weighs the two records. Each bit doubles the odds that they are one; a negative bit halves them.
entities-why-start = Starting point
entities-why-start-finding = two records picked at random are hardly ever one
entities-why-sum = All together
entities-why-band-accept = { $percent } % likely: one
entities-why-band-review = { $percent } % likely: a person must decide
entities-why-band-reject = { $percent } % likely: two

# hub verify
verify-entities-members = each entity holds the records that belong to it
verify-entities-told = an entity's announced changes = the entity
verify-entities-lead = every merged id leads to an entity
verify-entities-apart = what people keep apart is apart
verify-entities-again = entities made anew = the entities that stand

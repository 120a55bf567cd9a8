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

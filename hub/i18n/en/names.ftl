names-code-unknown = The scheme "{ $scheme }" has no code "{ $code }"; the alias was not kept.
lookup-condition-unknown = The linkage model has a condition that lookup cannot follow: { $part } in "{ $condition }". Add it to hub/entities/conditions.py.

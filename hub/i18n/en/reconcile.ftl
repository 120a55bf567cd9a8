# Reconciliation.
reconcile-rule-unsound = The rule "{ $rule }" in { $file } is unsound: it needs a dataset, a source in both languages, and a limit that is not negative.
reconcile-dataset-unsound = The reconciled dataset "{ $dataset }" is unsound at column { $column }: each column is described, named once, and the key is made of columns.

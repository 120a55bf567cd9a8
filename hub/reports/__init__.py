"""Reports that officers are given: kept, in both languages, with the rows behind every figure."""

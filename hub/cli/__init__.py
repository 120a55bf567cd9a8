"""The command line: the same doors that the DAGs and the console use."""

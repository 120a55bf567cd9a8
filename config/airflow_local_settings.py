"""Read by every Airflow process. The scheduler (and a Celery worker) forks the tasks: what it has imported, they have.

Without this, each check would import Great Expectations anew, five seconds or more a task.
"""

import sys

if "scheduler" in sys.argv[:3] or "worker" in sys.argv[:4]:
    import great_expectations  # noqa: F401
    import pandas as pd  # noqa: F401
    import pyarrow.compute  # noqa: F401

    import hub.contracts  # noqa: F401

"""What Airflow takes for a machine's name where several "containers" are processes of one machine."""

import os


def name() -> str:
    """Each process's own, as in a container."""
    return os.environ["HOSTNAME"]

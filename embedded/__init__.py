"""The one-machine default: PostgreSQL, the stand-ins and Airflow under a small supervisor. Never used in production."""

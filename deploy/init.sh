#!/bin/sh
# Once before the services start: Airflow's and the hub's tables, and the first administrator.
set -eu
airflow db migrate
python -c "from hub.migrations import migrate; migrate()"
if [ -n "${HUB_ADMIN_PASSWORD:-}" ]; then
  # With "=": a password may begin with "-".
  airflow users create --username "${HUB_ADMIN_USER:-admin}" --password="$HUB_ADMIN_PASSWORD" --role Admin \
    --firstname Hub --lastname Administrator --email "${HUB_ADMIN_EMAIL:-admin@example.invalid}"
fi
python - <<'PY'
import os, fsspec
for name in ("HUB_LANDING_URL", "HUB_FEEDS_URL", "HUB_REPORTS_URL", "HUB_DOCS_URL"):
    url = os.environ[name]
    fs, path = fsspec.url_to_fs(url)
    fs.makedirs(path, exist_ok=True)
PY

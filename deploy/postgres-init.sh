#!/bin/sh
# Two databases with a role each: Airflow's metadata and the hub's store. Runs once, on an empty data folder.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
     -v airflow_password="$AIRFLOW_DB_PASSWORD" -v hub_password="$HUB_DB_PASSWORD" <<'SQL'
create role airflow login password :'airflow_password';
create role hub login password :'hub_password';
create database airflow owner airflow;
create database hub owner hub;
SQL

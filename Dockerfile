# The hub's image: Airflow, the hub and the connectors in one virtual environment made from uv.lock; runs as a plain user.
FROM python:3.12.12-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/hub/venv
RUN pip install --no-cache-dir uv==0.9.9
WORKDIR /opt/hub/app
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-default-groups --extra production --no-install-project
COPY hub hub
COPY connectors connectors
COPY console console
COPY sandbox/__init__.py sandbox/__init__.py
COPY embedded/__init__.py embedded/__init__.py
RUN uv sync --frozen --no-default-groups --extra production

FROM python:3.12.12-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl dumb-init \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 50000 --gid 0 --home-dir /opt/hub --no-create-home hub \
 && install -d -o 50000 -g 0 -m 0770 /opt/hub/airflow /opt/hub/airflow/logs /opt/hub/state
COPY --from=build /opt/hub/venv /opt/hub/venv
COPY --from=build /opt/hub/app /opt/hub/app
COPY dags /opt/hub/app/dags
COPY plugins /opt/hub/app/plugins
COPY expectations /opt/hub/app/expectations
COPY flows /opt/hub/app/flows
COPY docs/runbooks /opt/hub/app/docs/runbooks
COPY examples/mirror_feed.py /opt/hub/app/examples/mirror_feed.py
COPY config /opt/hub/airflow/config
COPY deploy/init.sh /opt/hub/app/deploy/init.sh
ENV PATH=/opt/hub/venv/bin:$PATH PYTHONUNBUFFERED=1 AIRFLOW_HOME=/opt/hub/airflow
WORKDIR /opt/hub/app
USER 50000:0
ENTRYPOINT ["dumb-init", "--"]
CMD ["hub", "--help"]

"""The steward's console in Airflow: mounted under ``/hub`` of the api-server, with its entry in the navigation.

Airflow imports plugins in every process; the console is made in the api-server only.
"""

from __future__ import annotations

import sys
from typing import Any

from airflow.plugins_manager import AirflowPlugin

IS_API_SERVER = "api-server" in sys.argv


def _apps() -> list[dict[str, Any]]:
    import hub_identity

    from console import create_app
    from console.app import Airflow

    app = create_app(
        hub_identity.identify,
        trigger=hub_identity.trigger,
        secret=hub_identity.secret(),
        origins=hub_identity.origins(),
        airflow=Airflow(home=hub_identity.root(), login=f"{hub_identity.root()}/auth/login"),
    )
    return [{"app": app, "url_prefix": "/hub", "name": "Hub console"}]


class HubPlugin(AirflowPlugin):
    """The console and its place in the navigation. It opens as a page of its own: in Airflow's frame it could not
    print, open Data Docs beside itself, or be found again by its address."""

    name = "hub"
    fastapi_apps = _apps() if IS_API_SERVER else []
    external_views = [  # noqa: RUF012  # Airflow reads a plain list
        {"name": "Hub console · कंसोल", "href": "hub/", "destination": "nav", "nav_top_level": True,
         "icon": "hub/static/hub.svg"},
    ]  # fmt: skip

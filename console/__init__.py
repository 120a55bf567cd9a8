"""The steward's console: see, understand, fix, release.

One FastAPI application over the hub's doors, server-rendered, in Hindi and English. It knows nothing of Airflow:
``create_app`` is told who asks and how a sync is started; ``plugins/hub_plugin.py`` tells it in Airflow's terms.
"""

from console.access import Identity, Person, Right, Role
from console.app import create_app

__all__ = ["Identity", "Person", "Right", "Role", "create_app"]

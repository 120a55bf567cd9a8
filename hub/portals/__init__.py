"""The feeds over HTTP for the portals: who may read what, and what each was served.

Doors: ``hub.portals.serve.serve`` (``hub api``), ``hub.portals.app.create``; ``hub.portals.consumers`` registers
portals, ``hub.portals.webhooks.subscriptions`` what is pushed to them; ``docs/reference/portals.md`` says what holds.
"""

"""The application: every module of ``console.pages`` brings its routes and its entry in the navigation."""

from __future__ import annotations

import importlib
import pkgutil
import secrets as random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

import console.pages
from console.errors import refusal, refuse, told_error, unexpected, unfit
from console.guard import Guard, Identify, demand_token
from console.navigation import Entry
from console.page import HERE
from hub.desk import ValueUnfit
from hub.errors import HubError

Trigger = Callable[[Request, str, date], Awaitable[str]]
"""Starts a sync of a dataset for a business date on behalf of who asks; returns the run's id. Raises ``HubError``."""


@dataclass(frozen=True)
class Airflow:
    """Where Airflow's own pages stand, for links; empty addresses where there is no Airflow."""

    home: str = ""
    login: str = ""

    def dag(self, table: str) -> str:
        """The page of a dataset's DAG."""
        return f"{self.home}/dags/sync_{table}" if self.home else ""


def create_app(
    identify: Identify,
    *,
    trigger: Trigger | None = None,
    secret: bytes | None = None,
    origins: Collection[str] = (),
    airflow: Airflow | None = None,
) -> FastAPI:
    """The console.

    ``identify`` says who asks, or ``None``; ``trigger`` starts syncs, and without it none can be started here.
    ``secret`` signs the forms' tokens and must be the same in every process. ``origins`` (``https://host[:port]``) are
    the console's own beside the host that was asked, behind a proxy that changes it.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(demand_token)])
    app.state.secret = secret or random.token_bytes(32)
    app.state.trigger = trigger
    app.state.airflow = airflow or Airflow()
    app.state.entries = entries()
    for router in routers():
        app.include_router(router)
    app.mount("/static", _Static(directory=HERE / "static"), name="static")
    app.add_exception_handler(HubError, told_error)
    app.add_exception_handler(ValueUnfit, unfit)
    app.add_exception_handler(AnyHTTPException, refusal)
    app.add_exception_handler(RequestValidationError, refusal)
    app.add_middleware(Guard, identify=identify, refuse=refuse, fail=unexpected, origins=origins)
    return app


def _modules() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(console.pages.__path__, "console.pages."))


def routers() -> list[APIRouter]:
    """The router of every page module."""
    return [importlib.import_module(name).router for name in _modules()]


def entries() -> list[Entry]:
    """The navigation: what the page modules name in ``NAV``, in order."""
    found = [entry for name in _modules() for entry in getattr(importlib.import_module(name), "NAV", ())]
    return sorted(found, key=lambda entry: entry.order)


class _Static(StaticFiles):
    """Files whose address changes with their content."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file, which a browser may keep for a year."""
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer

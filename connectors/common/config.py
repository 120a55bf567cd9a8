"""Settings of a connection, described once: title, meaning, example, secret or not; validated when a source is made."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.connections import Connection
from hub.errors import NotConfigured

Model = TypeVar("Model", bound="ConnectionSettings")

#: What an Airflow connection carries under its own names; everything else stands in ``extra``.
_OWN = ("host", "port", "schema", "login", "password")


def setting(
    default: Any = ...,
    *,
    title: str,
    description: str,
    example: object,
    secret: bool = False,
    least: float | None = None,
) -> Any:
    """One setting; ``default`` left out means that it must be given. A form or a table of settings is made from it."""
    return Field(
        default,
        title=title,
        description=description,
        examples=[example],
        ge=least,
        json_schema_extra={"secret": secret},
    )


class ConnectionSettings(BaseModel):
    """Settings of one system. A setting that is not declared is refused, so that a misspelt one is noticed.

    ``hide_input_in_errors``: a secret must not appear in the text of a validation error.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)


def read_settings(model: type[Model], connection: Connection) -> Model:
    """The settings in ``connection``: host, port, schema, login and password where ``model`` declares them, and extra.

    ``schema`` is read into the field ``scheme``. Raises ``NotConfigured`` naming the first unsound setting.
    """
    given: dict[str, object] = {name: getattr(connection, name) for name in _OWN}
    given["scheme"] = given.pop("schema")
    values = {name: value for name, value in given.items() if name in model.model_fields and value not in ("", None)}
    unsound: ValidationError | None = None
    try:
        return model.model_validate(values | connection.extra)
    except ValidationError as error:
        unsound = error
    raise _explain(model, connection.conn_id, unsound)  # outside the handler: no trace of the values remains


def _explain(model: type[ConnectionSettings], conn_id: str, unsound: ValidationError) -> NotConfigured:
    first = unsound.errors(include_input=False, include_context=False, include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else str(first["msg"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(sorted(set(model.model_fields) - {*_OWN, "scheme"}))
        return NotConfigured(
            "setting-unknown", record=conn_id, connection=conn_id, setting=name, known=known, next_command="hub check"
        )
    field = model.model_fields.get(name)
    example = str((field.examples or [""])[0]) if field else ""
    message = "setting-missing" if first["type"] == "missing" else "setting-invalid"
    return NotConfigured(
        message, record=conn_id, connection=conn_id, setting=name, example=example, next_command="hub check"
    )

"""Who is limited to what at the console."""

from __future__ import annotations

import sqlalchemy as sa

from hub.database import metadata

KINDS = ("district", "department")

person_limit = sa.Table(
    "person_limit",
    metadata,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True, comment="LGD code of a district, or a department's name"),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("kind in ('district', 'department')", name="kind"),
    comment="A login without a row of a kind is not limited in that kind.",
)

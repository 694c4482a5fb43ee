"""What a workspace is called where its name and place do not matter: 128 random bits that go wherever the file goes."""

import secrets

from sqlalchemy import Connection, insert, select

from readiness_app.store import schema


def give(connection: Connection) -> None:
    """Names a new workspace, once and for good."""
    connection.execute(insert(schema.workspace), {"id": secrets.token_hex(16)})


def workspace_id(connection: Connection) -> str:
    """The workspace's own id, 32 hexadecimal digits."""
    return str(connection.execute(select(schema.workspace.c.id)).scalar_one())

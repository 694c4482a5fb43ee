"""Format 3: an id of the workspace's own, to which its seal is bound."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older workspace gets its id now, and with its next sealing a seal that is bound to it."""
    op.create_table(
        "workspace", sa.Column("id", sa.Text, nullable=False), sa.PrimaryKeyConstraint("id", name="pk_workspace"), sqlite_strict=True
    )
    op.execute("INSERT INTO workspace (id) VALUES (lower(hex(randomblob(16))))")

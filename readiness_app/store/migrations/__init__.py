"""Steps from one format of the workspace file to the next; Alembic reads this folder."""

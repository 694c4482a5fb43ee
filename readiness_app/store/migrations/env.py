"""Runs the steps on the connection it is handed, inside that connection's transaction: all of them or none."""

from alembic import context

from readiness_app.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

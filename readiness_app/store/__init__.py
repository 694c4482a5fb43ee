"""The workspace file: the only place that knows SQLAlchemy."""

"""Readiness: is this frontier AI model ready to be deployed here, and who says so."""

__version__ = "0.1.0"

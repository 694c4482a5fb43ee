"""Dialogs: each returns a value and changes nothing by itself."""

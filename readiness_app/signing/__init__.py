"""Identities, signatures on a report, and what can be said of them: the only place that knows pyHanko."""

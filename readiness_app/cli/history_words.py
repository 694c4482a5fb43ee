"""What an entry of the history changed, in a few words made from what stood before and after."""

import re
from collections.abc import Iterator
from typing import Any

from readiness_app.domain.history import Entry, parts_of
from readiness_app.domain.shortening import one_line

MOST_PARTS = 4
_QUIET = frozenset({"reviewed_by", "added_by", "machine", "made", "made_by", "text", "media_type", "size"})
# What is told of something new, where every part of it differs from nothing.
_TELLING = (
    *("subject", "vendor", "model", "tier", "as_of", "title", "outcome", "valid_until", "name", "fingerprint"),
    *("edition", "digest", "state", "signed", "reason", "confidentiality", "inherited", "look_again"),
    *("item", "statement", "due", "missing", "backup", "former"),
)


def what(entry: Entry) -> str:
    """The differences of one entry, at most four, each as `part: before → after`."""
    before, after = parts_of(entry.before), parts_of(entry.after)
    if before and not after:
        return f"{_named(before)} taken away"
    parts = list(_differences(before, after) if before else _told_new(after))
    more = f"; and {len(parts) - MOST_PARTS} more" if len(parts) > MOST_PARTS else ""
    return "; ".join(parts[:MOST_PARTS]) + more or "as before"


def short(text: str, most: int = 40) -> str:
    """One line, cut where it is long; a SHA-256 by its first 12 characters."""
    return one_line(re.sub(r"\b([0-9a-f]{12})[0-9a-f]{52}\b", r"\1", text), most)


def _named(value: dict[str, Any]) -> str:
    return short(str(next((value[key] for key in ("title", "name", "outcome", "id") if value.get(key)), "it")))


def _told_new(after: dict[str, Any]) -> Iterator[str]:
    for key in _TELLING:
        if value := after.get(key):
            yield from _told_new(value) if isinstance(value, dict) else (f"{_words(key)}: {_value(value)}",)


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if key in _QUIET or old == new or not (old or new):
            continue
        if key == "resolution":
            yield f"conflict resolved: {_value(new.get('why'))}" if new else "resolution withdrawn"
            continue
        if isinstance(old, list) or isinstance(new, list):
            yield _told_list(key, old or [], new or [])
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from _differences(old, new)
        else:
            yield f"{_words(key)}: {_value(old)} → {_value(new)}"


def _told_list(key: str, old: list[Any], new: list[Any]) -> str:
    if key == "conditions" and (met := [one for one in new if one.get("done") and one not in old and len(old) == len(new)]):
        return f"condition met: {short(str(met[0].get('what')).rstrip('.'))}; proof: {short(str(met[0]['done'].get('proof')))}"
    return f"{_words(key)}: {len(old)} → {len(new)}" if len(old) != len(new) else f"{_words(key)}: edited"


def _words(key: str) -> str:
    return key.replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return short(", ".join(_words(str(one)) for one in value)) or "none"
    if isinstance(value, dict):
        return _named(value) if _named(value) != "it" else short(", ".join(str(one) for one in value.values() if one))
    text = "" if value is None else str(value)
    return short(_words(text) if re.fullmatch(r"[a-z_]+", text) else text) or "none"

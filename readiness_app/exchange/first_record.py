"""Records of the first schema version: what they could not say yet is left out again, so that their bytes can be checked."""

from collections.abc import Iterable
from typing import Any

from readiness_app.exchange.canonical import canonical

_REVIEW = ("supersedes", "previous", "questions", "replies")


def as_first(content: dict[str, Any]) -> bytes:
    """The canonical bytes (RFC 8785) that the first version had for this content; `content` is changed."""
    _drop([content], _REVIEW)
    _drop([content["frame"]], ("paper",))
    _drop(content["evidence"], ("captured", "replaces"))
    for answer in content["answers"].values():
        _drop([answer], ("resolution", "look_again"))
        _drop(answer["claims"], ("anchor",))
        _drop(answer["conditions"], ("done",))
    if sealing := content["sealing"]:
        _drop([sealing], ("changed",) if sealing["seal"] else ("changed", "seal"))
    return canonical({"format": "readiness-record", "schema_version": 1, **content})


def _drop(parts: Iterable[dict[str, Any]], names: Iterable[str]) -> None:
    for part in parts:
        for name in names:
            del part[name]

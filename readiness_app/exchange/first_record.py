"""Records of the first schema version: what they could not say yet is left out again, so that their bytes can be checked."""

from collections.abc import Callable, Iterable
from typing import Any

from readiness_app.exchange.canonical import canonical

_REVIEW = ("supersedes", "previous", "questions", "replies")


def as_first(content: dict[str, Any], other: Callable[[Any], str]) -> bytes:
    """The canonical bytes (RFC 8785) that the first version had for this content, which is changed; `other` writes its times."""
    _drop([content], _REVIEW)
    _drop([content["frame"]], ("paper",))
    _drop(content["evidence"], ("captured", "replaces"))
    for answer in content["answers"].values():
        _drop([answer], ("resolution", "look_again"))
        _drop(answer["claims"], ("anchor",))
        _drop(answer["conditions"], ("done",))
    if sealing := content["sealing"]:
        _drop([sealing], ("changed",) if sealing["seal"] else ("changed", "seal"))
    return canonical({"format": "readiness-record", "schema_version": 1, **content}, other)


def _drop(parts: Iterable[dict[str, Any]], names: Iterable[str]) -> None:
    for part in parts:
        for name in names:
            del part[name]

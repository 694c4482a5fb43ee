"""The record: a whole review as one canonical JSON document (RFC 8785), the same bytes wherever it is written."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import rfc8785

from readiness_app import assets
from readiness_app.domain.errors import InvalidFile, Refused
from readiness_app.domain.review import Review, evidence_of
from readiness_app.domain.vocabulary import State
from readiness_app.exchange.canonical import canonical
from readiness_app.exchange.first_record import as_first
from readiness_app.exchange.json_files import decoded, problems, read_json

FORMAT = "readiness-record"
SCHEMA_VERSION = 2

# Signatures come after sealing and live in the report; the record must not change when they do.
LEFT_OUT = ("sign_offs", "declines")
_NAME = "The record"


def encode_record(review: Review) -> bytes:
    """The record of a review as it is, or as it was sealed; raises Refused for a text that no file can keep."""
    try:
        return canonical({"format": FORMAT, "schema_version": SCHEMA_VERSION, **_content(review)}, _time)
    except rfc8785.CanonicalizationError as error:
        raise Refused(
            "The review holds half a character (a lone surrogate) or a number of more than 15 digits, which no record can hold. "
            "No record was written; correct it there."
        ) from error


def decode_record(data: bytes) -> Review:
    """The review in a record: open, or as it was sealed. Records of the first schema version load too.

    Raises Unreadable where the bytes are no JSON, InvalidFile with every problem where they are not a record in canonical form.
    """
    document = read_json(data)
    first = document.get("schema_version") == 1
    _refuse(problems(document, assets.schema("record-1" if first else "record")), "is not valid")
    content = {name: value for name, value in document.items() if name not in ("format", "schema_version")}
    review = decoded(content, Review, _NAME)
    _refuse(_contradictions(review), "contradicts itself")
    if (as_first(_content(review), _time) if first else encode_record(review)) != data:
        _refuse(("$: the same content in canonical form (RFC 8785) has other bytes",), "is not in canonical form")
    return review


def digest_of(data: bytes) -> str:
    """The digest: SHA-256 of a record's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _content(review: Review) -> dict[str, Any]:
    """Nothing but JSON and times: every field is written, nothing as null."""
    content: dict[str, Any] = msgspec.to_builtins(review, builtin_types=(datetime,), enc_hook=_mapping)
    if review.state is State.SIGNED:
        content["state"] = State.SEALED.value
    return {name: value for name, value in content.items() if name not in LEFT_OUT}


def _mapping(value: Any) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a record cannot hold {type(value).__name__}")


def _time(at: datetime) -> str:
    """In UTC with a Z."""
    if at.tzinfo is None:
        raise ValueError("A time in a record needs its zone.")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _refuse(found: tuple[str, ...], what: str) -> None:
    if found:
        raise InvalidFile(f"{_NAME} {what}: {found[0]}. It was not taken in; ask its sender for it again.", found)


def _contradictions(review: Review) -> tuple[str, ...]:
    """What no schema can see: answers without an item, files that are named but not listed, a seal that is missing or too early."""
    items = [item.id for item in review.checklist.items()]
    listed = [evidence.sha256 for evidence in review.evidence]
    known, files = set(items), set(listed)
    found = [f"$.answers: the checklist has no item {item}" for item in review.answers if item not in known]
    found += [
        f"$.answers.{item}: the file {sha256[:12]} is not in the list of evidence"
        for item, answer in review.answers.items()
        for sha256 in evidence_of(answer)
        if sha256 not in files
    ]
    if len(known) < len(items):
        found.append("$.checklist: an item id is given twice")
    if len(files) < len(listed):
        found.append("$.evidence: a file is listed twice")
    if (review.state is State.OPEN) is not (review.sealing is None):
        found.append("$.sealing: a sealed record says when and by whom, an open one does not")
    return tuple(found)

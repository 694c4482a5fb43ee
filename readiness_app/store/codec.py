"""Domain values as JSON text and back: fields in the order of their class, keys of mappings sorted."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from readiness_app.domain.errors import Refused, Unreadable

T = TypeVar("T")
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(value: object) -> str:
    """The JSON text of a domain value, the same for equal values; raises Refused for a text with half a character in it."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError as error:
        raise Refused(
            "A text holds half a character (a lone surrogate), which no file can keep. Nothing was saved; delete it and type it again."
        ) from error


def decode(text: str, kind: type[T]) -> T:
    """The domain value in a stored JSON text; raises Unreadable where it does not fit its type."""
    try:
        if (decoder := _decoders.get(kind)) is None:
            decoder = _decoders[kind] = msgspec.json.Decoder(kind)
        value: T = decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Unreadable(
            f"A stored {kind.__name__.strip('_').lower()} is damaged ({error}). Nothing was changed; go back to a backup."
        ) from error
    return value


def time_text(at: datetime) -> str:
    """A point in time as it is stored: ISO 8601 in UTC. Raises ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("A stored time needs its zone.")
    return at.astimezone(UTC).isoformat()

"""What a schema complains about, in words for the person who wrote the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from readiness_app.domain.shortening import one_line

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def place_of(path: Iterable[str | int]) -> str:
    """The place in the document as a JSON path: `$.sections[2].items[0].id`."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def in_words(error: ValidationError) -> str:
    """One clause that says what is wrong at the error's place."""
    words = _WORDS.get(str(error.validator))
    return words(error) if words else f"does not fit the rule {error.validator}"


def _shown(value: Any) -> str:
    return one_line(json.dumps(value, ensure_ascii=False), 60)


def _rule(error: ValidationError) -> Any:
    return error.validator_value  # typed as possibly unset, which it never is in an error that was reported


def _required(error: ValidationError) -> str:
    document: Any = error.instance
    missing = [name for name in _rule(error) if name not in document]
    # One error comes per missing name; the message opens with the name it is about.
    name = next((name for name in missing if error.message.startswith(repr(name))), missing[0])
    return f'"{name}" is missing'


def _unknown_names(error: ValidationError) -> str:
    known: dict[str, Any] = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    document: Any = error.instance
    names = ", ".join(_shown(name) for name in document if name not in known)
    return f"{names}: no field of this name belongs here"


def _type(error: ValidationError) -> str:
    rule = _rule(error)
    wanted: list[str] = rule if isinstance(rule, list) else [rule]
    return f"must be {' or '.join(_TYPES.get(kind, kind) for kind in wanted)}, not {_shown(error.instance)}"


def _enum(error: ValidationError) -> str:
    return f"{_shown(error.instance)} is none of {', '.join(str(value) for value in _rule(error))}"


def _empty(error: ValidationError) -> str:
    least = _rule(error)
    return "must not be empty" if least == 1 else f"needs at least {least} entries"


# What each pattern of our own schemas asks for. Its end is written so because "$" takes a line break there.
_END = r"(?![\s\S])"
_DAY, _TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}:[0-9]{2}"
_PATTERNS = {
    r"\S": "some text that is not blank",
    f"^[0-9a-f]{{64}}{_END}": "a SHA-256 of 64 digits (0-9, a-f)",
    f"^([0-9a-f]{{64}})?{_END}": "a SHA-256 of 64 digits (0-9, a-f), or empty",
    rf"^(https?://[^\s]+)?{_END}": "an address that begins with https:// or http://, or empty",
    rf"^[0-9]+\.[0-9]+\.[0-9]+{_END}": "a version such as 1.2.0",
    rf"^{_DAY}T{_TIME}(\.[0-9]{{6}})?Z{_END}": "a time in UTC such as 2026-03-29T14:05:00Z",
    f"^[A-Z][A-Z0-9]{{1,7}}{_END}": "2 to 8 capital letters and digits, a letter first",
    f"^[A-Z][A-Z0-9]{{1,7}}-[0-9]{{2,3}}{_END}": "the key of an item such as DPT-12",
    f"^[a-z0-9][a-z0-9.-]{{0,79}}{_END}": "a name of up to 80 small letters, digits, dots and hyphens",
    f"^[a-z][a-z0-9_]{{1,63}}{_END}": "a name of 2 to 64 small letters, digits and underscores, a letter first",
    f"^[a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*{_END}": "a language such as en or pt-BR",
}


def _pattern(error: ValidationError) -> str:
    wanted = _PATTERNS.get(_rule(error))
    return f"{_shown(error.instance)} is not {wanted}" if wanted else f"{_shown(error.instance)} is not written as it should be"


_WORDS: dict[str, Callable[[ValidationError], str]] = {
    "required": _required,
    "additionalProperties": _unknown_names,
    "type": _type,
    "enum": _enum,
    "const": lambda error: f"must be {_shown(_rule(error))}, not {_shown(error.instance)}",
    "pattern": _pattern,
    "format": lambda error: f"{_shown(error.instance)} is not a {error.validator_value} (a date is written 2026-03-29)",
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "maxLength": lambda error: f"is longer than {error.validator_value} characters" if error.validator_value else "must stay empty here",
    "maxItems": lambda error: f"has more than {error.validator_value} entries",
    "maxProperties": lambda error: f"has more than {error.validator_value} entry",
    "minimum": lambda error: f"{_shown(error.instance)} is less than {error.validator_value}",
    "maximum": lambda error: f"{_shown(error.instance)} is more than {error.validator_value}",
    "uniqueItems": lambda error: "names something twice",
    "propertyNames": lambda error: "has a name that is not allowed here",
}

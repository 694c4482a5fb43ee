"""JSON files from elsewhere: read strictly, checked against a schema, turned into domain values."""

import dataclasses
import json
import math
import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from readiness_app.domain.errors import InvalidFile, Unreadable
from readiness_app.exchange.schema_check import fits
from readiness_app.exchange.schema_words import in_words, place_of

SIZE_LIMIT_MB = 20
SIZE_LIMIT = SIZE_LIMIT_MB * 1024 * 1024
DEPTH_LIMIT = 100

Source = Path | bytes
T = TypeVar("T")

# A string is taken whole, also where it never ends: otherwise one quote could be tried again from every later one.
_ALL_BUT_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[^"\[\]{}]++', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _ForbiddenError(ValueError):
    """Something that JSON parsers let through and this product does not."""


def read_json(source: Source) -> dict[str, Any]:
    """The object in a JSON file (path or bytes) of at most 20 MB.

    Raises Unreadable where it cannot be read or is no JSON, InvalidFile where it is JSON of a kind that is not taken:
    a name given twice, a number that is not finite, nesting deeper than 100 levels, anything but an object at the top.
    """
    name = source.name if isinstance(source, Path) else "The file"
    text = _text(_content(source, name), name)
    if _depth(text) > DEPTH_LIMIT:
        raise InvalidFile(f"{name} is nested deeper than {DEPTH_LIMIT} levels. Nothing was read from it; ask its sender for a plain file.")
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_not_finite, parse_float=_finite)
        if _SURROGATE_ESCAPE.search(text):
            json.dumps(document, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"{name} is not valid JSON: {error.msg} ({where}). Nothing was read from it; correct it there.") from error
    except _ForbiddenError as error:
        raise InvalidFile(f"{name} was not taken: {error}. Nothing was read from it; correct it there.", (str(error),)) from error
    except ValueError as error:  # a number of thousands of digits, half a character
        raise InvalidFile(f"{name} holds a number or character that cannot be used. Nothing was read from it.") from error
    if not isinstance(document, dict):
        raise InvalidFile(f"{name} does not hold one JSON object. Nothing was read from it; check that it is the right file.")
    return document


def problems(document: object, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Every place where the document breaks the schema, in document order, each as "place: what is wrong"."""
    if fits(document, schema):
        return ()
    from jsonschema import Draft202012Validator  # here, because it is slow to load and most starts never need it

    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = sorted(validator.iter_errors(document), key=lambda error: [str(part).zfill(6) for part in error.absolute_path])
    return tuple(f"{place_of(error.absolute_path)}: {in_words(error)}" for error in found)


def decoded(document: Mapping[str, Any], kind: type[T], name: str) -> T:
    """The document as a domain value of this kind; raises InvalidFile where the types do not fit."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise InvalidFile(f"{name} does not fit: {error}. Nothing was read from it.", (str(error),)) from error


def encoded(value: object, format_name: str) -> bytes:
    """A domain value as a pretty-printed file: format and version first, fields at their default left out, newline at the end."""
    plain = {"format": format_name, "schema_version": 1, **_plain(value)}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def _content(source: Source, name: str) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            if source.exists() and not source.is_file():
                raise Unreadable(f"{source} is not a file. Nothing was read; choose a file.")
            with source.open("rb") as file:
                content = file.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise Unreadable(f"{source} cannot be read: {error.strerror}. Nothing was changed; check where it lies.") from error
    if len(content) > SIZE_LIMIT:
        raise Unreadable(f"{name} is larger than {SIZE_LIMIT_MB} MB. Nothing was read from it; check that it is the right file.")
    return content


def _text(content: bytes, name: str) -> str:
    if not content:
        raise Unreadable(f"{name} is empty. Nothing was read; ask its sender for it again.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is not text in UTF-8 (byte {error.start + 1}). Nothing was read; save it as UTF-8.") from error


def _depth(text: str) -> int:
    """The deepest nesting, counted up to one past the limit: the parser itself would run out of stack."""
    depth = deepest = 0
    for sign in _ALL_BUT_BRACKETS.sub("", text):
        depth += 1 if sign in "[{" else -1
        if depth > deepest:
            deepest = depth
            if deepest > DEPTH_LIMIT:
                break
    return deepest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _ForbiddenError(f'the name "{twice[:80]}" stands twice in one object')
    return document


def _not_finite(text: str) -> NoReturn:
    raise _ForbiddenError(f"{text} is not a number that JSON knows")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _ForbiddenError(f"the number {text[:40]} is too large")
    return number


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(content)
            for field in dataclasses.fields(value)
            if (content := getattr(value, field.name)) != field.default or field.default is dataclasses.MISSING
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_plain(key): _plain(content) for key, content in value.items()}
    if isinstance(value, tuple):
        return [_plain(content) for content in value]
    return value

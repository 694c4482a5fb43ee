"""A schema as a quick yes: whether a document certainly fits. What is not certain is left to the thorough validator, which says why."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType
from typing import Any

Check = Callable[[Any], bool]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (NoneType,),
    "array": (list,),
    "object": (dict,),
}
_WORDS = frozenset(("$schema", "$id", "$defs", "title", "description"))
_KEYWORDS = {
    str: ("pattern", "minLength", "maxLength", "format"),
    int: ("minimum", "maximum"),
    float: ("minimum", "maximum"),
    list: ("items", "minItems", "uniqueItems"),
    dict: ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
}
_KNOWN = _WORDS.union({"type", "enum", "const", "$ref"}, *_KEYWORDS.values())


def fits(document: object, schema: Mapping[str, Any]) -> bool:
    """True only where a validator finds nothing wrong; False means that it has to be asked."""
    return _Compiler(schema).check(schema)(document)


class _Compiler:
    """Turns the parts of one schema into functions, each part that is referred to once."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._named: dict[str, Check] = {}

    def check(self, schema: Mapping[str, Any]) -> Check:
        """The function for one part of the schema; a keyword that is not known here makes it say no."""
        if not schema.keys() <= _KNOWN:
            return _no
        general = [self._reference(schema["$ref"])] if "$ref" in schema else []
        if "enum" in schema or "const" in schema:
            general.append(_one_of(schema["enum"] if "enum" in schema else [schema["const"]]))
        tests = {kind: (*general, *self._of_kind(kind, schema)) for kind in _kinds(schema)}

        def check(value: Any) -> bool:
            found = tests.get(type(value))
            if found is None:
                return False
            for test in found:  # noqa: SIM110 (runs for each value of a record; a generator costs as much again)
                if not test(value):
                    return False
            return True

        return check

    def _reference(self, name: str) -> Check:
        if name not in self._named:
            self._named[name] = lambda value: self._named[name](value)  # while it is being made, for what refers to itself
            part: Any = self._root
            for step in name.removeprefix("#/").split("/"):
                part = part[step]
            self._named[name] = self.check(part)
        return self._named[name]

    def _of_kind(self, kind: type, schema: Mapping[str, Any]) -> list[Check]:
        if not schema.keys() & set(_KEYWORDS.get(kind, ())):
            return []
        if kind is dict:
            return [self._object(schema)]
        return self._list(schema) if kind is list else _text(schema) if kind is str else _number(schema)

    def _object(self, schema: Mapping[str, Any]) -> Check:
        parts = {name: self.check(part) for name, part in schema.get("properties", {}).items()}
        more = schema.get("additionalProperties", True)
        other = _yes if more is True else _no if more is False else self.check(more)
        required = frozenset(schema.get("required", ()))
        least, most = schema.get("minProperties", 0), schema.get("maxProperties", float("inf"))

        def check(value: dict[str, Any]) -> bool:
            if not (required <= value.keys() and least <= len(value) <= most):
                return False
            for name, part in value.items():  # noqa: SIM110 (as above)
                if not parts.get(name, other)(part):
                    return False
            return True

        return check

    def _list(self, schema: Mapping[str, Any]) -> list[Check]:
        entry, least = self.check(schema.get("items", {})), schema.get("minItems", 0)
        found: list[Check] = [lambda value: len(value) >= least and all(map(entry, value))]
        if schema.get("uniqueItems"):
            # Texts only: of anything else it is not certain when a validator takes two for the same.
            found.append(lambda value: all(type(one) is str for one in value) and len(set(value)) == len(value))
        return found


def _yes(value: Any) -> bool:
    return True


def _no(value: Any) -> bool:
    return False


def _kinds(schema: Mapping[str, Any]) -> set[type]:
    named = schema.get("type", list(_TYPES))
    return {kind for name in ([named] if isinstance(named, str) else named) for kind in _TYPES[name]}


def _one_of(values: list[Any]) -> Check:
    allowed = {(type(value), value) for value in values if isinstance(value, str | int | NoneType)}
    return lambda value: isinstance(value, str | int | NoneType) and (type(value), value) in allowed


def _number(schema: Mapping[str, Any]) -> list[Check]:
    least, most = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    return [lambda value: least <= value <= most]


def _text(schema: Mapping[str, Any]) -> list[Check]:
    found: list[Check] = []
    if "minLength" in schema or "maxLength" in schema:
        least, most = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
        found.append(lambda value: least <= len(value) <= most)
    if "pattern" in schema:
        found.append(re.compile(schema["pattern"]).search)  # type: ignore[arg-type]
    if "format" in schema:
        found.append(_format(schema["format"]))
    return found


@cache
def _format(name: str) -> Check:
    from jsonschema import Draft202012Validator  # the thorough validator's own judge of dates

    conforms = Draft202012Validator.FORMAT_CHECKER.conforms
    seen: dict[str, bool] = {}

    def check(value: str) -> bool:
        if value not in seen:
            if len(seen) > 10_000:
                seen.clear()
            seen[value] = conforms(value, name)
        return seen[value]

    return check

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness_app import assets
from readiness_app.exchange import schema_check
from readiness_app.exchange.record import encode_record
from readiness_app.exchange.schema_check import fits
from tests.builders import a_full_review, a_sealed_review, big_review

SCHEMAS = ("record", "record-1", "checklist", "pack")
RECORD = json.loads(encode_record(a_full_review()))
ODD = st.sampled_from([None, True, 1, 1.0, -1, 2.5, "", "x", "2026-02-30", "2026-02-03", "a" * 64, [], ["x", "x"], {}, {"x": 1}])


def thorough(document: object, name: str) -> bool:
    schema = assets.schema(name)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(document)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) inside."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@pytest.mark.parametrize("review", [a_full_review(), a_sealed_review(), big_review(30)], ids=["full", "sealed", "big"])
def test_a_good_record_fits_at_once(review: Any) -> None:
    assert fits(json.loads(encode_record(review)), assets.schema("record"))


@given(st.data())
def test_what_fits_at_once_is_what_the_thorough_validator_takes(data: st.DataObject) -> None:
    document = copy.deepcopy(RECORD)
    container, key = data.draw(st.sampled_from(places(document)))
    if data.draw(st.booleans()):
        container[key] = data.draw(ODD)
    else:
        del container[key]
    assert not fits(document, assets.schema("record")) or thorough(document, "record")


@given(st.data())
def test_a_part_too_many_does_not_fit(data: st.DataObject) -> None:
    document = copy.deepcopy(RECORD)
    inside = [container[key] for container, key in places(document) if isinstance(container[key], dict)]
    data.draw(st.sampled_from(inside))["more"] = data.draw(ODD)
    assert not fits(document, assets.schema("record")) or thorough(document, "record")


SMALL = [
    ({"type": "string", "minLength": 1, "maxLength": 2}, ["", "a", "abc"]),
    ({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}, [[], ["a"], ["a", "a"], [1]]),
    ({"type": "object", "minProperties": 1, "maxProperties": 1}, [{}, {"a": 1}, {"a": 1, "b": 2}]),
    ({"type": ["integer", "null"], "minimum": 1, "maximum": 2}, [None, 0, 1, True, 3]),
    ({"enum": ["a", 1, None]}, ["a", 1, True, None, "b"]),
    ({"const": 1}, [1, True, 2]),
    ({"type": "string", "pattern": "^a$"}, ["a", "b"]),
    ({"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "additionalProperties": {"$ref": "#/$defs/n"}}}}, [{"a": {}}, {"a": 1}]),
]


@pytest.mark.parametrize(("schema", "documents"), SMALL)
def test_each_keyword_judges_as_the_thorough_validator(schema: dict[str, Any], documents: list[Any]) -> None:
    judge = Draft202012Validator(schema)
    assert [fits(one, schema) for one in documents] == [judge.is_valid(one) for one in documents]


def test_a_keyword_that_is_not_known_is_left_to_the_thorough_validator() -> None:
    assert not fits("a", {"type": "string", "not": {"const": "b"}})


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_keyword_of_our_schemas_is_known(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_check, "_no", None)
    schema = assets.schema(name)
    compiler = schema_check._Compiler(schema)
    refused = [part for part in _parts(schema) if compiler.check(part) is None]
    assert not refused


def _parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    inner += [schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)]
    return [schema, *(part for one in inner for part in _parts(one))]

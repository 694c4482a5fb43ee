import dataclasses
import json
import os
import subprocess
import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from readiness_app import assets
from readiness_app.domain.errors import InvalidFile, Refused, Unreadable
from readiness_app.domain.review import Answer, Evidence, Frame, Review, Sealing
from readiness_app.domain.vocabulary import Paper, State
from readiness_app.exchange.record import FORMAT, LEFT_OUT, SCHEMA_VERSION, decode_record, digest_of, encode_record
from tests.builders import (
    a_checklist,
    a_claim,
    a_full_review,
    a_hash,
    a_review,
    a_sealed_review,
    a_signed_review,
    an_answer,
    an_evidence,
    an_item,
)

SCHEMA = assets.schema("record")
REVIEWS = [a_review(), a_full_review(), a_sealed_review()]


def changed(review: Review, change: typing.Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(encode_record(review))
    change(document)
    return rfc8785.dumps(document)


@pytest.mark.parametrize("review", REVIEWS)
def test_a_record_gives_back_an_equal_review(review: Review) -> None:
    assert decode_record(encode_record(review)) == review


def test_signing_does_not_change_the_record() -> None:
    assert encode_record(a_signed_review()) == encode_record(a_sealed_review())


def test_a_signed_review_comes_back_as_it_was_sealed() -> None:
    assert decode_record(encode_record(a_signed_review())) == a_sealed_review()


def test_the_digest_is_the_sha256_of_the_bytes() -> None:
    assert digest_of(b"the record") == a_hash("the record")


def test_the_record_says_what_it_is_and_writes_nothing_as_null() -> None:
    document = json.loads(encode_record(a_review()))
    assert (document["format"], document["schema_version"]) == (FORMAT, SCHEMA_VERSION)
    assert (document["decision"], document["sealing"], document["frame"]["pack"]) == (None, None, None)


def test_the_order_of_keys_does_not_matter() -> None:
    review = a_full_review()
    turned = replace(review, answers=dict(reversed(review.answers.items())))
    assert encode_record(turned) == encode_record(review)


def test_times_are_utc_whatever_their_zone() -> None:
    at = datetime(2026, 3, 29, 11, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    document = json.loads(encode_record(a_review(created=at)))
    assert document["created"] == "2026-03-29T09:30:00.000005Z"


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        encode_record(a_review(created=datetime.min))


@pytest.mark.parametrize("text", ["e\u0301 \u00e9", "<b>&amp;", "\u202eabc\x00\x1f", "\U0001f600", "\u2028", "x" * 100_000], ids=repr)
def test_text_of_people_is_literal(text: str) -> None:
    review = a_review(answers={"QST-01": an_answer(note=text)})
    assert decode_record(encode_record(review)).answers["QST-01"].note == text


@pytest.mark.parametrize("bad", ["\ud800", "ok\udfff"])
def test_half_a_character_is_refused(bad: str) -> None:
    with pytest.raises(Refused, match="half a character"):
        encode_record(a_review(answers={"QST-01": an_answer(note=bad)}))


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(Refused, match="15 digits"):
        encode_record(a_review(evidence=(an_evidence(size=2**60),)))


WRITE = """
import sys
from readiness_app.exchange.record import encode_record
from tests.builders import a_sealed_review
sys.stdout.buffer.write(encode_record(a_sealed_review()))
"""


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"TZ": "Asia/Kathmandu"},
    ],
    ids=str,
)
def test_the_bytes_are_the_same_in_any_process(changes: dict[str, str]) -> None:
    command = [sys.executable, "-c", WRITE]
    result = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[2], env={**os.environ, **changes})
    assert result.stdout == encode_record(a_sealed_review())


# What no schema may lose: any text but half characters, any date, any time in UTC.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
HASH = TEXT.map(a_hash)
TIME = st.datetimes(timezones=st.just(UTC))
ITEMS = tuple(item.id for item in a_checklist(5).items())
COMMON: dict[type, st.SearchStrategy[Any]] = {str: TEXT, datetime: TIME, date: st.dates(), int: st.integers(1, 10**6), bool: st.booleans()}
PARTS = ("id", "created", "created_by", "round", "edition", "decision", "signatories", "supersedes", "previous", "questions", "replies")
HASHES = {"sha256", "fingerprint", "history_head", "seal", "digest", "replaces", "text_digest", "file"}


@cache
def values_of(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Any value of a domain type; evidence is left out, because what answers name must be on the list."""
    arguments = typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{f.name: values_of(hints[f.name], f.name) for f in dataclasses.fields(kind) if f.name != "evidence"})
    if isinstance(kind, types.UnionType):
        return st.one_of(st.none(), values_of(arguments[0], name))
    if typing.get_origin(kind) is tuple:
        return st.lists(values_of(arguments[0]), max_size=1).map(tuple)
    if typing.get_origin(kind) is Mapping:
        return st.dictionaries(values_of(arguments[0]), values_of(arguments[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return HASH if name in HASHES else COMMON[kind]


@st.composite
def generated_reviews(draw: st.DrawFn) -> Review:
    evidence = draw(st.lists(values_of(Evidence), max_size=2, unique_by=lambda file: file.sha256).map(tuple))
    listed = st.sampled_from([file.sha256 for file in evidence]) if evidence else st.just("")
    answers = draw(st.dictionaries(st.sampled_from(ITEMS), values_of(Answer), max_size=2))
    answers = {
        item: replace(answer, evidence=tuple(draw(st.lists(listed, max_size=2 if evidence else 0)))) for item, answer in answers.items()
    }
    sealing = draw(st.none() | values_of(Sealing))
    state = State.OPEN if sealing is None else State.SEALED
    hints = typing.get_type_hints(Review)
    parts = {name: draw(values_of(hints[name])) for name in PARTS}
    frame = draw(values_of(Frame))
    return Review(checklist=a_checklist(5), frame=frame, answers=answers, evidence=evidence, sealing=sealing, state=state, **parts)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(generated_reviews())
def test_any_review_comes_back_equal(review: Review) -> None:
    assert decode_record(encode_record(review)) == review


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"nonsense", b'{"a":1}', b'{"a":NaN}', b"[" * 200_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises((InvalidFile, Unreadable)):
        decode_record(data)


CHANGES: dict[str, typing.Callable[[dict[str, Any]], object]] = {
    '$: "extra"': lambda d: d.update(extra=1),
    '$: "round" is missing': lambda d: d.pop("round"),
    "$.format": lambda d: d.update(format="readiness-pack"),
    "$.schema_version": lambda d: d.update(schema_version=3),
    "$.state": lambda d: d.update(state="signed"),
    "$.round": lambda d: d.update(round=0),
    "$.created": lambda d: d.update(created="2026-03-29T09:30:00+00:00"),
    "$.frame.as_of": lambda d: d["frame"].update(as_of="2026-02-30"),
    "$.answers.QST-01.knowledge": lambda d: d["answers"]["QST-01"].update(knowledge="maybe"),
    "$.answers.QST-01.claims[0].page": lambda d: d["answers"]["QST-01"]["claims"][0].update(page="4"),
    "$.evidence[0].sha256": lambda d: d["evidence"][0].update(sha256="ABC"),
    "$.answers: the checklist has no item": lambda d: d["answers"].update({"QST-99": d["answers"]["QST-01"]}),
    "$.answers.QST-01: the file": lambda d: d["evidence"].pop(0),
    "$.evidence: a file is listed twice": lambda d: d["evidence"].append(d["evidence"][0]),
    "$.sealing: a sealed record": lambda d: d.update(sealing=None),
}


@pytest.mark.parametrize(("place", "change"), CHANGES.items(), ids=CHANGES)
def test_a_changed_record_is_refused_with_the_place(place: str, change: typing.Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(InvalidFile) as caught:
        decode_record(changed(a_sealed_review(), change))
    assert any(problem.startswith(place) for problem in caught.value.problems), caught.value.problems


def test_an_item_given_twice_is_refused() -> None:
    section = replace(a_checklist().sections[0], items=(an_item(1), an_item(1)))
    with pytest.raises(InvalidFile, match="given twice"):
        decode_record(encode_record(a_review(checklist=a_checklist(sections=(section,)))))


@pytest.mark.parametrize(
    "respelled",
    [
        lambda data: b" " + data,
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data.replace(b'"round":1', b'"round":1.0'),
        lambda data: data.replace(b'"vendor"', b'"\\u0076endor"'),
    ],
)
def test_only_the_canonical_bytes_are_a_record(respelled: typing.Callable[[bytes], bytes]) -> None:
    with pytest.raises(InvalidFile, match=r"canonical form|does not fit"):
        decode_record(respelled(encode_record(a_sealed_review())))


FIRST = Path(__file__).parent / "first_record.json"  # a sealed review with everything in it, as the first schema version wrote it


def test_a_record_of_the_first_version_loads() -> None:
    review = decode_record(FIRST.read_bytes())
    assert review.state is State.SEALED and review.answers["QST-02"].acceptance is not None
    assert review.supersedes is None and review.replies == () and review.frame.paper is Paper.A4


def test_a_first_record_from_before_there_were_seals_loads() -> None:
    document = json.loads(FIRST.read_bytes())
    del document["sealing"]["seal"]
    review = decode_record(rfc8785.dumps(document))
    assert review.sealing is not None and review.sealing.seal == ""


@pytest.mark.parametrize("name", ["paper", "language"])
def test_a_first_record_is_held_to_its_own_schema(name: str) -> None:
    document = json.loads(FIRST.read_bytes())
    document["frame"].update(paper="a4") if name == "paper" else document["frame"].pop("language")
    with pytest.raises(InvalidFile, match=name):
        decode_record(rfc8785.dumps(document))


def test_a_first_record_in_another_spelling_is_refused() -> None:
    with pytest.raises(InvalidFile, match="canonical form"):
        decode_record(FIRST.read_bytes() + b"\n")


def test_a_record_names_no_time_of_export() -> None:
    assert encode_record(a_review()) == encode_record(a_review())


# Drift: schema and types say the same, all the way down.


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def resolved(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    return SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]] if "$ref" in rule else rule


def differences(kind: Any, rule: Mapping[str, Any], place: str, left_out: tuple[str, ...] = ()) -> list[str]:
    """Where the schema's rule and the type part ways."""
    rule = resolved(rule)
    arguments = typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        null = "null" in rule["type"] and (None in rule.get("enum", [None]))
        return ([] if null else [f"{place}: null"]) + differences(arguments[0], rule, place)
    if dataclasses.is_dataclass(kind):
        hints = {name: hint for name, hint in typing.get_type_hints(kind).items() if name not in left_out}
        named = rule["properties"].keys() - {"format", "schema_version"}
        found = [f"{place}: {named ^ hints.keys()}"] if named != hints.keys() else []
        found += [f"{place}: optional"] if rule["properties"].keys() - set(rule["required"]) else []
        found += [f"{place}: open"] if rule["additionalProperties"] is not False else []
        return found + [
            text for name in named & hints.keys() for text in differences(hints[name], rule["properties"][name], f"{place}.{name}")
        ]
    if typing.get_origin(kind) is tuple:
        return differences(arguments[0], rule["items"], f"{place}[]")
    if typing.get_origin(kind) is Mapping and isinstance(rule["additionalProperties"], Mapping):
        return differences(arguments[1], rule["additionalProperties"], f"{place}{{}}")
    if typing.get_origin(kind) is Mapping:
        named = [member.value for member in arguments[0]]
        found = [f"{place}: keys"] if list(rule["properties"]) != named else []
        return found + [text for name in named for text in differences(arguments[1], rule["properties"][name], f"{place}.{name}")]
    if issubclass(kind, Enum):
        wanted = {member.value for member in kind} - ({"signed"} if place == "$.state" else set())
        return [] if set(rule["enum"]) - {None} == wanted else [f"{place}: words"]
    name = {str: "string", bool: "boolean", int: "integer", date: "string", datetime: "string"}[kind]
    return [] if name in rule["type"] and ("format" in rule) is (kind is date) else [f"{place}: type"]


def test_the_schema_and_the_types_say_the_same() -> None:
    assert differences(Review, SCHEMA, "$", LEFT_OUT) == []


def described(rule: Any, place: str = "$") -> list[str]:
    """Places with a property that nobody described."""
    if isinstance(rule, list):
        return [text for part in rule for text in described(part, place)]
    if not isinstance(rule, dict):
        return []
    found = [f"{place}.{name}" for name, part in rule.get("properties", {}).items() if not part.get("description", "").strip()]
    return found + [text for name, part in rule.items() for text in described(part, f"{place}.{name}")]


def test_every_property_is_described() -> None:
    assert described(SCHEMA) == []


def test_every_definition_is_used() -> None:
    text = json.dumps(SCHEMA)
    assert [name for name in SCHEMA["$defs"] if f'"#/$defs/{name}"' not in text] == []


def test_a_claim_with_unlisted_evidence_is_refused() -> None:
    review = a_review(answers={"QST-01": an_answer(claims=(a_claim(evidence=a_hash("lost")),))})
    with pytest.raises(InvalidFile, match="not in the list of evidence"):
        decode_record(encode_record(review))

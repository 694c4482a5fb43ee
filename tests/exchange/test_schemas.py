"""Drift: schemas, dataclasses and closed lists say the same."""

import dataclasses
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness_app import assets
from readiness_app.domain.checklist import Checklist, Gate, Item, ScopeQuestion, Section, When
from readiness_app.domain.claim import Claim, Correction, SearchLine
from readiness_app.domain.pack import Pack, PackSubject, Proposal
from readiness_app.domain.vocabulary import Answerer, Confidence, Role, SourceKind, Stance, Tier, UnknownReason

Schema = dict[str, Any]
BY_THE_PROGRAM = {"anchor"}  # what a pack cannot say: whether a quote was found in a file of the review


def at(name: str, *path: str) -> Schema:
    node = assets.schema(name)
    for part in path:
        node = node[part]
    return node


def nodes(node: Any, path: str = "$") -> Iterator[tuple[str, Schema]]:
    if isinstance(node, dict):
        yield path, node
        for key, child in node.items():
            yield from nodes(child, f"{path}.{key}")


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        ("checklist", (), Checklist),
        ("checklist", ("$defs", "section"), Section),
        ("checklist", ("$defs", "item"), Item),
        ("checklist", ("$defs", "item", "properties", "gate"), Gate),
        ("checklist", ("$defs", "item", "properties", "when"), When),
        ("checklist", ("$defs", "scope_question"), ScopeQuestion),
        ("pack", (), Pack),
        ("pack", ("$defs", "subject"), PackSubject),
        ("pack", ("$defs", "proposal"), Proposal),
        ("pack", ("$defs", "search_line"), SearchLine),
        ("pack", ("$defs", "claim"), Claim),
        ("pack", ("$defs", "correction"), Correction),
    ],
)
def test_properties_are_the_fields(name: str, path: tuple[str, ...], kind: type) -> None:
    head = set() if path else {"format", "schema_version"}
    fields = {field.name: field for field in dataclasses.fields(kind)}
    without_default = {
        key for key, field in fields.items() if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    found = at(name, *path)
    assert set(found["properties"]) == head | set(fields) - BY_THE_PROGRAM
    assert without_default | head <= set(found.get("required", ()))


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        ("checklist", ("$defs", "item", "properties", "answerer"), Answerer),
        ("checklist", ("$defs", "item", "properties", "gate", "properties", "tier"), Tier),
        ("checklist", ("$defs", "roles", "items"), Role),
        ("pack", ("$defs", "claim", "properties", "source_kind"), SourceKind),
        ("pack", ("$defs", "claim", "properties", "relays"), SourceKind),
        ("pack", ("$defs", "claim", "properties", "stance"), Stance),
        ("pack", ("$defs", "claim", "properties", "confidence"), Confidence),
        ("pack", ("$defs", "proposal", "properties", "unknown_reason"), UnknownReason),
    ],
)
def test_enums_are_the_vocabulary(name: str, path: tuple[str, ...], kind: type[StrEnum]) -> None:
    assert [value for value in at(name, *path)["enum"] if value is not None] == [member.value for member in kind]


def test_sign_off_knows_every_tier() -> None:
    sign_off = at("checklist", "properties", "sign_off")
    assert set(sign_off["properties"]) == set(sign_off["required"]) == {tier.value for tier in Tier}


@pytest.mark.parametrize("name", ["checklist", "pack"])
def test_schemas_are_valid_closed_and_described(name: str) -> None:
    schema = assets.schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:readiness:{name}:1"
    for path, node in nodes(schema):
        if "properties" in node and "type" in node:
            assert node["additionalProperties"] is False, path
            assert all(child.get("description") for child in node["properties"].values()), path

"""Complaints of a schema in words."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from readiness_app.exchange.schema_words import in_words

SCHEMAS = Path(__file__).parents[2] / "schemas"
PATTERNS = sorted({json.loads(one) for path in SCHEMAS.glob("*.json") for one in re.findall(r'"pattern": (".*")', path.read_text("utf-8"))})


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_of_a_schema_is_told_in_words(pattern: str) -> None:
    (error,) = Draft202012Validator({"type": "string", "pattern": pattern}).iter_errors(" ")
    said = in_words(error)
    assert said.startswith('" " is not ') and not set("^\\[]{}?*") & set(said) and "should be" not in said

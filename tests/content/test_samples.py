"""The two reading notes that the sample review attaches."""

import re

import pytest

from readiness_app import assets

NOTES = ("responsible-release-debate.md", "safety-and-responsible-deployment.md")


def test_both_notes_are_shipped() -> None:
    assert assets.names("samples", ".md") == NOTES


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_short_and_says_how_weak_its_source_is(name: str) -> None:
    text = assets.resource_text("samples", name)
    assert 25 <= len(text.splitlines()) <= 50
    assert "unofficial" in text
    assert "not from the maker" in text
    assert not re.search(r"seed|txt|check \d|[AB]-\d\d", text, re.IGNORECASE)

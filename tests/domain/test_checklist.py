"""Text digests identify what was asked."""

from dataclasses import replace

import pytest

from readiness_app.domain.errors import NotFound
from tests.builders import a_checklist, an_item


def test_the_digest_is_over_question_and_what_counts():
    assert an_item().text_digest != replace(an_item(), evidence_wanted="x").text_digest


def test_the_digest_leaves_the_rest_out():
    assert an_item().text_digest == replace(an_item(), why="x", crosswalk=("y",)).text_digest


def test_the_digest_is_over_composed_text():
    assert replace(an_item(), question="caf\u00e9").text_digest == replace(an_item(), question="cafe\u0301").text_digest


def test_an_unknown_item_is_named():
    with pytest.raises(NotFound, match="QST-99"):
        a_checklist().item("QST-99")

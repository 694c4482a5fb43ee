"""Searching a review."""

from readiness_app.ui.models.finding import find
from tests.ui.on_screen import open_review, sample_file

__all__ = ["open_review", "sample_file"]


def test_hits_begin_at_the_beginning_of_a_word(open_review):
    assert find(open_review.review, open_review.pack, "retention")
    assert not find(open_review.review, open_review.pack, "etention")


def test_an_item_appears_once_per_field(open_review):
    found = [(hit.item, hit.where) for hit in find(open_review.review, open_review.pack, "vendor") if hit.item]
    assert len(found) == len(set(found)) > 3

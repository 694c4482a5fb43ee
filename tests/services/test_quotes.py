"""Quotes against the files of a real workspace, and the step that keeps what was found."""

from dataclasses import replace

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.vocabulary import AnchorState
from readiness_app.services import evidence, quotes, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.files import inspect
from tests.builders import NOW, TODAY, a_claim
from tests.documents import CHANGED, GONE, MOVED, system_card
from tests.services.conftest import BY

LIMIT = 10_000_000


@pytest.fixture
def carried(workspace, review, tmp_path):
    """PRV-01 with three claims on the card: one where it says, one on another page, one that is nowhere."""
    path = tmp_path / "card.pdf"
    path.write_bytes(system_card())
    review, held = evidence.attach(workspace, review, "PRV-01", path, Details(title="Card"), BY, NOW, limit=LIMIT)
    claims = tuple(
        a_claim(id=name, quote=quote, page=page, evidence=held.sha256)
        for name, quote, page in (("c1", CHANGED, 3), ("c2", MOVED, 9), ("c3", "Nobody ever wrote this.", 1))
    )
    return reviewing.apply(workspace, review, change_answer(review, "PRV-01", BY, claims=claims), BY, NOW)


def test_every_quote_with_a_file_is_looked_up(workspace, carried):
    found = quotes.check_quotes(workspace, carried, TODAY)
    assert [(check.anchor.state, check.anchor.page) for check in found] == [
        (AnchorState.FOUND, 3),
        (AnchorState.ON_ANOTHER_PAGE, 2),
        (AnchorState.NOT_FOUND, None),
    ]


def test_what_was_found_is_kept_as_one_step(workspace, carried):
    change = quotes.anchors_change(carried, quotes.check_quotes(workspace, carried, TODAY))
    after = reviewing.apply(workspace, carried, change, BY, NOW)
    assert after.answers["PRV-01"].claims[0].anchor.state is AnchorState.FOUND
    assert quotes.anchors_change(after, quotes.check_quotes(workspace, after, TODAY)) is None


def test_keeping_them_can_be_taken_back(workspace, carried):
    change = quotes.anchors_change(carried, quotes.check_quotes(workspace, carried, TODAY))
    assert change.inverse().applied_to(change.applied_to(carried)) == carried


def test_purged_bytes_cannot_be_checked(workspace, carried):
    gone = evidence.purge(workspace, carried, carried.evidence[0].sha256, BY, "by mistake", NOW)
    found = quotes.check_quotes(workspace, gone, TODAY)[0]
    assert (found.anchor.state, found.why) == (AnchorState.CANNOT_BE_CHECKED, "its bytes were purged")


def test_an_edited_quote_loses_its_result():
    claim = a_claim(anchor=object())
    assert quotes.kept_anchor(claim, replace(claim, quote="Other words")).anchor is None
    assert quotes.kept_anchor(claim, replace(claim, statement="Other words")).anchor is claim.anchor


def test_attaching_points_the_items_quotes_to_the_file(workspace, review, tmp_path):
    path = tmp_path / "card.pdf"
    path.write_bytes(system_card())
    claims = (a_claim(id="c1", quote=GONE, page=4), a_claim(id="c2", quote="30 days"), a_claim(id="c3", quote="Not in this card at all"))
    review = reviewing.apply(workspace, review, change_answer(review, "PRV-01", BY, claims=claims), BY, NOW)
    found = inspect(path, LIMIT)
    step = evidence.attach_change(review, "PRV-01", found, Details(), BY, NOW)
    step, new = quotes.with_quotes(review, step, "PRV-01", found, TODAY)
    after = step.applied_to(review).answers["PRV-01"].claims
    assert [claim.id for claim in new] == ["c1"] and [bool(claim.evidence) for claim in after] == [True, False, False]


def test_a_file_too_large_is_not_even_read(workspace, carried):
    huge = replace(carried.evidence[0], size=quotes.MOST_BYTES + 1)
    text = quotes.searchable(workspace, huge)
    assert text.anchor(CHANGED, 3, TODAY).state is AnchorState.CANNOT_BE_CHECKED and "larger than 100 MB" in text.why_unsure(CHANGED, 3)

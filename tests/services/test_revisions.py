"""A system card replaced by its next revision: what is still there goes over, what changed or is gone reopens its item."""

from dataclasses import replace

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Refused, ReviewSealed
from readiness_app.domain.vocabulary import Knowledge, LookAgainReason, QuoteFate, State, Verdict
from readiness_app.services import evidence, quotes, reviewing, revisions
from readiness_app.services.evidence import Details
from readiness_app.services.files import inspect
from tests.builders import NOW, TODAY, a_claim
from tests.documents import CHANGED, CHANGED_TOO, GONE, MOVED, STILL, a_pdf, system_card, system_card_revised
from tests.services.conftest import BY

LIMIT = 10_000_000
ITEMS = {"MOD-01": (STILL, 1), "MOD-02": (MOVED, 2), "MOD-03": (CHANGED_TOO, 3), "PRV-01": (CHANGED, 3), "PRV-03": (GONE, 4)}


@pytest.fixture
def carried(workspace, review, tmp_path):
    """Five items, each known by one quote of the card."""
    path = tmp_path / "card.pdf"
    path.write_bytes(system_card())
    for number, (item, (quote, page)) in enumerate(ITEMS.items()):
        review, held = evidence.attach(workspace, review, item, path, Details(title="System card"), BY, NOW, limit=LIMIT)
        claim = a_claim(id=f"c{number}", quote=quote, page=page, evidence=held.sha256)
        change = change_answer(review, item, BY, claims=(claim,), knowledge=Knowledge.KNOWN, verdict=Verdict.ACCEPTABLE)
        review = reviewing.apply(workspace, review, change, BY, NOW)
    return review


@pytest.fixture
def ahead(workspace, carried, tmp_path):
    return look(workspace, carried, tmp_path, system_card_revised())


def look(workspace, review, folder, data, name="card-2.pdf"):
    (folder / name).write_bytes(data)
    found = inspect(folder / name, LIMIT)
    details = Details(title="System card", revision="Revision 2")
    return revisions.look_ahead(workspace, review, review.evidence[0].sha256, found, details, BY, NOW, on=TODAY)


def test_every_quote_has_its_fate(ahead):
    assert {one.item: one.fate for one in ahead.followed} == {
        "MOD-01": QuoteFate.STILL_THERE,
        "MOD-02": QuoteFate.MOVED,
        "PRV-01": QuoteFate.CHANGED,
        "MOD-03": QuoteFate.CHANGED,
        "PRV-03": QuoteFate.GONE,
    }


def test_a_changed_quote_shows_the_new_words(ahead):
    found = next(one for one in ahead.followed if one.item == "PRV-01")
    assert found.reads == CHANGED.replace("30", "90") and 0.8 < found.nearness < 1


def test_looking_ahead_changes_nothing(workspace, carried, ahead):
    assert reviewing.load_review(workspace, carried.id) == carried


def test_only_the_items_concerned_wait_to_be_looked_at_again(workspace, carried, ahead, tmp_path):
    after = revisions.take(workspace, carried, ahead, inspect(tmp_path / "card-2.pdf", LIMIT), BY, NOW)
    waiting = {item: answer.look_again.reason for item, answer in after.answers.items() if answer.look_again}
    assert waiting == dict.fromkeys(("PRV-01", "MOD-03", "PRV-03"), LookAgainReason.SOURCE_CHANGED)
    assert "now reads" in after.answers["PRV-01"].look_again.note and "no longer in it" in after.answers["PRV-03"].look_again.note


def test_claims_go_over_with_file_and_page_or_stay_with_the_old(ahead, carried):
    after = ahead.change.applied_to(carried)
    places = {item: (after.answers[item].claims[0].evidence == ahead.new.sha256, after.answers[item].claims[0].page) for item in ITEMS}
    assert places == {"MOD-01": (True, 1), "MOD-02": (True, 4), "PRV-01": (False, 3), "MOD-03": (False, 3), "PRV-03": (False, 4)}


def test_the_old_revision_stays_and_is_named(ahead, carried):
    after = ahead.change.applied_to(carried)
    assert [file.replaces for file in after.evidence] == ["", carried.evidence[0].sha256]


def test_one_entry_of_the_history_per_part(workspace, carried, ahead, tmp_path):
    before = reviewing.history_head(workspace, carried.id)[0]
    revisions.take(workspace, carried, ahead, inspect(tmp_path / "card-2.pdf", LIMIT), BY, NOW)
    entries = reviewing.history(workspace, carried.id)[before:]
    assert [(entry.operation, entry.target) for entry in entries] == [("revise", one) for one in (ahead.new.sha256, *ITEMS)]


def test_it_is_one_step_to_take_back(ahead, carried):
    assert ahead.change.inverse().applied_to(ahead.change.applied_to(carried)) == carried


def test_the_same_file_is_no_revision(workspace, carried, tmp_path):
    with pytest.raises(Refused, match="byte for byte"):
        look(workspace, carried, tmp_path, system_card())


def test_a_listed_file_is_no_revision(workspace, carried, ahead, tmp_path):
    after = revisions.take(workspace, carried, ahead, inspect(tmp_path / "card-2.pdf", LIMIT), BY, NOW)
    with pytest.raises(Refused, match="here already"):
        look(workspace, after, tmp_path, system_card_revised())


@pytest.mark.parametrize("data", [a_pdf([[]]), a_pdf([["x"]], password="p"), b"%PDF-1.7 broken"])
def test_a_revision_that_cannot_be_read_reopens_all_and_moves_nothing(workspace, carried, tmp_path, data):
    ahead = look(workspace, carried, tmp_path, data)
    assert {one.fate for one in ahead.followed} == {QuoteFate.CANNOT_BE_CHECKED} and set(ahead.reopened) == set(ITEMS)
    assert "because it" in ahead.change.applied_to(carried).answers["PRV-01"].look_again.note


def test_a_claim_without_quote_and_a_quote_that_never_stood_there_are_listed_only(workspace, carried, tmp_path):
    answer = carried.answers["PRV-01"]
    claims = (replace(answer.claims[0], quote=""), replace(answer.claims[0], id="c9", quote="Never written anywhere"))
    changed = reviewing.apply(workspace, carried, change_answer(carried, "PRV-01", BY, claims=claims), BY, NOW)
    ahead = look(workspace, changed, tmp_path, system_card_revised())
    mine = [one.fate for one in ahead.followed if one.item == "PRV-01"]
    assert mine == [QuoteFate.NO_QUOTE, QuoteFate.NEVER_FOUND] and "PRV-01" not in ahead.reopened


def test_an_answer_that_waits_already_keeps_its_reason(workspace, carried, ahead, tmp_path):
    once = revisions.take(workspace, carried, ahead, inspect(tmp_path / "card-2.pdf", LIMIT), BY, NOW)
    again = look(workspace, once, tmp_path, a_pdf([["Nothing of it is left."]]), "card-3.pdf").change.applied_to(once)
    note = again.answers["PRV-01"].look_again.note
    assert note.startswith(once.answers["PRV-01"].look_again.note) and note.count("System card") == 4


def test_a_sealed_review_takes_no_revision(workspace, carried, tmp_path):
    with pytest.raises(ReviewSealed):
        look(workspace, replace(carried, state=State.SEALED), tmp_path, system_card_revised())


def test_quotes_of_a_purged_file_are_followed_from_where_they_were_found(workspace, carried, tmp_path):
    change = quotes.anchors_change(carried, quotes.check_quotes(workspace, carried, TODAY))
    kept = reviewing.apply(workspace, carried, change, BY, NOW)
    gone = evidence.purge(workspace, kept, kept.evidence[0].sha256, BY, "It names customers.", NOW)
    fates = {one.item: one.fate for one in look(workspace, gone, tmp_path, system_card_revised()).followed}
    assert fates["MOD-02"] is QuoteFate.MOVED and fates["MOD-01"] is QuoteFate.STILL_THERE and fates["PRV-03"] is QuoteFate.GONE

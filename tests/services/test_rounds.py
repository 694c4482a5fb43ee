"""The next round in a workspace: planned first, then made at once; a checklist and a pack may come from files."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.errors import InvalidFile, NotFound, Refused, Unreadable
from readiness_app.domain.rounds import confirmation_of_all
from readiness_app.domain.vocabulary import Difference, LookAgainReason
from readiness_app.exchange.checklist_files import encode_checklist
from readiness_app.exchange.pack_files import encode_pack
from readiness_app.services import library, reviewing, rounds, sealing
from readiness_app.services.reviewing import NewReview
from readiness_app.services.rounds import RoundWanted
from tests.builders import NOW, a_subject
from tests.services.conftest import BY, ready

PREVIEW = "claude-mythos-preview-2026-05-31"
LATER = date(2026, 5, 31)


@pytest.fixture
def first(workspace, review, people):
    """Round 1 with every proposal adopted, sealed."""
    adopted, _ = reviewing.adopt(workspace, review, BY, NOW)
    return sealing.seal(workspace, ready(workspace, adopted, people), BY, NOW).review


def wanted(first, **parts):
    frame = replace(first.frame, as_of=LATER, subject=replace(first.subject, model="Claude Mythos Preview"))
    return RoundWanted(**{"frame": frame, "pack": PREVIEW} | parts)


def planned(workspace, first, **parts):
    return rounds.plan_round(workspace, first.id, wanted(first, **parts), BY, NOW)


def made(workspace, first, **parts):
    return rounds.make_round(workspace, planned(workspace, first, **parts), BY, NOW)


def test_planning_changes_nothing(workspace, first):
    found = planned(workspace, first)
    assert (len(found.next.inherited), reviewing.review_ids(workspace)) == (83, (first.id,))


def test_the_round_is_on_disk_with_its_history(workspace, first):
    second = made(workspace, first)
    assert reviewing.load_review(workspace, second.id) == second
    assert [entry.operation for entry in reviewing.history(workspace, second.id)] == ["create", "carry_over"]


def test_it_names_the_record_that_it_carries_on(workspace, first):
    assert made(workspace, first).previous.digest == sealing.sealed_edition(workspace, first.id).digest


def test_the_round_before_stays_as_it_is(workspace, first):
    made(workspace, first)
    assert reviewing.load_review(workspace, first.id) == first


def test_the_plan_says_what_the_newer_pack_changed(workspace, first):
    counts = planned(workspace, first).packs.counts
    assert (counts[Difference.RESOLVED], counts[Difference.NEWLY_UNKNOWN]) == (22, 1)


def test_the_pack_of_the_round_before_is_kept_unless_another_is_chosen(workspace, first):
    plan = rounds.plan_round(workspace, first.id, RoundWanted(frame=first.frame), BY, NOW)
    assert (plan.next.review.frame.pack, plan.packs) == (first.frame.pack, None)


def test_a_newer_pack_is_pointed_out_where_the_older_one_stays(workspace, first):
    plan = rounds.plan_round(workspace, first.id, RoundWanted(frame=first.frame), BY, NOW)
    assert any(PREVIEW in sentence for sentence in rounds.told(plan))


def test_a_pack_about_another_subject_is_refused(workspace, first):
    with pytest.raises(Refused, match="does not carry over"):
        planned(workspace, first, pack="claude-4-6-baseline-2026-03-29")


def test_an_open_review_has_no_next_round(workspace, review):
    with pytest.raises(Refused, match="still open"):
        planned(workspace, review)


def test_confirming_is_written_down_item_by_item(workspace, first):
    second = made(workspace, first)
    after = rounds.confirm(workspace, second, confirmation_of_all(second, BY, "MOD"), BY, NOW)
    entries = [entry for entry in reviewing.history(workspace, second.id) if entry.operation == "confirm"]
    assert [entry.target for entry in entries] == [item for item in after.answers if item.startswith("MOD")]


def test_a_newer_proposal_is_adopted_by_hand_over_an_older_one(workspace, first):
    second = made(workspace, first)
    everything, first_try = reviewing.adopt(workspace, second, BY, NOW)
    after, by_hand = reviewing.adopt(workspace, everything, BY, NOW, ["MOD-02"])
    assert (first_try.changes, "MOD-02" in first_try.earlier, by_hand.renewed) == ((), True, ("MOD-02",))
    assert after.answers["MOD-02"].adopted == PREVIEW


def edited(tmp_path, version="2.0.0"):
    """A file with the built-in checklist, another version, the first question reworded."""
    built_in = library.checklist("frontier-deployment")
    first = built_in.sections[0]
    items = (replace(first.items[0], question="Which exact snapshot will we call?"), *first.items[1:])
    path = tmp_path / "ours.json"
    path.write_bytes(encode_checklist(replace(built_in, version=version, sections=(replace(first, items=items), *built_in.sections[1:]))))
    return path


def test_a_newer_checklist_from_a_file(workspace, first, tmp_path):
    second = made(workspace, first, checklist=str(edited(tmp_path)))
    waiting = second.answers["MOD-01"].look_again
    assert (second.checklist.version, waiting.reason) == ("2.0.0", LookAgainReason.TEXT_CHANGED)


def test_a_file_that_calls_itself_a_built_in_checklist_is_refused(workspace, first, tmp_path):
    with pytest.raises(Refused, match="an id or a version of its own"):
        planned(workspace, first, checklist=str(edited(tmp_path, "1.0.0")))


def test_a_new_review_from_a_checklist_and_a_pack_of_ones_own(workspace, tmp_path):
    checklist, pack = edited(tmp_path), tmp_path / "pack.json"
    pack.write_bytes(encode_pack(replace(library.pack(PREVIEW), version="9.0.0")))
    subject = a_subject(vendor="Anthropic", model="Claude Mythos")
    new = NewReview(checklist=str(checklist), subject=subject, tier="internal", as_of=LATER, pack=str(pack))
    review = reviewing.create_review(workspace, new, BY, NOW)
    assert (review.checklist.version, reviewing.pack_of(workspace, review).version) == ("2.0.0", "9.0.0")


@pytest.mark.parametrize(("content", "error"), [(b"{}", InvalidFile), (b"nonsense", Unreadable)])
def test_a_file_that_is_no_checklist(workspace, first, tmp_path, content, error):
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(error):
        planned(workspace, first, checklist=str(tmp_path / "bad.json"))
    assert reviewing.review_ids(workspace) == (first.id,)


def test_a_checklist_that_is_not_there(workspace, first):
    with pytest.raises(NotFound):
        planned(workspace, first, checklist="no-such-list")

"""Draft, seal, reopen, decline."""

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed, Unreadable
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.report.embedded import embedded_record
from readiness_app.services import reviewing, sealing, signing_off
from tests.builders import NOW
from tests.services.conftest import BY, by_file, ready


def test_a_sealed_review_is_on_disk_with_its_record(workspace, sealed):
    assert reviewing.load_review(workspace, sealed.id) == sealed
    assert decode_record(sealing.record(workspace, sealed)) == sealed


def test_the_report_carries_that_record(workspace, sealed, report):
    assert embedded_record(report.read_bytes()).record == sealing.record(workspace, sealed)


def test_the_written_file_is_the_stored_report(workspace, sealed, report):
    assert report.read_bytes() == sealing.report(workspace, sealed)


def test_the_head_of_the_history_stands_in_the_record(workspace, sealed):
    entries = reviewing.history(workspace, sealed.id)
    assert (sealed.sealing.history_length, sealed.sealing.history_head) == (len(entries) - 1, entries[-2].hash)


def test_a_sealed_review_is_read_only(workspace, sealed):
    with pytest.raises(ReviewSealed):
        reviewing.apply(workspace, sealed, change_answer(sealed, "MOD-02", BY, note="x"), BY, NOW)


def test_an_edit_by_somebody_who_has_not_seen_the_seal_is_refused(workspace, review, people):
    open_one = ready(workspace, review, people)
    sealing.seal(workspace, open_one, BY, NOW)
    with pytest.raises(Refused):
        reviewing.apply(workspace, open_one, change_answer(open_one, "MOD-02", BY, note="x"), BY, NOW)


def test_an_edit_while_sealing_stops_the_seal(workspace, review, people):
    seen = ready(workspace, review, people)
    reviewing.apply(workspace, seen, change_answer(seen, "MOD-02", BY, note="late"), BY, NOW)
    with pytest.raises(Refused):
        sealing.seal(workspace, seen, BY, NOW)
    assert reviewing.load_review(workspace, seen.id).state is State.OPEN


def test_an_unfinished_review_is_not_sealed(workspace, review):
    with pytest.raises(Refused, match="No decision"):
        sealing.seal(workspace, review, BY, NOW)


def test_a_report_that_cannot_be_written_leaves_the_review_open(workspace, review, people, tmp_path):
    with pytest.raises(Unreadable, match="cannot be written"):
        sealing.seal(workspace, ready(workspace, review, people), BY, NOW, tmp_path / "no" / "folder.pdf")
    assert reviewing.load_review(workspace, review.id).state is State.OPEN


def test_reopening_keeps_the_old_edition_and_says_what_changed(workspace, sealed):
    digest = digest_of(sealing.record(workspace, sealed))
    review = sealing.reopen(workspace, sealed, "The card was revised", BY, NOW)
    reviewing.apply(workspace, review, change_answer(review, "MOD-02", BY, note="new"), BY, NOW)
    old = sealing.editions(workspace, sealed.id)[0]
    assert (old.digest, old.superseded, old.difference.items) == (digest, True, ("MOD-02",))


def test_the_next_edition_has_no_report_yet(workspace, sealed):
    with pytest.raises(NotFound, match="Edition 2"):
        sealing.report(workspace, sealing.reopen(workspace, sealed, "x", BY, NOW))


def test_the_next_edition_can_be_sealed(workspace, sealed, people):
    review = sealing.reopen(workspace, sealed, "The card was revised", BY, NOW)
    again = sealing.seal(workspace, ready(workspace, review, {}), BY, NOW).review
    assert [e.superseded for e in sealing.editions(workspace, again.id)] == [True, False]


def test_declining_is_recorded(workspace, sealed):
    sealing.decline(workspace, sealed, Role.SECURITY, "Not with this data", "Joan Clarke", NOW)
    assert reviewing.load_review(workspace, sealed.id).declines[0].reason == "Not with this data"


def test_a_draft_says_so_and_needs_no_decision(workspace, review, tmp_path):
    sealing.draft(workspace, review, tmp_path / "draft.pdf")
    assert decode_record(embedded_record((tmp_path / "draft.pdf").read_bytes()).record) == review


def test_there_is_no_draft_of_a_sealed_review(workspace, sealed, tmp_path):
    with pytest.raises(Refused, match=r"is sealed as edition 1, so there is no draft .* take the report of that edition"):
        sealing.draft(workspace, sealed, tmp_path / "draft.pdf")
    assert not (tmp_path / "draft.pdf").exists()


def test_a_written_file_has_the_rights_of_new_files(tmp_path):
    (tmp_path / "other").write_bytes(b"x")
    sealing.write_whole(tmp_path / "one", b"x")
    assert (tmp_path / "one").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_the_record_of_an_open_review_is_the_same_each_time(workspace, review):
    assert sealing.record(workspace, review) == sealing.record(workspace, reviewing.load_review(workspace, review.id))


def test_a_review_that_was_never_sealed_has_no_editions(workspace, review):
    assert sealing.editions(workspace, review.id) == ()


def test_the_report_of_a_superseded_edition_can_be_written_again(workspace, sealed, report, people, tmp_path):
    signing_off.sign_file(report, by_file(Role.SECURITY, people[Role.SECURITY]))
    signing_off.collect(workspace, sealed, report, BY, NOW)
    again = reviewing.load_review(workspace, sealed.id)
    sealing.reopen(workspace, again, "The card was revised", BY, NOW)
    assert sealing.export_edition(workspace, sealed.id, tmp_path / "first.pdf", 1) == 1
    assert (tmp_path / "first.pdf").read_bytes() == report.read_bytes()


def test_the_newest_edition_is_written_unless_one_is_named(workspace, sealed, people, tmp_path):
    review = sealing.reopen(workspace, sealed, "The card was revised", BY, NOW)
    again = sealing.seal(workspace, ready(workspace, review, {}), BY, NOW)
    assert sealing.export_edition(workspace, sealed.id, tmp_path / "r.pdf") == 2
    assert (tmp_path / "r.pdf").read_bytes() == again.report


@pytest.mark.parametrize("edition", [2, None])
def test_an_edition_that_was_not_sealed_has_no_report(workspace, review, edition, tmp_path):
    with pytest.raises(NotFound, match="been sealed"):
        sealing.export_edition(workspace, review.id, tmp_path / "r.pdf", edition)
    assert not (tmp_path / "r.pdf").exists()


def test_a_report_has_its_name_only_once_the_seal_is_on_disk(workspace, review, people, tmp_path, monkeypatch):
    seen, put = [], sealing._put

    def looked(part, out, before):
        seen.append((reviewing.load_review(workspace, before.id).state, part.exists(), out.exists()))
        put(part, out, before)

    monkeypatch.setattr(sealing, "_put", looked)
    sealing.seal(workspace, ready(workspace, review, people), BY, NOW, tmp_path / "report.pdf")
    assert seen == [(State.SEALED, True, False)] and [path.name for path in tmp_path.glob("report*")] == ["report.pdf"]


def test_a_report_that_cannot_take_its_place_is_told_and_the_review_is_sealed(workspace, review, people, tmp_path):
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(Unreadable, match=r"is sealed, but .* cannot be written.*export it from there"):
        sealing.seal(workspace, ready(workspace, review, people), BY, NOW, tmp_path / "report.pdf")
    assert reviewing.load_review(workspace, review.id).state is State.SEALED and not list(tmp_path.glob("*.part"))

"""The one door from screen to work: decided at once, saved in order, taken back when the disk says no."""

from datetime import UTC, datetime

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Unreadable
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.open_review import OpenReview
from tests.ui.on_screen import open_review, sample_file

__all__ = ["open_review", "sample_file"]
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def note(shown: OpenReview, text: str, item: str = "MOD-01"):
    return change_answer(shown.review, item, shown.me, note=text)


def on_disk(shown: OpenReview, item: str = "MOD-01") -> str:
    return reviewing.load_review(shown.workspace, shown.review.id).stored_answer(item).note


def refuse_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise Unreadable("The disk is full. Nothing was saved.")

    monkeypatch.setattr(reviewing, "commit", fail)


def test_a_change_is_shown_at_once_and_saved(open_review):
    assert open_review.do(note(open_review, "seen"))
    assert open_review.review.stored_answer("MOD-01").note == "seen"
    assert open_review.flush() and on_disk(open_review) == "seen"


def test_flush_reports_before_it_returns(open_review, qtbot):
    with qtbot.waitSignal(open_review.saved, timeout=0, raising=False) as saved:
        open_review.do(note(open_review, "seen"))
        open_review.flush()
    assert saved.signal_triggered and open_review.all_saved


def test_a_step_exists_only_for_what_is_on_disk(open_review):
    open_review.do(note(open_review, "seen"))
    assert open_review.undo_stack.count() == 0
    open_review.flush()
    assert open_review.undo_stack.count() == 1


def test_undo_writes_the_inverse_with_its_own_entry(open_review):
    before = len(reviewing.history(open_review.workspace, open_review.review.id))
    open_review.do(note(open_review, "seen"))
    open_review.flush()
    assert open_review.undo() and open_review.flush()
    assert on_disk(open_review) == ""
    assert len(reviewing.history(open_review.workspace, open_review.review.id)) == before + 2


def test_redo_does_it_again(open_review):
    open_review.do(note(open_review, "seen"))
    open_review.flush()
    open_review.undo()
    open_review.flush()
    assert open_review.redo() and open_review.flush()
    assert on_disk(open_review) == "seen"


def test_undo_waits_for_what_is_on_its_way(open_review, qtbot):
    open_review.do(note(open_review, "seen"))
    assert open_review.undo()
    qtbot.waitUntil(lambda: open_review.all_saved and open_review.review.stored_answer("MOD-01").note == "")
    assert on_disk(open_review) == ""


def test_undo_of_nothing_says_so(open_review):
    assert not open_review.undo() and not open_review.redo()


def test_an_undo_that_no_longer_fits_is_refused_and_stays(open_review, qtbot):
    open_review.do(note(open_review, "seen"))
    open_review.flush()
    open_review._review = note(open_review, "by somebody else").applied_to(open_review.review)
    with qtbot.waitSignal(open_review.refused):
        assert not open_review.undo()
    assert open_review.undo_stack.canUndo()


def test_many_changes_are_saved_in_order(open_review):
    for number in range(20):
        open_review.do(note(open_review, f"text {number}"))
    open_review.flush()
    assert on_disk(open_review) == "text 19" and open_review.undo_stack.count() == 20


def test_a_failing_save_brings_back_what_is_on_disk_and_hands_the_text_over(open_review, qtbot, monkeypatch):
    refuse_to_write(monkeypatch)
    with qtbot.waitSignal(open_review.not_saved) as told:
        open_review.do(note(open_review, "typed for an hour"))
    sentence, changes = told.args
    assert sentence == "The disk is full. Nothing was saved."
    assert changes[0].after.note == "typed for an hour"
    assert open_review.review.stored_answer("MOD-01").note == ""


def test_what_follows_a_failed_save_is_handed_over_too(open_review, qtbot, monkeypatch):
    refuse_to_write(monkeypatch)
    with qtbot.waitSignal(open_review.not_saved) as told:
        open_review.do(note(open_review, "one"))
        open_review.do(note(open_review, "two"))
    assert [change.after.note for change in told.args[1]] == ["one", "two"]


def test_after_a_failed_save_the_next_one_goes_through(open_review, qtbot, monkeypatch):
    with monkeypatch.context() as broken:
        refuse_to_write(broken)
        with qtbot.waitSignal(open_review.not_saved):
            open_review.do(note(open_review, "lost"))
    open_review.do(note(open_review, "kept"))
    open_review.flush()
    assert on_disk(open_review) == "kept"


def test_a_bug_in_saving_is_told_as_a_bug(open_review, qtbot, monkeypatch):
    monkeypatch.setattr(reviewing, "commit", None)
    with qtbot.waitSignals([open_review.not_saved, open_review.failed]):
        open_review.do(note(open_review, "typed"))


def test_a_refused_change_changes_nothing(open_review, qtbot):
    stale = note(open_review, "second")
    open_review.do(note(open_review, "first"))
    with qtbot.waitSignal(open_review.refused):
        assert not open_review.do(stale)
    assert open_review.review.stored_answer("MOD-01").note == "first"


def test_nobody_acts_without_a_name(open_review, qtbot, monkeypatch):
    monkeypatch.setattr(open_review, "_me", str)
    with qtbot.waitSignal(open_review.refused) as told:
        assert not open_review.do(note(open_review, "seen"))
    assert "Say who acts" in told.args[0]


def test_a_change_by_somebody_else_is_shown(open_review, qtbot):
    with Workspace.open(open_review.workspace.path) as other:
        review = reviewing.load_review(other, open_review.review.id)
        reviewing.apply(other, review, change_answer(review, "MOD-01", "Ruth", note="by Ruth"), "Ruth", NOW)
    with qtbot.waitSignal(open_review.changed_by_others):
        open_review._look_for_others()
    assert open_review.review.stored_answer("MOD-01").note == "by Ruth"


def test_a_read_only_file_refuses(open_review, qtbot):
    open_review.workspace.read_only = True
    with qtbot.waitSignal(open_review.refused) as told:
        assert not open_review.do(note(open_review, "seen"))
    assert "read-only" in told.args[0] and not open_review.editable

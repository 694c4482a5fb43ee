"""Opening and closing a workspace, and the lists of what is in it."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.changes import AnswerChanged, change_answer
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.services import library, reviewing
from readiness_app.services.summaries import summaries
from readiness_app.services.workspace import Workspace
from readiness_app.wording import lapse_lines
from tests.builders import NOW, a_condition
from tests.services.conftest import BY
from tests.store.test_holding import held_elsewhere


def test_an_existing_file_is_not_overwritten(tmp_path):
    (tmp_path / "w.readiness").write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        Workspace.create(tmp_path / "w.readiness")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Unreadable):
        Workspace.open(tmp_path / "none.readiness")


def test_changes_of_another_process_are_seen_once(workspace, review):
    workspace.changed_elsewhere()
    with Workspace.open(workspace.path) as other:
        reviewing.apply(other, review, change_answer(review, "MOD-02", BY, note="x"), BY, NOW)
    assert [workspace.changed_elsewhere(), workspace.changed_elsewhere()] == [True, False]


def test_own_changes_are_not(workspace, review):
    workspace.changed_elsewhere()
    reviewing.apply(workspace, review, change_answer(review, "MOD-02", BY, note="x"), BY, NOW)
    assert not workspace.changed_elsewhere()


def test_a_summary_shows_then_and_today(workspace, review):
    review, _ = reviewing.adopt(workspace, review, BY, NOW)
    row = summaries(workspace, date(2027, 1, 1))[0]
    assert row.measures.expired == 0 < row.today.expired


def test_what_lapses_within_thirty_days_is_told(workspace, review):
    before = review.stored_answer("MOD-02")
    due = AnswerChanged(item="MOD-02", before=before, after=replace(before, conditions=(a_condition(due=date(2026, 6, 1)),)))
    reviewing.apply(workspace, review, due, BY, NOW)
    told = [lapse_lines(summaries(workspace, date(2026, 5, day))[0].lapsing, date.isoformat) for day in (1, 2)]
    assert told == [[], ["Due on 2026-06-01: Sign the data processing agreement (condition on MOD-02, Grace Hopper)"]]


def test_the_library_holds_three_checklists_and_three_packs():
    assert ([sum(1 for _ in c.items()) for c in library.checklists()], len(library.packs())) == ([108, 28, 26], 3)


def test_a_second_window_only_reads_and_names_the_holder(tmp_path):
    Workspace.create(tmp_path / "w.readiness").close()
    with held_elsewhere(tmp_path / "w.readiness"), Workspace.open_for_window(tmp_path / "w.readiness", "Ruth") as second:
        assert second.read_only and second.held_by.name == "Ada Byron"


def test_a_command_that_writes_is_not_kept_out_by_a_window(tmp_path):
    Workspace.create(tmp_path / "w.readiness").close()
    with held_elsewhere(tmp_path / "w.readiness"), Workspace.open(tmp_path / "w.readiness") as other:
        assert not other.read_only and other.held_by is None


def test_a_window_lets_go_when_it_closes(tmp_path):
    Workspace.create(tmp_path / "w.readiness").close()
    with Workspace.open_for_window(tmp_path / "w.readiness", "Ruth") as workspace:
        assert not workspace.read_only and (tmp_path / "w.readiness.lock").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["w.readiness"]


def test_a_window_on_what_is_no_workspace_leaves_no_lock(tmp_path):
    (tmp_path / "w.readiness").write_bytes(b"no workspace" * 20)
    with pytest.raises(Unreadable):
        Workspace.open_for_window(tmp_path / "w.readiness", "Ruth")
    assert [p.name for p in tmp_path.iterdir()] == ["w.readiness"]

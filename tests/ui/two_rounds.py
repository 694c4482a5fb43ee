"""The sample sealed and its second round with the newer pack, in one workspace; copied for every test."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.services import reviewing, rounds
from readiness_app.services.rounds import RoundWanted
from readiness_app.services.workspace import Workspace
from readiness_app.ui.open_review import OpenReview
from tests.ui.on_screen import AT, me

PREVIEW = "claude-mythos-preview-2026-05-31"


@pytest.fixture(scope="session")
def rounds_file(signed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "rounds.readiness"
    shutil.copy(signed_folder / "demo.readiness", path)
    with Workspace.open(path) as workspace:
        first = reviewing.load_review(workspace, reviewing.review_ids(workspace)[0])
        subject = replace(first.subject, model="Claude Mythos Preview")
        frame = replace(first.frame, as_of=date(2026, 5, 31), subject=subject)
        planned = rounds.plan_round(workspace, first.id, RoundWanted(frame=frame, pack=PREVIEW), me(), AT)
        rounds.make_round(workspace, planned, me(), AT)
    return path


@pytest.fixture
def second_round(rounds_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[OpenReview]:
    """The second round on screen; nothing is confirmed yet."""
    path = tmp_path / "rounds.readiness"
    shutil.copy(rounds_file, path)
    workspace = Workspace.open(path)
    shown = OpenReview(workspace, reviewing.load_review(workspace, PREVIEW), me)
    yield shown
    shown.close()
    workspace.close()

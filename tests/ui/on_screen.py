"""Real workspaces behind a real page: the sample as far as the decision, and the sample signed; copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.services import demo, reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview

AT = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
LONG = 20_000  # milliseconds; only a test that fails waits that long


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.readiness"
    with Workspace.create(path) as workspace:
        demo.sample_review(workspace, AT)
    return path


@pytest.fixture(scope="session")
def signed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.make_demo(tmp_path_factory.mktemp("signed") / "demo", datetime.now(UTC)).folder


def _opened(source: Path, folder: Path) -> Iterator[OpenReview]:
    path = folder / "work.readiness"
    shutil.copy(source, path)
    workspace = Workspace.open(path)
    review = reviewing.load_review(workspace, reviewing.review_ids(workspace)[0])
    shown = OpenReview(workspace, review, me)
    yield shown
    shown.close()
    workspace.close()


def me() -> str:
    return "Imke Sanders"


@pytest.fixture
def open_review(sample_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[OpenReview]:
    yield from _opened(sample_file, tmp_path)


@pytest.fixture
def signed_review(signed_folder: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[OpenReview]:
    yield from _opened(signed_folder / "demo.readiness", tmp_path)


def show(page: object, qtbot: QtBot) -> None:
    """Show a page at the size it has in a window of 1440 x 900."""
    qtbot.addWidget(page)
    page.resize(1220, 830)  # type: ignore[attr-defined]
    page.show()  # type: ignore[attr-defined]


def idle(qtbot: QtBot, jobs: Jobs) -> None:
    """Wait until no job runs or waits."""
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=LONG)


def answers(name: str) -> Callable[..., tuple[str, str]]:
    """A file dialog in which the person chose this name."""
    return lambda *args, **kwargs: (name, "")

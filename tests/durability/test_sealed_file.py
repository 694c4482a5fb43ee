"""A report under its own name is that of a sealed edition, also when the program is killed between the two."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from readiness_app.domain.vocabulary import State
from readiness_app.services import reviewing, sealing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.durability.acts import BY, the_review
from tests.durability.conftest import Record

MOMENTS = ("write_part", "replace", "sync_folder")


def killed(path: Path, moment: str) -> None:
    """Seals in a process of its own, which is killed just before this happens."""
    child = os.fork()
    if child == 0:
        owner = Path if moment == "replace" else sealing.whole_files
        before = getattr(owner, moment)

        def here(target, *rest, **named):
            if "report" in str(target) or moment == "sync_folder":
                os.kill(os.getpid(), signal.SIGKILL)
            return before(target, *rest, **named)

        setattr(owner, moment, here)
        with Workspace.open(path) as workspace:
            sealing.seal(workspace, the_review(workspace), BY, NOW, path.with_name("report.pdf"), seals=path.with_name("seals"))
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")
def test_a_kill_around_the_commit_leaves_no_report_of_an_open_review(templates: Path, tmp_path: Path, record: Record) -> None:
    seen = []
    for moment in MOMENTS:
        folder = tmp_path / moment
        folder.mkdir()
        path = Path(shutil.copy(templates / "work.readiness", folder / "work.readiness"))
        shutil.copytree(templates / "seals", folder / "seals")
        killed(path, moment)
        with Workspace.open(path) as workspace:
            review = the_review(workspace)
            assert reviewing.check(workspace).ok
            report = (folder / "report.pdf").exists()
            assert review.state is State.SEALED or not report, moment
            if review.state is State.SEALED:  # and the report can be had
                sealing.export_report(workspace, review, folder / "again.pdf")
        seen.append(f"{review.state.value} {'with' if report else 'without'} the file")
    assert seen == ["open without the file", "sealed without the file", "sealed with the file"]
    record(
        case="kill between report and seal",
        how="SIGKILL just before the report is written, before it gets its name, and after",
        must="a report under its name is that of a sealed edition; a sealed one can be exported",
        happened=", ".join(seen),
        times=len(seen),
    )

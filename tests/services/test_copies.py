"""A copy of a whole workspace, taken while it is open."""

import pytest

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.services import copies
from readiness_app.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "one.readiness") as made:
        yield made


def test_a_copy_opens(workspace, tmp_path):
    copies.save_copy(workspace, tmp_path / "two.readiness")
    Workspace.open(tmp_path / "two.readiness").close()


def test_a_copy_onto_itself_is_refused(workspace):
    with pytest.raises(Refused, match="the workspace itself"):
        copies.save_copy(workspace, workspace.path)


def test_a_place_that_cannot_be_written_is_told(workspace, tmp_path):
    with pytest.raises(Unreadable):
        copies.save_copy(workspace, tmp_path / "no" / "folder" / "two.readiness")

"""The reports that a workspace keeps are as foreign as whoever made the workspace: none is taken apart in the program itself."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services import reviewing, sealing, signing_off, verifying
from readiness_app.services.workspace import Workspace
from readiness_app.ui import preview
from readiness_app.ui.pages import report_work
from tests.builders import NOW
from tests.hostile.files import bomb_of_metadata
from tests.services.conftest import BY, by_file, ready

READERS = ("pikepdf.open", "pypdfium2.PdfDocument", "pyhanko.pdf_utils.reader.PdfFileReader.__init__")


def never(*args: object, **parts: object) -> None:
    raise AssertionError("a PDF was opened in the program itself")


@pytest.fixture
def foreign(workspace: Workspace, sealed: Review, monkeypatch: pytest.MonkeyPatch) -> Review:
    """A sealed review whose report nobody may open in this process."""
    for reader in READERS:
        monkeypatch.setattr(reader, never)
    return sealed


@pytest.fixture
def hostile(workspace: Workspace, review: Review, people, monkeypatch: pytest.MonkeyPatch) -> Review:
    """A review whose workspace was made so that its history names a report which unpacks to more than any machine holds."""
    monkeypatch.setattr(sealing, "certified", lambda *parts: bomb_of_metadata())
    return sealing.seal(workspace, ready(workspace, review, people), BY, NOW).review


def test_the_check_opens_none_here(workspace: Workspace, foreign: Review) -> None:
    assert reviewing.check(workspace).ok


def test_verifying_opens_none_here(workspace: Workspace, foreign: Review) -> None:
    data = sealing.report(workspace, foreign)
    assert verifying.verify_bytes(data, "report").waiting


def test_showing_opens_none_here(workspace: Workspace, foreign: Review) -> None:
    shown = report_work.source(foreign, sealing.report(workspace, foreign))
    assert preview.outline(shown).pages > 3 and "Claude Mythos" in preview.picture(shown, 0, 0.2)[1]


@contextmanager
def small() -> Iterator[None]:
    """What is done costs this process less than 100 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


@pytest.mark.slow
def test_a_bomb_is_named_and_costs_this_process_nothing(workspace: Workspace, hostile: Review) -> None:
    with small():
        assert reviewing.check(workspace).anchors == (f"Edition 1 of {hostile.id}: what is kept as its report is none.",)


@pytest.mark.slow
def test_a_bomb_is_not_signed(workspace: Workspace, hostile: Review, people) -> None:
    sign = partial(signing_off.sign_and_collect, workspace, hostile)
    with small(), pytest.raises(Unreadable, match=r"^The report .*Nothing was changed"):
        sign(by_file(Role.SECURITY, people[Role.SECURITY]), BY)

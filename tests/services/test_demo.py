"""The sample and the self-check, as their users run them."""

import pytest

from readiness_app.domain.measures import measures
from readiness_app.domain.vocabulary import State
from readiness_app.services import demo, self_check
from tests.builders import NOW


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return demo.make_demo(tmp_path_factory.mktemp("demo") / "readiness-demo", NOW)


def test_the_sample_is_signed_and_valid(made):
    assert (made.review.state, made.verification.valid, made.verification.identities) == (State.SIGNED, True, "confirmed")


def test_the_sample_approves_nothing(made):
    found = measures(made.review)
    assert found.range.low < 0.05 and found.weak_sources_only == 21


def test_an_existing_folder_is_renamed_aside(tmp_path):
    folder = tmp_path / "readiness-demo"
    folder.mkdir()
    (folder / "mine.txt").write_text("kept")
    demo.set_aside(folder)
    assert (tmp_path / "readiness-demo-1" / "mine.txt").read_text() == "kept"


def test_the_self_check_passes(tmp_path):
    found = self_check.run(tmp_path, NOW)
    assert len(found) == 4 and "signed and verified" in found[-1]

"""The hostile review in each of its states, made once, and the window's light theme."""

import pytest

from tests.literal.hostile import Texts
from tests.literal.review import States, literal, states
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed

__all__ = ["rubbish_stays_here", "theme_of_tests", "themed"]


@pytest.fixture(scope="session")
def made_states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return states(literal(Texts()), tmp_path_factory.mktemp("literal"))

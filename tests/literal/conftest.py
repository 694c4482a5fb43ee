"""The hostile review in each of its states, made once."""

import pytest

from tests.literal.hostile import Texts
from tests.literal.review import States, literal, states


@pytest.fixture(scope="session")
def made_states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return states(literal(Texts()), tmp_path_factory.mktemp("literal"))

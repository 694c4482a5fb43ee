"""Shared by all tests: windows open on no screen unless a platform is named."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from readiness_app.app import why_no_window
from readiness_app.services import child
from tests.reliability import Row, Table, put
from tests.warm_child import FRESH, Warm

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if problem := why_no_window():  # one line with the command that helps, before pytest-qt ends in a traceback
    sys.exit(problem)


def pytest_configure(config: pytest.Config) -> None:
    # Qt's own remarks about the screen that is not there, such as for every window with a smallest size.
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support ")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: to look through it for rubbish again and again took most of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def own_profile(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test makes or reads the keys in the profile of the person who runs them, nor asks their keystore."""
    os.environ["READINESS_DATA_DIR"] = str(tmp_path_factory.mktemp("profile"))
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


@pytest.fixture(scope="session", autouse=True)
def warm_children(own_profile: None) -> Iterator[Warm]:
    """Foreign files are read in children of one process that has imported what they need, see tests/warm_child.py."""
    warm = Warm()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "_process", warm)
        yield warm
    warm.stop()


@pytest.fixture(autouse=True)
def fresh_children(request: pytest.FixtureRequest, warm_children: Warm) -> Iterator[None]:
    """Where the process itself is what is tested, each is started anew."""
    before, warm_children.fresh = warm_children.fresh, warm_children.fresh or request.path.stem in FRESH
    yield
    warm_children.fresh = before


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Prints a row, `told("history", case=...)`; a run with `-m long` also writes it into docs/reliability.md."""
    chosen = str(request.config.option.markexpr or "")
    writes = "long" in chosen and "not long" not in chosen

    def tell(table: Table, *, case: str, how: str, must: str, happened: str, times: int) -> None:
        row = Row(case=case, how=how, must=must, happened=happened, times=times, day=f"{datetime.now(UTC):%Y-%m-%d}")
        print(row.line())
        if writes:
            put(row, table)

    return tell

"""Shared by all tests: windows open on no screen unless a platform is named."""

import os
import sys

import pytest

from readiness_app.app import why_no_window

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if problem := why_no_window():  # one line with the command that helps, before pytest-qt ends in a traceback
    sys.exit(problem)


def pytest_configure(config: pytest.Config) -> None:
    # Qt's own remarks about the screen that is not there, such as for every window with a smallest size.
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support ")


@pytest.fixture(scope="session", autouse=True)
def own_profile(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test makes or reads the keys in the profile of the person who runs them."""
    os.environ["READINESS_DATA_DIR"] = str(tmp_path_factory.mktemp("profile"))

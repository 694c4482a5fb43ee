"""Shared by all tests: windows open on no screen unless a platform is named."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    # Qt's own remarks about the screen that is not there, such as for every window with a smallest size.
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support ")

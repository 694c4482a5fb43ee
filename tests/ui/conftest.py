"""Every test of the window wears the light theme at 100 %."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from readiness_app.ui.theme import Look, Theme


@pytest.fixture(scope="session")
def theme_of_tests(qapp: QApplication) -> Theme:
    theme = Theme(Look.LIGHT)
    theme.apply(qapp)
    return theme


@pytest.fixture(scope="session", autouse=True)
def what_was_there_stays() -> None:
    """What the tests before those of the window left is not looked through after each of them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def rubbish_stays_here() -> Iterator[None]:
    """As in the program: widgets are let go of in the window's thread, never in a worker's."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def themed(theme_of_tests: Theme) -> Iterator[Theme]:
    """The theme in use; a test that changes it leaves it as it was."""
    yield theme_of_tests
    if theme_of_tests.look is not Look.LIGHT or theme_of_tests.metrics.zoom != 100:
        theme_of_tests.choose(Look.LIGHT, 100)

"""The one door out: nothing is opened before it was shown, and some things never."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import readiness_app.ui
from readiness_app.ui.dialogs.leaving import LeavingDialog

TRICK = "https://good.example@evil.example/good.example"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toString()) or True)
    return found


def dialog(qtbot: QtBot, address: str) -> LeavingDialog:
    made = LeavingDialog(address)
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_is_shown_first_and_opened_only_then(qtbot: QtBot, opened: list[str]) -> None:
    shown = dialog(qtbot, TRICK)
    before = list(opened)
    shown.verb.click()
    assert (before, opened) == ([], [TRICK]) and shown.host.text() == "evil.example" and "before the @" in shown.doubts[0].text()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/\u202egnp"])
def test_others_are_never_opened(address: str, qtbot: QtBot, opened: list[str]) -> None:
    shown = dialog(qtbot, address)
    shown.verb.click()
    assert not shown.verb.isEnabled() and opened == [] and "\u202e" not in shown.whole.text()


def test_it_can_be_copied_instead(qtbot: QtBot, opened: list[str]) -> None:
    shown = dialog(qtbot, TRICK)
    shown.copy_button.click()
    assert QGuiApplication.clipboard().text() == TRICK and opened == []


def test_nothing_of_a_long_address_is_cut_off(qtbot: QtBot) -> None:
    shown = dialog(qtbot, f"https://example.org/{'W' * 1500}")
    qtbot.waitExposed(shown)
    needed = shown.whole.fontMetrics().boundingRect(0, 0, shown.whole.width(), 100_000, Qt.TextFlag.TextWordWrap, QLabel.text(shown.whole))
    assert needed.width() <= shown.whole.width() and needed.height() <= shown.whole.height()


def test_there_is_no_other_door() -> None:
    ways = (
        "QDesktopServices",
        "setOpenExternalLinks(True",
        "LinksAccessible",
        "TextBrowserInteraction",
        "webbrowser",
        "startfile",
        "xdg-open",
    )
    found = {
        path.name
        for path in Path(readiness_app.ui.__file__).parents[1].rglob("*.py")
        if any(way in path.read_text("utf-8") for way in ways)
    }
    assert found == {"leaving.py"}

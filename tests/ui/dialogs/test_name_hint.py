"""Where nobody is named, a dialog leads to the Preferences."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from readiness_app.ui.dialogs.name_hint import NameHint
from readiness_app.ui.dialogs.seal import SealDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview


def test_a_dialog_without_a_name_leads_to_the_preferences(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    window, asked = QMainWindow(), QAction()
    qtbot.addWidget(window)
    asked.setParent(window)
    asked.setObjectName("preferences")
    open_review._me = lambda: ""
    dialog = SealDialog(open_review, jobs, date(2026, 3, 29), window)
    with qtbot.waitSignal(asked.triggered, timeout=1000):
        qtbot.keyClick(dialog.findChild(NameHint).link, Qt.Key.Key_Return)

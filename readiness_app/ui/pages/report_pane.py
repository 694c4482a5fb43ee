"""One half of the Report page: pages at the left, their verification at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.pdf_view import PdfView
from readiness_app.ui.widgets.verification_panel import VerificationPanel


class ReportPane(QWidget):
    """Pages at the left, verification at the right; or a sentence where there is nothing to show."""

    def __init__(self, jobs: Jobs, name: str, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self.panel, self.empty = PdfView(jobs, name), VerificationPanel(), empty
        self.left = QStackedWidget()
        self.left.addWidget(empty)
        self.left.addWidget(self.view)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.panel)
        theme.sized(self.panel, min_width=240)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([theme.px(800), theme.px(340)])
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(self.splitter)
        self.view.opened.connect(self._on_opened)
        self.view.failed.connect(self._on_failed)

    def say(self, title: str, sentence: str, button: str = "") -> None:
        """Show a sentence instead of pages."""
        self.empty.title.setText(title)
        self.empty.sentence.setText(sentence)
        self.empty.sentence.setVisible(bool(sentence))
        self.empty.button.setText(button or title)
        self.empty.button.setVisible(bool(button))
        self.left.setCurrentWidget(self.empty)

    def _on_opened(self, pages: int) -> None:
        self.left.setCurrentWidget(self.view)

    def _on_failed(self, sentence: str) -> None:
        self.say(self.tr("No pages to show"), sentence)

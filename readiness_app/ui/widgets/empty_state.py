"""What a page shows while there is nothing to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel


class EmptyState(QWidget):
    """An icon, a short title, one sentence and one button; `acted` when the button is used."""

    acted = Signal()

    def __init__(self, icon: str, title: str, sentence: str = "", button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {sentence}" if sentence else title)
        self.title = PlainLabel(title, "subheading")
        self.sentence = PlainLabel(sentence, "body2")
        self.button = Button(button or title)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        theme.spaced(column, margin=24, gap=8)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "text_3", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            theme.sized(label, max_width=320, min_width=200)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setVisible(bool(sentence))
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _on_clicked(self) -> None:
        self.acted.emit()

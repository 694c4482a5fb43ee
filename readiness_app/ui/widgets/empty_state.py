"""What a page shows while there is nothing to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        self.button.clicked.connect(self._on_clicked)
        self._build(icon)
        self.button.setVisible(bool(button))  # only now: shown without a parent it would be a window of its own for a moment
        self.sentence.setVisible(bool(sentence))

    def _build(self, icon: str) -> None:
        middle = QWidget()
        theme.sized(middle, max_width=340)
        column = QVBoxLayout(middle)
        theme.spaced(column, gap=8)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "text_3", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        row = QHBoxLayout(self)
        theme.spaced(row, margin=24)
        row.addStretch(1)
        row.addWidget(middle, 1000)  # an alignment instead would ignore that the sentence wraps
        row.addStretch(1)

    def _on_clicked(self) -> None:
        self.acted.emit()

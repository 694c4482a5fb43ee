"""Buttons that hold more than a word: the cards of the Start page and its list of reviews."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel


class Tile(QPushButton):
    """A button as high as the layout inside it needs."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "tile")
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, layout: QLayout) -> None:
        """Put this layout inside; what is in it does not take the mouse from the button."""
        self.setLayout(layout)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it as the space bar does: a row of a list is opened with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """What the layout wants."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the layout cannot do without."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """True where words inside wrap. Qt asks the layout for the height then, and one without such words has no answer."""
        layout = self.layout()
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """What the layout needs at this width, in px."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else self.sizeHint().height()


class ActionTile(Tile):
    """Icon, title and a sentence."""

    def __init__(self, icon: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{title}. {sentence}", parent)
        column = QVBoxLayout()
        theme.spaced(column, margin=(18, 18, 18, 18), gap=4)
        column.addWidget(IconLabel(icon, "accent", 22))
        column.addSpacing(8)
        column.addWidget(PlainLabel(title, "subheading"))
        column.addWidget(PlainLabel(sentence, "body2"))
        column.addStretch(1)
        self.fill(column)

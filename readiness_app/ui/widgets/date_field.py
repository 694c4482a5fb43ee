"""A date, typed or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import IconButton, QuietButton
from readiness_app.ui.widgets.fields import TextField

_SHOWN = "d MMM yyyy"


def date_text(day: date | None) -> str:
    """The date in the words of the desktop, such as "29 Mar 2026"; empty for None."""
    return QLocale().toString(QDate(day.year, day.month, day.day), _SHOWN) if day else ""


def parse_date(text: str) -> date | None:
    """The date a person typed: as shown, as the desktop writes dates, or as 2026-03-29; None for anything else."""
    words, locale = " ".join(text.split()), QLocale()
    found = [QDate.fromString(words, Qt.DateFormat.ISODate)]
    found += [locale.toDate(words, form) for form in (_SHOWN, "d MMMM yyyy", "dd.MM.yyyy", "d.M.yyyy")]
    found += [locale.toDate(words, kind, 2000) for kind in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat)]
    for day in found:
        if day.isValid() and 1900 <= day.year() <= 9999:
            return date(day.year(), day.month(), day.day())
    return None


class DateField(QWidget):
    """`committed` carries a date, or None where an optional field was emptied.

    `refused` carries a sentence when the text is no date; the text stays to be corrected.
    """

    committed = Signal(object)  # date | None
    refused = Signal(str)

    def __init__(self, name: str = "", *, optional: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self._saved: date | None = None
        self.edit = TextField(name, self.tr("no date") if optional else self._example())
        self.button = IconButton("calendar", self.tr("Pick from a calendar"))
        self.setFocusProxy(self.edit)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        theme.spaced(row, gap=4)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        self._popup: QFrame | None = None
        self.edit.committed.connect(self._on_committed)
        self.button.clicked.connect(self.open_calendar)

    def load(self, day: date | None) -> None:
        """Show this date, whatever was typed."""
        self._saved = day
        self.edit.load(date_text(day))
        self._mark(wrong=False)

    def set_date(self, day: date | None) -> None:
        """This date is saved now; what is being typed stays."""
        self._saved = day
        self.edit.set_text(date_text(day))

    def value(self) -> date | None:
        """The date shown; None where it is empty or no date."""
        return parse_date(self.edit.text())

    def is_wrong(self) -> bool:
        """True where the text is no date, or empty although a date is needed."""
        return parse_date(self.edit.text()) is None and (bool(self.edit.text().strip()) or not self._optional)

    def open_calendar(self) -> None:
        """Open the calendar below the field."""
        popup = self._popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.dress(popup, "card")
        column = QVBoxLayout(popup)
        theme.spaced(column, margin=8, gap=6)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self.value()
        if shown:
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(self._on_day)
        calendar.clicked.connect(self._on_day)
        column.addWidget(calendar)
        if self._optional:
            clear = QuietButton(self.tr("No date"))
            clear.clicked.connect(self._on_clear)
            column.addWidget(clear, 0, Qt.AlignmentFlag.AlignLeft)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + theme.px(4))))
        popup.show()
        calendar.setFocus()

    def _example(self) -> str:
        return date_text(date(2026, 3, 29))

    def _on_day(self, day: QDate) -> None:
        self._choose(date(day.year(), day.month(), day.day()))

    def _on_clear(self) -> None:
        self._choose(None)

    def _choose(self, day: date | None) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.edit.setText(date_text(day))
        self.edit.commit()
        self.edit.setFocus()

    def _on_committed(self, text: str) -> None:
        self._mark(wrong=self.is_wrong())
        if self.is_wrong():
            sentence = self.tr("This is not a date. Write it like {}; what you typed is still here.")
            self.refused.emit(sentence.format(self._example()))
            return
        day = parse_date(text)
        if day != self._saved:
            self.committed.emit(day)
        self.edit.setText(date_text(day))

    def _mark(self, *, wrong: bool) -> None:
        self.edit.setProperty("wrong", "yes" if wrong else "")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

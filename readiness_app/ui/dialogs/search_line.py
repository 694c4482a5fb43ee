"""One line of the search log: where was looked, and for what."""

from datetime import date

from PySide6.QtWidgets import QWidget

from readiness_app.domain.claim import SearchLine
from readiness_app.domain.errors import Refused
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow


class SearchLineDialog(TryingDialog):
    """`value` is the SearchLine."""

    def __init__(self, item: str, by: str, today: date, parent: QWidget | None = None) -> None:
        title = self.tr("Add to the search log of {item}").format(item=item)
        super().__init__(title, self.tr("Add the line"), parent, icon="plus")
        self._by = by
        self.where = TextField(self.tr("Where"), self.tr("the vendor's trust page, the system card, a search engine"))
        self.what = TextField(self.tr("What for"), self.tr("the words that were looked for"))
        self.when = DateField(self.tr("When"), optional=False)
        self.when.load(today)
        self._where = FormRow(self.tr("Where was looked"), self.where)
        self._what = FormRow(self.tr("What for"), self.what)
        self._when = FormRow(self.tr("When"), self.when)
        for row in (self._where, self._what, self._when):
            self.add(row)

    def entered(self) -> SearchLine:
        """The line; raises Refused where a part is missing."""
        self._where.set_error("" if self.where.text().strip() else self.tr("Say where was looked."))
        self._what.set_error("" if self.what.text().strip() else self.tr("Say what was looked for."))
        day = self.when.value()
        self._when.set_error(self.tr("This is not a date. Write it like 2026-03-29.") if day is None else "")
        if day is None or not self.where.text().strip() or not self.what.text().strip():
            raise Refused(self.tr("Look at the fields marked above. Nothing was saved yet."))
        return SearchLine(where=self.where.text().strip(), what=self.what.text().strip(), when=day, by=self._by)

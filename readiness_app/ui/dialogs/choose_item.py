"""Choosing one item of the checklist by typing a part of its id or question."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QListView, QWidget

from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Review
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.marks import mark
from readiness_app.ui.models.rows import ListRow, RowDelegate, RowModel
from readiness_app.ui.widgets.fields import SearchField


class ChooseItemDialog(Dialog):
    """`value` is the id of an item; items of `without` are not offered."""

    def __init__(self, review: Review, title: str, verb: str, parent: QWidget | None = None, *, without: Collection[str] = ()) -> None:
        super().__init__(title, verb, parent, width=600)
        items = [item for item in review.items_in_scope() if item.id not in without and not item.computed]
        self._rows = [
            ListRow(
                key=item.id,
                title=item.question,
                mono=item.id,
                chips=(mark(review.stored_answer(item.id).knowledge),),
                sentence=f"{item.id}, {item.question}",
            )
            for item in items
        ]
        self.search = SearchField(self.tr("Find an item"), self.tr("Id or words of the question"))
        self.model = RowModel(self._rows, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, lines=2, facts=False))
        self.list.setAccessibleName(self.tr("Items"))
        self.list.setUniformItemSizes(True)
        theme.dress(self.list, "framed")
        theme.sized(self.list, min_height=300)
        self.add(self.search)
        self.add(self.list)
        self.search.searched.connect(self._on_searched)
        self.list.doubleClicked.connect(self._on_chosen)
        self._on_searched("")
        self.search.setFocus()

    def take(self) -> Any:
        """The chosen id; raises Refused where none is chosen."""
        index = self.list.currentIndex()
        if not index.isValid():
            raise Refused(self.tr("Choose an item first."))
        return self.model.row(index.row()).key

    def _on_searched(self, words: str) -> None:
        wanted = words.casefold()
        self.model.set_rows([row for row in self._rows if wanted in f"{row.key} {row.title}".casefold()])
        self.list.setCurrentIndex(self.model.index(0))

    def _on_chosen(self, index: QModelIndex) -> None:
        self.verb.click()

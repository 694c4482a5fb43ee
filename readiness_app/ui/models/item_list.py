"""The items of a review as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from readiness_app.domain.vocabulary import Answerer, AskState, Knowledge, LookAgainReason, Verdict
from readiness_app.wording import word

Index = QModelIndex | QPersistentModelIndex
_tr = QCoreApplication.translate
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """What the list shows of one item; `gate_text` such as "Blocks internal" stands beside the id, in red where `blocks`.

    `waits` says why nobody vouches for the answer, `newer` that a newer pack says otherwise.
    """

    id: str
    question: str
    section: str
    knowledge: Knowledge
    verdict: Verdict
    gate_text: str
    blocks: bool
    evidence: int
    claims: int
    expired: bool
    weak: bool
    in_scope: bool
    answerer: Answerer | None
    waits: LookAgainReason | None = None
    vendor: AskState | None = None
    newer: bool = False

    @property
    def reviewed(self) -> bool:
        """True once somebody of this round has said what is known."""
        return self.knowledge is not Knowledge.NOT_REVIEWED and self.waits is None

    def sentence(self) -> str:
        """What a screen reader says: the whole row in words."""
        parts = [f"{self.id}, {self.question.strip()} {word(self.knowledge)}"]
        if self.waits is not None:
            parts.append(word(self.waits))
        parts += [_tr("ItemRow", "The newer pack says otherwise")] if self.newer else []
        if not self.in_scope:
            parts.append(_tr("ItemRow", "Out of scope"))
        if self.verdict is not Verdict.UNDECIDED:
            parts.append(word(self.verdict))
        if self.gate_text:
            parts.append(self.gate_text)
        parts += [_tr("ItemRow", "Evidence expired")] if self.expired else []
        parts += [_tr("ItemRow", "Weak sources only")] if self.weak else []
        parts += [_tr("ItemRow", "Vendor: {}").format(word(self.vendor))] if self.vendor else []
        parts.append(_tr("ItemRow", "{} claims, {} evidence").format(self.claims, self.evidence))
        return ". ".join(parts)


class ItemListModel(QAbstractListModel):
    """Rows of ItemRow; `set_rows` repaints only what changed where the ids are the same."""

    def __init__(self, rows: Sequence[ItemRow] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ItemRow] = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}

    def set_rows(self, rows: Sequence[ItemRow]) -> None:
        """Show other rows."""
        if len(rows) == len(self._rows) and all(new.id == old.id for new, old in zip(rows, self._rows, strict=True)):
            for place, row in enumerate(rows):
                self._put(place, row)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {row.id: place for place, row in enumerate(self._rows)}
        self.endResetModel()

    def update_row(self, row: ItemRow) -> None:
        """Show one row anew; one that is not in the list is left out."""
        if row.id in self._places:
            self._put(self._places[row.id], row)

    def row(self, index: Index | int) -> ItemRow:
        """The row at an index or place; IndexError outside."""
        return self._rows[index if isinstance(index, int) else index.row()]

    def index_of(self, item_id: str) -> QModelIndex:
        """Where an item stands; an invalid index if it is not in the list."""
        place = self._places.get(item_id)
        return QModelIndex() if place is None else self.index(place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Question, sentence and the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.question
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence()
        return row if role == ROW else None

    def _put(self, place: int, row: ItemRow) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

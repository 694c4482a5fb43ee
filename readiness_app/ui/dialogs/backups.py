"""The backups of a workspace: when each was made, what would be missing, and putting one back."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QModelIndex
from PySide6.QtWidgets import QListView, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.services import backups
from readiness_app.services.backups import Backup, Restoration
from readiness_app.services.encryption import Key
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.models.rows import Fact, ListRow, RowDelegate, RowModel
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible


class BackupsDialog(Dialog):
    """`value` is the backup to put back; nothing has happened yet when the dialog closes."""

    def __init__(self, path: Path, jobs: Jobs, parent: QWidget | None = None, *, key: Key | None = None) -> None:
        super().__init__(
            self.tr("Backups of {name}").format(name=visible(path.name)), self.tr("Put back"), parent, icon="history", width=640
        )
        self._found: tuple[Restoration, ...] = ()
        self.intro = self.say(
            self.tr(
                "Backups are made when a workspace is closed and every 30 minutes after changes, and each is checked. "
                "Putting one back keeps the file that is there now under another name."
            )
        )
        self.state = PlainLabel(self.tr("Looking for backups…"), "small")
        self.state.setWordWrap(True)
        self.model = RowModel((), self)
        self.list = QListView()
        self._build()
        job = jobs.create(partial(_listed, path, key))
        job.done.connect(self._on_listed)
        job.failed.connect(self._on_failed)
        jobs.start(job)

    def take(self) -> Backup:
        """The chosen backup; raises Refused where none is chosen."""
        index = self.list.currentIndex()
        if not index.isValid():
            raise Refused(self.tr("Choose a backup first. Nothing was changed."))
        return self._found[index.row()].backup

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, lines=1))
        self.list.setAccessibleName(self.tr("Backups, newest first"))
        self.list.setUniformItemSizes(True)
        theme.dress(self.list, "framed")
        theme.sized(self.list, min_height=260)
        self.list.selectionModel().currentChanged.connect(self._show_sealed)
        self.list.doubleClicked.connect(self._on_chosen)
        self.add(self.list)
        self.add(self.state)
        self.verb.setEnabled(False)

    def _on_listed(self, found: tuple[Restoration, ...]) -> None:
        self._found = found
        self.model.set_rows([self._row(one) for one in found])
        self.state.setText("" if found else self.tr("There is no backup of this workspace yet."))
        self.state.setVisible(not found)
        self.verb.setEnabled(bool(found))
        self.list.setCurrentIndex(self.model.index(0))
        self._show_sealed(self.list.currentIndex())

    def _show_sealed(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        """What was sealed or signed and is not in the chosen backup, before anybody puts it back."""
        if index.isValid() and index.row() < len(self._found):
            sentences = self._found[index.row()].editions_missing
            self.state.setText("\n".join(visible(f"{one[0].upper()}{one[1:]}") for one in sentences))
            self.state.setVisible(bool(sentences))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.state.hide()
        self.show_problem(str(error))

    def _on_chosen(self, index: QModelIndex) -> None:
        self.verb.click()

    def _row(self, one: Restoration) -> ListRow:
        made, kept = one.backup.made, one.backup.manifest
        when, missing = local_text(made), self._missing(one)
        count = len(kept.reviews)
        reviews = self.tr("1 review") if count == 1 else self.tr("{count} reviews").format(count=count)
        size = QLocale().formattedDataSize(kept.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        return ListRow(
            key=one.backup.path.name,
            title=when,
            lead=f"{reviews} · {size}",
            facts=(Fact(icon="history", text=missing, role="partly" if one.missing != 0 or one.damaged else "text_3"),),
            sentence=f"{when}. {reviews}. {missing}",
            tip=f"{one.backup.path.name}\n{missing}",
        )

    def _missing(self, one: Restoration) -> str:
        if one.damaged:
            return self.tr("Damaged: its bytes are not what was backed up.")
        if one.missing is None:
            return self.tr("How much was changed after it cannot be said: the file is damaged or gone.")
        back = ""
        if one.brings_back:
            many = self.tr("1 change") if one.brings_back == 1 else self.tr("{count} changes").format(count=one.brings_back)
            back = self.tr("Brings back {changes} that the file no longer has.").format(changes=many) + " "
        if not one.missing:
            return f"{back}{self.tr('Nothing would be missing.')}"
        words = self.tr("1 change would be missing") if one.missing == 1 else self.tr("{count} changes would be missing")
        named = (
            self.tr(", among them all of {reviews}").format(reviews=visible(", ".join(one.reviews_missing))) if one.reviews_missing else ""
        )
        return f"{back}{words.format(count=one.missing)}{named}."


def local_text(moment: datetime) -> str:
    """Day and time on this machine's clock."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), "d MMM yyyy, HH:mm")


def _listed(path: Path, key: Key | None, progress: Progress) -> tuple[Restoration, ...]:
    return backups.restorations(path, key)

"""Beside the history: whether the chain holds, which editions were sealed, and what a history can show and what it cannot."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from readiness_app.domain.history import ChainReport
from readiness_app.domain.lineage import EditionDifference
from readiness_app.services.reviewing import WorkspaceCheck
from readiness_app.services.sealing import EditionInfo
from readiness_app.ui import theme
from readiness_app.ui.marks import Mark
from readiness_app.ui.widgets.buttons import Button, IconButton, LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import short_hash, visible


class ChainCard(Card):
    """Length, head and state of the chain; `check_wanted` when a person asks for the whole file to be checked."""

    check_wanted = Signal()
    copied = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self.chip = Chip()
        super().__init__(title, "link", self.chip, parent=parent)
        self._whole = ""
        self.told, self.checked = PlainLabel("", "medium"), PlainLabel("", "small")
        self.head = PlainLabel("", "mono")
        self.copy = IconButton("copy", self.tr("Copy the head"), size=16)
        self.check = Button(self.tr("Check everything now"), "shield-check")
        row = QHBoxLayout()
        theme.spaced(row, gap=4)
        row.addWidget(self.head)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.add(self.told)
        self.add(row)
        self.add(self.checked)
        self.body.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        self.copy.clicked.connect(self._on_copy)
        self.check.clicked.connect(self.check_wanted)

    def show_chain(self, chain: ChainReport) -> None:
        """Show the chain as it was last walked through."""
        self._whole = chain.head
        count = QLocale().toString(chain.length)
        self.head.setText(self.tr("head {hash}").format(hash=short_hash(chain.head)))
        if chain.intact:
            self.told.setText(self.tr("{count} entries, unbroken").format(count=count))
            self.chip.show_mark(Mark(icon="circle-check", text=self.tr("Unbroken"), tone="known"))
        else:
            self.told.setText(chain.problem)
            self.chip.show_mark(Mark(icon="circle-x", text=self.tr("Broken"), tone="unknown"))
        self.told.setAccessibleDescription(self.tr("Head {hash}").format(hash=chain.head))

    def show_checking(self) -> None:
        """The whole file is being checked."""
        self.check.setEnabled(False)
        self.checked.setText(self.tr("Checking the file, every piece of evidence and every entry…"))

    def show_check(self, found: WorkspaceCheck, departed: str = "") -> None:
        """Show what the check of the whole file found; `departed` says where a history is not what others noted of it."""
        self.check.setEnabled(True)
        if found.ok and departed:
            self.checked.setText(departed)
            return
        if found.ok:
            self.checked.setText(self.tr("Checked just now: the file, all evidence and every history are sound."))
            return
        told = [*found.file_problems]
        told += [self.tr("Evidence {hash} is damaged.").format(hash=short_hash(one)) for one in found.damaged]
        told += [f"{visible(name)}: {chain.problem}" for name, chain in found.chains.items() if not chain.intact]
        told += [visible(sentence) for sentence in found.anchors]
        told += [f"{visible(name)}: {visible(sentences[0])}" for name, sentences in found.rows.items()]
        told += [departed] if departed else []
        told.append(self.tr("Keep this file as it is and go back to a copy that checks out."))
        self.checked.setText(" ".join(told))

    def show_trouble(self, sentence: str) -> None:
        """The check could not be made."""
        self.check.setEnabled(True)
        self.checked.setText(sentence)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self.copied.emit(self.tr("Head copied"))


class _EditionRow(QWidget):
    """One sealed edition; `save_wanted` carries its number."""

    save_wanted = Signal(int)

    def __init__(self, edition: EditionInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edition = edition.edition
        self.save = LinkButton(self.tr("Save this edition's report…"), "download")
        self.save.setAccessibleName(self.tr("Save the report of edition {number}").format(number=edition.edition))
        column = QVBoxLayout(self)
        theme.spaced(column, gap=3)
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        top.addWidget(PlainLabel(self.tr("Edition {number}").format(number=edition.edition), "medium"), 1)
        if edition.superseded:
            top.addWidget(Chip(self.tr("Superseded"), "history", "na"))
        else:
            top.addWidget(Chip(self.tr("Current"), "lock", "info"))
        column.addLayout(top)
        day = date_text(edition.sealed_at.astimezone().date())
        column.addWidget(
            PlainLabel(self.tr("Sealed on {day} · digest {digest}").format(day=day, digest=short_hash(edition.digest)), "small")
        )
        for sentence in self._changes(edition.difference):
            column.addWidget(PlainLabel(sentence, "small"))
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.save.clicked.connect(self._on_save)

    def _on_save(self) -> None:
        self.save_wanted.emit(self.edition)

    def _changes(self, found: EditionDifference | None) -> list[str]:
        if found is None:
            return []
        lines = []
        if found.items:
            more = len(found.items) - 6
            shown = ", ".join(found.items[:6])
            lines.append(self.tr("Answered anew: {items}").format(items=f"{shown} +{more}" if more > 0 else shown))
        if found.frame:
            lines.append(self.tr("Changed: {parts}").format(parts=", ".join(part.replace("_", " ") for part in found.frame)))
        if found.evidence_added:
            lines.append(self.tr("Files added: {files}").format(files=", ".join(visible(title) for title in found.evidence_added[:3])))
        if found.decision_changed:
            lines.append(self.tr("The decision changed."))
        return [self.tr("Since then:"), *lines] if lines else [self.tr("Nothing has changed since.")]


class EditionsCard(Card):
    """Sealed editions, newest first, each with what its successor changed. `save_wanted` carries the number of one."""

    save_wanted = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "archive", parent=parent)
        self._held = QWidget()
        self.rows: tuple[_EditionRow, ...] = ()
        self.add(self._held)

    def show_editions(self, editions: Sequence[EditionInfo]) -> None:
        """Show these editions."""
        held = QWidget()
        column = QVBoxLayout(held)
        theme.spaced(column, gap=12)
        self.rows = tuple(_EditionRow(edition) for edition in reversed(editions))
        for row in self.rows:
            row.save_wanted.connect(self.save_wanted)
            column.addWidget(row)
        if not editions:
            column.addWidget(PlainLabel(self.tr("Nothing was sealed yet."), "body2"))
        self.body.replaceWidget(self._held, held)
        self._held.hide()
        self._held.deleteLater()
        self._held = held


class HistorySide(QScrollArea):
    """The three cards below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("About this history"))
        self.chain = ChainCard(self.tr("Chain"))
        self.editions = EditionsCard(self.tr("Sealed editions"))
        promise = Card(self.tr("What this history can show"), "info")
        for sentence in self._promises():
            promise.add(PlainLabel(sentence, "body2"))
        ground = QWidget()
        theme.dress(ground, "page")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(ground)
        theme.spaced(column, margin=16, gap=12)
        for card in (self.chain, self.editions, promise):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(ground)

    def _promises(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Each entry holds the hash of the one before. A change made behind the program's back to anything recorded before the "
                "latest signed report, or before a head that somebody else has noted, shows up in a check."
            ),
            self.tr(
                "It cannot stop somebody who holds the file from deleting it, nor from rewriting what nobody else has seen yet. Names are "
                "as people entered them."
            ),
        )

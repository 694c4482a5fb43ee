"""The Report page: the PDF as it will be filed, page by page, and the verification of any PDF."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.services.verifying import Check
from readiness_app.ui import theme
from readiness_app.ui.dialogs.extract import ExtractDialog
from readiness_app.ui.dialogs.files import open_path, save_path
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages import report_work
from readiness_app.ui.pages.page import Page
from readiness_app.ui.pages.report_pane import ReportPane
from readiness_app.ui.preferences import trusted_here
from readiness_app.ui.preview import PdfSource
from readiness_app.ui.widgets.buttons import Button, IconButton
from readiness_app.ui.widgets.drop_zone import local_files
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.pdf_view import PdfView
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible

DRAFT_AFTER_MS = 1_200
_PDF = "PDF (*.pdf)"


class ReportPage(Page):
    """Two views: this review's report, and a verified file. `verify_file(path)` takes any PDF."""

    name: ClassVar[str] = "report"
    icon: ClassVar[str] = "file-text"

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self._shown: object = None
        self._data = b""
        self._file: Path | None = None
        self._trust: list[Path] = []
        self._making: Job | None = None
        self._verifying: Job | None = None
        self._verifying_own: Job | None = None
        self._to_verify: Review | None = None  # the first pages come before the checks: there is one worker
        self.switch = Segmented(
            [Option(value="own", text=self.tr("This review")), Option(value="file", text=self.tr("Verified file"))], self.tr("What to show")
        )
        self.own = ReportPane(jobs, self.tr("Report of this review"), EmptyState("file-text", self.tr("Making the report"), button="-"))
        self.other = ReportPane(jobs, self.tr("Verified file"), EmptyState("shield-check", self.tr("No file yet"), button="-"))
        self.panes = QStackedWidget()
        self.pages, self.of = QLineEdit(), PlainLabel("", "small")
        self.smaller, self.larger = IconButton("zoom-out", self.tr("Smaller")), IconButton("zoom-in", self.tr("Larger"))
        self.zoom = Button(self.tr("Fit width"))
        self.redraw = IconButton("refresh-cw", self.tr("Make the draft again"))
        self.save = Button(self.tr("Save a copy…"), "download")
        self.take_out = Button(self.tr("Extract…"), "list-filter", tip=self.tr("What the vendor or procurement may see, unsigned"))
        self.verify = Button(self.tr("Verify a PDF…"), "shield-check")
        self._soon = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Shows the report of the review as it is now; a draft is made a moment after the last change."""
        review = self.open_review.review
        is_open = review.state is State.OPEN
        self.redraw.setEnabled(is_open)
        if review is self._shown:
            return
        if self._shown is None or not is_open:
            self._make()
        else:
            self._soon.start()

    def verify_file(self, path: Path) -> None:
        """Verify any PDF and show it."""
        self._file = path
        self._trust, self.other.panel.passed_over = trusted_here()
        self.switch.set_value("file")
        self._show_pane()
        self._verify()

    def view(self) -> PdfView:
        """The pages in front."""
        return self._pane().view

    def _pane(self) -> ReportPane:
        return self.other if self.switch.value() == "file" else self.own

    # what it looks like

    def _build(self) -> None:
        theme.dress(self, "page")
        self.setAcceptDrops(True)
        self.switch.set_value("own")
        self.own.say(self.tr("Making the report"), self.tr("Pages appear as soon as they are drawn."))
        self._say_no_file()
        self.own.panel.show_message(self.tr("Verification"), self.tr("A draft is not sealed, so there is nothing to verify yet."))
        self.other.panel.show_message(self.tr("Verification"), self.tr("Choose a PDF to see what it is and who signed it."))
        for pane in (self.own, self.other):
            self.panes.addWidget(pane)
        self.pages.setAccessibleName(self.tr("Go to page"))
        self.pages.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.pages.setMaxLength(5)
        self.of.setWordWrap(False)
        theme.sized(self.pages, width=56)
        bar = QFrame()
        theme.dress(bar, "topbar")
        tools = FlowLayout(bar)
        theme.spaced(tools, margin=(16, 8, 16, 8), gap=8)
        for part in (self.switch, self._paging(), self._zooming(), self.save, self.take_out, self.verify):
            tools.addWidget(part)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(bar)
        column.addWidget(self.panes, 1)

    def _paging(self) -> QWidget:
        return _row(self.pages, self.of, self.redraw)

    def _zooming(self) -> QWidget:
        theme.sized(self.zoom, min_width=92)
        return _row(self.smaller, self.zoom, self.larger)

    def _connect(self) -> None:
        self.switch.picked.connect(self._on_switch)
        self._soon.timeout.connect(self._make)
        self.redraw.clicked.connect(self._make)
        self.save.clicked.connect(self._on_save)
        self.take_out.clicked.connect(self.extract)
        self.verify.clicked.connect(self._on_verify)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.zoom.clicked.connect(self._on_fit)
        self.pages.returnPressed.connect(self._on_page_wanted)
        for pane in (self.own, self.other):
            pane.view.page_changed.connect(self._on_page)
            pane.view.opened.connect(self._on_opened)
            pane.panel.trust_wanted.connect(self._on_trust)
            pane.panel.collect_wanted.connect(self._on_collect)
            pane.empty.acted.connect(self._on_empty)
        self.other.empty.acted.connect(self._on_verify)
        self.own.view.settled.connect(self._verify_own)
        self.own.view.failed.connect(self._verify_own)

    def _say_no_file(self) -> None:
        told = self.tr("Drop a PDF anywhere on this page. It is checked on this machine, without any network.")
        self.other.say(self.tr("Verify a PDF"), told, self.tr("Verify a PDF…"))

    # this review's report

    def _make(self) -> None:
        if not self.open_review.all_saved:
            self._soon.start()  # a draft is made of what is on disk
            return
        if self._making is not None:
            self._making.cancel()
        review = self.open_review.review
        self._shown = review
        self._making = self._start(partial(report_work.made, self.open_review.workspace, review), self._on_made, self._on_not_made)
        self._making.progressed.connect(self._on_progress)

    def _on_progress(self, fraction: float, text: str) -> None:
        if text and self.sender() is self._making:
            self.own.empty.sentence.setText(text)

    def _on_made(self, value: Any) -> None:
        if self.sender() is not self._making:
            return
        self._making = None
        review, data = value
        self._data = data
        self.own.view.set_source(report_work.source(review, data))
        if review.state is not State.OPEN:
            self._to_verify = review
            self.own.panel.begin(self._own_name(review))
        else:
            told = self.tr("This is a draft of the open review. It is verified once it is sealed and signed.")
            self.own.panel.show_message(self.tr("Draft"), told)
        if self.open_review.review is not review:
            self.refresh()

    def _own_name(self, review: Review) -> str:
        return self.tr("Report of edition {number}").format(number=review.edition)

    def _verify_own(self) -> None:
        if self._to_verify is None:
            return
        name, data = self._own_name(self._to_verify), self._data
        self._to_verify = None
        trust, self.own.panel.passed_over = trusted_here()
        work = partial(report_work.verified_own, self.open_review.workspace, data, name, trust)
        self._verifying_own = self._start(work, self._on_own_verified, self._on_own_not_verified, told=self._on_own_check)

    def _on_own_check(self, check: Check) -> None:
        if self.sender() is self._verifying_own:
            self.own.panel.add_check(check)

    def _on_own_verified(self, value: Any) -> None:
        if self.sender() is self._verifying_own:
            self._verifying_own = None
            name, verification = value
            self.own.panel.show_verification(verification, name)

    def _on_own_not_verified(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is self._verifying_own:
            self._verifying_own = None
            self.own.panel.show_message(self.tr("Not verified"), str(error))

    def _on_not_made(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is self._making:
            self._making = None
            self.own.say(self.tr("No report"), str(error), self.tr("Try again"))

    def _on_empty(self) -> None:
        if self.switch.value() == "own":
            self._make()

    # any PDF

    def _verify(self) -> None:
        path = self._file
        if path is None:
            return
        if self._verifying is not None:
            self._verifying.cancel()
        self.other.panel.begin(path.name)
        self.other.say(self.tr("Reading {name}").format(name=visible(path.name)), "")
        work = partial(report_work.verified, self.open_review.workspace, path, tuple(self._trust))
        self._verifying = self._start(work, self._on_verified, self._on_not_verified, told=self._on_check)

    def _on_check(self, check: Check) -> None:
        if self.sender() is self._verifying:
            self.other.panel.add_check(check)

    def _on_verified(self, value: Any) -> None:
        if self.sender() is not self._verifying or self._file is None:
            return
        self._verifying = None
        verification, data = value
        self.other.panel.show_verification(verification, self._file.name)
        self.other.panel.collect.setVisible(report_work.is_signed_copy(self.open_review.review, verification))
        self.other.view.set_source(PdfSource(data=data))

    def _on_not_verified(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is not self._verifying:
            return
        self._verifying = None
        self.other.panel.show_message(self.tr("Not verified"), str(error))
        self.other.say(self.tr("No pages to show"), "", self.tr("Verify a PDF…"))

    # what a person does

    def _on_switch(self, value: object) -> None:
        self._show_pane()

    def _show_pane(self) -> None:
        self.panes.setCurrentWidget(self._pane())
        view = self.view()
        self._show_paging(view.current(), len(view.pages()))
        self.zoom.setText(view.zoom_text())
        self.save.setEnabled(self.switch.value() == "own")
        self.redraw.setEnabled(self.switch.value() == "own" and self.open_review.review.state is State.OPEN)

    def _show_paging(self, number: int, pages: int) -> None:
        if not self.pages.hasFocus() or not self.pages.isModified():
            self.pages.setText(QLocale().toString(number) if pages else "")
        self.pages.setEnabled(pages > 0)
        self.of.setText(self.tr("of {pages}").format(pages=pages) if pages else "")

    def _on_opened(self, pages: int) -> None:
        self._show_pane()

    def _on_page(self, number: int, pages: int) -> None:
        if self.sender() is self.view():
            self._show_paging(number, pages)

    def _on_page_wanted(self) -> None:
        text = self.pages.text().strip()
        self.pages.setModified(False)
        self.view().go_to(int(text) if text.isdecimal() else self.view().current())
        self._show_paging(self.view().current(), len(self.view().pages()))

    def _on_smaller(self) -> None:
        self.view().zoom_by(-1)
        self.zoom.setText(self.view().zoom_text())

    def _on_larger(self) -> None:
        self.view().zoom_by(1)
        self.zoom.setText(self.view().zoom_text())

    def _on_fit(self) -> None:
        self.view().fit_width()
        self.zoom.setText(self.view().zoom_text())

    def _on_verify(self) -> None:
        path = open_path(self, self.tr("Verify a PDF"), self.tr("PDF (*.pdf);;All files (*)"))
        if path is not None:
            self.verify_file(path)

    def _on_trust(self) -> None:
        path = open_path(self, self.tr("Trust a certificate"), self.tr("Certificates (*.pem *.crt *.cer *.der);;All files (*)"))
        if path is not None:
            self._trust.append(path)
            self._verify()

    def _on_save(self) -> None:
        review = self.open_review.review
        name = f"{review.id}-draft.pdf" if review.state is State.OPEN else f"{review.id}.pdf"
        path = save_path(self, self.tr("Save the report"), name, _PDF) if self._data else None
        if path is not None:
            self._start(partial(report_work.saved, path, self._data), self._on_saved, self._on_failed)

    def extract(self) -> None:
        """Ask for whom, and write an extract of the sealed report."""
        self.dialog = ExtractDialog(self.open_review, self.jobs, self)
        self.dialog.accepted.connect(self._on_extracted)
        self.dialog.open()

    def _on_extracted(self) -> None:
        self._on_saved(self.dialog.value)

    def _on_saved(self, path: object) -> None:
        self.toast.emit(self.tr("Saved as {name}").format(name=visible(Path(str(path)).name)), False)

    def _on_collect(self) -> None:
        if self._file is not None:
            self.open_review.flush()
            shown = self.open_review
            self._start(
                partial(report_work.collected, shown.workspace, shown.review, self._file, shown.me), self._on_collected, self._on_failed
            )

    def _on_collected(self, review: Review) -> None:
        self.open_review.replace(review)
        self.other.panel.collect.hide()
        words = self.tr("{signed} of {wanted} have signed").format(signed=len(review.sign_offs), wanted=len(review.required_roles))
        self.toast.emit(words, False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))

    def _start(
        self,
        work: Callable[[Progress], Any],
        done: Callable[..., None],
        failed: Callable[..., None],
        told: Callable[..., None] | None = None,
    ) -> Job:
        job = self.jobs.create(work)
        if told is not None:
            job.told.connect(told)
        job.done.connect(done)
        job.failed.connect(failed)
        self.jobs.start(job)
        return job

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Any PDF may be let go here."""
        files, _ = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify what was dropped; a signed copy of this edition can then be collected."""
        files, _ = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.verify_file(files[0])


def _row(*parts: QWidget) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    theme.spaced(row, gap=4)
    for part in parts:
        row.addWidget(part)
    return held

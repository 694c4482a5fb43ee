"""Gaps and questions: every gap with its handling, question lists out, and the vendor's replies back as proposals."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from readiness_app.domain import replying as replies
from readiness_app.domain.asking import asking_step, askings, can_be_asked, list_named, suggested
from readiness_app.domain.changes import Change
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import ReplyState
from readiness_app.services import asking, replying
from readiness_app.services.evidence import Details
from readiness_app.services.replying import Returned
from readiness_app.services.sealing import write_whole
from readiness_app.settings import load_settings
from readiness_app.ui.dialogs.choose_item import ChooseItemDialog
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import save_path
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.models.checked_rows import key_at
from readiness_app.ui.models.vendor_rows import gap_rows, reply_rows
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.page import Page
from readiness_app.ui.pages.questions_panes import QuestionsFrame, View
from readiness_app.ui.widgets.visible import visible

Files = Sequence[tuple[Path, bytes]]
Written = tuple[QuestionList, Files]


class QuestionsPage(Page):
    """A list at the left (gaps, or replies), what is chosen in it at the right."""

    name: ClassVar[str] = "questions"
    icon: ClassVar[str] = "send"

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.dialog: Dialog | None = None
        self._offered: frozenset[str] | None = None
        self.panes = QuestionsFrame(self)
        self._connect()

    # what is shown

    def refresh(self) -> None:
        """Shows gaps, lists and replies as they are now; what is chosen stays chosen."""
        review, today = self.open_review.review, _today()
        rows = gap_rows(review, today, self.tr)
        free = frozenset(item.id for item in can_be_asked(review, today)) if self.open_review.editable else frozenset()
        panes = self.panes
        panes.gaps.allow(free)
        if free != self._offered:  # something was asked or answered: what is suggested now is another choice
            self._offered = free
            panes.gaps.choose([item.id for item in suggested(review, today)])
        waiting = sum(reply.state is ReplyState.WAITING for reply in review.replies)
        panes.show_counts({chosen: len(found) for chosen, found in rows.items()}, waiting, self._by_state(review))
        if panes.view is View.GAPS:
            panes.show_gap_rows(rows[panes.gap_filter])
        else:
            panes.show_reply_rows(reply_rows(review, panes.reply_filter, self.tr), any_reply=bool(review.replies))
        panes.show_foot(choosing=bool(free), taking=self.open_review.editable)
        panes.ask.show_lists(review, today)
        self._show_choice()
        self._show_current()

    def _by_state(self, review: Review) -> dict[ReplyState, int]:
        return {state: sum(reply.state is state for reply in review.replies) for state in ReplyState}

    def _show_choice(self) -> None:
        possible = len(self._offered or ())
        self.panes.ask.make.show_choice(len(self.panes.gaps.chosen()), possible, editable=self.open_review.editable)

    def _show_current(self) -> None:
        review, key = self.open_review.review, key_at(self.panes.current())
        if self.panes.view is View.GAPS:
            self.panes.ask.gap.setVisible(bool(key))
            if key:
                asked = askings(review, _today()).get(key)
                self.panes.ask.gap.show_gap(review.checklist.item(key), review.stored_answer(key), asked)
        else:
            reply = next((one for one in review.replies if one.id == key), None)
            self.panes.reply.show_reply(review, reply, editable=self.open_review.editable)

    def show_replies(self) -> None:
        """Show the replies that wait."""
        self.panes.set_view(View.REPLIES)
        self.refresh()

    def _connect(self) -> None:
        panes = self.panes
        panes.changed.connect(self.refresh)
        panes.current_changed.connect(self._on_current)
        panes.gaps.ticked.connect(self._show_choice)
        panes.pick_all.clicked.connect(self._on_all)
        panes.pick_suggested.clicked.connect(self._on_suggested)
        panes.pick_none.clicked.connect(self._on_none)
        panes.drop.dropped.connect(self.take_in)
        panes.drop.refused.connect(self.trouble)
        panes.drop.pasted_text.connect(self._on_pasted)
        panes.drop.pasted_image.connect(self._on_pasted)
        panes.ask.make_wanted.connect(self._on_make)
        panes.ask.again_wanted.connect(self._on_again)
        panes.ask.item_wanted.connect(self.item_wanted)
        panes.reply.item_wanted.connect(self.item_wanted)
        panes.reply.adopted.connect(self._on_adopt)
        panes.reply.set_aside.connect(self._on_aside)
        panes.reply.assign_wanted.connect(self._on_assign)

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self._show_current()

    def _on_all(self) -> None:
        self.panes.gaps.choose(self.panes.shown_keys())
        self._show_choice()

    def _on_suggested(self) -> None:
        self.panes.gaps.choose([item.id for item in suggested(self.open_review.review, _today())])
        self._show_choice()

    def _on_none(self) -> None:
        self.panes.gaps.choose(())
        self._show_choice()

    # lists out

    def _on_make(self) -> None:
        make = self.panes.ask.make
        items, due = tuple(self.panes.gaps.chosen()), make.due_day()
        number = self.tr("new list")
        work = partial(_made, self.open_review.review, items, self.open_review.me, due)
        self._write(number, work, self._on_made, also_pdf=make.also_pdf.isChecked())

    def _on_again(self, list_id: str) -> None:
        asked = list_named(self.open_review.review, list_id)
        self._write(list_id, partial(_rendered, self.open_review.review, asked), self._on_written, also_pdf=False)

    def _write(
        self, name: str, work: Callable[[Sequence[Path], Progress], Written], done: Callable[[Any], None], *, also_pdf: bool
    ) -> None:
        subject = self.open_review.review.subject
        path = save_path(
            self,
            self.tr("Save the question list"),
            self.tr("Questions about {model}, {name}.xlsx").format(model=subject.model, name=name),
            self.tr("Spreadsheet to be filled in (*.xlsx);;PDF to read (*.pdf)"),
        )
        if path is None:
            return
        path = path if path.suffix.lower() in asking.SUFFIXES else path.with_name(f"{path.name}.xlsx")
        beside = path.with_suffix(".pdf")
        outs = [path, beside] if also_pdf and beside != path else [path]
        if len(outs) > 1 and beside.exists():
            self.trouble.emit(self.tr("{name} exists already. Nothing was made; choose another name.").format(name=beside.name))
            return
        job = self.jobs.create(partial(work, outs))
        job.done.connect(done)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def _on_made(self, written: Written) -> None:
        made, files = written
        if self.open_review.do(asking_step(self.open_review.review, made, _today())) and self._put(files):
            count = len(made.items)
            words = self.tr("List {list} made: 1 question") if count == 1 else self.tr("List {list} made: {count} questions")
            self.toast.emit(words.format(list=made.id, count=count), True)

    def _on_written(self, written: Written) -> None:
        if self._put(written[1]):
            self.toast.emit(self.tr("Saved as {name}").format(name=visible(written[1][0][0].name)), False)

    def _put(self, files: Files) -> bool:
        try:
            for path, data in files:
                write_whole(path, data)
        except ReadinessError as error:
            self.trouble.emit(self.tr("{trouble} The list itself is kept; save it again.").format(trouble=str(error)))
            return False
        return True

    # replies back

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read filled-in lists; what is new of them waits for a decision."""
        if not self.open_review.editable:
            self.trouble.emit(self.tr("This review is sealed and takes no replies. Nothing was changed; reopen it first."))
            return
        for path in paths:
            job = self.jobs.create(partial(_read, path, load_settings().evidence_limit))
            job.done.connect(self._on_read)
            job.failed.connect(self._on_failed)
            self.jobs.start(job)

    def _on_read(self, returned: Returned) -> None:
        review = self.open_review.review
        again = any(reply.file == returned.file.sha256 for reply in review.replies)
        try:
            step, reading = replying.taking_step(
                review, returned, Details(), self.open_review.me, datetime.now(UTC), limit=load_settings().review_limit
            )
        except ReadinessError as error:
            self.trouble.emit(str(error))
            return
        if step.changes and not self.open_review.do(step, files=(returned.file,)):
            return
        lines = replying.told(reading, again=again)
        self.toast.emit(lines[0], bool(step.changes))
        if more := [*returned.notes, *lines[1:]]:
            self.trouble.emit(" ".join((f"{visible(returned.file.name)}:", *more)))
        if step.changes:
            self.panes.set_reply_filter(ReplyState.WAITING)
            self.show_replies()

    def _on_pasted(self, anything: object) -> None:
        self.trouble.emit(
            self.tr("Only a filled-in spreadsheet can be taken in here. Nothing was changed; drop the file, or browse for it.")
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))

    # decisions

    def _on_adopt(self) -> None:
        panel = self.panes.reply
        if panel.reply is None:
            return
        how = {"knowledge": panel.knowledge, "contradicts": panel.against}
        self._decide(partial(_adopting, self.open_review.me, how), self.tr("Adopted {reply} for {item}"))

    def _on_aside(self) -> None:
        self._decide(partial(_setting_aside, self.open_review.me), self.tr("Set {reply} aside"))

    def _decide(self, step: Any, words: str) -> None:
        reply = self.panes.reply.reply
        if reply is None:
            return
        try:
            change: Change = step(self.open_review.review, reply)
        except ReadinessError as error:
            self.trouble.emit(str(error))
            return
        if self.open_review.do(change):
            self.toast.emit(words.format(reply=reply.id, item=reply.item), True)

    def _on_assign(self) -> None:
        reply = self.panes.reply.reply
        if reply is None:
            return
        title = self.tr("Which item does {reply} answer?").format(reply=reply.id)
        self.dialog = ChooseItemDialog(self.open_review.review, title, self.tr("Assign"), self, without=(reply.item,))
        self.dialog.accepted.connect(self._on_item_chosen)
        self.dialog.open()

    def _on_item_chosen(self) -> None:
        if self.dialog is not None:
            self._decide(partial(_assigning, str(self.dialog.value)), self.tr("Assigned {reply}"))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _made(review: Review, items: Sequence[str], by: str, due: date | None, outs: Sequence[Path], progress: Progress) -> Written:
    return _rendered(review, asking.new_list(review, items, by, datetime.now(UTC), due), outs, progress)


def _rendered(review: Review, asked: QuestionList, outs: Sequence[Path], progress: Progress) -> Written:
    return asked, [(out, asking.file_of(review, asked, asking.kind_of(out))) for out in outs]


def _read(path: Path, limit: int, progress: Progress) -> Returned:
    return replying.read_file(path, limit)


def _adopting(by: str, how: dict[str, Any], review: Review, reply: VendorReply) -> Change:
    return replies.adopting_step(review, reply, by=by, at=datetime.now(UTC), **how)


def _setting_aside(by: str, review: Review, reply: VendorReply) -> Change:
    return replies.set_aside_step(reply, by=by, at=datetime.now(UTC))


def _assigning(item: str, review: Review, reply: VendorReply) -> Change:
    return replies.assigning_step(review, reply, item)

"""The Walk page: sections and items one after the other, the item with everything about it at the right."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from readiness_app.domain.changes import AnswerChanged, steps
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.next_question import next_question, question_after
from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.services import reviewing
from readiness_app.ui import theme
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.review_rows import ALL, Narrowing, all_listed, listed_again
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.page import Page
from readiness_app.ui.walk.answer_forms import UnknownGiven
from readiness_app.ui.walk.attaching import Attaching
from readiness_app.ui.walk.item_panel import ItemPanel
from readiness_app.ui.walk.item_work import ItemWork
from readiness_app.ui.walk.list_pane import ListPane
from readiness_app.ui.walk.quoting import Quoting
from readiness_app.ui.widgets.buttons import Button, QuietButton
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.toast import CLEAR

_ONE_ALONE = 690  # px at 100 %: below this width there is room for the list or the item, not for both
_NEEDS_CLAIM = (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN, Knowledge.CONTESTED)


class WalkPage(Page):
    """`items_listed` when figures of the list changed, `item_shown` and `section_shown` where the person is."""

    items_listed = Signal()
    item_shown = Signal(str)
    section_shown = Signal(str)
    scope_wanted = Signal()

    name: ClassVar[str] = "walk"
    icon: ClassVar[str] = "layout-dashboard"
    shows_refusals: ClassVar[bool] = True

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.listed = all_listed(open_review.review, open_review.newer)
        self.section = ALL
        self._picking = Knowledge.NOT_REVIEWED
        self.list, self.panel = ListPane(), ItemPanel()
        self.work = ItemWork(open_review, self)
        self.files = Attaching(open_review, jobs, self)
        self.quoting = Quoting(open_review, jobs, self.work, self)
        self._one_alone, self._list_in_front = False, False
        self.to_list = QuietButton(self.tr("List"), "list-checks", tip=self.tr("Back to the list of items"))
        self.previous = QuietButton(self.tr("Previous"), "chevron-left")
        self.next_open = Button(self.tr("Next open item"), "arrow-right")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._connect()

    def _connect(self) -> None:
        head, panel, work = self.panel.head, self.panel, self.work
        self.list.item_picked.connect(self._show)
        self.list.view.clicked.connect(self._on_opened)
        self.list.view.activated.connect(self._on_opened)
        self.to_list.clicked.connect(self.show_list)
        self.list.asked.connect(self.run)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self.previous.clicked.connect(self._on_previous)
        self.next_open.clicked.connect(self._on_next_open)
        head.knowledge.picked.connect(self._on_knowledge)
        head.verdict.picked.connect(self._on_verdict)
        head.unknown_form.given.connect(self._on_unknown)
        head.because_form.given.connect(self._on_because)
        head.unknown_form.cancelled.connect(self._on_cancelled)
        head.because_form.cancelled.connect(self._on_cancelled)
        head.control_given.connect(work.name_control)
        head.claim_wanted.connect(work.add_claim)
        panel.change_scope.clicked.connect(self._on_scope)
        panel.proposal.adopt_wanted.connect(work.adopt)
        panel.again.confirm_wanted.connect(work.confirm)
        panel.claims.add_wanted.connect(work.add_claim)
        panel.claims.edit_wanted.connect(work.edit_claim)
        panel.claims.remove_wanted.connect(work.remove_claim)
        panel.claims.resolve_wanted.connect(work.resolve)
        panel.claims.withdraw_wanted.connect(work.withdraw)
        panel.claims.quote_wanted.connect(self.quoting.show)
        panel.log.add_wanted.connect(work.add_line)
        panel.log.reason_wanted.connect(self._ask_unknown)
        panel.gap.asked.connect(work.ask_vendor)
        panel.gap.left_open.connect(work.leave_open)
        panel.gap.acceptance_wanted.connect(work.accept_risk)
        panel.gap.condition_wanted.connect(work.add_condition)
        panel.gap.edit_wanted.connect(work.edit_handling)
        panel.gap.remove_wanted.connect(work.remove_handling)
        panel.gap.met_wanted.connect(work.meet)
        panel.notes.committed.connect(work.write_note)
        panel.history.all_wanted.connect(self._on_history)
        panel.evidence.zone.dropped.connect(self._on_files)
        panel.evidence.zone.pasted_text.connect(self._on_pasted_text)
        panel.evidence.zone.pasted_image.connect(self._on_pasted_image)
        panel.evidence.zone.refused.connect(panel.evidence.show_problem)
        panel.evidence.save_wanted.connect(self.files.save)
        panel.evidence.detach_wanted.connect(work.detach)
        panel.evidence.details_wanted.connect(self.files.describe)
        self.files.refused.connect(panel.evidence.show_problem)
        self.files.said.connect(self.toast)
        work.said.connect(self.toast)
        work.refused.connect(self._on_refused)
        self.open_review.refused.connect(self._on_refused)
        self.open_review.saved.connect(self._on_saved)

    def refresh(self) -> None:
        """Shows list and item as they are now."""
        self._show_list()
        self._show_panel()

    def show_item(self, item_id: str) -> bool:
        """Go to this item, in its section unless all are listed; False where the checklist has none of this id."""
        if item_id not in self.listed:
            return False
        if not self.list.choose(item_id):
            self.show_section(self.listed[item_id].row.section)
            if not self.list.choose(item_id):
                self.list.narrow(Narrowing.ALL)
                self.list.choose(item_id)
        self._show(item_id)
        self._bring(to_list=False)
        return True

    def show_list(self) -> None:
        """Bring the list to the front where there is room for list or item only."""
        self._bring(to_list=True)
        if self._one_alone:
            self.list.view.setFocus()

    def show_section(self, section: str) -> None:
        """List one section, or all items; the item at the right becomes the first one listed if it is not among them."""
        self.section = section
        self._show_list()
        self.section_shown.emit(section)
        if not self.list.current():
            self.list.step(1)

    def show_first(self) -> None:
        """Go to the item that matters most, or the first one."""
        item = next_question(self.open_review.review) or next(self.open_review.review.checklist.items(), None)
        if item is not None:
            self.show_item(item.id)

    def commit_texts(self) -> None:
        """Saves what is typed on this item."""
        self.panel.commit_texts()

    def run(self, action_id: str) -> None:
        """Do what an action of ui/actions.py, or of the list's menu, says."""
        kind, _, name = action_id.partition(":")
        if kind == "knowledge":
            self._on_knowledge(Knowledge(name))
            return
        if kind == "verdict":
            self._on_verdict(Verdict(name))
            return
        chosen = self.list.selected() or [self.work.item]
        doing = {
            "add-claim": self.work.add_claim,
            "attach": self.panel.evidence.zone.browse,
            "search-line": self.work.add_line,
            "accept-risk": self.work.accept_risk,
            "condition": self.work.add_condition,
            "resolve": self.work.resolve,
            "confirm": self.work.confirm,
            "take-newer": self.work.take_newer,
            "next-open": self._on_next_open,
            "next-item": self._on_next,
            "previous-item": self._on_previous,
        }
        many = {
            "adopt-section": self._adopt_section,
            "adopt-all": self._adopt_all,
            "confirm-section": self._confirm_section,
            "ask-vendor": self._ask_vendor,
        }
        if action_id in doing:
            doing[action_id]()
        elif action_id in many:
            many[action_id]()
        elif kind in ("many", "adopt"):
            {
                "adopt": self.work.adopt_items,
                "ask": self.work.ask_about,
                "not-applicable": self.work.mark_many_not_applicable,
                "not-reviewed": self.work.mark_many_not_reviewed,
            }[name or kind](chosen)

    def _build(self) -> None:
        right = self.right = QWidget()
        column = QVBoxLayout(right)
        theme.spaced(column)
        column.addWidget(self.panel, 1)
        column.addWidget(self._footer())
        self.splitter.setObjectName("walk")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(right)
        theme.sized(self.list, min_width=250)
        theme.sized(right, min_width=420)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        theme.spaced(row)
        row.addWidget(self.splitter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list a third until a person has moved the splitter, or it was put back to where it was."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A larger zoom leaves less room in the same window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "keys"):
            self._fit()

    def _fit(self) -> None:
        self._one_alone = self.width() < theme.px(_ONE_ALONE)
        self._bring(to_list=self._list_in_front)
        if not self.splitter.property("moved"):
            wide = min(max(round(self.width() * 0.37), theme.px(250)), theme.px(398))
            self.splitter.setSizes([wide, self.width() - wide])
        self.keys.setVisible(self.width() > theme.px(960))

    def _bring(self, *, to_list: bool) -> None:
        self._list_in_front = to_list
        if self._one_alone and not to_list and self.list.view.hasFocus():
            self.panel.head.knowledge.focus_choice()  # before it goes: the keyboard would land on the first button of the window
        self.list.setVisible(to_list or not self._one_alone)
        self.right.setVisible(not to_list or not self._one_alone)
        self.to_list.setVisible(self._one_alone)

    def _on_opened(self, index: QModelIndex) -> None:
        self._bring(to_list=False)

    def _on_splitter_moved(self, place: int, index: int) -> None:
        self.splitter.setProperty("moved", True)

    def _footer(self) -> QFrame:
        footer = QFrame()
        theme.dress(footer, "bottombar")
        footer.setProperty(CLEAR, True)
        row = QHBoxLayout(footer)
        theme.spaced(row, margin=(20, 8, 20, 8), gap=10)
        self.keys = PlainLabel(self.tr("Ctrl+1–6 mark  ·  J / K move  ·  A adopt  ·  Ctrl+K commands"), "small")
        self.keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.to_list)
        row.addWidget(self.previous)
        row.addWidget(self.keys, 1)
        row.addStretch(0)
        row.addWidget(self.next_open)
        return footer

    def _show(self, item_id: str) -> None:
        if self.panel.item and self.panel.item != item_id:
            self.panel.commit_texts()  # before work.item moves on: the text belongs to the item it was typed on
        self.work.item = item_id
        self._show_panel()
        self.item_shown.emit(item_id)

    def _show_panel(self) -> None:
        if self.work.item not in self.listed:
            return
        review = self.open_review
        self.panel.show_item(review.review, review.pack, self.listed[self.work.item], editable=review.editable, older=review.older_packs)
        self._show_history()

    def _show_history(self) -> None:
        review = self.open_review
        try:
            self.panel.show_history(reviewing.history(review.workspace, review.review.id, self.work.item))
        except ReadinessError as error:
            self.trouble.emit(str(error))

    def _show_list(self) -> None:
        sections = {section.id: section.title for section in self.open_review.review.checklist.sections}
        if self.section not in sections:
            self.section = ALL
        self.list.allow(editable=self.open_review.editable)
        self.list.show_items(self.listed, self.section, sections.get(self.section, self.tr("All items")))

    def _on_changed(self, change: object) -> None:
        parts = steps(change)  # type: ignore[arg-type]  # the signal carries a Change
        if all(isinstance(part, AnswerChanged) for part in parts):
            items = [part.item for part in parts if isinstance(part, AnswerChanged)]
            self.listed = listed_again(self.open_review.review, self.listed, items, self.open_review.newer)
        else:
            self.listed = all_listed(self.open_review.review, self.open_review.newer)
        self.items_listed.emit()
        self._refresh_soon()

    def _on_replaced(self) -> None:
        self.listed = all_listed(self.open_review.review, self.open_review.newer)
        self.items_listed.emit()
        self._refresh_soon()

    def _on_saved(self) -> None:
        if self.isVisible():
            self._show_history()

    def _on_refused(self, sentence: str) -> None:
        if not self.isVisible():
            return  # it was refused on another page
        offer = self._picking in _NEEDS_CLAIM and bool(sentence) and self.open_review.editable
        self.panel.head.show_problem(sentence, offer_claim=offer)
        if sentence:
            self.panel.ensureWidgetVisible(self.panel.head.problem)
            self._show_panel()

    def _on_knowledge(self, knowledge: object) -> None:
        assert isinstance(knowledge, Knowledge)
        head, answer = self.panel.head, self.work.answer
        head.close_forms()
        head.show_problem("")
        self._picking = knowledge
        if knowledge is Knowledge.UNKNOWN:
            self._ask_unknown()
        elif knowledge is Knowledge.NOT_APPLICABLE:
            head.because_form.ask(answer.because)
        else:
            self.work.mark(knowledge)
        head.knowledge.set_value(self.work.answer.knowledge)
        self._picking = Knowledge.NOT_REVIEWED

    def _ask_unknown(self) -> None:
        answer = self.work.answer
        self.panel.head.unknown_form.ask(answer.unknown_reason, answer.asked, needs_line=not answer.search_log)
        self.panel.ensureWidgetVisible(self.panel.head.unknown_form)

    def _on_unknown(self, given: UnknownGiven) -> None:
        if self.work.mark_unknown(given):
            self.panel.head.unknown_form.hide()
            self.panel.head.knowledge.focus_choice()

    def _on_because(self, because: str) -> None:
        if self.work.mark_not_applicable(because):
            self.panel.head.because_form.hide()
            self.panel.head.knowledge.focus_choice()

    def _on_cancelled(self) -> None:
        self.panel.head.knowledge.focus_choice()

    def _on_verdict(self, verdict: object) -> None:
        self._picking = Knowledge.NOT_REVIEWED
        self.work.judge(verdict)
        self.panel.head.verdict.set_value(self.work.answer.verdict)
        if self.panel.head.control_row.isVisible() and not self.work.answer.control:
            self.panel.head.control.setFocus()

    def _adopt_section(self) -> None:
        pack, section = self.open_review.pack, self.section
        here = section if section != ALL else self.listed[self.work.item].row.section
        wanted = [item for item, one in self.listed.items() if one.row.section == here and pack is not None and pack.proposal(item)]
        self.work.adopt_items(wanted or [self.work.item], renew=False)

    def _confirm_section(self) -> None:
        self.work.confirm_all("" if self.section == ALL else self.section)

    def _adopt_all(self) -> None:
        self.work.adopt_items(None)

    def _ask_vendor(self) -> None:
        self.work.ask_vendor(True)

    def _on_next(self) -> None:
        self.list.step(1)

    def _on_previous(self) -> None:
        self.list.step(-1)

    def _on_next_open(self) -> None:
        item = question_after(self.open_review.review, self.work.item)
        if item is not None:
            self.show_item(item.id)
        else:
            self.toast.emit(self.tr("Nothing is open any more. Go on with Decide."), False)

    def _on_history(self) -> None:
        self.page_wanted.emit("history")

    def _on_scope(self) -> None:
        self.scope_wanted.emit()

    def _on_files(self, paths: list[object]) -> None:
        self.files.attach(self.work.item, paths)  # type: ignore[arg-type]  # the signal carries a list of Path

    def _on_pasted_text(self, text: str) -> None:
        self.files.paste_text(self.work.item, text)

    def _on_pasted_image(self, png: bytes) -> None:
        self.files.paste_image(self.work.item, png)
